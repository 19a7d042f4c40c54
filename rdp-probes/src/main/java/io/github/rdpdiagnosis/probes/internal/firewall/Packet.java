package io.github.rdpdiagnosis.probes.internal.firewall;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * One of the two packets that begin a connection, as a rule of this computer sees it: the SYN that
 * leaves, or the SYN+ACK that comes back.
 *
 * @param flow the connection
 * @param leaving whether it is the SYN
 */
record Packet(Flow flow, boolean leaving) {
  private static final int TCP = 6;

  /** The connection-tracking state: the first packet is new, its answer established. */
  String state() {
    return leaving ? "new" : "established";
  }

  /** Whether a protocol, by name or number, is TCP. */
  static Fit isTcp(String protocol) {
    return Fit.of(
        protocol.equals("tcp") || protocol.equals("all") || protocol.equals(Integer.toString(TCP)));
  }

  /** The port that stands where a rule looks; this computer's own one is not known. */
  Fit port(boolean destination, String value) {
    return destination == leaving ? portIn(value, flow.port()) : ephemeral(value);
  }

  /** Own ports are chosen by the system: those below 1024 are never. */
  private static Fit ephemeral(String value) {
    Optional<int[]> range = range(value);
    return range.isPresent() && range.get()[1] < 1024 ? Fit.NO : Fit.MAYBE;
  }

  private static Fit portIn(String value, int port) {
    return range(value).map(r -> Fit.of(port >= r[0] && port <= r[1])).orElse(Fit.MAYBE);
  }

  /** A port or two with a dash or colon between them. */
  private static Optional<int[]> range(String value) {
    String[] ends = value.split("[-:]", 2);
    try {
      int low = ends[0].isEmpty() ? 0 : Integer.parseInt(ends[0]);
      int high = ends.length < 2 ? low : ends[1].isEmpty() ? 65535 : Integer.parseInt(ends[1]);
      return Optional.of(new int[] {low, high});
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The address that stands where a rule looks; this computer's own one is not asked for here. */
  Fit address(boolean destination, String value) {
    return destination == leaving ? addressIn(value, flow.remote()) : Fit.MAYBE;
  }

  /** Whether an address is the literal, in the prefix or in the range with a dash. */
  static Fit addressIn(String value, InetAddress address) {
    int dash = value.indexOf('-');
    if (dash > 0) {
      Optional<byte[]> low = Literal.bytes(value.substring(0, dash));
      Optional<byte[]> high = Literal.bytes(value.substring(dash + 1));
      byte[] own = address.getAddress();
      if (low.isEmpty() || high.isEmpty()) {
        return Fit.MAYBE;
      }
      return Fit.of(
          low.get().length == own.length
              && high.get().length == own.length
              && Arrays.compareUnsigned(low.get(), own) <= 0
              && Arrays.compareUnsigned(own, high.get()) <= 0);
    }
    return Literal.prefix(value).map(p -> Fit.of(p.holds(address.getAddress()))).orElse(Fit.MAYBE);
  }

  /** The interface by name, where {@code *} or {@code +} at the end stands for anything. */
  Fit networkInterface(boolean outgoing, String value) {
    if (outgoing != leaving) {
      return Fit.NO; // a packet that leaves has come in nowhere, and the other way round
    }
    if (flow.networkInterface().isEmpty()) {
      return Fit.MAYBE;
    }
    String name = flow.networkInterface().get();
    boolean wild = value.endsWith("*") || value.endsWith("+");
    return Fit.of(
        wild ? name.startsWith(value.substring(0, value.length() - 1)) : name.equals(value));
  }
}
