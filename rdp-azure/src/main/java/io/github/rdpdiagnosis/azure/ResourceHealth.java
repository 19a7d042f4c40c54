package io.github.rdpdiagnosis.azure;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What Azure's platform says of the VM's health. Source:
 * Microsoft.ResourceHealth/availabilityStatuses.
 *
 * @param availabilityState {@code Available}, {@code Unavailable}, {@code Degraded} or {@code
 *     Unknown}
 * @param title short text of the service
 * @param summary the service's text
 * @param reasonType such as {@code Unplanned}, {@code Planned} or {@code UserInitiated}: who caused
 *     it
 * @param reasonChronicity {@code Transient} or {@code Persistent}
 * @param context such as {@code Platform Initiated} or {@code Customer Initiated}
 * @param category {@code Planned} or {@code Unplanned}
 * @param occurredAt since when
 * @param reportedAt when the service looked last
 */
public record ResourceHealth(
    String availabilityState,
    Optional<String> title,
    Optional<String> summary,
    Optional<String> reasonType,
    Optional<String> reasonChronicity,
    Optional<String> context,
    Optional<String> category,
    Optional<Instant> occurredAt,
    Optional<Instant> reportedAt) {
  /** Copies lists and checks that nothing is missing. */
  public ResourceHealth {
    Objects.requireNonNull(availabilityState, "availabilityState");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(reasonType, "reasonType");
    Objects.requireNonNull(reasonChronicity, "reasonChronicity");
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(occurredAt, "occurredAt");
    Objects.requireNonNull(reportedAt, "reportedAt");
  }
}
