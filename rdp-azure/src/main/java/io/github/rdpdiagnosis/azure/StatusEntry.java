package io.github.rdpdiagnosis.azure;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A status in an instance view.
 *
 * @param code such as {@code ProvisioningState/succeeded}; empty where ARM gave none
 * @param level {@code Info}, {@code Warning} or {@code Error}
 * @param displayStatus short text for people
 * @param message longer text, cut at 1000 characters, signatures of URLs removed
 * @param at when
 */
public record StatusEntry(
    String code,
    Optional<String> level,
    Optional<String> displayStatus,
    Optional<String> message,
    Optional<Instant> at) {
  /** Copies lists and checks that nothing is missing. */
  public StatusEntry {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(displayStatus, "displayStatus");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(at, "at");
  }
}
