package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.wire.ConnectionRequestPdu;
import java.net.Socket;
import java.util.Optional;

/**
 * Sends an X.224 Connection Request that offers TLS and CredSSP ([MS-RDPBCGR] 2.2.1.1), without a
 * cookie, and reads the answer.
 */
final class X224Step {
  private final Climb climb;

  X224Step(Climb climb) {
    this.climb = climb;
  }

  /** Empty if the outcome cannot be told. */
  Optional<X224Reading> negotiate(Socket socket) {
    Started started = Started.now();
    if (climb.deadline().isOver()) {
      climb.report("x224", started, CheckStatus.notRun("the deadline"), Facts.none());
      return Optional.empty();
    }
    ConnectionRequestPdu asked = ConnectionRequestPdu.of(Climb.REQUESTED);
    Answer answer = climb.request(socket, asked);
    Facts.Builder facts =
        Facts.builder()
            .put(ProbeFacts.X224_REQUESTED, Climb.REQUESTED)
            .put(ProbeFacts.X224_REQUEST, Climb.hex(asked.encode()));
    if (answer.bytes().length > 0) {
      facts.put(ProbeFacts.X224_ANSWER, answer.hex(Climb.REPORTED_BYTES));
    }
    boolean tooShort =
        answer.end() == Answer.End.SILENT
            && climb.isTooShort(
                started.elapsed(), climb.settings().readTimeout(), Climb.LONG_ENOUGH_TO_READ);
    if (climb.isInterrupted() || tooShort) {
      climb.cutShort("x224", started, facts.build());
      return Optional.empty();
    }
    if (X224Reading.isIncomplete(answer)) {
      climb.unclear(
          "x224",
          started,
          "of the answer only " + answer.bytes().length + " bytes came within the limit",
          "more time",
          facts.build());
      return Optional.empty();
    }
    X224Reading reading = X224Reading.of(answer);
    facts.put(ProbeFacts.X224_OUTCOME, reading.outcome());
    reading.selected().ifPresent(value -> facts.put(ProbeFacts.X224_SELECTED, value));
    reading.failure().ifPresent(code -> facts.put(ProbeFacts.X224_FAILURE_CODE, code.value()));
    reading.foreign().ifPresent(guess -> facts.put(ProbeFacts.X224_FOREIGN, guess));
    NegotiationMeaning.of(asked, answer.bytes())
        .ifPresent(
            meaning -> {
              facts.put(ProbeFacts.X224_MEANING, meaning.text());
              meaning
                  .selectedAsked()
                  .ifPresent(was -> facts.put(ProbeFacts.X224_SELECTED_ASKED, was));
            });
    climb.report(
        "x224",
        started,
        reading.outcome() == X224Outcome.CONFIRMED
            ? CheckStatus.holds()
            : CheckStatus.violated(reading.why()),
        facts.build());
    return Optional.of(reading);
  }
}
