package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.wire.ConnectionRequestPdu;
import io.github.rdpdiagnosis.probes.internal.wire.SecurityProtocol;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One question of the survey of what a server agrees to: a Connection Request for a certain set of
 * protocols on a connection of its own, which ends after the answer. Servers log each of these
 * connections.
 */
final class SurveyStep implements Climb.Step {
  private static final Map<String, OptionalLong> REQUESTS = requests();

  private final Climb climb;
  private final String check;
  private final ConnectionRequestPdu asked;

  private SurveyStep(Climb climb, String check, OptionalLong protocols) {
    this.climb = climb;
    this.check = check;
    this.asked = new ConnectionRequestPdu(protocols);
  }

  private static Map<String, OptionalLong> requests() {
    Map<String, OptionalLong> requests = new LinkedHashMap<>();
    requests.put("survey-ssl", OptionalLong.of(SecurityProtocol.SSL));
    requests.put("survey-hybrid", OptionalLong.of(SecurityProtocol.HYBRID));
    requests.put("survey-rdp", OptionalLong.of(SecurityProtocol.RDP));
    requests.put("survey-none", OptionalLong.empty());
    requests.put(
        "survey-ssl-hybrid", OptionalLong.of(SecurityProtocol.SSL | SecurityProtocol.HYBRID));
    requests.put("survey-hybrid-ex", OptionalLong.of(SecurityProtocol.HYBRID_EX));
    requests.put("survey-rdstls", OptionalLong.of(SecurityProtocol.RDSTLS));
    requests.put("survey-rdsaad", OptionalLong.of(SecurityProtocol.RDSAAD));
    return requests;
  }

  /** The names of all questions, the most telling first. */
  static Set<String> checks() {
    return REQUESTS.keySet();
  }

  /** Asks all questions of one address, one after another. */
  static void takeAll(Climb climb) {
    REQUESTS.forEach(
        (check, protocols) ->
            climb.onNewConnection(check, new SurveyStep(climb, check, protocols)));
  }

  @Override
  public void take(Socket socket, Started started) {
    Answer answer = climb.request(socket, asked);
    Facts.Builder facts = Facts.builder().put(ProbeFacts.SURVEY_REQUEST, Climb.hex(asked.encode()));
    asked.requestedProtocols().ifPresent(bits -> facts.put(ProbeFacts.SURVEY_REQUESTED, bits));
    if (answer.bytes().length > 0) {
      facts.put(ProbeFacts.SURVEY_ANSWER, answer.hex(Climb.REPORTED_BYTES));
    }
    boolean tooShort =
        answer.end() == Answer.End.SILENT
            && climb.isTooShort(
                started.elapsed(), climb.settings().readTimeout(), Climb.LONG_ENOUGH_TO_READ);
    if (climb.isInterrupted() || tooShort) {
      climb.cutShort(check, started, facts.build());
      return;
    }
    if (X224Reading.isIncomplete(answer)) {
      climb.unclear(
          check,
          started,
          "the answer was not complete within the limit",
          "more time",
          facts.build());
      return;
    }
    X224Reading reading = X224Reading.of(answer);
    facts.put(ProbeFacts.SURVEY_OUTCOME, reading.outcome());
    reading.selected().ifPresent(value -> facts.put(ProbeFacts.SURVEY_SELECTED, value));
    reading.failure().ifPresent(code -> facts.put(ProbeFacts.SURVEY_FAILURE_CODE, code.value()));
    NegotiationMeaning.of(asked, answer.bytes())
        .ifPresent(meaning -> facts.put(ProbeFacts.SURVEY_MEANING, meaning.text()));
    // Declining one set of protocols is an answer as good as any other: nothing is violated.
    climb.report(check, started, CheckStatus.holds(), facts.build());
  }
}
