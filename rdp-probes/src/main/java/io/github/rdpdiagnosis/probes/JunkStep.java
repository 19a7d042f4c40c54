package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

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
  private Optional<Reaction> reaction = Optional.empty();

  JunkStep(Climb climb) {
    this.climb = climb;
  }

  /** Whether nothing is known to read the port. */
  boolean metSilence() {
    return reaction.filter(Reaction.SILENT::equals).isPresent();
  }

  @Override
  public void take(Socket socket, Started started) {
    Answer answer =
        Dialogue.topUp(
            socket,
            Dialogue.ask(socket, JUNK, (bytes, count) -> 1, 1, climb.deadline().orSooner(PATIENCE)),
            Climb.REPORTED_BYTES);
    Reaction seen = Reaction.of(answer);
    boolean tooShort =
        seen == Reaction.SILENT
            && climb.isTooShort(started.elapsed(), PATIENCE, Climb.LONG_ENOUGH_TO_READ);
    if (climb.isInterrupted() || tooShort) {
      climb.cutShort(CHECK, started, Facts.none());
      return;
    }
    reaction = Optional.of(seen);
    Facts.Builder facts = Facts.builder().put(ProbeFacts.JUNK_OUTCOME, seen);
    if (seen == Reaction.ANSWERED) {
      facts.put(ProbeFacts.JUNK_ANSWER, answer.hex(Climb.REPORTED_BYTES));
    }
    boolean alive = seen == Reaction.ANSWERED || seen == Reaction.CLOSED;
    climb.report(
        CHECK,
        started,
        alive
            ? CheckStatus.holds()
            : CheckStatus.violated("nothing shows that a server reads this port: " + seen),
        facts.build());
  }
}
