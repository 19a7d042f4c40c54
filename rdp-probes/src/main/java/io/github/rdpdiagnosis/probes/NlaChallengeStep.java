package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.credssp.NegotiateMessage;
import io.github.rdpdiagnosis.probes.internal.credssp.TsRequest;
import io.github.rdpdiagnosis.probes.internal.io.Alarm;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/**
 * The first message of CredSSP inside TLS, and the server's answer to it: a TSRequest with an NTLM
 * NEGOTIATE that carries no domain, no workstation and no user. The connection is closed after the
 * answer, so no log-on is ever begun and none can fail or lock an account; a server may log that a
 * client left in the middle of the handshake.
 */
final class NlaChallengeStep {
  static final String CHECK = "nla-challenge";

  private final Climb climb;

  NlaChallengeStep(Climb climb) {
    this.climb = climb;
  }

  /** Asks over a finished handshake. The plain socket is closed if the answer takes too long. */
  void ask(SSLSocket tls, Socket plain) {
    Started started = Started.now();
    if (climb.deadline().isOver()) {
      climb.report(CHECK, started, CheckStatus.notRun("the deadline"), Facts.none());
      return;
    }
    Duration limit = climb.deadline().atMost(climb.settings().readTimeout());
    Answer answer;
    boolean timedOut;
    try (Alarm alarm = new Alarm(plain, limit, climb.timer())) {
      answer =
          Dialogue.ask(
              tls,
              TsRequest.of(NegotiateMessage.encode()).encode(),
              TsRequest::wanted,
              TsRequest.LONGEST,
              climb.deadline().orSooner(limit));
      timedOut = alarm.hasRung() || answer.end() == Answer.End.SILENT;
    }
    Duration took = started.elapsed();
    NlaChallengeReading reading = NlaChallengeReading.of(answer, timedOut, started.at(), took);
    boolean tooShort =
        reading.outcome() == NlaChallengeOutcome.SILENT
            && climb.isTooShort(took, climb.settings().readTimeout(), Climb.LONG_ENOUGH_TO_READ);
    if (climb.isInterrupted() || tooShort) {
      climb.cutShort(CHECK, started, Facts.none());
      return;
    }
    climb.report(
        CHECK,
        started,
        reading.outcome() == NlaChallengeOutcome.CHALLENGE
            ? CheckStatus.holds()
            : CheckStatus.violated(reading.why()),
        reading.facts());
  }
}
