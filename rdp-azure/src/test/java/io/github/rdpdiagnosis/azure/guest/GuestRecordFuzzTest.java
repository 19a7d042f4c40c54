package io.github.rdpdiagnosis.azure.guest;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any output is read as a record, or refused with the one documented exception. */
class GuestRecordFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.of(
            GuestRecords.only(GuestRecords.healthy(), "port", "firewall"),
            GuestRecords.only(GuestRecords.healthy(), "accounts", "certificate"),
            GuestRecords.plain(GuestRecords.only(GuestRecords.healthy(), "ts")),
            GuestRecords.deflated(GuestRecords.only(GuestRecords.healthy(), "events"), "products"))
        .map(text -> text.getBytes(StandardCharsets.US_ASCII));
  }

  @MethodSource("seeds")
  @FuzzTest
  void readsOrRefuses(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    read(text);
    // A right envelope brings the text to the parser of lines.
    read(GuestRecords.plain(text.replaceAll("[^\\n\\x20-\\x7e]", "?")));
  }

  private static void read(String output) {
    try {
      GuestObservations.of(GuestRecord.parse(output), Instant.EPOCH, Duration.ZERO);
    } catch (GuestRecordFormatException e) {
      assertFalse(e.getMessage().contains("\n"));
    }
  }
}
