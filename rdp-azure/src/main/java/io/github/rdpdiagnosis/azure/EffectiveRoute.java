package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A route as it works on a running VM's NIC. Source: networkInterfaces/effectiveRouteTable.
 *
 * @param name name of a user-defined route
 * @param source {@code Default}, {@code User} or {@code VirtualNetworkGateway}
 * @param state {@code Active} or {@code Invalid}
 * @param prefixes destinations
 * @param nextHopType such as {@code VnetLocal}, {@code Internet}, {@code VirtualAppliance} or
 *     {@code None}
 * @param nextHopAddresses appliances or gateways
 * @param gatewayRoutesDisabled whether routes learnt by a gateway are kept off
 */
public record EffectiveRoute(
    Optional<String> name,
    String source,
    String state,
    List<String> prefixes,
    String nextHopType,
    List<String> nextHopAddresses,
    Optional<Boolean> gatewayRoutesDisabled) {
  /** Copies lists and checks that nothing is missing. */
  public EffectiveRoute {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(state, "state");
    prefixes = List.copyOf(prefixes);
    Objects.requireNonNull(nextHopType, "nextHopType");
    nextHopAddresses = List.copyOf(nextHopAddresses);
    Objects.requireNonNull(gatewayRoutesDisabled, "gatewayRoutesDisabled");
  }
}
