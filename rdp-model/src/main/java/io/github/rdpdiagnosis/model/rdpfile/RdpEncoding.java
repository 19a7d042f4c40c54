package io.github.rdpdiagnosis.model.rdpfile;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How the text of a {@code .rdp} file is stored, with or without a byte order mark (BOM).
 *
 * <p>Source: the marks of RFC 3629 section 6 and RFC 2781 section 3.2; which clients read what,
 * FreeRDP ({@code client/common/file.c}).
 */
public enum RdpEncoding {
  /** UTF-8 or plain ASCII without a BOM, as Azure's portal writes it. */
  UTF_8(StandardCharsets.UTF_8),
  /** UTF-8 after the BOM {@code EF BB BF}. */
  UTF_8_BOM(StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF),
  /** UTF-16, low byte first, after the BOM {@code FF FE}, as the Windows client saves it. */
  UTF_16LE_BOM(StandardCharsets.UTF_16LE, 0xFF, 0xFE),
  /** UTF-16, high byte first, after the BOM {@code FE FF}. */
  UTF_16BE_BOM(StandardCharsets.UTF_16BE, 0xFE, 0xFF),
  /** UTF-16, low byte first, without a BOM: guessed from zero bytes. */
  UTF_16LE(StandardCharsets.UTF_16LE);

  private static final int GUESS_BYTES = 4096;

  private final Charset charset;
  private final byte[] bom;

  RdpEncoding(Charset charset, int... bom) {
    this.charset = charset;
    this.bom = new byte[bom.length];
    for (int i = 0; i < bom.length; i++) {
      this.bom[i] = (byte) bom[i];
    }
  }

  /**
   * The character set of the text after the BOM.
   *
   * @return UTF-8 or one of the two UTF-16
   */
  public Charset charset() {
    return charset;
  }

  static RdpEncoding of(byte[] file) {
    for (RdpEncoding encoding : new RdpEncoding[] {UTF_8_BOM, UTF_16LE_BOM, UTF_16BE_BOM}) {
      if (encoding.starts(file)) {
        return encoding;
      }
    }
    return looksLikeUtf16Le(file) ? UTF_16LE : UTF_8;
  }

  /**
   * The text after the BOM. UTF-16 is taken unit by unit, so that a lone surrogate does not swallow
   * the line end after it; half a unit at the end becomes U+FFFD.
   */
  String decode(byte[] file) {
    int length = file.length - bom.length;
    if (unit() == 1) {
      return new String(file, bom.length, length, charset);
    }
    StringBuilder text = new StringBuilder(length / 2 + 1);
    for (int i = bom.length; i + 1 < file.length; i += 2) {
      text.append((char) unitAt(file, i));
    }
    return (length % 2 == 0 ? text : text.append('\uFFFD')).toString();
  }

  /** Where a character of the decoded text stands in the file. */
  long offset(String text, int index) {
    return bom.length
        + (unit() == 2 ? 2L * index : text.substring(0, index).getBytes(charset).length);
  }

  /** The bytes of one unit of the text: 1 or 2. */
  int unit() {
    return charset.equals(StandardCharsets.UTF_8) ? 1 : 2;
  }

  /** The unit at an offset of the file, or -1 where less than one is left. */
  int unitAt(byte[] file, int offset) {
    if (offset + unit() > file.length) {
      return -1;
    }
    int first = file[offset] & 0xFF;
    if (unit() == 1) {
      return first;
    }
    int second = file[offset + 1] & 0xFF;
    return this == UTF_16BE_BOM ? first << 8 | second : second << 8 | first;
  }

  byte[] bom() {
    return bom.clone();
  }

  private boolean starts(byte[] file) {
    if (file.length < bom.length) {
      return false;
    }
    for (int i = 0; i < bom.length; i++) {
      if (file[i] != bom[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The names of settings are ASCII, so at least every third high byte is zero, and hardly any low
   * byte.
   */
  private static boolean looksLikeUtf16Le(byte[] file) {
    int pairs = Math.min(file.length, GUESS_BYTES) / 2;
    int zeroLow = 0;
    int zeroHigh = 0;
    for (int i = 0; i < pairs; i++) {
      zeroLow += file[2 * i] == 0 ? 1 : 0;
      zeroHigh += file[2 * i + 1] == 0 ? 1 : 0;
    }
    return pairs > 1 && zeroHigh * 3 >= pairs && zeroLow * 10 <= zeroHigh;
  }
}
