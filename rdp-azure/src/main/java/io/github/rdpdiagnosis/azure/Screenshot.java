package io.github.rdpdiagnosis.azure;

import java.nio.charset.StandardCharsets;

/** A picture of a VM's screen, for a person to look at: a BMP, PNG or JPEG. Immutable. */
public final class Screenshot {
  private final byte[] bytes;

  private Screenshot(byte[] bytes) {
    this.bytes = bytes;
  }

  static boolean isPicture(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(4, bytes.length), StandardCharsets.ISO_8859_1);
    return head.startsWith("BM")
        || head.equals("\u0089PNG")
        || head.startsWith("\u00ff\u00d8\u00ff");
  }

  /** Takes the array as its own. */
  static Screenshot of(byte[] bytes) {
    return new Screenshot(bytes);
  }

  /**
   * The file.
   *
   * @return a copy
   */
  public byte[] toBytes() {
    return bytes.clone();
  }
}
