package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.model.net.AddressSet;
import java.util.Objects;

/**
 * Addresses at the far end for which the decision is the same, for the same reasons.
 *
 * @param addresses never empty
 * @param decision what becomes of their packets
 */
public record Cell(AddressSet addresses, Decision decision) {
  /** Checks that there are addresses. */
  public Cell {
    Objects.requireNonNull(decision, "decision");
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("a cell has addresses");
    }
  }
}
