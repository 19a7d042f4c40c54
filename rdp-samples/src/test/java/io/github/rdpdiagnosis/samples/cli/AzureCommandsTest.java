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
