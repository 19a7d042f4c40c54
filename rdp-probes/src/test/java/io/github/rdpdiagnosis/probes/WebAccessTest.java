package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAccessTest {
  private static final Path TINYPROXY = Path.of("/usr/bin/tinyproxy");

  /** What the ladder and the look for proxies would have reported before. */
  private static Check earlier(int port, TcpOutcome outcome, String proxy) {
    return new Check() {
      private final LadderSettings settings = RdpLadder.of("127.0.0.1", port).settings();

      @Override
      public String name() {
        return "earlier";
      }

      @Override
      public java.util.Set<io.github.rdpdiagnosis.model.fact.FactKey<?>> needs() {
        return java.util.Set.of();
      }

      @Override
      public java.util.Set<io.github.rdpdiagnosis.model.fact.FactKey<?>> produces() {
        return java.util.Set.of();
      }

      @Override
      public void run(CheckContext context) {
        LadderSettings.Started now = LadderSettings.Started.now();
        context.report(
            settings.observation(
                "tcp",
                Optional.of("127.0.0.1"),
                now,
                CheckStatus.holds(),
                Facts.builder().put(ProbeFacts.TCP_OUTCOME, outcome).build()));
        context.report(
            settings.observation(
                "proxy",
                Optional.empty(),
                now,
                CheckStatus.holds(),
                Facts.builder()
                    .put(LocalFacts.PROXY_SERVERS, proxy.isEmpty() ? List.of() : List.of(proxy))
                    .build()));
      }
    };
  }

  private static Observation connect(int port, TcpOutcome direct, String proxy) {
    List<Check> checks = new ArrayList<>();
    checks.add(earlier(port, direct, proxy));
    checks.addAll(WebAccess.of("127.0.0.1", port).checks());
    List<Observation> seen = Reported.by(checks);
    return seen.get(seen.size() - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "200 Connection established,NOTHING_ANSWERS",
    "403 Access violation,DENIED",
    "405 Method Not Allowed,DENIED",
    "407 Proxy Authentication Required,ASKS_SIGN_IN",
    "500 Unable to connect,FAILED_AT_ONCE",
    "404 Not Found,OTHER"
  })
  void answersOfAProxyAreToldApart(String status, ProxyOutcome expected) {
    try (WebPeer proxy = WebPeer.plain(line -> "HTTP/1.1 " + status + "\r\n\r\n")) {
      Observation seen = connect(3389, TcpOutcome.TIMED_OUT, "127.0.0.1:" + proxy.port());
      assertThat(seen.facts().get(WebFacts.PROXY_OUTCOME)).contains(expected);
      assertThat(seen.address()).contains("127.0.0.1");
      assertThat(proxy.requests().get(0))
          .startsWith("CONNECT 127.0.0.1:3389 HTTP/1.1\r\n")
          .doesNotContainIgnoringCase("authorization");
    }
  }

  @Test
  void noProxyAndAnOpenTargetNeedNoConnect() {
    assertThat(connect(3389, TcpOutcome.TIMED_OUT, "").status().kind())
        .isEqualTo(CheckStatus.Kind.NOT_APPLICABLE);
    try (WebPeer proxy = WebPeer.plain(line -> "")) {
      assertThat(connect(3389, TcpOutcome.OPEN, "127.0.0.1:" + proxy.port()).status().kind())
          .isEqualTo(CheckStatus.Kind.NOT_APPLICABLE);
      assertThat(proxy.requests()).isEmpty();
    }
    try (ScriptedPeer closed = ScriptedPeer.start(PeerScript.REFUSED)) {
      assertThat(
              connect(3389, TcpOutcome.TIMED_OUT, "127.0.0.1:" + closed.port())
                  .facts()
                  .get(WebFacts.PROXY_OUTCOME))
          .contains(ProxyOutcome.UNREACHABLE);
    }
  }

  @Test
  void aRealProxyLeadsToARealAnswer(@TempDir Path folder) throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.isExecutable(TINYPROXY), "tinyproxy");
    try (ScriptedPeer rdp = ScriptedPeer.start(PeerScript.NLA);
        ScriptedPeer http = ScriptedPeer.start(PeerScript.HTTP);
        ScriptedPeer refused = ScriptedPeer.start(PeerScript.REFUSED)) {
      int port = freePort();
      Path settings = folder.resolve("tinyproxy.conf");
      Files.writeString(
          settings,
          "Port "
              + port
              + "\nListen 127.0.0.1\nTimeout 10\nMaxClients 10\nConnectPort "
              + rdp.port()
              + "\nConnectPort "
              + http.port()
              + "\nConnectPort "
              + refused.port()
              + "\nLogLevel Error\n");
      Process proxy =
          new ProcessBuilder(TINYPROXY.toString(), "-d", "-c", settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      try {
        String address = "127.0.0.1:" + port;
        awaitOpen(port);
        assertThat(outcome(rdp.port(), address)).contains(ProxyOutcome.RDP_ANSWERS);
        assertThat(outcome(http.port(), address)).contains(ProxyOutcome.SOMETHING_ANSWERS);
        assertThat(outcome(refused.port(), address)).contains(ProxyOutcome.FAILED_AT_ONCE);
        assertThat(outcome(1, address)).contains(ProxyOutcome.DENIED);
      } finally {
        proxy.destroy();
        proxy.waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private static Optional<ProxyOutcome> outcome(int port, String proxy) {
    return connect(port, TcpOutcome.TIMED_OUT, proxy).facts().get(WebFacts.PROXY_OUTCOME);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitOpen(int port) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < end) {
      try (java.net.Socket socket = new java.net.Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    throw new IllegalStateException("tinyproxy does not listen");
  }

  @Test
  void aKnownGoodHostAndAPortalInItsPlace() {
    String good = "HTTP/1.1 200 OK\r\nDate: Tue, 24 Nov 2026 10:00:00 GMT\r\n\r\n";
    try (WebPeer https = WebPeer.tls("www.example.test", Duration.ofDays(90), line -> good);
        WebPeer portal =
            WebPeer.plain(
                line -> "HTTP/1.1 302 Found\r\nLocation: http://login.hotel.example/\r\n\r\n");
        WebPeer plain =
            WebPeer.plain(
                line -> "HTTP/1.1 301 Moved\r\nLocation: https://www.example.test/\r\n\r\n")) {
      List<Observation> seen = look(https.port(), portal.port());
      assertThat(seen)
          .extracting(Observation::check)
          .containsExactly("https-host", "captive-portal");
      assertThat(seen.get(0).facts().get(WebFacts.HTTPS_OUTCOME))
          .contains(WebOutcome.ANSWERED_UNTRUSTED);
      assertThat(seen.get(0).facts().has(WebFacts.HTTPS_CLOCK_AHEAD)).isTrue();
      assertThat(seen.get(1).facts().get(WebFacts.PORTAL)).contains(true);
      assertThat(seen.get(1).facts().get(WebFacts.PORTAL_LOCATION))
          .contains("http://login.hotel.example/");
      assertThat(look(https.port(), plain.port()).get(1).facts().get(WebFacts.PORTAL))
          .contains(false);
    }
  }

  private static List<Observation> look(int https, int http) {
    LadderSettings.Draft draft =
        new LadderSettings.Draft(RdpLadder.of("127.0.0.1", 3389).settings());
    draft.resolver = host -> List.of(InetAddress.getLoopbackAddress());
    return Reported.by(
        List.of(
            new HttpsHostCheck(
                draft.build(),
                InetSocketAddress.createUnresolved("www.example.test", https),
                http)));
  }

  @Test
  void echoServicesAreAskedTwiceAndEachAddressIsKept() {
    List<String> answers = new ArrayList<>(List.of("203.0.113.7", "203.0.113.8", "none"));
    try (WebPeer echo =
        WebPeer.tls(
            "127.0.0.1",
            Duration.ofDays(90),
            line -> "HTTP/1.1 200 OK\r\n\r\n" + answers.remove(0) + "\n")) {
      List<Observation> seen =
          Reported.by(
              WebAccess.of("127.0.0.1", 3389)
                  .echoServices(List.of(URI.create("https://127.0.0.1:" + echo.port() + "/ip")))
                  .checks()
                  .subList(1, 2));
      assertThat(seen.get(0).facts().get(WebFacts.EGRESS_SEEN))
          .contains(List.of("203.0.113.7", "203.0.113.8"));
      assertThat(echo.requests()).hasSize(2).allMatch(r -> r.startsWith("GET /ip HTTP/1.1\r\n"));
    }
  }

  @Test
  void nobodyIsAskedUnlessNamedAndOddServicesAreRefused() {
    WebAccess access = WebAccess.of("vm1.example", 3389);
    assertThat(access.checks()).extracting(Check::name).containsExactly("proxy-connect");
    for (String service : List.of("http://example/", "https:///x", "file:/etc/passwd")) {
      List<URI> services = List.of(URI.create(service));
      assertThatThrownBy(() -> access.echoServices(services))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
