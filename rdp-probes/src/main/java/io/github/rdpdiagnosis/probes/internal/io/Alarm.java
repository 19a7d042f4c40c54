package io.github.rdpdiagnosis.probes.internal.io;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket when the time is over, whatever is waiting on it: read time-outs start anew with
 * every byte. Closing the alarm switches it off. Thread-safe.
 */
public final class Alarm implements AutoCloseable {
  private final ScheduledFuture<?> pending;
  private volatile boolean rang;

  /**
   * Sets an alarm.
   *
   * @param socket what to close
   * @param limit from now
   * @param timer what waits
   */
  public Alarm(Socket socket, Duration limit, ScheduledExecutorService timer) {
    pending = timer.schedule(() -> ring(socket), limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void ring(Socket socket) {
    rang = true;
    try {
      socket.close();
    } catch (IOException e) {
      // Whoever waits on the socket gets an exception either way.
    }
  }

  /**
   * Whether the time was over.
   *
   * @return true if the socket was closed by this alarm
   */
  public boolean hasRung() {
    return rang;
  }

  @Override
  public void close() {
    pending.cancel(false);
  }
}
