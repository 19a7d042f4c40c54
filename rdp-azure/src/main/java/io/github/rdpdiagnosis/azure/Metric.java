package io.github.rdpdiagnosis.azure;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the host measured of a VM, at even intervals. Source: Microsoft.Insights/metrics.
 *
 * @param name such as {@link #PROCESSOR} or {@link #AVAILABLE_MEMORY}
 * @param unit such as {@code Percent} or {@code Bytes}
 * @param samples the oldest first; none for a time in which the VM did not run
 */
public record Metric(String name, Optional<String> unit, List<Sample> samples) {
  /** How busy the VM's processors are, in percent. */
  public static final String PROCESSOR = "Percentage CPU";

  /** Memory that the guest could still give to programs, in bytes. */
  public static final String AVAILABLE_MEMORY = "Available Memory Bytes";

  /** Copies the list and checks that nothing is missing. */
  public Metric {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(unit, "unit");
    samples = List.copyOf(samples);
  }

  /**
   * The values of one interval, in whole units.
   *
   * @param at its begin
   * @param average mean of the interval
   * @param minimum least of the interval
   * @param maximum most of the interval
   */
  public record Sample(
      Instant at, Optional<Long> average, Optional<Long> minimum, Optional<Long> maximum) {
    /** Checks that nothing is missing. */
    public Sample {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(average, "average");
      Objects.requireNonNull(minimum, "minimum");
      Objects.requireNonNull(maximum, "maximum");
    }
  }
}
