package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import io.github.rdpdiagnosis.probes.internal.tls.ClientHello;
import io.github.rdpdiagnosis.probes.internal.tls.HelloAnswer;
import java.net.Socket;
import java.util.Optional;

/**
 * Where TLS got no answer: do small packets pass? A further connection with the same Connection
 * Request, then a ClientHello to the same name that no server can agree to: the answer is an alert
 * of seven bytes, or the end of the connection, and fits through any hole that swallows large
 * packets.
 */
final class TinyHelloStep implements Climb.Step {
  static final String CHECK = "tls-alert";

  /** Header, level and description. */
  private static final int ALERT_RECORD = HelloAnswer.RECORD_HEADER + 2;

  private final Climb climb;
  private Optional<Reaction> reaction = Optional.empty();

  TinyHelloStep(Climb climb) {
    this.climb = climb;
  }

  /** Whether TLS is known to answer as long as the answer is small. */
  boolean cameBack() {
    return reaction.filter(seen -> seen != Reaction.SILENT).isPresent();
  }

  @Override
  public void take(Socket socket, Started started) {
    if (!climb.agreesOnTls(socket, CHECK, started)) {
      return;
    }
    Started hello = Started.now();
    Answer answer =
        Dialogue.ask(
            socket,
            ClientHello.unanswerable(climb.settings().serverName()),
            (bytes, count) -> ALERT_RECORD,
            ALERT_RECORD,
            climb.deadline().orSooner(climb.settings().readTimeout()));
    Reaction seen = Reaction.of(answer);
    boolean tooShort =
        seen == Reaction.SILENT
            && climb.isTooShort(
                hello.elapsed(), climb.settings().readTimeout(), Climb.LONG_ENOUGH_TO_READ);
    if (climb.isInterrupted() || tooShort) {
      climb.cutShort(CHECK, started, Facts.none());
      return;
    }
    reaction = Optional.of(seen);
    climb.report(
        CHECK,
        started,
        seen == Reaction.SILENT
            ? CheckStatus.violated("a ClientHello that needs no more than an alert got none")
            : CheckStatus.holds(),
        Facts.builder().put(ProbeFacts.TINY_HELLO_OUTCOME, seen).build());
  }
}
