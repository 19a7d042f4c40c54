package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A group of a firewall policy, with its NAT rules only. Source:
 * firewallPolicies/ruleCollectionGroups.
 *
 * @param id ARM id
 * @param name resource name
 * @param priority the lower, the earlier
 * @param natRuleCollections its DNAT rules
 */
public record FirewallRuleCollectionGroup(
    String id,
    String name,
    Optional<Integer> priority,
    List<AzureFirewall.NatRuleCollection> natRuleCollections) {
  /** Copies lists and checks that nothing is missing. */
  public FirewallRuleCollectionGroup {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(priority, "priority");
    natRuleCollections = List.copyOf(natRuleCollections);
  }
}
