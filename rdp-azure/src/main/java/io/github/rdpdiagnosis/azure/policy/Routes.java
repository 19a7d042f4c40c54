package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.EffectiveRoute;
import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.RouteTable;
import io.github.rdpdiagnosis.azure.ServiceTags;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.Subnet;
import io.github.rdpdiagnosis.azure.VirtualNetwork;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.net.AddressPartition;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The routes of packets that leave a NIC: the longest prefix wins, then user-defined routes before
 * learnt ones before Azure's own. Taken from the NIC's effective routes where those were read, else
 * from the subnet's route table and what Azure gives every subnet.
 *
 * <p>Source: learn.microsoft.com, "Virtual network traffic routing".
 */
final class Routes {
  /**
   * One route.
   *
   * @param name as findings cite it
   * @param resource ARM id of the route table
   */
  record Route(
      Prefix prefix,
      String nextHop,
      List<String> addresses,
      int rank,
      String name,
      Optional<String> resource) {}

  private static final List<String> UNROUTED =
      List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10");

  private final List<Route> routes = new ArrayList<>();
  private final List<Doubt> doubts = new ArrayList<>();

  private Routes() {}

  static Routes of(
      VmSnapshot snapshot, NetworkInterface nic, IpConfiguration ip, ServiceTags tags) {
    Routes all = new Routes();
    Reading<List<EffectiveRoute>> effective = snapshot.get(SnapshotPart.EFFECTIVE_ROUTES, nic.id());
    if (effective.known().isPresent()) {
      effective.known().get().forEach(route -> all.effective(route, nic.id()));
    } else {
      all.configured(snapshot, ip, tags);
    }
    return all;
  }

  private void effective(EffectiveRoute route, String nicId) {
    if (!route.state().equalsIgnoreCase("Active")) {
      return;
    }
    int rank =
        switch (route.source().toLowerCase(Locale.ROOT)) {
          case "user" -> 0;
          case "virtualnetworkgateway" -> 1;
          default -> 2;
        };
    for (String prefix : route.prefixes()) {
      add(
          prefix,
          route.nextHopType(),
          route.nextHopAddresses(),
          rank,
          route.name().map(name -> "route " + name).orElse("Azure's route for " + prefix),
          Optional.of(nicId));
    }
  }

  private void configured(VmSnapshot snapshot, IpConfiguration ip, ServiceTags tags) {
    Optional<String> subnetId = ip.subnetId();
    Reading<Subnet> subnet =
        subnetId.map(snapshot::subnet).orElseGet(() -> new Reading.NotAsked<>());
    Reading<VirtualNetwork> network =
        subnetId.map(snapshot::virtualNetworkOf).orElseGet(() -> new Reading.NotAsked<>());
    if (subnet.known().isEmpty()) {
      doubts.add(
          Gaps.doubt("the subnet", subnet, "Microsoft.Network/virtualNetworks/subnets/read"));
    }
    if (network.known().isEmpty()) {
      doubts.add(
          Gaps.doubt("the virtual network", network, "Microsoft.Network/virtualNetworks/read"));
    }
    network.known().ifPresent(this::system);
    Optional<String> tableId = subnet.known().flatMap(Subnet::routeTableId);
    if (tableId.isPresent()) {
      Reading<RouteTable> table = snapshot.routeTable(tableId.get());
      table.known().ifPresent(known -> user(known, tags));
      if (table.known().isEmpty()) {
        doubts.add(
            Gaps.doubt("the subnet's route table", table, "Microsoft.Network/routeTables/read"));
      }
    }
  }

  private void system(VirtualNetwork network) {
    for (String block : network.addressSpace()) {
      add(block, "VnetLocal", List.of(), 2, "Azure's route for " + block, Optional.empty());
    }
    for (VirtualNetwork.Peering peering : network.peerings()) {
      if (peering.state().filter("Connected"::equalsIgnoreCase).isPresent()
          && !peering.allowVirtualNetworkAccess().equals(Optional.of(false))) {
        for (String block : peering.remoteAddressSpace()) {
          add(block, "VNetPeering", List.of(), 2, "peering " + peering.name(), Optional.empty());
        }
      }
    }
    for (String block : List.of("0.0.0.0/0", "::/0")) {
      add(block, "Internet", List.of(), 2, "Azure's route for " + block, Optional.empty());
    }
    boolean gateway = AddressSpaces.hasGateway(network);
    for (String block : UNROUTED) {
      // Behind a gateway, which of these were learnt is not known.
      add(
          block,
          gateway ? "?" : "None",
          List.of(),
          2,
          "Azure's route for " + block,
          Optional.empty());
    }
  }

  private void user(RouteTable table, ServiceTags tags) {
    for (RouteTable.Route route : table.routes()) {
      String name = "route " + route.name() + " of " + table.name();
      String hop = route.nextHopType().orElse("?");
      List<String> addresses = route.nextHopAddress().stream().toList();
      Optional<AddressSet> tag = tags.addresses(route.prefix());
      if (tag.isPresent()) {
        for (Prefix prefix : tag.get().toPrefixes()) {
          add(prefix.toString(), hop, addresses, 0, name, Optional.of(table.id()));
        }
      } else {
        add(route.prefix(), hop, addresses, 0, name, Optional.of(table.id()));
      }
    }
  }

  private void add(
      String prefix,
      String hop,
      List<String> addresses,
      int rank,
      String name,
      Optional<String> id) {
    try {
      routes.add(new Route(Prefix.parse(prefix.strip()), hop, addresses, rank, name, id));
    } catch (IllegalArgumentException e) {
      doubts.add(
          new Doubt(
              name + " leads to '" + prefix + "', whose addresses are not known",
              "the NIC's effective routes"
                  + " (Microsoft.Network/networkInterfaces/effectiveRouteTable/action)"));
    }
  }

  /** Whether replies go back the way that their packets came, for each address they go to. */
  Layer replies(IngressPath way) {
    boolean ipv4 = way.privateAddress().isIpv4();
    if (!doubts.isEmpty()) {
      Doubt doubt = doubts.get(0);
      return Layer.everywhere(
          ipv4, decider(Verdict.INCONCLUSIVE, Optional.empty(), doubt.why(), Optional.of(doubt)));
    }
    List<Route> ordered =
        routes.stream()
            .sorted(
                Comparator.comparingInt((Route route) -> -route.prefix.length())
                    .thenComparingInt(Route::rank))
            .toList();
    List<AddressSet> claims = new ArrayList<>();
    List<Decider> deciders = new ArrayList<>();
    for (Route route : ordered) {
      claims.add(AddressSet.of(List.of(route.prefix)));
      deciders.add(reply(way, route));
    }
    claims.add(AddressSet.all());
    String none = "no route for the replies is known";
    deciders.add(
        decider(
            Verdict.INCONCLUSIVE,
            Optional.empty(),
            none,
            Optional.of(new Doubt(none, "the NIC's effective routes"))));
    return new Layer(
        AddressPartition.firstOf(ipv4, claims),
        deciders.stream().map(Decider::verdict).toList(),
        deciders::get,
        Set.of());
  }

  private static Decider reply(IngressPath way, Route of) {
    Optional<Route> route = Optional.of(of);
    String leads = "replies take " + of.name;
    String hop = of.nextHop.toLowerCase(Locale.ROOT);
    boolean direct = way.isPublic() && way.seenAs().isEmpty();
    return switch (hop) {
      case "none" -> decider(Verdict.DENY, route, leads + ", which drops them", Optional.empty());
      case "internet" ->
          direct
              ? decider(Verdict.ALLOW, route, leads + " to the internet", Optional.empty())
              : open(route, leads + " to the internet, though the client is inside");
      case "virtualappliance" -> appliance(way, of, leads, direct);
      case "virtualnetworkgateway" ->
          direct
              ? decider(
                  Verdict.DENY,
                  route,
                  leads + " to a gateway, not back through the public address they came by",
                  Optional.empty())
              : decider(Verdict.ALLOW, route, leads + " to the gateway", Optional.empty());
      case "vnetlocal", "virtualnetwork", "vnetpeering", "virtualnetworkpeering" ->
          decider(Verdict.ALLOW, route, leads + " inside the network", Optional.empty());
      default -> open(route, leads + " with the next hop " + of.nextHop);
    };
  }

  /** An appliance is right where the packets came through it, and wrong where they came past it. */
  private static Decider appliance(IngressPath way, Route route, String leads, boolean direct) {
    String through = leads + " to the appliance " + String.join(", ", route.addresses);
    if (direct) {
      return decider(
          Verdict.DENY,
          Optional.of(route),
          through + ", which never saw the connection: they are dropped or change their address",
          Optional.empty());
    }
    boolean own =
        way.kind() == IngressPath.Kind.FIREWALL_NAT_RULE
            && way.seenAs()
                .map(
                    seen ->
                        route.addresses.stream()
                            .flatMap(text -> NetworkPolicy.literal(text).stream())
                            .anyMatch(seen::contains))
                .orElse(false);
    return own
        ? decider(
            Verdict.ALLOW, Optional.of(route), through + ", where they came from", Optional.empty())
        : open(
            Optional.of(route), through + "; whether the connection came through it is not known");
  }

  private static Decider open(Optional<Route> route, String why) {
    return decider(
        Verdict.INCONCLUSIVE,
        route,
        why,
        Optional.of(new Doubt(why, "a connection attempt, or a next-hop query for both ways")));
  }

  private static Decider decider(
      Verdict verdict, Optional<Route> route, String why, Optional<Doubt> doubt) {
    return new Decider(
        Gate.ROUTES, verdict, route.flatMap(Route::resource), Optional.empty(), why, doubt);
  }
}
