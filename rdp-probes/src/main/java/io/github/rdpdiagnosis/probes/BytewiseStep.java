package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import io.github.rdpdiagnosis.probes.internal.wire.ConnectionRequestPdu;
import io.github.rdpdiagnosis.probes.internal.wire.Tpkt;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the request got no answer: does it get one in small pieces? A further connection with the
 * same Connection Request, one byte a segment. To the server it is the same request; a device that
 * looks for RDP in single packets does not see it.
 */
final class BytewiseStep implements Climb.Step {
  static final String CHECK = "bytewise";

  private static final Duration PATIENCE = Duration.ofMillis(2500);

  private final Climb climb;
  private Optional<X224Reading> reading = Optional.empty();

  BytewiseStep(Climb climb) {
    this.climb = climb;
  }

  /** Whether an RDP server answered. */
  boolean wasAnswered() {
    return reading.filter(X224Reading::isRdp).isPresent();
  }

  @Override
  public void take(Socket socket, Started started) {
    Duration limit =
        climb.settings().readTimeout().compareTo(PATIENCE) < 0
            ? climb.settings().readTimeout()
            : PATIENCE;
    Answer answer =
        Dialogue.askBytewise(
            socket,
            ConnectionRequestPdu.of(Climb.REQUESTED).encode(),
            Tpkt::wanted,
            Tpkt.LONGEST,
            climb.deadline().orSooner(limit));
    boolean tooShort =
        answer.end() == Answer.End.SILENT
            && climb.isTooShort(started.elapsed(), limit, Climb.LONG_ENOUGH_TO_READ);
    if (climb.isInterrupted() || tooShort) {
      climb.cutShort(CHECK, started, Facts.none());
      return;
    }
    X224Reading seen = X224Reading.of(answer);
    reading = Optional.of(seen);
    climb.report(
        CHECK,
        started,
        seen.isRdp() ? CheckStatus.holds() : CheckStatus.violated(seen.why()),
        Facts.builder().put(ProbeFacts.BYTEWISE_OUTCOME, seen.outcome()).build());
  }
}
