package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A subnet.
 *
 * @param id ARM id
 * @param name resource name
 * @param prefixes its address blocks
 * @param networkSecurityGroupId ARM id of its NSG; empty where it has none
 * @param routeTableId ARM id of its route table; empty where it has none
 * @param natGatewayId ARM id of its NAT gateway; empty where it has none
 */
public record Subnet(
    String id,
    String name,
    List<String> prefixes,
    @ArmLink Optional<String> networkSecurityGroupId,
    @ArmLink Optional<String> routeTableId,
    @ArmLink Optional<String> natGatewayId) {
  /** Copies the list. */
  public Subnet {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    prefixes = List.copyOf(prefixes);
    Objects.requireNonNull(networkSecurityGroupId, "networkSecurityGroupId");
    Objects.requireNonNull(routeTableId, "routeTableId");
    Objects.requireNonNull(natGatewayId, "natGatewayId");
  }
}
