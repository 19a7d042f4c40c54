package io.github.rdpdiagnosis.azure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which parts belong to the ways to a VM, as far as the parts that are known tell. A pure function
 * of a snapshot that is not complete yet: asked again after each part that came in, it names the
 * parts that are worth reading now.
 */
final class AccessPath {
  private static final int MAX_PEERS = 20;
  private static final int MAX_RESOURCE_GROUPS = 4;
  private static final Set<String> GATEWAYS = Set.of("virtualnetworkgateways");
  private static final Set<String> LOAD_BALANCERS = Set.of("loadbalancers");

  /** A network of a virtual WAN hub, as the other end of a peering. */
  private static final String HUB_NETWORK = "hv_";

  private final VmSnapshot seen;
  private final List<NetworkInterface> nics;
  private final List<IpConfiguration> addresses;

  /** By key, as ARM spelled them. */
  private final Map<String, String> ownNetworks;

  private final List<VirtualNetwork.Peering> peerings;

  private AccessPath(VmSnapshot seen) {
    this.seen = seen;
    this.nics = known(SnapshotPart.NETWORK_INTERFACES).toList();
    this.addresses = nics.stream().flatMap(nic -> nic.ipConfigurations().stream()).toList();
    this.ownNetworks =
        addresses.stream()
            .flatMap(ip -> ip.subnetId().stream())
            .map(ArmId::virtualNetworkOf)
            .collect(
                Collectors.toMap(ArmId::key, id -> id, (one, same) -> one, LinkedHashMap::new));
    this.peerings =
        ownNetworks.keySet().stream()
            .flatMap(id -> seen.get(SnapshotPart.VIRTUAL_NETWORKS, id).known().stream())
            .flatMap(network -> network.peerings().stream())
            .toList();
  }

  /** One part that is worth reading. */
  record Wanted(SnapshotPart<?> part, String id) {
    Wanted {
      id = id.startsWith("/") ? id : id.toLowerCase(Locale.ROOT);
    }

    String key() {
      return part + " " + ArmId.key(id);
    }
  }

  /** What is worth reading, known or not; the same part may be named more than once. */
  static List<Wanted> wanted(VmSnapshot seen, SnapshotScope scope) {
    AccessPath path = new AccessPath(seen);
    List<Wanted> wanted = new ArrayList<>();
    for (SnapshotPart<?> part : scope.partsOf(seen)) {
      // The extensions come with the VM.
      if (part != SnapshotPart.EXTENSIONS && PartReaders.canRead(part)) {
        path.ids(part).forEach(id -> wanted.add(new Wanted(part, id)));
      }
    }
    return wanted;
  }

  private Stream<String> ids(SnapshotPart<?> part) {
    if (part.isOfVm()) {
      return Stream.of(seen.vmId().toString());
    }
    return Objects.requireNonNull(FINDERS.get(part), part::toString).find(this);
  }

  private interface Finder {
    Stream<String> find(AccessPath path);
  }

  private static final Map<SnapshotPart<?>, Finder> FINDERS =
      Map.ofEntries(
          Map.entry(SnapshotPart.NETWORK_INTERFACES, AccessPath::networkInterfaces),
          Map.entry(SnapshotPart.PUBLIC_IP_ADDRESSES, AccessPath::publicIpAddresses),
          Map.entry(SnapshotPart.SUBNETS, AccessPath::subnets),
          Map.entry(SnapshotPart.VIRTUAL_NETWORKS, AccessPath::virtualNetworks),
          Map.entry(SnapshotPart.ROUTE_TABLES, path -> path.ofOwnSubnets(Subnet::routeTableId)),
          Map.entry(SnapshotPart.NAT_GATEWAYS, path -> path.ofOwnSubnets(Subnet::natGatewayId)),
          Map.entry(SnapshotPart.NETWORK_SECURITY_GROUPS, AccessPath::securityGroups),
          Map.entry(
              SnapshotPart.APPLICATION_SECURITY_GROUPS,
              path -> path.ofAddresses(IpConfiguration::applicationSecurityGroupIds)),
          Map.entry(SnapshotPart.NETWORK_MEMBERS, AccessPath::networksOfGroups),
          Map.entry(SnapshotPart.LOAD_BALANCERS, AccessPath::loadBalancers),
          Map.entry(SnapshotPart.BACKEND_PORT_MAPPINGS, AccessPath::mappedPools),
          Map.entry(SnapshotPart.LOAD_BALANCING_RULE_HEALTH, AccessPath::balancedRules),
          Map.entry(SnapshotPart.AZURE_FIREWALLS, AccessPath::subscriptions),
          Map.entry(SnapshotPart.BASTION_HOSTS, AccessPath::subscriptions),
          Map.entry(SnapshotPart.PRIVATE_DNS_LINKS, AccessPath::bastionNetworks),
          Map.entry(SnapshotPart.FIREWALL_POLICIES, AccessPath::policies),
          Map.entry(SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS, AccessPath::policies),
          Map.entry(SnapshotPart.VIRTUAL_NETWORK_GATEWAYS, AccessPath::gateways),
          Map.entry(SnapshotPart.GATEWAY_CONNECTIONS, AccessPath::gateways),
          Map.entry(SnapshotPart.SECURITY_ADMIN_RULES, path -> path.ownNetworks.values().stream()),
          Map.entry(SnapshotPart.EFFECTIVE_SECURITY_GROUPS, AccessPath::askableInterfaces),
          Map.entry(SnapshotPart.EFFECTIVE_ROUTES, AccessPath::askableInterfaces),
          Map.entry(SnapshotPart.NEXT_HOP_APPLIANCES, AccessPath::nextHops),
          Map.entry(SnapshotPart.JIT_POLICIES, path -> Stream.of(path.subscription())),
          Map.entry(SnapshotPart.LOCKS, path -> Stream.of(path.subscription())),
          Map.entry(SnapshotPart.SUBSCRIPTIONS, path -> Stream.of(path.subscription())),
          Map.entry(SnapshotPart.ACTIVITY_LOG, AccessPath::resourceGroups),
          Map.entry(SnapshotPart.COMPUTE_USAGES, AccessPath::regions));

  private <T> Stream<T> known(SnapshotPart<T> part) {
    return seen.all(part).values().stream().flatMap(reading -> reading.known().stream());
  }

  private <T> Stream<T> knownIn(SnapshotPart<List<T>> part) {
    return known(part).flatMap(List::stream);
  }

  private Stream<String> ofAddresses(
      java.util.function.Function<IpConfiguration, List<String>> ids) {
    return addresses.stream().flatMap(ip -> ids.apply(ip).stream());
  }

  private String subscription() {
    return "/subscriptions/" + seen.vmId().subscription();
  }

  private Stream<String> networkInterfaces() {
    return seen.vm().known().stream()
        .flatMap(vm -> vm.networkInterfaces().stream())
        .map(VirtualMachine.NetworkInterfaceReference::id);
  }

  /** Azure has no such question about NICs of a uniform scale set. */
  private Stream<String> askableInterfaces() {
    return networkInterfaces().filter(id -> !ArmId.isOfScaleSet(id));
  }

  private Stream<String> publicIpAddresses() {
    return Stream.of(
            addresses.stream().flatMap(ip -> ip.publicIpAddressId().stream()),
            frontEnds().flatMap(front -> front.publicIpAddressId().stream()),
            firewalls()
                .flatMap(firewall -> firewall.frontEnds().stream())
                .flatMap(front -> front.publicIpAddressId().stream()))
        .flatMap(ids -> ids);
  }

  private Stream<String> ownSubnets() {
    return addresses.stream().flatMap(ip -> ip.subnetId().stream());
  }

  private Stream<String> subnets() {
    return Stream.concat(ownSubnets(), bastions().flatMap(host -> host.subnetId().stream()));
  }

  private Stream<String> ofOwnSubnets(java.util.function.Function<Subnet, Optional<String>> link) {
    return ownSubnets()
        .flatMap(id -> seen.subnet(id).known().stream())
        .flatMap(subnet -> link.apply(subnet).stream());
  }

  private Stream<String> securityGroups() {
    return Stream.of(
            nics.stream().flatMap(nic -> nic.networkSecurityGroupId().stream()),
            ofOwnSubnets(Subnet::networkSecurityGroupId),
            // Until the network has come in it may say the same, a step earlier.
            known(SnapshotPart.SUBNETS)
                .filter(subnet -> isAnswered(ArmId.virtualNetworkOf(subnet.id())))
                .flatMap(subnet -> subnet.networkSecurityGroupId().stream()),
            bastionSubnets().flatMap(subnet -> subnet.networkSecurityGroupId().stream()))
        .flatMap(ids -> ids);
  }

  private boolean isAnswered(String networkId) {
    return seen.all(SnapshotPart.VIRTUAL_NETWORKS).containsKey(ArmId.key(networkId));
  }

  /** The subnets of Bastion hosts as their networks tell of them, a step before they are read. */
  private Stream<VirtualNetwork.SubnetSummary> bastionSubnets() {
    Set<String> ids =
        bastions()
            .flatMap(host -> host.subnetId().stream())
            .map(ArmId::key)
            .collect(Collectors.toSet());
    return known(SnapshotPart.VIRTUAL_NETWORKS)
        .flatMap(network -> network.subnets().stream())
        .flatMap(List::stream)
        .filter(subnet -> ids.contains(ArmId.key(subnet.id())));
  }

  private Stream<String> peers() {
    return peerings.stream()
        .flatMap(peering -> peering.remoteVirtualNetworkId().stream())
        .distinct()
        .limit(MAX_PEERS);
  }

  private Stream<String> virtualNetworks() {
    return Stream.concat(ownNetworks.values().stream(), peers());
  }

  /** The VM's networks, where a rule asks which ASGs the far end is in. */
  private Stream<String> networksOfGroups() {
    boolean asked =
        known(SnapshotPart.NETWORK_SECURITY_GROUPS)
            .flatMap(group -> group.rules().stream())
            .map(
                rule ->
                    rule.direction().equalsIgnoreCase("Outbound")
                        ? rule.destination()
                        : rule.source())
            .anyMatch(far -> !far.applicationSecurityGroupIds().isEmpty());
    return asked ? ownNetworks.values().stream() : Stream.empty();
  }

  private boolean isNear(String networkId) {
    String key = ArmId.key(networkId);
    return ownNetworks.containsKey(key) || peers().anyMatch(peer -> ArmId.key(peer).equals(key));
  }

  /** The VM's subscription, and those of the networks that its networks peer with. */
  private Stream<String> subscriptions() {
    return Stream.concat(
        Stream.of(subscription()),
        peers()
            .filter(id -> !isHub(id))
            .flatMap(id -> ArmId.owner(id, Set.of("subscriptions")).stream()));
  }

  private static boolean isHub(String networkId) {
    return ArmId.key(ArmId.name(networkId)).startsWith(HUB_NETWORK);
  }

  private Stream<AzureFirewall> firewalls() {
    return knownIn(SnapshotPart.AZURE_FIREWALLS).filter(this::isOnTheWay);
  }

  private boolean isOnTheWay(AzureFirewall firewall) {
    return firewall.virtualHubId().isPresent()
        ? peers().anyMatch(AccessPath::isHub)
        : firewall.frontEnds().stream()
            .flatMap(front -> front.subnetId().stream())
            .anyMatch(subnet -> isNear(ArmId.virtualNetworkOf(subnet)));
  }

  private Stream<String> policies() {
    return firewalls().flatMap(firewall -> firewall.policyId().stream());
  }

  private Stream<BastionHost> bastions() {
    return knownIn(SnapshotPart.BASTION_HOSTS).filter(this::serves);
  }

  private boolean serves(BastionHost host) {
    return networksOf(host).anyMatch(this::isNear);
  }

  private static Stream<String> networksOf(BastionHost host) {
    return Stream.concat(
        host.virtualNetworkId().stream(), host.subnetId().stream().map(ArmId::virtualNetworkOf));
  }

  private Stream<String> bastionNetworks() {
    return bastions().flatMap(AccessPath::networksOf);
  }

  private Stream<String> gateways() {
    Set<String> remote =
        peerings.stream()
            .filter(VirtualNetwork.Peering::useRemoteGateways)
            .flatMap(peering -> peering.remoteVirtualNetworkId().stream())
            .map(ArmId::key)
            .collect(Collectors.toSet());
    return Stream.concat(ownNetworks.keySet().stream(), remote.stream())
        .flatMap(id -> seen.get(SnapshotPart.VIRTUAL_NETWORKS, id).known().stream())
        .flatMap(network -> network.subnets().stream())
        .flatMap(Collection::stream)
        .flatMap(subnet -> subnet.inhabitantIds().stream())
        .filter(id -> ArmId.owner(id, GATEWAYS).isPresent());
  }

  private Stream<String> loadBalancers() {
    return Stream.concat(
            ofAddresses(IpConfiguration::backendPoolIds),
            ofAddresses(IpConfiguration::inboundNatRuleIds))
        .flatMap(id -> ArmId.owner(id, LOAD_BALANCERS).stream());
  }

  private Set<String> pools() {
    return ofAddresses(IpConfiguration::backendPoolIds).map(ArmId::key).collect(Collectors.toSet());
  }

  private Stream<LoadBalancer.InboundNatRule> natRules() {
    Set<String> own =
        ofAddresses(IpConfiguration::inboundNatRuleIds).map(ArmId::key).collect(Collectors.toSet());
    Set<String> pools = pools();
    return known(SnapshotPart.LOAD_BALANCERS)
        .flatMap(balancer -> balancer.inboundNatRules().stream())
        .filter(
            rule ->
                own.contains(ArmId.key(rule.id()))
                    || rule.backendPoolId()
                        .filter(id -> pools.contains(ArmId.key(id)))
                        .isPresent());
  }

  private Stream<LoadBalancer.LoadBalancingRule> rules() {
    Set<String> pools = pools();
    return known(SnapshotPart.LOAD_BALANCERS)
        .flatMap(balancer -> balancer.loadBalancingRules().stream())
        .filter(rule -> rule.backendPoolIds().stream().map(ArmId::key).anyMatch(pools::contains));
  }

  /** The front ends from which something leads to the VM. */
  private Stream<LoadBalancer.FrontEnd> frontEnds() {
    Set<String> used =
        Stream.of(
                natRules().flatMap(rule -> rule.frontEndId().stream()),
                rules().flatMap(rule -> rule.frontEndId().stream()),
                known(SnapshotPart.LOAD_BALANCERS)
                    .flatMap(balancer -> balancer.inboundNatPools().stream())
                    .flatMap(pool -> pool.frontEndId().stream()))
            .flatMap(ids -> ids)
            .map(ArmId::key)
            .collect(Collectors.toSet());
    return known(SnapshotPart.LOAD_BALANCERS)
        .flatMap(balancer -> balancer.frontEnds().stream())
        .filter(front -> used.contains(ArmId.key(front.id())));
  }

  private Stream<String> mappedPools() {
    return natRules().flatMap(rule -> rule.backendPoolId().stream());
  }

  private Stream<String> balancedRules() {
    return rules().map(LoadBalancer.LoadBalancingRule::id);
  }

  private Stream<String> nextHops() {
    return known(SnapshotPart.ROUTE_TABLES)
        .flatMap(table -> table.routes().stream())
        .filter(
            route -> route.nextHopType().filter("VirtualAppliance"::equalsIgnoreCase).isPresent())
        .flatMap(route -> route.nextHopAddress().stream());
  }

  private Stream<String> resourceGroups() {
    return Stream.concat(Stream.of(seen.vmId().toString()), touched().stream())
        .flatMap(id -> ArmId.owner(id, Set.of("resourcegroups")).stream())
        .map(ArmId::key)
        .distinct()
        .limit(MAX_RESOURCE_GROUPS);
  }

  /** The VM's NICs and what hangs on them: whose changes matter. */
  private Collection<String> touched() {
    return Stream.of(networkInterfaces(), publicIpAddresses(), securityGroups(), loadBalancers())
        .flatMap(ids -> ids)
        .map(ArmId::key)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Stream<String> regions() {
    return seen.vm().known().flatMap(VirtualMachine::location).stream()
        .map(region -> subscription() + "/providers/Microsoft.Compute/locations/" + region);
  }

  // ---- what is kept of the lists that are larger than the VM's surroundings ---------------------

  /** The snapshot without the firewalls, Bastion hosts, locks and events of others. */
  static VmSnapshot trimmed(VmSnapshot seen) {
    AccessPath path = new AccessPath(seen);
    VmSnapshot.Builder kept = seen.toBuilder();
    // While the networks are not known, every firewall may be on the way.
    if (!path.ownNetworks.isEmpty()
        && path.ownNetworks.keySet().stream()
            .allMatch(id -> seen.get(SnapshotPart.VIRTUAL_NETWORKS, id).known().isPresent())) {
      keep(seen, kept, SnapshotPart.AZURE_FIREWALLS, path::isOnTheWay);
      keep(seen, kept, SnapshotPart.BASTION_HOSTS, path::serves);
    }
    Set<String> ids =
        SnapshotPart.ALL.stream()
            .flatMap(part -> seen.all(part).keySet().stream())
            .filter(id -> id.contains("/providers/"))
            .collect(Collectors.toSet());
    keep(
        seen,
        kept,
        SnapshotPart.LOCKS,
        lock -> ids.stream().anyMatch(id -> isWithin(id, lock.scope())));
    keep(
        seen,
        kept,
        SnapshotPart.ACTIVITY_LOG,
        event -> ids.stream().anyMatch(id -> isWithin(event.resourceId(), id)));
    return kept.build();
  }

  /** Whether a resource is what this id names, or beneath it. */
  static boolean isWithin(String resource, String id) {
    String inner = ArmId.key(resource) + "/";
    String outer = ArmId.key(id);
    return inner.startsWith(outer.endsWith("/") ? outer : outer + "/");
  }

  private static <T> void keep(
      VmSnapshot seen,
      VmSnapshot.Builder kept,
      SnapshotPart<List<T>> part,
      Predicate<T> condition) {
    seen.all(part)
        .forEach(
            (id, reading) ->
                kept.put(part, id, reading.map(list -> list.stream().filter(condition).toList())));
  }
}
