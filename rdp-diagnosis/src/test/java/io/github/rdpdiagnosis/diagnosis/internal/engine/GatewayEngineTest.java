package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.CertificateProblem;
import io.github.rdpdiagnosis.probes.GatewayAnswer;
import io.github.rdpdiagnosis.probes.GatewayFacts;
import io.github.rdpdiagnosis.probes.NameOutcome;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.TlsOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that go through an RD Gateway. */
class GatewayEngineTest {
  private static final String A = "203.0.113.7";

  private static Seen throughGateway(NameOutcome name) {
    return new Seen()
        .client("rdp-file", PathFacts.FILE_GATEWAY, "gw.example")
        .client("gateway-name", GatewayFacts.NAME_OUTCOME, name);
  }

  private static Facts.Builder answers(GatewayAnswer answer, CertificateProblem... problems) {
    return Facts.builder()
        .put(GatewayFacts.TCP_OUTCOME, TcpOutcome.OPEN)
        .put(GatewayFacts.TLS_OUTCOME, TlsOutcome.HANDSHAKE)
        .put(
            GatewayFacts.CERTIFICATE_PROBLEMS,
            Arrays.stream(problems).map(CertificateProblem::name).toList())
        .put(GatewayFacts.CERTIFICATE_NOT_AFTER, Seen.NOW.minus(Duration.ofDays(1)))
        .put(GatewayFacts.STATUS, 401L)
        .put(GatewayFacts.ANSWER, answer);
  }

  private static Diagnosis seen(Facts.Builder facts) {
    return throughGateway(NameOutcome.RESOLVED)
        .add("gateway", Vantage.CLIENT, A, facts.build())
        .diagnosed();
  }

  private static Map<String, Certainty> certainty(Diagnosis d) {
    return d.findings().stream().collect(Collectors.toMap(f -> f.cause().id(), Finding::certainty));
  }

  private static List<String> all(Diagnosis d) {
    return java.util.stream.Stream.concat(
            d.findings().stream().map(f -> f.cause().id()), d.alsoPossible().stream())
        .toList();
  }

  @Test
  void aGatewayThatAnswersClearsTheWayToItAndNothingBehindIt() {
    Diagnosis d = seen(answers(GatewayAnswer.ASKS_SIGN_IN));
    assertThat(d.verdict()).isEqualTo(Verdict.UNDETERMINED);
    assertThat(d.provenUpTo()).isEqualTo(ProvenUpTo.NONE);
    assertThat(d.findings()).isEmpty();
    assertThat(d.summary()).contains("gw.example").contains("sign-in").contains("401");
    assertThat(d.domain(FaultDomain.CLIENT).status()).isEqualTo(DomainStatus.UNKNOWN);
    assertThat(d.domain(FaultDomain.EDGE).status()).isEqualTo(DomainStatus.CLEARED);
    for (FaultDomain domain : List.of(FaultDomain.ENDPOINT, FaultDomain.NETWORK, FaultDomain.VM)) {
      assertThat(d.domain(domain).status()).as(domain.name()).isEqualTo(DomainStatus.UNKNOWN);
      assertThat(d.domain(domain).because().toString()).contains("Gateway");
    }
    assertThat(d.nextSteps()).anyMatch(s -> s.how().contains("--name gateway"));
  }

  @Test
  void aCertificateForAnotherNameIsTheGatewaysFault() {
    Diagnosis d = seen(answers(GatewayAnswer.ASKS_SIGN_IN, CertificateProblem.OTHER_NAME));
    assertThat(certainty(d)).containsOnly(Map.entry("EP-17", Certainty.CONFIRMED));
    assertThat(d.verdict()).isEqualTo(Verdict.FAULT_FOUND);
    assertThat(d.domain(FaultDomain.ENDPOINT).status()).isEqualTo(DomainStatus.FAULTY);
  }

  @Test
  void anExpiredCertificateIsOnlyCertainByTheGatewaysOwnClock() {
    Diagnosis here = seen(answers(GatewayAnswer.ASKS_SIGN_IN, CertificateProblem.EXPIRED));
    assertThat(certainty(here).values()).containsOnly(Certainty.POSSIBLE);
    assertThat(all(here)).contains("EP-17", "CL-07");
    Diagnosis wrongHere =
        seen(
            answers(GatewayAnswer.ASKS_SIGN_IN, CertificateProblem.EXPIRED)
                .put(GatewayFacts.CLOCK_AHEAD, Duration.ofDays(-3)));
    assertThat(certainty(wrongHere).values()).containsOnly(Certainty.POSSIBLE);
    Diagnosis both =
        seen(
            answers(GatewayAnswer.ASKS_SIGN_IN, CertificateProblem.EXPIRED)
                .put(GatewayFacts.CLOCK_AHEAD, Duration.ofSeconds(1)));
    assertThat(certainty(both)).containsOnly(Map.entry("EP-17", Certainty.CONFIRMED));
  }

  @Test
  void aPortalWithItsOwnCertificateIsNotBlamedOnTheGateway() {
    Diagnosis d = seen(answers(GatewayAnswer.REDIRECTS, CertificateProblem.OTHER_NAME));
    assertThat(certainty(d).values()).containsOnly(Certainty.POSSIBLE);
    assertThat(all(d)).contains("EP-17", "ED-07", "ED-02", "CL-01");
  }

  @Test
  void aFailureUnderTheGatewaysOwnCertificateIsItsOwn() {
    Diagnosis d = seen(answers(GatewayAnswer.FAILS));
    assertThat(certainty(d)).containsOnly(Map.entry("EP-17", Certainty.PROBABLE));
  }

  @ParameterizedTest
  @EnumSource(
      value = TcpOutcome.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"OPEN"})
  void aGatewayThatCannotBeReachedConfirmsNothing(TcpOutcome outcome) {
    Diagnosis d = seen(Facts.builder().put(GatewayFacts.TCP_OUTCOME, outcome));
    assertThat(certainty(d).values()).containsOnly(Certainty.POSSIBLE);
    assertThat(all(d)).contains("EP-17", "CL-01", "ED-05");
    assertThat(d.summary()).contains("RD Gateway");
    assertThat(d.domains())
        .noneMatch(v -> v.status() == DomainStatus.CLEARED || v.status() == DomainStatus.FAULTY);
  }

  @Test
  void aNameThatIsNotThereIsNotProven() {
    Diagnosis d = throughGateway(NameOutcome.NOT_FOUND).diagnosed();
    assertThat(certainty(d).values()).containsOnly(Certainty.POSSIBLE);
    assertThat(all(d)).contains("EP-17", "CL-12");
  }

  @Test
  void thePolicyErrorOfTheClientFitsAGatewayThatAnswers() {
    Diagnosis d =
        throughGateway(NameOutcome.RESOLVED)
            .add("gateway", Vantage.CLIENT, A, answers(GatewayAnswer.ASKS_SIGN_IN).build())
            .add(
                "client-error",
                Vantage.CLIENT,
                null,
                Facts.builder()
                    .put(PathFacts.ERROR_STAGES, List.of("GATEWAY"))
                    .put(PathFacts.ERROR_CAUSES, List.of("EP-17", "EP-18"))
                    .put(PathFacts.ERROR_IS_DROP, false)
                    .build())
            .diagnosed();
    assertThat(certainty(d)).containsOnly(Map.entry("EP-18", Certainty.POSSIBLE));
  }

  @Test
  void aGatewayThatWasNotSeenFarEnoughIsSaid() {
    Diagnosis d = new Seen().client("rdp-file", PathFacts.FILE_GATEWAY, "gw.example").diagnosed();
    assertThat(d.summary()).contains("gw.example").contains("not seen far enough");
    assertThat(d.domains()).extracting(v -> v.status()).containsOnly(DomainStatus.UNKNOWN);
  }
}
