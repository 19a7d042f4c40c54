package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotImportTest {
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
  private static final String GROUP =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg1";
  private static final VmId VM =
      VmId.parse(GROUP + "/providers/Microsoft.Compute/virtualMachines/vm1");
  private static final String NIC = GROUP + "/providers/Microsoft.Network/networkInterfaces/nic1";
  private static final List<String> BODIES =
      List.of(
          "vm-running",
          "nic",
          "public-ip",
          "subnet",
          "virtual-network",
          "subnet-nsg",
          "nic-nsg",
          "route-table");

  @TempDir Path folder;

  private static JsonNode body(String name) throws IOException {
    try (InputStream in = SnapshotImportTest.class.getResourceAsStream("/arm/" + name + ".json")) {
      return StrictJson.readTree(in.readAllBytes(), 1 << 20, name);
    }
  }

  private Path file(String name, String text, Charset charset, Instant at) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, text.getBytes(charset));
    Files.setLastModifiedTime(file, FileTime.from(at));
    return file;
  }

  private Path file(String name, String text) throws IOException {
    return file(name, text, StandardCharsets.UTF_8, AT);
  }

  private List<Path> raw() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : BODIES) {
      files.add(file("raw-" + name, body(name).toString()));
    }
    return files;
  }

  private static ImportedSnapshot read(List<Path> files) throws IOException {
    return SnapshotImport.read(files, Optional.empty());
  }

  private static ImportedSnapshot read(Path... files) throws IOException {
    return read(List.of(files));
  }

  /** As the command line prints it: properties lifted, a few names respelled, nulls written. */
  private static JsonNode printedByAz(JsonNode node) {
    if (node.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> list.add(printedByAz(item)));
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode printed = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      boolean lifted = member.getKey().equals("properties") && node.has("id");
      JsonNode value = printedByAz(member.getValue());
      if (lifted) {
        printed.setAll((ObjectNode) value);
      } else {
        printed.set(
            member
                .getKey()
                .replace("IPAddress", "IpAddress")
                .replace("IPAllocation", "IpAllocation")
                .replace("IPConfiguration", "IpConfiguration")
                .replace("IPForwarding", "IpForwarding"),
            value);
      }
    }
    if (node.has("id")) {
      printed.putNull("extendedLocation");
      printed.put("resourceGroup", "rg1");
    }
    return printed;
  }

  @Test
  void bodiesOfArmGiveTheWholePath() throws IOException {
    ImportedSnapshot imported = read(raw());
    VmSnapshot snapshot = imported.snapshot();
    assertThat(imported.problems()).isEmpty();
    assertThat(imported.unrelated()).isEmpty();
    assertThat(snapshot.vmId()).isEqualTo(VM);
    assertThat(snapshot.readAt()).isEqualTo(AT);
    assertThat(snapshot.vm().known().orElseThrow().powerState()).contains("running");
    assertThat(snapshot.networkInterfaces()).hasSize(1);
    assertThat(snapshot.networkSecurityGroups().values())
        .hasSize(2)
        .allSatisfy(nsg -> assertThat(nsg.known()).isPresent());
    assertThat(snapshot.routeTables()).hasSize(1);
    assertThat(imported.used()).isEqualTo(8);
    // what the parts lead to and no file tells is named, and is not read as "none"
    assertThat(imported.missing())
        .anyMatch(part -> part.startsWith("loadBalancers ") && part.endsWith("/lb1"))
        .anyMatch(part -> part.startsWith("bastionHosts /subscriptions/"))
        .anyMatch(part -> part.startsWith("virtualNetworks ") && part.endsWith("/hub"));
    assertThat(snapshot.all(SnapshotPart.LOAD_BALANCERS).values())
        .containsExactly(new Reading.NotAsked<>());
    assertThat(VmSnapshotCodec.read(VmSnapshotCodec.write(snapshot), "x")).isEqualTo(snapshot);
  }

  @Test
  void everyFormAndOrderGivesTheSame() throws IOException {
    VmSnapshot expected = read(raw()).snapshot();

    List<Path> az = new ArrayList<>();
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (String name : BODIES) {
      az.add(
          file(
              "az-" + name,
              printedByAz(body(name)).toPrettyString(),
              name.startsWith("n") ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8,
              AT));
      rows.add(body(name));
    }
    assertThat(read(az).problems()).isEmpty();
    assertThat(read(az).snapshot()).isEqualTo(expected);
    Random random = new Random(5);
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(az, random);
      assertThat(read(az).snapshot()).isEqualTo(expected);
    }

    ObjectNode graph = JsonNodeFactory.instance.objectNode();
    graph.put("count", 8).putNull("skip_token").set("data", rows);
    assertThat(read(file("graph.json", graph.toString())).snapshot()).isEqualTo(expected);
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.set("value", rows);
    assertThat(read(file("list.json", list.toString())).snapshot()).isEqualTo(expected);
    assertThat(read(file("array.json", printedByAz(rows).toString())).snapshot())
        .isEqualTo(expected);
    Path own =
        file("own.json", new String(VmSnapshotCodec.write(expected), StandardCharsets.UTF_8));
    assertThat(read(own).snapshot()).isEqualTo(expected);
  }

  @Test
  void modelAndInstanceViewMayBeOfTwoFiles() throws IOException {
    ObjectNode model = body("vm-running").deepCopy();
    JsonNode view = ((ObjectNode) model.path("properties")).remove("instanceView");
    Path shown = file("vm.json", printedByAz(model).toString());
    assertThat(read(shown).snapshot().vm().known().orElseThrow().powerState()).isEmpty();
    Path viewed = file("view.json", view.toString());
    VirtualMachine both = read(viewed, shown).snapshot().vm().known().orElseThrow();
    assertThat(both.powerState()).contains("running");
    assertThat(both.agentStatus()).contains("Ready");

    ObjectNode detailed = (ObjectNode) printedByAz(model);
    detailed.put("powerState", "VM deallocated").put("publicIps", "").put("fqdns", "");
    assertThat(
            read(file("d.json", detailed.toString()))
                .snapshot()
                .vm()
                .known()
                .orElseThrow()
                .powerState())
        .contains("deallocated");
  }

  @Test
  void theLaterDocumentCounts() throws IOException {
    ObjectNode nsg = body("nic-nsg").deepCopy();
    ((ObjectNode) nsg.path("properties")).putArray("securityRules");
    List<Path> files = new ArrayList<>(raw());
    files.add(file("later.json", nsg.toString(), StandardCharsets.UTF_8, AT.plusSeconds(60)));
    NetworkSecurityGroup group =
        read(files).snapshot().networkSecurityGroup(nsg.path("id").asText()).known().orElseThrow();
    assertThat(group.rules()).allMatch(NetworkSecurityGroup.SecurityRule::isDefault);
    Collections.reverse(files);
    assertThat(read(files).snapshot().networkSecurityGroup(nsg.path("id").asText()).known())
        .contains(group);
  }

  @Test
  void someColumnsOfAResourceAreNotTheResource() throws IOException {
    ObjectNode thin = JsonNodeFactory.instance.objectNode();
    thin.put("id", NIC).put("name", "nic1").putArray("ipConfigurations");
    ImportedSnapshot imported =
        read(file("vm.json", body("vm-running").toString()), file("nic.json", "[" + thin + "]"));
    assertThat(imported.snapshot().networkInterface(NIC)).isEqualTo(new Reading.NotAsked<>());
    assertThat(imported.missing()).anyMatch(part -> part.startsWith("networkInterfaces "));
    assertThat(imported.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).endsWith("nic.json");
              assertThat(problem.place()).isEqualTo("$[0]");
              assertThat(problem.problem()).contains("it has no provisioningState");
            });
  }

  @Test
  void effectiveRulesAndRoutesFindTheirNic() throws IOException {
    String rules =
        "{\"value\":[{\"networkSecurityGroup\":{\"id\":\"/x\"},\"association\":{\"subnet\":{\"id\":"
            + "\"SUBNET\"}},\"effectiveSecurityRules\":[{\"name\":\"securityRules/rdp\",\"access\":"
            + "\"Allow\",\"direction\":\"Inbound\",\"priority\":100,\"protocol\":\"Tcp\"}]}]}";
    String routes =
        "{\"value\":[{\"addressPrefix\":[\"0.0.0.0/0\"],\"nextHopType\":\"Internet\",\"source\":"
            + "\"Default\",\"state\":\"Active\",\"nextHopIpAddress\":[]}]}";
    List<Path> files = new ArrayList<>(raw());
    String subnet = body("subnet").path("id").asText();
    files.add(file("rules.json", rules.replace("SUBNET", subnet)));
    files.add(file("routes.json", routes));
    VmSnapshot snapshot = read(files).snapshot();
    assertThat(snapshot.get(SnapshotPart.EFFECTIVE_SECURITY_GROUPS, NIC).known().orElseThrow())
        .hasSize(1);
    assertThat(snapshot.get(SnapshotPart.EFFECTIVE_ROUTES, NIC).known().orElseThrow()).hasSize(1);
    files.set(files.size() - 2, file("other.json", rules.replace("SUBNET", "/another")));
    assertThat(read(files).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.file()).endsWith("other.json"));
    ImportedSnapshot without =
        SnapshotImport.read(List.of(file("rules.json", rules)), Optional.of(VM));
    assertThat(without.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.problem()).contains("which NIC".substring(6)));
  }

  @Test
  void someOfThemIsNotAllOfThem() throws IOException {
    String policy = GROUP + "/providers/Microsoft.Network/firewallPolicies/p1";
    String firewall =
        "{\"id\":\"%s/providers/Microsoft.Network/azureFirewalls/fw1\",\"name\":\"fw1\",\"properties\":"
                .formatted(GROUP)
            + "{\"provisioningState\":\"Succeeded\",\"firewallPolicy\":{\"id\":\"%s\"},"
                .formatted(policy)
            + "\"ipConfigurations\":[{\"name\":\"a\",\"properties\":{\"subnet\":{\"id\":\"SUBNET\"}}}]}}";
    String groups =
        "{\"id\":\"%1$s\",\"name\":\"p1\",\"properties\":{\"provisioningState\":\"Succeeded\",\"ruleCollectionGroups\":[{\"id\":\"%1$s/ruleCollectionGroups/one\"},{\"id\":\"%1$s/ruleCollectionGroups/two\"}]}}"
            .formatted(policy);
    String one =
        "{\"id\":\"%s/ruleCollectionGroups/one\",\"name\":\"one\",\"properties\":{\"provisioningState\":\"Succeeded\",\"priority\":100,\"ruleCollections\":[]}}"
            .formatted(policy);
    String network = body("virtual-network").path("id").asText();
    List<Path> files = new ArrayList<>(raw());
    files.add(file("policy.json", groups));
    files.add(file("one.json", one));
    files.add(
        file("fw.json", firewall.replace("SUBNET", network + "/subnets/AzureFirewallSubnet")));
    VmSnapshot near = read(files).snapshot();
    assertThat(near.all(SnapshotPart.AZURE_FIREWALLS).values())
        .singleElement()
        .satisfies(list -> assertThat(list.known().orElseThrow()).hasSize(1));
    // one group of rules of two
    assertThat(near.get(SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS, policy))
        .isEqualTo(new Reading.NotAsked<>());
    files.add(file("two.json", one.replace("/one\"", "/two\"").replace("\"one\"", "\"two\"")));
    assertThat(
            read(files)
                .snapshot()
                .get(SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS, policy)
                .known()
                .orElseThrow())
        .hasSize(2);
    // a firewall that does not matter says nothing of others
    files.set(
        files.size() - 2,
        file("fw.json", firewall.replace("SUBNET", GROUP + "/elsewhere/subnets/x")));
    assertThat(read(files).snapshot().all(SnapshotPart.AZURE_FIREWALLS).values())
        .containsExactly(new Reading.NotAsked<>());
  }

  @Test
  void whatDoesNotSayOfWhichVmIsOfNoneWhereThereAreSeveral() throws IOException {
    ObjectNode other = body("vm-running").deepCopy();
    other.put("id", GROUP + "/providers/Microsoft.Compute/virtualMachines/vm2");
    ImportedSnapshot imported =
        SnapshotImport.read(
            List.of(
                file("one.json", body("vm-running").toString()),
                file("two.json", other.toString()),
                file("serial.log", SerialLogTest.log())),
            Optional.of(VM));
    assertThat(imported.snapshot().ofVm(SnapshotPart.BOOT_DIAGNOSTICS).known()).isEmpty();
    assertThat(imported.problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.problem()).contains("it does not say of which VM"));
  }

  @Test
  void secretsGoNowhere() throws IOException {
    ObjectNode vm = body("vm-running").deepCopy();
    ((ObjectNode) vm.path("properties").path("osProfile")).put("adminPassword", "hunter2-secret");
    ((ObjectNode) vm.path("properties").path("instanceView"))
        .putObject("bootDiagnostics")
        .put("serialConsoleLogBlobUri", "https://x.blob/log?sig=hunter2-secret");
    ArrayNode extensions = vm.putArray("resources");
    ObjectNode extension = extensions.addObject();
    extension.put("id", VM + "/extensions/x").put("name", "x").put("type", VM + "/extensions");
    ObjectNode settings = extension.putObject("properties");
    settings.put("publisher", "P").put("type", "T").put("provisioningState", "Succeeded");
    settings.putObject("protectedSettings").put("key", "hunter2-secret");
    settings.putObject("settings").put("script", "hunter2-secret");
    String uris =
        "{\"consoleScreenshotBlobUri\":\"https://x.blob/a?sig=hunter2-secret\","
            + "\"serialConsoleLogBlobUri\":\"https://x.blob/b?sig=hunter2-secret\"}";
    ImportedSnapshot imported =
        read(
            file("vm.json", vm.toString()),
            file("uris.json", uris),
            file("serial.log", SerialLogTest.log()),
            file("bad.json", "{\"token\": \"hunter2-secret\""),
            file("odd.json", "{\"token\": \"hunter2-secret\"}"));
    assertThat(imported.toString()).doesNotContain("hunter2");
    assertThat(new String(VmSnapshotCodec.write(imported.snapshot()), StandardCharsets.UTF_8))
        .doesNotContain("hunter2");
    BootDiagnostics boot =
        imported.snapshot().ofVm(SnapshotPart.BOOT_DIAGNOSTICS).known().orElseThrow();
    assertThat(boot.screenshotAvailable()).isTrue();
    assertThat(boot.serialLog().orElseThrow().healthReport()).isPresent();
    assertThat(imported.snapshot().ofVm(SnapshotPart.EXTENSIONS).known().orElseThrow()).hasSize(1);
    assertThat(imported.problems()).hasSize(2);
  }

  @Test
  void readsAnExportedTemplate() throws IOException {
    String template =
        """
        {"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
         "contentVersion":"1.0.0.0",
         "parameters":{"vmName":{"type":"String","defaultValue":"vm1"},
          "nicName":{"type":"String","defaultValue":"nic1"},
          "adminPassword":{"type":"SecureString"},"source":{"type":"String"}},
         "variables":{"group":"[concat('nic', '-nsg')]"},
         "resources":[
          {"type":"Microsoft.Compute/virtualMachines","apiVersion":"2024-11-01",
           "name":"[parameters('vmName')]","location":"westeurope",
           "dependsOn":["[resourceId('Microsoft.Network/networkInterfaces', parameters('nicName'))]"],
           "properties":{"hardwareProfile":{"vmSize":"Standard_D2s_v5"},
            "osProfile":{"computerName":"VM1","adminPassword":"[parameters('adminPassword')]"},
            "networkProfile":{"networkInterfaces":[{"id":
             "[resourceId('Microsoft.Network/networkInterfaces', parameters('nicName'))]"}]}}},
          {"type":"Microsoft.Network/networkInterfaces","apiVersion":"2024-05-01",
           "name":"[parameters('nicName')]","properties":{"ipConfigurations":[{"name":"ipconfig1",
            "properties":{"privateIPAddress":"10.0.0.4","primary":true,"subnet":{"id":
            "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet1', 'default')]"}}}],
            "networkSecurityGroup":{"id":
             "[resourceId('Microsoft.Network/networkSecurityGroups', variables('group'))]"}}},
          {"type":"Microsoft.Network/networkSecurityGroups","apiVersion":"2024-05-01",
           "name":"[variables('group')]","properties":{"securityRules":[{"name":"rdp",
            "properties":{"protocol":"Tcp","sourcePortRange":"*","destinationPortRange":"3389",
            "sourceAddressPrefix":"203.0.113.0/24","destinationAddressPrefix":"*","access":"Allow",
            "priority":300,"direction":"Inbound"}}]}},
          {"type":"Microsoft.Network/networkSecurityGroups","apiVersion":"2024-05-01",
           "name":"open","properties":{"securityRules":[{"name":"rdp","properties":{
            "sourceAddressPrefix":"[parameters('source')]","access":"Allow","priority":300}}]}},
          {"type":"Microsoft.Network/virtualNetworks","name":"vnet1","apiVersion":"2024-05-01",
           "properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},
            "subnets":[{"name":"default","properties":{"addressPrefix":"10.0.0.0/24"}}]}},
          {"type":"Microsoft.Storage/storageAccounts","name":"[reference('x').name]"}]}
        """;
    ImportedSnapshot imported =
        SnapshotImport.read(List.of(file("template.json", template)), Optional.of(VM));
    VmSnapshot snapshot = imported.snapshot();
    assertThat(snapshot.vm().known().orElseThrow().computerName()).contains("VM1");
    assertThat(snapshot.networkInterface(NIC).known().orElseThrow().networkSecurityGroupId())
        .hasValueSatisfying(id -> assertThat(id).endsWith("/nic-nsg"));
    assertThat(snapshot.networkSecurityGroups().values())
        .singleElement()
        .satisfies(nsg -> assertThat(nsg.known().orElseThrow().rules()).hasSize(7));
    assertThat(snapshot.subnets().values())
        .singleElement()
        .satisfies(subnet -> assertThat(subnet.known()).isPresent());
    assertThat(imported.problems())
        .extracting(ImportProblem::place)
        .contains(
            "$.resources[0].properties.osProfile.adminPassword",
            "$.resources[3].properties.securityRules[0].properties.sourceAddressPrefix",
            "$.resources[3]",
            "$.resources[5].name");
    // the same template beside the body of the VM needs no id
    assertThat(
            read(file("template.json", template), file("vm.json", body("vm-running").toString()))
                .snapshot()
                .networkInterface(NIC)
                .known())
        .isPresent();
    // a template by itself names its own VM
    assertThat(read(file("template.json", template)).snapshot().vmId().name()).isEqualTo("vm1");
  }

  @Test
  void readsClassicDocuments() throws IOException {
    Path xml = folder.resolve("deployment.xml");
    Files.write(xml, ClassicDeploymentTest.document());
    assertThat(
            SnapshotImport.read(List.of(xml), Optional.of(VM))
                .snapshot()
                .ofVm(SnapshotPart.CLASSIC_DEPLOYMENT)
                .known()
                .orElseThrow()
                .roles())
        .hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SnapshotImport.read(List.of(xml), Optional.empty()))
        .withMessageContaining("2 VMs")
        .withMessageContaining(
            "/resourceGroups/sales/providers/Microsoft.Compute/virtualMachines/sales1")
        .withMessageContaining("virtualMachines/sales2");
    String json =
        """
        {"id":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/svc/providers/Microsoft.ClassicCompute/virtualMachines/old1",
         "name":"old1","type":"Microsoft.ClassicCompute/virtualMachines","properties":{
          "hardwareProfile":{"size":"Small","deploymentName":"svc"},
          "instanceView":{"powerState":"Started","publicIpAddresses":["203.0.113.41"],
           "fullyQualifiedDomainName":"svc.cloudapp.net"},
          "networkProfile":{"inputEndpoints":[{"endpointName":"RDP","privatePort":3389,
           "publicPort":50890,"protocol":"tcp","enableDirectServerReturn":false}]}}}
        """;
    ImportedSnapshot imported = read(file("classic.json", json));
    ClassicDeployment deployment =
        imported.snapshot().ofVm(SnapshotPart.CLASSIC_DEPLOYMENT).known().orElseThrow();
    assertThat(imported.snapshot().vmId().name()).isEqualTo("old1");
    assertThat(deployment.dnsName()).contains("svc.cloudapp.net");
    ClassicDeployment.Role role = deployment.roles().get(0);
    assertThat(role.isRunning()).contains(true);
    assertThat(role.leadsTo(3389)).contains(true);
    assertThat(role.inputEndpoints().get(0).acl()).isEmpty();
  }

  @Test
  void asksWhichVmIsMeant() throws IOException {
    ObjectNode other = body("vm-running").deepCopy();
    other.put("id", GROUP + "/providers/Microsoft.Compute/virtualMachines/vm2");
    Path one = file("one.json", body("vm-running").toString());
    Path two = file("two.json", other.toString());
    assertThatThrownBy(() -> read(one, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the files tell of 2 VMs; say which one is meant: [vm1, vm2]");
    assertThat(SnapshotImport.read(List.of(one, two), Optional.of(VM)).snapshot().vm().known())
        .isPresent();
    Path nsg = file("nsg.json", body("nic-nsg").toString());
    assertThatThrownBy(() -> read(nsg)).hasMessageContaining("no file tells of a VM");
    Path nic = file("nic.json", body("nic").toString());
    ImportedSnapshot ofNic = read(nsg, nic);
    assertThat(ofNic.snapshot().vmId()).isEqualTo(VM);
    assertThat(ofNic.snapshot().networkSecurityGroups().values())
        .anyMatch(reading -> reading.known().isPresent());
    assertThat(ofNic.missing()).anyMatch(part -> part.startsWith("vm "));
  }

  @Test
  void whatIsNotUnderstoodIsNamedAndStopsNothing() throws IOException {
    List<Path> files = new ArrayList<>(raw());
    files.add(file("empty", ""));
    files.add(file("cut.json", "{\n  \"id\": \"/subscr"));
    files.add(file("list.json", "[]"));
    files.add(
        file("error.json", "{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"x\"}}"));
    files.add(file("flow.json", "{\"access\":\"Deny\",\"ruleName\":\"x\"}"));
    files.add(file("page.xml", "<html><body>no</body></html>"));
    files.add(file("dtd.xml", "<!DOCTYPE d [<!ENTITY a 'b'>]><Deployment>&a;</Deployment>"));
    files.add(file("odd.json", "{\"id\":\"/a\",\"name\":7,\"properties\":[]}"));
    files.add(
        file(
            "broken-nsg.json",
            body("nic-nsg").toString().replaceFirst("\"priority\":\\d+", "\"priority\":\"first\""),
            StandardCharsets.UTF_8,
            AT.plusSeconds(1)));
    ImportedSnapshot imported = read(files);
    assertThat(imported.snapshot().networkInterface(NIC).known()).isPresent();
    assertThat(imported.problems())
        .extracting(problem -> Path.of(problem.file()).getFileName() + " " + problem.place())
        .contains(
            "empty $",
            "list.json $",
            "error.json $.error",
            "flow.json $",
            "odd.json $",
            "dtd.xml line 1, column 32");
    assertThat(imported.problems())
        .anyMatch(p -> p.file().endsWith("cut.json") && p.place().startsWith("line 2, column"))
        .anyMatch(p -> p.problem().contains("AuthorizationFailed"))
        .anyMatch(p -> p.file().endsWith("broken-nsg.json") && p.place().equals("$"))
        .anyMatch(p -> p.file().endsWith("page.xml"));
    // the older document about it still counts
    assertThat(imported.snapshot().networkSecurityGroups().values())
        .allMatch(reading -> reading.known().isPresent());
    assertThatThrownBy(() -> SnapshotImport.read(List.of(), Optional.empty()))
        .hasMessage("expected 1 to 1000 files, got 0");
    Path big = folder.resolve("big.json");
    Files.write(big, "[".repeat(SnapshotImport.MAX_BYTES + 1).getBytes(StandardCharsets.UTF_8));
    files.add(big);
    assertThat(read(files).problems())
        .anyMatch(p -> p.file().endsWith("big.json") && p.problem().contains("at most 16777216"));
  }

  /** Every value of a resource replaced by one of another type: a problem, never an exception. */
  @Test
  void survivesMutations() throws IOException {
    Random random = new Random(11);
    for (String name : BODIES) {
      String text = printedByAz(body(name)).toString();
      for (int i = 0; i < 60; i++) {
        StringBuilder mutant = new StringBuilder(text);
        for (int n = random.nextInt(3); n >= 0; n--) {
          int at = random.nextInt(mutant.length());
          if (random.nextBoolean()) {
            mutant.setCharAt(at, "{}[]\",:0nt/ ".charAt(random.nextInt(12)));
          } else {
            int to = Math.min(mutant.length(), at + random.nextInt(20));
            mutant.replace(at, to, "null");
          }
        }
        ImportedSnapshot imported =
            SnapshotImport.read(List.of(file("m.json", mutant.toString())), Optional.of(VM));
        assertThat(VmSnapshotCodec.read(VmSnapshotCodec.write(imported.snapshot()), "x"))
            .isEqualTo(imported.snapshot());
      }
    }
  }
}
