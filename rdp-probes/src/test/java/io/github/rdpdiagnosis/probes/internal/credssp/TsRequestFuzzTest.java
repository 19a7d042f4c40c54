package io.github.rdpdiagnosis.probes.internal.credssp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a TSRequest with tokens in SPNEGO or bare, or WireFormatException. */
class TsRequestFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.of(
        TsRequest.of(NegotiateMessage.encode()).encode(),
        TsRequest.of(Spnego.wrap(ChallengeMessageFuzzTest.challenge())).encode(),
        HexFormat.of().parseHex("300ea003020106a406020400c0006d"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void reads(byte[] bytes) {
    TsRequest.wanted(bytes, bytes.length);
    try {
      for (byte[] token : TsRequest.parse(bytes).negoTokens()) {
        Spnego.ntlm(token);
      }
    } catch (WireFormatException e) {
      // the documented one
    }
  }
}
