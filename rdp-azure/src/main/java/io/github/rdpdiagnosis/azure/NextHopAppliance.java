package io.github.rdpdiagnosis.azure;

import java.util.Objects;
import java.util.Optional;

/**
 * What stands at the address that a user-defined route sends traffic to.
 *
 * @param address literal of the next hop
 * @param resourceId ARM id of the NIC, load balancer or firewall that has it
 * @param resourceType such as {@code microsoft.network/networkinterfaces}
 * @param ipForwarding for a NIC: whether it may pass on packets that are not addressed to it
 * @param virtualMachineId for a NIC: ARM id of its VM
 */
public record NextHopAppliance(
    String address,
    String resourceId,
    String resourceType,
    Optional<Boolean> ipForwarding,
    Optional<String> virtualMachineId) {
  /** Copies lists and checks that nothing is missing. */
  public NextHopAppliance {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(resourceId, "resourceId");
    Objects.requireNonNull(resourceType, "resourceType");
    Objects.requireNonNull(ipForwarding, "ipForwarding");
    Objects.requireNonNull(virtualMachineId, "virtualMachineId");
  }
}
