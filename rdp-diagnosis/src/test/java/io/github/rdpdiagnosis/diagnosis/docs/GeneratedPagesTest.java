package io.github.rdpdiagnosis.diagnosis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.SnapshotScope;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
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
        """);
    check("permissions.md", page.toString());
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
