package io.github.rdpdiagnosis.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are read as a serial log, and what comes of them is small and can be written. */
class SerialLogFuzzTest {
  static Stream<byte[]> seeds() {
    String text = SerialLogTest.log() + "*** STOP: 0x00000050\r\n\u001B[31mSAC>";
    return Stream.of(
        text.getBytes(StandardCharsets.UTF_8),
        ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE),
        text.substring(0, 500).getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void reads(byte[] bytes) {
    SerialLog log = SerialLog.parse(bytes, true);
    assertTrue(log.signs().size() <= 100);
    VmSnapshot snapshot =
        VmSnapshot.builder(Snapshots.VM, Snapshots.AT)
            .put(
                SnapshotPart.BOOT_DIAGNOSTICS,
                Snapshots.known(new BootDiagnostics(false, true, Optional.of(log))))
            .build();
    assertEquals(snapshot, VmSnapshotCodec.read(VmSnapshotCodec.write(snapshot), "x"));
  }
}
