package io.github.rdpdiagnosis.azure;

import java.util.Objects;

/**
 * A lock that stops changes. Source: Microsoft.Authorization/locks.
 *
 * @param id ARM id
 * @param name resource name
 * @param level {@code ReadOnly} (also no start, restart or resize) or {@code CanNotDelete}
 * @param scope ARM id of what is locked, with all beneath it
 */
public record ManagementLock(String id, String name, String level, String scope) {
  /** Copies lists and checks that nothing is missing. */
  public ManagementLock {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(scope, "scope");
  }
}
