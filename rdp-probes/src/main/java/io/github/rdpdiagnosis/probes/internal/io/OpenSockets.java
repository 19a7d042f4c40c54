package io.github.rdpdiagnosis.probes.internal.io;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sockets of one run. Closing this closes them all and every later one, which ends each blocked
 * read. Thread-safe.
 */
public final class OpenSockets implements AutoCloseable {
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * A new unconnected socket.
   *
   * @return the socket; give it back with {@link #release}
   * @throws SocketException if all is over
   */
  public Socket open() throws SocketException {
    Socket socket = new Socket();
    sockets.add(socket);
    if (closed) {
      release(socket);
      throw new SocketException("cancelled");
    }
    return socket;
  }

  /**
   * Closes one socket.
   *
   * @param socket from {@link #open}
   */
  public void release(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // The descriptor is gone either way, and nothing more is wanted from this peer.
    }
  }

  /**
   * Whether all is over.
   *
   * @return true after {@link #cancel} or {@link #close}
   */
  public boolean isClosed() {
    return closed;
  }

  /** Gives up: closes them all, and every later one as soon as it is opened. */
  public void cancel() {
    closed = true;
    sockets.forEach(this::release);
  }

  @Override
  public void close() {
    cancel();
  }
}
