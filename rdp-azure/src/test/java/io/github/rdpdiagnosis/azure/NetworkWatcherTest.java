package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkWatcherTest {
  private static final String SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001";
  private static final String RULE = Snapshots.NIC_NSG + "/securityRules/allow-rdp";
  private static final String WATCHERS =
      "GET " + SUBSCRIPTION + "/providers/Microsoft.Network/networkWatchers";
  private static final String WATCHER =
      SUBSCRIPTION
          + "/resourceGroups/NetworkWatcherRG/providers/Microsoft.Network"
          + "/networkWatchers/NetworkWatcher_westeurope";
  private static final String FLOW = "POST " + WATCHER + "/ipFlowVerify";
  private static final String HOP = "POST " + WATCHER + "/nextHop";
  private static final String NSG = "POST " + WATCHER + "/networkConfigurationDiagnostic";
  private static final String CONNECT = "POST " + WATCHER + "/connectivityCheck";
  private static final IpAddress CLIENT = IpAddress.parse("198.51.100.7");

  private final StubArm arm = StubArm.healthy();
  private final VmReader reader = arm.reader();

  @BeforeEach
  void watching() {
    arm.put(
        WATCHERS,
        StubArm.parse(
            "{\"value\":[{\"id\":\"/x\",\"location\":\"eastus\"},{\"id\":\""
                + WATCHER
                + "\",\"location\":\"West Europe\"}]}"));
    arm.put(
        FLOW,
        StubArm.parse(
            "{\"access\":\"Allow\",\"ruleName\":\"securityRules/allow-rdp\",\"ruleId\":\""
                + RULE
                + "\",\"new\":7}"));
    arm.put(
        HOP,
        StubArm.parse("{\"nextHopType\":\"VirtualNetwork\",\"routeTableId\":\"System Route\"}"));
    arm.put(
        NSG,
        StubArm.parse(
            """
            {"results":[{"networkSecurityGroupResult":{"securityRuleAccessResult":"Deny",
              "evaluatedNetworkSecurityGroups":[{"networkSecurityGroupId":"/n",
                "appliedTo":"/nic","matchedRule":{"ruleName":"UserRule_x","action":"Deny"},
                "rulesEvaluationResult":[{"name":"UserRule_y","protocolMatched":true,
                  "sourceMatched":false,"sourcePortMatched":true,"destinationMatched":true,
                  "destinationPortMatched":false}]}]}}]}
            """));
    arm.put(
        CONNECT,
        StubArm.parse(
            """
            {"connectionStatus":"Unreachable","avgLatencyInMs":null,"probesSent":30,
             "probesFailed":30,"hops":[{"type":"VirtualMachine","id":"a","address":"10.0.0.4",
               "resourceId":"Internet","nextHopIds":["b"],"issues":[{"origin":"Outbound",
                 "severity":"Error","type":"20","context":[{"key":"RuleName",
                   "value":"UserRule_test"}]}]}]}
            """));
  }

  private static VmSnapshot snapshot(VirtualMachineExtension... extensions) {
    return Snapshots.snapshot()
        .nicNsg(Snapshots.rule("allow-rdp", 300, "Inbound", "Allow", "Tcp", "*", "3389"))
        .build()
        .toBuilder()
        .put(SnapshotPart.EXTENSIONS, Snapshots.known(List.of(extensions)))
        .build();
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }

  private Reading<IpFlowVerdict> flow() {
    return reader.networkWatcher(snapshot()).ipFlowVerify(CLIENT, new Port(3389), soon());
  }

  @Test
  void asksEachQuestionOnceAndOnlyQuestions() throws InterruptedException {
    VmSnapshot judged = reader.networkWatcher(snapshot()).judged(CLIENT, new Port(3389), soon());
    assertThat(arm.requests()).containsExactlyInAnyOrder(WATCHERS, FLOW, HOP, NSG);
    IpFlowVerdict verdict =
        judged.get(SnapshotPart.IP_FLOWS, "198.51.100.7 to port 3389").known().orElseThrow();
    assertThat(verdict)
        .as("the SDK's model loses the rule's id")
        .isEqualTo(
            new IpFlowVerdict("Allow", Optional.of("securityRules/allow-rdp"), Optional.of(RULE)));
    assertThat(verdict.plainRuleName()).contains("allow-rdp");
    assertThat(judged.get(SnapshotPart.NEXT_HOPS, "198.51.100.7").known())
        .as("a type that the SDK does not list, a route of no table")
        .contains(new NextHop("VirtualNetwork", Optional.empty(), Optional.empty()));
    assertThat(
            judged
                .get(SnapshotPart.NSG_DIAGNOSTICS, "198.51.100.7 to port 3389")
                .known()
                .orElseThrow()
                .get(0)
                .groups()
                .get(0)
                .rules())
        .containsExactly(
            new NsgDiagnostic.RuleMatch("UserRule_y", List.of("source", "destinationPort")));
    assertThat(VmSnapshotCodec.read(VmSnapshotCodec.write(judged), "x")).isEqualTo(judged);
  }

  @Test
  void theQuestionNamesTheVmsOwnAddress() {
    JsonNode[] body = new JsonNode[1];
    arm.when(
        FLOW,
        request -> {
          body[0] = StubArm.parse(request.getBodyAsBinaryData().toString());
          return StubArm.body("{\"access\":\"Deny\"}").to(request);
        });
    assertThat(flow().known().orElseThrow().ruleId()).isEmpty();
    assertThat(body[0].path("localIPAddress").asText()).isEqualTo("10.0.0.4");
    assertThat(body[0].path("remoteIPAddress").asText()).isEqualTo("198.51.100.7");
    assertThat(body[0].path("targetNicResourceId").asText()).isEqualTo(Snapshots.NIC);
    assertThat(body[0].path("direction").asText()).isEqualTo("Inbound");
  }

  @Test
  void waitsForAnAnswerThatTakesTimeButNotLonger() {
    arm.later(FLOW, 1);
    assertThat(flow().known()).isPresent();
    arm.later(FLOW, Integer.MAX_VALUE);
    long began = System.nanoTime();
    assertThat(
            reader
                .networkWatcher(snapshot())
                .ipFlowVerify(CLIENT, new Port(3389), Deadline.in(Duration.ofMillis(900))))
        .isEqualTo(new Reading.Failed<>("deadline"));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aQuestionIsNeverSentAgain() {
    for (StubArm.Answer answer :
        List.of(
            StubArm.status(500, "InternalServerError"),
            StubArm.status(429, "TooManyRequests", "Retry-After", "1"),
            StubArm.reset())) {
      arm.forget().when(FLOW, answer);
      assertThat(flow().known()).isEmpty();
      assertThat(arm.requests()).containsExactly(WATCHERS, FLOW);
    }
  }

  @Test
  void saysWhyThereIsNoAnswer() {
    arm.when(FLOW, StubArm.status(403, "AuthorizationFailed"));
    assertThat(flow())
        .isEqualTo(
            new Reading.NotPermitted<>("Microsoft.Network/networkWatchers/ipFlowVerify/action"));
    arm.when(FLOW, StubArm.status(400, "NicMustBeAttachedToRunningVmToGetEffectiveRoutes"));
    assertThat(flow().gap().orElseThrow())
        .contains("running VMs only")
        .contains("NicMustBeAttachedToRunningVm");
    for (String garbage : new String[] {"null", "{}", "[]", "{\"access\":null}", "<html>"}) {
      arm.when(FLOW, StubArm.body(garbage));
      assertThat(flow()).as(garbage).isInstanceOf(Reading.Failed.class);
    }
    arm.when(WATCHERS, StubArm.status(403, "AuthorizationFailed"));
    assertThat(flow())
        .isEqualTo(new Reading.NotPermitted<>("Microsoft.Network/networkWatchers/read"));
    arm.when(WATCHERS, StubArm.body("{\"value\":[{\"id\":\"/x\",\"location\":\"eastus\"}]}"));
    assertThat(flow().gap()).contains("Network Watcher is not enabled in region westeurope");
    assertThat(
            reader
                .networkWatcher(snapshot())
                .ipFlowVerify(IpAddress.parse("2001:db8::7"), new Port(3389), soon())
                .gap()
                .orElseThrow())
        .contains("no private address");
  }

  @Test
  void doubtsAVerdictThatContradictsItself() {
    Map<IpFlowVerdict, Boolean> doubtful =
        Map.of(
            verdict("Unknown", "", ""), true,
            verdict("", "", ""), true,
            verdict("Deny", "", ""), false,
            verdict("Deny", "DefaultRule_AllowInternetOutBound", ""), true,
            verdict("Deny", "defaultSecurityRules/DefaultInboundDenyAll", ""), false,
            verdict("Allow", "defaultSecurityRules/DenyAllInBound", ""), true,
            verdict("Deny", "UserRule_allow-rdp", ""), true,
            verdict("Allow", "UserRule_allow-rdp", RULE), false,
            verdict("Deny", "securityRules/x", RULE), true,
            verdict("Deny", "securityRules/AllowEverything", ""), false);
    doubtful.forEach(
        (verdict, expected) ->
            assertThat(verdict.doubt(snapshot()).isPresent())
                .as(verdict.toString())
                .isEqualTo(expected));
  }

  private static IpFlowVerdict verdict(String access, String rule, String id) {
    return new IpFlowVerdict(
        access,
        Optional.of(rule).filter(text -> !text.isEmpty()),
        Optional.of(id).filter(text -> !text.isEmpty()));
  }

  /** Where the agent is missing, Azure would install it. */
  @Test
  void connectsFromTheVmOnlyThroughAnAgentThatIsThere() {
    Port port = new Port(389);
    assertThat(reader.networkWatcher(snapshot()).connectivityCheck("10.9.1.4", port, soon()).gap())
        .hasValueSatisfying(gap -> assertThat(gap).contains("agent"));
    assertThat(arm.requests()).isEmpty();
    NetworkWatcher watcher =
        reader.networkWatcher(
            snapshot(
                new VirtualMachineExtension(
                    "AzureNetworkWatcherExtension",
                    Optional.of("Microsoft.Azure.NetworkWatcher"),
                    Optional.of("NetworkWatcherAgentWindows"),
                    Optional.empty(),
                    Optional.empty(),
                    List.of())));
    ConnectivityCheck seen =
        watcher.connectivityCheck("10.9.1.4", port, soon()).known().orElseThrow();
    assertThat(seen.status()).isEqualTo("Unreachable");
    assertThat(seen.averageMillis()).isEmpty();
    ConnectivityCheck.Hop hop = seen.hops().get(0);
    assertThat(hop.resourceId()).isEmpty();
    assertThat(hop.issues().get(0).type()).isEqualTo("20");
    assertThat(hop.issues().get(0).context()).containsEntry("RuleName", "UserRule_test");
    arm.forget().when(CONNECT, StubArm.status(500, "InternalServerError"));
    assertThat(watcher.connectivityCheck("10.9.1.4", port, soon()).known()).isEmpty();
    assertThat(arm.requests()).as("the watcher is known, the question not repeated").hasSize(1);
    assertThatThrownBy(() -> watcher.connectivityCheck("a b", port, soon()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
