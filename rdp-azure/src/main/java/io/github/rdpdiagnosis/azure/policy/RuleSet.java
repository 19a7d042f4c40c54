package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.model.net.AddressSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of one NSG, with Azure's default rules, or of the network managers, for one direction
 * and by priority; or what is wrong with them. Each NSG is read once, so two of these are the same
 * only if they are one object.
 */
final class RuleSet {
  private final NetworkSecurityGroup group;
  private final Direction direction;
  private final List<Rule> rules;
  private final Optional<String> fault;
  private final boolean sameForAll;

  private RuleSet(
      NetworkSecurityGroup group, Direction direction, List<Rule> rules, Optional<String> fault) {
    this.group = group;
    this.direction = direction;
    this.rules = List.copyOf(rules);
    this.fault = fault;
    this.sameForAll = rules.stream().allMatch(this::isTheSameForAll);
  }

  NetworkSecurityGroup group() {
    return group;
  }

  Direction direction() {
    return direction;
  }

  /** By ascending priority; empty where there is a fault. */
  List<Rule> rules() {
    return rules;
  }

  /** Why the order of the rules cannot be told. */
  Optional<String> fault() {
    return fault;
  }

  /**
   * Whether the rules do the same for every VM: none tells addresses of VMs apart other than by
   * whether they are in the virtual network, and none names ASGs or what is not known.
   */
  boolean isTheSameForAll() {
    return sameForAll;
  }

  private boolean isTheSameForAll(Rule rule) {
    boolean inbound = direction == Direction.INBOUND;
    Side near = inbound ? rule.destination() : rule.source();
    Side far = inbound ? rule.source() : rule.destination();
    boolean anywhere = near.isFixed() && near.literal().equals(AddressSet.all());
    return (anywhere || near.isVirtualNetwork())
        && far.unknown().isEmpty()
        && far.groupIds().isEmpty()
        && !far.blank();
  }

  static RuleSet of(
      NetworkSecurityGroup group, Direction direction, boolean admin, Rule.SideReader sides) {
    List<SecurityRule> rules = new ArrayList<>();
    Map<Integer, SecurityRule> byPriority = new HashMap<>();
    for (SecurityRule rule : group.rules()) {
      Optional<Boolean> inbound = isInbound(rule);
      if (inbound.isEmpty()) {
        return faulty(
            group,
            direction,
            "rule "
                + rule.name()
                + " of "
                + group.name()
                + " has the direction '"
                + rule.direction()
                + "'");
      }
      if (inbound.get() != (direction == Direction.INBOUND)) {
        continue;
      }
      if (rule.priority().isEmpty()) {
        return faulty(
            group, direction, "rule " + rule.name() + " of " + group.name() + " has no priority");
      }
      SecurityRule twin = byPriority.put(rule.priority().get(), rule);
      if (twin != null) {
        return faulty(
            group,
            direction,
            "rules "
                + twin.name()
                + " and "
                + rule.name()
                + " of "
                + group.name()
                + " share the priority "
                + rule.priority().get()
                + " in one direction");
      }
      rules.add(rule);
    }
    List<SecurityRule> defaults = direction == Direction.INBOUND ? DEFAULTS_IN : DEFAULTS_OUT;
    for (SecurityRule rule : admin ? List.<SecurityRule>of() : defaults) {
      if (!byPriority.containsKey(rule.priority().orElseThrow())) {
        rules.add(rule);
      }
    }
    rules.sort(Comparator.comparing(rule -> rule.priority().orElseThrow()));
    return new RuleSet(
        group,
        direction,
        rules.stream().map(rule -> Rule.of(rule, group.id(), admin, sides)).toList(),
        Optional.empty());
  }

  private static Optional<Boolean> isInbound(SecurityRule rule) {
    if (rule.direction().equalsIgnoreCase("Inbound")) {
      return Optional.of(true);
    }
    return rule.direction().equalsIgnoreCase("Outbound") ? Optional.of(false) : Optional.empty();
  }

  private static RuleSet faulty(NetworkSecurityGroup group, Direction direction, String fault) {
    return new RuleSet(group, direction, List.of(), Optional.of(fault));
  }

  private static final List<SecurityRule> DEFAULTS_IN =
      List.of(
          byDefault(
              "AllowVnetInBound", 65000, "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
          byDefault(
              "AllowAzureLoadBalancerInBound", 65001, "Inbound", "Allow", "AzureLoadBalancer", "*"),
          byDefault("DenyAllInBound", 65500, "Inbound", "Deny", "*", "*"));

  private static final List<SecurityRule> DEFAULTS_OUT =
      List.of(
          byDefault(
              "AllowVnetOutBound", 65000, "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
          byDefault("AllowInternetOutBound", 65001, "Outbound", "Allow", "*", "Internet"),
          byDefault("DenyAllOutBound", 65500, "Outbound", "Deny", "*", "*"));

  private static SecurityRule byDefault(
      String name,
      int priority,
      String direction,
      String access,
      String source,
      String destination) {
    return new SecurityRule(
        Optional.empty(),
        name,
        Optional.of(priority),
        direction,
        access,
        "*",
        Endpoint.of(source, "*"),
        Endpoint.of(destination, "*"),
        true);
  }
}
