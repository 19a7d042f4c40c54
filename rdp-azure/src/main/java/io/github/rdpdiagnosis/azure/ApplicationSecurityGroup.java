package io.github.rdpdiagnosis.azure;

import java.util.Objects;
import java.util.Optional;

/**
 * An ASG. Who is a member stands at the IP configurations. Source:
 * Microsoft.Network/applicationSecurityGroups.
 *
 * @param id ARM id
 * @param name resource name
 * @param location its region
 */
public record ApplicationSecurityGroup(String id, String name, Optional<String> location) {
  /** Copies lists and checks that nothing is missing. */
  public ApplicationSecurityGroup {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(location, "location");
  }
}
