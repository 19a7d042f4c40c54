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
import io.github.rdpdiagnosis.probes.internal.tls.Alert;
import io.github.rdpdiagnosis.probes.internal.tls.ClientHello;
import io.github.rdpdiagnosis.probes.internal.tls.HelloAnswer;
import io.github.rdpdiagnosis.probes.internal.tls.ServerHello;
import io.github.rdpdiagnosis.probes.internal.wire.ConnectionRequestPdu;
import io.github.rdpdiagnosis.probes.internal.wire.FailureCode;
import io.github.rdpdiagnosis.probes.internal.wire.SecurityProtocol;
import io.github.rdpdiagnosis.probes.internal.wire.Tpkt;
import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Climbs one address. At most three connections, one after another: the climb itself; then one that
 * asks for TLS alone where CredSSP was selected, or one with bytes that are no request where the
 * request got no answer; then one with an old ClientHello where TLS was turned down or answered
 * with something else. Confined to one thread.
 */
final class AddressLadder {
  private static final Logger LOG = LoggerFactory.getLogger(AddressLadder.class);

  private static final long REQUESTED =
      SecurityProtocol.SSL | SecurityProtocol.HYBRID | SecurityProtocol.HYBRID_EX;

  /**
   * A silence is worth calling one after this long, even if the deadline cut the configured limit.
   */
  private static final Duration LONG_ENOUGH_TO_CONNECT = Duration.ofMillis(3100);

  private static final Duration LONG_ENOUGH_TO_READ = Duration.ofSeconds(2);

  /**
   * Seven bytes in the shape of a TPKT with a wrong version: live servers answer it or close, and
   * none takes it for a request.
   */
  private static final byte[] JUNK = {1, 0, 0, 7, 1, 1, 1};

  private static final Duration JUNK_PATIENCE = Duration.ofMillis(2500);
  private static final int REPORTED_BYTES = 64;

  /** HTTPS: a port that edges rarely block and that nothing about Remote Desktop is tied to. */
  private static final int OTHER_PORT = 443;

  private static final Duration OTHER_PORT_AFTER = Duration.ofSeconds(1);
  private static final Duration OTHER_PORT_PATIENCE = Duration.ofSeconds(2);

  private final LadderSettings settings;
  private final String address;
  private final CheckContext context;
  private final Deadline deadline;
  private final OpenSockets sockets;
  private final ScheduledExecutorService timer;
  private final Executor workers;

  AddressLadder(
      LadderSettings settings,
      String address,
      CheckContext context,
      OpenSockets sockets,
      ScheduledExecutorService timer,
      Executor workers) {
    this.settings = settings;
    this.address = address;
    this.context = context;
    this.deadline = context.deadline();
    this.sockets = sockets;
    this.timer = timer;
    this.workers = workers;
  }

  /** How far a step got, for the steps after it. */
  private enum Follow {
    NOTHING,
    JUNK,
    TLS,
    TLS_THEN_NLA
  }

  void climb() {
    Optional<InetAddress> target = Literals.parse(address);
    if (target.isEmpty()) {
      notRun("not an address: " + address, "tcp", "x224", "tls");
      return;
    }
    InetSocketAddress endpoint = new InetSocketAddress(target.get(), settings.port());
    Follow follow = Follow.NOTHING;
    boolean tryOldHello = false;
    Socket socket = null;
    try {
      socket = sockets.open();
      Optional<TcpOutcome> tcp = connect(socket, endpoint);
      if (tcp.isEmpty() || tcp.get() != TcpOutcome.OPEN) {
        notRun(id("tcp"), "x224", "tls");
        return;
      }
      follow = negotiate(socket);
      if (follow == Follow.TLS || follow == Follow.TLS_THEN_NLA) {
        tryOldHello = handshake(socket);
      }
    } catch (IOException e) {
      notRun("interrupted", "tcp", "x224", "tls");
      return;
    } finally {
      if (socket != null) {
        sockets.release(socket);
      }
    }
    if (follow == Follow.TLS_THEN_NLA) {
      askForTlsAlone(endpoint);
    }
    if (follow == Follow.JUNK) {
      sendJunk(endpoint);
    }
    if (tryOldHello) {
      sendOldHello(endpoint);
    }
  }

  /** Empty if the outcome cannot be told. */
  private Optional<TcpOutcome> connect(Socket socket, InetSocketAddress endpoint) {
    if (deadline.isOver()) {
      report("tcp", Started.now(), CheckStatus.notRun("the deadline"), port().build());
      return Optional.empty();
    }
    Started started = Started.now();
    Facts.Builder facts = port();
    TcpOutcome outcome = TcpOutcome.OPEN;
    String message = "";
    ScheduledFuture<?> otherPort =
        timer.schedule(
            () -> workers.execute(() -> tryOtherPort(endpoint.getAddress())),
            OTHER_PORT_AFTER.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      settings.connector().connect(socket, endpoint, deadline.atMost(settings.connectTimeout()));
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
    if (sockets.isClosed()) {
      report("tcp", started, interrupted(), port().build());
      return Optional.empty();
    }
    if (outcome == TcpOutcome.TIMED_OUT
        && isTooShort(took, settings.connectTimeout(), LONG_ENOUGH_TO_CONNECT)) {
      report("tcp", started, cutShort(took), facts.build());
      return Optional.empty();
    }
    facts.put(ProbeFacts.TCP_OUTCOME, outcome);
    report(
        "tcp",
        started,
        outcome == TcpOutcome.OPEN ? CheckStatus.holds() : CheckStatus.violated(message),
        facts.build());
    return Optional.of(outcome);
  }

  /**
   * While the RDP port keeps silent: does anything at that address answer? Ends within three
   * seconds of the first SYN, so before a connect times out with the usual limits.
   */
  private void tryOtherPort(InetAddress target) {
    Started started = Started.now();
    TcpOutcome outcome = TcpOutcome.OPEN;
    Socket socket = null;
    try {
      socket = sockets.open();
      settings
          .connector()
          .connect(
              socket,
              new InetSocketAddress(target, OTHER_PORT),
              deadline.atMost(OTHER_PORT_PATIENCE));
    } catch (IOException e) {
      outcome = TcpFailures.classify(e);
    } finally {
      if (socket != null) {
        sockets.release(socket);
      }
    }
    if (sockets.isClosed()) {
      return; // interrupted, or everything else is over: nobody waits for this one
    }
    boolean answered = outcome == TcpOutcome.OPEN || outcome == TcpOutcome.REFUSED;
    report(
        "other-port",
        started,
        answered
            ? CheckStatus.holds()
            : CheckStatus.inconclusive(
                "port 443 of that address gives no answer either, which may be its usual state",
                "another look at the address: its name, its owner, Azure"),
        Facts.builder().put(ProbeFacts.OTHER_PORT_OUTCOME, outcome).build());
  }

  private Facts.Builder port() {
    return Facts.builder().put(ProbeFacts.TCP_PORT, (long) settings.port());
  }

  private Follow negotiate(Socket socket) {
    Started started = Started.now();
    if (deadline.isOver()) {
      report("x224", started, CheckStatus.notRun("the deadline"), Facts.none());
      notRun(id("x224"), "tls");
      return Follow.NOTHING;
    }
    Answer answer = request(socket, REQUESTED);
    Duration took = started.elapsed();
    Facts.Builder facts = Facts.builder().put(ProbeFacts.X224_REQUESTED, REQUESTED);
    if (answer.bytes().length > 0) {
      facts.put(ProbeFacts.X224_ANSWER, answer.hex(REPORTED_BYTES));
    }
    X224Reading reading = X224Reading.of(answer);
    boolean silent = answer.end() == Answer.End.SILENT;
    if (sockets.isClosed()
        || (silent && isTooShort(took, settings.readTimeout(), LONG_ENOUGH_TO_READ))) {
      report("x224", started, sockets.isClosed() ? interrupted() : cutShort(took), facts.build());
      notRun(id("x224"), "tls");
      return Follow.NOTHING;
    }
    facts.put(ProbeFacts.X224_OUTCOME, reading.outcome());
    reading.selected().ifPresent(value -> facts.put(ProbeFacts.X224_SELECTED, value));
    reading.failure().ifPresent(code -> facts.put(ProbeFacts.X224_FAILURE_CODE, code.value()));
    reading.foreign().ifPresent(guess -> facts.put(ProbeFacts.X224_FOREIGN, guess));
    boolean confirmed = reading.outcome() == X224Outcome.CONFIRMED;
    report(
        "x224",
        started,
        confirmed ? CheckStatus.holds() : CheckStatus.violated(reading.why()),
        facts.build());
    if (!confirmed) {
      notRun(id("x224"), "tls");
      return reading.outcome() == X224Outcome.SILENT || reading.outcome() == X224Outcome.RESET
          ? Follow.JUNK
          : Follow.NOTHING;
    }
    long selected = reading.selected().orElse(SecurityProtocol.RDP);
    if (SecurityProtocol.isHybrid(selected)) {
      return Follow.TLS_THEN_NLA;
    }
    if (SecurityProtocol.startsTls(selected)) {
      return Follow.TLS;
    }
    report(
        "tls",
        Started.now(),
        CheckStatus.notApplicable(
            selected == SecurityProtocol.RDP
                ? "the server selected standard RDP security, which uses no TLS"
                : "the server selected protocol " + selected + ", which was not asked for"),
        Facts.none());
    return Follow.NOTHING;
  }

  private Answer request(Socket socket, long protocols) {
    Answer answer =
        Dialogue.ask(
            socket,
            ConnectionRequestPdu.of(protocols).encode(),
            Tpkt::wanted,
            Tpkt.LONGEST,
            deadline.orSooner(settings.readTimeout()));
    return Tpkt.startsLikeOne(answer.bytes())
        ? answer
        : Dialogue.topUp(socket, answer, REPORTED_BYTES);
  }

  /** Returns whether an old ClientHello could tell more. */
  private boolean handshake(Socket socket) {
    Started started = Started.now();
    if (deadline.isOver()) {
      report("tls", started, CheckStatus.notRun("the deadline"), Facts.none());
      return false;
    }
    Duration limit = deadline.atMost(settings.readTimeout());
    TlsReading reading = TlsHandshake.perform(socket, settings, address, limit, timer);
    Duration took = started.elapsed();
    Facts.Builder facts = Facts.builder();
    reading.certificate().ifPresent(c -> CertificateFacts.put(facts, c));
    boolean silent = reading.outcome() == TlsOutcome.SILENT;
    if (sockets.isClosed()
        || (silent && isTooShort(took, settings.readTimeout(), LONG_ENOUGH_TO_READ))) {
      report("tls", started, sockets.isClosed() ? interrupted() : cutShort(took), facts.build());
      return false;
    }
    facts.put(ProbeFacts.TLS_OUTCOME, reading.outcome());
    reading.alert().ifPresent(name -> facts.put(ProbeFacts.TLS_ALERT, name));
    reading.message().ifPresent(text -> facts.put(ProbeFacts.TLS_MESSAGE, text));
    reading.version().ifPresent(name -> facts.put(ProbeFacts.TLS_VERSION, name));
    reading.suite().ifPresent(name -> facts.put(ProbeFacts.TLS_SUITE, name));
    report(
        "tls",
        started,
        reading.outcome() == TlsOutcome.HANDSHAKE
            ? CheckStatus.holds()
            : CheckStatus.violated(reading.why()),
        facts.build());
    return reading.isWorthAnOldHello();
  }

  /** A step on a connection of its own, once its socket is connected. */
  @FunctionalInterface
  private interface Step {
    void take(Socket socket, Started started);
  }

  private void again(String check, InetSocketAddress endpoint, Step step) {
    Started started = Started.now();
    if (deadline.isOver()) {
      report(check, started, CheckStatus.notRun("the deadline"), Facts.none());
      return;
    }
    Socket socket = null;
    try {
      socket = sockets.open();
      reconnect(socket, endpoint);
      step.take(socket, started);
    } catch (IOException e) {
      report(
          check,
          started,
          sockets.isClosed()
              ? interrupted()
              : CheckStatus.inconclusive(
                  "a further connection failed: " + e.getMessage(),
                  "the same probe a minute later"),
          Facts.none());
    } finally {
      if (socket != null) {
        sockets.release(socket);
      }
    }
  }

  private void reconnect(Socket socket, InetSocketAddress endpoint) throws IOException {
    try {
      settings.connector().connect(socket, endpoint, deadline.atMost(settings.connectTimeout()));
    } catch (IOException e) {
      if (TcpFailures.classify(e) != TcpOutcome.OPEN) {
        throw e;
      }
      // Reset right after the handshake: the step itself will meet that and name it.
    }
  }

  private void askForTlsAlone(InetSocketAddress endpoint) {
    again(
        "nla",
        endpoint,
        (socket, started) -> {
          Answer answer = request(socket, SecurityProtocol.SSL);
          X224Reading reading = X224Reading.of(answer);
          boolean required =
              reading.failure().filter(FailureCode.HYBRID_REQUIRED_BY_SERVER::equals).isPresent();
          if (sockets.isClosed() || (!required && reading.outcome() != X224Outcome.CONFIRMED)) {
            report(
                "nla",
                started,
                sockets.isClosed()
                    ? interrupted()
                    : CheckStatus.inconclusive(
                        "a request for TLS alone was answered neither way: " + reading.why(),
                        "the server's setting UserAuthentication"),
                Facts.none());
            return;
          }
          report(
              "nla",
              started,
              CheckStatus.holds(),
              Facts.builder().put(ProbeFacts.NLA_REQUIRED, required).build());
        });
  }

  private void sendJunk(InetSocketAddress endpoint) {
    again(
        "junk",
        endpoint,
        (socket, started) -> {
          Answer answer =
              Dialogue.ask(socket, JUNK, (bytes, count) -> 1, 1, deadline.orSooner(JUNK_PATIENCE));
          Duration took = started.elapsed();
          boolean silent = answer.end() == Answer.End.SILENT;
          if (sockets.isClosed()
              || (silent && isTooShort(took, JUNK_PATIENCE, LONG_ENOUGH_TO_READ))) {
            report(
                "junk", started, sockets.isClosed() ? interrupted() : cutShort(took), Facts.none());
            return;
          }
          JunkOutcome outcome =
              switch (answer.end()) {
                case COMPLETE -> JunkOutcome.ANSWERED;
                case CLOSED -> JunkOutcome.CLOSED;
                case RESET -> JunkOutcome.RESET;
                case SILENT -> JunkOutcome.SILENT;
              };
          boolean alive = outcome == JunkOutcome.ANSWERED || outcome == JunkOutcome.CLOSED;
          report(
              "junk",
              started,
              alive
                  ? CheckStatus.holds()
                  : CheckStatus.violated("nothing shows that a server reads this port: " + outcome),
              Facts.builder().put(ProbeFacts.JUNK_OUTCOME, outcome).build());
        });
  }

  private void sendOldHello(InetSocketAddress endpoint) {
    again(
        "tls-legacy",
        endpoint,
        (socket, started) -> {
          X224Reading reading = X224Reading.of(request(socket, REQUESTED));
          if (reading.selected().filter(SecurityProtocol::startsTls).isEmpty()) {
            unclearOldHello(
                started, "this time TLS was not agreed on: " + reading.why(), Facts.none());
            return;
          }
          Answer answer =
              Dialogue.ask(
                  socket,
                  ClientHello.record(settings.serverName()),
                  HelloAnswer::wanted,
                  HelloAnswer.RECORD_HEADER + HelloAnswer.ENOUGH,
                  deadline.orSooner(settings.readTimeout()));
          try {
            HelloAnswer hello = HelloAnswer.parse(answer.bytes());
            if (hello instanceof ServerHello chosen) {
              reportOldHello(started, chosen);
            } else {
              unclearOldHello(
                  started, "the server turned it down: " + ((Alert) hello).name(), Facts.none());
            }
          } catch (WireFormatException e) {
            Facts.Builder facts = Facts.builder();
            if (answer.bytes().length > 0) {
              facts.put(ProbeFacts.TLS_LEGACY_ANSWER, answer.hex(REPORTED_BYTES));
            }
            unclearOldHello(started, answer + ": " + e.getMessage(), facts.build());
          }
        });
  }

  private void reportOldHello(Started started, ServerHello chosen) {
    report(
        "tls-legacy",
        started,
        CheckStatus.violated(
            "with old suites on offer the server chose "
                + chosen.versionName()
                + " and "
                + chosen.suiteName()),
        Facts.builder()
            .put(ProbeFacts.TLS_LEGACY_VERSION, chosen.versionName())
            .put(ProbeFacts.TLS_LEGACY_SUITE, chosen.suiteName())
            .build());
  }

  private void unclearOldHello(Started started, String why, Facts facts) {
    report(
        "tls-legacy",
        started,
        sockets.isClosed()
            ? interrupted()
            : CheckStatus.inconclusive(why, "the server's SCHANNEL settings"),
        facts);
  }

  private boolean isTooShort(Duration took, Duration configured, Duration longEnough) {
    Duration wanted = configured.compareTo(longEnough) < 0 ? configured : longEnough;
    return deadline.isOver() && took.compareTo(wanted) < 0;
  }

  private static CheckStatus cutShort(Duration took) {
    return CheckStatus.inconclusive(
        "the deadline came after " + took.toMillis() + " ms without an answer", "more time");
  }

  private static CheckStatus interrupted() {
    return CheckStatus.inconclusive("interrupted", "another run");
  }

  private String id(String check) {
    return settings.id(check, Optional.of(address));
  }

  private void notRun(String because, String... checks) {
    for (String check : checks) {
      report(check, Started.now(), CheckStatus.notRun(because), Facts.none());
    }
  }

  private void report(String check, Started started, CheckStatus status, Facts facts) {
    Observation observation =
        settings.observation(check, Optional.of(address), started, status, facts);
    LOG.debug("{} {} {}", observation.id(), status.kind(), facts);
    context.report(observation);
  }
}
