package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.AzureFirewall;
import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.LoadBalancer;
import io.github.rdpdiagnosis.azure.LoadBalancingRuleHealth;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.NextHopAppliance;
import io.github.rdpdiagnosis.azure.PublicIpAddress;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.RouteTable;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.VirtualNetwork;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.azure.policy.Decider;
import io.github.rdpdiagnosis.azure.policy.Decision;
import io.github.rdpdiagnosis.azure.policy.Direction;
import io.github.rdpdiagnosis.azure.policy.Gate;
import io.github.rdpdiagnosis.azure.policy.IngressPath;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.PortFit;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.Replies;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Flow;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way from the address and port that were asked for to the port that Windows listens on: what
 * translates it, whether the far end of it takes it, and where the replies go. Only parts that were
 * read count; where one that could hold a way was not, nothing is said to be missing.
 */
final class WayDerivation {
  private static final Port RDP = new Port(3389);

  /**
   * A private zone of exactly such a name answers in place of Azure; one below it does no harm.
   * Source: Azure Bastion FAQ, private DNS zones.
   */
  private static final Set<String> NAMES_BASTION_NEEDS =
      Set.of(
          "azure.com",
          "management.azure.com",
          "core.windows.net",
          "blob.core.windows.net",
          "vaultcore.windows.net",
          "vault.azure.net");

  private final VmSnapshot snapshot;
  private final NetworkPolicy policy;
  private final Optional<IpAddress> address;
  private final Port port;
  private final List<IpAddress> sources;
  private final FactBase.Builder facts;
  private final List<String> evidence;
  private final Port listener;
  private final boolean listenerKnown;

  private WayDerivation(
      VmSnapshot snapshot,
      Optional<IpAddress> address,
      Port port,
      List<IpAddress> sources,
      FactBase.Builder facts,
      String snapshotId) {
    this.snapshot = snapshot;
    this.policy = NetworkPolicy.of(snapshot);
    this.address = address;
    this.port = port;
    this.sources = sources;
    this.facts = facts;
    Optional<Port> read =
        facts
            .value(GuestFacts.LISTENER_PORT)
            .filter(n -> n >= 1 && n <= 65_535)
            .map(n -> new Port(n.intValue()));
    this.listener = read.orElse(RDP);
    this.listenerKnown = read.isPresent();
    this.evidence =
        Stream.concat(Stream.of(snapshotId), facts.evidence(GuestFacts.LISTENER_PORT).stream())
            .toList();
  }

  static void derive(
      VmSnapshot snapshot,
      Optional<IpAddress> address,
      Port port,
      List<IpAddress> sources,
      FactBase.Builder facts,
      String snapshotId) {
    WayDerivation way = new WayDerivation(snapshot, address, port, sources, facts, snapshotId);
    way.ports();
    way.balancer();
    way.firewall();
    if (way.onlyBastion()) {
      facts.put(PathFacts.ONLY_BASTION, true, way.evidence);
      way.bastion();
      way.bastionCutOff();
    }
    way.noWayIn();
    way.replies();
    way.peering();
    way.outbound();
  }

  // ---- ports
  // -------------------------------------------------------------------------------------------------------------------

  private List<IngressPath> ways() {
    return Stream.concat(
            policy.paths(listener).stream(), policy.pathsToOtherPorts(listener).stream())
        .toList();
  }

  private boolean isFrontEnd(IngressPath way) {
    return way.frontEnd().isPresent() && way.frontEnd().equals(address);
  }

  private static boolean isDirect(IngressPath way) {
    return way.kind() == IngressPath.Kind.PUBLIC_IP_ADDRESS
        || way.kind() == IngressPath.Kind.PRIVATE_ADDRESS;
  }

  private void ports() {
    List<IngressPath> here = ways().stream().filter(this::isFrontEnd).toList();
    if (here.stream().anyMatch(WayDerivation::isDirect)) {
      if (listenerKnown) {
        direct();
      }
      return;
    }
    if (!here.isEmpty()) {
      translated(here);
    } else if (isBalancersFrontEnd()) {
      fit(PortFit.NO_MAPPING, "No rule of the load balancer maps port " + port + " to the VM.");
    }
  }

  private void direct() {
    if (listener.equals(port)) {
      fit(PortFit.SAME, "Windows listens on port " + port + ".");
    } else {
      fit(
          port.equals(RDP) ? PortFit.LISTENER_MOVED : PortFit.ASKED_FOR_ANOTHER,
          "Port " + port + " was asked for, and Windows listens on port " + listener + ".");
    }
  }

  private void translated(List<IngressPath> here) {
    Optional<IngressPath> way =
        here.stream().filter(each -> each.frontEndPort().equals(port)).findFirst();
    if (way.isPresent() && listenerKnown) {
      boolean same = way.get().port().equals(listener);
      fit(
          same ? PortFit.SAME : PortFit.NAT_TO_ANOTHER,
          "Rule "
              + way.get().name()
              + " sends port "
              + port
              + " to port "
              + way.get().port()
              + ", and Windows listens on port "
              + listener
              + ".");
    } else if (way.isEmpty() && allBalancersRead()) {
      Optional<IngressPath> other =
          here.stream().filter(each -> each.port().equals(listener)).findFirst();
      if (other.isPresent()) {
        fit(
            PortFit.ASKED_FOR_ANOTHER,
            "Port "
                + port
                + " was asked for, and rule "
                + other.get().name()
                + " leads to the VM from port "
                + other.get().frontEndPort()
                + ".");
      } else {
        fit(PortFit.NO_MAPPING, "No rule in front of the VM maps port " + port + " to it.");
      }
    }
  }

  private void fit(PortFit fit, String detail) {
    facts.put(PathFacts.PORT_FITS, fit, evidence);
    facts.put(PathFacts.PORT_DETAIL, detail, evidence);
  }

  private boolean allBalancersRead() {
    return allKnown(snapshot.all(SnapshotPart.LOAD_BALANCERS).values())
        && allKnown(snapshot.all(SnapshotPart.BACKEND_PORT_MAPPINGS).values())
        && allKnown(snapshot.networkInterfaces().values())
        && nics()
            .flatMap(nic -> nic.ipConfigurations().stream())
            .flatMap(
                ip -> Stream.concat(ip.backendPoolIds().stream(), ip.inboundNatRuleIds().stream()))
            .allMatch(this::isOfAKnownBalancer);
  }

  private boolean isOfAKnownBalancer(String id) {
    return snapshot.all(SnapshotPart.LOAD_BALANCERS).keySet().stream()
        .anyMatch(balancer -> id.toLowerCase(Locale.ROOT).startsWith(balancer + "/"));
  }

  private static boolean allKnown(Collection<? extends Reading<?>> readings) {
    return readings.stream().allMatch(reading -> reading.known().isPresent());
  }

  /** The address belongs to a load balancer that the VM is behind, and all its rules were read. */
  private boolean isBalancersFrontEnd() {
    return allBalancersRead()
        && balancers()
            .flatMap(balancer -> balancer.frontEnds().stream())
            .flatMap(front -> frontEndAddress(front).stream())
            .anyMatch(front -> Optional.of(front).equals(address));
  }

  private Optional<IpAddress> frontEndAddress(LoadBalancer.FrontEnd front) {
    return front
        .publicIpAddressId()
        .flatMap(id -> snapshot.publicIpAddress(id).known())
        .flatMap(PublicIpAddress::address)
        .or(front::privateAddress)
        .flatMap(AzureDerivation::parsed);
  }

  // ---- load balancer
  // ------------------------------------------------------------------------------------------------------------

  private Stream<LoadBalancer> balancers() {
    return snapshot.all(SnapshotPart.LOAD_BALANCERS).values().stream()
        .flatMap(reading -> reading.known().stream());
  }

  private void balancer() {
    List<IngressPath> here =
        ways().stream()
            .filter(this::isFrontEnd)
            .filter(way -> way.frontEndPort().equals(port))
            .toList();
    boolean balanced =
        here.stream()
            .anyMatch(
                way ->
                    way.kind() == IngressPath.Kind.LOAD_BALANCING_RULE
                        || way.kind() == IngressPath.Kind.INBOUND_NAT_RULE);
    if (balanced) {
      facts.put(PathFacts.THROUGH_LOAD_BALANCER, true, evidence);
    }
    if (here.size() == 1 && here.get(0).kind() == IngressPath.Kind.LOAD_BALANCING_RULE) {
      String rule = here.get(0).resource().orElseThrow();
      snapshot
          .get(SnapshotPart.LOAD_BALANCING_RULE_HEALTH, rule)
          .known()
          .flatMap(LoadBalancingRuleHealth::up)
          .ifPresent(
              up ->
                  facts.put(
                      PathFacts.NO_HEALTHY_BACKEND,
                      up == 0 && !admitsTheUnhealthy(rule),
                      evidence));
    }
  }

  private boolean admitsTheUnhealthy(String ruleId) {
    return balancers()
        .flatMap(
            balancer ->
                balancer.loadBalancingRules().stream()
                    .filter(rule -> rule.id().equalsIgnoreCase(ruleId))
                    .flatMap(rule -> rule.probeId().stream())
                    .flatMap(
                        id ->
                            balancer.probes().stream()
                                .filter(probe -> probe.id().equalsIgnoreCase(id))))
        .anyMatch(
            probe ->
                probe
                    .noHealthyBackendsBehavior()
                    .filter("AllProbedUp"::equalsIgnoreCase)
                    .isPresent());
  }

  // ---- Azure Firewall
  // -----------------------------------------------------------------------------------------------------------

  private Stream<AzureFirewall> firewalls() {
    return snapshot.all(SnapshotPart.AZURE_FIREWALLS).values().stream()
        .flatMap(reading -> reading.known().orElse(List.of()).stream());
  }

  /** The address is a firewall's, and none of its DNAT rules, all of which were read, is for it. */
  private void firewall() {
    for (AzureFirewall firewall : firewalls().toList()) {
      boolean itsAddress =
          Stream.concat(
                  firewall.frontEnds().stream()
                      .flatMap(front -> front.publicIpAddressId().stream())
                      .flatMap(id -> snapshot.publicIpAddress(id).known().stream())
                      .flatMap(ip -> ip.address().stream()),
                  firewall.hubPublicAddresses().stream())
              .anyMatch(
                  text -> AzureDerivation.parsed(text).equals(address) && address.isPresent());
      if (!itsAddress) {
        continue;
      }
      facts.put(PathFacts.THROUGH_FIREWALL, true, evidence);
      facts.put(PathFacts.FIREWALL_HAS_POLICY, firewall.policyId().isPresent(), evidence);
      boolean rulesRead =
          firewall
              .policyId()
              .map(
                  id ->
                      snapshot
                              .get(SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS, id)
                              .known()
                              .isPresent()
                          && snapshot
                              .get(SnapshotPart.FIREWALL_POLICIES, id)
                              .known()
                              .filter(policyOf -> policyOf.basePolicyId().isEmpty())
                              .isPresent())
              .orElse(true);
      if (rulesRead) {
        facts.put(PathFacts.FIREWALL_WITHOUT_RULE, !hasRule(firewall), evidence);
      }
    }
  }

  /** Any DNAT rule for the port, wherever it leads: one that cannot be read is one. */
  private boolean hasRule(AzureFirewall firewall) {
    Stream<AzureFirewall.NatRuleCollection> inPolicy =
        firewall
            .policyId()
            .flatMap(id -> snapshot.get(SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS, id).known())
            .orElse(List.of())
            .stream()
            .flatMap(group -> group.natRuleCollections().stream());
    return Stream.concat(firewall.natRuleCollections().stream(), inPolicy)
        .flatMap(collection -> collection.rules().stream())
        .flatMap(rule -> rule.destinationPorts().stream())
        .anyMatch(text -> !text.matches("[0-9]{1,5}") || text.equals(port.toString()));
  }

  // ---- Bastion, and no way at all
  // -----------------------------------------------------------------------------------------------

  private List<IngressPath> publicWays() {
    return policy.paths(listener).stream()
        .filter(way -> way.kind() != IngressPath.Kind.PRIVATE_ADDRESS)
        .toList();
  }

  private boolean waysAreRead() {
    return allBalancersRead()
        && allKnown(snapshot.publicIpAddresses().values())
        && isRead(SnapshotPart.AZURE_FIREWALLS)
        && firewalls()
            .flatMap(firewall -> firewall.policyId().stream())
            .allMatch(
                id ->
                    snapshot
                        .get(SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS, id)
                        .known()
                        .isPresent())
        && isRead(SnapshotPart.BASTION_HOSTS)
        && !snapshot.networkInterfaces().isEmpty()
        && snapshot.vm().known().isPresent();
  }

  private <T> boolean isRead(SnapshotPart<T> part) {
    return !snapshot.all(part).isEmpty() && allKnown(snapshot.all(part).values());
  }

  private boolean onlyBastion() {
    List<IngressPath> ways = publicWays();
    return !ways.isEmpty()
        && waysAreRead()
        && ways.stream().allMatch(way -> way.kind() == IngressPath.Kind.BASTION);
  }

  /** Whether what the VM's network decides shuts Bastion out. */
  private void bastion() {
    List<Decision> decisions =
        publicWays().stream()
            .flatMap(way -> policy.compile(way).cells().stream())
            .map(cell -> cell.decision())
            .filter(d -> d.deciders().stream().noneMatch(WayDerivation::isBastionsOwn))
            .toList();
    if (decisions.isEmpty()) {
      return;
    }
    boolean denied = decisions.stream().allMatch(d -> d.verdict() == Verdict.DENY);
    if (denied || decisions.stream().allMatch(d -> d.verdict() == Verdict.ALLOW)) {
      facts.put(PathFacts.BASTION_SHUT_OUT, denied, evidence);
    }
    if (denied) {
      facts.put(
          PathFacts.BASTION_DETAIL,
          "The only way in is Bastion, and "
              + decisions.get(0).deciders().stream()
                  .filter(d -> d.verdict() == Verdict.DENY)
                  .map(Decider::why)
                  .findFirst()
                  .orElse("the VM's network")
              + ".",
          evidence);
    }
  }

  /** Bastion reaches the VM, and itself needs Azure's services by their public names. */
  private void bastionCutOff() {
    Optional<String> why = reservedZone().or(this::forcedTunnel);
    if (why.isPresent()) {
      facts.put(PathFacts.BASTION_CUT_OFF, true, evidence);
      facts.put(
          PathFacts.BASTION_CUT_OFF_DETAIL,
          "The only way in is Bastion, and " + why.get(),
          evidence);
    } else if (isRead(SnapshotPart.PRIVATE_DNS_LINKS) && isRead(SnapshotPart.EFFECTIVE_ROUTES)) {
      facts.put(PathFacts.BASTION_CUT_OFF, false, evidence);
    }
  }

  private Optional<String> reservedZone() {
    return snapshot.all(SnapshotPart.PRIVATE_DNS_LINKS).values().stream()
        .flatMap(reading -> reading.known().orElse(List.of()).stream())
        .map(link -> link.zone().toLowerCase(Locale.ROOT))
        .filter(NAMES_BASTION_NEEDS::contains)
        .sorted()
        .map(
            zone ->
                "the private DNS zone "
                    + zone
                    + " is linked to its network, which hides Azure's own names from it.")
        .findFirst();
  }

  /** A default route that a gateway learnt reaches Bastion's subnet as well as the VM's. */
  private Optional<String> forcedTunnel() {
    Set<String> ownNetworks = new HashSet<>();
    snapshot.networkInterfaces().values().stream()
        .flatMap(nic -> nic.known().stream())
        .flatMap(nic -> nic.ipConfigurations().stream())
        .flatMap(ip -> ip.subnetId().stream())
        .map(WayDerivation::networkOf)
        .forEach(ownNetworks::add);
    boolean together =
        snapshot.all(SnapshotPart.BASTION_HOSTS).values().stream()
            .flatMap(reading -> reading.known().orElse(List.of()).stream())
            .flatMap(host -> host.subnetId().stream())
            .map(WayDerivation::networkOf)
            .anyMatch(ownNetworks::contains);
    boolean learnt =
        snapshot.all(SnapshotPart.EFFECTIVE_ROUTES).values().stream()
            .flatMap(reading -> reading.known().orElse(List.of()).stream())
            .anyMatch(
                route ->
                    route.source().equalsIgnoreCase("VirtualNetworkGateway")
                        && route.prefixes().contains("0.0.0.0/0"));
    return together && learnt
        ? Optional.of(
            "a gateway announces 0.0.0.0/0 to its network, which leads it away from Azure.")
        : Optional.empty();
  }

  private static String networkOf(String subnetId) {
    return subnetId.toLowerCase(Locale.ROOT).replaceAll("/subnets/[^/]*$", "");
  }

  private static boolean isBastionsOwn(Decider decider) {
    return decider.gate() == Gate.BASTION && decider.verdict() == Verdict.DENY;
  }

  private void noWayIn() {
    if (!waysAreRead() || !networksAreRead()) {
      return;
    }
    boolean joined = isJoinedToOthers();
    facts.put(PathFacts.NO_WAY_IN, publicWays().isEmpty() && !joined, evidence);
    facts.put(PathFacts.NO_OTHER_INGRESS, !joined && !routesThroughAppliance(), evidence);
    if (joined) {
      facts.put(PathFacts.MAY_ARRIVE, true, evidence);
    } else {
      clientIsOutside()
          .ifPresent(
              outside -> {
                facts.put(PathFacts.CLIENT_OUTSIDE_NETWORK, outside, evidence);
                facts.put(PathFacts.MAY_ARRIVE, !outside, evidence);
              });
    }
  }

  private boolean networksAreRead() {
    return !snapshot.virtualNetworks().isEmpty()
        && allKnown(snapshot.virtualNetworks().values())
        && !snapshot.subnets().isEmpty()
        && allKnown(snapshot.subnets().values())
        && allKnown(snapshot.routeTables().values());
  }

  private Stream<VirtualNetwork> networks() {
    return snapshot.virtualNetworks().values().stream().flatMap(r -> r.known().stream());
  }

  /** A peering, a gateway or a gateway's subnet: others may come by them. */
  private boolean isJoinedToOthers() {
    return !snapshot.all(SnapshotPart.VIRTUAL_NETWORK_GATEWAYS).isEmpty()
        || networks()
            .anyMatch(
                network ->
                    !network.peerings().isEmpty()
                        || network.subnetNames().stream()
                            .anyMatch("GatewaySubnet"::equalsIgnoreCase));
  }

  private boolean routesThroughAppliance() {
    return snapshot.routeTables().values().stream()
        .flatMap(table -> table.known().stream())
        .map(RouteTable::routes)
        .flatMap(List::stream)
        .anyMatch(
            route -> route.nextHopType().filter("VirtualAppliance"::equalsIgnoreCase).isPresent());
  }

  private Optional<Boolean> clientIsOutside() {
    List<IpAddress> own = localSources();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    try {
      AddressSet inside =
          AddressSet.of(networks().flatMap(n -> n.addressSpace().stream()).toArray(String[]::new));
      return Optional.of(own.stream().noneMatch(inside::contains));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a snapshot from outside may hold anything
    }
  }

  private List<IpAddress> localSources() {
    return facts.value(PathFacts.LOCAL_SOURCES).orElse(List.of()).stream()
        .flatMap(text -> AzureDerivation.parsed(text).stream())
        .toList();
  }

  // ---- replies
  // -----------------------------------------------------------------------------------------------------------------

  /** The one way that the connection takes, where the address says which. */
  private Optional<IngressPath> way() {
    List<IngressPath> here =
        ways().stream()
            .filter(this::isFrontEnd)
            .filter(each -> isDirect(each) || each.frontEndPort().equals(port))
            .filter(each -> each.kind() != IngressPath.Kind.FIREWALL_NAT_RULE)
            .toList();
    return here.stream().map(IngressPath::privateAddress).distinct().count() == 1
        ? Optional.of(here.get(0))
        : Optional.empty();
  }

  private void replies() {
    Optional<IngressPath> way = way();
    if (way.isEmpty()) {
      return;
    }
    List<Decision> decisions =
        sources.isEmpty()
            ? policy.compile(way.get()).cells().stream()
                .filter(cell -> !cell.addresses().intersect(policy.clients(way.get())).isEmpty())
                .map(cell -> cell.decision())
                .toList()
            : sources.stream().map(policy.compile(way.get())::decide).toList();
    List<Decider> routes =
        decisions.stream()
            .flatMap(d -> d.deciders().stream())
            .filter(d -> d.gate() == Gate.ROUTES)
            .toList();
    if (routes.isEmpty()) {
      return;
    }
    if (routes.stream().allMatch(d -> d.verdict() == Verdict.ALLOW)) {
      facts.put(PathFacts.REPLIES, Replies.BACK, evidence);
    } else if (routes.stream().allMatch(d -> d.verdict() == Verdict.DENY)) {
      Decider first = routes.get(0);
      kind(first).ifPresent(kind -> facts.put(PathFacts.REPLIES, kind, evidence));
      String why = first.why();
      facts.put(
          PathFacts.REPLIES_DETAIL,
          why.substring(0, 1).toUpperCase(Locale.ROOT) + why.substring(1) + ".",
          evidence);
      facts.put(
          PathFacts.REPLIES_RESOURCES, first.resource().map(List::of).orElse(List.of()), evidence);
    }
  }

  private Optional<Replies> kind(Decider decider) {
    Set<String> firewalls =
        Stream.concat(
                firewalls()
                    .flatMap(
                        f ->
                            Stream.concat(
                                f.frontEnds().stream()
                                    .flatMap(front -> front.privateAddress().stream()),
                                f.hubPrivateAddress().stream())),
                appliances()
                    .filter(
                        a -> a.resourceType().toLowerCase(Locale.ROOT).endsWith("/azurefirewalls"))
                    .map(NextHopAppliance::address))
            .collect(Collectors.toSet());
    List<NextHopAppliance> named =
        appliances().filter(a -> mentions(decider.why(), a.address())).toList();
    if (named.stream().anyMatch(a -> a.ipForwarding().equals(Optional.of(false)))) {
      return Optional.of(Replies.APPLIANCE_DOES_NOT_FORWARD);
    }
    if (firewalls.stream().anyMatch(f -> mentions(decider.why(), f))) {
      return Optional.of(Replies.AZURE_FIREWALL);
    }
    // What may not be read can be the appliance that the route leads to.
    boolean allRead =
        allKnown(snapshot.all(SnapshotPart.NEXT_HOP_APPLIANCES).values())
            && allKnown(snapshot.all(SnapshotPart.AZURE_FIREWALLS).values());
    return allRead ? Optional.of(Replies.ELSEWHERE) : Optional.empty();
  }

  private static boolean mentions(String text, String address) {
    return text.matches(".*(^|[^0-9a-f.:])" + Pattern.quote(address) + "($|[^0-9a-f.:]).*");
  }

  private Stream<NextHopAppliance> appliances() {
    return snapshot.all(SnapshotPart.NEXT_HOP_APPLIANCES).values().stream()
        .flatMap(reading -> reading.known().orElse(List.of()).stream());
  }

  // ---- peering, and what sign-in needs
  // ------------------------------------------------------------------------------------------

  /** The client's own address is in the space of a peering that is not connected. */
  private void peering() {
    List<IpAddress> own = localSources();
    if (own.isEmpty() || !facts.value(PathFacts.ADDRESS_IS_VMS).orElse(false)) {
      return;
    }
    List<VirtualNetwork.Peering> theirs =
        vmNetworks()
            .flatMap(network -> network.peerings().stream())
            .filter(peering -> own.stream().allMatch(a -> covers(peering, a)))
            .toList();
    if (theirs.isEmpty()) {
      return;
    }
    boolean down =
        theirs.stream()
            .allMatch(p -> p.state().filter(s -> !s.equalsIgnoreCase("Connected")).isPresent());
    facts.put(PathFacts.PEERING_DOWN, down, evidence);
    if (down) {
      facts.put(
          PathFacts.PEERING_DETAIL,
          "Peering "
              + theirs.get(0).name()
              + ", which leads to this client's network, is "
              + theirs.get(0).state().orElseThrow()
              + ".",
          evidence);
    }
  }

  private static boolean covers(VirtualNetwork.Peering peering, IpAddress address) {
    try {
      return AddressSet.of(peering.remoteAddressSpace().toArray(String[]::new)).contains(address);
    } catch (IllegalArgumentException e) {
      return false; // a snapshot from outside may hold anything
    }
  }

  private Stream<VirtualNetwork> vmNetworks() {
    return nics()
        .flatMap(nic -> nic.ipConfigurations().stream())
        .flatMap(ip -> ip.subnetId().stream())
        .flatMap(id -> snapshot.virtualNetworkOf(id).known().stream())
        .distinct();
  }

  private Stream<NetworkInterface> nics() {
    return snapshot.networkInterfaces().values().stream().flatMap(nic -> nic.known().stream());
  }

  /**
   * Whether the VM may not ask the name servers that it was given, or not for Kerberos there: such
   * servers are the domain controllers as a rule.
   */
  private void outbound() {
    List<String> servers =
        nics().flatMap(nic -> nic.dnsServers().orElse(List.of()).stream()).distinct().toList();
    if (servers.isEmpty()) {
      servers =
          vmNetworks().flatMap(n -> n.dnsServers().orElse(List.of()).stream()).distinct().toList();
    }
    Optional<IpAddress> from =
        nics()
            .flatMap(nic -> nic.ipConfigurations().stream())
            .filter(IpConfiguration::primary)
            .flatMap(ip -> ip.privateAddress().stream())
            .flatMap(text -> AzureDerivation.parsed(text).stream())
            .findFirst();
    List<Verdict> verdicts = new ArrayList<>();
    for (String server : servers) {
      Optional<IpAddress> to = AzureDerivation.parsed(server);
      if (to.isPresent() && from.isPresent() && to.get().isIpv4() == from.get().isIpv4()) {
        verdicts.add(outbound(from.get(), to.get(), Protocol.UDP, 53));
        verdicts.add(outbound(from.get(), to.get(), Protocol.TCP, 88));
      }
    }
    if (!verdicts.isEmpty() && !verdicts.contains(Verdict.INCONCLUSIVE)) {
      facts.put(
          PathFacts.OUTBOUND_DENIED, verdicts.stream().allMatch(Verdict.DENY::equals), evidence);
    }
  }

  private Verdict outbound(IpAddress from, IpAddress to, Protocol protocol, int number) {
    return policy
        .decide(
            Direction.OUTBOUND, new Flow(from, Optional.empty(), to, new Port(number), protocol))
        .verdict();
  }
}
