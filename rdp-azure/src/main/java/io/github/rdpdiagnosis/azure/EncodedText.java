package io.github.rdpdiagnosis.azure;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Text of unknown encoding, as files from Windows have it: UTF-16 of either byte order (what
 * Windows PowerShell redirects into a file), UTF-8 with or without a byte order mark, else one byte
 * for each character.
 */
final class EncodedText {
  private static final int SAMPLE = 4096;

  private EncodedText() {}

  /** The text without a byte order mark. Never fails: every byte is something in ISO 8859-1. */
  static String decode(byte[] bytes) {
    return decode(bytes, charset(bytes));
  }

  static String decode(byte[] bytes, Charset charset) {
    String text = new String(bytes, charset);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** The encoding of a text, of which the bytes may be the beginning only. */
  static Charset charset(byte[] bytes) {
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16LE;
    } else if (startsWith(bytes, 0xFE, 0xFF)) {
      return StandardCharsets.UTF_16BE;
    }
    int length = Math.min(bytes.length, SAMPLE) & ~1;
    int zerosAtEven = 0;
    int zerosAtOdd = 0;
    for (int i = 0; i < length; i += 2) {
      zerosAtEven += bytes[i] == 0 ? 1 : 0;
      zerosAtOdd += bytes[i + 1] == 0 ? 1 : 0;
    }
    // Mostly ASCII in UTF-16: nearly every second byte is zero, and the others are not.
    if (length >= 4 && zerosAtOdd > length / 4 && zerosAtEven < length / 16) {
      return StandardCharsets.UTF_16LE;
    } else if (length >= 4 && zerosAtEven > length / 4 && zerosAtOdd < length / 16) {
      return StandardCharsets.UTF_16BE;
    }
    return isUtf8(bytes) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
