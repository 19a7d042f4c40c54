package io.github.rdpdiagnosis.diagnosis;

import java.util.List;

/**
 * A check that was not run and would tell the remaining suspects apart.
 *
 * @param check which check, in a few words
 * @param separates ids of the causes that its outcome would tell apart; may be empty where it only
 *     lifts a limit
 * @param how how to run it: a command that can be pasted where there is one
 */
public record NextStep(String check, List<String> separates, String how) {
  /** Copies the list. */
  public NextStep {
    separates = List.copyOf(separates);
    if (check.isBlank() || how.isBlank()) {
      throw new IllegalArgumentException("next step needs a check and a how");
    }
  }
}
