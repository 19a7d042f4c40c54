package io.github.rdpdiagnosis.azure;

import java.util.Objects;
import java.util.Optional;

/**
 * A role given at the VM or above it. Source: Microsoft.Authorization/roleAssignments.
 *
 * @param id ARM id
 * @param roleDefinitionId ARM id of the role, which ends in the role's GUID
 * @param principalId object id of the user, group or application
 * @param principalType {@code User}, {@code Group} or {@code ServicePrincipal}
 * @param scope ARM id of where it was given
 */
public record RoleAssignment(
    String id,
    String roleDefinitionId,
    String principalId,
    Optional<String> principalType,
    String scope) {
  /** Copies lists and checks that nothing is missing. */
  public RoleAssignment {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(roleDefinitionId, "roleDefinitionId");
    Objects.requireNonNull(principalId, "principalId");
    Objects.requireNonNull(principalType, "principalType");
    Objects.requireNonNull(scope, "scope");
  }
}
