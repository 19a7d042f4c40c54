package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.Reading;
import java.util.Optional;

/** Says what a part that was not read leaves open. */
final class Gaps {
  private Gaps() {}

  static Doubt doubt(String part, Reading<?> reading, String action) {
    Optional<String> missing =
        reading instanceof Reading.NotPermitted<?> denied
            ? Optional.of(denied.action())
            : Optional.empty();
    String why = part + " was not read: " + reading.gap().orElseThrow();
    return new Doubt(
        why,
        missing.isPresent() ? "the right " + missing.get() : "a reading of it (" + action + ")",
        missing);
  }
}
