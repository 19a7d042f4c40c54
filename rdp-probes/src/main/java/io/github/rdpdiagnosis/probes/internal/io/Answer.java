package io.github.rdpdiagnosis.probes.internal.io;

import java.util.Arrays;
import java.util.HexFormat;

/** What came back, and how the reading ended. Immutable. */
public final class Answer {
  /** How the reading ended. */
  public enum End {
    /** As many bytes as wanted. */
    COMPLETE,
    /** The time was over. */
    SILENT,
    /** FIN. */
    CLOSED,
    /** RST. */
    RESET
  }

  private final byte[] bytes;
  private final End end;

  /**
   * An answer.
   *
   * @param bytes a buffer
   * @param count how many bytes of it are filled
   * @param end how the reading ended
   */
  public Answer(byte[] bytes, int count, End end) {
    this.bytes = Arrays.copyOf(bytes, count);
    this.end = end;
  }

  /**
   * What came, complete or not.
   *
   * @return a copy
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * How the reading ended.
   *
   * @return the end
   */
  public End end() {
    return end;
  }

  /**
   * The first bytes for a report.
   *
   * @param most how many bytes at most
   * @return lower-case hex
   */
  public String hex(int most) {
    return HexFormat.of().formatHex(bytes, 0, Math.min(most, bytes.length));
  }

  @Override
  public String toString() {
    return end + " after " + bytes.length + " bytes";
  }
}
