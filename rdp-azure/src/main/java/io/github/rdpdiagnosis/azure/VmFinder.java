package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.Port;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds VMs: all that this identity sees, or those behind an address or name. Asks Azure Resource
 * Graph, which needs no right of its own: it answers from a copy that may lag some minutes, and
 * leaves out what this identity may not read, so that "none" means "none that it may see".
 *
 * <p>Blocks; thread-safe. At most four questions follow each other.
 */
public final class VmFinder {
  private static final int MAX_PAGES = 20;
  private static final String VMS =
      "resources | where type =~ 'microsoft.compute/virtualmachines' ";
  private static final String SHOW =
      "| project id, location,"
          + " power=tostring(properties.extended.instanceView.powerState.code),"
          + " computer=tostring(properties.osProfile.computerName) | order by id asc";
  private static final Set<String> OWNERS =
      Set.of("networkinterfaces", "loadbalancers", "azurefirewalls");

  private final ArmRequests requests;
  private final ReadFailures failures;

  VmFinder(ArmRequests requests, ReadFailures failures) {
    this.requests = requests;
    this.failures = failures;
  }

  /**
   * The VMs that this identity sees.
   *
   * @param subscriptions GUIDs; all that it sees where there are none
   * @param deadline when to be back
   * @return the VMs by id, or why there is no list
   */
  public Reading<List<FoundVm>> vms(List<String> subscriptions, Deadline deadline) {
    return reading(
        () ->
            rows(subscriptions, VMS + SHOW, deadline).stream()
                .flatMap(row -> found(row, List.of()).stream())
                .toList());
  }

  /**
   * The subscriptions that this identity sees.
   *
   * @param deadline when to be back
   * @return the subscriptions, or why there is no list
   */
  public Reading<List<Subscription>> subscriptions(Deadline deadline) {
    return reading(
        () ->
            requests.list("/subscriptions?api-version=2022-12-01", deadline).stream()
                .map(ManagementMapping::subscription)
                .toList());
  }

  /**
   * The VMs that a connection to an address or name leads to: the VM's own public or private
   * address, a load balancer's NAT or balancing rule, or an Azure Firewall's DNAT rule for the
   * port.
   *
   * @param host a literal, or a name under cloudapp.azure.com
   * @param port the port that clients connect to
   * @param deadline when to be back
   * @return the VMs; empty if nothing that this identity may see leads to one
   * @throws IllegalArgumentException if the host is neither an address nor a host name
   */
  public Reading<List<FoundVm>> behind(String host, Port port, Deadline deadline) {
    if (!host.matches("[A-Za-z0-9.:_-]{1,253}")) {
      throw new IllegalArgumentException("host: expected an address or a host name");
    }
    return reading(() -> new Search(host, port, deadline).run());
  }

  private <T> Reading<T> reading(Supplier<T> question) {
    try {
      return new Reading.Known<>(question.get(), Instant.now());
    } catch (RuntimeException e) {
      return failures.reading(SnapshotPart.VM.action(), ResourceGraph.PATH, e);
    }
  }

  private List<JsonNode> rows(List<String> subscriptions, String query, Deadline deadline) {
    List<JsonNode> rows = new ArrayList<>();
    Optional<String> token = Optional.empty();
    for (int page = 0; page < MAX_PAGES; page++) {
      JsonNode reply =
          requests.ask(
              ResourceGraph.PATH, ResourceGraph.query(subscriptions, query, token), deadline);
      rows.addAll(ArmJson.objects(reply.path("data"), row -> row));
      token = ArmJson.text(reply.path("$skipToken"));
      if (token.isEmpty()) {
        return rows;
      }
    }
    throw new IllegalStateException(
        "Resource Graph's answer has more than " + MAX_PAGES + " pages");
  }

  private static Optional<FoundVm> found(JsonNode row, List<String> via) {
    try {
      return Optional.of(
          new FoundVm(
              VmId.parse(ArmJson.raw(row.path("id"))),
              ArmJson.text(row.path("location")),
              ArmJson.text(row.path("power"))
                  .map(code -> code.substring(code.lastIndexOf('/') + 1)),
              ArmJson.text(row.path("computer")),
              via));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** One way after the other from the outside to the VM. */
  private final class Search {
    private final String host;
    private final Port port;
    private final Deadline deadline;

    /** What leads to each resource, by key. */
    private final Map<String, List<String>> ways = new LinkedHashMap<>();

    Search(String host, Port port, Deadline deadline) {
      this.host = host;
      this.port = port;
      this.deadline = deadline;
    }

    List<FoundVm> run() {
      List<JsonNode> owners = owners(host);
      Map<String, List<String>> vms = new LinkedHashMap<>();
      for (int step = 0; step < 2 && !owners.isEmpty(); step++) {
        List<String> inner = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (JsonNode owner : owners) {
          follow(owner, vms, inner, addresses);
        }
        owners = new ArrayList<>(byIds(inner));
        for (String address : addresses) {
          owners.addAll(withAddress(address));
        }
      }
      return vms.isEmpty()
          ? List.of()
          : rows(List.of(), VMS + "| where id in~ (" + quoted(vms.keySet()) + ") " + SHOW, deadline)
              .stream()
              .flatMap(
                  row ->
                      found(
                          row, vms.getOrDefault(ArmId.key(ArmJson.raw(row.path("id"))), List.of()))
                          .stream())
              .toList();
    }

    /** What has the address or name: at once for private addresses, else through its public IP. */
    private List<JsonNode> owners(String address) {
      List<JsonNode> owners = new ArrayList<>(withAddress(address));
      List<String> ids = new ArrayList<>();
      for (JsonNode ip :
          rows(
              List.of(),
              "resources | where type =~ 'microsoft.network/publicipaddresses' | where"
                  + " properties.ipAddress =~ '"
                  + address
                  + "' or properties.dnsSettings.fqdn =~ '"
                  + address
                  + "' | project id, owner=tostring(properties.ipConfiguration.id)",
              deadline)) {
        ArmId.owner(ArmJson.raw(ip.path("owner")), OWNERS)
            .ifPresent(
                owner -> {
                  ways.put(ArmId.key(owner), List.of(ArmJson.raw(ip.path("id"))));
                  ids.add(owner);
                });
      }
      owners.addAll(byIds(ids));
      return owners;
    }

    private List<JsonNode> withAddress(String address) {
      return address.matches("[0-9.]+|[0-9a-fA-F.]*:[0-9a-fA-F:.]*")
          ? rows(
                  List.of(),
                  "resources | where type in~ ('microsoft.network/networkinterfaces',"
                      + " 'microsoft.network/loadbalancers') | where tostring(properties) has '"
                      + address
                      + "' | project id, type, properties",
                  deadline)
              .stream()
              .filter(row -> ManagementMapping.appliance(address, row).isPresent())
              .toList()
          : List.of();
    }

    private List<JsonNode> byIds(List<String> ids) {
      return ids.isEmpty()
          ? List.of()
          : rows(
              List.of(),
              "resources | where id in~ (" + quoted(ids) + ") | project id, type, properties",
              deadline);
    }

    private String quoted(Iterable<String> ids) {
      List<String> all = new ArrayList<>();
      // An id with a quote in it is none.
      ids.forEach(id -> all.add("'" + id.replaceAll("['\\\\\\p{Cntrl}]", "") + "'"));
      return String.join(",", all);
    }

    private void follow(
        JsonNode owner, Map<String, List<String>> vms, List<String> inner, List<String> addresses) {
      String id = ArmJson.raw(owner.path("id"));
      List<String> way = new ArrayList<>(ways.getOrDefault(ArmId.key(id), List.of()));
      way.add(id);
      JsonNode properties = owner.path("properties");
      ArmJson.text(properties.path("virtualMachine").path("id"))
          .ifPresent(vm -> vms.put(ArmId.key(vm), way));
      members(properties)
          .flatMap(ip -> ArmId.owner(ip, Set.of("networkinterfaces")).stream())
          .distinct()
          .forEach(
              nic -> {
                ways.put(ArmId.key(nic), way);
                inner.add(nic);
              });
      ArmJson.objects(properties.path("natRuleCollections"), c -> c.at("/properties/rules"))
          .stream()
          .flatMap(rules -> ArmJson.objects(rules, rule -> rule).stream())
          .filter(
              rule ->
                  ArmJson.texts(rule.path("destinationPorts")).contains(port.toString())
                      && (ArmJson.texts(rule.path("destinationAddresses")).contains(host)
                          || host.matches(".*[A-Za-z].*")))
          .flatMap(rule -> ArmJson.text(rule.path("translatedAddress")).stream())
          .filter(address -> address.matches("[0-9a-fA-F.:]{2,45}"))
          .forEach(addresses::add);
    }

    /** The IP configurations that a load balancer's rules for the port lead to. */
    private Stream<String> members(JsonNode balancer) {
      Set<String> pools =
          rules(balancer, "loadBalancingRules")
              .flatMap(
                  rule ->
                      Stream.of(rule.at("/properties/backendAddressPool"))
                          .map(pool -> ArmId.key(ArmJson.raw(pool.path("id")))))
              .collect(Collectors.toSet());
      return Stream.concat(
          rules(balancer, "inboundNatRules")
              .flatMap(
                  rule -> ArmJson.text(rule.at("/properties/backendIPConfiguration/id")).stream()),
          ArmJson.objects(balancer.path("backendAddressPools"), pool -> pool).stream()
              .filter(pool -> pools.contains(ArmId.key(ArmJson.raw(pool.path("id")))))
              .flatMap(
                  pool ->
                      ArmJson.objects(
                          pool.at("/properties/backendIPConfigurations"),
                          ip -> ArmJson.raw(ip.path("id")))
                          .stream()));
    }

    private Stream<JsonNode> rules(JsonNode balancer, String list) {
      return ArmJson.objects(balancer.path(list), rule -> rule).stream()
          .filter(
              rule ->
                  ArmJson.number(rule.at("/properties/frontendPort"))
                      .filter(front -> front == port.number())
                      .isPresent());
    }
  }
}
