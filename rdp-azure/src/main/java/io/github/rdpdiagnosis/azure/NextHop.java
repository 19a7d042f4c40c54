package io.github.rdpdiagnosis.azure;

import java.util.Objects;
import java.util.Optional;

/**
 * Where Azure sends a packet from the VM to an address, as Network Watcher's next hop says.
 *
 * @param type such as {@code Internet}, {@code VnetLocal}, {@code VirtualNetwork}, {@code
 *     VirtualAppliance}, {@code VirtualNetworkGateway} or {@code None}, which drops it
 * @param address of the next hop, where it has one
 * @param routeTableId ARM id of the route table that decides; absent for Azure's own routes
 */
public record NextHop(String type, Optional<String> address, Optional<String> routeTableId) {
  /** Checks that nothing is missing. */
  public NextHop {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(routeTableId, "routeTableId");
  }
}
