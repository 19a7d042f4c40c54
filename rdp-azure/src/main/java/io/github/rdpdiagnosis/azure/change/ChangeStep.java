package io.github.rdpdiagnosis.azure.change;

import java.util.Objects;

/**
 * An operation with the name that a plan and its journal know it by.
 *
 * @param id lower-case words, digits and dashes
 * @param operation what is done
 */
public record ChangeStep(String id, Operation operation) {
  /** Checks the id. */
  public ChangeStep {
    if (!id.matches("[a-z0-9-]{1,60}")) {
      throw new IllegalArgumentException("a step's id is 1 to 60 of a-z, 0-9 and -, got " + id);
    }
    Objects.requireNonNull(operation, "operation");
  }
}
