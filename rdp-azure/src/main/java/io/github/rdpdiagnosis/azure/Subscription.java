package io.github.rdpdiagnosis.azure;

import java.util.Objects;
import java.util.Optional;

/**
 * A subscription. Source: Microsoft.Resources/subscriptions.
 *
 * @param id its GUID
 * @param displayName its name
 * @param state {@code Enabled}, {@code Warned}, {@code PastDue}, {@code Disabled} or {@code
 *     Deleted}; empty where ARM gave none
 * @param tenantId GUID of its tenant
 */
public record Subscription(String id, String displayName, String state, Optional<String> tenantId) {
  /** Copies lists and checks that nothing is missing. */
  public Subscription {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(displayName, "displayName");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(tenantId, "tenantId");
  }
}
