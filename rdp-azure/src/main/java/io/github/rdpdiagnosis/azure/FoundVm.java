package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A VM that {@link VmFinder} came upon.
 *
 * @param id the VM
 * @param location its region
 * @param powerState such as {@code running}; absent where the list does not tell
 * @param computerName the guest's name as it was given
 * @param via ARM ids of what leads from the address that was asked for to the VM, the outermost
 *     first; empty for a plain list
 */
public record FoundVm(
    VmId id,
    Optional<String> location,
    Optional<String> powerState,
    Optional<String> computerName,
    List<String> via) {
  /** Copies the list and checks that nothing is missing. */
  public FoundVm {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(powerState, "powerState");
    Objects.requireNonNull(computerName, "computerName");
    via = List.copyOf(via);
  }

  FoundVm via(List<String> way) {
    return new FoundVm(id, location, powerState, computerName, way);
  }
}
