package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One search for the VMs behind an address and port: from the outside to the inside, one kind of
 * front end after the other, with the port as each translates it.
 */
final class VmSearch {
  private static final String VERSION = "?api-version=2025-03-01";
  private static final int MAX_STEPS = 4;
  private static final int MAX_MEMBERS = 50;
  private static final Set<String> OWNERS =
      Set.of("networkinterfaces", "loadbalancers", "azurefirewalls");

  private final VmIndex index;
  private final ArmRequests requests;
  private final Deadline deadline;
  private final Map<String, List<String>> vms = new LinkedHashMap<>();

  VmSearch(VmIndex index, ArmRequests requests, Deadline deadline) {
    this.index = index;
    this.requests = requests;
    this.deadline = deadline;
  }

  /** One resource on the way, and with which port clients come to it. */
  private record Step(JsonNode row, List<String> way, Set<String> addresses, int port) {
    String id() {
      return ArmJson.raw(row.path("id"));
    }

    JsonNode properties() {
      return row.path("properties");
    }

    List<String> wayThrough() {
      List<String> all = new ArrayList<>(way);
      all.add(id());
      return all;
    }
  }

  List<FoundVm> behind(String host, int port) {
    List<Step> steps = owners(host, List.of(), port);
    Set<String> seen = new LinkedHashSet<>();
    for (int depth = 0; depth < MAX_STEPS && !steps.isEmpty(); depth++) {
      List<Step> next = new ArrayList<>();
      for (Step step : steps) {
        if (seen.add(ArmId.key(step.id()) + " " + step.port())) {
          next.addAll(follow(step));
        }
      }
      steps = next;
    }
    return found();
  }

  private List<FoundVm> found() {
    List<FoundVm> all = new ArrayList<>();
    List<String> ordinary = vms.keySet().stream().filter(id -> !ArmId.isOfScaleSet(id)).toList();
    if (!ordinary.isEmpty()) {
      all.addAll(index.vms(ordinary));
    }
    vms.keySet().stream()
        .filter(ArmId::isOfScaleSet)
        .flatMap(id -> instance(id).stream())
        .forEach(all::add);
    return all.stream()
        .map(vm -> vm.via(vms.getOrDefault(ArmId.key(vm.id().toString()), List.of())))
        .toList();
  }

  /** An instance of a uniform scale set; its id alone where this identity may not read it. */
  private Optional<FoundVm> instance(String id) {
    try {
      return ManagementMapping.instance(
          requests.get(id + "?$expand=instanceView&api-version=2025-04-01", deadline));
    } catch (ArmRefusal refusal) {
      if (!refusal.mayBeAllowedElsewhere()) {
        throw refusal;
      }
      return Optional.of(
          new FoundVm(
              VmId.parse(id), Optional.empty(), Optional.empty(), Optional.empty(), List.of()));
    }
  }

  /** Who has an IP configuration: a NIC to look at, or at once an instance of a scale set. */
  private List<Step> having(String ipId, List<String> way, Set<String> addresses, int port) {
    Optional<String> instance = ScaleSetInstance.idOf(ipId);
    if (instance.isPresent()) {
      vms.putIfAbsent(ArmId.key(instance.get()), way);
      return List.of();
    }
    return ArmId.owner(ipId, OWNERS)
        .map(owner -> byId(owner, way, addresses, port))
        .orElse(List.of());
  }

  /** What has the address or name: at once for private addresses, else through its public IP. */
  private List<Step> owners(String host, List<String> way, int port) {
    List<Step> owners = new ArrayList<>();
    if (host.matches("[0-9.]+|[0-9a-fA-F.]*:[0-9a-fA-F:.]*")) {
      for (JsonNode row : index.withPrivateAddress(host)) {
        if (ManagementMapping.appliance(host, row).isPresent()) {
          owners.add(new Step(row, way, Set.of(host), port));
        }
      }
    }
    for (JsonNode ip : index.publicIps(host)) {
      String literal = ArmJson.text(ip.at("/properties/ipAddress")).orElse(host);
      List<String> through = new ArrayList<>(way);
      through.add(ArmJson.raw(ip.path("id")));
      owners.addAll(
          having(
              ArmJson.raw(ip.at("/properties/ipConfiguration/id")),
              through,
              new LinkedHashSet<>(List.of(host, literal)),
              port));
    }
    return owners;
  }

  private List<Step> byId(String id, List<String> way, Set<String> addresses, int port) {
    return index.byIds(List.of(id)).stream()
        .map(row -> new Step(row, way, addresses, port))
        .toList();
  }

  private List<Step> follow(Step step) {
    Optional<String> vm = ArmJson.text(step.properties().path("virtualMachine").path("id"));
    if (vm.isPresent()) {
      vms.putIfAbsent(ArmId.key(vm.get()), step.wayThrough());
      return List.of();
    }
    return ArmId.key(step.id()).contains("/azurefirewalls/") ? firewall(step) : balancer(step);
  }

  // ---- firewalls

  private List<Step> firewall(Step step) {
    List<JsonNode> rules = new ArrayList<>();
    ArmJson.objects(step.properties().path("natRuleCollections"), c -> c.at("/properties/rules"))
        .forEach(list -> rules.addAll(ArmJson.objects(list, rule -> rule)));
    ArmJson.text(step.properties().path("firewallPolicy").path("id"))
        .filter(id -> id.startsWith("/"))
        .ifPresent(id -> rules.addAll(policyRules(id)));
    List<Step> next = new ArrayList<>();
    for (JsonNode rule : rules) {
      if (takes(rule, step)) {
        int port = ArmJson.number(rule.path("translatedPort")).orElse(step.port());
        ArmJson.text(rule.path("translatedAddress"))
            .filter(address -> address.matches("[0-9a-fA-F.:]{2,45}"))
            .ifPresent(address -> next.addAll(owners(address, step.wayThrough(), port)));
      }
    }
    return next;
  }

  /** DNAT rules of a policy are its own: those of its base policy are not inherited. */
  private List<JsonNode> policyRules(String policyId) {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group : requests.list(policyId + "/ruleCollectionGroups" + VERSION, deadline)) {
      for (JsonNode collection :
          ArmJson.objects(group.at("/properties/ruleCollections"), each -> each)) {
        rules.addAll(
            ArmJson.objects(collection.path("rules"), rule -> rule).stream()
                .filter(rule -> ArmJson.raw(rule.path("ruleType")).equalsIgnoreCase("NatRule"))
                .toList());
      }
    }
    return rules;
  }

  private static boolean takes(JsonNode rule, Step step) {
    return ArmJson.texts(rule.path("destinationPorts")).stream()
            .anyMatch(ports -> within(ports, step.port()))
        && ArmJson.texts(rule.path("destinationAddresses")).stream()
            .anyMatch(step.addresses()::contains);
  }

  private static boolean within(String ports, int port) {
    String[] ends = ports.split("-", 2);
    return Stream.of(ends).allMatch(end -> end.matches("\\d{1,5}"))
        && Integer.parseInt(ends[0]) <= port
        && port <= Integer.parseInt(ends[ends.length - 1]);
  }

  // ---- load balancers

  private List<Step> balancer(Step step) {
    JsonNode balancer = step.properties();
    Set<String> members = new LinkedHashSet<>();
    int[] backend = {step.port()};
    for (JsonNode rule : objects(balancer.path("inboundNatRules"))) {
      JsonNode properties = rule.path("properties");
      if (isAt(properties, step.port())) {
        ArmJson.text(properties.at("/backendIPConfiguration/id")).ifPresent(members::add);
        backend[0] = ArmJson.number(properties.path("backendPort")).orElse(backend[0]);
      } else if (isInRange(properties, step.port())) {
        members.addAll(mapped(balancer, rule, step.port()));
        backend[0] = ArmJson.number(properties.path("backendPort")).orElse(backend[0]);
      }
    }
    for (JsonNode rule : objects(balancer.path("loadBalancingRules"))) {
      JsonNode properties = rule.path("properties");
      if (isAt(properties, step.port())
          || ArmJson.number(properties.path("frontendPort")).equals(Optional.of(0))) {
        poolsOf(balancer, properties).forEach(pool -> members.addAll(membersOf(pool)));
        ArmJson.number(properties.path("backendPort"))
            .filter(port -> port > 0)
            .ifPresent(port -> backend[0] = port);
      }
    }
    List<Step> next = new ArrayList<>();
    for (String member : members) {
      next.addAll(having(member, step.wayThrough(), step.addresses(), backend[0]));
    }
    return next;
  }

  private static List<JsonNode> objects(JsonNode list) {
    return ArmJson.objects(list, each -> each);
  }

  private static boolean isAt(JsonNode rule, int port) {
    return ArmJson.number(rule.path("frontendPort")).equals(Optional.of(port));
  }

  private static boolean isInRange(JsonNode rule, int port) {
    return ArmJson.number(rule.path("frontendPortRangeStart")).filter(s -> s <= port).isPresent()
        && ArmJson.number(rule.path("frontendPortRangeEnd")).filter(e -> port <= e).isPresent();
  }

  private static List<JsonNode> poolsOf(JsonNode balancer, JsonNode rule) {
    Set<String> ids = new LinkedHashSet<>();
    ArmJson.text(rule.at("/backendAddressPool/id")).map(ArmId::key).ifPresent(ids::add);
    objects(rule.path("backendAddressPools"))
        .forEach(pool -> ids.add(ArmId.key(ArmJson.raw(pool.path("id")))));
    return objects(balancer.path("backendAddressPools")).stream()
        .filter(pool -> ids.contains(ArmId.key(ArmJson.raw(pool.path("id")))))
        .toList();
  }

  private static List<String> membersOf(JsonNode pool) {
    return objects(pool.at("/properties/backendIPConfigurations")).stream()
        .map(ip -> ArmJson.raw(ip.path("id")))
        .toList();
  }

  /** The member of the rule's pool that the port of a range was given to. */
  private List<String> mapped(JsonNode balancer, JsonNode rule, int port) {
    String name = ArmJson.raw(rule.path("name"));
    List<String> members = new ArrayList<>();
    for (JsonNode pool : poolsOf(balancer, rule.path("properties"))) {
      List<JsonNode> inline = objects(pool.at("/properties/loadBalancerBackendAddresses"));
      boolean says = inline.stream().anyMatch(each -> !mappings(each).isEmpty());
      if (says) {
        inline.stream()
            .filter(each -> mappings(each).stream().anyMatch(m -> isOf(m, name, port)))
            .map(each -> ArmJson.raw(each.at("/properties/networkInterfaceIPConfiguration/id")))
            .forEach(members::add);
      } else {
        membersOf(pool).stream()
            .limit(MAX_MEMBERS)
            .filter(member -> isGiven(pool, member, name, port))
            .forEach(members::add);
      }
    }
    return members;
  }

  private static List<JsonNode> mappings(JsonNode address) {
    return objects(address.at("/properties/inboundNatRulesPortMapping"));
  }

  private static boolean isOf(JsonNode mapping, String rule, int port) {
    return ArmJson.raw(mapping.path("inboundNatRuleName")).equalsIgnoreCase(rule)
        && isAt(mapping, port);
  }

  private boolean isGiven(JsonNode pool, String member, String rule, int port) {
    JsonNode reply =
        requests.ask(
            ArmJson.raw(pool.path("id")) + "/queryInboundNatRulePortMapping" + VERSION,
            Map.of("ipConfiguration", Map.of("id", member)),
            deadline);
    return LoadBalancerMapping.portMappings(member, reply).stream()
        .anyMatch(
            mapping ->
                mapping.ruleName().equalsIgnoreCase(rule)
                    && mapping.frontendPort().equals(Optional.of(port)));
  }
}
