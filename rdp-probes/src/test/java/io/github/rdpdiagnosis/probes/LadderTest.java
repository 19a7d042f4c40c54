package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LadderTest {
  private static final String LOOPBACK = "127.0.0.1";

  private static RdpLadder ladder(ScriptedPeer peer) {
    return RdpLadder.of(LOOPBACK, peer.port())
        .connectTimeout(Duration.ofSeconds(1))
        .readTimeout(Duration.ofMillis(1500));
  }

  private static List<Observation> probe(RdpLadder ladder) {
    return ladder.probe(Deadline.in(Duration.ofSeconds(20)));
  }

  private static Observation one(List<Observation> seen, String check) {
    List<Observation> found =
        seen.stream()
            .filter(o -> o.check().equals(check) && o.address().equals(Optional.of(LOOPBACK)))
            .toList();
    assertThat(found).as("observations of " + check + " in " + seen).hasSize(1);
    return found.get(0);
  }

  private static <T> T fact(List<Observation> seen, String check, FactKey<T> key) {
    return one(seen, check).facts().get(key).orElseThrow();
  }

  private static <T> Optional<T> factIfAny(List<Observation> seen, FactKey<T> key) {
    return seen.stream().flatMap(o -> o.facts().get(key).stream()).findFirst();
  }

  private static CheckStatus.Kind kind(List<Observation> seen, String check) {
    return one(seen, check).status().kind();
  }

  private static List<String> checks(List<Observation> seen) {
    return seen.stream().map(Observation::check).toList();
  }

  @Test
  void climbsAHealthyServerOnOneConnection() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      List<Observation> seen = probe(ladder(peer));

      assertThat(fact(seen, "tcp", ProbeFacts.TCP_OUTCOME)).isEqualTo(TcpOutcome.OPEN);
      assertThat(fact(seen, "tcp", ProbeFacts.TCP_PORT)).isEqualTo(peer.port());
      assertThat(fact(seen, "x224", ProbeFacts.X224_OUTCOME)).isEqualTo(X224Outcome.CONFIRMED);
      assertThat(fact(seen, "x224", ProbeFacts.X224_REQUESTED)).isEqualTo(11);
      assertThat(fact(seen, "x224", ProbeFacts.X224_SELECTED)).isEqualTo(1);
      assertThat(fact(seen, "x224", ProbeFacts.X224_ANSWER))
          .isEqualTo("030000130ed000001234000200080001000000");
      assertThat(fact(seen, "tls", ProbeFacts.TLS_OUTCOME)).isEqualTo(TlsOutcome.HANDSHAKE);
      assertThat(fact(seen, "tls", ProbeFacts.TLS_VERSION)).isEqualTo("TLSv1.3");
      assertThat(fact(seen, "tls", ProbeFacts.CERTIFICATE_SUBJECT))
          .isEqualTo("CN=vm1.example.test");
      assertThat(fact(seen, "tls", ProbeFacts.CERTIFICATE_NAMES))
          .containsExactly("vm1.example.test");
      assertThat(fact(seen, "tls", ProbeFacts.CERTIFICATE_SELF_SIGNED)).isTrue();
      assertThat(fact(seen, "tls", ProbeFacts.CERTIFICATE_SHA256)).matches("[0-9a-f]{64}");
      assertThat(fact(seen, "tls", ProbeFacts.CERTIFICATE_SHA1)).matches("[0-9a-f]{40}");
      assertThat(fact(seen, "tls", ProbeFacts.CERTIFICATE_NOT_AFTER)).isAfter(Instant.now());
      assertThat(checks(seen)).doesNotContain("nla", "junk", "tls-legacy");
      assertThat(peer.connections()).isEqualTo(1);
      assertThat(kind(seen, "tls")).isEqualTo(CheckStatus.Kind.HOLDS);
    }
  }

  @Test
  void seesThatNlaIsRequired() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.NLA)) {
      List<Observation> seen = probe(ladder(peer));

      assertThat(fact(seen, "x224", ProbeFacts.X224_SELECTED)).isEqualTo(8);
      assertThat(fact(seen, "tls", ProbeFacts.TLS_OUTCOME)).isEqualTo(TlsOutcome.HANDSHAKE);
      assertThat(fact(seen, "nla", ProbeFacts.NLA_REQUIRED)).isTrue();
      assertThat(peer.connections()).isEqualTo(2);
    }
  }

  @Test
  void readsTheChallengeOnTheSameConnection() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.NLA)) {
      List<Observation> seen = probe(ladder(peer));

      String check = "nla-challenge";
      assertThat(fact(seen, check, ProbeFacts.NLA_CHALLENGE_OUTCOME))
          .isEqualTo(NlaChallengeOutcome.CHALLENGE);
      assertThat(kind(seen, check)).isEqualTo(CheckStatus.Kind.HOLDS);
      assertThat(fact(seen, check, ProbeFacts.NTLM_NETBIOS_COMPUTER)).isEqualTo("VM1");
      assertThat(fact(seen, check, ProbeFacts.NTLM_NETBIOS_DOMAIN)).isEqualTo("VM1");
      assertThat(fact(seen, check, ProbeFacts.NTLM_DNS_COMPUTER)).isEqualTo("vm1.example.test");
      assertThat(fact(seen, check, ProbeFacts.NTLM_OS_VERSION)).isEqualTo("10.0.20348");
      assertThat(fact(seen, check, ProbeFacts.CREDSSP_VERSION)).isEqualTo(6);
      assertThat(fact(seen, check, ProbeFacts.NTLM_TARGET_INFO))
          .isEqualTo(NtlmTargetInfo.TERMINATED);
      Duration skew = fact(seen, check, ProbeFacts.CLOCK_SKEW);
      Duration uncertainty = fact(seen, check, ProbeFacts.CLOCK_SKEW_UNCERTAINTY);
      assertThat(skew.abs()).isLessThanOrEqualTo(uncertainty.plusMillis(1));
      assertThat(peer.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NLA_SILENT, SILENT",
    "NLA_CLOSE, CLOSED",
    "NLA_ERROR, ERROR_CODE",
    "NLA_GARBAGE, MALFORMED"
  })
  void tellsHowCredSspFails(PeerScript script, NlaChallengeOutcome expected) {
    try (ScriptedPeer peer = ScriptedPeer.start(script)) {
      List<Observation> seen = probe(ladder(peer));

      assertThat(fact(seen, "tls", ProbeFacts.TLS_OUTCOME)).isEqualTo(TlsOutcome.HANDSHAKE);
      assertThat(fact(seen, "nla-challenge", ProbeFacts.NLA_CHALLENGE_OUTCOME)).isEqualTo(expected);
      assertThat(kind(seen, "nla-challenge")).isEqualTo(CheckStatus.Kind.VIOLATED);
      assertThat(one(seen, "nla-challenge").facts().has(ProbeFacts.CREDSSP_ERROR_CODE))
          .isEqualTo(expected == NlaChallengeOutcome.ERROR_CODE);
    }
  }

  @Test
  void readsAnExpiredCertificate() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.EXPIRED_CERTIFICATE)) {
      List<Observation> seen = probe(ladder(peer));

      assertThat(fact(seen, "tls", ProbeFacts.TLS_OUTCOME)).isEqualTo(TlsOutcome.HANDSHAKE);
      assertThat(fact(seen, "tls", ProbeFacts.CERTIFICATE_NOT_AFTER)).isBefore(Instant.now());
    }
  }

  @Test
  void standardSecurityHasNoTls() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.STANDARD_RDP_ONLY)) {
      List<Observation> seen = probe(ladder(peer));

      assertThat(fact(seen, "x224", ProbeFacts.X224_SELECTED)).isZero();
      assertThat(kind(seen, "tls")).isEqualTo(CheckStatus.Kind.NOT_APPLICABLE);
    }
  }

  @Test
  void reportsTheFailureCode() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.NO_CERTIFICATE)) {
      List<Observation> seen = probe(ladder(peer));

      assertThat(fact(seen, "x224", ProbeFacts.X224_OUTCOME)).isEqualTo(X224Outcome.FAILURE);
      assertThat(fact(seen, "x224", ProbeFacts.X224_FAILURE_CODE)).isEqualTo(3);
      assertThat(one(seen, "x224").status().why())
          .hasValueSatisfying(why -> assertThat(why).contains("SSL_CERT_NOT_ON_SERVER"));
      assertThat(one(seen, "tls").status())
          .isEqualTo(CheckStatus.notRun("client/x224@127.0.0.1 does not hold"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SILENT, SILENT, , SILENT, 4",
    "CLOSE_ON_ACCEPT, CLOSED, CLOSED, , 2",
    "RESET_ON_ACCEPT, RESET, RESET, , 2",
    "CLOSE_AFTER_REQUEST, CLOSED, SILENT, CLOSED, 4",
    "RESET_AFTER_REQUEST, RESET, SILENT, RESET, 4",
    "HTTP, NOT_TPKT, , , 1",
    "SSH, NOT_TPKT, , , 1"
  })
  void tellsHowX224Fails(
      PeerScript script, X224Outcome expected, Reaction idle, Reaction junk, int connections)
      throws InterruptedException {
    try (ScriptedPeer peer = ScriptedPeer.start(script)) {
      List<Observation> seen = probe(ladder(peer));

      assertThat(fact(seen, "tcp", ProbeFacts.TCP_OUTCOME)).isEqualTo(TcpOutcome.OPEN);
      assertThat(fact(seen, "x224", ProbeFacts.X224_OUTCOME)).isEqualTo(expected);
      assertThat(kind(seen, "x224")).isEqualTo(CheckStatus.Kind.VIOLATED);
      assertThat(kind(seen, "tls")).isEqualTo(CheckStatus.Kind.NOT_RUN);
      // A connection that was given up may still wait to be accepted.
      for (int i = 0; i < 100 && peer.connections() < connections; i++) {
        Thread.sleep(50);
      }
      assertThat(peer.connections()).isEqualTo(connections);
      assertThat(factIfAny(seen, ProbeFacts.IDLE_OUTCOME)).isEqualTo(Optional.ofNullable(idle));
      assertThat(factIfAny(seen, ProbeFacts.JUNK_OUTCOME)).isEqualTo(Optional.ofNullable(junk));
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP, HTTP, 485454502f", "SSH, SSH, 5353482d"})
  void guessesWhatSpeaksThere(PeerScript script, ForeignProtocol expected, String start) {
    try (ScriptedPeer peer = ScriptedPeer.start(script)) {
      List<Observation> seen = probe(ladder(peer));

      assertThat(fact(seen, "x224", ProbeFacts.X224_FOREIGN)).isEqualTo(expected);
      assertThat(fact(seen, "x224", ProbeFacts.X224_ANSWER)).startsWith(start).hasSizeLessThan(129);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_HANG, SILENT",
    "TLS_RESET, RESET",
    "TLS_CLOSE, CLOSED",
    "TLS_GARBAGE, NOT_TLS",
    "TLS_VERSION_ALERT, ALERT",
    "TLS_1_0_ONLY, OTHER"
  })
  void tellsHowTlsFails(PeerScript script, TlsOutcome expected) {
    try (ScriptedPeer peer = ScriptedPeer.start(script)) {
      List<Observation> seen = probe(ladder(peer));

      assertThat(fact(seen, "x224", ProbeFacts.X224_OUTCOME)).isEqualTo(X224Outcome.CONFIRMED);
      assertThat(fact(seen, "tls", ProbeFacts.TLS_OUTCOME)).isEqualTo(expected);
      assertThat(kind(seen, "tls")).isEqualTo(CheckStatus.Kind.VIOLATED);
      assertThat(fact(seen, "tls", ProbeFacts.TLS_MESSAGE)).isNotBlank();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS_VERSION_ALERT", "TLS_1_0_ONLY"})
  void findsOldTlsByAnOldHello(PeerScript script) {
    try (ScriptedPeer peer = ScriptedPeer.start(script)) {
      List<Observation> seen = probe(ladder(peer));

      assertThat(fact(seen, "tls-legacy", ProbeFacts.TLS_LEGACY_VERSION)).isEqualTo("TLSv1");
      assertThat(fact(seen, "tls-legacy", ProbeFacts.TLS_LEGACY_SUITE))
          .isEqualTo("TLS_RSA_WITH_AES_128_CBC_SHA");
      assertThat(peer.connections()).isEqualTo(2);
      if (script == PeerScript.TLS_VERSION_ALERT) {
        assertThat(fact(seen, "tls", ProbeFacts.TLS_ALERT)).isEqualTo("protocol_version");
      }
    }
  }

  @Test
  void showsWhatCameInPlaceOfTls() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS_GARBAGE)) {
      List<Observation> seen = probe(ladder(peer));

      assertThat(kind(seen, "tls-legacy")).isEqualTo(CheckStatus.Kind.INCONCLUSIVE);
      assertThat(fact(seen, "tls-legacy", ProbeFacts.TLS_LEGACY_ANSWER)).matches("(00){5,64}");
      assertThat(peer.connections()).isEqualTo(2);
    }
  }

  @Test
  void refused() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.REFUSED)) {
      List<Observation> seen = probe(ladder(peer));

      assertThat(fact(seen, "tcp", ProbeFacts.TCP_OUTCOME)).isEqualTo(TcpOutcome.REFUSED);
      assertThat(fact(seen, "tcp", ProbeFacts.TCP_MESSAGE)).contains("refused");
      assertThat(one(seen, "x224").status())
          .isEqualTo(CheckStatus.notRun("client/tcp@127.0.0.1 does not hold"));
      assertThat(one(seen, "tls").status())
          .isEqualTo(CheckStatus.notRun("client/tcp@127.0.0.1 does not hold"));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void dropped() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.DROP)) {
      List<Observation> seen = probe(ladder(peer));

      assertThat(fact(seen, "tcp", ProbeFacts.TCP_OUTCOME)).isEqualTo(TcpOutcome.TIMED_OUT);
      assertThat(fact(seen, "tcp", ProbeFacts.TCP_TIME))
          .isBetween(Duration.ofMillis(900), Duration.ofSeconds(4));
    }
  }

  @Test
  void classifiesWhatSystemsSayOfAFailedConnect() {
    assertThat(TcpFailures.classify(new NoRouteToHostException("No route to host")))
        .isEqualTo(TcpOutcome.NO_ROUTE);
    assertThat(TcpFailures.classify(new SocketException("Host is down")))
        .isEqualTo(TcpOutcome.NO_ROUTE);
    assertThat(TcpFailures.classify(new SocketException("Network is unreachable")))
        .isEqualTo(TcpOutcome.NETWORK_UNREACHABLE);
    assertThat(TcpFailures.classify(new SocketException("Network is unreachable: connect")))
        .isEqualTo(TcpOutcome.NETWORK_UNREACHABLE);
    assertThat(TcpFailures.classify(new BindException("Permission denied")))
        .isEqualTo(TcpOutcome.LOCAL_REFUSAL);
    assertThat(TcpFailures.classify(new SocketException("Invalid argument")))
        .isEqualTo(TcpOutcome.LOCAL_REFUSAL);
    assertThat(TcpFailures.classify(new ConnectException("Connection timed out: connect")))
        .isEqualTo(TcpOutcome.TIMED_OUT);
    assertThat(TcpFailures.classify(new ConnectException("Connection refused: connect")))
        .isEqualTo(TcpOutcome.REFUSED);
    assertThat(TcpFailures.classify(new SocketException("Connection reset")))
        .as("an RST after the handshake")
        .isEqualTo(TcpOutcome.OPEN);
    assertThat(TcpFailures.classify(new SocketException("surprise"))).isEqualTo(TcpOutcome.OTHER);
  }

  @Test
  void aShortDeadlineEndsASilentServerWithoutCallingItSilent() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.SILENT)) {
      long start = System.nanoTime();
      List<Observation> seen =
          RdpLadder.of(LOOPBACK, peer.port()).probe(Deadline.in(Duration.ofSeconds(1)));

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(kind(seen, "x224")).isEqualTo(CheckStatus.Kind.INCONCLUSIVE);
      assertThat(one(seen, "x224").facts().has(ProbeFacts.X224_OUTCOME)).isFalse();
    }
  }

  @Test
  void anOverdueDeadlineRunsNothing() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      List<Observation> seen =
          RdpLadder.of(LOOPBACK, peer.port()).probe(Deadline.in(Duration.ZERO));

      assertThat(kind(seen, "tcp")).isEqualTo(CheckStatus.Kind.NOT_RUN);
      assertThat(fact(seen, "tcp", ProbeFacts.TCP_PORT)).isEqualTo(peer.port());
      assertThat(peer.connections()).isZero();
    }
  }

  @Test
  void anInterruptEndsItWithWhatIsThere() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.SILENT)) {
      AtomicReference<List<Observation>> seen = new AtomicReference<>(List.of());
      AtomicReference<Boolean> flag = new AtomicReference<>(false);
      Thread thread =
          new Thread(
              () -> {
                seen.set(
                    RdpLadder.of(LOOPBACK, peer.port())
                        .readTimeout(Duration.ofMinutes(1))
                        .probe(Deadline.in(Duration.ofMinutes(1))));
                flag.set(Thread.currentThread().isInterrupted());
              });
      thread.start();
      while (peer.connections() == 0) {
        Thread.onSpinWait();
      }
      thread.interrupt();
      thread.join(5000);

      assertThat(thread.isAlive()).isFalse();
      assertThat(flag.get()).isTrue();
      assertThat(fact(seen.get(), "tcp", ProbeFacts.TCP_PORT)).isEqualTo(peer.port());
      assertThat(kind(seen.get(), "x224"))
          .isIn(CheckStatus.Kind.INCONCLUSIVE, CheckStatus.Kind.NOT_RUN);
    }
  }

  @Test
  void climbsFurtherAddressesEvenIfTheNameIsUnknown() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      List<Observation> seen =
          probe(
              RdpLadder.of("vm1.invalid", peer.port())
                  .vantage(new Vantage("office"))
                  .nameServers(List.of())
                  .alsoTry(List.of(LOOPBACK))
                  .resolver(
                      host -> {
                        throw new java.net.UnknownHostException(
                            host + ": Name or service not known");
                      }));

      assertThat(fact(seen, "tls", ProbeFacts.TLS_OUTCOME)).isEqualTo(TlsOutcome.HANDSHAKE);
      assertThat(one(seen, "tcp").id()).isEqualTo("office/tcp@127.0.0.1");
    }
  }

  @Test
  void climbsThreeAddressesAndSaysSoOfTheRest() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.REFUSED)) {
      List<Observation> seen =
          probe(ladder(peer).alsoTry(List.of("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5")));

      assertThat(seen.stream().filter(o -> o.check().equals("tcp")).map(o -> o.status().kind()))
          .hasSize(5)
          .filteredOn(CheckStatus.Kind.NOT_RUN::equals)
          .hasSize(2);
    }
  }

  @Test
  void triesAnotherPortOnlyWhileTheRdpPortKeepsSilent() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.DROP)) {
      List<Observation> seen =
          RdpLadder.of("127.0.0.1", peer.port())
              .connectTimeout(Duration.ofSeconds(2))
              .probe(Deadline.in(Duration.ofSeconds(30)));
      TcpOutcome other = fact(seen, "other-port", ProbeFacts.OTHER_PORT_OUTCOME);
      // Whatever this computer has on port 443: it answers, be it with RST.
      assertThat(other).isIn(TcpOutcome.OPEN, TcpOutcome.REFUSED);
    }
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      List<Observation> seen =
          RdpLadder.of("127.0.0.1", peer.port()).probe(Deadline.in(Duration.ofSeconds(30)));
      assertThat(seen).noneMatch(o -> o.check().equals("other-port"));
    }
  }
}
