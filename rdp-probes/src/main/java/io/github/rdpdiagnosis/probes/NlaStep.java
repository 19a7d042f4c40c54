package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.wire.FailureCode;
import io.github.rdpdiagnosis.probes.internal.wire.SecurityProtocol;
import java.net.Socket;

/**
 * Where CredSSP was selected: is it insisted on? A further connection with a Connection Request for
 * TLS alone; it ends after the answer.
 */
final class NlaStep implements Climb.Step {
  static final String CHECK = "nla";

  private final Climb climb;

  NlaStep(Climb climb) {
    this.climb = climb;
  }

  @Override
  public void take(Socket socket, Started started) {
    X224Reading reading = X224Reading.of(climb.request(socket, SecurityProtocol.SSL));
    boolean required =
        reading.failure().filter(FailureCode.HYBRID_REQUIRED_BY_SERVER::equals).isPresent();
    if (climb.isInterrupted() || (!required && reading.outcome() != X224Outcome.CONFIRMED)) {
      climb.unclear(
          CHECK,
          started,
          "a request for TLS alone was answered neither way: " + reading.why(),
          "the server's setting UserAuthentication",
          Facts.none());
      return;
    }
    climb.report(
        CHECK,
        started,
        CheckStatus.holds(),
        Facts.builder().put(ProbeFacts.NLA_REQUIRED, required).build());
  }
}
