package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import io.github.rdpdiagnosis.probes.internal.tls.Alert;
import io.github.rdpdiagnosis.probes.internal.tls.ClientHello;
import io.github.rdpdiagnosis.probes.internal.tls.FlightFraming;
import io.github.rdpdiagnosis.probes.internal.tls.HelloAnswer;
import io.github.rdpdiagnosis.probes.internal.tls.ServerFlight;
import io.github.rdpdiagnosis.probes.internal.tls.ServerHello;
import io.github.rdpdiagnosis.probes.internal.wire.SecurityProtocol;
import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import java.net.Socket;

/**
 * Where TLS found no common ground: what does the server speak? A further connection with the same
 * Connection Request, then a ClientHello with versions and suites that JSSE refuses to offer. The
 * plaintext answer is read up to the certificates and the connection closed; the handshake is never
 * completed.
 */
final class LegacyTlsStep implements Climb.Step {
  static final String CHECK = "tls-legacy";

  private final Climb climb;
  private final boolean tlsCameUp;

  /**
   * @param tlsCameUp whether JSSE got through, so that an old hello that is turned down means TLS
   *     1.3 only, and one that is taken is no fault
   */
  LegacyTlsStep(Climb climb, boolean tlsCameUp) {
    this.climb = climb;
    this.tlsCameUp = tlsCameUp;
  }

  @Override
  public void take(Socket socket, Started started) {
    X224Reading reading = X224Reading.of(climb.request(socket, Climb.REQUESTED));
    if (reading.selected().filter(SecurityProtocol::startsTls).isEmpty()) {
      unclear(started, "this time TLS was not agreed on: " + reading.why(), Facts.none());
      return;
    }
    Answer answer =
        Dialogue.ask(
            socket,
            ClientHello.record(climb.settings().serverName()),
            new FlightFraming(),
            FlightFraming.LONGEST,
            climb.deadline().orSooner(climb.settings().readTimeout()));
    try {
      HelloAnswer hello = HelloAnswer.parse(answer.bytes());
      if (hello instanceof ServerFlight flight) {
        report(started, flight);
      } else {
        turnedDown(started, (Alert) hello);
      }
    } catch (WireFormatException e) {
      Facts.Builder facts = Facts.builder();
      if (answer.bytes().length > 0) {
        facts.put(ProbeFacts.TLS_LEGACY_ANSWER, answer.hex(Climb.REPORTED_BYTES));
      }
      unclear(started, answer + ": " + e.getMessage(), facts.build());
    }
  }

  private void turnedDown(Started started, Alert alert) {
    Facts.Builder facts = Facts.builder().put(ProbeFacts.TLS_LEGACY_ALERT, alert.name());
    if (tlsCameUp) {
      facts.put(ProbeFacts.TLS_13_ONLY, alert.name().equals("protocol_version"));
      climb.report(CHECK, started, CheckStatus.holds(), facts.build());
    } else {
      unclear(started, "the server turned it down: " + alert.name(), facts.build());
    }
  }

  private void report(Started started, ServerFlight flight) {
    ServerHello chosen = flight.hello();
    Facts.Builder facts =
        Facts.builder()
            .put(ProbeFacts.TLS_LEGACY_VERSION, chosen.versionName())
            .put(ProbeFacts.TLS_LEGACY_SUITE, chosen.suiteName());
    CertificateFacts.put(
        facts, CertificateFacts.parse(flight.certificates()), climb.settings().host());
    climb.report(
        CHECK,
        started,
        tlsCameUp
            ? CheckStatus.holds()
            : CheckStatus.violated(
                "with old suites on offer the server chose "
                    + chosen.versionName()
                    + " and "
                    + chosen.suiteName()),
        facts.build());
  }

  private void unclear(Started started, String why, Facts facts) {
    climb.unclear(CHECK, started, why, "the server's SCHANNEL settings", facts);
  }
}
