package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.azure.policy.CompiledPolicy;
import io.github.rdpdiagnosis.azure.policy.Direction;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.Locale;
import java.util.Optional;

/**
 * One flow of either direction: {@code in|out,PROTO,REMOTE[:PORT],LOCAL[:PORT]}. An IPv6 address
 * with a port stands in brackets. A port that is left out, or {@code *}, is any or not known.
 */
record FlowArgument(
    Direction direction,
    Protocol protocol,
    IpAddress remote,
    Optional<Port> remotePort,
    IpAddress local,
    Optional<Port> localPort) {
  static final String FORM = "in|out,PROTO,REMOTE[:PORT],LOCAL[:PORT]";

  private record End(IpAddress address, Optional<Port> port) {}

  static FlowArgument parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 4) {
      throw new UsageException("--flow: expected " + FORM + ", got '" + text + "'");
    }
    try {
      Direction direction = direction(parts[0].strip());
      Protocol protocol = protocol(parts[1].strip());
      End remote = end(parts[2].strip());
      End local = end(parts[3].strip());
      if (remote.address.isIpv4() != local.address.isIpv4()) {
        throw new IllegalArgumentException("both addresses must be of one IP version");
      }
      boolean ports = protocol == Protocol.TCP || protocol == Protocol.UDP;
      if (!ports && (remote.port.isPresent() || local.port.isPresent())) {
        throw new IllegalArgumentException(protocol + " has no ports");
      }
      return new FlowArgument(
          direction, protocol, remote.address, remote.port, local.address, local.port);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--flow: " + e.getMessage() + " (expected " + FORM + ")");
    }
  }

  private static Direction direction(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "in", "inbound" -> Direction.INBOUND;
      case "out", "outbound" -> Direction.OUTBOUND;
      default ->
          throw new IllegalArgumentException("direction must be in or out, got '" + text + "'");
    };
  }

  private static Protocol protocol(String text) {
    for (Protocol protocol : Protocol.values()) {
      if (protocol.name().equalsIgnoreCase(text)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException(
        "protocol must be tcp, udp, icmp, esp or ah, got '" + text + "'");
  }

  private static End end(String text) {
    int bracket = text.indexOf(']');
    boolean bracketed = text.startsWith("[") && bracket > 0;
    boolean bare = !bracketed && text.indexOf(':') != text.lastIndexOf(':');
    int colon = bare ? -1 : text.indexOf(':', bracketed ? bracket : 0);
    String address =
        bracketed ? text.substring(1, bracket) : colon < 0 ? text : text.substring(0, colon);
    if (bracketed && colon != bracket + 1 && text.length() > bracket + 1) {
      throw new IllegalArgumentException("expected ':' after ']' in '" + text + "'");
    }
    String port = colon < 0 ? "*" : text.substring(colon + 1);
    return new End(
        IpAddress.parse(address),
        port.equals("*") ? Optional.empty() : Optional.of(Port.parse(port)));
  }

  Optional<Port> sourcePort() {
    return direction == Direction.INBOUND ? remotePort : localPort;
  }

  Optional<Port> destinationPort() {
    return direction == Direction.INBOUND ? localPort : remotePort;
  }

  /** What compiles a policy for the flow's end at the VM. */
  interface Compiler {
    CompiledPolicy compile(
        Direction direction,
        IpAddress local,
        Protocol protocol,
        Optional<Port> sourcePort,
        Optional<Port> destinationPort);
  }

  CompiledPolicy compile(Compiler compiler) {
    return compiler.compile(direction, local, protocol, sourcePort(), destinationPort());
  }

  @Override
  public String toString() {
    return direction.name().toLowerCase(Locale.ROOT)
        + " "
        + protocol.name().toLowerCase(Locale.ROOT)
        + " "
        + end(remote, remotePort)
        + (direction == Direction.INBOUND ? " to " : " from ")
        + end(local, localPort);
  }

  private static String end(IpAddress address, Optional<Port> port) {
    return address + port.map(p -> " port " + p).orElse("");
  }
}
