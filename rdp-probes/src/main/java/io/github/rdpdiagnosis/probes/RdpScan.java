package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.net.Prefix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The same look at many targets: does the port open, does RDP answer there. Only targets that the
 * caller lists are touched, each with one connection.
 *
 * <pre>{@code
 * RdpScan.of(addresses).mode(ScanMode.NEGOTIATION).run(result -> save(result));
 * }</pre>
 *
 * <p>One thread, the caller's, and one selector. Targets are taken from the list one at a time as
 * there is room for them, and each result is handed over as soon as it is there, in the order in
 * which the targets answer: a million targets need no more memory than a thousand. To cancel,
 * interrupt the thread: the connections under way are closed without a result.
 *
 * <p>Polite by default: at most 500 new connections a second in all and 50 to each network, 512
 * under way. Servers may log each connection, and intrusion detection may take many of them for an
 * attack: ask who runs the network first.
 *
 * <p>Immutable and thread-safe, as far as the list of targets is; each method gives a changed copy.
 */
public final class RdpScan {
  /** For {@link #perSecond} and {@link #perNetwork}: as fast as this computer can. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
  private static final int MOST_UNDER_WAY = 100_000;

  private final Iterable<InetSocketAddress> targets;
  private final Settings settings;

  private RdpScan(Iterable<InetSocketAddress> targets, Settings settings) {
    this.targets = targets;
    this.settings = settings;
  }

  /** What can be set. */
  record Settings(ScanMode mode, Duration timeout, int underWay, int perSecond, int perNetwork) {
    static final Settings DEFAULTS =
        new Settings(ScanMode.TCP, Duration.ofSeconds(5), 512, 500, 50);
  }

  /**
   * A scan with the defaults.
   *
   * @param targets addresses and ports, resolved; may be endless or made as it is read, and is read
   *     by the thread that runs the scan
   * @return the scan
   */
  public static RdpScan of(Iterable<InetSocketAddress> targets) {
    return new RdpScan(Objects.requireNonNull(targets, "targets"), Settings.DEFAULTS);
  }

  /**
   * How far to go. Default {@link ScanMode#TCP}.
   *
   * @param mode the mode
   * @return a changed copy
   */
  public RdpScan mode(ScanMode mode) {
    Objects.requireNonNull(mode, "mode");
    return with(
        new Settings(
            mode, settings.timeout, settings.underWay, settings.perSecond, settings.perNetwork));
  }

  /**
   * How long to wait for TCP, and again for the answer. Default 5 s; see {@link
   * RdpLadder#connectTimeout}.
   *
   * @param timeout more than zero, at most ten minutes
   * @return a changed copy
   */
  public RdpScan timeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "timeout must be more than zero and at most ten minutes, got " + timeout);
    }
    return with(
        new Settings(
            settings.mode, timeout, settings.underWay, settings.perSecond, settings.perNetwork));
  }

  /**
   * How many connections may be under way at once. Default 512. Each takes a file descriptor; where
   * the system has fewer to give, fewer are under way.
   *
   * @param connections from 1 to 100,000
   * @return a changed copy
   */
  public RdpScan underWay(int connections) {
    if (connections < 1 || connections > MOST_UNDER_WAY) {
      throw new IllegalArgumentException(
          "underWay must be from 1 to " + MOST_UNDER_WAY + ", got " + connections);
    }
    return with(
        new Settings(
            settings.mode, settings.timeout, connections, settings.perSecond, settings.perNetwork));
  }

  /**
   * How many connections may be begun in a second, in all. Default 500.
   *
   * @param connections at least 1, or {@link #UNLIMITED}
   * @return a changed copy
   */
  public RdpScan perSecond(int connections) {
    return with(
        new Settings(
            settings.mode,
            settings.timeout,
            settings.underWay,
            atLeastOne("perSecond", connections),
            settings.perNetwork));
  }

  /**
   * How many connections may be begun in a second to one network: the first 24 bits of IPv4, the
   * first 64 of IPv6 (see {@link Prefix}). Default 50.
   *
   * @param connections at least 1, or {@link #UNLIMITED}
   * @return a changed copy
   */
  public RdpScan perNetwork(int connections) {
    return with(
        new Settings(
            settings.mode,
            settings.timeout,
            settings.underWay,
            settings.perSecond,
            atLeastOne("perNetwork", connections)));
  }

  private static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
    return value;
  }

  private RdpScan with(Settings changed) {
    return new RdpScan(targets, changed);
  }

  /**
   * Scans, and returns when the last target has its result or this thread is interrupted; the
   * interrupt flag stays set then.
   *
   * @param consumer gets each result, on this thread; what it throws ends the scan
   * @return how it ended
   * @throws UncheckedIOException if this system gives no selector
   */
  public ScanSummary run(Consumer<ScanResult> consumer) {
    Objects.requireNonNull(consumer, "consumer");
    try (ScanLoop loop = new ScanLoop(settings, targets.iterator(), consumer, System::nanoTime)) {
      return loop.run();
    } catch (IOException e) {
      throw new UncheckedIOException("no selector to scan with", e);
    }
  }
}
