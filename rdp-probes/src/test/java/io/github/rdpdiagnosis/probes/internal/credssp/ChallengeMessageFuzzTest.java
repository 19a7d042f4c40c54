package io.github.rdpdiagnosis.probes.internal.credssp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are an NTLM challenge, or WireFormatException. */
class ChallengeMessageFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.of(
        challenge(),
        new ChallengeMessage("", 1, Optional.empty(), Optional.empty()).encode(new byte[4]));
  }

  static byte[] challenge() {
    return new ChallengeMessage(
            "VM1",
            0xe28a_8215L,
            Optional.of(TargetInfo.of("VM1", "vm1.example.test", Instant.EPOCH)),
            Optional.of(new NtlmVersion(10, 0, 20348)))
        .encode();
  }

  @MethodSource("seeds")
  @FuzzTest
  void reads(byte[] bytes) {
    try {
      ChallengeMessage.parse(bytes).targetInfo().ifPresent(TargetInfo::timestamp);
    } catch (WireFormatException e) {
      // the documented one
    }
  }
}
