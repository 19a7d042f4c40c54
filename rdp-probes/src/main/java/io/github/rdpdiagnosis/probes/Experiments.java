package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;

/**
 * What is tried where the climb ended in an outcome that many causes share: each step asks one
 * question, on a connection of its own, and only while that question is open. One after another,
 * those first that a server with a short queue survives; the mere connect, which fills the queue,
 * comes last.
 */
final class Experiments {
  private final Climb climb;

  Experiments(Climb climb) {
    this.climb = climb;
  }

  /** After a request that was swallowed, or that ended the connection. */
  void afterTheRequest(X224Reading seen) {
    boolean silent = seen.outcome() == X224Outcome.SILENT;
    if (!silent) {
      IdleStep idle = new IdleStep(climb);
      climb.onNewConnection(IdleStep.CHECK, idle);
      if (!idle.staysOpen()) {
        return; // what is sent makes no difference
      }
    }
    JunkStep junk = new JunkStep(climb);
    climb.onNewConnection(JunkStep.CHECK, junk);
    BytewiseStep bytewise = new BytewiseStep(climb);
    climb.onNewConnection(BytewiseStep.CHECK, bytewise);
    if (bytewise.wasAnswered()) {
      new AgainStep(climb).request(seen.outcome());
    } else if (silent && junk.metSilence()) {
      climb.onNewConnection(
          "reconnect",
          (socket, started) ->
              climb.report(
                  "reconnect",
                  started,
                  CheckStatus.holds(),
                  Facts.builder().put(ProbeFacts.RECONNECT_OUTCOME, TcpOutcome.OPEN).build()));
    }
  }

  /** After a ClientHello that was swallowed. */
  void afterTheHello() {
    TinyHelloStep tiny = new TinyHelloStep(climb);
    climb.onNewConnection(TinyHelloStep.CHECK, tiny);
    if (!tiny.cameBack()) {
      return; // size makes no difference
    }
    SmallWindowStep small = new SmallWindowStep(climb);
    climb.onNewConnection(SmallWindowStep.CHECK, small);
    if (small.succeeded()) {
      new AgainStep(climb).handshake(TlsOutcome.SILENT);
    }
  }
}
