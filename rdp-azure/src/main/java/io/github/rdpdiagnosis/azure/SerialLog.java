package io.github.rdpdiagnosis.azure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a VM's serial log tells: the last health report of the guest agent, and signs of how the
 * machine starts. The log itself is not kept. Only the end of a long log is read.
 *
 * @param complete whether the log was read from its beginning
 * @param healthReport the last health report in it
 * @param brokenReports how many health reports after that one were cut short or garbled
 * @param signs what else was recognised, in the order of its first appearance
 */
public record SerialLog(
    boolean complete,
    Optional<GuestHealthReport> healthReport,
    int brokenReports,
    List<Sign> signs) {
  /** How much of the end of a log is read, in bytes: 4 MiB. */
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  /** Copies the list. */
  public SerialLog {
    Objects.requireNonNull(healthReport, "healthReport");
    signs = List.copyOf(signs);
  }

  /** The kinds of sign. The log has no clock of its own, so only their order is known. */
  public static final class Kind {
    /** Windows stopped with a blue screen; the code is the stop code. */
    public static final String STOP_CODE = "STOP_CODE";

    /** The boot manager could not start Windows; the code is its status. */
    public static final String BOOT_FAILURE = "BOOT_FAILURE";

    /** The firmware found nothing to start. */
    public static final String NO_BOOT_DEVICE = "NO_BOOT_DEVICE";

    /** Windows started its recovery environment or repairs itself. */
    public static final String RECOVERY = "RECOVERY";

    /** Windows installs updates, or takes them back. */
    public static final String WINDOWS_UPDATE = "WINDOWS_UPDATE";

    /** Windows checks a disk. */
    public static final String DISK_CHECK = "DISK_CHECK";

    /** BitLocker asks for a key. */
    public static final String BITLOCKER = "BITLOCKER";

    /** Windows Setup, Sysprep or the first-run experience is under way, or failed. */
    public static final String SETUP = "SETUP";

    /** The Special Administration Console came up: Windows' kernel has started once more. */
    public static final String SAC_STARTED = "SAC_STARTED";

    /** The Special Administration Console offers a command prompt: Windows is up. */
    public static final String SAC_READY = "SAC_READY";

    private Kind() {}
  }

  /**
   * Something that was recognised.
   *
   * @param kind one of {@link Kind}
   * @param code the code that came with it, such as {@code 0x7b}
   * @param text the line where it was last seen, shortened and without control characters
   * @param times how often it was seen
   * @param beforeReport whether all of it stands before the health report, so that Windows came up
   *     again since
   */
  public record Sign(
      String kind, Optional<String> code, String text, int times, boolean beforeReport) {
    /** Checks that nothing is missing. */
    public Sign {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * The signs of a kind that stand after the health report, or anywhere if there is none.
   *
   * @param kind one of {@link Kind}
   * @return the signs; empty means that none was recognised, which does not mean that all is well
   */
  public List<Sign> current(String kind) {
    return signs.stream().filter(sign -> sign.kind().equals(kind) && !sign.beforeReport()).toList();
  }

  /**
   * What a log tells.
   *
   * @param bytes the log, or its end: UTF-8, UTF-16 or one byte for each character, with any
   *     control characters; what is before the last {@link #MAX_BYTES} is passed over
   * @param complete whether the bytes are all of the log
   * @return what was recognised; never fails
   */
  public static SerialLog parse(byte[] bytes, boolean complete) {
    int from = Math.max(0, bytes.length - MAX_BYTES);
    Charset charset = charset(bytes);
    from += isWide(charset) ? from % 2 : 0;
    String text = new String(bytes, from, bytes.length - from, charset);
    return new SerialLogText(text).read(complete && from == 0);
  }

  /**
   * What the log in a file tells. Reads at most {@link #MAX_BYTES} of its end, and its first bytes,
   * which tell its encoding.
   *
   * @param file the file, of any size
   * @return what was recognised
   * @throws IOException if the file cannot be read
   */
  public static SerialLog read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      Charset charset = charset(bytes(channel, 0, (int) Math.min(size, 4096)));
      long from = Math.max(0, size - MAX_BYTES);
      from += isWide(charset) ? from % 2 : 0;
      String text = new String(bytes(channel, from, (int) (size - from)), charset);
      return new SerialLogText(text).read(from == 0);
    }
  }

  private static byte[] bytes(FileChannel channel, long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
      // until all is there
    }
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  private static boolean isWide(Charset charset) {
    return charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE);
  }

  /** Line noise is no reason to take a log for another encoding: what is not UTF-16 is UTF-8. */
  private static Charset charset(byte[] bytes) {
    Charset charset = EncodedText.charset(bytes);
    return isWide(charset) ? charset : StandardCharsets.UTF_8;
  }
}
