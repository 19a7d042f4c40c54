package io.github.rdpdiagnosis.azure.change;

import java.util.List;
import java.util.Set;

/**
 * What a run did, step by step.
 *
 * @param steps in the order of the plan
 * @param taken what was taken back afterwards, last first; empty where nothing was
 */
public record ChangeReport(List<StepOutcome> steps, List<StepOutcome> taken) {
  /** Copies the lists. */
  public ChangeReport {
    steps = List.copyOf(steps);
    taken = List.copyOf(taken);
  }

  /**
   * Whether every step is done.
   *
   * @return false where one is not, or something was taken back
   */
  public boolean isComplete() {
    return taken.isEmpty() && steps.stream().allMatch(StepOutcome::goesOn);
  }

  /**
   * Whether all that was taken back is as it was before.
   *
   * @return true also where nothing had to be
   */
  public boolean isTakenBack() {
    return taken.stream()
        .allMatch(
            step ->
                Set.of(
                        StepOutcome.Kind.UNDONE,
                        StepOutcome.Kind.ALREADY,
                        StepOutcome.Kind.NOT_BEGUN)
                    .contains(step.kind()));
  }
}
