package io.github.rdpdiagnosis.azure;

import java.util.Objects;

/**
 * How much of a quota for VMs is used in a region. Source: Microsoft.Compute/locations/usages.
 *
 * @param name such as {@code cores} or {@code standardDSv5Family}
 * @param current in use
 * @param limit the most that may be
 */
public record ComputeUsage(String name, long current, long limit) {
  /** Copies lists and checks that nothing is missing. */
  public ComputeUsage {
    Objects.requireNonNull(name, "name");
  }
}
