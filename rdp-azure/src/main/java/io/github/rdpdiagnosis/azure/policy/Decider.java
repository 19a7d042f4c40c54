package io.github.rdpdiagnosis.azure.policy;

import java.util.Objects;
import java.util.Optional;

/**
 * What one gate does with a packet, and which of its rules does it.
 *
 * @param gate which gate
 * @param verdict what it does
 * @param resource ARM id of what the gate consists of, such as the NSG; empty where there is none
 *     or it is not known
 * @param rule the rule that decides; for INCONCLUSIVE the first one that might; empty where no rule
 *     does
 * @param why in one sentence
 * @param doubt for INCONCLUSIVE, what it depends on
 */
public record Decider(
    Gate gate,
    Verdict verdict,
    Optional<String> resource,
    Optional<Rule> rule,
    String why,
    Optional<Doubt> doubt) {
  /** Checks that INCONCLUSIVE, and it only, has a doubt. */
  public Decider {
    Objects.requireNonNull(gate, "gate");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(why, "why");
    if ((verdict == Verdict.INCONCLUSIVE) != doubt.isPresent()) {
      throw new IllegalArgumentException("a doubt goes with INCONCLUSIVE, and with it only");
    }
  }

  Decider at(Gate other) {
    return new Decider(other, verdict, resource, rule, why, doubt);
  }

  /**
   * A rule, as findings cite it.
   *
   * @param name its name
   * @param id its ARM id; empty where the document had none
   * @param priority the lower, the earlier
   * @param isDefault whether it is one of Azure's own
   */
  public record Rule(String name, Optional<String> id, int priority, boolean isDefault) {
    /** Checks that nothing is missing. */
    public Rule {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(id, "id");
    }

    @Override
    public String toString() {
      return name + " (" + priority + ")";
    }
  }
}
