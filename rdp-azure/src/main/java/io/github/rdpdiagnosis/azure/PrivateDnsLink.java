package io.github.rdpdiagnosis.azure;

import java.util.Objects;
import java.util.Optional;

/**
 * A private DNS zone that a network resolves names through. Source:
 * Microsoft.Network/privateDnsZones/virtualNetworkLinks.
 *
 * @param id ARM id of the link
 * @param zone the zone's name, such as {@code privatelink.blob.core.windows.net}
 * @param state {@code Completed} once it works
 */
public record PrivateDnsLink(String id, String zone, Optional<String> state) {
  /** Checks that nothing is missing. */
  public PrivateDnsLink {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(state, "state");
  }
}
