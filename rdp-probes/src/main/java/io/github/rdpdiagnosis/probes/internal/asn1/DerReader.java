package io.github.rdpdiagnosis.probes.internal.asn1;

import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import io.github.rdpdiagnosis.probes.internal.wire.WireReader;

/**
 * Reads elements with definite lengths one after another and never beyond the end of the element
 * around them (ITU-T X.690 section 8.1). Lengths in more bytes than needed are accepted, as
 * implementations send them. Not thread-safe.
 */
public final class DerReader {
  /** Tag of SEQUENCE. */
  public static final int SEQUENCE = 0x30;

  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int LONGEST_LENGTH = 4;
  private static final int LONGEST_INTEGER = 8;

  private final WireReader reader;

  /**
   * A reader over elements.
   *
   * @param reader stands at the first element
   */
  public DerReader(WireReader reader) {
    this.reader = reader;
  }

  /**
   * The tag of a context-specific constructed element.
   *
   * @param number 0 to 30
   * @return [number], constructed
   */
  public static int tag(int number) {
    return 0xa0 | number;
  }

  /**
   * How many bytes an element has in all, as far as its first bytes tell.
   *
   * @param bytes a buffer
   * @param count how many bytes of it are filled
   * @return bytes wanted before more can be told; not more than {@code count} if the length is
   *     unreadable
   */
  public static long wanted(byte[] bytes, int count) {
    if (count < 2) {
      return 2;
    }
    int first = bytes[1] & 0xff;
    if (first < 0x80) {
      return 2L + first;
    }
    int size = first & 0x7f;
    if (size == 0 || size > LONGEST_LENGTH) {
      return count;
    }
    if (count < 2 + size) {
      return 2L + size;
    }
    long length = 0;
    for (int i = 0; i < size; i++) {
      length = length << 8 | (bytes[2 + i] & 0xff);
    }
    return 2L + size + length;
  }

  /**
   * Whether an element with this tag is next.
   *
   * @param tag its identifier byte
   * @return false at the end, too
   * @throws WireFormatException never: the look is only ahead
   */
  public boolean isNext(int tag) throws WireFormatException {
    return reader.remaining() > 0 && reader.lookAhead().u8("tag") == tag;
  }

  /**
   * Whether more elements follow.
   *
   * @return false at the end
   */
  public boolean hasMore() {
    return reader.remaining() > 0;
  }

  /**
   * Steps into an element.
   *
   * @param tag its identifier byte
   * @param field its name, for the error message
   * @return a reader over what is inside; this reader stands behind the element
   * @throws WireFormatException if another element is there, or it is longer than what is around it
   */
  public DerReader enter(int tag, String field) throws WireFormatException {
    return new DerReader(content(tag, field));
  }

  /**
   * OCTET STRING.
   *
   * @param field its name, for the error message
   * @return a copy of its bytes
   * @throws WireFormatException if another element is there
   */
  public byte[] octets(String field) throws WireFormatException {
    WireReader content = content(OCTET_STRING, field);
    return content.bytes(content.remaining(), field);
  }

  /**
   * INTEGER of up to eight bytes.
   *
   * @param field its name, for the error message
   * @return the value
   * @throws WireFormatException if another element is there, or the number is empty or longer
   */
  public long integer(String field) throws WireFormatException {
    int at = reader.position();
    WireReader content = content(INTEGER, field);
    int length = content.remaining();
    if (length == 0 || length > LONGEST_INTEGER) {
      throw new WireFormatException(at, field + " of 1 to 8 bytes", length + " bytes");
    }
    long value = (byte) content.u8(field); // two's complement: the first byte carries the sign
    while (content.remaining() > 0) {
      value = value << 8 | content.u8(field);
    }
    return value;
  }

  /**
   * Passes whatever element is next.
   *
   * @param field its name, for the error message
   * @throws WireFormatException if there is no whole element
   */
  public void skip(String field) throws WireFormatException {
    reader.u8(field);
    reader.part(length(field), field);
  }

  private WireReader content(int tag, String field) throws WireFormatException {
    reader.expect8(tag, field); // identifier (1 byte)
    return reader.part(length(field), field);
  }

  private int length(String field) throws WireFormatException {
    int at = reader.position();
    int first = reader.u8(field + " length"); // length, or how many bytes it has
    if (first < 0x80) {
      return first;
    }
    int size = first & 0x7f;
    if (size == 0 || size > LONGEST_LENGTH) {
      throw new WireFormatException(
          at, field + " length of 1 to 4 bytes", String.format("0x%02x", first));
    }
    long length = 0;
    for (int i = 0; i < size; i++) {
      length = length << 8 | reader.u8(field + " length");
    }
    if (length > reader.remaining()) {
      throw new WireFormatException(
          at, field + " of at most " + reader.remaining() + " bytes", Long.toString(length));
    }
    return (int) length;
  }
}
