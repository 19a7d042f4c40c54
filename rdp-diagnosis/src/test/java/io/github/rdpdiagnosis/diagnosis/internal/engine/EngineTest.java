package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.ForeignProtocol;
import io.github.rdpdiagnosis.probes.LocalRoute;
import io.github.rdpdiagnosis.probes.NameOutcome;
import io.github.rdpdiagnosis.probes.NameServerOutcome;
import io.github.rdpdiagnosis.probes.NlaChallengeOutcome;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.TlsOutcome;
import io.github.rdpdiagnosis.probes.X224Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EngineTest {
  private static final Vantage CLIENT = Vantage.CLIENT;
  private static final Vantage ALT = new Vantage("alt");
  private static final String A = Seen.ADDRESS;

  @Test
  void healthyPathWorksAndClearsWhatItWentThrough() {
    Diagnosis d = Seen.named(A).interfaces(1).rdpUpToTls(CLIENT, A).diagnosed();
    assertThat(d.verdict()).isEqualTo(Verdict.WORKS);
    assertThat(d.provenUpTo()).isEqualTo(ProvenUpTo.TLS);
    assertThat(d.findings()).isEmpty();
    clearsAllButTheVm(d);
    assertThat(d.nextSteps()).isEmpty();
  }

  @Test
  void nothingSeenIsUndeterminedAndClearsNothing() {
    Diagnosis d = Seen.diagnose(List.of());
    assertThat(d.verdict()).isEqualTo(Verdict.UNDETERMINED);
    assertThat(d.provenUpTo()).isEqualTo(ProvenUpTo.NONE);
    assertThat(d.domains()).extracting(DomainVerdict::status).containsOnly(DomainStatus.UNKNOWN);
  }

  @Test
  void logonErrorOnHealthyPathIsNotWorks() {
    Diagnosis d =
        Seen.named(A)
            .rdpUpToTls(CLIENT, A)
            .add(
                "client-error",
                CLIENT,
                null,
                Facts.builder()
                    .put(PathFacts.ERROR_STAGES, List.of("LOGON"))
                    .put(PathFacts.ERROR_CAUSES, List.of("VM-41", "CL-06"))
                    .put(PathFacts.ERROR_IS_DROP, false)
                    .build())
            .diagnosed();
    assertThat(d.verdict()).isEqualTo(Verdict.UNDETERMINED);
    assertThat(ids(d)).containsExactly("VM-41", "CL-06");
    assertThat(d.domain(FaultDomain.VM).status()).isEqualTo(DomainStatus.SUSPECT);
    assertThat(d.domain(FaultDomain.EDGE).status()).isEqualTo(DomainStatus.CLEARED);
  }

  @Test
  void reportedDropIsNotReproducedAndNeverWorks() {
    Diagnosis d =
        Seen.named(A)
            .rdpUpToTls(CLIENT, A)
            .add(
                "client-error",
                CLIENT,
                null,
                Facts.builder()
                    .put(PathFacts.ERROR_STAGES, List.of("TCP"))
                    .put(PathFacts.ERROR_CAUSES, List.of())
                    .put(PathFacts.ERROR_IS_DROP, true)
                    .build())
            .diagnosed();
    assertThat(d.verdict()).isEqualTo(Verdict.UNDETERMINED);
    assertThat(d.summary()).contains("did not happen again");
  }

  @ParameterizedTest
  @EnumSource(
      value = TcpOutcome.class,
      names = {"TIMED_OUT", "REFUSED", "NO_ROUTE", "NETWORK_UNREACHABLE", "LOCAL_REFUSAL"})
  void tcpFailureAloneConfirmsNothingAndClearsNothing(TcpOutcome outcome) {
    Diagnosis d = Seen.named(A).interfaces(1).tcp(CLIENT, A, outcome).diagnosed();
    assertThat(d.findings()).extracting(Finding::certainty).containsOnly(Certainty.POSSIBLE);
    assertThat(d.domains())
        .extracting(DomainVerdict::status)
        .doesNotContain(DomainStatus.CLEARED, DomainStatus.FAULTY);
    assertThat(d.findings()).hasSizeBetween(1, Diagnosis.MOST_FINDINGS);
  }

  @Test
  void timeOutExcludesNoGuestCause() {
    Diagnosis d = Seen.named(A).tcp(CLIENT, A, TcpOutcome.TIMED_OUT).diagnosed();
    assertThat(all(d))
        .contains("VM-12", "VM-25", "VM-01", "VM-59", "NW-01", "ED-01", "CL-01", "CL-02");
  }

  @Test
  void anotherVantagePointThatWorksClearsTheFarSideButForRulesAboutThisClient() {
    Diagnosis d =
        Seen.named(A)
            .interfaces(1)
            .tcp(CLIENT, A, TcpOutcome.TIMED_OUT)
            .rdpUpToTls(ALT, A)
            .diagnosed();
    assertThat(all(d))
        .contains("CL-01", "ED-01", "NW-04", "VM-65")
        .doesNotContain("VM-59", "VM-12", "NW-01", "CL-02", "EP-05");
    assertThat(d.domain(FaultDomain.ENDPOINT).status()).isNotEqualTo(DomainStatus.SUSPECT);
    assertThat(d.domain(FaultDomain.EDGE).status()).isEqualTo(DomainStatus.SUSPECT);
    assertThat(d.findings()).extracting(Finding::certainty).containsOnly(Certainty.POSSIBLE);
  }

  @Test
  void referenceHostThatAnswersClearsTheClientsOwnSoftware() {
    Seen refused =
        Seen.named(A).interfaces(1).tcp(CLIENT, A, TcpOutcome.REFUSED).rdpUpToTls(ALT, A);
    Diagnosis d = refused.client("reference", PathFacts.REFERENCE, ProvenUpTo.X224).diagnosed();
    assertThat(certainty(d)).containsOnly(Map.entry("ED-01", Certainty.PROBABLE));
  }

  @Test
  void referenceHostThatFailsTooExcludesNothing() {
    Diagnosis d =
        Seen.named(A)
            .interfaces(1)
            .tcp(CLIENT, A, TcpOutcome.TIMED_OUT)
            .client("reference", PathFacts.REFERENCE, ProvenUpTo.NAME)
            .diagnosed();
    assertThat(all(d)).contains("CL-01", "ED-01", "VM-12");
  }

  @Test
  void refusedHereAndOpenThereLeavesTheClientSideOnly() {
    Diagnosis d =
        Seen.named(A)
            .interfaces(1)
            .tcp(CLIENT, A, TcpOutcome.REFUSED)
            .rdpUpToTls(ALT, A)
            .diagnosed();
    assertThat(all(d)).containsExactlyInAnyOrder("ED-01", "CL-01");
    assertThat(d.domain(FaultDomain.VM).status()).isEqualTo(DomainStatus.UNKNOWN);
    assertThat(d.domain(FaultDomain.NETWORK).status()).isEqualTo(DomainStatus.CLEARED);
  }

  @Test
  void failureInAnotherNetworkSetsTheClientSideAsideWithoutClearingIt() {
    Diagnosis d =
        Seen.named(A)
            .interfaces(1)
            .route(CLIENT, A, LocalRoute.ROUTE, "10.33.1.2")
            .tcp(CLIENT, A, TcpOutcome.REFUSED)
            .route(ALT, A, LocalRoute.ROUTE, "192.0.2.2")
            .tcp(ALT, A, TcpOutcome.REFUSED)
            .diagnosed();
    assertThat(all(d)).contains("VM-12", "EP-05").doesNotContain("ED-01", "CL-01");
    assertThat(d.domain(FaultDomain.EDGE).status()).isEqualTo(DomainStatus.UNKNOWN);
    assertThat(d.domain(FaultDomain.CLIENT).status()).isNotEqualTo(DomainStatus.CLEARED);
  }

  @Test
  void failureBehindTheSameEdgeSaysNothingAboutTheEdge() {
    Diagnosis d =
        Seen.named(A)
            .interfaces(1)
            .route(CLIENT, A, LocalRoute.ROUTE, "10.33.1.2")
            .tcp(CLIENT, A, TcpOutcome.REFUSED)
            .route(ALT, A, LocalRoute.ROUTE, "10.33.7.9")
            .tcp(ALT, A, TcpOutcome.REFUSED)
            .diagnosed();
    assertThat(all(d)).contains("ED-01", "CL-01", "VM-12");
  }

  @Test
  void staleEvidenceDecidesNothing() {
    Diagnosis d =
        Seen.named(A)
            .tcp(CLIENT, A, TcpOutcome.TIMED_OUT)
            .add(
                "tcp",
                ALT,
                A,
                Facts.builder()
                    .put(ProbeFacts.TCP_PORT, 3389L)
                    .put(ProbeFacts.TCP_OUTCOME, TcpOutcome.OPEN)
                    .build(),
                Seen.NOW.minus(Duration.ofHours(2)))
            .add(
                "x224",
                ALT,
                A,
                Facts.builder().put(ProbeFacts.X224_OUTCOME, X224Outcome.CONFIRMED).build(),
                Seen.NOW.minus(Duration.ofHours(2)))
            .diagnosed();
    assertThat(all(d)).contains("VM-59", "NW-01");
  }

  @Test
  void unknownNameIsConfirmedOnlyWhenANameServerSaysSo() {
    Diagnosis sure =
        Seen.nameFails(NameOutcome.NOT_FOUND)
            .interfaces(1)
            .nameServer(NameServerOutcome.NO_SUCH_NAME)
            .diagnosed();
    assertThat(certainty(sure)).containsEntry("CL-02", Certainty.CONFIRMED);
    Diagnosis unsure =
        Seen.nameFails(NameOutcome.NOT_FOUND)
            .interfaces(1)
            .nameServer(NameServerOutcome.TIMED_OUT)
            .diagnosed();
    assertThat(certainty(unsure)).containsEntry("CL-02", Certainty.POSSIBLE);
  }

  @Test
  void silentNameServerIsNotBlamedWhileTheNetworkMayBeDead() {
    Diagnosis d =
        Seen.nameFails(NameOutcome.TRY_AGAIN)
            .interfaces(1)
            .nameServer(NameServerOutcome.TIMED_OUT)
            .diagnosed();
    assertThat(certainty(d))
        .containsEntry("CL-12", Certainty.POSSIBLE)
        .containsEntry("CL-11", Certainty.POSSIBLE);
  }

  @Test
  void silentNameServerIsProbableOnceTheTargetAnswersByAddress() {
    Diagnosis d =
        Seen.nameFails(NameOutcome.TRY_AGAIN)
            .interfaces(1)
            .nameServer(NameServerOutcome.TIMED_OUT)
            .rdpUpToTls(ALT, A)
            .rdpUpToTls(CLIENT, A)
            .diagnosed();
    assertThat(certainty(d)).containsOnly(Map.entry("CL-12", Certainty.PROBABLE));
    assertThat(d.domain(FaultDomain.VM).status()).isEqualTo(DomainStatus.UNKNOWN);
    assertThat(d.domain(FaultDomain.EDGE).status()).isEqualTo(DomainStatus.CLEARED);
  }

  @Test
  void noInterfaceUpIsTheClientsOwnNetworkAndNotItsNameServer() {
    Diagnosis d =
        Seen.nameFails(NameOutcome.TRY_AGAIN)
            .interfaces(0)
            .nameServer(NameServerOutcome.TIMED_OUT)
            .diagnosed();
    assertThat(certainty(d)).containsOnly(Map.entry("CL-11", Certainty.CONFIRMED));
    assertThat(d.alsoPossible()).contains("CL-12");
  }

  @Test
  void noRouteIsTheClientsOwnNetwork() {
    Diagnosis d =
        Seen.named(A)
            .interfaces(1)
            .add(
                "local-network",
                CLIENT,
                A,
                Facts.builder().put(ProbeFacts.LOCAL_ROUTE, LocalRoute.NO_ROUTE).build())
            .tcp(CLIENT, A, TcpOutcome.NETWORK_UNREACHABLE)
            .diagnosed();
    assertThat(certainty(d)).containsOnly(Map.entry("CL-11", Certainty.CONFIRMED));
  }

  @Test
  void missingIpv6RouteIsNoFaultWhileIpv4Works() {
    String v6 = "2001:db8::1";
    Diagnosis d =
        Seen.named(v6, A)
            .interfaces(1)
            .add(
                "local-network",
                CLIENT,
                v6,
                Facts.builder().put(ProbeFacts.LOCAL_ROUTE, LocalRoute.NO_ROUTE).build())
            .tcp(CLIENT, v6, TcpOutcome.NETWORK_UNREACHABLE)
            .rdpUpToTls(CLIENT, A)
            .diagnosed();
    assertThat(d.verdict()).isEqualTo(Verdict.WORKS);
  }

  @Test
  void staleNameStandsOutOnceAnotherAddressAnswersFromHere() {
    Diagnosis d =
        Seen.named("203.0.113.99")
            .interfaces(1)
            .tcp(CLIENT, "203.0.113.99", TcpOutcome.TIMED_OUT)
            .rdpUpToTls(ALT, A)
            .rdpUpToTls(CLIENT, A)
            .diagnosed();
    assertThat(ids(d)).startsWith("CL-02", "EP-15", "CL-03");
    assertThat(d.domain(FaultDomain.VM).status()).isEqualTo(DomainStatus.UNKNOWN);
    assertThat(d.domain(FaultDomain.EDGE).status()).isEqualTo(DomainStatus.CLEARED);
  }

  @Test
  void webServerInPlaceOfRdpIsThePortalOnlyIfOthersSeeRdpThere() {
    Seen http =
        Seen.named(A)
            .interfaces(1)
            .tcp(CLIENT, A, TcpOutcome.OPEN)
            .add(
                "x224",
                CLIENT,
                A,
                Facts.builder()
                    .put(ProbeFacts.X224_OUTCOME, X224Outcome.NOT_TPKT)
                    .put(ProbeFacts.X224_FOREIGN, ForeignProtocol.HTTP)
                    .build());
    assertThat(certainty(http.diagnosed()))
        .containsEntry("ED-07", Certainty.POSSIBLE)
        .containsEntry("VM-09", Certainty.POSSIBLE);
    assertThat(certainty(http.rdpUpToTls(ALT, A).diagnosed()))
        .containsOnly(Map.entry("ED-07", Certainty.PROBABLE));
  }

  @Test
  void hungServiceStaysPossibleOverItsWholeClass() {
    Diagnosis d =
        Seen.named(A)
            .interfaces(1)
            .tcp(CLIENT, A, TcpOutcome.OPEN)
            .x224(CLIENT, A, X224Outcome.SILENT)
            .diagnosed();
    assertThat(d.findings()).extracting(Finding::certainty).containsOnly(Certainty.POSSIBLE);
    assertThat(ids(d).subList(0, 3)).contains("VM-57", "ED-09", "VM-09");
  }

  @Test
  void expiredCertificateIsAFindingOnlyAsFarAsTheClientMayRefuseIt() {
    Seen expired =
        Seen.named(A)
            .tcp(CLIENT, A, TcpOutcome.OPEN)
            .x224(CLIENT, A, X224Outcome.CONFIRMED)
            .tls(CLIENT, A, TlsOutcome.HANDSHAKE, Seen.NOW.minus(Duration.ofDays(1)));
    assertThat(certainty(expired.diagnosed())).containsOnly(Map.entry("VM-31", Certainty.POSSIBLE));

    List<Observation> refusing = with(expired, 1);
    assertThat(certainty(Seen.diagnose(refusing)))
        .containsOnly(Map.entry("VM-31", Certainty.PROBABLE));

    Diagnosis warning = Seen.diagnose(with(expired, 2));
    assertThat(warning.verdict()).isEqualTo(Verdict.WORKS);
    assertThat(warning.notes()).anyMatch(n -> n.text().contains("expired"));
  }

  private static List<Observation> with(Seen seen, long authenticationLevel) {
    List<Observation> all = new ArrayList<>(seen.observations());
    all.addAll(
        Seen.named(A)
            .client("rdp-file", PathFacts.FILE_AUTHENTICATION_LEVEL, authenticationLevel)
            .observations()
            .subList(1, 2));
    return all;
  }

  @Test
  void whatOthersSeeAsWellIsNotExcludedByThem() {
    Diagnosis d =
        Seen.named(A).interfaces(1).standardRdp(CLIENT, A).standardRdp(ALT, A).diagnosed();
    assertThat(ids(d)).startsWith("VM-37");
    assertThat(d.domain(FaultDomain.VM).status()).isEqualTo(DomainStatus.SUSPECT);
  }

  @Test
  void anotherCertificateThanOthersAreShownIsNotWorks() {
    Seen intercepted =
        Seen.named(A)
            .rdpUpToTls(CLIENT, A)
            .at("tls", A, ProbeFacts.CERTIFICATE_SHA256, "aa")
            .rdpUpToTls(ALT, A)
            .add("tls", ALT, A, Facts.builder().put(ProbeFacts.CERTIFICATE_SHA256, "bb").build());
    assertThat(ids(intercepted.diagnosed())).startsWith("ED-02");
    assertThat(intercepted.diagnosed().verdict()).isEqualTo(Verdict.UNDETERMINED);
  }

  @Test
  void aNameThatLeadsToAnotherMachineThanTheEvidenceIsNotWorks() {
    Diagnosis d =
        Seen.named("203.0.113.20")
            .rdpUpToTls(CLIENT, "203.0.113.20")
            .at("tls", "203.0.113.20", ProbeFacts.CERTIFICATE_SHA256, "aa")
            .rdpUpToTls(ALT, A)
            .add("tls", ALT, A, Facts.builder().put(ProbeFacts.CERTIFICATE_SHA256, "bb").build())
            .diagnosed();
    assertThat(ids(d)).contains("EP-14", "CL-02");
    assertThat(d.verdict()).isEqualTo(Verdict.UNDETERMINED);
  }

  @Test
  void credSspOffAgainstAServerThatInsistsIsConfirmed() {
    Seen nla = Seen.named(A).rdpUpToTls(CLIENT, A, 2).at("nla", A, ProbeFacts.NLA_REQUIRED, true);
    assertThat(nla.diagnosed().verdict()).isEqualTo(Verdict.WORKS);
    Diagnosis off = nla.client("rdp-file", PathFacts.FILE_CREDSSP, false).diagnosed();
    assertThat(certainty(off)).containsOnly(Map.entry("CL-09", Certainty.CONFIRMED));
    assertThat(off.verdict()).isEqualTo(Verdict.FAULT_FOUND);
  }

  @Test
  void challengeIsAsFarAsOneGetsWithoutCredentials() {
    Diagnosis d =
        Seen.named(A)
            .rdpUpToTls(CLIENT, A, 2)
            .at("nla-challenge", A, ProbeFacts.NLA_CHALLENGE_OUTCOME, NlaChallengeOutcome.CHALLENGE)
            .diagnosed();
    assertThat(d.provenUpTo()).isEqualTo(ProvenUpTo.NLA_CHALLENGE);
    assertThat(d.verdict()).isEqualTo(Verdict.WORKS);
    clearsAllButTheVm(d);
  }

  /** A handshake does not go through sign-in, so it says nothing of the rest of the VM. */
  private static void clearsAllButTheVm(Diagnosis d) {
    assertThat(d.domains())
        .filteredOn(v -> v.domain() != FaultDomain.VM)
        .extracting(DomainVerdict::status)
        .containsOnly(DomainStatus.CLEARED);
    DomainVerdict vm = d.domain(FaultDomain.VM);
    assertThat(vm.status()).isEqualTo(DomainStatus.UNKNOWN);
    assertThat(vm.because()).anyMatch(why -> why.contains("signing in"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHALLENGE")
  void credSspWithoutAChallengeIsNotWorksAndDoesNotClearTheVm(NlaChallengeOutcome outcome) {
    Diagnosis d =
        Seen.named(A)
            .rdpUpToTls(CLIENT, A, 2)
            .at("nla-challenge", A, ProbeFacts.NLA_CHALLENGE_OUTCOME, outcome)
            .diagnosed();
    assertThat(d.provenUpTo()).isEqualTo(ProvenUpTo.TLS);
    assertThat(d.verdict()).isEqualTo(Verdict.UNDETERMINED);
    assertThat(d.summary()).contains(outcome.name());
    assertThat(d.domain(FaultDomain.VM).status()).isEqualTo(DomainStatus.UNKNOWN);
    assertThat(d.domain(FaultDomain.NETWORK).status()).isEqualTo(DomainStatus.CLEARED);
  }

  @ParameterizedTest
  @CsvSource({
    "300000, 0, false",
    "300001, 0, true",
    "-300001, 0, true",
    "400000, 100000, false",
    "-400001, 100000, true"
  })
  void clocksAreApartWhateverTheUncertainty(long skew, long uncertainty, boolean apart) {
    Diagnosis d =
        Seen.named(A)
            .rdpUpToTls(CLIENT, A, 2)
            .add(
                "nla-challenge",
                CLIENT,
                A,
                Facts.builder()
                    .put(ProbeFacts.NLA_CHALLENGE_OUTCOME, NlaChallengeOutcome.CHALLENGE)
                    .put(ProbeFacts.CLOCK_SKEW, Duration.ofMillis(skew))
                    .put(ProbeFacts.CLOCK_SKEW_UNCERTAINTY, Duration.ofMillis(uncertainty))
                    .build())
            .diagnosed();
    assertThat(d.notes().stream().anyMatch(n -> n.text().contains("clock"))).isEqualTo(apart);
  }

  @Test
  void legacyTlsNeedsTheOldHelloToBeConfirmed() {
    Seen alert =
        Seen.named(A)
            .tcp(CLIENT, A, TcpOutcome.OPEN)
            .x224(CLIENT, A, X224Outcome.CONFIRMED)
            .add(
                "tls",
                CLIENT,
                A,
                Facts.builder()
                    .put(ProbeFacts.TLS_OUTCOME, TlsOutcome.ALERT)
                    .put(ProbeFacts.TLS_ALERT, "protocol_version")
                    .build());
    assertThat(certainty(alert.diagnosed())).containsEntry("VM-56", Certainty.POSSIBLE);
    Diagnosis d = alert.at("tls-legacy", A, ProbeFacts.TLS_LEGACY_VERSION, "TLSv1").diagnosed();
    assertThat(certainty(d)).containsOnly(Map.entry("VM-56", Certainty.CONFIRMED));
  }

  @Test
  void hidingAnyObservationGivesNoNewCertaintyAndClearsNothingNew() {
    List<Seen> stories =
        List.of(
            Seen.named(A).interfaces(1).rdpUpToTls(CLIENT, A),
            Seen.named(A).interfaces(1).tcp(CLIENT, A, TcpOutcome.TIMED_OUT).rdpUpToTls(ALT, A),
            Seen.named(A).interfaces(1).tcp(CLIENT, A, TcpOutcome.REFUSED).rdpUpToTls(ALT, A),
            Seen.nameFails(NameOutcome.NOT_FOUND)
                .interfaces(1)
                .nameServer(NameServerOutcome.NO_SUCH_NAME),
            Seen.nameFails(NameOutcome.TRY_AGAIN)
                .interfaces(1)
                .nameServer(NameServerOutcome.REFUSED)
                .rdpUpToTls(ALT, A)
                .rdpUpToTls(CLIENT, A),
            Seen.named("203.0.113.99")
                .interfaces(1)
                .tcp(CLIENT, "203.0.113.99", TcpOutcome.TIMED_OUT)
                .rdpUpToTls(ALT, A)
                .rdpUpToTls(CLIENT, A),
            Seen.named(A)
                .rdpUpToTls(CLIENT, A, 2)
                .at("nla", A, ProbeFacts.NLA_REQUIRED, true)
                .client("rdp-file", PathFacts.FILE_CREDSSP, false));
    for (Seen story : stories) {
      Diagnosis whole = story.diagnosed();
      List<Observation> seen = story.observations();
      for (int hidden = 0; hidden < seen.size(); hidden++) {
        if (seen.get(hidden).check().equals("rdp-file")) {
          continue; // part of the question, not of what was seen: without the file it is another
          // question
        }
        List<Observation> rest = new ArrayList<>(seen);
        rest.remove(hidden);
        Diagnosis part = Seen.diagnose(rest);
        sure(part)
            .forEach(
                (cause, certainty) ->
                    assertThat(sure(whole).get(cause))
                        .as("%s without %s", cause, rest)
                        .isNotNull()
                        .isGreaterThanOrEqualTo(certainty));
        assertThat(cleared(whole))
            .as("without %s", seen.get(hidden).id())
            .containsAll(cleared(part));
      }
    }
  }

  private static Map<String, Certainty> sure(Diagnosis d) {
    return d.findings().stream()
        .filter(f -> f.certainty() != Certainty.POSSIBLE)
        .collect(Collectors.toMap(f -> f.cause().id(), Finding::certainty));
  }

  private static Set<FaultDomain> cleared(Diagnosis d) {
    return d.domains().stream()
        .filter(v -> v.status() == DomainStatus.CLEARED)
        .map(DomainVerdict::domain)
        .collect(Collectors.toSet());
  }

  private static List<String> ids(Diagnosis d) {
    return d.findings().stream().map(f -> f.cause().id()).toList();
  }

  private static List<String> all(Diagnosis d) {
    List<String> all = new ArrayList<>(ids(d));
    all.addAll(d.alsoPossible());
    return all;
  }

  private static Map<String, Certainty> certainty(Diagnosis d) {
    return d.findings().stream().collect(Collectors.toMap(f -> f.cause().id(), Finding::certainty));
  }
}
