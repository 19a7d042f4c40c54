package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An NSG with its own rules and Azure's default rules.
 *
 * @param id ARM id
 * @param name resource name
 * @param rules in ARM's order, which means nothing: rules count by priority
 */
public record NetworkSecurityGroup(String id, String name, List<SecurityRule> rules) {
  /** Copies the list. */
  public NetworkSecurityGroup {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    rules = List.copyOf(rules);
  }

  /**
   * One rule. Texts are as ARM spells them. ARM's singular and plural fields are merged: each list
   * holds the values of both.
   *
   * @param id ARM id; absent in hand-written documents
   * @param name resource name
   * @param priority the lower, the earlier; absent only in broken documents
   * @param direction {@code Inbound} or {@code Outbound}
   * @param access {@code Allow} or {@code Deny}
   * @param protocol {@code Tcp}, {@code Udp}, {@code Icmp}, {@code Esp}, {@code Ah} or {@code *}
   * @param source who sends
   * @param destination who receives
   * @param isDefault whether it is one of Azure's own
   */
  public record SecurityRule(
      Optional<String> id,
      String name,
      Optional<Integer> priority,
      String direction,
      String access,
      String protocol,
      Endpoint source,
      Endpoint destination,
      boolean isDefault) {
    /** Checks that nothing is missing. */
    public SecurityRule {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(priority, "priority");
      Objects.requireNonNull(direction, "direction");
      Objects.requireNonNull(access, "access");
      Objects.requireNonNull(protocol, "protocol");
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(destination, "destination");
    }
  }

  /**
   * One side of a rule.
   *
   * @param prefixes address blocks, service tags or {@code *}; empty where ASGs stand instead,
   *     which does not mean "any"
   * @param ports {@code *}, {@code N} or {@code A-B}
   * @param applicationSecurityGroupIds ARM ids of ASGs
   */
  public record Endpoint(
      List<String> prefixes, List<String> ports, List<String> applicationSecurityGroupIds) {
    /** Copies the lists. */
    public Endpoint {
      prefixes = List.copyOf(prefixes);
      ports = List.copyOf(ports);
      applicationSecurityGroupIds = List.copyOf(applicationSecurityGroupIds);
    }

    /**
     * A side without ASGs.
     *
     * @param prefix one address block, service tag or {@code *}
     * @param port one port, range or {@code *}
     * @return the side
     */
    public static Endpoint of(String prefix, String port) {
      return new Endpoint(List.of(prefix), List.of(port), List.of());
    }
  }
}
