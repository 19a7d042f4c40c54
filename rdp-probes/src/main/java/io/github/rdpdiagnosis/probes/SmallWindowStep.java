package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;

/**
 * Where TLS answers only if the answer is small: does the whole handshake pass in small segments? A
 * further connection with a receive buffer of 1024 bytes, set before the connect, so that the
 * server may not send more than about a kilobyte at once. Everything else is as on the first one.
 */
final class SmallWindowStep implements Climb.Step {
  static final String CHECK = "tls-small-window";

  private static final int RECEIVE_BUFFER = 1024;

  private final Climb climb;
  private Optional<TlsOutcome> outcome = Optional.empty();

  SmallWindowStep(Climb climb) {
    this.climb = climb;
  }

  boolean succeeded() {
    return outcome.filter(TlsOutcome.HANDSHAKE::equals).isPresent();
  }

  @Override
  public void prepare(Socket socket) throws SocketException {
    socket.setReceiveBufferSize(RECEIVE_BUFFER);
  }

  @Override
  public void take(Socket socket, Started started) {
    climb
        .handshakeAgain(socket, CHECK, started)
        .ifPresent(
            reading -> {
              outcome = Optional.of(reading.outcome());
              climb.report(
                  CHECK,
                  started,
                  reading.outcome() == TlsOutcome.HANDSHAKE
                      ? CheckStatus.holds()
                      : CheckStatus.violated(reading.why()),
                  Facts.builder().put(ProbeFacts.SMALL_WINDOW_OUTCOME, reading.outcome()).build());
            });
  }
}
