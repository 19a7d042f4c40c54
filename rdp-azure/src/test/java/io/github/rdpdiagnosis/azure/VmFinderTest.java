package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.Port;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Resource Graph here answers from the stub's own parts, by what a question's text asks for. */
class VmFinderTest {
  private static final String SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001";
  private static final String VM =
      SUBSCRIPTION + "/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/vm1";
  private static final String GRAPH = "POST /providers/Microsoft.ResourceGraph/resources";

  private final StubArm arm = StubArm.healthy();
  private JsonNode world = StubArm.json("world");
  private final VmFinder finder = arm.reader().finder();

  private void answering() {
    arm.when(
        GRAPH,
        request -> StubArm.body(answer(request.getBodyAsBinaryData().toString())).to(request));
  }

  private String answer(String body) {
    String query = StubArm.parse(body).path("query").asText().toLowerCase(java.util.Locale.ROOT);
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    for (String key : arm.keys()) {
      JsonNode part = world.get(key);
      List<JsonNode> resources =
          part.path("value").isArray()
              ? ArmJson.objects(part.path("value"), r -> r)
              : List.of(part);
      for (JsonNode resource : resources) {
        String id = resource.path("id").asText("");
        String type = resource.path("type").asText("").toLowerCase(java.util.Locale.ROOT);
        if (!key.startsWith("GET ") || type.isEmpty() || !matches(query, id, type, resource)) {
          continue;
        }
        ObjectNode row = reply.withArray("data").addObject();
        row.put("id", id).put("type", type).put("location", "westeurope");
        row.set("properties", resource.path("properties"));
        row.put("power", "PowerState/running").put("computer", "VM1");
      }
    }
    return reply.toString();
  }

  private static boolean matches(String query, String id, String type, JsonNode resource) {
    if (query.contains("id in~")) {
      return query.contains("'" + ArmId.key(id) + "'")
          || (query.contains("name in~")
              && query.contains("'" + type + "'")
              && query.contains("'" + ArmId.key(ArmId.name(id)) + "'"));
    }
    if (query.contains("publicipaddresses")) {
      return type.equals("microsoft.network/publicipaddresses")
          && (query.contains("'" + resource.at("/properties/ipAddress").asText("-") + "'")
              || query.contains(
                  "'" + resource.at("/properties/dnsSettings/fqdn").asText("-") + "'"));
    }
    if (query.contains(" has '")) {
      String address = query.replaceAll(".* has '([^']*)'.*", "$1");
      return query.contains("'" + type + "'")
          && resource.path("properties").toString().contains(address);
    }
    return query.contains("'" + type + "'");
  }

  private List<FoundVm> behind(String host, int port) {
    answering();
    Reading<List<FoundVm>> found =
        finder.behind(host, new Port(port), Deadline.in(Duration.ofSeconds(30)));
    assertThat(found.gap()).isEmpty();
    return found.known().orElseThrow();
  }

  private void leadsToVm(String host, int port, String... via) {
    List<FoundVm> found = behind(host, port);
    assertThat(found).as(host + " " + port).hasSize(1);
    assertThat(found.get(0).id()).isEqualTo(VmId.parse(VM));
    assertThat(found.get(0).powerState()).contains("running");
    assertThat(found.get(0).via()).extracting(ArmId::name).containsExactly(via);
  }

  @Test
  void findsTheVmBehindEachWayIn() {
    leadsToVm("203.0.113.10", 3389, "pip1", "nic1");
    leadsToVm("vm1.westeurope.cloudapp.azure.com", 3389, "pip1", "nic1");
    leadsToVm("10.0.0.4", 3389, "nic1");
    leadsToVm("203.0.113.20", 50000, "lb-ip", "lb1", "nic1");
    leadsToVm("203.0.113.20", 3390, "lb-ip", "lb1", "nic1");
    leadsToVm("203.0.113.30", 3391, "fw-ip", "fw1", "nic1");
    leadsToVm("203.0.113.30", 3389, "fw-ip", "fw1", "nic1");
    leadsToVm("203.0.113.20", 50001, "lb-ip", "lb1", "nic1");
  }

  @Test
  void whatLeadsNowhereLeadsNowhere() {
    assertThat(behind("203.0.113.99", 3389)).isEmpty();
    assertThat(behind("203.0.113.20", 4444)).as("no rule for the port").isEmpty();
    assertThat(behind("203.0.113.30", 4444)).as("no rule for the port").isEmpty();
    assertThat(behind("nosuch.example", 3389)).isEmpty();
    assertThatThrownBy(() -> behind("a' or '1", 3389)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listsWhatThisIdentitySees() {
    answering();
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));
    assertThat(finder.vms(List.of(), deadline).known().orElseThrow())
        .extracting(FoundVm::computerName)
        .containsExactly(Optional.of("VM1"));
    arm.when(
        "GET /subscriptions",
        StubArm.body("{\"value\":[" + StubArm.json("world").get("GET " + SUBSCRIPTION) + "]}"));
    assertThat(finder.subscriptions(deadline).known().orElseThrow())
        .extracting(Subscription::displayName)
        .containsExactly("Demo");
    arm.when(GRAPH, StubArm.status(401, "ExpiredAuthenticationToken"));
    assertThat(finder.vms(List.of(), deadline).gap().orElseThrow()).contains("expired");
  }

  /** A range's ports are given out by Azure: the pool says so, or is asked. */
  @Test
  void asksWhoGotAPortOfARange() {
    String balancer =
        "GET " + SUBSCRIPTION + "/resourceGroups/rg1/providers/Microsoft.Network/loadBalancers/lb1";
    world = StubArm.json("world");
    world
        .path(balancer)
        .findParents("inboundNatRulesPortMapping")
        .forEach(each -> ((ObjectNode) each).remove("inboundNatRulesPortMapping"));
    leadsToVm("203.0.113.20", 50001, "lb-ip", "lb1", "nic1");
    assertThat(arm.requests()).anyMatch(each -> each.endsWith("/queryInboundNatRulePortMapping"));
    assertThat(behind("203.0.113.20", 50002)).as("given to nobody").isEmpty();
  }

  @Test
  void aNicWithoutVmLeadsNowhere() {
    String nic =
        "GET "
            + SUBSCRIPTION
            + "/resourceGroups/rg1/providers/Microsoft.Network/networkInterfaces/nic1";
    world = StubArm.json("world");
    ((ObjectNode) world.path(nic).path("properties")).remove("virtualMachine");
    assertThat(behind("203.0.113.10", 3389)).isEmpty();
    assertThat(behind("10.0.0.4", 3389)).isEmpty();
  }

  @Test
  void namesAreNotUnique() {
    answering();
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));
    assertThat(finder.named("VM1", deadline).known().orElseThrow())
        .extracting(FoundVm::id)
        .containsExactly(VmId.parse(VM));
    assertThat(finder.named("nosuch", deadline).known()).contains(List.of());
  }

  // ---- without Resource Graph ------------------------------------------------------------------

  private void refusingGraph() {
    arm.when(GRAPH, StubArm.status(403, "AuthorizationFailed"));
    arm.put(
        "GET /subscriptions",
        StubArm.parse("{\"value\":[" + StubArm.json("world").get("GET " + SUBSCRIPTION) + "]}"));
    for (String type :
        List.of(
            "Microsoft.Compute/virtualMachines",
            "Microsoft.Compute/virtualMachineScaleSets",
            "Microsoft.Network/publicIPAddresses",
            "Microsoft.Network/networkInterfaces",
            "Microsoft.Network/loadBalancers")) {
      ObjectNode list = JsonNodeFactory.instance.objectNode();
      list.putArray("value");
      world
          .properties()
          .forEach(
              entry -> {
                if (entry.getValue().path("type").asText("").equalsIgnoreCase(type)) {
                  list.withArray("value").add(entry.getValue());
                }
              });
      arm.put("GET " + SUBSCRIPTION + "/providers/" + type, list);
    }
  }

  @Test
  void readsTheListsWhereResourceGraphIsRefused() {
    refusingGraph();
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));
    assertThat(finder.vms(List.of(), deadline).known().orElseThrow())
        .extracting(FoundVm::id)
        .containsExactly(VmId.parse(VM));
    assertThat(finder.named("vm1", deadline).known().orElseThrow()).hasSize(1);
    for (int[] front : new int[][] {{10, 3389}, {20, 50000}, {20, 50001}, {20, 3390}, {30, 3389}}) {
      arm.forget();
      refusingGraph();
      assertThat(
              finder
                  .behind("203.0.113." + front[0], new Port(front[1]), deadline)
                  .known()
                  .orElseThrow())
          .as("203.0.113." + front[0] + ":" + front[1])
          .extracting(FoundVm::id)
          .containsExactly(VmId.parse(VM));
      assertThat(arm.requests().stream().filter(each -> !each.equals(GRAPH)))
          .as("each list once")
          .doesNotHaveDuplicates();
    }
    assertThat(finder.behind("203.0.113.99", new Port(3389), deadline).known()).contains(List.of());
    arm.when("GET /subscriptions", StubArm.status(403, "AuthorizationFailed"));
    assertThat(finder.vms(List.of(), deadline)).isInstanceOf(Reading.NotPermitted.class);
  }
}
