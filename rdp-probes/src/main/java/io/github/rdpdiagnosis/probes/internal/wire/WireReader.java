package io.github.rdpdiagnosis.probes.internal.wire;

import java.util.Arrays;

/** Reads fields of a message one after another and never beyond its end. Not thread-safe. */
public final class WireReader {
  private final byte[] bytes;
  private final int end;
  private int position;

  /**
   * A reader over a whole message.
   *
   * @param bytes the message; not copied
   */
  public WireReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private WireReader(byte[] bytes, int position, int end) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  /**
   * Where the next field starts.
   *
   * @return offset from the start of the message
   */
  public int position() {
    return position;
  }

  /**
   * How many bytes are left.
   *
   * @return never negative
   */
  public int remaining() {
    return end - position;
  }

  /**
   * One byte, unsigned.
   *
   * @param field its name, for the error message
   * @return 0 to 255
   * @throws WireFormatException if the message ends before it
   */
  public int u8(String field) throws WireFormatException {
    need(1, field);
    return bytes[position++] & 0xff;
  }

  /**
   * Two bytes, unsigned, most significant first.
   *
   * @param field its name, for the error message
   * @return 0 to 65535
   * @throws WireFormatException if the message ends before it does
   */
  public int u16be(String field) throws WireFormatException {
    need(2, field);
    return u8(field) << 8 | u8(field);
  }

  /**
   * Two bytes, unsigned, least significant first.
   *
   * @param field its name, for the error message
   * @return 0 to 65535
   * @throws WireFormatException if the message ends before it does
   */
  public int u16le(String field) throws WireFormatException {
    need(2, field);
    return u8(field) | u8(field) << 8;
  }

  /**
   * Four bytes, unsigned, least significant first.
   *
   * @param field its name, for the error message
   * @return 0 to 2<sup>32</sup>-1
   * @throws WireFormatException if the message ends before it does
   */
  public long u32le(String field) throws WireFormatException {
    need(4, field);
    return u16le(field) | (long) u16le(field) << 16;
  }

  /**
   * Three bytes, unsigned, most significant first.
   *
   * @param field its name, for the error message
   * @return 0 to 2<sup>24</sup>-1
   * @throws WireFormatException if the message ends before it does
   */
  public int u24be(String field) throws WireFormatException {
    need(3, field);
    return u16be(field) << 8 | u8(field);
  }

  /**
   * Eight bytes, least significant first.
   *
   * @param field its name, for the error message
   * @return the bits; negative where the highest is set
   * @throws WireFormatException if the message ends before it does
   */
  public long u64le(String field) throws WireFormatException {
    need(8, field);
    return u32le(field) | u32le(field) << 32;
  }

  /**
   * A byte that has only one legal value.
   *
   * @param value the legal value
   * @param field its name, for the error message
   * @throws WireFormatException if another value is there
   */
  public void expect8(int value, String field) throws WireFormatException {
    int at = position;
    int got = u8(field);
    if (got != value) {
      throw new WireFormatException(
          at, String.format("%s 0x%02x", field, value), String.format("0x%02x", got));
    }
  }

  /**
   * Bytes as they are.
   *
   * @param count how many
   * @param field their name, for the error message
   * @return a copy
   * @throws WireFormatException if the message ends before they do
   */
  public byte[] bytes(int count, String field) throws WireFormatException {
    need(count, field);
    position += count;
    return Arrays.copyOfRange(bytes, position - count, position);
  }

  /**
   * The fields of a part of known length; offsets in errors stay those of the whole message.
   *
   * @param count length of the part
   * @param field its name, for the error message
   * @return a reader over the part; this reader stands behind it
   * @throws WireFormatException if the message ends before the part does
   */
  public WireReader part(int count, String field) throws WireFormatException {
    need(count, field);
    position += count;
    return new WireReader(bytes, position - count, position);
  }

  /**
   * A reader at the same place, to look at what comes without passing it.
   *
   * @return an independent reader
   */
  public WireReader lookAhead() {
    return new WireReader(bytes, position, end);
  }

  private void need(int count, String field) throws WireFormatException {
    if (count < 0 || count > remaining()) {
      throw new WireFormatException(
          position, count + " bytes of " + field, remaining() + " bytes to the end");
    }
  }
}
