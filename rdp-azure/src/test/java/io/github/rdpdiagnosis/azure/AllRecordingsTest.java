package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every recorded body of the kinds that a snapshot holds, and how much of each record came out. */
class AllRecordingsTest {
  /** How many things of a body that causes need are in our record. */
  private interface Count {
    int of(JsonNode body) throws IOException;
  }

  private record Kind(Count wanted, Count got) {}

  private static int size(JsonNode body, String... path) {
    JsonNode at = body;
    for (String step : path) {
      at = at.path(step);
    }
    return at.size();
  }

  private static int properties(JsonNode body, String... lists) {
    int all = 0;
    for (String list : lists) {
      all += size(body, "properties", list);
    }
    return all;
  }

  private static int filled(JsonNode body, String... fields) {
    int all = 0;
    for (String field : fields) {
      all += body.path(field).asText("").isEmpty() ? 0 : 1;
    }
    return all;
  }

  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

  static {
    Count one = body -> 1;
    Kind vm =
        new Kind(
            body ->
                size(body, "properties", "networkProfile", "networkInterfaces")
                    + size(body, "properties", "instanceView", "statuses"),
            body -> {
              VirtualMachine machine = RecordedReplies.virtualMachine(body);
              return machine.networkInterfaces().size()
                  + machine.instanceView().map(view -> view.statuses().size()).orElse(0);
            });
    KINDS.put("vm-get", vm);
    KINDS.put("vm-instanceview", vm);
    KINDS.put("vm-instanceview-windows", vm);
    Kind extension =
        new Kind(one, body -> RecordedReplies.extension(body).type().isPresent() ? 1 : 0);
    KINDS.put("vm-extension", extension);
    KINDS.put("vmaccess", extension);
    KINDS.put(
        "nic",
        new Kind(
            body -> properties(body, "ipConfigurations"),
            body -> RecordedReplies.networkInterface(body).ipConfigurations().size()));
    KINDS.put(
        "nsg",
        new Kind(
            body -> properties(body, "securityRules", "defaultSecurityRules"),
            body -> RecordedReplies.networkSecurityGroup(body).rules().size()));
    KINDS.put(
        "publicip",
        new Kind(
            body -> body.at("/properties/ipAddress").isTextual() ? 1 : 0,
            body -> RecordedReplies.publicIpAddress(body).address().isPresent() ? 1 : 0));
    KINDS.put(
        "subnet",
        new Kind(one, body -> Math.min(1, RecordedReplies.subnet(body).prefixes().size())));
    KINDS.put(
        "vnet",
        new Kind(
            body -> properties(body, "subnets", "virtualNetworkPeerings"),
            body -> {
              VirtualNetwork network = RecordedReplies.virtualNetwork(body);
              return network.subnets().orElseThrow().size() + network.peerings().size();
            }));
    KINDS.put(
        "routetable",
        new Kind(
            body -> properties(body, "routes"),
            body -> RecordedReplies.routeTable(body).routes().size()));
    KINDS.put("asg", new Kind(one, body -> RecordedReplies.asg(body).name().isEmpty() ? 0 : 1));
    KINDS.put(
        "loadbalancer",
        new Kind(
            body ->
                properties(
                    body,
                    "frontendIPConfigurations",
                    "backendAddressPools",
                    "loadBalancingRules",
                    "probes",
                    "inboundNatRules",
                    "inboundNatPools",
                    "outboundRules"),
            body -> {
              LoadBalancer balancer = RecordedReplies.loadBalancer(body);
              return balancer.frontEnds().size()
                  + balancer.backendPools().size()
                  + balancer.loadBalancingRules().size()
                  + balancer.probes().size()
                  + balancer.inboundNatRules().size()
                  + balancer.inboundNatPools().size()
                  + balancer.outboundRules().size();
            }));
    KINDS.put(
        "azure-firewall",
        new Kind(
            body -> properties(body, "ipConfigurations", "natRuleCollections"),
            body -> {
              AzureFirewall firewall = RecordedReplies.firewall(body);
              return firewall.frontEnds().size() + firewall.natRuleCollections().size();
            }));
    KINDS.put(
        "bastion",
        new Kind(one, body -> RecordedReplies.bastion(body).subnetId().isPresent() ? 1 : 0));
    KINDS.put(
        "effectiveNetworkSecurityGroups",
        new Kind(
            body -> {
              int rules = 0;
              for (JsonNode group : body.path("value")) {
                rules += size(group, "effectiveSecurityRules");
              }
              return rules;
            },
            body ->
                EffectiveMapping.securityGroups(body).stream()
                    .mapToInt(group -> group.rules().size())
                    .sum()));
    KINDS.put(
        "effectiveRouteTable",
        new Kind(body -> size(body, "value"), body -> EffectiveMapping.routes(body).size()));
    KINDS.put(
        "ipFlowVerify",
        new Kind(
            body -> filled(body, "access", "ruleName", "ruleId"),
            body -> {
              IpFlowVerdict verdict = NetworkWatcherMapping.ipFlow(body);
              return 1
                  + (int) verdict.ruleName().stream().count()
                  + (int) verdict.ruleId().stream().count();
            }));
    KINDS.put(
        "nextHop",
        new Kind(
            body -> filled(body, "nextHopType", "nextHopIpAddress"),
            body -> 1 + (int) NetworkWatcherMapping.nextHop(body).address().stream().count()));
    KINDS.put(
        "connectivityCheck",
        new Kind(
            body -> {
              int all = size(body, "hops");
              for (JsonNode hop : body.path("hops")) {
                all += size(hop, "issues") + size(hop, "nextHopIds");
              }
              return all;
            },
            body ->
                NetworkWatcherMapping.connectivity(body).hops().stream()
                    .mapToInt(hop -> 1 + hop.issues().size() + hop.nextHopIds().size())
                    .sum()));
    KINDS.put(
        "networkConfigurationDiagnostic",
        new Kind(
            body -> {
              int all = 0;
              for (JsonNode rules : body.findValues("rulesEvaluationResult")) {
                all += rules.size();
              }
              return all + body.findValues("matchedRule").size();
            },
            body ->
                NetworkWatcherMapping.nsgDiagnostics(body).stream()
                    .flatMap(diagnostic -> diagnostic.groups().stream())
                    .mapToInt(
                        group -> group.rules().size() + (int) group.ruleName().stream().count())
                    .sum()));
    KINDS.put("jit", new Kind(AllRecordingsTest::jitPorts, AllRecordingsTest::readJitPorts));
  }

  private static List<JsonNode> policies(JsonNode body) {
    return body.path("properties").isObject()
        ? List.of(body)
        : ArmJson.objects(body.path("value"), policy -> policy);
  }

  private static int jitPorts(JsonNode body) {
    return policies(body).stream()
        .flatMap(
            policy -> ArmJson.objects(policy.at("/properties/virtualMachines"), vm -> vm).stream())
        .mapToInt(vm -> size(vm, "ports"))
        .sum();
  }

  private static int readJitPorts(JsonNode body) {
    int ports = 0;
    for (JsonNode policy : policies(body)) {
      for (JsonNode vm : policy.at("/properties/virtualMachines")) {
        // Recorded ids are cleaned up in ways that are no VM ids.
        VmId id = VmId.parse(vm.path("id").asText());
        ports += ManagementMapping.jitPolicy(policy, id).orElseThrow().ports().size();
      }
    }
    return ports;
  }

  @Test
  void everyRecordingOfAKindIsReadWithoutLoss() throws IOException {
    StringBuilder table =
        new StringBuilder("kind                             files read refusals\n");
    for (Map.Entry<String, Kind> kind : KINDS.entrySet()) {
      int files = 0;
      int read = 0;
      int refusals = 0;
      for (Path file : Recordings.of(kind.getKey())) {
        JsonNode body = Recordings.json(file);
        files++;
        if (body.has("error")) {
          refusals++;
          continue;
        }
        assertThat(kind.getValue().got().of(body))
            .as(file.toString())
            .isEqualTo(kind.getValue().wanted().of(body));
        read++;
      }
      assertThat(read + refusals).isEqualTo(files);
      table.append(String.format("%-32s %5d %4d %8d%n", kind.getKey(), files, read, refusals));
    }
    System.out.println(table);
  }
}
