package io.github.rdpdiagnosis.probes.peer;

import io.github.rdpdiagnosis.probes.internal.io.OpenSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server on loopback that plays a {@link PeerScript} to everyone who connects, until it is
 * closed.
 *
 * <pre>{@code
 * try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.NLA)) {
 *   RdpLadder.of("127.0.0.1", peer.port()).probe(Deadline.in(Duration.ofSeconds(10)));
 * }
 * }</pre>
 *
 * <p>Reachable from this computer only. Serves at most 32 connections at a time, each for at most
 * 30 s, on daemon threads. Knows no user and takes no credential. Thread-safe.
 */
public final class ScriptedPeer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScriptedPeer.class);
  private static final int MOST_CONNECTIONS = 32;
  private static final int BACKLOG = 16;
  private static final int CLOSE_SECONDS = 2;
  private static final int FILLERS = 8;
  private static final int FILL_TIMEOUT_MILLIS = 200;
  private static final AtomicInteger THREADS = new AtomicInteger();

  private final List<PeerScript> scripts;
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> accepted = ConcurrentHashMap.newKeySet();
  private final OpenSockets fillers = new OpenSockets();
  private final AutoCloseable holder;
  private final InetSocketAddress address;
  private final ExecutorService workers;

  private ScriptedPeer(List<PeerScript> scripts, InetSocketAddress bind) throws IOException {
    this.scripts = scripts;
    PeerScript script = scripts.get(0);
    this.workers = Executors.newFixedThreadPool(MOST_CONNECTIONS + 1, threads());
    if (script == PeerScript.REFUSED) {
      Socket bound = new Socket(); // bound and not listening: the port is taken and refuses
      holder = bound;
      bound.bind(bind);
      address = (InetSocketAddress) bound.getLocalSocketAddress();
      return;
    }
    ServerSocket listener = new ServerSocket();
    holder = listener;
    try {
      listener.bind(bind, script == PeerScript.DROP ? 1 : BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    address = (InetSocketAddress) listener.getLocalSocketAddress();
    if (script == PeerScript.DROP) {
      fillQueue();
    } else {
      List<Conversation> conversations = scripts.stream().map(Conversation::of).toList();
      workers.execute(() -> accept(listener, conversations));
    }
  }

  /**
   * Starts a peer on a free port of 127.0.0.1.
   *
   * @param script what it does
   * @return the running peer
   * @throws UncheckedIOException if no port can be had
   */
  public static ScriptedPeer start(PeerScript script) {
    return start(script, new InetSocketAddress(loopback(), 0));
  }

  /**
   * Starts a peer at a place of the caller's choice.
   *
   * @param script what it does
   * @param bind an address of 127.0.0.0/8 and a port; port 0 for a free one
   * @return the running peer
   * @throws IllegalArgumentException if the address is not IPv4 loopback
   * @throws UncheckedIOException if the port cannot be had
   */
  public static ScriptedPeer start(PeerScript script, InetSocketAddress bind) {
    InetAddress where = bind.getAddress();
    if (where == null || !where.isLoopbackAddress() || where.getAddress().length != 4) {
      throw new IllegalArgumentException("bind must be in 127.0.0.0/8, got " + bind);
    }
    try {
      return new ScriptedPeer(List.of(script), bind);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + bind, e);
    }
  }

  /**
   * Starts a peer that changes: the first connection gets the first script, and so on; the last one
   * is for all further connections. On a free port of 127.0.0.1.
   *
   * @param scripts at least one; {@link PeerScript#DROP} and {@link PeerScript#REFUSED} only alone
   * @return the running peer
   * @throws IllegalArgumentException if there is none, or one of several has no conversation
   * @throws UncheckedIOException if no port can be had
   */
  public static ScriptedPeer start(List<PeerScript> scripts) {
    boolean mixed =
        scripts.size() > 1
            && (scripts.contains(PeerScript.DROP) || scripts.contains(PeerScript.REFUSED));
    if (scripts.isEmpty() || mixed) {
      throw new IllegalArgumentException("scripts must be conversations, got " + scripts);
    }
    try {
      return new ScriptedPeer(List.copyOf(scripts), new InetSocketAddress(loopback(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on loopback", e);
    }
  }

  /**
   * The TCP port.
   *
   * @return never 0
   */
  public int port() {
    return address.getPort();
  }

  /**
   * Address and port.
   *
   * @return where to connect
   */
  public InetSocketAddress address() {
    return address;
  }

  /**
   * How many connections were accepted so far. Always 0 for {@link PeerScript#DROP} and {@link
   * PeerScript#REFUSED}.
   *
   * @return the count
   */
  public int connections() {
    return connections.get();
  }

  /**
   * Stops listening and closes every connection. Waits a moment for the threads to let go: the
   * system keeps the port for as long as one of them is still inside {@code accept}.
   */
  @Override
  public void close() {
    closeQuietly(holder);
    fillers.close();
    workers.shutdownNow();
    accepted.forEach(ScriptedPeer::closeQuietly);
    try {
      if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.debug("{} on {}: threads still running", scripts, address);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ServerSocket listener, List<Conversation> conversations) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        int which = Math.min(connections.getAndIncrement(), conversations.size() - 1);
        serve(socket, conversations.get(which));
      } catch (IOException e) {
        LOG.debug("{} on {}: {}", scripts, address, e.toString()); // closed, or a client that left
      }
    }
  }

  private void serve(Socket socket, Conversation conversation) {
    accepted.add(socket);
    if (accepted.size() > MOST_CONNECTIONS) {
      end(socket);
      return;
    }
    try {
      workers.execute(
          () -> {
            try {
              conversation.hold(socket);
            } catch (IOException e) {
              LOG.debug("{} on {}: {}", scripts, address, e.toString()); // the client left first
            } finally {
              end(socket);
            }
          });
    } catch (RejectedExecutionException e) {
      end(socket); // closed meanwhile
    }
  }

  private void end(Socket socket) {
    accepted.remove(socket);
    closeQuietly(socket);
  }

  /**
   * Connects until a connect gets no answer: the queue of a listener that never accepts is then
   * full.
   */
  private void fillQueue() throws IOException {
    for (int i = 0; i < FILLERS; i++) {
      Socket filler = fillers.open();
      try {
        filler.connect(address, FILL_TIMEOUT_MILLIS);
      } catch (SocketTimeoutException e) {
        fillers.release(filler);
        return;
      }
    }
  }

  /** Always IPv4, whatever the JVM prefers. */
  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an IPv4 address", e);
    }
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.debug("close: {}", e.toString()); // the descriptor is gone either way
    }
  }

  private static ThreadFactory threads() {
    return task -> {
      Thread thread = new Thread(task, "rdp-peer-" + THREADS.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
