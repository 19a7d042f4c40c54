package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Opens the TCP connection of the climb. Where the port keeps silent for more than a second, or the
 * network says that there is no way to it, opens one to port 443 of the same address too, and to
 * 3389 where another port is asked for, without a byte of data.
 */
final class TcpStep {
  static final Duration LONG_ENOUGH_TO_CONNECT = Duration.ofMillis(3100);

  /**
   * Ports to try at an address that gives no answer: HTTPS, which edges rarely block and nothing
   * about Remote Desktop is tied to; and the usual port of Remote Desktop, where another one is
   * asked for.
   */
  private static final Map<Integer, String> OTHER_PORTS =
      Map.of(443, "other-port", 3389, "other-port-3389");

  private static final Duration OTHER_PORT_AFTER = Duration.ofSeconds(1);
  private static final Duration OTHER_PORT_PATIENCE = Duration.ofSeconds(2);

  private final Climb climb;
  private final AtomicBoolean otherPortsTried = new AtomicBoolean();

  TcpStep(Climb climb) {
    this.climb = climb;
  }

  /** Empty if the outcome cannot be told. */
  Optional<TcpOutcome> connect(Socket socket) {
    Started started = Started.now();
    if (climb.deadline().isOver()) {
      climb.report("tcp", started, CheckStatus.notRun("the deadline"), port().build());
      return Optional.empty();
    }
    Duration limit = climb.settings().connectTimeout();
    Facts.Builder facts = port();
    TcpOutcome outcome = TcpOutcome.OPEN;
    String message = "";
    ScheduledFuture<?> otherPort =
        climb
            .timer()
            .schedule(
                () -> climb.workers().execute(this::tryOtherPorts),
                OTHER_PORT_AFTER.toMillis(),
                TimeUnit.MILLISECONDS);
    try {
      climb
          .settings()
          .connector()
          .connect(socket, climb.endpoint(), climb.deadline().atMost(limit));
    } catch (IOException e) {
      message = String.valueOf(e.getMessage());
      outcome = TcpFailures.classify(e);
    } finally {
      otherPort.cancel(false);
    }
    Duration took = started.elapsed();
    facts.put(ProbeFacts.TCP_TIME, took);
    if (outcome != TcpOutcome.OPEN) {
      facts.put(ProbeFacts.TCP_MESSAGE, message);
    }
    boolean tooShort =
        outcome == TcpOutcome.TIMED_OUT && climb.isTooShort(took, limit, LONG_ENOUGH_TO_CONNECT);
    if (climb.isInterrupted() || tooShort) {
      climb.cutShort("tcp", started, climb.isInterrupted() ? port().build() : facts.build());
      return Optional.empty();
    }
    facts.put(ProbeFacts.TCP_OUTCOME, outcome);
    climb.report(
        "tcp",
        started,
        outcome == TcpOutcome.OPEN ? CheckStatus.holds() : CheckStatus.violated(message),
        facts.build());
    if (outcome == TcpOutcome.NO_ROUTE) {
      tryOtherPorts(); // no way at all, or none for this port?
    }
    return Optional.of(outcome);
  }

  private Facts.Builder port() {
    return Facts.builder().put(ProbeFacts.TCP_PORT, (long) climb.settings().port());
  }

  private void tryOtherPorts() {
    if (otherPortsTried.compareAndSet(false, true)) {
      OTHER_PORTS.forEach(
          (port, check) -> {
            if (port != climb.settings().port()) {
              tryOtherPort(port, check);
            }
          });
    }
  }

  /**
   * Where the RDP port keeps silent or there is no way to it: does anything at that address answer?
   * One port after another, two seconds each: with the usual limits both are over when a connect
   * times out.
   */
  private void tryOtherPort(int port, String check) {
    Started started = Started.now();
    if (!climb.budget().take()) {
      climb.notRun(climb.budget().exhausted(), check);
      return;
    }
    TcpOutcome outcome = TcpOutcome.OPEN;
    Socket socket = null;
    try {
      socket = climb.sockets().open();
      climb
          .settings()
          .connector()
          .connect(
              socket,
              new InetSocketAddress(climb.endpoint().getAddress(), port),
              climb.deadline().atMost(OTHER_PORT_PATIENCE));
    } catch (IOException e) {
      outcome = TcpFailures.classify(e);
    } finally {
      if (socket != null) {
        climb.sockets().release(socket);
      }
    }
    if (climb.isInterrupted()) {
      return; // interrupted, or everything else is over: nobody waits for this one
    }
    boolean answered = outcome == TcpOutcome.OPEN || outcome == TcpOutcome.REFUSED;
    climb.report(
        check,
        started,
        answered
            ? CheckStatus.holds()
            : CheckStatus.inconclusive(
                "port "
                    + port
                    + " of that address gives no answer either, which may be its usual state",
                "another look at the address: its name, its owner, Azure"),
        Facts.builder().put(ProbeFacts.OTHER_PORT_OUTCOME, outcome).build());
  }
}
