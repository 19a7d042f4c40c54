package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static io.github.rdpdiagnosis.model.check.Vantage.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.Reaction;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.TlsOutcome;
import io.github.rdpdiagnosis.probes.X224Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each experiment takes out of its class, and that it takes out no more. */
class LookAlikeSplitTest {
  private static final String A = Seen.ADDRESS;

  private static Seen x224(X224Outcome outcome) {
    return Seen.named(A).interfaces(1).tcp(CLIENT, A, TcpOutcome.OPEN).x224(CLIENT, A, outcome);
  }

  private static Seen tlsSilent() {
    return Seen.named(A)
        .interfaces(1)
        .tcp(CLIENT, A, TcpOutcome.OPEN)
        .add(
            "x224",
            CLIENT,
            A,
            Facts.builder()
                .put(ProbeFacts.X224_OUTCOME, X224Outcome.CONFIRMED)
                .put(ProbeFacts.X224_SELECTED, 1L)
                .build())
        .add(
            "tls",
            CLIENT,
            A,
            Facts.builder().put(ProbeFacts.TLS_OUTCOME, TlsOutcome.SILENT).build());
  }

  private static Seen junkAnswered(Seen seen, String hex) {
    return seen.add(
        "junk",
        CLIENT,
        A,
        Facts.builder()
            .put(ProbeFacts.JUNK_OUTCOME, Reaction.ANSWERED)
            .put(ProbeFacts.JUNK_ANSWER, hex)
            .build());
  }

  private static Seen inspected(X224Outcome outcome) {
    return x224(outcome)
        .at("bytewise", A, ProbeFacts.BYTEWISE_OUTCOME, X224Outcome.CONFIRMED)
        .at("again", A, ProbeFacts.FAILS_AGAIN, true);
  }

  private static Seen hole() {
    return tlsSilent()
        .at("tls-alert", A, ProbeFacts.TINY_HELLO_OUTCOME, Reaction.ANSWERED)
        .at("tls-small-window", A, ProbeFacts.SMALL_WINDOW_OUTCOME, TlsOutcome.HANDSHAKE)
        .at("again", A, ProbeFacts.FAILS_AGAIN, true);
  }

  private static Set<String> causes(Diagnosis d) {
    Set<String> ids = new HashSet<>(d.alsoPossible());
    ids.addAll(findings(d));
    return ids;
  }

  private static List<String> findings(Diagnosis d) {
    return d.findings().stream().map(f -> f.cause().id()).toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = X224Outcome.class,
      names = {"SILENT", "CLOSED", "RESET"})
  void aRequestThatPassesInPiecesOnlyIsAMatterOfContent(X224Outcome outcome) {
    Diagnosis d = inspected(outcome).diagnosed();

    assertThat(d.lookAlike()).hasValueSatisfying(id -> assertThat(id).endsWith("-live"));
    assertThat(findings(d)).containsExactly("ED-09", "CL-01");
    assertThat(causes(d)).containsExactlyInAnyOrder("ED-09", "CL-01", "VM-29");
    assertThat(d.findings()).allMatch(f -> f.certainty() == Certainty.POSSIBLE);
    assertThat(d.verdict()).isEqualTo(Verdict.UNDETERMINED);
  }

  @ParameterizedTest
  @EnumSource(
      value = X224Outcome.class,
      names = {"SILENT", "CLOSED", "RESET"})
  void piecesThatPassWithoutTheControlExcludeNothing(X224Outcome outcome) {
    Set<String> without = causes(x224(outcome).diagnosed());
    Seen alone =
        x224(outcome).at("bytewise", A, ProbeFacts.BYTEWISE_OUTCOME, X224Outcome.CONFIRMED);
    assertThat(causes(alone.diagnosed())).isEqualTo(without);
    alone.at("again", A, ProbeFacts.FAILS_AGAIN, false);
    assertThat(causes(alone.diagnosed())).as("the server woke up").isEqualTo(without);
  }

  @Test
  void junkThatIsAnsweredInRdpShowsALiveServer() {
    Diagnosis d = junkAnswered(x224(X224Outcome.SILENT), "0300000902f0802180").diagnosed();

    assertThat(d.lookAlike()).contains("X1-live");
    assertThat(findings(d)).containsExactly("ED-09", "CL-01");
    assertThat(causes(d)).doesNotContain("VM-57", "VM-09", "EP-13", "EP-14", "ED-07", "NW-07");
    assertThat(causes(d)).as("a live service may still fail over a request").contains("VM-14");
  }

  @Test
  void junkThatIsAnsweredOtherwiseMayComeFromAnotherProgram() {
    Diagnosis d = junkAnswered(x224(X224Outcome.SILENT), "485454502f312e31").diagnosed();

    assertThat(d.lookAlike()).contains("X1");
    assertThat(causes(d)).contains("VM-09", "ED-07").doesNotContain("VM-57");
  }

  @Test
  void silenceToJunkMakesInspectionUnlikelyAndExcludesNothing() {
    Set<String> before = causes(x224(X224Outcome.SILENT).diagnosed());
    Diagnosis d =
        x224(X224Outcome.SILENT)
            .at("junk", A, ProbeFacts.JUNK_OUTCOME, Reaction.SILENT)
            .at("reconnect", A, ProbeFacts.RECONNECT_OUTCOME, TcpOutcome.TIMED_OUT)
            .diagnosed();

    assertThat(d.lookAlike()).contains("X1-queue");
    assertThat(causes(d)).isEqualTo(before);
    assertThat(findings(d)).startsWith("VM-57").doesNotContain("ED-09");
    assertThat(d.alsoPossible()).contains("ED-09");
  }

  @ParameterizedTest
  @CsvSource({"CLOSED, CLOSED, X2-before", "RESET, RESET, X3-before", "CLOSED, RESET, X2-before"})
  void whatEndsUnpromptedDoesNotActOnContent(X224Outcome outcome, Reaction idle, String id) {
    Diagnosis d = x224(outcome).at("idle", A, ProbeFacts.IDLE_OUTCOME, idle).diagnosed();

    assertThat(d.lookAlike()).contains(id);
    assertThat(causes(d)).doesNotContain("ED-09", "VM-30").contains("EP-13", "VM-09", "VM-14");
  }

  @ParameterizedTest
  @CsvSource({"CLOSED, X2-after", "RESET, X3-after"})
  void whatWaitsForTheRequestIsNoBalancerWithoutABackend(X224Outcome outcome, String id) {
    Diagnosis d = x224(outcome).at("idle", A, ProbeFacts.IDLE_OUTCOME, Reaction.SILENT).diagnosed();

    assertThat(d.lookAlike()).contains(id);
    assertThat(causes(d)).doesNotContain("EP-13").contains("ED-09", "VM-30", "VM-14");
  }

  @Test
  void aHandshakeThatPassesInSmallSegmentsOnlyIsAHoleForLargePackets() {
    Diagnosis d = hole().diagnosed();

    assertThat(d.lookAlike()).contains("S1-small");
    assertThat(causes(d)).containsExactly("ED-08");
    assertThat(d.findings().get(0).certainty()).isEqualTo(Certainty.PROBABLE);
  }

  @Test
  void smallSegmentsWithoutTheControlProveNothing() {
    Seen seen =
        tlsSilent()
            .at("tls-alert", A, ProbeFacts.TINY_HELLO_OUTCOME, Reaction.ANSWERED)
            .at("tls-small-window", A, ProbeFacts.SMALL_WINDOW_OUTCOME, TlsOutcome.HANDSHAKE);
    assertThat(causes(seen.diagnosed())).contains("ED-08", "ED-02", "VM-14", "VM-30");
  }

  @Test
  void anAlertThatComesBackSuggestsAHoleAndExcludesAHungService() {
    Diagnosis d =
        tlsSilent()
            .at("tls-alert", A, ProbeFacts.TINY_HELLO_OUTCOME, Reaction.ANSWERED)
            .at("tls-small-window", A, ProbeFacts.SMALL_WINDOW_OUTCOME, TlsOutcome.SILENT)
            .diagnosed();

    assertThat(d.lookAlike()).contains("S1-small");
    assertThat(findings(d)).containsExactly("ED-08");
    assertThat(d.findings().get(0).certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(d.alsoPossible()).contains("ED-02").doesNotContain("VM-57", "NW-07");
  }

  @Test
  void withoutEvenAnAlertSizeIsNotThePoint() {
    Diagnosis d =
        tlsSilent().at("tls-alert", A, ProbeFacts.TINY_HELLO_OUTCOME, Reaction.SILENT).diagnosed();

    assertThat(d.lookAlike()).contains("S1-none");
    assertThat(causes(d)).doesNotContain("ED-08").contains("ED-02", "VM-14", "VM-30", "VM-57");
  }

  @Test
  void anIssuerNamedAfterInspectionIsAFinding() {
    Diagnosis d =
        Seen.named(A)
            .rdpUpToTls(CLIENT, A)
            .add(
                "tls",
                CLIENT,
                A,
                Facts.builder()
                    .put(ProbeFacts.TLS_OUTCOME, TlsOutcome.HANDSHAKE)
                    .put(ProbeFacts.CERTIFICATE_ISSUER, "CN=Corp TLS Inspection")
                    .put(ProbeFacts.CERTIFICATE_NOT_BEFORE, Seen.NOW.minusSeconds(60))
                    .put(ProbeFacts.CERTIFICATE_NOT_AFTER, Seen.NOW.plusSeconds(60))
                    .build())
            .diagnosed();

    assertThat(d.lookAlike()).contains("C6");
    assertThat(d.verdict()).isEqualTo(Verdict.UNDETERMINED);
    assertThat(findings(d)).containsExactly("ED-02", "CL-01", "EP-14");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CN=vm1|false",
        "CN=Contoso Issuing CA 2, DC=contoso, DC=com|false",
        "CN=Microsoft Azure RSA TLS Issuing CA 03, O=Microsoft Corporation, C=US|false",
        "CN=DigiCert TLS RSA SHA256 2020 CA1, O=DigiCert Inc, C=US|false",
        "CN=web01.contoso.com|false",
        "CN=Corp TLS Inspection|true",
        "CN=FortiGate CA, O=Fortinet|true",
        "CN=Zscaler Intermediate Root CA (zscaler.net)|true",
        "CN=Corporate Web Gateway Root|true",
      })
  void knownKindsOfProxyAuthorities(String issuer, boolean isOne) {
    assertThat(ProxyIssuers.isOne(issuer)).isEqualTo(isOne);
  }

  @Test
  void anAddressOfTheZoneThatWorksMakesTheResolverStale() {
    Seen seen =
        Seen.named("203.0.113.99")
            .interfaces(1)
            .tcp(CLIENT, "203.0.113.99", TcpOutcome.TIMED_OUT)
            .rdpUpToTls(CLIENT, A)
            .at("zone-server", "192.0.2.53", ProbeFacts.ZONE_SERVER_ADDRESSES, List.of(A));
    Diagnosis d = seen.diagnosed();

    assertThat(d.lookAlike()).contains("T1-cache");
    assertThat(findings(d)).startsWith("CL-03", "CL-02");
    assertThat(causes(d)).doesNotContain("EP-15");
  }

  @Test
  void anAddressThatTheZoneConfirmsIsInNoStaleCache() {
    Diagnosis d =
        Seen.named(A)
            .interfaces(1)
            .tcp(CLIENT, A, TcpOutcome.TIMED_OUT)
            .at("zone-server", "192.0.2.53", ProbeFacts.ZONE_SERVER_ADDRESSES, List.of(A))
            .diagnosed();

    assertThat(causes(d)).doesNotContain("CL-03").contains("CL-02", "EP-15");
  }

  @ParameterizedTest
  @CsvSource({"20, T3-port, false", "3100, T4, true"})
  void noWayForOnePortOnlyIsAFilter(long millis, String id, boolean vmOffAmongFindings) {
    Diagnosis d =
        Seen.named(A)
            .interfaces(1)
            .add(
                "tcp",
                CLIENT,
                A,
                Facts.builder()
                    .put(ProbeFacts.TCP_PORT, 3389L)
                    .put(ProbeFacts.TCP_OUTCOME, TcpOutcome.NO_ROUTE)
                    .put(ProbeFacts.TCP_TIME, Duration.ofMillis(millis))
                    .build())
            .at("other-port", A, ProbeFacts.OTHER_PORT_OUTCOME, TcpOutcome.REFUSED)
            .diagnosed();

    assertThat(d.lookAlike()).contains(id);
    assertThat(causes(d)).contains("VM-59", "ED-01").doesNotContain("CL-11");
    assertThat(findings(d).contains("VM-59")).isEqualTo(vmOffAmongFindings);
  }

  @Test
  void theFamilyThatFailsIsNamed() {
    Diagnosis d =
        Seen.named("2001:db8::1", A)
            .interfaces(1)
            .tcp(CLIENT, "2001:db8::1", TcpOutcome.TIMED_OUT)
            .rdpUpToTls(CLIENT, A)
            .diagnosed();

    assertThat(d.notes()).anyMatch(n -> n.text().startsWith("IPv6 fails and IPv4 gets an answer"));
  }

  @Test
  void theKindOfASpecialAddressIsNamed() {
    Diagnosis d =
        Seen.named("169.254.7.7").tcp(CLIENT, "169.254.7.7", TcpOutcome.NO_ROUTE).diagnosed();
    assertThat(d.notes())
        .anyMatch(n -> n.text().startsWith("169.254.7.7 is no ordinary public address: one link"));
  }

  @Test
  void hidingAnExperimentGivesNoNewCertaintyAndNoNewExclusion() {
    List<Seen> stories =
        List.of(
            inspected(X224Outcome.SILENT),
            junkAnswered(inspected(X224Outcome.RESET), "0300000902f0802180")
                .at("idle", A, ProbeFacts.IDLE_OUTCOME, Reaction.SILENT),
            x224(X224Outcome.CLOSED).at("idle", A, ProbeFacts.IDLE_OUTCOME, Reaction.CLOSED),
            hole(),
            tlsSilent().at("tls-alert", A, ProbeFacts.TINY_HELLO_OUTCOME, Reaction.SILENT));
    for (Seen story : stories) {
      Diagnosis whole = story.diagnosed();
      List<Observation> seen = story.observations();
      for (int hidden = 0; hidden < seen.size(); hidden++) {
        List<Observation> rest = new ArrayList<>(seen);
        String name = rest.remove(hidden).check();
        Diagnosis part = Seen.diagnose(rest);
        if (Set.of("idle", "junk", "bytewise", "again", "tls-alert", "tls-small-window")
            .contains(name)) {
          assertThat(causes(part)).as("without " + name).containsAll(causes(whole));
        }
        assertThat(part.findings())
            .as("without " + name)
            .filteredOn(f -> f.certainty() != Certainty.POSSIBLE)
            .allMatch(
                f ->
                    whole.findings().stream()
                        .anyMatch(
                            w ->
                                w.cause().equals(f.cause())
                                    && w.certainty().compareTo(f.certainty()) >= 0));
      }
    }
  }

  @Test
  void whatThisComputerRefusesItselfIsNoMatterOfANetwork() {
    String self = "127.0.0.1";
    Diagnosis d = Seen.named(self).interfaces(1).tcp(CLIENT, self, TcpOutcome.REFUSED).diagnosed();

    assertThat(d.lookAlike()).contains("T2-self");
    assertThat(causes(d))
        .contains("CL-04", "VM-12")
        .noneMatch(id -> id.startsWith("ED-") || id.startsWith("EP-") || id.startsWith("NW-"));
    assertThat(d.findings()).allMatch(f -> f.certainty() == Certainty.POSSIBLE);
    assertThat(d.verdict()).isEqualTo(Verdict.UNDETERMINED);
  }
}
