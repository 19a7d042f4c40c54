package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class NameServerTest {
  /** A DNS server on loopback; gives whatever the function makes of the question. */
  private static final class Responder implements AutoCloseable {
    private final DatagramSocket udp;
    private final ServerSocket tcp;

    Responder(UnaryOperator<byte[]> overUdp, UnaryOperator<byte[]> overTcp) throws IOException {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      udp = new DatagramSocket(0, loopback);
      tcp = new ServerSocket(udp.getLocalPort(), 1, loopback);
      start(() -> serveUdp(overUdp));
      start(() -> serveTcp(overTcp));
    }

    private static void start(Runnable task) {
      Thread thread = new Thread(task, "dns-responder");
      thread.setDaemon(true);
      thread.start();
    }

    private void serveUdp(UnaryOperator<byte[]> answer) {
      try {
        while (true) {
          DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
          udp.receive(packet);
          byte[] reply = answer.apply(Arrays.copyOf(packet.getData(), packet.getLength()));
          if (reply.length > 0) {
            udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
          }
        }
      } catch (IOException e) {
        // closed
      }
    }

    private void serveTcp(UnaryOperator<byte[]> answer) {
      try {
        while (true) {
          try (Socket socket = tcp.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] reply = answer.apply(in.readNBytes(in.readUnsignedShort()));
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(reply.length);
            out.write(reply);
          }
        }
      } catch (IOException e) {
        // closed
      }
    }

    InetSocketAddress address() {
      return (InetSocketAddress) udp.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
      udp.close();
      tcp.close();
    }
  }

  private static Message reply(byte[] question, int rcode) {
    try {
      Message query = new Message(question);
      Message reply = new Message(query.getHeader().getID());
      reply.getHeader().setFlag(Flags.QR);
      reply.getHeader().setRcode(rcode);
      reply.addRecord(query.getQuestion(), Section.QUESTION);
      return reply;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] address(byte[] question, int type) {
    Message reply = reply(question, Rcode.NOERROR);
    reply.getHeader().setFlag(Flags.AA);
    if (reply.getQuestion().getType() == type) {
      try {
        InetAddress address =
            InetAddress.getByName(type == Type.A ? "203.0.113.7" : "[2001:db8::7]");
        reply.addRecord(
            type == Type.A
                ? new ARecord(reply.getQuestion().getName(), DClass.IN, 60, address)
                : new AAAARecord(reply.getQuestion().getName(), DClass.IN, 60, address),
            Section.ANSWER);
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }
    return reply.toWire();
  }

  private static List<Observation> ask(InetSocketAddress... servers) {
    return RdpLadder.of("vm1.example.test", 1)
        .resolver(
            host -> {
              throw new UnknownHostException(host + ": Temporary failure in name resolution");
            })
        .nameServers(List.of(servers))
        .probe(Deadline.in(Duration.ofSeconds(20)))
        .stream()
        .filter(o -> o.check().equals("name-server"))
        .toList();
  }

  private static Observation ask(UnaryOperator<byte[]> responder) throws IOException {
    try (Responder server = new Responder(responder, responder)) {
      List<Observation> seen = ask(server.address());
      assertThat(seen).hasSize(1);
      return seen.get(0);
    }
  }

  private static NameServerOutcome outcome(Observation seen) {
    return seen.facts().get(ProbeFacts.NAME_SERVER_OUTCOME).orElseThrow();
  }

  @Test
  void anAddress() throws IOException {
    Observation seen = ask(question -> address(question, Type.A));

    assertThat(outcome(seen)).isEqualTo(NameServerOutcome.ANSWERED);
    assertThat(seen.address()).contains("127.0.0.1");
    assertThat(seen.facts().get(ProbeFacts.NAME_SERVER_ADDRESSES)).contains(List.of("203.0.113.7"));
    assertThat(seen.facts().get(ProbeFacts.NAME_SERVER_AUTHORITATIVE)).contains(true);
    assertThat(seen.status()).isEqualTo(CheckStatus.holds());
  }

  @Test
  void anIpv6AddressWhereThereIsNoOther() throws IOException {
    Observation seen = ask(question -> address(question, Type.AAAA));

    assertThat(seen.facts().get(ProbeFacts.NAME_SERVER_ADDRESSES)).contains(List.of("2001:db8::7"));
  }

  @ParameterizedTest
  @CsvSource({
    "3, NO_SUCH_NAME, VIOLATED",
    "2, SERVER_FAILURE, VIOLATED",
    "5, REFUSED, VIOLATED",
    "0, NO_ADDRESS, VIOLATED",
    "4, OTHER, INCONCLUSIVE"
  })
  void responseCodes(int rcode, NameServerOutcome expected, CheckStatus.Kind kind)
      throws IOException {
    Observation seen = ask(question -> reply(question, rcode).toWire());

    assertThat(outcome(seen)).isEqualTo(expected);
    assertThat(seen.status().kind()).isEqualTo(kind);
  }

  @Test
  void silence() throws IOException {
    Observation seen = ask(question -> new byte[0]);

    assertThat(outcome(seen)).isEqualTo(NameServerOutcome.TIMED_OUT);
    assertThat(seen.duration()).isBetween(Duration.ofMillis(1900), Duration.ofSeconds(5));
  }

  @Test
  void aDatagramWithAnotherIdIsNoAnswer() throws IOException {
    Observation seen =
        ask(
            question -> {
              byte[] forged = address(question, Type.A);
              forged[0] ^= 1;
              return forged;
            });

    assertThat(outcome(seen)).isEqualTo(NameServerOutcome.TIMED_OUT);
  }

  @Test
  void aDeadServerIsToldAtOnce() throws IOException {
    InetSocketAddress dead;
    try (DatagramSocket socket =
        new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      dead = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    Observation seen = ask(dead).get(0);

    assertThat(outcome(seen)).isEqualTo(NameServerOutcome.UNREACHABLE);
    assertThat(seen.duration()).isLessThan(Duration.ofMillis(1500));
  }

  @Test
  void aCutAnswerIsFetchedOverTcp() throws IOException {
    UnaryOperator<byte[]> cut =
        question -> {
          Message reply = reply(question, Rcode.NOERROR);
          reply.getHeader().setFlag(Flags.TC);
          return reply.toWire();
        };
    try (Responder server = new Responder(cut, question -> address(question, Type.A))) {
      Observation seen = ask(server.address()).get(0);

      assertThat(outcome(seen)).isEqualTo(NameServerOutcome.ANSWERED);
    }
  }

  @Test
  void garbageIsNoAnswer() throws IOException {
    Observation seen = ask(question -> new byte[] {question[0], question[1], (byte) 0x80, 0, 9, 9});

    assertThat(outcome(seen)).isEqualTo(NameServerOutcome.OTHER);
    assertThat(seen.status().kind()).isEqualTo(CheckStatus.Kind.INCONCLUSIVE);
  }

  @Test
  void threeServersAreAskedSideBySide() throws IOException {
    try (Responder one = new Responder(q -> new byte[0], q -> q);
        Responder two = new Responder(q -> new byte[0], q -> q);
        Responder three = new Responder(q -> new byte[0], q -> q);
        Responder four = new Responder(q -> new byte[0], q -> q)) {
      long start = System.nanoTime();
      List<Observation> seen = ask(one.address(), two.address(), three.address(), four.address());

      assertThat(seen).hasSize(3);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void addressesNeedNoNameServer() {
    assertThat(RdpLadder.of("127.0.0.1", 1).probe(Deadline.in(Duration.ofSeconds(5))))
        .filteredOn(o -> o.check().equals("name-server"))
        .singleElement()
        .satisfies(o -> assertThat(o.status().kind()).isEqualTo(CheckStatus.Kind.NOT_APPLICABLE));
  }
}
