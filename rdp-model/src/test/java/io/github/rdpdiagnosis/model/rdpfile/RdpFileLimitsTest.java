package io.github.rdpdiagnosis.model.rdpfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is in a file: it ends, with bounded memory. The times are far from what is usual. */
class RdpFileLimitsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final long MEBIBYTE = 1 << 20;

  /** A stream that counts what is taken from it. */
  private static final class Counted extends InputStream {
    private final long size;
    private long taken;

    Counted(long size) {
      this.size = size;
    }

    @Override
    public int read() {
      return taken++ < size ? 'a' : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int given = (int) Math.min(length, size - taken);
      Arrays.fill(bytes, offset, offset + given, (byte) 'a');
      taken += given;
      return length > 0 && given == 0 ? -1 : given;
    }
  }

  @Test
  void ofOneHundredMegabytesOneIsRead() throws Exception {
    Counted stream = new Counted(100_000_000);
    long before = allocated();

    assertThatExceptionOfType(RdpFileFormatException.class)
        .isThrownBy(() -> RdpFile.read(stream))
        .withMessage("expected a .rdp file of at most 1048576 bytes, found more at offset 1048576");

    assertThat(stream.taken).isEqualTo(RdpFile.MAX_BYTES + 1L);
    assertThat(allocated() - before).isLessThan(8 * MEBIBYTE);
  }

  static Stream<String> hostile() {
    String start = "full address:s:a\nsignature:s:AQABAAEAAAACAAAAMAA=\n";
    return Stream.of(
        start + "\n".repeat(1_000_000),
        start + "x\n".repeat(500_000),
        start + "x:s:\n".repeat(200_000),
        start + "full address:s:b\n".repeat(60_000),
        start + "full address:s:b\n".repeat(60_000) + "signscope:s:Full Address\n",
        start
            + "full address:s:b\n".repeat(10_000)
            + "signscope:s:"
            + "Full Address,".repeat(60_000),
        start + "signscope:s:" + "Server Port,".repeat(80_000),
        start + numbered("k%d:s:\n", 40_000) + "signscope:s:" + numbered("k%d,", 40_000),
        start + "signscope:s:" + numbered("l%d,", 120_000),
        start + "username:s:" + "token".repeat(200_000),
        start + "username:s:" + "\uFFFF".repeat(300_000),
        start + ":".repeat(1_000_000),
        start + "a:i:" + "9".repeat(1_000_000));
  }

  private static String numbered(String format, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(String.format(format, i));
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void everyQuestionAboutALargeFileIsAnswered(String text) throws Exception {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(bytes.length).isLessThanOrEqualTo(RdpFile.MAX_BYTES);
    long before = allocated();

    Assertions.assertTimeout(
        LONG,
        () -> {
          RdpFile file = RdpFile.parse(bytes);
          assertThat(file.displayLines()).hasSameSizeAs(file.lines());
          assertThat(file.lint().size()).isLessThan(3_000);
          assertThat(file.explainTarget().because()).hasSizeLessThan(2_000);
          RdpSignature signature = file.signature(List.of(), Instant.EPOCH);
          assertThat(signature.why()).hasSizeLessThan(5_000);
          assertThat(file.adminCopy().file().integer("administrative session")).hasValue(1);
        });

    assertThat(allocated() - before).isLessThan(2_000 * MEBIBYTE);
  }

  /** By reflection, because the module that the tests are compiled into does not read this one. */
  private static long allocated() throws ReflectiveOperationException {
    Object threads =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    return (long)
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getCurrentThreadAllocatedBytes")
            .invoke(threads);
  }

  @Test
  void halfSurrogatePairsAndZeros() {
    byte[] lone = {(byte) 0xFF, (byte) 0xFE, 'a', 0, ':', 0, 's', 0, ':', 0, 0x3D, (byte) 0xD8};
    RdpFile file = RdpFile.parse(lone);

    assertThat(file.toBytes()).isEqualTo(lone);
    assertThat(file.string("a")).contains("\uD83D");
    assertThat(file.toString()).isEqualTo("1: a:s:?");

    byte[] zero = {(byte) 0xFF, (byte) 0xFE, 'a', 0, ':', 0, 's', 0, ':', 0, 0, 0};
    assertThatExceptionOfType(RdpFileFormatException.class)
        .isThrownBy(() -> RdpFile.parse(zero))
        .withMessage(
            "expected the text of a .rdp file, found a zero byte at offset 10: this is a binary"
                + " file");
  }
}
