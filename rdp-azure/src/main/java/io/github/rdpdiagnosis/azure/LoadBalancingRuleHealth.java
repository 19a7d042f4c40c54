package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which members of a load-balancing rule's pools are healthy now. Source:
 * loadBalancers/loadBalancingRules/health.
 *
 * @param up how many are
 * @param down how many are not
 * @param members each of them
 */
public record LoadBalancingRuleHealth(
    Optional<Integer> up, Optional<Integer> down, List<Member> members) {
  /** Copies lists and checks that nothing is missing. */
  public LoadBalancingRuleHealth {
    Objects.requireNonNull(up, "up");
    Objects.requireNonNull(down, "down");
    members = List.copyOf(members);
  }

  /**
   * One member's health.
   *
   * @param address its literal
   * @param ipConfigurationId ARM id of the NIC's IP configuration
   * @param state {@code Up}, {@code Down} or what the service says
   * @param reason the service's code for why
   */
  public record Member(
      Optional<String> address,
      Optional<String> ipConfigurationId,
      String state,
      Optional<String> reason) {
    /** Copies lists and checks that nothing is missing. */
    public Member {
      Objects.requireNonNull(address, "address");
      Objects.requireNonNull(ipConfigurationId, "ipConfigurationId");
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(reason, "reason");
    }
  }
}
