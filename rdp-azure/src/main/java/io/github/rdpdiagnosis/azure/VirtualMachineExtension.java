package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An extension of a VM: what was asked for, and what its handler reports. Settings are not read:
 * protected ones never come back, others may hold secrets all the same. Source:
 * virtualMachines/extensions and the VM's instance view.
 *
 * @param name resource name
 * @param publisher such as {@code Microsoft.Compute}
 * @param type such as {@code VMAccessAgent} or {@code AADLoginForWindows}
 * @param version of its handler
 * @param provisioningState such as {@code Succeeded}; absent where the VM alone reports it
 * @param statuses what the handler reports
 */
public record VirtualMachineExtension(
    String name,
    Optional<String> publisher,
    Optional<String> type,
    Optional<String> version,
    Optional<String> provisioningState,
    List<StatusEntry> statuses) {
  /** Copies lists and checks that nothing is missing. */
  public VirtualMachineExtension {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(publisher, "publisher");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(provisioningState, "provisioningState");
    statuses = List.copyOf(statuses);
  }
}
