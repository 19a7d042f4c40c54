package io.github.rdpdiagnosis.probes.internal.firewall;

import io.github.rdpdiagnosis.probes.FirewallDecision;
import io.github.rdpdiagnosis.probes.FirewallEffect;
import java.util.Optional;

/**
 * What a packet filter decides about a connection.
 *
 * @param kind the decision
 * @param effect what a blocked connection sees; present exactly with {@link
 *     FirewallDecision#BLOCKS}
 * @param rule the rule that decides or that leaves it open, as the system's tool prints it, with
 *     the place where it stands; empty with {@link FirewallDecision#PASSES}
 */
public record Ruling(FirewallDecision kind, Optional<FirewallEffect> effect, String rule) {
  private static final int LONGEST = 300;

  static Ruling passes() {
    return new Ruling(FirewallDecision.PASSES, Optional.empty(), "");
  }

  static Ruling blocks(FirewallEffect effect, String rule) {
    return new Ruling(FirewallDecision.BLOCKS, Optional.of(effect), cut(rule));
  }

  static Ruling unsure(String rule) {
    return new Ruling(FirewallDecision.UNSURE, Optional.empty(), cut(rule));
  }

  /**
   * Of several filters that a packet has to pass: one that blocks decides, then one that may.
   *
   * @param other what another filter decides
   * @return the decision of both
   */
  public Ruling and(Ruling other) {
    if (kind == FirewallDecision.BLOCKS || other.kind == FirewallDecision.PASSES) {
      return this;
    }
    return other.kind == FirewallDecision.BLOCKS || kind == FirewallDecision.PASSES ? other : this;
  }

  private static String cut(String rule) {
    return rule.length() > LONGEST ? rule.substring(0, LONGEST) + "…" : rule;
  }
}
