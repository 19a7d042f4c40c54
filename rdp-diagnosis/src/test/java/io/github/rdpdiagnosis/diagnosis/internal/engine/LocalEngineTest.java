package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.FirewallDecision;
import io.github.rdpdiagnosis.probes.FirewallEffect;
import io.github.rdpdiagnosis.probes.LocalFacts;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.ProxyOutcome;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.WebFacts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the computer itself says of the path. */
class LocalEngineTest {
  private static final String A = Seen.ADDRESS;
  private static final String RULE = "nftables table inet lab chain out: tcp dport 3389 drop";

  private static Diagnosis diagnosed(
      TcpOutcome tcp, String address, FirewallDecision decision, FirewallEffect effect) {
    return Seen.named(A)
        .interfaces(1)
        .tcp(Vantage.CLIENT, A, tcp)
        .add(
            "local-firewall",
            Vantage.CLIENT,
            address,
            Facts.builder()
                .put(LocalFacts.FIREWALL_DECISION, decision)
                .put(LocalFacts.FIREWALL_EFFECT, effect)
                .put(LocalFacts.FIREWALL_RULE, RULE)
                .build())
        .diagnosed();
  }

  @ParameterizedTest
  @CsvSource({
    "TIMED_OUT,DROP,true",
    "REFUSED,REFUSE,true",
    "NO_ROUTE,UNREACHABLE,true",
    "REFUSED,DROP,false",
    "TIMED_OUT,REFUSE,false",
    "TIMED_OUT,UNREACHABLE,false",
    "OPEN,DROP,false"
  })
  void aRuleCountsOnlyIfTheConnectEndedAsItMakesItEnd(
      TcpOutcome tcp, FirewallEffect effect, boolean proven) {
    Diagnosis d = diagnosed(tcp, A, FirewallDecision.BLOCKS, effect);
    List<Finding> confirmed =
        d.findings().stream().filter(f -> f.certainty() == Certainty.CONFIRMED).toList();
    assertThat(confirmed)
        .extracting(f -> f.cause().id())
        .isEqualTo(proven ? List.of("CL-01") : List.of());
    if (proven) {
      assertThat(confirmed.get(0).explanation()).contains(RULE);
      assertThat(confirmed.get(0).evidence())
          .containsExactlyInAnyOrder("client/local-firewall@" + A, "client/tcp@" + A);
    }
  }

  @Test
  void rulesThatAreOpenOrAboutAnotherAddressProveNothing() {
    for (Diagnosis d :
        List.of(
            diagnosed(TcpOutcome.TIMED_OUT, A, FirewallDecision.UNSURE, FirewallEffect.DROP),
            diagnosed(
                TcpOutcome.TIMED_OUT,
                "203.0.113.11",
                FirewallDecision.BLOCKS,
                FirewallEffect.DROP))) {
      assertThat(d.findings()).extracting(Finding::certainty).containsOnly(Certainty.POSSIBLE);
    }
  }

  @Test
  void aHostsFileThatContradictsDnsIsSaid() {
    Diagnosis d =
        Seen.named(A)
            .tcp(Vantage.CLIENT, A, TcpOutcome.TIMED_OUT)
            .client("hosts-file", LocalFacts.HOSTS_ADDRESSES, List.of(A))
            .at(
                "name-server",
                "192.0.2.53",
                ProbeFacts.NAME_SERVER_ADDRESSES,
                List.of("203.0.113.99"))
            .diagnosed();
    assertThat(d.notes())
        .anyMatch(n -> n.text().contains("hosts file") && n.text().contains("203.0.113.99"));
    assertThat(d.findings()).extracting(Finding::certainty).containsOnly(Certainty.POSSIBLE);
  }

  @Test
  void rdpThroughAProxySpeaksForTheFarSideOnly() {
    Seen timedOut = Seen.named(A).interfaces(1).tcp(Vantage.CLIENT, A, TcpOutcome.TIMED_OUT);
    Diagnosis d =
        timedOut
            .at("proxy-connect", A, WebFacts.PROXY_OUTCOME, ProxyOutcome.RDP_ANSWERS)
            .diagnosed();
    List<String> all =
        Stream.concat(d.findings().stream().map(f -> f.cause().id()), d.alsoPossible().stream())
            .toList();
    assertThat(all).contains("CL-01", "ED-01", "ED-06").doesNotContain("VM-59", "VM-12", "NW-01");
    assertThat(d.findings()).extracting(Finding::certainty).containsOnly(Certainty.POSSIBLE);
    assertThat(d.summary()).contains("proxy");
    assertThat(d.domain(FaultDomain.CLIENT).status()).isNotEqualTo(DomainStatus.CLEARED);
    assertThat(d.domain(FaultDomain.EDGE).status()).isNotEqualTo(DomainStatus.CLEARED);
  }

  @Test
  void aProxyThatFailsSaysNothing() {
    for (ProxyOutcome outcome :
        List.of(ProxyOutcome.DENIED, ProxyOutcome.FAILED_LATE, ProxyOutcome.SILENT)) {
      Seen timedOut = Seen.named(A).interfaces(1).tcp(Vantage.CLIENT, A, TcpOutcome.TIMED_OUT);
      Diagnosis without = timedOut.diagnosed();
      Diagnosis d = timedOut.at("proxy-connect", A, WebFacts.PROXY_OUTCOME, outcome).diagnosed();
      assertThat(d.findings()).isEqualTo(without.findings());
    }
  }
}
