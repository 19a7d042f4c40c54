package io.github.rdpdiagnosis.azure.winrm;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are read as a reply, or refused with the one documented exception. */
class SoapReplyFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.of(SoapReplyTest.CREATED, SoapReplyTest.OUTPUT, SoapReplyTest.TIMED_OUT)
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void readsOrRefuses(byte[] bytes) {
    try {
      SoapReply reply = SoapReply.parse(bytes);
      reply.shellId().ifPresent(id -> assertTrue(id.matches("[A-Za-z0-9-]{1,64}")));
      reply.fault().ifPresent(fault -> assertTrue(fault.matches("[A-Za-z]{1,60}( \\d{1,10})?")));
    } catch (WinRmException e) {
      assertFalse(e.getMessage().contains("\n"));
    }
  }
}
