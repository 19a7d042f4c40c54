package io.github.rdpdiagnosis.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.rdpdiagnosis.samples.ArmStub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that only read Azure, each as a process of its own against a made-up ARM. */
@Timeout(240)
class AzureCommandsTest {
  private static final Map<String, String> TOKEN = Map.of("RDPDIAG_ACCESS_TOKEN", "s3cret-token");

  private static ArmStub azure;
  private static ArmStub.StubVm vm;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    azure = ArmStub.start();
    vm = azure.vm("vm1", "203.0.113.10", 3389);
    azure.vm("vm2", "203.0.113.11", 3389).power("deallocated");
  }

  @AfterAll
  static void stop() {
    azure.close();
  }

  private static Command.Result run(String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--cloud", azure.url().toString()));
    Command.Result ran = Command.run(TOKEN, all.toArray(String[]::new));
    assertThat(ran.out() + ran.err()).doesNotContain("s3cret-token");
    return ran;
  }

  private static JsonNode known(JsonNode part) {
    assertThat(part.at("/status").asText()).as(part.toString()).isEqualTo("KNOWN");
    return part.at("/value");
  }

  @Test
  void listsTheVmsThatThisIdentitySees() throws Exception {
    Command.Result ran = run("vms");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out().lines())
        .hasSize(3)
        .contains("subscription 00000000-0000-4000-8000-000000000001 Enabled Demo")
        .anyMatch(line -> line.matches("running +vm1 +/subscriptions/.*/vm1"))
        .anyMatch(line -> line.matches("deallocated +vm2 +/subscriptions/.*/vm2"));
  }

  @Test
  void findsTheVmBehindAnAddress() throws Exception {
    Command.Result ran = run("vms", "--behind", "203.0.113.11");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("via /subscriptions/").contains("/vm2-nic").contains("/vm2-ip");
    Command.Result none = run("vms", "--behind", "203.0.113.99");
    assertThat(none.status()).isEqualTo(3);
    assertThat(none.err()).contains("sees no such VM");
    assertThat(run("vms", "--behind", "a b").status()).isEqualTo(2);
  }

  @Test
  void takesAVmsNameWhereOnlyOneHasIt() throws Exception {
    Command.Result ran = run("snapshot", "--vm", "VM1");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains(vm.id());
    Command.Result none = run("rdp-file", "new", "--vm", "nosuch");
    assertThat(none.status()).isEqualTo(2);
    assertThat(none.err()).contains("sees no VM named nosuch");
    try (ArmStub two = ArmStub.start()) {
      two.vm("web", "203.0.113.10", 3389).andAnotherOfItsName();
      Command.Result ambiguous =
          Command.run(TOKEN, "snapshot", "--vm", "web", "--cloud", two.url().toString());
      assertThat(ambiguous.status()).isEqualTo(2);
      assertThat(ambiguous.err())
          .contains("2 VMs are named web")
          .contains("/resourceGroups/demo/")
          .contains("/resourceGroups/other/");
    }
  }

  @Test
  void readsAllThatThereIs() throws Exception {
    Command.Result ran = run("snapshot", "--vm", vm.id(), "--thorough");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(ran.out());
    assertThat(known(json.at("/resourceHealth")).at("/availabilityState").asText())
        .isEqualTo("Available");
    for (String part :
        List.of(
            "effectiveSecurityGroups",
            "effectiveRoutes",
            "azureFirewalls",
            "bastionHosts",
            "securityAdminRules",
            "jitPolicies",
            "locks",
            "activityLog",
            "computeUsages",
            "subscriptions")) {
      assertThat(json.path(part)).as(part).isNotEmpty();
      json.path(part).forEach(AzureCommandsTest::known);
    }
    known(json.at("/roleAssignments"));
    assertThat(ran.err()).as("nothing is missing").doesNotContain("rdpdiag:");
  }

  @Test
  void asksNetworkWatcherOnlyWhenTold() throws Exception {
    assertThat(run("snapshot", "--vm", vm.id()).out()).doesNotContain("ipFlows");
    Command.Result ran = run("snapshot", "--vm", vm.id(), "--network-watcher", "198.51.100.7");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(ran.out());
    JsonNode flow = known(json.path("ipFlows").path("198.51.100.7 to port 3389"));
    assertThat(flow.at("/access").asText()).isEqualTo("Allow");
    assertThat(flow.at("/ruleId").asText()).endsWith("/vm1-nsg/securityRules/AllowRdp");
    assertThat(known(json.path("nextHops").path("198.51.100.7")).at("/type").asText())
        .isEqualTo("Internet");
    assertThat(run("snapshot", "--vm", vm.id(), "--network-watcher", "somewhere").status())
        .isEqualTo(2);
  }

  @Test
  void makesAFreshFileFromAzuresData() throws Exception {
    Command.Result ran = run("rdp-file", "new", "--vm", vm.id(), "--user", "VM1\\ops");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("full address:s:203.0.113.10:3389")
        .contains("username:s:VM1\\ops");
    assertThat(ran.err()).contains("also:").contains("10.0.0.4:3389, the VM's private address");
    Path file = folder.resolve("new.rdp");
    Command.Result inside =
        run("rdp-file", "new", "--vm", vm.id(), "--address", "10.0.0.4", "--to", file.toString());
    assertThat(inside.status()).as(inside.err()).isZero();
    assertThat(Files.readString(file)).contains("full address:s:10.0.0.4:3389");
    assertThat(run("rdp-file", "new", "--vm", vm.id(), "--address", "10.9.9.9").err())
        .contains("is none of the VM's");
  }

  @Test
  void saysWhatChangedSinceItWorked() throws Exception {
    // The addresses of a snapshot are tried as well, so they are of this computer.
    String now =
        run("snapshot", "--vm", vm.id(), "--thorough").out().replace("203.0.113.1", "127.0.0.1");
    Path after = Files.writeString(folder.resolve("now.json"), now);
    Path before =
        Files.writeString(
            folder.resolve("before.json"), now.replace("\"running\"", "\"deallocated\""));
    assertThat(before).content().isNotEqualTo(now);
    List<String> asked =
        List.of("diagnose", "127.0.0.1:1", "--snapshot", after.toString(), "--output", "json");

    Command.Result ran = diagnosed(asked, "--baseline", before.toString());
    JsonNode changes = new ObjectMapper().readTree(ran.out()).at("/changes");
    assertThat(changes).as(ran.err()).hasSize(1);
    assertThat(changes.at("/0/what").asText()).isEqualTo("The VM was deallocated and is running.");
    assertThat(changes.at("/0/causes/0").asText()).isEqualTo("VM-59");

    assertThat(new ObjectMapper().readTree(diagnosed(asked).out()).at("/changes")).isEmpty();
    assertThat(diagnosed(asked, "--worked-at", "2026-11-20T08:00:00+01:00").status())
        .isNotEqualTo(2);
    assertThat(diagnosed(asked, "--worked-at", "yesterday").err()).contains("--worked-at");
    assertThat(diagnosed(asked, "--worked-at", "2999-01-01").status()).isEqualTo(2);
    assertThat(diagnosed(asked, "--baseline", folder.resolve("none").toString()).status())
        .isEqualTo(2);
  }

  private static Command.Result diagnosed(List<String> asked, String... more) throws Exception {
    List<String> all = new ArrayList<>(asked);
    all.addAll(List.of(more));
    return Command.run(Map.of(), all.toArray(String[]::new));
  }

  @Test
  void comparesAFileWithAzuresData() throws Exception {
    Path snapshot = folder.resolve("vm1.json");
    Files.writeString(snapshot, run("snapshot", "--vm", vm.id()).out());
    Map<String, Integer> expected =
        Map.of(
            "203.0.113.10", 0,
            "10.0.0.4", 0,
            "203.0.113.10:3390", 1,
            "203.0.113.11", 1,
            "other.westeurope.cloudapp.azure.com", 1,
            "sql1.example.com", 3);
    for (Map.Entry<String, Integer> each : expected.entrySet()) {
      Path file = folder.resolve("x.rdp");
      Files.writeString(file, "full address:s:" + each.getKey() + "\r\n");
      Command.Result ran =
          Command.run(
              Map.of(), "rdp-file", "diff", file.toString(), "--snapshot", snapshot.toString());
      assertThat(ran.status()).as(each.getKey() + ran.out() + ran.err()).isEqualTo(each.getValue());
      assertThat(ran.out()).contains("203.0.113.10:3389, the VM's public IP address vm1-ip");
    }
    Command.Result live =
        run(
            "rdp-file",
            "diff",
            folder.resolve("x.rdp").toString(),
            "--vm",
            vm.id(),
            "--output",
            "json");
    JsonNode json = new ObjectMapper().readTree(live.out());
    assertThat(json.at("/targets")).hasSize(2);
    assertThat(json.at("/notKnown")).isEmpty();
    assertThat(run("rdp-file", "diff", folder.resolve("x.rdp").toString()).status()).isEqualTo(2);
  }
}
