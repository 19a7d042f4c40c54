package io.github.rdpdiagnosis.azure.fleet;

import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import java.util.Objects;
import java.util.Optional;

/**
 * What is asked about each VM.
 *
 * @param port the TCP port that the guests listen on
 * @param client the client's address, as Azure sees it; empty to ask only who is open to the
 *     internet
 */
public record FleetQuestion(Port port, Optional<IpAddress> client) {
  /** Checks that nothing is missing. */
  public FleetQuestion {
    Objects.requireNonNull(port, "port");
    Objects.requireNonNull(client, "client");
  }
}
