package io.github.rdpdiagnosis.azure;

import java.util.Objects;
import java.util.Optional;

/**
 * A connection of a gateway. Its shared key is never read. Source:
 * virtualNetworkGateways/connections.
 *
 * @param id ARM id
 * @param name resource name
 * @param connectionType {@code IPsec}, {@code Vnet2Vnet}, {@code ExpressRoute} or {@code VPNClient}
 * @param status {@code Connected}, {@code Connecting}, {@code NotConnected} or {@code Unknown}
 * @param provisioningState such as {@code Succeeded}
 * @param peerId ARM id of the local network gateway, other gateway or circuit at the far end
 */
public record GatewayConnection(
    String id,
    String name,
    Optional<String> connectionType,
    Optional<String> status,
    Optional<String> provisioningState,
    Optional<String> peerId) {
  /** Copies lists and checks that nothing is missing. */
  public GatewayConnection {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(connectionType, "connectionType");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(provisioningState, "provisioningState");
    Objects.requireNonNull(peerId, "peerId");
  }
}
