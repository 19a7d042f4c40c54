package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Timeout(30)
class ZoneServerTest {
  /** The one server plays the configured name server and that of the zone. */
  private static final class World implements AutoCloseable {
    private final DatagramSocket socket =
        new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    private final Map<String, String> records;
    private final boolean authoritative;

    World(boolean authoritative, Map<String, String> records) throws IOException {
      this.authoritative = authoritative;
      this.records = records;
      Thread thread = new Thread(this::serve, "dns-world");
      thread.setDaemon(true);
      thread.start();
    }

    private void serve() {
      try {
        while (true) {
          DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
          socket.receive(packet);
          byte[] reply = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
          socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // closed
      }
    }

    private byte[] answer(byte[] question) throws IOException {
      Message query = new Message(question);
      Message reply = new Message(query.getHeader().getID());
      reply.getHeader().setFlag(Flags.QR);
      if (authoritative) {
        reply.getHeader().setFlag(Flags.AA);
      }
      reply.addRecord(query.getQuestion(), Section.QUESTION);
      Name name = query.getQuestion().getName();
      String type = Type.string(query.getQuestion().getType());
      String alias = records.get(name + " CNAME");
      String value = records.get(name + " " + type);
      if (value != null) {
        reply.addRecord(record(name, type, value), Section.ANSWER);
      } else if (alias != null) {
        reply.addRecord(record(name, "CNAME", alias), Section.ANSWER);
      } else if (records.keySet().stream().noneMatch(key -> key.startsWith(name + " "))) {
        reply.getHeader().setRcode(Rcode.NXDOMAIN);
      }
      return reply.toWire();
    }

    private static Record record(Name name, String type, String value) throws IOException {
      return switch (type) {
        case "A" -> new ARecord(name, DClass.IN, 60, InetAddress.getByName(value));
        case "NS" -> new NSRecord(name, DClass.IN, 60, Name.fromString(value));
        default -> new CNAMERecord(name, DClass.IN, 60, Name.fromString(value));
      };
    }

    Observation ask(String host) throws InterruptedException {
      List<Observation> seen = new ArrayList<>();
      InetSocketAddress resolver = (InetSocketAddress) socket.getLocalSocketAddress();
      LadderSettings.Draft draft = new LadderSettings.Draft(host, 3389);
      draft.nameServers = Optional.of(List.of(resolver));
      new ZoneServerCheck(draft.build(), resolver.getPort())
          .run(
              new CheckContext() {
                @Override
                public Deadline deadline() {
                  return Deadline.in(Duration.ofSeconds(20));
                }

                @Override
                public List<Observation> observations() {
                  return List.of();
                }

                @Override
                public void report(Observation observation) {
                  seen.add(observation);
                }
              });
      assertThat(seen).hasSize(1);
      return seen.get(0);
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private static Optional<List<String>> addresses(Observation o) {
    return o.facts().get(ProbeFacts.ZONE_SERVER_ADDRESSES);
  }

  @Test
  void asksTheServerOfTheZone() throws Exception {
    try (World world =
        new World(
            true,
            Map.of(
                "example.test. NS", "ns.example.test.",
                "ns.example.test. A", "127.0.0.1",
                "vm1.example.test. A", "203.0.113.7"))) {
      Observation seen = world.ask("vm1.example.test");
      assertThat(addresses(seen)).contains(List.of("203.0.113.7"));
      assertThat(seen.address()).contains("127.0.0.1");
      assertThat(seen.status().kind()).isEqualTo(CheckStatus.Kind.HOLDS);
      assertThat(addresses(world.ask("vm2.example.test"))).contains(List.of());
    }
  }

  @Test
  void followsAnAliasIntoAnotherZone() throws Exception {
    try (World world =
        new World(
            true,
            Map.of(
                "example.test. NS", "ns.example.test.",
                "cloud.test. NS", "ns.example.test.",
                "ns.example.test. A", "127.0.0.1",
                "vm1.example.test. CNAME", "vm1.west.cloud.test.",
                "vm1.west.cloud.test. A", "203.0.113.7"))) {
      assertThat(addresses(world.ask("vm1.example.test"))).contains(List.of("203.0.113.7"));
    }
  }

  @Test
  void anAliasToItselfEnds() throws Exception {
    try (World world =
        new World(
            true,
            Map.of(
                "example.test. NS", "ns.example.test.",
                "ns.example.test. A", "127.0.0.1",
                "vm1.example.test. CNAME", "vm1.example.test."))) {
      Observation seen = world.ask("vm1.example.test");
      assertThat(addresses(seen)).isEmpty();
      assertThat(seen.status().kind()).isEqualTo(CheckStatus.Kind.INCONCLUSIVE);
    }
  }

  @Test
  void anAnswerFromSomewhereElseDoesNotCount() throws Exception {
    try (World world =
        new World(
            false,
            Map.of(
                "example.test. NS", "ns.example.test.",
                "ns.example.test. A", "127.0.0.1",
                "vm1.example.test. A", "203.0.113.7"))) {
      Observation seen = world.ask("vm1.example.test");
      assertThat(addresses(seen)).isEmpty();
      assertThat(seen.status().why().orElseThrow()).contains("gave no answer");
    }
  }

  @Test
  void aZoneWithoutServersIsSaidSo() throws Exception {
    try (World world = new World(true, Map.of("vm1.example.test. A", "203.0.113.7"))) {
      Observation seen = world.ask("vm1.example.test");
      assertThat(seen.status().why().orElseThrow()).contains("were not found");
    }
  }
}
