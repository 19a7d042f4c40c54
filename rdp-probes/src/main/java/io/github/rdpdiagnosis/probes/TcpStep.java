package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Opens the TCP connection of the climb. While the RDP port keeps silent for more than a second,
 * opens one to port 443 of the same address too, without a byte of data.
 */
final class TcpStep {
  private static final Duration LONG_ENOUGH_TO_CONNECT = Duration.ofMillis(3100);

  /** HTTPS: a port that edges rarely block and that nothing about Remote Desktop is tied to. */
  private static final int OTHER_PORT = 443;

  private static final Duration OTHER_PORT_AFTER = Duration.ofSeconds(1);
  private static final Duration OTHER_PORT_PATIENCE = Duration.ofSeconds(2);

  private final Climb climb;

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
                () -> climb.workers().execute(this::tryOtherPort),
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
    return Optional.of(outcome);
  }

  private Facts.Builder port() {
    return Facts.builder().put(ProbeFacts.TCP_PORT, (long) climb.settings().port());
  }

  /**
   * While the RDP port keeps silent: does anything at that address answer? Ends within three
   * seconds of the first SYN, so before a connect times out with the usual limits.
   */
  private void tryOtherPort() {
    Started started = Started.now();
    TcpOutcome outcome = TcpOutcome.OPEN;
    Socket socket = null;
    try {
      socket = climb.sockets().open();
      climb
          .settings()
          .connector()
          .connect(
              socket,
              new InetSocketAddress(climb.endpoint().getAddress(), OTHER_PORT),
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
        "other-port",
        started,
        answered
            ? CheckStatus.holds()
            : CheckStatus.inconclusive(
                "port 443 of that address gives no answer either, which may be its usual state",
                "another look at the address: its name, its owner, Azure"),
        Facts.builder().put(ProbeFacts.OTHER_PORT_OUTCOME, outcome).build());
  }
}
