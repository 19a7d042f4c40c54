package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance of a uniform scale set, whose NICs and public addresses are parts of it. */
class ScaleSetInstanceTest {
  private static final String SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001";
  private static final String GROUP = SUBSCRIPTION + "/resourceGroups/rg1/providers/";
  private static final String SET = GROUP + "Microsoft.Compute/virtualMachineScaleSets/set1";
  private static final String INSTANCE = SET + "/virtualMachines/3";
  private static final String NIC = INSTANCE + "/networkInterfaces/nic1";
  private static final String PUBLIC_IP = NIC + "/ipConfigurations/ipconfig1/publicIPAddresses/p1";
  private static final String GRAPH = "POST /providers/Microsoft.ResourceGraph/resources";
  private static final Duration ENOUGH = Duration.ofSeconds(30);

  private static final StubArm ARM = StubArm.healthy();
  private static final VmReader READER = ARM.reader();

  /** The stub's world with the instance in place of its VM. */
  private Map<String, JsonNode> world;

  @BeforeEach
  void theInstanceInPlaceOfTheVm() {
    world = new TreeMap<>();
    StubArm.json("world")
        .properties()
        .forEach(
            entry ->
                world.put(
                    ofInstance(entry.getKey()),
                    StubArm.parse(ofInstance(entry.getValue().toString()))));
    ObjectNode vm = (ObjectNode) world.get("GET " + INSTANCE);
    vm.put("name", "set1_3").put("instanceId", "3");
    vm.put("type", "Microsoft.Compute/virtualMachineScaleSets/virtualMachines");
    vm.putObject("sku").put("name", "Standard_D2s_v5").put("tier", "Standard");
    ObjectNode properties = (ObjectNode) vm.get("properties");
    properties
        .put("latestModelApplied", true)
        .put("modelDefinitionApplied", "VirtualMachineScaleSet");
    properties.remove(List.of("hardwareProfile", "priority", "evictionPolicy"));
    properties.withArray("/networkProfile/networkInterfaces").remove(1);
    type(NIC, "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces");
    ARM.forget().empty();
    world.forEach(ARM::put);
  }

  private void type(String id, String type) {
    ((ObjectNode) world.get("GET " + id)).put("type", type);
  }

  private static String ofInstance(String text) {
    return text.replace(GROUP + "Microsoft.Network/publicIPAddresses/pip1", PUBLIC_IP)
        .replace(GROUP + "Microsoft.Network/networkInterfaces/nic1", NIC)
        .replace(GROUP + "Microsoft.Compute/virtualMachines/vm1", INSTANCE);
  }

  private static VmSnapshot read(SnapshotScope scope) throws InterruptedException {
    return READER.read(VmId.parse(INSTANCE), scope, Deadline.in(ENOUGH), SnapshotListener.NONE);
  }

  @Test
  void isReadWithEverythingAroundIt() throws InterruptedException {
    VmSnapshot snapshot = read(SnapshotScope.thorough());
    for (SnapshotPart<?> part : SnapshotPart.ALL) {
      snapshot
          .all(part)
          .forEach((id, reading) -> assertThat(reading.gap()).as(part + " " + id).isEmpty());
    }
    VirtualMachine vm = snapshot.vm().known().orElseThrow();
    assertThat(vm.name()).isEqualTo("set1_3");
    assertThat(vm.size()).contains("Standard_D2s_v5");
    assertThat(vm.powerState()).contains("running");
    assertThat(vm.agentStatus()).contains("Ready");
    assertThat(vm.computerName()).contains("VM1");
    assertThat(vm.placement().orElseThrow().scaleSetId()).contains(SET);
    assertThat(snapshot.ofVm(SnapshotPart.EXTENSIONS).known().orElseThrow()).hasSize(3);
    assertThat(snapshot.networkInterface(NIC).known().orElseThrow().virtualMachineId())
        .contains(INSTANCE);
    assertThat(snapshot.publicIpAddress(PUBLIC_IP).known().orElseThrow().address())
        .contains("203.0.113.10");
    assertThat(snapshot.all(SnapshotPart.EFFECTIVE_ROUTES))
        .as("Azure has no such question about these NICs")
        .isEmpty();
    assertThat(VmSnapshotCodec.read(VmSnapshotCodec.write(snapshot), "x")).isEqualTo(snapshot);
    assertThat(
            NetworkPolicy.of(snapshot)
                .inbound(
                    IpAddress.parse("198.51.100.9"),
                    IpAddress.parse("10.0.0.4"),
                    Protocol.TCP,
                    Port.RDP)
                .verdict())
        .isIn(Verdict.ALLOW, Verdict.DENY);
  }

  @Test
  void itsRightsAreItsOwn() throws InterruptedException {
    String actions = "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/";
    denied("GET " + INSTANCE);
    assertThat(read(SnapshotScope.standard()).vm())
        .isEqualTo(new Reading.NotPermitted<>(actions + "read"));
    denied("GET " + NIC);
    assertThat(read(SnapshotScope.standard()).networkInterface(NIC))
        .isEqualTo(new Reading.NotPermitted<>(actions + "networkInterfaces/read"));
    denied("GET " + PUBLIC_IP);
    assertThat(read(SnapshotScope.standard()).publicIpAddress(PUBLIC_IP))
        .isEqualTo(
            new Reading.NotPermitted<>(
                actions + "networkInterfaces/ipConfigurations/publicIPAddresses/read"));
    denied("POST " + INSTANCE + "/retrieveBootDiagnosticsData");
    assertThat(read(SnapshotScope.thorough()).ofVm(SnapshotPart.BOOT_DIAGNOSTICS))
        .isEqualTo(new Reading.NotPermitted<>(actions + "retrieveBootDiagnosticsData/action"));
  }

  private static void denied(String key) {
    ARM.forget().when(key, StubArm.status(403, "AuthorizationFailed"));
  }

  @Test
  void aDocumentOfItIsImported(@TempDir Path folder) throws IOException, InterruptedException {
    Path all = folder.resolve("all.json");
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    world.forEach(
        (key, body) -> {
          if (key.startsWith("GET ") && body.path("id").asText().contains("/providers/")) {
            list.withArray("value").add(body);
          }
        });
    Files.writeString(all, list.toString());
    VmSnapshot imported = SnapshotImport.read(List.of(all), Optional.empty()).snapshot();
    VmSnapshot live = read(SnapshotScope.standard());
    assertThat(imported.vmId()).isEqualTo(VmId.parse(INSTANCE));
    assertThat(imported.vm().known()).isEqualTo(live.vm().known());
    assertThat(imported.networkInterface(NIC).known())
        .isEqualTo(live.networkInterface(NIC).known());
    assertThat(imported.publicIpAddress(PUBLIC_IP).known())
        .isEqualTo(live.publicIpAddress(PUBLIC_IP).known());
  }

  // ---- searched ---------------------------------------------------------------------------------

  /** Resource Graph keeps parts of instances in a table of their own. */
  private String graph(String body) {
    String query = StubArm.parse(body).path("query").asText().toLowerCase(Locale.ROOT);
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.putArray("data");
    String quoted = query.replaceAll(".*(?:=~|has) '([^']*)'.*", "$1");
    for (JsonNode part : resources()) {
      String id = part.path("id").asText("");
      String type = ArmShape.type(id);
      boolean asked =
          query.contains(" id in~ (")
              ? query.contains("'" + ArmId.key(id) + "'")
              : query.contains("'" + type + "'") && part.toString().contains(quoted);
      if (asked && ArmId.isOfScaleSet(id) == query.startsWith("computeresources")) {
        ObjectNode row = reply.withArray("data").addObject();
        row.put("id", id).put("type", type);
        row.set("properties", part.path("properties"));
      }
    }
    return reply.toString();
  }

  private List<JsonNode> resources() {
    return world.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("GET "))
        .map(Map.Entry::getValue)
        .flatMap(
            body ->
                body.path("value").isArray()
                    ? ArmJson.objects(body.path("value"), each -> each).stream()
                    : Stream.of(body))
        .filter(each -> !ArmShape.type(each.path("id").asText("")).isEmpty())
        .toList();
  }

  private static FoundVm behind(String host, int port) {
    Reading<List<FoundVm>> found =
        READER.finder().behind(host, new Port(port), Deadline.in(ENOUGH));
    assertThat(found.gap()).as(host + " " + port).isEmpty();
    assertThat(found.known().orElseThrow())
        .as(host + " " + port)
        .extracting(FoundVm::id)
        .containsExactly(VmId.parse(INSTANCE));
    return found.known().orElseThrow().get(0);
  }

  private void foundEachWay() {
    for (FoundVm vm :
        List.of(
            behind("203.0.113.10", 3389),
            behind("vm1.westeurope.cloudapp.azure.com", 3389),
            behind("10.0.0.4", 3389),
            behind("203.0.113.20", 50000),
            behind("203.0.113.20", 3390),
            behind("203.0.113.30", 3391))) {
      assertThat(vm.powerState()).contains("running");
      assertThat(vm.computerName()).contains("VM1");
      assertThat(vm.location()).contains("westeurope");
    }
    assertThat(behind("203.0.113.20", 50000).via())
        .extracting(ArmId::name)
        .containsExactly("lb-ip", "lb1");
  }

  @Test
  void isFoundBehindEachWayIn() {
    ARM.when(
        GRAPH,
        request -> StubArm.body(graph(request.getBodyAsBinaryData().toString())).to(request));
    foundEachWay();
    ARM.when("GET " + INSTANCE, StubArm.status(403, "AuthorizationFailed"));
    assertThat(behind("203.0.113.10", 3389).powerState())
        .as("its id is known all the same")
        .isEmpty();
  }

  @Test
  void isFoundInTheListsWhereResourceGraphIsRefused() {
    ARM.when(GRAPH, StubArm.status(403, "AuthorizationFailed"));
    list("/subscriptions", world.get("GET " + SUBSCRIPTION));
    ObjectNode set = JsonNodeFactory.instance.objectNode().put("id", SET);
    set.putObject("properties").put("orchestrationMode", "Uniform");
    list(SUBSCRIPTION + "/providers/Microsoft.Compute/virtualMachineScaleSets", set);
    list(SET + "/networkInterfaces", world.get("GET " + NIC));
    list(SET + "/publicIPAddresses", world.get("GET " + PUBLIC_IP));
    String network = SUBSCRIPTION + "/providers/Microsoft.Network/";
    list(network + "networkInterfaces");
    list(
        network + "publicIPAddresses",
        world.get("GET " + GROUP + "Microsoft.Network/publicIPAddresses/lb-ip"),
        world.get(
            "GET " + GROUP.replace("rg1", "hub-rg") + "Microsoft.Network/publicIPAddresses/fw-ip"));
    list(
        network + "loadBalancers",
        world.get("GET " + GROUP + "Microsoft.Network/loadBalancers/lb1"));
    foundEachWay();
    ARM.when("GET " + SET + "/networkInterfaces", StubArm.status(403, "AuthorizationFailed"));
    assertThat(READER.finder().behind("10.0.0.4", Port.RDP, Deadline.in(ENOUGH)))
        .isEqualTo(
            new Reading.NotPermitted<>(
                "Microsoft.Compute/virtualMachineScaleSets/networkInterfaces/read"));
  }

  private static void list(String path, JsonNode... values) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.putArray("value").addAll(List.of(values));
    ARM.put("GET " + path, list);
  }
}
