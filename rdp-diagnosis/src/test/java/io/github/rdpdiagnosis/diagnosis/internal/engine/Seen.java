package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LocalRoute;
import io.github.rdpdiagnosis.probes.NameOutcome;
import io.github.rdpdiagnosis.probes.NameServerOutcome;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.TlsOutcome;
import io.github.rdpdiagnosis.probes.X224Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds what could have been seen, without looking. */
final class Seen {
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final String ADDRESS = "203.0.113.10";

  private final List<Observation> observations = new ArrayList<>();

  static Seen named(String... addresses) {
    Facts.Builder facts = Facts.builder();
    facts
        .put(ProbeFacts.NAME_OUTCOME, NameOutcome.RESOLVED)
        .put(ProbeFacts.NAME_ADDRESSES, List.of(addresses));
    return new Seen().add("name", Vantage.CLIENT, null, facts.build());
  }

  static Seen literal(String address) {
    return new Seen()
        .add(
            "name",
            Vantage.CLIENT,
            null,
            Facts.builder()
                .put(ProbeFacts.NAME_OUTCOME, NameOutcome.LITERAL)
                .put(ProbeFacts.NAME_ADDRESSES, List.of(address))
                .build());
  }

  static Seen nameFails(NameOutcome outcome) {
    return new Seen()
        .add(
            "name",
            Vantage.CLIENT,
            null,
            Facts.builder().put(ProbeFacts.NAME_OUTCOME, outcome).build());
  }

  Seen nameServer(NameServerOutcome outcome) {
    return add(
        "name-server", Vantage.CLIENT, "192.0.2.53", fact(ProbeFacts.NAME_SERVER_OUTCOME, outcome));
  }

  Seen interfaces(long up) {
    return add("local-network", Vantage.CLIENT, null, fact(ProbeFacts.LOCAL_INTERFACES_UP, up));
  }

  Seen route(Vantage from, String address, LocalRoute route, String source) {
    return add(
        "local-network",
        from,
        address,
        Facts.builder()
            .put(ProbeFacts.LOCAL_ROUTE, route)
            .put(ProbeFacts.LOCAL_SOURCE_ADDRESS, source)
            .build());
  }

  Seen tcp(Vantage from, String address, TcpOutcome outcome) {
    return add(
        "tcp",
        from,
        address,
        Facts.builder()
            .put(ProbeFacts.TCP_PORT, 3389L)
            .put(ProbeFacts.TCP_OUTCOME, outcome)
            .build());
  }

  Seen x224(Vantage from, String address, X224Outcome outcome) {
    return add("x224", from, address, fact(ProbeFacts.X224_OUTCOME, outcome));
  }

  Seen standardRdp(Vantage from, String address) {
    return tcp(from, address, TcpOutcome.OPEN)
        .add(
            "x224",
            from,
            address,
            Facts.builder()
                .put(ProbeFacts.X224_OUTCOME, X224Outcome.CONFIRMED)
                .put(ProbeFacts.X224_SELECTED, 0L)
                .build());
  }

  Seen rdpUpToTls(Vantage from, String address) {
    return rdpUpToTls(from, address, 1);
  }

  Seen rdpUpToTls(Vantage from, String address, long selected) {
    return tcp(from, address, TcpOutcome.OPEN)
        .add(
            "x224",
            from,
            address,
            Facts.builder()
                .put(ProbeFacts.X224_OUTCOME, X224Outcome.CONFIRMED)
                .put(ProbeFacts.X224_SELECTED, selected)
                .build())
        .tls(from, address, TlsOutcome.HANDSHAKE, NOW.plus(Duration.ofDays(90)));
  }

  Seen tls(Vantage from, String address, TlsOutcome outcome, Instant notAfter) {
    return add(
        "tls",
        from,
        address,
        Facts.builder()
            .put(ProbeFacts.TLS_OUTCOME, outcome)
            .put(ProbeFacts.CERTIFICATE_NOT_BEFORE, NOW.minus(Duration.ofDays(900)))
            .put(ProbeFacts.CERTIFICATE_NOT_AFTER, notAfter)
            .build());
  }

  <T> Seen client(String check, FactKey<T> key, T value) {
    return add(check, Vantage.CLIENT, null, fact(key, value));
  }

  <T> Seen at(String check, String address, FactKey<T> key, T value) {
    return add(check, Vantage.CLIENT, address, fact(key, value));
  }

  Seen add(
      String check,
      Vantage vantage,
      @org.jspecify.annotations.Nullable String address,
      Facts facts) {
    return add(check, vantage, address, facts, NOW);
  }

  Seen add(
      String check,
      Vantage vantage,
      @org.jspecify.annotations.Nullable String address,
      Facts facts,
      Instant at) {
    observations.add(
        new Observation(
            check,
            vantage,
            Optional.ofNullable(address),
            at,
            Duration.ofMillis(5),
            status(facts),
            facts));
    return this;
  }

  /** As the probes put it: an outcome that is not the good one is a violation. */
  private static CheckStatus status(Facts facts) {
    boolean good =
        facts.get(ProbeFacts.TCP_OUTCOME).filter(o -> o != TcpOutcome.OPEN).isEmpty()
            && facts.get(ProbeFacts.X224_OUTCOME).filter(o -> o != X224Outcome.CONFIRMED).isEmpty();
    return good ? CheckStatus.holds() : CheckStatus.violated("no such answer");
  }

  private static <T> Facts fact(FactKey<T> key, T value) {
    return Facts.builder().put(key, value).build();
  }

  List<Observation> observations() {
    return List.copyOf(observations);
  }

  Diagnosis diagnosed() {
    return diagnose(observations);
  }

  static Diagnosis diagnose(List<Observation> seen) {
    return Engine.diagnose(
        new Engine.Case(
            "test",
            NOW,
            Duration.ofSeconds(1),
            "vm1.example",
            3389,
            Optional.empty(),
            Optional.empty(),
            seen));
  }
}
