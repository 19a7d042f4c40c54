package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.GatewayCertificate;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.probes.CertificateProblem;
import io.github.rdpdiagnosis.probes.GatewayAnswer;
import io.github.rdpdiagnosis.probes.GatewayFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was seen of the RD Gateway that the file goes through, as facts of the path. */
final class GatewayDerivation {
  private static final Set<GatewayAnswer> AS_A_GATEWAY =
      Set.of(GatewayAnswer.ASKS_SIGN_IN, GatewayAnswer.ACCEPTS);

  private GatewayDerivation() {}

  static void derive(List<Observation> all, FactBase.Builder facts) {
    for (Observation o : all) {
      if (!o.vantage().equals(Vantage.CLIENT)) {
        continue;
      }
      pass(o, GatewayFacts.NAME_OUTCOME, PathFacts.GATEWAY_NAME, facts);
      if (o.check().equals("gateway")) {
        // The last one reported is the address that answered, or the last that was tried.
        pass(o, GatewayFacts.TCP_OUTCOME, PathFacts.GATEWAY_TCP, facts);
        pass(o, GatewayFacts.TLS_OUTCOME, PathFacts.GATEWAY_TLS, facts);
        pass(o, GatewayFacts.ANSWER, PathFacts.GATEWAY_ANSWER, facts);
        pass(o, GatewayFacts.STATUS, PathFacts.GATEWAY_STATUS, facts);
        certificate(o).ifPresent(state -> facts.put(PathFacts.GATEWAY_CERTIFICATE, state, o.id()));
      }
    }
  }

  private static Optional<GatewayCertificate> certificate(Observation o) {
    Optional<List<String>> problems = o.facts().get(GatewayFacts.CERTIFICATE_PROBLEMS);
    if (problems.isEmpty()) {
      return Optional.empty();
    }
    if (problems.get().isEmpty()) {
      return Optional.of(GatewayCertificate.GOOD);
    }
    boolean otherName = problems.get().contains(CertificateProblem.OTHER_NAME.name());
    boolean outOfTime =
        problems.get().contains(CertificateProblem.EXPIRED.name())
            || problems.get().contains(CertificateProblem.NOT_YET_VALID.name());
    if (!otherName && !outOfTime) {
      return Optional.of(GatewayCertificate.UNTRUSTED_HERE);
    }
    // A captive portal shows a certificate of its own; only a gateway answers as one.
    boolean gateway = o.facts().get(GatewayFacts.ANSWER).filter(AS_A_GATEWAY::contains).isPresent();
    return Optional.of(
        gateway && (otherName || expiredByItsOwnClock(o))
            ? GatewayCertificate.REFUSED
            : GatewayCertificate.DOUBTFUL);
  }

  /** This computer's clock may be what is wrong; the gateway's own says the same here. */
  private static boolean expiredByItsOwnClock(Observation o) {
    Optional<Instant> end = o.facts().get(GatewayFacts.CERTIFICATE_NOT_AFTER);
    Optional<Duration> ahead = o.facts().get(GatewayFacts.CLOCK_AHEAD);
    return end.isPresent() && ahead.isPresent() && o.at().plus(ahead.get()).isAfter(end.get());
  }

  private static <T> void pass(
      Observation from, FactKey<T> read, FactKey<T> derived, FactBase.Builder facts) {
    from.facts().get(read).ifPresent(v -> facts.put(derived, v, from.id()));
  }
}
