package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import java.net.Socket;

/**
 * The control of an experiment that succeeded: what failed at first is done once more in the same
 * way. Only if it fails again is the difference one of the experiment, and not of the time.
 */
final class AgainStep {
  static final String CHECK = "again";

  private final Climb climb;

  AgainStep(Climb climb) {
    this.climb = climb;
  }

  void request(X224Outcome first) {
    climb.onNewConnection(
        CHECK,
        (socket, started) ->
            climb
                .requestAgain(socket, CHECK, started)
                .ifPresent(reading -> report(started, reading.outcome() == first, reading.why())));
  }

  void handshake(TlsOutcome first) {
    climb.onNewConnection(CHECK, (socket, started) -> handshake(socket, started, first));
  }

  private void handshake(Socket socket, Started started, TlsOutcome first) {
    climb
        .handshakeAgain(socket, CHECK, started)
        .ifPresent(reading -> report(started, reading.outcome() == first, reading.why()));
  }

  private void report(Started started, boolean same, String why) {
    climb.report(
        CHECK,
        started,
        same ? CheckStatus.violated("as at first: " + why) : CheckStatus.holds(),
        Facts.builder().put(ProbeFacts.FAILS_AGAIN, same).build());
  }
}
