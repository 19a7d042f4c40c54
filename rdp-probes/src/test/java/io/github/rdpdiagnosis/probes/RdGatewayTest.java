package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdGatewayTest {
  private static final String NAME = "gw.example.test";
  private static final Duration YEAR = Duration.ofDays(365);

  private static String reply(String status, String... fields) {
    return "HTTP/1.1 "
        + status
        + "\r\nDate: "
        + DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC))
        + "\r\n"
        + String.join("", List.of(fields).stream().map(f -> f + "\r\n").toList())
        + "Content-Length: 0\r\n\r\n";
  }

  private static final String SIGN_IN =
      reply("401 Unauthorized", "WWW-Authenticate: Negotiate", "WWW-Authenticate: NTLM");

  private static List<Observation> probe(int port) {
    return Reported.by(
        RdGateway.of(NAME, port)
            .resolver(host -> List.of(InetAddress.getLoopbackAddress()))
            .timeouts(Duration.ofSeconds(2), Duration.ofMillis(800))
            .checks());
  }

  private static Observation gateway(int port) {
    List<Observation> seen = probe(port);
    assertThat(seen).extracting(Observation::check).containsExactly("gateway-name", "gateway");
    return seen.get(1);
  }

  @Test
  void aGatewayThatAsksForASignInIsTakenForOne() {
    try (WebPeer peer = WebPeer.tls(NAME, YEAR, line -> SIGN_IN)) {
      Observation seen = gateway(peer.port());
      assertThat(seen.address()).contains("127.0.0.1");
      assertThat(seen.facts().get(GatewayFacts.ANSWER)).contains(GatewayAnswer.ASKS_SIGN_IN);
      assertThat(seen.facts().get(GatewayFacts.STATUS)).contains(401L);
      assertThat(seen.facts().get(GatewayFacts.SCHEMES)).contains(List.of("Negotiate", "NTLM"));
      assertThat(seen.facts().get(GatewayFacts.PATH)).contains("/remoteDesktopGateway/");
      assertThat(seen.facts().get(GatewayFacts.CERTIFICATE_PROBLEMS))
          .contains(List.of("UNTRUSTED_HERE"));
      assertThat(seen.facts().get(GatewayFacts.CLOCK_AHEAD).orElseThrow().abs())
          .isLessThan(Duration.ofSeconds(30));
      assertThat(seen.status().kind()).isEqualTo(CheckStatus.Kind.INCONCLUSIVE);
      assertThat(peer.requests()).hasSize(1);
      assertThat(peer.requests().get(0))
          .startsWith("RDG_OUT_DATA /remoteDesktopGateway/ HTTP/1.1\r\n")
          .contains("Host: " + NAME + ":" + peer.port())
          .doesNotContainIgnoringCase("authorization");
    }
  }

  @Test
  void anOldGatewayIsAskedAtItsOwnPath() {
    try (WebPeer peer =
        WebPeer.tls(
            NAME,
            YEAR,
            line -> line.startsWith("RPC_OUT_DATA /rpc/") ? SIGN_IN : reply("404 No"))) {
      Observation seen = gateway(peer.port());
      assertThat(seen.facts().get(GatewayFacts.ANSWER)).contains(GatewayAnswer.ASKS_SIGN_IN);
      assertThat(seen.facts().get(GatewayFacts.PATH).orElseThrow()).startsWith("/rpc/");
      assertThat(peer.requests()).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404 Not Found,NO_GATEWAY",
    "405 Method Not Allowed,NO_GATEWAY",
    "302 Found,REDIRECTS",
    "403 Forbidden,FORBIDDEN",
    "503 Service Unavailable,FAILS",
    "407 Proxy Authentication Required,PROXY_ASKS_SIGN_IN",
    "418 Teapot,OTHER_STATUS",
    "200 OK,ACCEPTS"
  })
  void otherAnswersAreToldApart(String status, GatewayAnswer expected) {
    try (WebPeer peer = WebPeer.tls(NAME, YEAR, line -> reply(status))) {
      Observation seen = gateway(peer.port());
      assertThat(seen.facts().get(GatewayFacts.ANSWER)).contains(expected);
      assertThat(seen.status().kind())
          .isEqualTo(
              expected == GatewayAnswer.ACCEPTS
                  ? CheckStatus.Kind.INCONCLUSIVE
                  : CheckStatus.Kind.VIOLATED);
    }
  }

  @Test
  void silenceAndOtherProtocolsAreToldApart() {
    try (WebPeer peer = WebPeer.tls(NAME, YEAR, line -> WebPeer.SILENCE)) {
      assertThat(gateway(peer.port()).facts().get(GatewayFacts.ANSWER))
          .contains(GatewayAnswer.SILENT);
    }
    try (WebPeer peer = WebPeer.tls(NAME, YEAR, line -> "")) {
      assertThat(gateway(peer.port()).facts().get(GatewayFacts.ANSWER))
          .contains(GatewayAnswer.CLOSED);
    }
    try (WebPeer peer = WebPeer.tls(NAME, YEAR, line -> "220 mail\r\n\r\n")) {
      assertThat(gateway(peer.port()).facts().get(GatewayFacts.ANSWER))
          .contains(GatewayAnswer.NOT_HTTP);
    }
    try (WebPeer peer = WebPeer.plain(line -> "HTTP/1.1 400 Bad Request\r\n\r\n")) {
      Observation seen = gateway(peer.port());
      assertThat(seen.facts().get(GatewayFacts.TCP_OUTCOME)).contains(TcpOutcome.OPEN);
      assertThat(seen.facts().has(GatewayFacts.ANSWER)).isFalse();
      assertThat(seen.status().kind()).isEqualTo(CheckStatus.Kind.VIOLATED);
    }
  }

  @Test
  void certificatesThatAClientRefusesAreNamed() {
    try (WebPeer peer = WebPeer.tls("other.example.test", YEAR, line -> SIGN_IN)) {
      Observation seen = gateway(peer.port());
      assertThat(seen.facts().get(GatewayFacts.CERTIFICATE_PROBLEMS))
          .contains(List.of("OTHER_NAME"));
      assertThat(seen.status().kind()).isEqualTo(CheckStatus.Kind.VIOLATED);
    }
    try (WebPeer peer = WebPeer.tls("*.example.test", Duration.ofDays(-1), line -> SIGN_IN)) {
      Observation seen = gateway(peer.port());
      assertThat(seen.facts().get(GatewayFacts.CERTIFICATE_PROBLEMS)).contains(List.of("EXPIRED"));
    }
  }

  @Test
  void aClosedPortAndAnUnknownNameAreSaid() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.REFUSED)) {
      Observation seen = gateway(peer.port());
      assertThat(seen.facts().get(GatewayFacts.TCP_OUTCOME)).contains(TcpOutcome.REFUSED);
      assertThat(seen.status().kind()).isEqualTo(CheckStatus.Kind.VIOLATED);
    }
    List<Observation> seen =
        Reported.by(
            RdGateway.of("nowhere.example", 443)
                .resolver(
                    host -> {
                      throw new UnknownHostException("nowhere.example: Name or service not known");
                    })
                .checks());
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).facts().get(GatewayFacts.NAME_OUTCOME)).contains(NameOutcome.NOT_FOUND);
  }
}
