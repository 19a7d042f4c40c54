package io.github.rdpdiagnosis.probes.internal.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a Connection Confirm or Request, or WireFormatException. */
class X224FuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.of(
        HexFormat.of().parseHex("030000130ed000001234000200080001000000"),
        HexFormat.of().parseHex("030000130ed000001234000300080005000000"),
        HexFormat.of().parseHex("0300000b06d00000123400"),
        HexFormat.of().parseHex("030000130ee00000000000010008000b000000"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void reads(byte[] bytes) {
    Tpkt.wanted(bytes, bytes.length);
    try {
      ConnectionConfirmPdu.parse(bytes).encode();
    } catch (WireFormatException e) {
      // the documented one
    }
    try {
      ConnectionRequestPdu.parse(bytes).encode();
    } catch (WireFormatException e) {
      // the documented one
    }
  }
}
