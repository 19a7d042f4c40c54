package io.github.rdpdiagnosis.probes.internal.udp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any datagram is a SYN of the RDP UDP transport, or WireFormatException. */
class SynDatagramFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.of(
        SynDatagram.syn(7, OptionalInt.of(SynDatagram.VERSION_2)).encode(),
        new SynDatagram(true, 7, 8, OptionalInt.empty()).encode());
  }

  @MethodSource("seeds")
  @FuzzTest
  void reads(byte[] bytes) {
    try {
      SynDatagram.parse(bytes).encode();
    } catch (WireFormatException e) {
      // the documented one
    }
  }
}
