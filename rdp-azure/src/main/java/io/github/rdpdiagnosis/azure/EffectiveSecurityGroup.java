package io.github.rdpdiagnosis.azure;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An NSG as it works on a running VM's NIC, with Azure's own expansion of service tags. Source:
 * networkInterfaces/effectiveNetworkSecurityGroups.
 *
 * @param networkSecurityGroupId ARM id of the NSG
 * @param subnetId ARM id of the subnet that it stands at
 * @param networkInterfaceId ARM id of the NIC that it stands at
 * @param networkManagerId ARM id of the network manager that it comes from
 * @param rules in the reply's order, which means nothing
 * @param tags address blocks of service tags, as Azure expanded them
 */
public record EffectiveSecurityGroup(
    Optional<String> networkSecurityGroupId,
    Optional<String> subnetId,
    Optional<String> networkInterfaceId,
    Optional<String> networkManagerId,
    List<Rule> rules,
    SortedMap<String, List<String>> tags) {
  /** Copies lists and checks that nothing is missing. */
  public EffectiveSecurityGroup {
    Objects.requireNonNull(networkSecurityGroupId, "networkSecurityGroupId");
    Objects.requireNonNull(subnetId, "subnetId");
    Objects.requireNonNull(networkInterfaceId, "networkInterfaceId");
    Objects.requireNonNull(networkManagerId, "networkManagerId");
    rules = List.copyOf(rules);
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  /**
   * One rule in the dialect of this reply: names such as {@code securityRules/x}, ports such as
   * {@code 0-65535}, protocol {@code All}.
   *
   * @param name its name, with the kind before it
   * @param direction {@code Inbound} or {@code Outbound}
   * @param access {@code Allow} or {@code Deny}
   * @param protocol {@code Tcp}, {@code Udp} or {@code All}
   * @param priority the lower, the earlier
   * @param sourcePrefixes as the rule says
   * @param sourcePorts as the rule says
   * @param destinationPrefixes as the rule says
   * @param destinationPorts as the rule says
   * @param expandedSourcePrefixes what a service tag or ASG came to; empty where there is none
   * @param expandedDestinationPrefixes what a service tag or ASG came to; empty where there is none
   */
  public record Rule(
      String name,
      String direction,
      String access,
      String protocol,
      Optional<Integer> priority,
      List<String> sourcePrefixes,
      List<String> sourcePorts,
      List<String> destinationPrefixes,
      List<String> destinationPorts,
      List<String> expandedSourcePrefixes,
      List<String> expandedDestinationPrefixes) {
    /** Copies lists and checks that nothing is missing. */
    public Rule {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(direction, "direction");
      Objects.requireNonNull(access, "access");
      Objects.requireNonNull(protocol, "protocol");
      Objects.requireNonNull(priority, "priority");
      sourcePrefixes = List.copyOf(sourcePrefixes);
      sourcePorts = List.copyOf(sourcePorts);
      destinationPrefixes = List.copyOf(destinationPrefixes);
      destinationPorts = List.copyOf(destinationPorts);
      expandedSourcePrefixes = List.copyOf(expandedSourcePrefixes);
      expandedDestinationPrefixes = List.copyOf(expandedDestinationPrefixes);
    }
  }
}
