package io.github.rdpdiagnosis.azure.policy;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;

/**
 * Changes that together open a way for a client, checked by evaluating the changed configuration.
 *
 * @param changes none of them can be left out
 * @param exposure how many pairs of source address and TCP port of the VM the NSGs, admin rules and
 *     routes let in afterwards that they did not let in before
 * @param after the client's decision afterwards
 */
public record Proposal(List<Change> changes, BigInteger exposure, Decision after) {
  /** Copies the list. */
  public Proposal {
    changes = List.copyOf(changes);
    Objects.requireNonNull(exposure, "exposure");
    Objects.requireNonNull(after, "after");
  }
}
