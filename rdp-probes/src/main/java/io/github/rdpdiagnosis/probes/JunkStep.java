package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import java.net.Socket;
import java.time.Duration;

/**
 * Where the request got no answer: does anything read this port? A further connection with seven
 * bytes in the shape of a TPKT with a wrong version: live servers answer them or close, and none
 * takes them for a request.
 */
final class JunkStep implements Climb.Step {
  static final String CHECK = "junk";

  private static final byte[] JUNK = {1, 0, 0, 7, 1, 1, 1};
  private static final Duration PATIENCE = Duration.ofMillis(2500);

  private final Climb climb;

  JunkStep(Climb climb) {
    this.climb = climb;
  }

  @Override
  public void take(Socket socket, Started started) {
    Answer answer =
        Dialogue.ask(socket, JUNK, (bytes, count) -> 1, 1, climb.deadline().orSooner(PATIENCE));
    boolean tooShort =
        answer.end() == Answer.End.SILENT
            && climb.isTooShort(started.elapsed(), PATIENCE, Climb.LONG_ENOUGH_TO_READ);
    if (climb.isInterrupted() || tooShort) {
      climb.cutShort(CHECK, started, Facts.none());
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
    climb.report(
        CHECK,
        started,
        alive
            ? CheckStatus.holds()
            : CheckStatus.violated("nothing shows that a server reads this port: " + outcome),
        Facts.builder().put(ProbeFacts.JUNK_OUTCOME, outcome).build());
  }
}
