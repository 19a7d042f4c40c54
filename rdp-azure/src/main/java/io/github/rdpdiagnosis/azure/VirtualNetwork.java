package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A virtual network.
 *
 * @param id ARM id
 * @param name resource name
 * @param addressSpace its address blocks
 * @param subnetNames its subnets; one named {@code GatewaySubnet} means that it may have a VPN or
 *     ExpressRoute gateway
 * @param peerings its links to other virtual networks
 * @param dnsServers its own name servers; empty where it uses Azure's; absent in documents of
 *     version 1
 * @param subnets its subnets with their blocks and special inhabitants; absent in documents of
 *     version 1
 */
public record VirtualNetwork(
    String id,
    String name,
    List<String> addressSpace,
    List<String> subnetNames,
    List<Peering> peerings,
    Optional<List<String>> dnsServers,
    Optional<List<SubnetSummary>> subnets) {
  /** Copies the lists. */
  public VirtualNetwork {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    addressSpace = List.copyOf(addressSpace);
    subnetNames = List.copyOf(subnetNames);
    peerings = List.copyOf(peerings);
    dnsServers = dnsServers.map(List::copyOf);
    subnets = subnets.map(List::copyOf);
  }

  /**
   * A subnet as the network itself describes it.
   *
   * @param id ARM id
   * @param name resource name
   * @param prefixes its address blocks
   * @param inhabitantIds ARM ids of the gateways, Bastion hosts and firewalls in it
   * @param networkSecurityGroupId ARM id of its NSG
   */
  public record SubnetSummary(
      String id,
      String name,
      List<String> prefixes,
      List<String> inhabitantIds,
      Optional<String> networkSecurityGroupId) {
    /** Copies the lists. */
    public SubnetSummary {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(name, "name");
      prefixes = List.copyOf(prefixes);
      inhabitantIds = List.copyOf(inhabitantIds);
      Objects.requireNonNull(networkSecurityGroupId, "networkSecurityGroupId");
    }
  }

  /**
   * A link to another virtual network, seen from this side.
   *
   * @param name resource name
   * @param remoteVirtualNetworkId ARM id of the other network
   * @param remoteAddressSpace the other network's address blocks
   * @param state {@code Connected}, {@code Initiated} or {@code Disconnected}
   * @param allowVirtualNetworkAccess whether the two may talk to each other
   * @param useRemoteGateways whether this network uses the other's gateway
   * @param allowForwardedTraffic whether traffic may come in that did not begin in the other
   *     network; absent in documents of version 1
   * @param allowGatewayTransit whether the other network may use this one's gateway; absent in
   *     documents of version 1
   */
  public record Peering(
      String name,
      Optional<String> remoteVirtualNetworkId,
      List<String> remoteAddressSpace,
      Optional<String> state,
      Optional<Boolean> allowVirtualNetworkAccess,
      boolean useRemoteGateways,
      Optional<Boolean> allowForwardedTraffic,
      Optional<Boolean> allowGatewayTransit) {
    /** Copies the list. */
    public Peering {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(remoteVirtualNetworkId, "remoteVirtualNetworkId");
      remoteAddressSpace = List.copyOf(remoteAddressSpace);
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(allowVirtualNetworkAccess, "allowVirtualNetworkAccess");
      Objects.requireNonNull(allowForwardedTraffic, "allowForwardedTraffic");
      Objects.requireNonNull(allowGatewayTransit, "allowGatewayTransit");
    }
  }
}
