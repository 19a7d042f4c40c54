package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A NAT gateway: outbound only, nothing comes in through it. Source: Microsoft.Network/natGateways.
 *
 * @param id ARM id
 * @param name resource name
 * @param sku such as {@code Standard}
 * @param publicIpAddressIds ARM ids of the addresses that the subnet's VMs go out with
 * @param publicIpPrefixIds ARM ids of the prefixes that they go out with
 * @param idleTimeoutMinutes minutes of silence after which a flow is forgotten; absent where ARM
 *     gave none
 */
public record NatGateway(
    String id,
    String name,
    Optional<String> sku,
    List<String> publicIpAddressIds,
    List<String> publicIpPrefixIds,
    Optional<Integer> idleTimeoutMinutes) {
  /** Copies lists and checks that nothing is missing. */
  public NatGateway {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sku, "sku");
    publicIpAddressIds = List.copyOf(publicIpAddressIds);
    publicIpPrefixIds = List.copyOf(publicIpPrefixIds);
    Objects.requireNonNull(idleTimeoutMinutes, "idleTimeoutMinutes");
  }
}
