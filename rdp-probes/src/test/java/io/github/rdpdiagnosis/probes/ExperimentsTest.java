package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExperimentsTest {
  private static final String LOOPBACK = "127.0.0.1";

  private static RdpLadder ladder(int port) {
    return RdpLadder.of(LOOPBACK, port)
        .connectTimeout(Duration.ofSeconds(1))
        .readTimeout(Duration.ofMillis(500));
  }

  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an IPv4 address", e);
    }
  }

  private static List<Observation> probe(RdpLadder ladder) {
    return ladder.probe(Deadline.in(Duration.ofSeconds(30)));
  }

  private static List<String> connecting(List<Observation> seen) {
    return seen.stream()
        .filter(o -> RdpLadder.CONNECTING.contains(o.check()))
        .filter(o -> o.status().kind() != CheckStatus.Kind.NOT_RUN)
        .map(Observation::check)
        .toList();
  }

  private static <T> Optional<T> fact(List<Observation> seen, FactKey<T> key) {
    return seen.stream().flatMap(o -> o.facts().get(key).stream()).findFirst();
  }

  @Test
  void aServerThatAnswersPiecesButNotTheWholeRequest() {
    try (ScriptedPeer peer =
        ScriptedPeer.start(
            List.of(
                PeerScript.SILENT, PeerScript.DISCONNECTING, PeerScript.TLS, PeerScript.SILENT))) {
      List<Observation> seen = probe(ladder(peer.port()));

      assertThat(connecting(seen)).containsExactly("tcp", "junk", "bytewise", "again");
      assertThat(fact(seen, ProbeFacts.JUNK_OUTCOME)).contains(Reaction.ANSWERED);
      assertThat(fact(seen, ProbeFacts.JUNK_ANSWER)).contains("0300000902f0802180");
      assertThat(fact(seen, ProbeFacts.BYTEWISE_OUTCOME)).contains(X224Outcome.CONFIRMED);
      assertThat(fact(seen, ProbeFacts.FAILS_AGAIN)).contains(true);
      assertThat(peer.connections()).isEqualTo(4);
    }
  }

  @Test
  void aServerThatWokeUpIsNotTakenForOneBehindInspection() {
    try (ScriptedPeer peer =
        ScriptedPeer.start(List.of(PeerScript.SILENT, PeerScript.SILENT, PeerScript.TLS))) {
      List<Observation> seen = probe(ladder(peer.port()));

      assertThat(fact(seen, ProbeFacts.BYTEWISE_OUTCOME)).contains(X224Outcome.CONFIRMED);
      assertThat(fact(seen, ProbeFacts.FAILS_AGAIN)).contains(false);
    }
  }

  @Test
  void nothingIsAskedOnceTheServerEndsTheConnectionUnprompted() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.RESET_ON_ACCEPT)) {
      List<Observation> seen = probe(ladder(peer.port()));

      assertThat(connecting(seen)).containsExactly("tcp", "idle");
      assertThat(fact(seen, ProbeFacts.IDLE_OUTCOME)).contains(Reaction.RESET);
    }
  }

  @Test
  void aRequestThatEndsTheConnectionIsTriedInOtherForms() {
    try (ScriptedPeer peer =
        ScriptedPeer.start(
            List.of(
                PeerScript.RESET_AFTER_REQUEST,
                PeerScript.SILENT,
                PeerScript.TLS,
                PeerScript.TLS,
                PeerScript.RESET_AFTER_REQUEST))) {
      List<Observation> seen = probe(ladder(peer.port()));

      assertThat(connecting(seen)).containsExactly("tcp", "idle", "junk", "bytewise", "again");
      assertThat(fact(seen, ProbeFacts.IDLE_OUTCOME)).contains(Reaction.SILENT);
      assertThat(fact(seen, ProbeFacts.JUNK_OUTCOME)).contains(Reaction.CLOSED);
      assertThat(fact(seen, ProbeFacts.FAILS_AGAIN)).contains(true);
    }
  }

  @Test
  void aHoleForLargePacketsLetsAnAlertAndSmallSegmentsThrough() {
    try (ScriptedPeer peer =
        ScriptedPeer.start(
            List.of(PeerScript.TLS_HANG, PeerScript.TLS, PeerScript.TLS, PeerScript.TLS_HANG))) {
      List<Observation> seen = probe(ladder(peer.port()).readTimeout(Duration.ofSeconds(2)));

      assertThat(connecting(seen)).containsExactly("tcp", "tls-alert", "tls-small-window", "again");
      assertThat(fact(seen, ProbeFacts.TINY_HELLO_OUTCOME)).contains(Reaction.ANSWERED);
      assertThat(fact(seen, ProbeFacts.SMALL_WINDOW_OUTCOME)).contains(TlsOutcome.HANDSHAKE);
      assertThat(fact(seen, ProbeFacts.FAILS_AGAIN)).contains(true);
    }
  }

  @Test
  void whereNoAlertComesBackSizeIsNotTheQuestion() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS_HANG)) {
      List<Observation> seen = probe(ladder(peer.port()));

      assertThat(connecting(seen)).containsExactly("tcp", "tls-alert");
      assertThat(fact(seen, ProbeFacts.TINY_HELLO_OUTCOME)).contains(Reaction.SILENT);
    }
  }

  @Test
  void theSmallWindowIsSetBeforeTheConnect() {
    AtomicInteger connects = new AtomicInteger();
    AtomicInteger smallest = new AtomicInteger(Integer.MAX_VALUE);
    try (ScriptedPeer peer =
        ScriptedPeer.start(
            List.of(PeerScript.TLS_HANG, PeerScript.TLS, PeerScript.TLS, PeerScript.TLS_HANG))) {
      probe(
          ladder(peer.port())
              .connector(
                  (socket, address, timeout) -> {
                    connects.incrementAndGet();
                    smallest.accumulateAndGet(socket.getReceiveBufferSize(), Math::min);
                    socket.connect(address, (int) timeout.toMillis());
                  }));
    }
    assertThat(connects.get()).isEqualTo(4);
    assertThat(smallest.get()).isLessThan(8192);
  }

  @Test
  void theRequestGoesOutInSegmentsOfOneByte() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, loopback());
        Socket client = new Socket()) {
      CompletableFuture<byte[]> read =
          CompletableFuture.supplyAsync(
              () -> {
                try (Socket accepted = server.accept();
                    InputStream in = accepted.getInputStream()) {
                  return in.readNBytes(19);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      client.connect(server.getLocalSocketAddress());
      byte[] request =
          io.github.rdpdiagnosis.probes.internal.wire.ConnectionRequestPdu.of(1).encode();
      var answer =
          io.github.rdpdiagnosis.probes.internal.io.Dialogue.askBytewise(
              client, request, (bytes, count) -> 1, 1, Deadline.in(Duration.ofSeconds(5)));
      assertThat(client.getTcpNoDelay()).isTrue();
      assertThat(read.get()).isEqualTo(request);
      assertThat(answer.bytes()).isEmpty();
    }
  }

  @Test
  void noMoreConnectionsThanAllowed() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.SILENT)) {
      List<Observation> seen =
          probe(ladder(peer.port()).mostConnections(3).alsoTry(List.of("127.0.0.2")));

      assertThat(connecting(seen)).hasSize(3);
      assertThat(seen)
          .filteredOn(o -> o.status().kind() == CheckStatus.Kind.NOT_RUN)
          .extracting(o -> o.status().why().orElseThrow())
          .contains("the limit of 3 connections to one target");
      assertThat(peer.connections()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void anAddressBeyondTheLimitIsNotClimbed() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      List<Observation> seen =
          probe(ladder(peer.port()).mostConnections(1).alsoTry(List.of("127.0.0.2")));

      assertThat(connecting(seen)).containsExactly("tcp");
      assertThat(seen)
          .filteredOn(o -> o.address().equals(Optional.of("127.0.0.2")) && o.check().equals("tcp"))
          .singleElement()
          .satisfies(o -> assertThat(o.status().kind()).isEqualTo(CheckStatus.Kind.NOT_RUN));
    }
    assertThatThrownBy(() -> RdpLadder.of(LOOPBACK, 3389).mostConnections(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Three addresses that take TCP and then nothing: every experiment of all three is wanted. */
  @Test
  void twelveConnectionsAreEnoughForAnything() {
    try (ScriptedPeer peer =
        ScriptedPeer.start(PeerScript.SILENT, new InetSocketAddress(loopback(), 0))) {
      AtomicInteger connects = new AtomicInteger();
      List<Observation> seen =
          probe(
              ladder(peer.port())
                  .alsoTry(List.of("127.0.0.2", "127.0.0.3"))
                  .connector(
                      (socket, address, timeout) -> {
                        connects.incrementAndGet();
                        socket.connect(
                            new InetSocketAddress(loopback(), address.getPort()),
                            (int) timeout.toMillis());
                      }));
      assertThat(connects.get()).isEqualTo(12);
      assertThat(connecting(seen)).hasSize(12);
    }
  }

  @Test
  void aFurtherConnectThatFailsIsAFact() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.SILENT)) {
      AtomicInteger connects = new AtomicInteger();
      List<Observation> seen =
          probe(
              ladder(peer.port())
                  .connector(
                      (socket, address, timeout) -> {
                        if (connects.incrementAndGet() > 2) {
                          throw new SocketTimeoutException("Connect timed out");
                        }
                        socket.connect(address, (int) timeout.toMillis());
                      }));
      assertThat(fact(seen, ProbeFacts.JUNK_OUTCOME)).contains(Reaction.SILENT);
      assertThat(fact(seen, ProbeFacts.RECONNECT_OUTCOME)).contains(TcpOutcome.TIMED_OUT);
      assertThat(fact(seen, ProbeFacts.BYTEWISE_OUTCOME)).isEmpty();
    }
  }

  /** A check that is cut off by the deadline is reported under its name. */
  @Test
  void everyCheckHasANameThatAnObservationTakes() {
    FactKey<List<String>> found = new FactKey<>("other.found-addresses", FactType.STRINGS);
    assertThat(RdpLadder.of("vm1.example", 3389).alsoTryFound(found).checks())
        .extracting(check -> check.name())
        .allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*"))
        .contains("ladder-to-other-found-addresses");
  }

  @Test
  void bothAddressFamiliesAreClimbed() {
    assertThat(LadderCheck.bothFamilies(List.of("::1", "::2", "::3", "10.0.0.1")))
        .containsExactly("::1", "::2", "10.0.0.1");
    assertThat(LadderCheck.bothFamilies(List.of("10.0.0.1", "10.0.0.2", "10.0.0.3", "::1", "::2")))
        .containsExactly("10.0.0.1", "10.0.0.2", "::1");
    assertThat(LadderCheck.bothFamilies(List.of("10.0.0.1", "::1", "10.0.0.3", "10.0.0.4")))
        .containsExactly("10.0.0.1", "::1", "10.0.0.3");
    assertThat(LadderCheck.bothFamilies(List.of("10.0.0.1"))).containsExactly("10.0.0.1");
  }
}
