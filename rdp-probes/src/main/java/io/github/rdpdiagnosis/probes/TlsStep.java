package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/** The TLS handshake of the climb, by JSSE. */
final class TlsStep {
  private final Climb climb;

  TlsStep(Climb climb) {
    this.climb = climb;
  }

  /** Empty if the outcome cannot be told. */
  Optional<TlsHandshake.Done> handshake(Socket socket) {
    Started started = Started.now();
    if (climb.deadline().isOver()) {
      climb.report("tls", started, CheckStatus.notRun("the deadline"), Facts.none());
      return Optional.empty();
    }
    Duration limit = climb.deadline().atMost(climb.settings().readTimeout());
    TlsHandshake.Done done =
        TlsHandshake.perform(socket, climb.settings(), climb.address(), limit, climb.timer());
    TlsReading reading = done.reading();
    Facts.Builder facts = Facts.builder();
    CertificateFacts.put(facts, reading.chain(), climb.settings().host());
    boolean tooShort =
        reading.outcome() == TlsOutcome.SILENT
            && climb.isTooShort(
                started.elapsed(), climb.settings().readTimeout(), Climb.LONG_ENOUGH_TO_READ);
    if (climb.isInterrupted() || tooShort) {
      climb.cutShort("tls", started, facts.build());
      return Optional.empty();
    }
    facts.put(ProbeFacts.TLS_OUTCOME, reading.outcome());
    reading.alert().ifPresent(name -> facts.put(ProbeFacts.TLS_ALERT, name));
    reading.message().ifPresent(text -> facts.put(ProbeFacts.TLS_MESSAGE, text));
    reading.version().ifPresent(name -> facts.put(ProbeFacts.TLS_VERSION, name));
    reading.suite().ifPresent(name -> facts.put(ProbeFacts.TLS_SUITE, name));
    climb.report(
        "tls",
        started,
        reading.outcome() == TlsOutcome.HANDSHAKE
            ? CheckStatus.holds()
            : CheckStatus.violated(reading.why()),
        facts.build());
    return Optional.of(done);
  }
}
