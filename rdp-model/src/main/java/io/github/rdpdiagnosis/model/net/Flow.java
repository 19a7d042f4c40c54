package io.github.rdpdiagnosis.model.net;

import java.util.Objects;
import java.util.Optional;

/**
 * The first packet of a connection, as a rule sees it.
 *
 * <p>Source: RFC 9293 section 3.1 and RFC 768 (ports).
 *
 * @param source where it comes from
 * @param sourcePort its source port, where that is known; clients choose one by chance
 * @param destination where it goes
 * @param destinationPort the port it goes to
 * @param protocol its protocol
 */
public record Flow(
    IpAddress source,
    Optional<Port> sourcePort,
    IpAddress destination,
    Port destinationPort,
    Protocol protocol) {
  /** Checks that both ends are of the same IP version. */
  public Flow {
    Objects.requireNonNull(sourcePort, "sourcePort");
    Objects.requireNonNull(destinationPort, "destinationPort");
    Objects.requireNonNull(protocol, "protocol");
    if (source.isIpv4() != destination.isIpv4()) {
      throw new IllegalArgumentException(
          "a flow has one IP version, got " + source + " to " + destination);
    }
  }

  /**
   * A TCP connection from a source port that is not known.
   *
   * @param source where it comes from
   * @param destination where it goes
   * @param destinationPort the port it goes to
   * @return the flow
   */
  public static Flow tcp(IpAddress source, IpAddress destination, Port destinationPort) {
    return new Flow(source, Optional.empty(), destination, destinationPort, Protocol.TCP);
  }

  @Override
  public String toString() {
    return protocol
        + " "
        + source
        + sourcePort.map(port -> " port " + port).orElse("")
        + " to "
        + destination
        + " port "
        + destinationPort;
  }
}
