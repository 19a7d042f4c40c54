package io.github.rdpdiagnosis.azure;

import java.util.Objects;
import java.util.Optional;

/**
 * A policy of Azure Firewalls. Source: Microsoft.Network/firewallPolicies.
 *
 * @param id ARM id
 * @param name resource name
 * @param basePolicyId ARM id of the policy that it inherits from, whose NAT rules do not count for
 *     it; empty where it inherits from none
 * @param threatIntelMode {@code Off}, {@code Alert} or {@code Deny}
 * @param provisioningState such as {@code Succeeded}
 */
public record FirewallPolicy(
    String id,
    String name,
    @ArmLink Optional<String> basePolicyId,
    Optional<String> threatIntelMode,
    Optional<String> provisioningState) {
  /** Copies lists and checks that nothing is missing. */
  public FirewallPolicy {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(basePolicyId, "basePolicyId");
    Objects.requireNonNull(threatIntelMode, "threatIntelMode");
    Objects.requireNonNull(provisioningState, "provisioningState");
  }
}
