package io.github.rdpdiagnosis.diagnosis;

import io.github.rdpdiagnosis.azure.internal.json.PlainJson;
import io.github.rdpdiagnosis.model.check.Observation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The smallest custom role of Azure that would have let a diagnosis read what it could not: one
 * action for each check that was NOT_PERMITTED, and no other. Immutable.
 *
 * <p>Giving it to somebody needs {@code Microsoft.Authorization/roleDefinitions/write} and {@code
 * Microsoft.Authorization/roleAssignments/write}; nothing here asks Azure for that.
 *
 * @param actions RBAC actions such as {@code Microsoft.Network/networkSecurityGroups/read}, in
 *     their order
 * @param scope ARM id of the subscription that the role may be given in
 */
public record CustomRole(List<String> actions, String scope) {
  /** Checks that there is something to allow, and puts the actions in their order. */
  public CustomRole {
    Objects.requireNonNull(scope, "scope");
    actions = List.copyOf(new TreeSet<>(actions));
    if (actions.isEmpty()) {
      throw new IllegalArgumentException("a role without actions allows nothing");
    }
  }

  /**
   * What a diagnosis was not permitted to read.
   *
   * @param diagnosis of a VM
   * @return empty where nothing was denied, or no VM was asked for
   */
  public static Optional<CustomRole> missing(Diagnosis diagnosis) {
    Set<String> denied =
        diagnosis.checks().stream()
            .map(Observation::status)
            .flatMap(status -> status.permission().stream())
            .collect(Collectors.toSet());
    return denied.isEmpty()
        ? Optional.empty()
        : diagnosis
            .target()
            .vmId()
            .map(CustomRole::subscription)
            .map(scope -> new CustomRole(List.copyOf(denied), scope));
  }

  private static String subscription(String vmId) {
    String[] parts = vmId.split("/", 4);
    return parts.length < 4 ? vmId : "/" + parts[1] + "/" + parts[2];
  }

  /**
   * The role as {@code az role definition create --role-definition @FILE} takes it.
   *
   * @return JSON text
   */
  public String toJson() {
    Map<String, Object> json = new TreeMap<>();
    json.put("Name", "rdpdiag: what a diagnosis could not read");
    json.put("Description", "Reads what a diagnosis of Remote Desktop was not permitted to read");
    json.put("IsCustom", true);
    json.put("Actions", actions);
    json.put("NotActions", List.of());
    json.put("AssignableScopes", List.of(scope));
    return PlainJson.write(json);
  }
}
