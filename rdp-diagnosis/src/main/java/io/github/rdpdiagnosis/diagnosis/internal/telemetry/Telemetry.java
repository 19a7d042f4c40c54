package io.github.rdpdiagnosis.diagnosis.internal.telemetry;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;

/**
 * Where a diagnosis is reported to when it is over. With OpenTelemetry's API on the class path that
 * is whatever the program has set up as its global instance; without it, nowhere. Thread-safe.
 */
public interface Telemetry {
  /** Reported to nobody. */
  Telemetry NONE = diagnosis -> {};

  /**
   * A diagnosis begins: its span will be a child of the one that this thread is in.
   *
   * @return where to report its end
   */
  static Telemetry begin() {
    return Present.API ? OpenTelemetrySpans.begin() : NONE;
  }

  /**
   * Reports a diagnosis that is over.
   *
   * @param diagnosis the result; facts are not reported, for they may be about persons
   */
  void ended(Diagnosis diagnosis);

  /** Whether the optional API can be used, found out once. */
  final class Present {
    private static final boolean API = isPresent();

    private Present() {}

    private static boolean isPresent() {
      try {
        Class.forName(
            "io.opentelemetry.api.GlobalOpenTelemetry", false, Telemetry.class.getClassLoader());
        return true;
      } catch (ClassNotFoundException e) {
        return false;
      }
    }
  }
}
