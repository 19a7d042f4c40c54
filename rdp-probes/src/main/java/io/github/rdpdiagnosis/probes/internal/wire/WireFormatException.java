package io.github.rdpdiagnosis.probes.internal.wire;

import java.io.IOException;

/**
 * Bytes from a peer that are not what the protocol puts there. The message names the place and what
 * was expected.
 */
public final class WireFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int offset;

  /**
   * A deviation at one place.
   *
   * @param offset from the start of the message, in bytes
   * @param expected what the protocol puts there
   * @param got what was there instead
   */
  public WireFormatException(int offset, String expected, String got) {
    super("offset " + offset + ": expected " + expected + ", got " + got);
    this.offset = offset;
  }

  /**
   * Where the deviation is.
   *
   * @return offset from the start of the message, in bytes
   */
  public int offset() {
    return offset;
  }
}
