package io.github.rdpdiagnosis.probes.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.probes.internal.credssp.ChallengeMessage;
import io.github.rdpdiagnosis.probes.internal.credssp.Spnego;
import io.github.rdpdiagnosis.probes.internal.credssp.TsRequest;
import io.github.rdpdiagnosis.probes.internal.tls.FlightFraming;
import io.github.rdpdiagnosis.probes.internal.tls.HelloAnswer;
import io.github.rdpdiagnosis.probes.internal.udp.SynDatagram;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Parsers of what a peer sends throw the documented exception and no other, whatever the bytes. */
class MutationTest {
  private static final int ROUNDS = 100_000;

  /** An NTLM challenge of a computer named VM, with all fields. */
  private static final String CHALLENGE =
      "4e544c4d53535000020000000400040038000000978288e20102030405060708"
          + "000000000000000030003000"
          + "3c0000000a007c4f0000000f56004d00"
          + "0200040056004d000100040056004d000400040076006d000300040076006d00"
          + "070008000080b05eca927add0100000000";

  private interface Parser {
    void parse(byte[] bytes) throws IOException;
  }

  private static byte[] mutate(byte[] seed, SplittableRandom random) {
    byte[] bytes =
        Arrays.copyOf(seed, random.nextInt(8) == 0 ? random.nextInt(seed.length * 2) : seed.length);
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static int[] run(List<String> seeds, Parser parser) {
    SplittableRandom random = new SplittableRandom(20261122);
    int good = 0;
    int bad = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] seed = HexFormat.of().parseHex(seeds.get(i % seeds.size()));
      byte[] bytes = mutate(seed, random);
      try {
        parser.parse(bytes);
        good++;
      } catch (WireFormatException e) {
        assertThat(e.offset()).isBetween(0, bytes.length);
        bad++;
      } catch (IOException | RuntimeException e) {
        throw new AssertionError("on " + HexFormat.of().formatHex(bytes), e);
      }
    }
    return new int[] {good, bad};
  }

  @Test
  void connectionConfirm() {
    int[] counts =
        run(
            List.of(
                "030000130ed000001234000200080001000000",
                "030000130ed000001234000300080005000000",
                "0300000b06d00000123400"),
            ConnectionConfirmPdu::parse);
    assertThat(counts[0]).isGreaterThan(ROUNDS / 10);
    assertThat(counts[1]).isGreaterThan(ROUNDS / 10);
  }

  @Test
  void connectionRequest() {
    int[] counts =
        run(
            List.of(
                "030000130ee00000000000010008000b000000",
                "0300002c27e00000000000436f6f6b69653a206d737473686173683d656c746f6e730d0a"
                    + "0100080003000000"),
            ConnectionRequestPdu::parse);
    assertThat(counts[0]).isGreaterThan(ROUNDS / 10);
    assertThat(counts[1]).isGreaterThan(ROUNDS / 10);
  }

  @Test
  void serverHello() {
    int[] counts =
        run(
            List.of(
                "160301002a020000260301" + "5a".repeat(32) + "00002f00",
                "15030300020246",
                "160303004a020000460303" + "5a".repeat(32) + "20" + "33".repeat(32) + "c02f00"),
            bytes -> {
              new FlightFraming().wanted(bytes, bytes.length);
              HelloAnswer.parse(bytes);
            });
    assertThat(counts[0]).isGreaterThan(ROUNDS / 10);
    assertThat(counts[1]).isGreaterThan(ROUNDS / 10);
  }

  @Test
  void tsRequest() {
    int[] counts =
        run(
            List.of(
                "3037a003020106a130302e302ca02a04284e544c4d5353500001000000178208e2"
                    + "0000000000000000000000000000000000000a0000000000000f",
                "300ea003020106a407020500c000006d"),
            TsRequest::parse);
    assertThat(counts[0]).isGreaterThan(ROUNDS / 10);
    assertThat(counts[1]).isGreaterThan(ROUNDS / 10);
  }

  @Test
  void challenge() {
    int[] counts =
        run(
            List.of(
                CHALLENGE,
                HexFormat.of().formatHex(Spnego.wrap(HexFormat.of().parseHex(CHALLENGE)))),
            bytes -> ChallengeMessage.parse(Spnego.ntlm(bytes)));
    assertThat(counts[0]).isGreaterThan(ROUNDS / 10);
    assertThat(counts[1]).isGreaterThan(ROUNDS / 10);
  }

  @Test
  void synDatagram() {
    byte[] syn = SynDatagram.syn(7, OptionalInt.of(SynDatagram.VERSION_2)).encode();
    int[] counts =
        run(
            List.of(
                HexFormat.of().formatHex(syn, 0, 20),
                "0000000700400805" + "00000001" + "04d004d0" + "00".repeat(32),
                "000000070040100500000001" + "04d004d0" + "00010101"),
            SynDatagram::parse);
    assertThat(counts[0]).isGreaterThan(ROUNDS / 10);
    assertThat(counts[1]).isGreaterThan(ROUNDS / 10);
  }
}
