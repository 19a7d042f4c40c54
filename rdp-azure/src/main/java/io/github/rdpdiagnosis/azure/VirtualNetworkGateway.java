package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A VPN or ExpressRoute gateway. Source: Microsoft.Network/virtualNetworkGateways.
 *
 * @param id ARM id
 * @param name resource name
 * @param gatewayType {@code Vpn} or {@code ExpressRoute}
 * @param vpnType {@code RouteBased} or {@code PolicyBased}
 * @param sku such as {@code VpnGw1}
 * @param provisioningState such as {@code Succeeded}
 * @param clientPrefixes addresses that point-to-site clients get
 * @param publicIpAddressIds ARM ids of its public IP addresses
 */
public record VirtualNetworkGateway(
    String id,
    String name,
    Optional<String> gatewayType,
    Optional<String> vpnType,
    Optional<String> sku,
    Optional<String> provisioningState,
    List<String> clientPrefixes,
    List<String> publicIpAddressIds) {
  /** Copies lists and checks that nothing is missing. */
  public VirtualNetworkGateway {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(gatewayType, "gatewayType");
    Objects.requireNonNull(vpnType, "vpnType");
    Objects.requireNonNull(sku, "sku");
    Objects.requireNonNull(provisioningState, "provisioningState");
    clientPrefixes = List.copyOf(clientPrefixes);
    publicIpAddressIds = List.copyOf(publicIpAddressIds);
  }
}
