package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of one NSG for one direction, by priority, with Azure's default rules; or what is wrong
 * with them.
 */
record RuleSet(List<SecurityRule> rules, Optional<String> fault) {

  static RuleSet of(NetworkSecurityGroup group, Direction direction) {
    List<SecurityRule> rules = new ArrayList<>();
    Map<Integer, SecurityRule> byPriority = new HashMap<>();
    for (SecurityRule rule : group.rules()) {
      Optional<Boolean> inbound = isInbound(rule);
      if (inbound.isEmpty()) {
        return faulty(
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
        return faulty("rule " + rule.name() + " of " + group.name() + " has no priority");
      }
      SecurityRule twin = byPriority.put(rule.priority().get(), rule);
      if (twin != null) {
        return faulty(
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
    for (SecurityRule rule : direction == Direction.INBOUND ? DEFAULTS_IN : DEFAULTS_OUT) {
      if (!byPriority.containsKey(rule.priority().orElseThrow())) {
        rules.add(rule);
      }
    }
    rules.sort(Comparator.comparing(rule -> rule.priority().orElseThrow()));
    return new RuleSet(List.copyOf(rules), Optional.empty());
  }

  private static Optional<Boolean> isInbound(SecurityRule rule) {
    if (rule.direction().equalsIgnoreCase("Inbound")) {
      return Optional.of(true);
    }
    return rule.direction().equalsIgnoreCase("Outbound") ? Optional.of(false) : Optional.empty();
  }

  private static RuleSet faulty(String fault) {
    return new RuleSet(List.of(), Optional.of(fault));
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
