package io.github.rdpdiagnosis.probes.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class NameServerQuestionTest {
  /** Whatever a name server sends is a reply, never an exception. */
  @Test
  void mutatedResponses() throws Exception {
    Name name = Name.fromString("vm1.example.test.");
    Name alias = Name.fromString("vm1.cloud.example.test.");
    NameServerQuestion question =
        new NameServerQuestion(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 53), name, Type.A);
    Message response = new Message(question.id());
    response.getHeader().setFlag(Flags.QR);
    response.addRecord(Record.newRecord(name, Type.A, DClass.IN), Section.QUESTION);
    response.addRecord(new CNAMERecord(name, DClass.IN, 60, alias), Section.ANSWER);
    response.addRecord(
        new ARecord(alias, DClass.IN, 60, InetAddress.getByName("203.0.113.7")), Section.ANSWER);
    byte[] seed = response.toWire();
    SplittableRandom random = new SplittableRandom(20261122);
    Map<NameServerReply.Kind, Integer> seen = new EnumMap<>(NameServerReply.Kind.class);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes =
          Arrays.copyOf(seed, random.nextInt(8) == 0 ? random.nextInt(seed.length) : seed.length);
      for (int n = random.nextInt(4); n > 0 && bytes.length > 2; n--) {
        bytes[2 + random.nextInt(bytes.length - 2)] = (byte) random.nextInt();
      }
      seen.merge(question.read(bytes).kind(), 1, Integer::sum);
    }

    assertThat(seen)
        .containsOnlyKeys(NameServerReply.Kind.ANSWER, NameServerReply.Kind.MALFORMED)
        .allSatisfy((kind, count) -> assertThat(count).isGreaterThan(10_000));
  }
}
