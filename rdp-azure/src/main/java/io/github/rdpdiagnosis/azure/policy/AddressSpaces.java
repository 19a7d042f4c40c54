package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.EffectiveSecurityGroup;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.RouteTable;
import io.github.rdpdiagnosis.azure.Subnet;
import io.github.rdpdiagnosis.azure.VirtualNetwork;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.util.List;
import java.util.Optional;

/** The addresses that the service tags of an NSG rule stand for, as seen from one subnet. */
final class AddressSpaces {
  /**
   * The host's own address, from which Azure's load balancer probes and the platform talks to the
   * VM.
   */
  static final AddressSet LOAD_BALANCER = AddressSet.of("168.63.129.16", "fe80::1234:5678:9abc");

  static final AddressSet HOST = AddressSet.of("168.63.129.16");

  static final AddressSet PRIVATE =
      AddressSet.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");

  /**
   * What nobody can send from across the internet: private space, and what RFC 6890 sets aside for
   * the host and the link.
   */
  static final AddressSet NOT_PUBLIC =
      PRIVATE
          .union(AddressSet.of("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"))
          .union(AddressSet.of("::/128", "::1/128", "fe80::/10", "ff00::/8"))
          .union(LOAD_BALANCER);

  /**
   * The tag Internet, apart from the virtual network. Azure's own expansion of it also leaves out
   * these two test networks.
   */
  static final AddressSet INTERNET =
      NOT_PUBLIC.complement().minus(AddressSet.of("192.0.2.0/24", "198.18.0.0/15"));

  static final String EFFECTIVE_RULES =
      "the NIC's effective security rules (Microsoft.Network/networkInterfaces/effectiveNetworkSecurityGroups/action)";

  private AddressSpaces() {}

  /** The blocks of a list; a text that is no block makes everything possible. */
  static Extent of(List<String> prefixes, String what) {
    Extent extent = Extent.NOTHING;
    for (String text : prefixes) {
      extent = extent.or(prefix(text, what));
    }
    return extent;
  }

  private static Extent prefix(String text, String what) {
    try {
      return Extent.exactly(AddressSet.of(List.of(Prefix.parse(text.strip()))));
    } catch (IllegalArgumentException e) {
      return Extent.within(
          AddressSet.all(),
          new Doubt(
              what + " has '" + text + "', which is no address block",
              "a snapshot that can be read"));
    }
  }

  /**
   * The VirtualNetwork tag: the network's own space, peered networks that may talk to it, and the
   * host's address. Space behind a gateway and prefixes of user-defined routes can belong to it
   * too; they are possible, not sure.
   */
  static Extent virtualNetwork(VmSnapshot snapshot, Optional<String> subnetId) {
    Extent tag = Extent.exactly(HOST);
    if (subnetId.isEmpty()) {
      return tag.or(
          Extent.within(
              AddressSet.all(),
              new Doubt("the subnet of the address is not known", "reading the NIC")));
    }
    Reading<Subnet> subnet = snapshot.subnet(subnetId.get());
    Reading<VirtualNetwork> network = snapshot.virtualNetworkOf(subnetId.get());
    if (network.known().isPresent()) {
      tag = tag.or(ownAndPeered(network.known().get()));
    } else {
      tag =
          tag.or(
                  subnet
                      .known()
                      .map(known -> of(known.prefixes(), "the subnet"))
                      .orElse(Extent.NOTHING))
              .or(
                  Extent.within(
                      missing(network),
                      Gaps.doubt(
                          "the virtual network",
                          network,
                          "Microsoft.Network/virtualNetworks/read")));
    }
    if (subnet.known().isEmpty()) {
      return tag.or(
          Extent.within(
              missing(subnet),
              Gaps.doubt("the subnet", subnet, "Microsoft.Network/virtualNetworks/subnets/read")));
    }
    Optional<String> tableId = subnet.known().get().routeTableId();
    return tableId.isEmpty() ? tag : tag.or(routed(snapshot.routeTable(tableId.get())));
  }

  /**
   * What a network or subnet that was not read may cover: anything, unless ARM says that it does
   * not exist. Then it has no route that could bring public addresses in, and only private space
   * stays open, since the NIC must be connected to something.
   */
  private static AddressSet missing(Reading<?> reading) {
    return reading instanceof Reading.NotFound ? PRIVATE : AddressSet.all();
  }

  /** Azure's own expansion of the tag VirtualNetwork for a NIC, where that was read. */
  static Optional<AddressSet> expanded(Reading<List<EffectiveSecurityGroup>> effective) {
    for (EffectiveSecurityGroup group : effective.known().orElse(List.of())) {
      List<String> blocks = group.tags().get("VirtualNetwork");
      if (blocks == null) {
        blocks =
            group.rules().stream()
                .filter(rule -> rule.sourcePrefixes().equals(List.of("VirtualNetwork")))
                .map(EffectiveSecurityGroup.Rule::expandedSourcePrefixes)
                .filter(expanded -> !expanded.isEmpty())
                .findFirst()
                .orElse(List.of());
      }
      Extent extent = of(blocks, "the tag VirtualNetwork of the effective rules");
      if (!blocks.isEmpty() && extent.isExact()) {
        return Optional.of(extent.surely());
      }
    }
    return Optional.empty();
  }

  /** Whether prefixes of other places may be learnt. */
  static boolean hasGateway(VirtualNetwork network) {
    for (String name : network.subnetNames()) {
      if (name.equalsIgnoreCase("GatewaySubnet")) {
        return true;
      }
    }
    return network.peerings().stream().anyMatch(VirtualNetwork.Peering::useRemoteGateways);
  }

  private static Extent ownAndPeered(VirtualNetwork network) {
    Extent tag = of(network.addressSpace(), "the virtual network");
    boolean gateway = hasGateway(network);
    for (VirtualNetwork.Peering peering : network.peerings()) {
      boolean connected = peering.state().map("Connected"::equalsIgnoreCase).orElse(false);
      if (!connected || peering.allowVirtualNetworkAccess().equals(Optional.of(false))) {
        continue;
      }
      Extent remote = of(peering.remoteAddressSpace(), "peering " + peering.name());
      tag =
          tag.or(
              peering.allowVirtualNetworkAccess().isPresent()
                  ? remote
                  : Extent.within(
                      remote.maybe(),
                      new Doubt(
                          "peering "
                              + peering.name()
                              + " does not say whether the networks may talk to each other",
                          "a fresh snapshot")));
    }
    return gateway
        ? tag.or(
            Extent.within(
                PRIVATE,
                new Doubt(
                    "the tag VirtualNetwork also covers what is behind the network's gateway, which is not in the snapshot",
                    EFFECTIVE_RULES)))
        : tag;
  }

  private static Extent routed(Reading<RouteTable> reading) {
    if (reading.known().isEmpty()) {
      return Extent.within(
          AddressSet.all(),
          Gaps.doubt("the subnet's route table", reading, "Microsoft.Network/routeTables/read"));
    }
    RouteTable table = reading.known().get();
    Extent tag = Extent.NOTHING;
    for (RouteTable.Route route : table.routes()) {
      Doubt doubt =
          new Doubt(
              "the tag VirtualNetwork may also cover "
                  + route.prefix()
                  + ", because route "
                  + route.name()
                  + " of "
                  + table.name()
                  + " leads there",
              EFFECTIVE_RULES);
      // A route may name a service tag instead of a block: then anything is possible.
      tag = tag.or(Extent.within(prefix(route.prefix(), "route " + route.name()).maybe(), doubt));
    }
    return tag;
  }
}
