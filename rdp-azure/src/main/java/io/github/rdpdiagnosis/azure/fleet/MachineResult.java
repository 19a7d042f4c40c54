package io.github.rdpdiagnosis.azure.fleet;

import io.github.rdpdiagnosis.azure.Inventory.Machine;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of one VM.
 *
 * @param machine the VM
 * @param verdict whether the client gets in on some way; absent where no client was asked about
 * @param blockers all that keep it out, or may, on the way that is nearest to being open
 * @param openToInternet whether more public addresses than anybody's own get in
 */
public record MachineResult(
    Machine machine, Optional<Verdict> verdict, List<Blocker> blockers, boolean openToInternet) {
  /** Copies the list. */
  public MachineResult {
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(verdict, "verdict");
    blockers = List.copyOf(blockers);
  }

  /**
   * Whether the VM is known not to run, which no network rule helps.
   *
   * @return false also where its state is not known
   */
  public boolean isStopped() {
    return machine.powerState().filter(state -> !state.equalsIgnoreCase("running")).isPresent();
  }
}
