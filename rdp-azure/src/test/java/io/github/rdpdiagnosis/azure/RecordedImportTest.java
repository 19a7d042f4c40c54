package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rdpdiagnosis.azure.ImportedDocuments.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Real bodies of every kind that an import knows: none is lost, and none of what causes need. */
class RecordedImportTest {
  /** Files of a kind, those that hold the kind, errors of Azure among them, and what was read. */
  private record Row(int files, int bodies, int errors, int read) {}

  private static int texts(JsonNode node, String name) {
    int count = node.isObject() && node.has(name) ? 1 : 0;
    for (JsonNode child : node) {
      count += texts(child, name);
    }
    return count;
  }

  private static ImportedDocuments documents(Path file) throws IOException {
    ImportedDocuments documents = new ImportedDocuments();
    documents.json(Files.readAllBytes(file), Instant.EPOCH, file.getFileName().toString());
    return documents;
  }

  private static Object map(Resource resource) throws IOException {
    ArmResources.Kind<?> kind = ArmResources.kind(resource.type()).orElseThrow();
    assertThat(ArmResources.thin(kind, resource.body(), false)).as(resource.file()).isEmpty();
    return kind.mapping().map(resource.id(), resource.body());
  }

  /** As {@code az} prints it, which must come to the same. */
  private static ObjectNode flat(ObjectNode body) {
    ObjectNode flat = body.deepCopy();
    JsonNode properties = flat.remove("properties");
    flat.setAll((ObjectNode) properties);
    return flat;
  }

  private static Row resources(String kind) throws IOException {
    int files = 0;
    int bodies = 0;
    int errors = 0;
    int read = 0;
    for (Path file : Recordings.of(kind)) {
      files++;
      ImportedDocuments documents = documents(file);
      errors += (int) documents.problems.stream().filter(p -> p.place().equals("$.error")).count();
      for (Resource resource : documents.resources) {
        if (resource.rank() > 0) {
          continue;
        }
        bodies++;
        Object record = map(resource);
        ObjectNode printed = ArmShape.of(flat(resource.body()));
        assertThat(
                ArmResources.kind(resource.type())
                    .orElseThrow()
                    .mapping()
                    .map(resource.id(), printed))
            .isEqualTo(record);
        nothingLost(resource.body(), record);
        read++;
      }
    }
    return new Row(files, bodies, errors, read);
  }

  private static void nothingLost(JsonNode body, Object record) {
    JsonNode properties = body.path("properties");
    if (record instanceof NetworkInterface nic) {
      assertThat(nic.ipConfigurations()).hasSameSizeAs(properties.path("ipConfigurations"));
      assertThat(nic.ipConfigurations().stream().filter(ip -> ip.privateAddress().isPresent()))
          .hasSize(texts(properties.path("ipConfigurations"), "privateIPAddress"));
      assertThat(nic.networkSecurityGroupId().isPresent())
          .isEqualTo(properties.path("networkSecurityGroup").has("id"));
    } else if (record instanceof NetworkSecurityGroup group) {
      assertThat(group.rules())
          .hasSize(
              properties.path("securityRules").size()
                  + properties.path("defaultSecurityRules").size());
    } else if (record instanceof RouteTable table) {
      assertThat(table.routes()).hasSameSizeAs(properties.path("routes"));
    } else if (record instanceof LoadBalancer balancer) {
      assertThat(balancer.frontEnds()).hasSameSizeAs(properties.path("frontendIPConfigurations"));
      assertThat(balancer.inboundNatRules()).hasSameSizeAs(properties.path("inboundNatRules"));
      assertThat(balancer.inboundNatPools()).hasSameSizeAs(properties.path("inboundNatPools"));
      assertThat(balancer.loadBalancingRules())
          .hasSameSizeAs(properties.path("loadBalancingRules"));
    } else if (record instanceof VirtualNetwork network) {
      assertThat(network.subnetNames()).hasSameSizeAs(properties.path("subnets"));
    } else if (record instanceof AzureFirewall firewall) {
      assertThat(firewall.natRuleCollections())
          .hasSameSizeAs(properties.path("natRuleCollections"));
    }
  }

  private static Row machines(String kind) throws IOException {
    int files = 0;
    int bodies = 0;
    int read = 0;
    for (Path file : Recordings.of(kind)) {
      files++;
      JsonNode body = Recordings.json(file);
      if (!ArmShape.type(body.path("id").asText()).equals("microsoft.compute/virtualmachines")) {
        continue;
      }
      bodies++;
      VirtualMachine vm =
          SnapshotImport.read(List.of(file), Optional.empty())
              .snapshot()
              .vm()
              .known()
              .orElseThrow();
      JsonNode view = body.path("properties").path("instanceView");
      assertThat(vm.powerState().isPresent())
          .as(file.toString())
          .isEqualTo(view.path("statuses").toString().contains("PowerState/"));
      assertThat(vm.agentStatus().isPresent()).isEqualTo(view.path("vmAgent").has("statuses"));
      assertThat(vm.networkInterfaces())
          .hasSameSizeAs(body.at("/properties/networkProfile/networkInterfaces"));
      read++;
    }
    return new Row(files, bodies, 0, read);
  }

  private static Row effective(String kind, boolean routes) throws IOException {
    int files = 0;
    int errors = 0;
    int read = 0;
    for (Path file : Recordings.of(kind)) {
      files++;
      ImportedDocuments documents = documents(file);
      errors += documents.problems.size();
      for (var reply : routes ? documents.effectiveRoutes : documents.effectiveGroups) {
        if (routes) {
          assertThat(EffectiveMapping.routes(reply.value()))
              .hasSameSizeAs(reply.value().path("value"));
        } else {
          assertThat(
                  EffectiveMapping.securityGroups(reply.value()).stream()
                      .mapToInt(group -> group.rules().size())
                      .sum())
              .isEqualTo(texts(reply.value(), "access"));
        }
        read++;
      }
    }
    return new Row(files, files - errors, errors, read);
  }

  private static Row jit() throws IOException {
    int files = 0;
    int bodies = 0;
    int read = 0;
    for (Path file : Recordings.of("jit")) {
      files++;
      for (Resource resource : documents(file).resources) {
        JsonNode first = resource.body().at("/properties/virtualMachines/0");
        bodies++;
        JitPolicy policy =
            ManagementMapping.jitPolicy(resource.body(), VmId.parse(first.path("id").asText()))
                .orElseThrow();
        assertThat(policy.ports()).hasSameSizeAs(first.path("ports"));
        read++;
      }
    }
    return new Row(files, bodies, 0, read);
  }

  private static Row bootDiagnostics() throws IOException {
    int files = 0;
    int read = 0;
    for (Path file : Recordings.of("boot-diagnostics")) {
      files++;
      BootDiagnostics boot =
          SnapshotImport.read(List.of(file), Optional.of(Snapshots.VM))
              .snapshot()
              .ofVm(SnapshotPart.BOOT_DIAGNOSTICS)
              .known()
              .orElseThrow();
      assertThat(boot.screenshotAvailable() && boot.serialLogAvailable()).isTrue();
      read++;
    }
    return new Row(files, files, 0, read);
  }

  @Test
  void everyRecordedBodyBecomesARecord() throws IOException {
    Map<String, Row> table = new LinkedHashMap<>();
    for (String kind :
        List.of(
            "nic",
            "nsg",
            "asg",
            "publicip",
            "vnet",
            "subnet",
            "routetable",
            "loadbalancer",
            "azure-firewall",
            "bastion")) {
      table.put(kind, resources(kind));
    }
    for (String kind : List.of("vm-get", "vm-instanceview", "vm-instanceview-windows")) {
      table.put(kind, machines(kind));
    }
    table.put("effectiveNetworkSecurityGroups", effective("effectiveNetworkSecurityGroups", false));
    table.put("effectiveRouteTable", effective("effectiveRouteTable", true));
    table.put("jit", jit());
    table.put("boot-diagnostics", bootDiagnostics());
    System.out.printf("%-32s %6s %7s %7s %6s%n", "kind", "files", "errors", "bodies", "read");
    table.forEach(
        (kind, row) ->
            System.out.printf(
                "%-32s %6d %7d %7d %6d%n", kind, row.files, row.errors, row.bodies, row.read));
    table.forEach(
        (kind, row) -> {
          assertThat(row.read).as(kind).isEqualTo(row.bodies).isPositive();
        });
  }

  @Test
  void allRecordedResourcesInOneList() throws IOException {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (String kind : List.of("nic", "nsg", "publicip", "vnet", "loadbalancer", "vm-get")) {
      for (Path file : Recordings.of(kind)) {
        JsonNode body = Recordings.json(file);
        if (body.has("id")) {
          all.add(body);
        }
      }
    }
    Path file = Files.createTempFile("all", ".json");
    try {
      Files.writeString(file, all.toString());
      JsonNode vm = Recordings.json(Recordings.of("vm-get").get(0));
      VmSnapshot snapshot =
          SnapshotImport.read(List.of(file), Optional.of(VmId.parse(vm.path("id").asText())))
              .snapshot();
      assertThat(snapshot.vm().known()).isPresent();
      assertThat(snapshot.networkInterfaces()).hasSize(1);
    } finally {
      Files.delete(file);
    }
  }
}
