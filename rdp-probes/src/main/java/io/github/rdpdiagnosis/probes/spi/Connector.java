package io.github.rdpdiagnosis.probes.spi;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Opens a TCP connection: one SYN and what the system repeats of it, nothing more. Implementations
 * are thread-safe.
 *
 * <p>The caller makes the socket and owns it, so that it can close it from another thread to give
 * up.
 */
@FunctionalInterface
public interface Connector {
  /**
   * Connects, or fails the way {@link Socket#connect(java.net.SocketAddress, int)} does: the
   * exception's type and message are what the probe tells refusal, silence and a missing route by.
   *
   * @param socket unconnected; an implementation may bind it or set options first
   * @param address where to
   * @param timeout how long at most, at least one millisecond
   * @throws IOException if there is no connection
   */
  void connect(Socket socket, InetSocketAddress address, Duration timeout) throws IOException;

  /**
   * Connects directly, with no proxy.
   *
   * @return the connector
   */
  static Connector direct() {
    return (socket, address, timeout) ->
        socket.connect(address, (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis())));
  }
}
