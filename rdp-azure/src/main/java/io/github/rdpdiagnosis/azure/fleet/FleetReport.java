package io.github.rdpdiagnosis.azure.fleet;

import java.util.List;
import java.util.Objects;

/**
 * What came of all VMs.
 *
 * @param question what was asked
 * @param machines each VM, in the order of the inventory
 * @param causes what keeps clients out, that of the most VMs first
 * @param assumptions what was taken for granted
 */
public record FleetReport(
    FleetQuestion question,
    List<MachineResult> machines,
    List<SharedCause> causes,
    List<String> assumptions) {
  /** Copies the lists. */
  public FleetReport {
    Objects.requireNonNull(question, "question");
    machines = List.copyOf(machines);
    causes = List.copyOf(causes);
    assumptions = List.copyOf(assumptions);
  }
}
