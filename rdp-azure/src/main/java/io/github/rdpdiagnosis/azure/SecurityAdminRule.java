package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A rule of a network manager, decided before any NSG. Source:
 * virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules.
 *
 * @param id ARM id
 * @param name resource name
 * @param access {@code Allow} (NSGs decide on), {@code AlwaysAllow} (NSGs are skipped) or {@code
 *     Deny}
 * @param direction {@code Inbound} or {@code Outbound}
 * @param priority the lower, the earlier
 * @param protocol {@code Tcp}, {@code Udp}, {@code Icmp}, {@code Esp}, {@code Ah} or {@code Any}
 * @param sources address blocks, service tags or {@code *}
 * @param destinations address blocks, service tags or {@code *}
 * @param sourcePorts {@code N}, {@code A-B} or {@code *}; empty means any
 * @param destinationPorts {@code N}, {@code A-B} or {@code *}; empty means any
 * @param configuration description of the network manager's configuration that it comes from
 */
public record SecurityAdminRule(
    Optional<String> id,
    String name,
    String access,
    String direction,
    Optional<Integer> priority,
    String protocol,
    List<String> sources,
    List<String> destinations,
    List<String> sourcePorts,
    List<String> destinationPorts,
    Optional<String> configuration) {
  /** Copies lists and checks that nothing is missing. */
  public SecurityAdminRule {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(access, "access");
    Objects.requireNonNull(direction, "direction");
    Objects.requireNonNull(priority, "priority");
    Objects.requireNonNull(protocol, "protocol");
    sources = List.copyOf(sources);
    destinations = List.copyOf(destinations);
    sourcePorts = List.copyOf(sourcePorts);
    destinationPorts = List.copyOf(destinationPorts);
    Objects.requireNonNull(configuration, "configuration");
  }
}
