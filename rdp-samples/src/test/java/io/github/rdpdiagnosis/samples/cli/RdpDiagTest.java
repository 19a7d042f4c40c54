package io.github.rdpdiagnosis.samples.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import io.github.rdpdiagnosis.samples.ArmStub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line, against scripted peers and an Azure on loopback. */
@Timeout(120)
class RdpDiagTest {
  private static final Map<String, String> TOKEN = Map.of("RDPDIAG_ACCESS_TOKEN", "s3cret-token");

  @TempDir Path folder;

  private record Ran(int status, String out, String err) {}

  private static Ran run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        RdpDiag.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
    return new Ran(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static List<String> causes(JsonNode result, String certainty) {
    return StreamSupport.stream(result.at("/findings").spliterator(), false)
        .filter(f -> f.at("/certainty").asText().equals(certainty))
        .map(f -> f.at("/cause").asText())
        .toList();
  }

  private static List<String> domains(JsonNode result) {
    List<String> statuses = new ArrayList<>();
    result.at("/domains").forEach(d -> statuses.add(d.at("/status").asText()));
    return statuses;
  }

  private Path file(String name, String text) throws IOException {
    return Files.write(folder.resolve(name), text.getBytes(US_ASCII));
  }

  // ---- a target alone --------------------------------------------------------------------------

  @Test
  void healthyTargetWorks() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      Path file = file("a.rdp", "full address:s:127.0.0.1:" + peer.port() + "\r\n");
      Ran ran = run("diagnose", file.toString(), "--output", "json");
      assertThat(ran.status()).isZero();
      JsonNode result = json(ran.out());
      assertThat(result.at("/verdict").asText()).isEqualTo("WORKS");
      assertThat(result.at("/provenUpTo").asText()).isEqualTo("TLS");
      assertThat(result.at("/target/rdpFile").asText()).isEqualTo("a.rdp");
      assertThat(domains(result))
          .containsExactly("CLEARED", "CLEARED", "CLEARED", "CLEARED", "UNKNOWN");
      assertThat(ran.err()).contains("client/tls@127.0.0.1");
    }
  }

  @Test
  void credentialErrorOnAHealthyPathIsNotWorks() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.NLA)) {
      Ran ran =
          run(
              "diagnose",
              "127.0.0.1:" + peer.port(),
              "--error",
              "Your credentials did not work",
              "--output",
              "json",
              "-q");
      assertThat(ran.status()).isEqualTo(3);
      JsonNode result = json(ran.out());
      assertThat(result.at("/verdict").asText()).isEqualTo("UNDETERMINED");
      assertThat(causes(result, "POSSIBLE")).contains("VM-41", "CL-06");
      assertThat(domains(result).get(4)).isNotEqualTo("CLEARED");
      assertThat(ran.err()).isEmpty();
    }
  }

  @Test
  void evidenceFromElsewhereIsWrittenAndRead() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      String target = "127.0.0.1:" + peer.port();
      Ran probe = run("probe", target, "--name", "home", "--output", "json");
      assertThat(probe.status()).isZero();
      Path evidence = file("home.json", probe.out());
      Ran ran = run("diagnose", target, "--evidence", evidence.toString(), "--output", "json");
      assertThat(ran.status()).isZero();
      assertThat(ran.out()).contains("\"home/tls@127.0.0.1\"", "\"client/tls@127.0.0.1\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"probe", "diagnose"})
  void asksMoreWhereToldTo(String command) throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      String target = "127.0.0.1:" + peer.port();
      assertThat(run(command, target, "--output", "json").out())
          .doesNotContain("/survey-", "/udp@");
      Ran more = run(command, target, "--survey", "--udp", "--output", "json");
      assertThat(more.out()).contains("/survey-", "/udp@127.0.0.1");
    }
  }

  // ---- input that cannot be used ---------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          h:99999                    | 99999
          h:0                        | port
          h:abc                      | port
          h --vm non/sense           | --vm
          h --vm /subscriptions/1    | --vm
          h --cloud ftp://x --vm /subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/r/providers/Microsoft.Compute/virtualMachines/v | --cloud
          h --cloud http://192.0.2.1 --vm /subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/r/providers/Microsoft.Compute/virtualMachines/v | loopback
          h --evidence nosuch.json   | no such file
          h --snapshot nosuch.json   | no such file
          h --deadline 0s            | --deadline
          h --deadline soon          | --deadline
          h --egress 300.1.1.1       | --egress
          h --output xml             | --output
          nosuch.rdp                 | no such file
          """)
  void unusableInputIsOneClearLine(String args, String expected) {
    List<String> command = new ArrayList<>(List.of("diagnose"));
    command.addAll(List.of(args.split(" +", -1)));
    assertOneLine(run(command.toArray(String[]::new)), expected);
  }

  @Test
  void unusableFilesAreOneClearLine() throws IOException {
    byte[] binary = new byte[4000];
    new Random(7).nextBytes(binary);
    Path random = Files.write(folder.resolve("binary.rdp"), binary);
    Path big = file("big.rdp", "a".repeat((1 << 20) + 1));
    assertOneLine(run("diagnose", file("empty.rdp", "").toString()), "empty");
    assertOneLine(run("diagnose", random.toString()), "binary.rdp");
    assertOneLine(run("diagnose", big.toString()), "1048576");
    assertOneLine(
        run("diagnose", file("none.rdp", "screen mode id:i:2\r\n").toString()), "full address");
    assertOneLine(run("diagnose", folder.toString()), "directory");
    Path notEvidence = file("other.json", "{\"schemaVersion\": 1}");
    assertOneLine(run("diagnose", "h", "--evidence", notEvidence.toString()), "evidence file");
  }

  private static void assertOneLine(Ran ran, String expected) {
    assertThat(ran.status()).as(ran.err()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).singleElement().asString().contains(expected);
    assertThat(ran.err()).doesNotContain("\tat ");
  }

  @Test
  void versionNamesTheJavaThatRunsIt() {
    Ran ran = run("--version");
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains("rdpdiag", Runtime.version().toString());
  }

  // ---- with Azure, as a process of its own: the token comes from the environment ---------------

  @Test
  void stoppedVmIsConfirmed() throws Exception {
    JsonNode result = diagnoseWithAzure(PeerScript.REFUSED, vm -> vm.power("deallocated"), 1);
    assertThat(causes(result, "CONFIRMED")).containsExactly("VM-59");
  }

  @Test
  void nsgWithoutARuleIsConfirmedWithItsDecidingRule() throws Exception {
    JsonNode result = diagnoseWithAzure(PeerScript.REFUSED, ArmStub.StubVm::withoutRules, 1);
    assertThat(causes(result, "CONFIRMED")).containsExactly("NW-01");
    assertThat(result.at("/findings/0/explanation").asText()).contains("DenyAllInBound");
  }

  @Test
  void nsgThatMayNotBeReadIsNotPermittedByItsExactAction() throws Exception {
    JsonNode result = diagnoseWithAzure(PeerScript.REFUSED, ArmStub.StubVm::nsgForbidden, 3);
    List<JsonNode> refused = new ArrayList<>();
    result
        .at("/checks")
        .forEach(
            c -> {
              if (c.at("/status").asText().equals("NOT_PERMITTED")) {
                refused.add(c);
              }
            });
    assertThat(refused)
        .singleElement()
        .satisfies(
            c ->
                assertThat(c.at("/permission").asText())
                    .isEqualTo("Microsoft.Network/networkSecurityGroups/read"));
    assertThat(domains(result)).doesNotContain("CLEARED");
    assertThat(result.at("/nextSteps").toString())
        .contains("Microsoft.Network/networkSecurityGroups/read");
  }

  @Test
  void healthyVmWithACredentialErrorIsNotWorks() throws Exception {
    JsonNode result =
        diagnoseWithAzure(PeerScript.TLS, vm -> {}, 3, "--error", "Your credentials did not work");
    assertThat(result.at("/verdict").asText()).isEqualTo("UNDETERMINED");
  }

  @Test
  void snapshotReadsBackToTheSameDiagnosis() throws Exception {
    try (ArmStub azure = ArmStub.start();
        ScriptedPeer peer = ScriptedPeer.start(PeerScript.REFUSED)) {
      ArmStub.StubVm vm = azure.vm("vm1", "127.0.0.1", peer.port()).withoutRules();
      Command.Result taken =
          Command.run(TOKEN, "snapshot", "--vm", vm.id(), "--cloud", azure.url().toString());
      assertThat(taken.status()).as(taken.err()).isZero();
      assertThat(taken.out()).doesNotContain("s3cret-token");
      Path file = file("vm1.json", taken.out());
      Ran ran =
          run(
              "diagnose",
              "127.0.0.1:" + peer.port(),
              "--snapshot",
              file.toString(),
              "--output",
              "json");
      assertThat(ran.status()).isEqualTo(1);
      assertThat(causes(json(ran.out()), "CONFIRMED")).containsExactly("NW-01");
    }
  }

  private static final String GROUP =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg1/providers/";
  private static final String SHOWN_VM =
      """
      {"id":"GROUP/Microsoft.Compute/virtualMachines/vm1","name":"vm1","location":"westeurope",
       "provisioningState":"Succeeded","powerState":"VM running","osProfile":{"computerName":"VM1"},
       "networkProfile":{"networkInterfaces":[{"id":"GROUP/Microsoft.Network/networkInterfaces/nic1",
        "primary":null}]},"instanceView":null,"resources":null}""";
  private static final String SHOWN_NIC =
      """
      {"id":"GROUP/Microsoft.Network/networkInterfaces/nic1","name":"nic1","provisioningState":
       "Succeeded","networkSecurityGroup":{"id":"GROUP/Microsoft.Network/networkSecurityGroups/nsg1"},
       "ipConfigurations":[{"id":"GROUP/Microsoft.Network/networkInterfaces/nic1/ipConfigurations/a",
        "name":"a","primary":true,"privateIpAddress":"10.0.0.4","publicIpAddress":
        {"id":"GROUP/Microsoft.Network/publicIPAddresses/pip1"},"subnet":
        {"id":"GROUP/Microsoft.Network/virtualNetworks/vnet1/subnets/default"}}]}""";
  private static final String SHOWN_ADDRESS =
      """
      {"id":"GROUP/Microsoft.Network/publicIPAddresses/pip1","name":"pip1","ipAddress":"127.0.0.1",
       "provisioningState":"Succeeded","publicIpAllocationMethod":"Static","sku":{"name":"Standard"}}""";
  private static final String SHOWN_NSG =
      """
      {"id":"GROUP/Microsoft.Network/networkSecurityGroups/nsg1","name":"nsg1","provisioningState":
       "Succeeded","securityRules":[],"defaultSecurityRules":[{"id":"GROUP/x/defaultSecurityRules/d",
        "name":"DenyAllInBound","access":"Deny","direction":"Inbound","priority":65500,"protocol":"*",
        "sourceAddressPrefix":"*","sourcePortRange":"*","destinationAddressPrefix":"*",
        "destinationPortRange":"*"}]}""";
  private static final String SHOWN_NETWORK =
      """
      {"id":"GROUP/Microsoft.Network/virtualNetworks/vnet1","name":"vnet1","provisioningState":
       "Succeeded","addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"virtualNetworkPeerings":[],
       "subnets":[{"id":"GROUP/Microsoft.Network/virtualNetworks/vnet1/subnets/default","name":
        "default","provisioningState":"Succeeded","addressPrefix":"10.0.0.0/24",
        "networkSecurityGroup":null}]}""";

  private Path shown(String name, String text) throws Exception {
    Path file = file(name, text.replace("GROUP/", GROUP));
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    return file;
  }

  @Test
  void aSnapshotFromFilesServesADiagnosisThatStatesItsAge() throws Exception {
    Path vm = shown("vm.json", SHOWN_VM);
    Path nic = shown("nic.json", SHOWN_NIC);
    Path address = shown("pip.json", SHOWN_ADDRESS);
    Path nsg = shown("nsg.json", SHOWN_NSG);
    Path network = shown("vnet.json", SHOWN_NETWORK);
    Path other = shown("other.json", "{\"token\":\"s3cret\"}");
    Ran taken =
        run(
            "snapshot",
            "--from",
            nsg.toString(),
            vm.toString(),
            other.toString(),
            nic.toString(),
            network.toString(),
            address.toString());
    assertThat(taken.status()).as(taken.err()).isZero();
    assertThat(taken.err())
        .contains("6 parts from 6 files")
        .contains("not understood: " + other + ": at $: expected a resource with its id")
        .contains("in no file: bastionHosts")
        .doesNotContain("s3cret");
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.REFUSED)) {
      Ran ran =
          run(
              "diagnose",
              "127.0.0.1:" + peer.port(),
              "--snapshot",
              file("taken.json", taken.out()).toString(),
              "--output",
              "json");
      assertThat(ran.status()).as(ran.out() + ran.err()).isEqualTo(1);
      assertThat(causes(json(ran.out()), "CONFIRMED")).containsExactly("NW-01");
      assertThat(json(ran.out()).at("/notes").toString())
          .contains("3 days before this diagnosis: what changed since is not seen");
    }
  }

  @Test
  void filesThatTellOfNoVmAreAUsageError() throws Exception {
    Ran ran = run("snapshot", "--from", shown("nsg.json", SHOWN_NSG).toString());
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("--from: no file tells of a VM");
    Ran missing = run("snapshot", "--from", "nosuch.json");
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.err()).contains("cannot read nosuch.json: no such file");
    Ran directory = run("snapshot", "--from", folder.toString());
    assertThat(directory.status()).isEqualTo(2);
    assertThat(directory.err()).contains("cannot read " + folder);
  }

  private interface Plant {
    void in(ArmStub.StubVm vm);
  }

  private static JsonNode diagnoseWithAzure(
      PeerScript script, Plant plant, int status, String... more) throws Exception {
    try (ArmStub azure = ArmStub.start();
        ScriptedPeer peer = ScriptedPeer.start(script)) {
      ArmStub.StubVm vm = azure.vm("vm1", "127.0.0.1", peer.port());
      plant.in(vm);
      List<String> args = new ArrayList<>(List.of("diagnose", "127.0.0.1:" + peer.port()));
      args.addAll(List.of("--vm", vm.id(), "--cloud", azure.url().toString()));
      args.addAll(List.of("--output", "json"));
      args.addAll(List.of(more));
      Command.Result ran = Command.run(TOKEN, args.toArray(String[]::new));
      assertThat(ran.status()).as(ran.err()).isEqualTo(status);
      assertThat(ran.out() + ran.err()).doesNotContain("s3cret-token");
      return json(ran.out());
    }
  }

  // ---- time and signals ------------------------------------------------------------------------

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anInterruptPrintsWhatThereIsAndEndsWith130() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.DROP)) {
      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      long began = System.nanoTime();
      Process process =
          Command.builder(Map.of(), "diagnose", "127.0.0.1:" + peer.port())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      // Once the name is through, the connect to the silent port is under way.
      while (!Files.readString(err).contains("client/name ")) {
        assertThat(process.isAlive()).isTrue();
        Thread.onSpinWait();
      }
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      Command.Result ran = Command.end(process, out, err, began);
      assertThat(ran.status()).isEqualTo(130);
      assertThat(ran.out()).startsWith("UNDETERMINED").contains("client/name", "the interrupt");
    }
  }
}
