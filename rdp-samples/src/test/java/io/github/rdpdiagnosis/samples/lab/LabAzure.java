package io.github.rdpdiagnosis.samples.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rdpdiagnosis.samples.ArmStub;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Azure of the lab: an {@link ArmStub} in the client's namespace, and the rules of the cloud's
 * namespace made from the documents that it serves, at the start and after each write. So what
 * Azure says and what packets meet cannot differ.
 *
 * <p>Made from them: the public address (NAT), the groups at subnet and NIC (rules in the order of
 * their priority, the default rules as they stand in the document), whether the VM runs. The
 * documents' private address stands for the lab's VM.
 */
final class LabAzure {
  /** The command of {@link LabRunner}. */
  static final String WORD = "azure";

  private static final String NAME = "vm1";
  private static final String PUBLIC_ADDRESS = "203.0.113.10";
  private static final String LAB_VM = "10.33.2.4";
  private static final int PORT = 3389;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static @Nullable ArmStub running;

  private final ArmStub arm;
  private final ArmStub.StubVm vm;
  private final String network;
  private final HttpClient http = HttpClient.newHttpClient();

  private LabAzure(ArmStub arm) {
    this.arm = arm;
    this.vm = arm.vm(NAME, PUBLIC_ADDRESS, PORT);
    this.network = vm.id().replaceFirst("/Microsoft.Compute/.*", "/Microsoft.Network/");
  }

  /**
   * Plants a scenario, in the documents and on the path.
   *
   * @param out gets the URL of Azure and the VM's id, one a line
   * @return 0
   */
  static int plant(PrintStream out, String scenario) {
    Optional.ofNullable(running).ifPresent(ArmStub::close);
    ArmStub arm = ArmStub.start();
    running = arm;
    LabAzure azure = new LabAzure(arm);
    azure.plant(CombinedScenario.valueOf(scenario));
    azure.render();
    arm.afterWrite(azure::render);
    out.println(arm.url());
    out.println(azure.vm.id());
    return 0;
  }

  // ---- the documents

  private void plant(CombinedScenario scenario) {
    if (!scenario.power().equals("running")) {
      vm.power(scenario.power());
    }
    group(NAME + "-nsg", scenario.nicRules());
    for (List<String> rules : scenario.subnetRules()) {
      group("subnet-nsg", rules);
      String subnet = network + "virtualNetworks/vnet1/subnets/default";
      ObjectNode document = (ObjectNode) read(subnet);
      ((ObjectNode) document.get("properties"))
          .putObject("networkSecurityGroup")
          .put("id", network + "networkSecurityGroups/subnet-nsg");
      arm.document(subnet, document.toString());
    }
  }

  /** A group like the one that is there, with these rules. */
  private void group(String name, List<String> rules) {
    String like = network + "networkSecurityGroups/" + NAME + "-nsg";
    String id = network + "networkSecurityGroups/" + name;
    ObjectNode document =
        (ObjectNode) parse(read(like).toString().replace("/" + NAME + "-nsg", "/" + name));
    document.put("name", name);
    ArrayNode written = ((ObjectNode) document.get("properties")).putArray("securityRules");
    for (int i = 0; i < rules.size(); i++) {
      String[] part = rules.get(i).split(" ", -1);
      ObjectNode rule = written.addObject();
      rule.put("name", "Rule" + i).put("id", id + "/securityRules/Rule" + i);
      rule.put("type", "Microsoft.Network/networkSecurityGroups/securityRules");
      rule.putObject("properties")
          .put("provisioningState", "Succeeded")
          .put("direction", "Inbound")
          .put("priority", Integer.parseInt(part[0]))
          .put("access", part[1])
          .put("protocol", part[2])
          .put("sourceAddressPrefix", part[3])
          .put("sourcePortRange", "*")
          .put("destinationAddressPrefix", "*")
          .put("destinationPortRange", part[4]);
    }
    arm.document(id, document.toString());
  }

  private JsonNode read(String id) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(arm.url() + id + "?api-version=any"))
              .header("Authorization", "Bearer made-up")
              .build();
      HttpResponse<String> reply = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (reply.statusCode() != 200) {
        throw new IllegalStateException(id + ": " + reply.statusCode());
      }
      return parse(reply.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- the path

  private void render() {
    JsonNode ip =
        read(network + "networkInterfaces/" + NAME + "-nic")
            .at("/properties/ipConfigurations/0/properties");
    String subnet = ip.at("/subnet/id").asText();
    String nicGroup =
        read(network + "networkInterfaces/" + NAME + "-nic")
            .at("/properties/networkSecurityGroup/id")
            .asText();
    String subnetGroup = read(subnet).at("/properties/networkSecurityGroup/id").asText();
    List<String> script = new ArrayList<>();
    script.add("add table inet arm");
    script.add("delete table inet arm");
    script.add("table inet arm {");
    script.addAll(chain("subnet", subnetGroup));
    script.addAll(chain("nic", nicGroup));
    script.add("chain forw { type filter hook forward priority 10;");
    if (!runs()) {
      script.add("ip daddr " + LAB_VM + " drop");
    }
    script.add("ip daddr " + LAB_VM + " ct state new jump subnet");
    script.add("ip daddr " + LAB_VM + " ct state new jump nic");
    script.add("}");
    script.add("}");
    script.add("flush chain ip labnat pre");
    String address =
        read(ip.at("/publicIPAddress/id").asText()).at("/properties/ipAddress").asText();
    script.add(
        "add rule ip labnat pre ip daddr " + address + " meta l4proto tcp dnat to " + LAB_VM);
    nft(String.join("\n", script) + "\n");
  }

  /** What is under way has arrived by the second look. */
  private boolean runs() {
    read(vm.id());
    for (JsonNode status : read(vm.id()).at("/properties/instanceView/statuses")) {
      if (status.path("code").asText().equals("PowerState/running")) {
        return true;
      }
    }
    return false;
  }

  private List<String> chain(String name, String group) {
    List<String> lines = new ArrayList<>(List.of("chain " + name + " {"));
    if (!group.isEmpty()) {
      JsonNode properties = read(group).get("properties");
      Stream.of("securityRules", "defaultSecurityRules")
          .flatMap(list -> values(properties.path(list)))
          .map(rule -> rule.get("properties"))
          .filter(rule -> rule.path("direction").asText().equals("Inbound"))
          .sorted(Comparator.comparingInt(rule -> rule.get("priority").asInt()))
          .flatMap(LabAzure::rules)
          .forEach(lines::add);
    }
    lines.add("}");
    return lines;
  }

  /** One line for each source; none where the rule is not about TCP or the client's kind. */
  private static Stream<String> rules(JsonNode rule) {
    String protocol = rule.path("protocol").asText().toLowerCase(Locale.ROOT);
    if (!protocol.equals("*") && !protocol.equals("tcp")) {
      return Stream.of();
    }
    String verdict = rule.path("access").asText().equals("Allow") ? "return" : "drop";
    List<String> ports = all(rule, "destinationPortRange");
    String port =
        ports.contains("*") ? "meta l4proto tcp" : "tcp dport { " + String.join(", ", ports) + " }";
    return all(rule, "sourceAddressPrefix").stream()
        .flatMap(source -> source(source).stream())
        .map(source -> source + port + " " + verdict);
  }

  /** Every client of the lab is outside the virtual network; other tags are without them. */
  private static Optional<String> source(String prefix) {
    if (List.of("*", "Internet", "0.0.0.0/0").contains(prefix)) {
      return Optional.of("");
    }
    return Character.isDigit(prefix.charAt(0))
        ? Optional.of("ip saddr " + prefix + " ")
        : Optional.empty();
  }

  private static List<String> all(JsonNode rule, String one) {
    String many = one.endsWith("Prefix") ? one + "es" : one + "s";
    List<String> all = new ArrayList<>(values(rule.path(many)).map(JsonNode::asText).toList());
    if (rule.hasNonNull(one) && !rule.get(one).asText().isEmpty()) {
      all.add(rule.get(one).asText());
    }
    return all;
  }

  private static Stream<JsonNode> values(JsonNode list) {
    List<JsonNode> values = new ArrayList<>();
    list.forEach(values::add);
    return values.stream();
  }

  private static void nft(String script) {
    try {
      Path file = Files.createTempFile("lab-azure", ".nft");
      try {
        Files.writeString(file, script, StandardCharsets.UTF_8);
        Process process =
            new ProcessBuilder("ip", "netns", "exec", "rdplab-cloud", "nft", "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
          throw new IllegalStateException("nft: " + said + "\n" + script);
        }
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
