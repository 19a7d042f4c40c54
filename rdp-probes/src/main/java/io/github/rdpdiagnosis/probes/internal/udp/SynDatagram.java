package io.github.rdpdiagnosis.probes.internal.udp;

import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import io.github.rdpdiagnosis.probes.internal.wire.WireReader;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * A SYN, or SYN and ACK, of the RDP UDP transport: RDPUDP_FEC_HEADER, RDPUDP_SYNDATA_PAYLOAD and,
 * where the version is named, RDPUDP_SYNDATAEX_PAYLOAD ([MS-RDPEUDP] 2.2.2). Most significant bytes
 * first.
 *
 * @param ack whether it answers a SYN
 * @param sourceAck snSourceAck: what is acknowledged; -1 in a SYN
 * @param initialSequence snInitialSequenceNumber
 * @param version uUdpVer; empty where it is not named, which is version 1
 */
public record SynDatagram(boolean ack, int sourceAck, int initialSequence, OptionalInt version) {
  /** Bytes of a SYN, padded with zeros; the same as the MTU that it offers (section 3.1.5.1.1). */
  public static final int LENGTH = 1232;

  /** RDPUDP_PROTOCOL_VERSION_1. */
  public static final int VERSION_1 = 1;

  /** RDPUDP_PROTOCOL_VERSION_2. */
  public static final int VERSION_2 = 2;

  /** RDPUDP_PROTOCOL_VERSION_3: what follows is [MS-RDPEUDP2]. */
  public static final int VERSION_3 = 0x0101;

  private static final int SYN = 0x0001;
  private static final int ACK = 0x0004;
  private static final int CORRELATION_ID = 0x0800;
  private static final int SYNEX = 0x1000;
  private static final int VERSION_INFO_VALID = 1;
  private static final int WINDOW = 64;
  private static final int CORRELATION_LENGTH = 32;

  /**
   * A SYN.
   *
   * @param initialSequence any number
   * @param version to name; empty for version 1
   * @return the datagram
   */
  public static SynDatagram syn(int initialSequence, OptionalInt version) {
    return new SynDatagram(false, -1, initialSequence, version);
  }

  /**
   * The datagram as bytes.
   *
   * @return {@value #LENGTH} bytes
   */
  public byte[] encode() {
    ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
    int flags = SYN | (ack ? ACK : 0) | (version.isPresent() ? SYNEX : 0);
    buffer.putInt(sourceAck).putShort((short) WINDOW).putShort((short) flags);
    buffer.putInt(initialSequence).putShort((short) LENGTH).putShort((short) LENGTH);
    version.ifPresent(v -> buffer.putShort((short) VERSION_INFO_VALID).putShort((short) v));
    return buffer.array();
  }

  /**
   * Reads a SYN, or SYN and ACK.
   *
   * @param datagram the whole datagram; padding is not looked at
   * @return what it says
   * @throws WireFormatException if it is neither
   */
  public static SynDatagram parse(byte[] datagram) throws WireFormatException {
    WireReader reader = new WireReader(datagram);
    int sourceAck = s32be(reader, "snSourceAck"); // snSourceAck (4 bytes)
    reader.u16be("uReceiveWindowSize"); // uReceiveWindowSize (2 bytes)
    int at = reader.position();
    int flags = reader.u16be("uFlags"); // uFlags (2 bytes)
    if ((flags & SYN) == 0) {
      throw new WireFormatException(
          at, "uFlags with RDPUDP_FLAG_SYN", String.format("0x%04x", flags));
    }
    int initialSequence = s32be(reader, "snInitialSequenceNumber"); // (4 bytes)
    reader.u16be("uUpStreamMtu"); // uUpStreamMtu (2 bytes)
    reader.u16be("uDownStreamMtu"); // uDownStreamMtu (2 bytes)
    if ((flags & CORRELATION_ID) != 0) {
      reader.bytes(CORRELATION_LENGTH, "RDPUDP_CORRELATION_ID_PAYLOAD"); // (32 bytes)
    }
    OptionalInt version = OptionalInt.empty();
    if ((flags & SYNEX) != 0) {
      int valid = reader.u16be("uSynExFlags"); // uSynExFlags (2 bytes)
      int value = reader.u16be("uUdpVer"); // uUdpVer (2 bytes)
      version = (valid & VERSION_INFO_VALID) != 0 ? OptionalInt.of(value) : OptionalInt.empty();
    }
    return new SynDatagram((flags & ACK) != 0, sourceAck, initialSequence, version);
  }

  private static int s32be(WireReader reader, String field) throws WireFormatException {
    return reader.u16be(field) << 16 | reader.u16be(field);
  }
}
