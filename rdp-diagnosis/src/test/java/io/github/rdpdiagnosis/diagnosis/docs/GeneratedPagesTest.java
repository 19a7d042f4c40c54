package io.github.rdpdiagnosis.diagnosis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.SnapshotScope;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.change.GuestChange;
import io.github.rdpdiagnosis.azure.change.GuestSetting;
import io.github.rdpdiagnosis.azure.change.JitRequest;
import io.github.rdpdiagnosis.azure.change.Operation;
import io.github.rdpdiagnosis.azure.change.PowerChange;
import io.github.rdpdiagnosis.azure.change.PublicIpAssociation;
import io.github.rdpdiagnosis.azure.change.RemoteDesktopReset;
import io.github.rdpdiagnosis.azure.change.ResourceChange;
import io.github.rdpdiagnosis.azure.change.SizeChange;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Pages under {@code docs} that are made from tables say what the tables say. {@code
 * -Ddocs.write=true} writes them anew.
 */
class GeneratedPagesTest {
  private static final Path DOCS = Path.of("docs");
  private static final String MADE =
      "<!-- Made by GeneratedPagesTest: mvn -pl rdp-diagnosis -am test -Dtest=GeneratedPagesTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true -->\n\n";

  @Test
  void causes() throws IOException {
    StringBuilder page = new StringBuilder(MADE).append("# The causes\n\n");
    page.append(
        """
        Everything that a diagnosis can name. The id is API: it is never renamed. *Provable by* is where the evidence lies,
        *certainty* the most that a diagnosis can reach. `rdpdiag explain --cause ID` prints one of them.

        """);
    for (FaultDomain domain : FaultDomain.values()) {
      page.append("- [").append(title(domain)).append("](#").append(anchor(domain)).append(")\n");
    }
    for (FaultDomain domain : FaultDomain.values()) {
      page.append("\n## ").append(title(domain)).append("\n");
      for (Cause cause : CauseCatalogue.standard().inDomain(domain)) {
        page.append(cause(cause));
      }
    }
    check("causes.md", page.toString());
  }

  private static String cause(Cause cause) {
    return String.format(
        Locale.ROOT,
        "%n### %s %s%n%n%s%n%n- *Stage:* %s. *Provable by:* %s. *Certainty:* %s at most.%n"
            + "- *The client shows:* %s%n- *Evidence:* %s%n- *Remedy:* %s%n",
        cause.id(),
        cause.title(),
        cause.explanation(),
        cause.stage(),
        cause.provableBy(),
        cause.maxCertainty(),
        cause.symptom(),
        cause.evidence(),
        cause.remedy());
  }

  private static String title(FaultDomain domain) {
    return switch (domain) {
      case CLIENT -> "Client computer";
      case EDGE -> "Edge of the client's network";
      case ENDPOINT -> "Cloud endpoint";
      case NETWORK -> "Network security";
      case VM -> "The VM";
    };
  }

  private static String anchor(FaultDomain domain) {
    return title(domain).toLowerCase(Locale.ROOT).replace("'", "").replace(' ', '-');
  }

  @Test
  void permissions() throws IOException {
    StringBuilder page = new StringBuilder(MADE).append("# Permissions\n\n");
    page.append(
        """
        What reading a part of a VM's configuration needs in Azure. The built-in role Reader has all actions that end in
        `/read`. A part that may not be read is reported as NOT_PERMITTED with its action, and decides nothing. *Standard*
        parts are read by every diagnosis with `--vm`, the others by `snapshot --thorough` or where something asks for them.

        | action | standard | thorough |
        |---|---|---|
        """);
    Map<String, Set<String>> standard = byAction(SnapshotScope.standard());
    Map<String, Set<String>> thorough = byAction(SnapshotScope.thorough());
    for (String action : thorough.keySet()) {
      Set<String> more = new TreeSet<>(thorough.get(action));
      Set<String> always = standard.getOrDefault(action, new TreeSet<>());
      more.removeAll(always);
      page.append("| `").append(action).append("` | ");
      page.append(String.join(", ", always)).append(" | ").append(String.join(", ", more));
      page.append(" |\n");
    }
    page.append(
        """

        Of a VM that is off every diagnosis also reads what can keep it from being started: activityLog, computeUsages, locks
        and subscriptions. privateDnsLinks are asked for only where there is a Bastion host.

        Instances of uniform scale sets, their NICs and public addresses have actions of their own, below
        `Microsoft.Compute/virtualMachineScaleSets/virtualMachines/`.

        A look inside the VM (`--allow-guest-run`) needs `Microsoft.Compute/virtualMachines/runCommand/action` besides.

        `--winrm-certificate URL` reads a certificate at its Key Vault: the data action
        `Microsoft.KeyVault/vaults/certificates/read` (role Key Vault Reader) or, in a vault with access policies, the
        certificate permission Get. The secret is not read.

        ## Changes

        Only `apply` and `rollback` need these, each for the steps of its plan. Nothing that diagnoses or plans does.

        | step | actions |
        |---|---|
        """);
    changes()
        .forEach(
            (step, operation) ->
                page.append("| ")
                    .append(step)
                    .append(" | `")
                    .append(String.join("`, `", operation.permissions()))
                    .append("` |\n"));
    check("permissions.md", page.toString());
  }

  /** One operation of each kind that needs rights of its own. */
  private static Map<String, Operation> changes() {
    String group = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg1";
    VmId vm = VmId.parse(group + "/providers/Microsoft.Compute/virtualMachines/vm1");
    String network = group + "/providers/Microsoft.Network/";
    String rule = network + "networkSecurityGroups/n/securityRules/r";
    Optional<Map<String, Object>> some = Optional.of(Map.of("access", "Allow"));
    Map<String, Operation> all = new LinkedHashMap<>();
    all.put("start", new PowerChange(vm, PowerChange.Action.START, "deallocated"));
    all.put("restart", new PowerChange(vm, PowerChange.Action.RESTART, "running"));
    all.put("redeploy", new PowerChange(vm, PowerChange.Action.REDEPLOY, "running"));
    all.put("resize", new SizeChange(vm, "Standard_D2s_v5", "Standard_D4s_v5"));
    all.put(
        "anything inside Windows by Run Command",
        new GuestChange.Setting(vm, GuestSetting.DENY_CONNECTIONS, 1, 0));
    all.put(
        "VMAccess: reset, password",
        new RemoteDesktopReset(vm, "westeurope", "enablevmaccess", "t", Optional.empty()));
    all.put("NSG rule: add", new ResourceChange(rule, Optional.empty(), some));
    all.put("NSG rule: remove", new ResourceChange(rule, some, Optional.empty()));
    all.put(
        "inbound NAT rule: compare",
        ResourceChange.unchanged(
            network + "loadBalancers/b/inboundNatRules/r", Map.of("backendPort", 3389L)));
    all.put(
        "public IP address",
        new PublicIpAssociation(
            network + "networkInterfaces/n", "ipconfig1", network + "publicIPAddresses/p", true));
    all.put(
        "just-in-time request",
        new JitRequest(
            group + "/providers/Microsoft.Security/locations/w/jitNetworkAccessPolicies/d",
            vm,
            Port.RDP,
            Prefix.parse("203.0.113.7/32"),
            Duration.ofHours(3)));
    return all;
  }

  private static Map<String, Set<String>> byAction(SnapshotScope scope) {
    Map<String, Set<String>> actions = new TreeMap<>();
    for (SnapshotPart<?> part : SnapshotPart.ALL) {
      if (scope.has(part)) {
        actions.computeIfAbsent(part.action(), a -> new TreeSet<>()).add(part.name());
      }
    }
    return actions;
  }

  private static void check(String file, String page) throws IOException {
    Path path = DOCS.resolve(file);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(path, page);
    }
    assertThat(Files.readString(path).replace("\r\n", "\n")).isEqualTo(page);
  }
}
