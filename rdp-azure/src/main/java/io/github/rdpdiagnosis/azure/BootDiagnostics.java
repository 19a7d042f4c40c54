package io.github.rdpdiagnosis.azure;

import java.util.Objects;
import java.util.Optional;

/**
 * What boot diagnostics give without a guest agent. The signed URLs themselves are secrets and are
 * not kept. Source: virtualMachines/retrieveBootDiagnosticsData and the serial log.
 *
 * @param screenshotAvailable whether there is a screenshot
 * @param serialLogAvailable whether there is a serial log
 * @param serialLog what the serial log tells, where it could be fetched or was given as a file
 */
public record BootDiagnostics(
    boolean screenshotAvailable, boolean serialLogAvailable, Optional<SerialLog> serialLog) {
  /** Checks that nothing is missing. */
  public BootDiagnostics {
    Objects.requireNonNull(serialLog, "serialLog");
  }
}
