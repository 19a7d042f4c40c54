package io.github.rdpdiagnosis.azure.fleet;

import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.policy.Proposal;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What several VMs have in common: exactly these blockers.
 *
 * @param verdict DENY, or INCONCLUSIVE where it cannot be told
 * @param blockers all of them
 * @param machines the VMs, in the order of the inventory
 * @param fix the changes that expose least of those that open one of the VMs; empty where none is
 *     known
 * @param opened how many of the VMs they open, found by evaluating each with the changes
 */
public record SharedCause(
    Verdict verdict,
    List<Blocker> blockers,
    List<VmId> machines,
    Optional<Proposal> fix,
    int opened) {
  /** Copies the lists. */
  public SharedCause {
    Objects.requireNonNull(verdict, "verdict");
    blockers = List.copyOf(blockers);
    machines = List.copyOf(machines);
    Objects.requireNonNull(fix, "fix");
  }
}
