package io.github.rdpdiagnosis.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import reactor.core.publisher.Mono;

/**
 * A tenant that Resource Graph answers for: VMs with a NIC and a public address each, fifty to an
 * NSG and five hundred to a subnet, and rules that keep the client out planted in some of the NSGs.
 */
final class GeneratedTenant implements HttpClient {
  static final String CLIENT = "8.8.8.8";
  private static final String GROUP =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg";
  private static final String NETWORK = GROUP + "/providers/Microsoft.Network";
  private static final String VNET = NETWORK + "/virtualNetworks/vnet";
  private static final int PAGE = 1000;

  private final int vms;
  private final int groups;
  private final int subnets;
  private int calls;
  private int busy;

  GeneratedTenant(int vms) {
    this.vms = vms;
    this.groups = vms / 50;
    this.subnets = vms / 500;
  }

  /** Every n-th question is refused first. */
  GeneratedTenant busyEvery(int n) {
    busy = n;
    return this;
  }

  int calls() {
    return calls;
  }

  // ---- what was planted ------------------------------------------------------------------------

  static String vm(int i) {
    return GROUP + "/providers/Microsoft.Compute/virtualMachines/vm" + i;
  }

  private int groupOf(int vm) {
    return vm % groups;
  }

  /** The VMs under one NSG are in up to eleven subnets. */
  private int subnetOf(int vm) {
    return (groupOf(vm) / 10 + vm / groups % 11) % subnets;
  }

  private static boolean groupDenies(int group) {
    return group % 10 == 3;
  }

  private static boolean subnetDenies(int subnet) {
    return subnet % 4 == 1;
  }

  static boolean isOpen(int group) {
    return group % 20 == 7;
  }

  /** The VMs that get no client in, by the rules that do it. */
  Map<Set<String>, Set<String>> planted() {
    Map<Set<String>, Set<String>> planted = new java.util.HashMap<>();
    for (int i = 0; i < vms; i++) {
      Set<String> rules = new TreeSet<>();
      if (groupDenies(groupOf(i))) {
        rules.add(nsg(groupOf(i)) + "/securityRules/block");
      }
      if (subnetDenies(subnetOf(i))) {
        rules.add(subnetNsg(subnetOf(i)) + "/securityRules/block");
      }
      if (!rules.isEmpty()) {
        planted.computeIfAbsent(rules, any -> new TreeSet<>()).add(vm(i));
      }
    }
    return planted;
  }

  int open() {
    int open = 0;
    for (int i = 0; i < vms; i++) {
      open += isOpen(groupOf(i)) && !subnetDenies(subnetOf(i)) ? 1 : 0;
    }
    return open;
  }

  // ---- resources -------------------------------------------------------------------------------

  private static String nsg(int i) {
    return NETWORK + "/networkSecurityGroups/nsg" + i;
  }

  private static String subnetNsg(int i) {
    return NETWORK + "/networkSecurityGroups/subnet-nsg" + i;
  }

  private static Map<String, Object> rule(
      String owner, String name, int priority, String access, String source, String port) {
    return Map.of(
        "id",
        owner + "/securityRules/" + name,
        "name",
        name,
        "properties",
        Map.of(
            "priority",
            priority,
            "direction",
            "Inbound",
            "access",
            access,
            "protocol",
            "Tcp",
            "sourcePortRange",
            "*",
            "sourceAddressPrefix",
            source,
            "destinationAddressPrefix",
            "*",
            "destinationPortRange",
            port));
  }

  private static Map<String, Object> group(String id, boolean denies, boolean open) {
    List<Object> rules = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rules.add(rule(id, "other" + i, 1000 + i, "Allow", "9." + i + ".0.0/16", "22"));
    }
    if (denies) {
      rules.add(rule(id, "block", 200, "Deny", "*", "3389"));
    }
    rules.add(rule(id, "rdp", 300, "Allow", open ? "*" : "8.8.8.0/24", "3389"));
    return resource(id, "networkSecurityGroups", Map.of("securityRules", rules));
  }

  private static Map<String, Object> resource(
      String id, String type, Map<String, Object> properties) {
    return Map.of(
        "id",
        id,
        "name",
        ArmId.name(id),
        "type",
        "microsoft.network/" + type.toLowerCase(java.util.Locale.ROOT),
        "sku",
        Map.of("name", "Standard"),
        "properties",
        properties);
  }

  private Map<String, Object> nic(int i) {
    String id = NETWORK + "/networkInterfaces/nic" + i;
    return resource(
        id,
        "networkInterfaces",
        Map.of(
            "virtualMachine",
            Map.of("id", vm(i)),
            "networkSecurityGroup",
            Map.of("id", nsg(groupOf(i))),
            "ipConfigurations",
            List.of(
                Map.of(
                    "name",
                    "ipconfig1",
                    "properties",
                    Map.of(
                        "primary",
                        true,
                        "privateIPAddress",
                        "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255),
                        "subnet",
                        Map.of("id", VNET + "/subnets/s" + subnetOf(i)),
                        "publicIPAddress",
                        Map.of("id", NETWORK + "/publicIPAddresses/pip" + i))))));
  }

  private static Map<String, Object> publicAddress(int i) {
    return resource(
        NETWORK + "/publicIPAddresses/pip" + i,
        "publicIPAddresses",
        Map.of(
            "publicIPAllocationMethod",
            "Static",
            "publicIPAddressVersion",
            "IPv4",
            "ipAddress",
            "20." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)));
  }

  private Map<String, Object> network() {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < subnets; i++) {
      list.add(
          Map.of(
              "id",
              VNET + "/subnets/s" + i,
              "name",
              "s" + i,
              "properties",
              Map.of(
                  "addressPrefix",
                  "10.0.0.0/8",
                  "networkSecurityGroup",
                  Map.of("id", subnetNsg(i)))));
    }
    return resource(
        VNET,
        "virtualNetworks",
        Map.of("addressSpace", Map.of("addressPrefixes", List.of("10.0.0.0/8")), "subnets", list));
  }

  private Object row(int question, int i) {
    return switch (question) {
      case 0 ->
          Map.of(
              "id",
              vm(i),
              "type",
              "microsoft.compute/virtualmachines",
              "power",
              i % 13 == 0 ? "PowerState/deallocated" : "PowerState/running",
              "os",
              "Windows");
      case 1 -> nic(i);
      case 2 -> publicAddress(i);
      default -> {
        if (i < groups) {
          yield group(nsg(i), groupDenies(i), isOpen(i));
        }
        int subnet = i - groups;
        yield subnet < subnets ? group(subnetNsg(subnet), subnetDenies(subnet), true) : network();
      }
    };
  }

  // ---- Resource Graph --------------------------------------------------------------------------

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    calls++;
    if (busy > 0 && calls % busy == 0) {
      return Mono.just(answer(request, 429, Map.of("error", Map.of("code", "RateLimiting"))));
    }
    JsonNode body =
        StrictJson.readTree(request.getBodyAsBinaryData().toBytes(), 1 << 20, "question");
    int question = InventoryReader.QUESTIONS.indexOf(body.path("query").asText());
    int from = body.at("/options/$skipToken").asInt(0);
    int total = question < 3 ? vms : groups + subnets + 1;
    int to = Math.min(total, from + PAGE);
    List<Object> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(row(question, i));
    }
    Map<String, Object> reply = new TreeMap<>();
    reply.put("totalRecords", total);
    reply.put("count", rows.size());
    reply.put("data", rows);
    reply.put("resultTruncated", "false");
    if (to < total) {
      reply.put("$skipToken", Integer.toString(to));
    }
    return Mono.just(answer(request, 200, reply));
  }

  private static HttpResponse answer(HttpRequest request, int status, Object body) {
    return new StubArm.Reply(request, status, StrictJson.line(body), "Retry-After", "7");
  }
}
