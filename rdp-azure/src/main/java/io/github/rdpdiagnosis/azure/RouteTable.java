package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A table of user-defined routes.
 *
 * @param id ARM id
 * @param name resource name
 * @param routes its routes
 * @param gatewayRoutesDisabled whether routes learnt by a gateway are kept off the subnets that use
 *     the table
 */
public record RouteTable(
    String id, String name, List<Route> routes, boolean gatewayRoutesDisabled) {
  /** Copies the list. */
  public RouteTable {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    routes = List.copyOf(routes);
  }

  /**
   * One route.
   *
   * @param name resource name
   * @param prefix destination: an address block or a service tag
   * @param nextHopType such as {@code VirtualAppliance}, {@code Internet} or {@code None}
   * @param nextHopAddress the appliance's address, where the type needs one
   */
  public record Route(
      String name, String prefix, Optional<String> nextHopType, Optional<String> nextHopAddress) {
    /** Checks that nothing is missing. */
    public Route {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(prefix, "prefix");
      Objects.requireNonNull(nextHopType, "nextHopType");
      Objects.requireNonNull(nextHopAddress, "nextHopAddress");
    }
  }
}
