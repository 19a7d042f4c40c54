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
 */
public record VirtualNetwork(
    String id,
    String name,
    List<String> addressSpace,
    List<String> subnetNames,
    List<Peering> peerings) {
  /** Copies the lists. */
  public VirtualNetwork {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    addressSpace = List.copyOf(addressSpace);
    subnetNames = List.copyOf(subnetNames);
    peerings = List.copyOf(peerings);
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
   */
  public record Peering(
      String name,
      Optional<String> remoteVirtualNetworkId,
      List<String> remoteAddressSpace,
      Optional<String> state,
      Optional<Boolean> allowVirtualNetworkAccess,
      boolean useRemoteGateways) {
    /** Copies the list. */
    public Peering {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(remoteVirtualNetworkId, "remoteVirtualNetworkId");
      remoteAddressSpace = List.copyOf(remoteAddressSpace);
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(allowVirtualNetworkAccess, "allowVirtualNetworkAccess");
    }
  }
}
