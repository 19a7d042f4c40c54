package io.github.rdpdiagnosis.probes.internal.tls;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are an answer to a ClientHello, or WireFormatException. */
class HelloAnswerFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.of(
        HexFormat.of().parseHex("15030100020246"),
        HexFormat.of().parseHex("160301002a020000260301" + "5a".repeat(32) + "00002f00"),
        HexFormat.of()
            .parseHex(
                "160301003a020000260301"
                    + "5a".repeat(32)
                    + "00002f00"
                    + "0b00000c000009000006300430023000"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void reads(byte[] bytes) {
    FlightFraming framing = new FlightFraming();
    for (int count = 0; count <= bytes.length; count++) {
      framing.wanted(bytes, count);
    }
    try {
      HelloAnswer.parse(bytes);
    } catch (WireFormatException e) {
      // the documented one
    }
  }
}
