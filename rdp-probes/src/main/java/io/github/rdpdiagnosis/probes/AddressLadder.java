package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.wire.SecurityProtocol;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/**
 * The order of the steps up one address, one connection after another: the climb itself, which goes
 * on to CredSSP's challenge where the server selects that; then one that asks for TLS alone where
 * CredSSP was selected; {@link Experiments} where a step got no answer to what was sent; one with
 * an old ClientHello where TLS was turned down or answered with something else. Confined to one
 * thread.
 */
final class AddressLadder {
  private final Climb climb;
  private Optional<X224Reading> x224 = Optional.empty();
  private Optional<TlsReading> tls = Optional.empty();

  AddressLadder(Climb climb) {
    this.climb = climb;
  }

  void climb() {
    climbOnOneConnection();
    if (agreesOnCredSsp()) {
      climb.onNewConnection(NlaStep.CHECK, new NlaStep(climb));
    }
    x224.filter(X224Reading::isUnanswered).ifPresent(new Experiments(climb)::afterTheRequest);
    if (tls.filter(reading -> reading.outcome() == TlsOutcome.SILENT).isPresent()) {
      new Experiments(climb).afterTheHello();
    }
    if (tls.filter(reading -> climb.survey() || reading.isWorthAnOldHello()).isPresent()) {
      boolean tlsCameUp = tls.get().outcome() == TlsOutcome.HANDSHAKE;
      climb.onNewConnection(LegacyTlsStep.CHECK, new LegacyTlsStep(climb, tlsCameUp));
    }
    if (climb.survey() && x224.filter(X224Reading::isRdp).isPresent()) {
      SurveyStep.takeAll(climb);
    }
  }

  private void climbOnOneConnection() {
    Socket socket = null;
    try {
      socket = climb.sockets().open();
      Optional<TcpOutcome> tcp = new TcpStep(climb).connect(socket);
      if (tcp.filter(TcpOutcome.OPEN::equals).isEmpty()) {
        climb.notRun(climb.id("tcp") + " does not hold", "x224", "tls");
        return;
      }
      x224 = new X224Step(climb).negotiate(socket);
      if (agreesOnTls()) {
        Optional<TlsHandshake.Done> done = new TlsStep(climb).handshake(socket);
        tls = done.map(TlsHandshake.Done::reading);
        if (agreesOnCredSsp()) {
          askForChallenge(done.flatMap(TlsHandshake.Done::socket), socket);
        }
      }
    } catch (IOException e) {
      climb.notRun("interrupted", "tcp", "x224", "tls");
    } finally {
      if (socket != null) {
        climb.sockets().release(socket);
      }
    }
  }

  private boolean agreesOnCredSsp() {
    return x224.flatMap(X224Reading::selected).filter(SecurityProtocol::isHybrid).isPresent();
  }

  private void askForChallenge(Optional<SSLSocket> tlsSocket, Socket plain) {
    if (tlsSocket.isPresent()) {
      new NlaChallengeStep(climb).ask(tlsSocket.get(), plain);
    } else {
      climb.notRun(climb.id("tls") + " does not hold", NlaChallengeStep.CHECK);
    }
  }

  /** Whether TLS is next; if not, says why there is none. */
  private boolean agreesOnTls() {
    Optional<Long> selected = x224.flatMap(X224Reading::selected);
    if (selected.isEmpty()) {
      climb.notRun(climb.id("x224") + " does not hold", "tls");
      return false;
    }
    if (SecurityProtocol.startsTls(selected.get())) {
      return true;
    }
    climb.report(
        "tls",
        Started.now(),
        CheckStatus.notApplicable(
            selected.get() == SecurityProtocol.RDP
                ? "the server selected standard RDP security, which uses no TLS"
                : "the server selected protocol " + selected.get() + ", which was not asked for"),
        Facts.none());
    return false;
  }
}
