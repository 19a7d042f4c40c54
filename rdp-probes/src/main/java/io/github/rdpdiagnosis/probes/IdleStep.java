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
 * Where the connection ended at the request: does it end before it, too? A further connection on
 * which nothing is sent for 2.5 s. What inspects content, and a service that fails over the
 * request, have nothing to act on.
 */
final class IdleStep implements Climb.Step {
  static final String CHECK = "idle";

  private static final Duration PATIENCE = Duration.ofMillis(2500);

  private final Climb climb;
  private Optional<Reaction> reaction = Optional.empty();

  IdleStep(Climb climb) {
    this.climb = climb;
  }

  /** Whether the peer is known to wait for the client's first byte. */
  boolean staysOpen() {
    return reaction.filter(Reaction.SILENT::equals).isPresent();
  }

  @Override
  public void take(Socket socket, Started started) {
    Answer answer =
        Dialogue.ask(
            socket, new byte[0], (bytes, count) -> 1, 1, climb.deadline().orSooner(PATIENCE));
    Reaction seen = Reaction.of(answer);
    boolean tooShort =
        seen == Reaction.SILENT
            && climb.isTooShort(started.elapsed(), PATIENCE, Climb.LONG_ENOUGH_TO_READ);
    if (climb.isInterrupted() || tooShort) {
      climb.cutShort(CHECK, started, Facts.none());
      return;
    }
    reaction = Optional.of(seen);
    climb.report(
        CHECK,
        started,
        seen == Reaction.SILENT
            ? CheckStatus.holds()
            : CheckStatus.violated("without a byte from here: " + seen),
        Facts.builder().put(ProbeFacts.IDLE_OUTCOME, seen).build());
  }
}
