package io.github.rdpdiagnosis.model.rdpfile;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are read as a file without loss, or refused with the one documented exception. */
class RdpFileFuzzTest {
  static Stream<byte[]> seeds() {
    String text =
        String.join(
            "\r\n",
            "full address:s:[2001:db8::1]:3390",
            "server port:i:3391",
            "Alternate Full Address:s:b\n",
            "gatewayusagemethod:i:2",
            "gatewayhostname:s:gw:443\r",
            "username:s:ops",
            "username:i:-1",
            "password 51:b:00",
            "no colon",
            "x:z:1",
            "screen mode id:i:0x2",
            "signscope:s:Full Address,Server Port",
            "signature:s:AQABAAEAAAAAAAAA",
            "");
    return Stream.of(
        text.getBytes(UTF_8),
        text.getBytes(UTF_16LE),
        ("\uFEFF" + text).getBytes(UTF_8),
        ("\uFEFF" + text).getBytes(UTF_16LE),
        "full address:s:a\u0000".getBytes(UTF_8),
        new byte[] {(byte) 0xFE, (byte) 0xFF, 0, 'a', 0, ':', 0, 's', 0, ':', (byte) 0xD8, 0});
  }

  @MethodSource("seeds")
  @FuzzTest
  void readsOrRefuses(byte[] bytes) {
    RdpFile file;
    try {
      file = RdpFile.parse(bytes);
    } catch (RdpFileFormatException e) {
      assertFalse(e.getMessage().contains("\n"));
      return;
    }
    assertArrayEquals(bytes, file.toBytes());
    assertEquals(file.lines().size(), file.displayLines().size());
    file.lint().forEach(finding -> assertFalse(finding.toString().contains("\n")));
    assertEquals(target(file), file.explainTarget().target());
    RdpFile copy = file.adminCopy().file();
    assertEquals(OptionalInt.of(1), copy.integer("administrative session"));
    assertArrayEquals(copy.toBytes(), copy.adminCopy().file().toBytes());
  }

  private static Optional<RdpTarget> target(RdpFile file) {
    try {
      return Optional.of(file.target());
    } catch (RdpFileFormatException e) {
      return Optional.empty();
    }
  }
}
