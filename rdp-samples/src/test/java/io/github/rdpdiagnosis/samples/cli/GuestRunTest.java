package io.github.rdpdiagnosis.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.rdpdiagnosis.azure.guest.CollectorScript;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import io.github.rdpdiagnosis.samples.ArmStub;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a diagnosis sends to Azure, with and without leave to look inside the VM. */
@Timeout(240)
class GuestRunTest {
  private static final Map<String, String> TOKEN = Map.of("RDPDIAG_ACCESS_TOKEN", "s3cret-token");

  /** Every request that a diagnosis may make: reads, and POSTs that only ask. A new one fails. */
  static final String READS =
      "(?i)GET /.*"
          + "|POST /subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Network/"
          + "(networkInterfaces/[^/]+/(effectiveNetworkSecurityGroups|effectiveRouteTable)"
          + "|virtualNetworks/[^/]+/listNetworkManagerEffectiveSecurityAdminRules"
          + "|loadBalancers/[^/]+/backendAddressPools/[^/]+/queryInboundNatRulePortMapping"
          + "|loadBalancers/[^/]+/loadBalancingRules/[^/]+/health"
          + "|networkWatchers/[^/]+/(ipFlowVerify|nextHop|connectivityCheck"
          + "|networkConfigurationDiagnostic))"
          + "|POST /subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Compute/"
          + "virtualMachines/[^/]+/retrieveBootDiagnosticsData"
          + "|POST /providers/Microsoft\\.ResourceGraph/resources";

  @TempDir Path folder;

  private record Ran(int status, JsonNode result, List<String> requests, String vm) {}

  /** A small record: the policy keeps connections out. Hand-written. */
  static String record() throws Exception {
    String body =
        """
        @host
        computerName=VM1
        machineId=00000000000000aa
        build=20348.2849
        @ts
        fDenyTSConnections=0
        policy.fDenyTSConnections=1
        """;
    byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
    String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    return "RDPDIAG-GUEST 1 plain sections=host,ts left= bytes="
        + bytes.length
        + " sha256="
        + sum
        + "\n"
        + body
        + "RDPDIAG-END "
        + sum
        + "\n";
  }

  private static Ran diagnose(String... more) throws Exception {
    try (ArmStub azure = ArmStub.start();
        ScriptedPeer peer = ScriptedPeer.start(PeerScript.REFUSED)) {
      ArmStub.StubVm vm = azure.vm("vm1", "127.0.0.1", peer.port()).runningScripts(record());
      List<String> args = new ArrayList<>(List.of("diagnose", "127.0.0.1:" + peer.port()));
      args.addAll(List.of("--vm", vm.id(), "--cloud", azure.url().toString()));
      args.addAll(List.of("--output", "json"));
      args.addAll(List.of(more));
      Command.Result ran = Command.run(TOKEN, args.toArray(String[]::new));
      assertThat(ran.out() + ran.err()).doesNotContain("s3cret-token");
      return new Ran(
          ran.status(), new ObjectMapper().readTree(ran.out()), azure.requests(), vm.id());
    }
  }

  private static List<JsonNode> guestChecks(Ran ran) {
    return StreamSupport.stream(ran.result().at("/checks").spliterator(), false)
        .filter(check -> check.at("/vantage").asText().equals("guest"))
        .toList();
  }

  @Test
  void withoutLeaveNothingRunsInTheGuest() throws Exception {
    Ran ran = diagnose();
    assertThat(ran.requests()).isNotEmpty().allMatch(request -> request.matches(READS));
    assertThat(guestChecks(ran)).isEmpty();
  }

  @Test
  void withLeaveOneActionMoreIsSentAndTheScriptIsShown() throws Exception {
    Ran ran = diagnose("--allow-guest-run");
    assertThat(ran.requests().stream().filter(request -> !request.matches(READS)))
        .containsExactly("POST " + ran.vm() + "/runCommand");
    List<JsonNode> guest = guestChecks(ran);
    JsonNode record = guest.get(0);
    assertThat(record.at("/id").asText()).isEqualTo("guest/guest-record");
    assertThat(record.at("/facts/guest.script").asText()).isEqualTo(CollectorScript.text());
    assertThat(record.at("/facts/guest.build").asText()).isEqualTo("20348.2849");
    assertThat(guest)
        .filteredOn(check -> check.at("/id").asText().equals("guest/terminal-server"))
        .singleElement()
        .satisfies(
            check -> {
              assertThat(check.at("/status").asText()).isEqualTo("VIOLATED");
              assertThat(check.at("/facts/guest.deny-ts-connections-origin").asText())
                  .isEqualTo("POLICY");
            });
  }

  @Test
  void aRecordMadeByHandServesOffline() throws Exception {
    Path file = Files.writeString(folder.resolve("guest.txt"), record(), StandardCharsets.UTF_16);
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.REFUSED)) {
      Command.Result ran =
          Command.run(
              Map.of(), "diagnose", "127.0.0.1:" + peer.port(), "--guest-record", file.toString());
      assertThat(ran.out())
          .contains("guest/terminal-server: fDenyTSConnections is 1 by POLICY")
          .contains("has not yet been tried on Windows build 20348.2849");
    }
  }

  @Test
  void refusesWhatCannotBe() throws Exception {
    assertThat(Command.run(Map.of(), "diagnose", "h", "--allow-guest-run").status()).isEqualTo(2);
    Path file = Files.writeString(folder.resolve("other.txt"), "hello");
    Command.Result ran = Command.run(Map.of(), "diagnose", "h", "--guest-record", file.toString());
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("there is none in the output of 5 characters");
  }

  @Test
  void printsTheScript() throws Exception {
    Command.Result ran = Command.run(Map.of(), "guest-script");
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).isEqualTo(CollectorScript.text());
  }
}
