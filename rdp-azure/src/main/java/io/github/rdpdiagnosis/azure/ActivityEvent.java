package io.github.rdpdiagnosis.azure;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An entry of the activity log: what was changed, and how that went. Source:
 * Microsoft.Insights/eventtypes/management/values.
 *
 * @param at when
 * @param operation such as {@code Microsoft.Network/networkSecurityGroups/securityRules/write}
 * @param status {@code Started}, {@code Accepted}, {@code Succeeded} or {@code Failed}; empty where
 *     ARM gave none
 * @param subStatus such as {@code Created (HTTP Status Code: 201)}
 * @param resourceId ARM id of what was changed
 * @param caller who, as the log says: personal data
 * @param correlationId the same for entries of one operation
 * @param errorCode such as {@code AllocationFailed}, for one that failed
 */
public record ActivityEvent(
    Instant at,
    String operation,
    String status,
    Optional<String> subStatus,
    String resourceId,
    Optional<String> caller,
    Optional<String> correlationId,
    Optional<String> errorCode) {
  /** Copies lists and checks that nothing is missing. */
  public ActivityEvent {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(subStatus, "subStatus");
    Objects.requireNonNull(resourceId, "resourceId");
    Objects.requireNonNull(caller, "caller");
    Objects.requireNonNull(correlationId, "correlationId");
    Objects.requireNonNull(errorCode, "errorCode");
  }
}
