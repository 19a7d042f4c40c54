package io.github.rdpdiagnosis.azure.policy;

import java.util.Objects;
import java.util.Optional;

/**
 * What a decision depends on that is not known.
 *
 * @param why what is not known
 * @param settledBy what would settle it
 * @param missingAction the exact RBAC action, where a missing right is the reason
 */
public record Doubt(String why, String settledBy, Optional<String> missingAction) {
  /** Checks that nothing is missing. */
  public Doubt {
    Objects.requireNonNull(why, "why");
    Objects.requireNonNull(settledBy, "settledBy");
    Objects.requireNonNull(missingAction, "missingAction");
  }

  Doubt(String why, String settledBy) {
    this(why, settledBy, Optional.empty());
  }
}
