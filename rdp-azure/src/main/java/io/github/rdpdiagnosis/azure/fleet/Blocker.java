package io.github.rdpdiagnosis.azure.fleet;

import io.github.rdpdiagnosis.azure.policy.Decider;
import io.github.rdpdiagnosis.azure.policy.Gate;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that keeps a client out, or may: two VMs with equal ones have it in common.
 *
 * @param gate where; empty where there is no way in at all
 * @param resource ARM id of the rule or of what decides; empty where it is Azure's own behaviour
 * @param rule name of the rule; empty where none decides
 * @param what for people
 */
public record Blocker(
    Optional<Gate> gate, Optional<String> resource, Optional<String> rule, String what)
    implements Comparable<Blocker> {
  private static final Comparator<Blocker> ORDER =
      Comparator.comparing((Blocker each) -> each.gate.map(Gate::ordinal).orElse(-1))
          .thenComparing(each -> each.resource.orElse(""))
          .thenComparing(each -> each.rule.orElse(""))
          .thenComparing(Blocker::what);

  /** Checks that nothing is missing. */
  public Blocker {
    Objects.requireNonNull(gate, "gate");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(what, "what");
  }

  static Blocker of(Decider decider) {
    return new Blocker(
        Optional.of(decider.gate()),
        decider.rule().flatMap(Decider.Rule::id).or(decider::resource),
        decider.rule().map(Decider.Rule::name),
        decider.why());
  }

  static Blocker noWay(String what) {
    return new Blocker(Optional.empty(), Optional.empty(), Optional.empty(), what);
  }

  @Override
  public int compareTo(Blocker other) {
    return ORDER.compare(this, other);
  }
}
