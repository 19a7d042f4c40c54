package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.probes.internal.udp.SynDatagram;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UdpCheckTest {
  /** A peer that answers each datagram by a function of it. */
  private static final class UdpPeer implements AutoCloseable {
    private final DatagramSocket socket;
    private final AtomicInteger datagrams = new AtomicInteger();

    UdpPeer(Function<byte[], byte[]> answer) throws IOException {
      socket = new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
      Thread thread = new Thread(() -> serve(answer), "udp-peer");
      thread.setDaemon(true);
      thread.start();
    }

    private void serve(Function<byte[], byte[]> answer) {
      try {
        while (!socket.isClosed()) {
          DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
          socket.receive(packet);
          datagrams.incrementAndGet();
          byte[] bytes = answer.apply(Arrays.copyOf(packet.getData(), packet.getLength()));
          if (bytes.length > 0) {
            socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
          }
        }
      } catch (IOException e) {
        // Closed.
      }
    }

    int port() {
      return socket.getLocalPort();
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private static List<Observation> probe(int port) {
    return RdpLadder.of("127.0.0.1", port).udp().probe(Deadline.in(Duration.ofSeconds(20)));
  }

  private static <T> Optional<T> fact(List<Observation> seen, FactKey<T> key) {
    return seen.stream()
        .filter(o -> o.check().equals("udp"))
        .flatMap(o -> o.facts().get(key).stream())
        .findFirst();
  }

  private static byte[] synAck(byte[] datagram, OptionalInt version) {
    try {
      SynDatagram syn = SynDatagram.parse(datagram);
      return new SynDatagram(true, syn.initialSequence(), 7, version).encode();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "257, 3"})
  void serverThatAnswers(int sent, long version) throws IOException {
    try (UdpPeer peer = new UdpPeer(bytes -> synAck(bytes, OptionalInt.of(sent)))) {
      List<Observation> seen = probe(peer.port());
      assertThat(fact(seen, ProbeFacts.UDP_OUTCOME)).contains(UdpOutcome.ANSWERED);
      assertThat(fact(seen, ProbeFacts.UDP_VERSION)).contains(version);
      assertThat(peer.datagrams).hasValue(1);
    }
  }

  @Test
  void silentServerGetsTwoDatagrams() throws IOException {
    try (UdpPeer peer = new UdpPeer(bytes -> new byte[0])) {
      List<Observation> seen = probe(peer.port());
      assertThat(fact(seen, ProbeFacts.UDP_OUTCOME)).contains(UdpOutcome.SILENT);
      assertThat(seen.stream().filter(o -> o.check().equals("udp")))
          .allMatch(o -> o.status().kind() == CheckStatus.Kind.INCONCLUSIVE);
      assertThat(peer.datagrams).hasValue(2);
    }
  }

  @Test
  void closedPortIsRefused() throws IOException {
    int port;
    try (UdpPeer peer = new UdpPeer(bytes -> new byte[0])) {
      port = peer.port();
    }
    assertThat(fact(probe(port), ProbeFacts.UDP_OUTCOME)).contains(UdpOutcome.REFUSED);
  }

  @Test
  void echoAndGarbageAreNotTheTransport() throws IOException {
    try (UdpPeer peer = new UdpPeer(bytes -> bytes)) {
      assertThat(fact(probe(peer.port()), ProbeFacts.UDP_OUTCOME)).contains(UdpOutcome.NOT_RDPEUDP);
    }
    try (UdpPeer peer = new UdpPeer(bytes -> new byte[] {1, 2, 3})) {
      assertThat(fact(probe(peer.port()), ProbeFacts.UDP_OUTCOME)).contains(UdpOutcome.NOT_RDPEUDP);
    }
  }
}
