package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import io.github.rdpdiagnosis.probes.internal.io.OpenSockets;
import io.github.rdpdiagnosis.probes.internal.wire.ConnectionRequestPdu;
import io.github.rdpdiagnosis.probes.internal.wire.SecurityProtocol;
import io.github.rdpdiagnosis.probes.internal.wire.Tpkt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the steps up one address have in common: where to, until when, and where the observations
 * go. The steps themselves are classes of their own. Immutable; the address is climbed by one
 * thread.
 *
 * @param address a literal that has been parsed
 * @param endpoint the address and the port of the target
 * @param budget connections that the whole run may still make; the climb's own first one is taken
 * @param sockets those of the whole run: closing them interrupts it
 * @param timer for alarms
 * @param workers for what runs beside a step
 */
record Climb(
    LadderSettings settings,
    String address,
    InetSocketAddress endpoint,
    CheckContext context,
    ConnectionBudget budget,
    OpenSockets sockets,
    ScheduledExecutorService timer,
    Executor workers) {
  private static final Logger LOG = LoggerFactory.getLogger(Climb.class);

  /** requestedProtocols of the climb itself. */
  static final long REQUESTED =
      SecurityProtocol.SSL | SecurityProtocol.HYBRID | SecurityProtocol.HYBRID_EX;

  /** How many bytes of an answer are reported at most. */
  static final int REPORTED_BYTES = 64;

  /**
   * A silence is worth calling one after this long, even if the deadline cut the configured limit.
   */
  static final Duration LONG_ENOUGH_TO_READ = Duration.ofSeconds(2);

  /** Whether every question is asked, also those that the climb leaves no reason for. */
  boolean survey() {
    return settings.survey();
  }

  Deadline deadline() {
    return context.deadline();
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** A step on a connection of its own, once its socket is connected. */
  @FunctionalInterface
  interface Step {
    void take(Socket socket, Started started);

    /** What has to be set before the connect. */
    default void prepare(Socket socket) throws IOException {}
  }

  /** Takes a step on a further connection to the same endpoint, or reports why it was not taken. */
  void onNewConnection(String check, Step step) {
    Started started = Started.now();
    if (deadline().isOver()) {
      report(check, started, CheckStatus.notRun("the deadline"), Facts.none());
      return;
    }
    if (!budget.take()) {
      report(check, started, CheckStatus.notRun(budget.exhausted()), Facts.none());
      return;
    }
    Socket socket = null;
    try {
      socket = sockets.open();
      step.prepare(socket);
      connectAgain(socket);
      step.take(socket, started);
    } catch (IOException e) {
      unclear(
          check,
          started,
          "a further connection failed: " + e.getMessage(),
          "the same probe a minute later",
          furtherConnect(TcpFailures.classify(e), started));
    } finally {
      if (socket != null) {
        sockets.release(socket);
      }
    }
  }

  /** A server with a short queue answers the first client and none of the next. */
  private Facts furtherConnect(TcpOutcome outcome, Started started) {
    boolean tooShort =
        outcome == TcpOutcome.TIMED_OUT
            && isTooShort(
                started.elapsed(), settings.connectTimeout(), TcpStep.LONG_ENOUGH_TO_CONNECT);
    return isInterrupted() || tooShort
        ? Facts.none()
        : Facts.builder().put(ProbeFacts.RECONNECT_OUTCOME, outcome).build();
  }

  private void connectAgain(Socket socket) throws IOException {
    try {
      settings.connector().connect(socket, endpoint, deadline().atMost(settings.connectTimeout()));
    } catch (IOException e) {
      if (TcpFailures.classify(e) != TcpOutcome.OPEN) {
        throw e;
      }
      // Reset right after the handshake: the step itself will meet that and name it.
    }
  }

  /** Sends an X.224 Connection Request with RDP_NEG_REQ and reads the answer. */
  Answer request(Socket socket, long protocols) {
    return request(socket, ConnectionRequestPdu.of(protocols));
  }

  /** Sends an X.224 Connection Request and reads the answer. */
  Answer request(Socket socket, ConnectionRequestPdu pdu) {
    Answer answer =
        Dialogue.ask(
            socket,
            pdu.encode(),
            Tpkt::wanted,
            Tpkt.LONGEST,
            deadline().orSooner(settings.readTimeout()));
    return Tpkt.startsLikeOne(answer.bytes())
        ? answer
        : Dialogue.topUp(socket, answer, REPORTED_BYTES);
  }

  /** The request of the climb once more; empty if its outcome cannot be told, which is reported. */
  Optional<X224Reading> requestAgain(Socket socket, String check, Started started) {
    Started asked = Started.now();
    Answer answer = request(socket, REQUESTED);
    boolean tooShort =
        answer.end() == Answer.End.SILENT
            && isTooShort(asked.elapsed(), settings.readTimeout(), LONG_ENOUGH_TO_READ);
    if (isInterrupted() || tooShort) {
      cutShort(check, started, Facts.none());
      return Optional.empty();
    }
    return Optional.of(X224Reading.of(answer));
  }

  /** Whether the request is answered with TLS once more; if not, reports that. */
  boolean agreesOnTls(Socket socket, String check, Started started) {
    Optional<X224Reading> reading = requestAgain(socket, check, started);
    boolean agreed =
        reading.flatMap(X224Reading::selected).filter(SecurityProtocol::startsTls).isPresent();
    if (reading.isPresent() && !agreed) {
      unclear(
          check,
          started,
          "this time TLS was not agreed on: " + reading.get().why(),
          "the same probe a minute later",
          Facts.none());
    }
    return agreed;
  }

  /** Request and handshake once more; empty if the outcome cannot be told, which is reported. */
  Optional<TlsReading> handshakeAgain(Socket socket, String check, Started started) {
    if (!agreesOnTls(socket, check, started)) {
      return Optional.empty();
    }
    Started hello = Started.now();
    Duration limit = deadline().atMost(settings.readTimeout());
    TlsReading reading = TlsHandshake.perform(socket, settings, address, limit, timer).reading();
    boolean tooShort =
        reading.outcome() == TlsOutcome.SILENT
            && isTooShort(hello.elapsed(), settings.readTimeout(), LONG_ENOUGH_TO_READ);
    if (isInterrupted() || tooShort) {
      cutShort(check, started, Facts.none());
      return Optional.empty();
    }
    return Optional.of(reading);
  }

  /**
   * Whether a silence says nothing, because the deadline ended it before anyone could have
   * answered.
   */
  boolean isTooShort(Duration took, Duration configured, Duration longEnough) {
    Duration wanted = configured.compareTo(longEnough) < 0 ? configured : longEnough;
    return deadline().isOver() && took.compareTo(wanted) < 0;
  }

  /** Whether someone gave the run up, or everything else of it is over. */
  boolean isInterrupted() {
    return sockets.isClosed();
  }

  /** Reports a step that was interrupted or cut short by the deadline. */
  void cutShort(String check, Started started, Facts facts) {
    report(
        check,
        started,
        isInterrupted()
            ? interrupted()
            : CheckStatus.inconclusive(
                "the deadline came after " + started.elapsed().toMillis() + " ms without an answer",
                "more time"),
        facts);
  }

  /** Reports a step that leaves its question open. */
  void unclear(String check, Started started, String why, String settledBy, Facts facts) {
    report(
        check,
        started,
        isInterrupted() ? interrupted() : CheckStatus.inconclusive(why, settledBy),
        facts);
  }

  private static CheckStatus interrupted() {
    return CheckStatus.inconclusive("interrupted", "another run");
  }

  String id(String check) {
    return settings.id(check, Optional.of(address));
  }

  /** Reports steps that something before them made pointless. */
  void notRun(String because, String... checks) {
    for (String check : checks) {
      report(check, Started.now(), CheckStatus.notRun(because), Facts.none());
    }
  }

  void report(String check, Started started, CheckStatus status, Facts facts) {
    Observation observation =
        settings.observation(check, Optional.of(address), started, status, facts);
    LOG.debug("{} {} {}", observation.id(), status.kind(), facts);
    context.report(observation);
  }
}
