package io.github.rdpdiagnosis.azure.policy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of a packet at all gates together: DENY if one gate denies, ALLOW if all allow, else
 * INCONCLUSIVE.
 *
 * @param verdict the outcome
 * @param deciders one for each gate, in the order in which a packet meets them. A gate behind a
 *     deny is evaluated all the same, so that everything that blocks is known at once
 * @param assumptions what was taken for granted
 */
public record Decision(Verdict verdict, List<Decider> deciders, List<String> assumptions) {
  /** Copies the lists. */
  public Decision {
    Objects.requireNonNull(verdict, "verdict");
    deciders = List.copyOf(deciders);
    assumptions = List.copyOf(assumptions);
    if (deciders.stream().noneMatch(decider -> decider.verdict() == verdict)) {
      throw new IllegalArgumentException("no gate decides " + verdict);
    }
  }

  /**
   * The gate that settles it: the first that denies; else the first that is in doubt; else, for
   * ALLOW, the last that allows by a rule, or the last of all.
   *
   * @return one of {@link #deciders()}
   */
  public Decider decider() {
    List<Decider> settling =
        deciders.stream().filter(decider -> decider.verdict() == verdict).toList();
    if (verdict != Verdict.ALLOW) {
      return settling.get(0);
    }
    return settling.stream()
        .filter(decider -> decider.rule().isPresent())
        .reduce((first, second) -> second)
        .orElse(settling.get(settling.size() - 1));
  }

  /**
   * What the decision depends on.
   *
   * @return empty unless INCONCLUSIVE
   */
  public Optional<Doubt> doubt() {
    return verdict == Verdict.INCONCLUSIVE ? decider().doubt() : Optional.empty();
  }

  /**
   * The deciding gate's reason.
   *
   * @return one sentence
   */
  public String why() {
    return decider().why();
  }
}
