package io.github.rdpdiagnosis.probes.internal.wire;

/**
 * The envelope of every X.224 message over TCP (RFC 1006 section 6): version 3, reserved byte,
 * length of the whole.
 */
public final class Tpkt {
  /** Bytes before the payload. */
  public static final int HEADER = 4;

  /** The shortest legal packet: header and an X.224 header of three bytes. */
  public static final int SHORTEST = 7;

  /** The longest packet accepted here. A Connection Confirm has 11 or 19 bytes. */
  public static final int LONGEST = 4096;

  private static final int VERSION = 3;

  private Tpkt() {}

  /**
   * A packet around a payload.
   *
   * @param payload an X.224 TPDU
   * @return the packet
   */
  public static byte[] wrap(byte[] payload) {
    int length = HEADER + payload.length;
    if (length > LONGEST) {
      throw new IllegalArgumentException("payload must fit " + LONGEST + " bytes, got " + length);
    }
    byte[] packet = new byte[length];
    packet[0] = VERSION;
    packet[2] = (byte) (length >> 8);
    packet[3] = (byte) length;
    System.arraycopy(payload, 0, packet, HEADER, payload.length);
    return packet;
  }

  /**
   * Whether bytes start like a packet.
   *
   * @param bytes at least one byte
   * @return true if the version is right
   */
  public static boolean startsLikeOne(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == VERSION;
  }

  /**
   * How many bytes have to be read before anything can be said: all of a packet, or of something
   * else just enough to know it by.
   *
   * @param bytes a buffer
   * @param count how many bytes of it are filled
   * @return bytes wanted in all; not more than {@code count} when there is enough
   */
  public static int wanted(byte[] bytes, int count) {
    if (count < SHORTEST) {
      return SHORTEST;
    }
    int length = ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
    boolean readable = bytes[0] == VERSION && length >= SHORTEST && length <= LONGEST;
    return readable ? length : count;
  }

  /**
   * The payload of one whole packet.
   *
   * @param packet the bytes; more may follow the packet and are ignored
   * @return a reader that stands at the payload and ends with the packet
   * @throws WireFormatException if it is no packet, is cut short, or is longer than {@link
   *     #LONGEST}
   */
  public static WireReader payload(byte[] packet) throws WireFormatException {
    WireReader reader = new WireReader(packet);
    reader.expect8(VERSION, "TPKT version"); // version (1 byte)
    reader.u8("TPKT reserved"); // reserved (1 byte)
    int length = reader.u16be("TPKT length"); // length of the whole packet (2 bytes)
    if (length < SHORTEST || length > LONGEST) {
      throw new WireFormatException(
          2, "TPKT length from " + SHORTEST + " to " + LONGEST, Integer.toString(length));
    }
    return reader.part(length - HEADER, "TPKT payload");
  }
}
