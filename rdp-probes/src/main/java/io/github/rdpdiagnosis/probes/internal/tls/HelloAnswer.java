package io.github.rdpdiagnosis.probes.internal.tls;

import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import io.github.rdpdiagnosis.probes.internal.wire.WireReader;

/**
 * The first thing that a server says to a ClientHello, in plain text in every version up to TLS 1.2
 * (RFC 5246 section 7).
 */
public sealed interface HelloAnswer permits ServerHello, Alert {
  /**
   * Most bytes of the first record that are looked at: a ServerHello up to its compression method
   * has at most 74.
   */
  int ENOUGH = 128;

  /** Bytes of a record header. */
  int RECORD_HEADER = 5;

  /**
   * How many bytes have to be read before the answer can be told.
   *
   * @param bytes a buffer
   * @param count how many bytes of it are filled
   * @return bytes wanted in all; not more than {@code count} when there is enough
   */
  static int wanted(byte[] bytes, int count) {
    if (count < RECORD_HEADER) {
      return RECORD_HEADER;
    }
    int length = ((bytes[3] & 0xff) << 8) | (bytes[4] & 0xff);
    return RECORD_HEADER + Math.min(length, ENOUGH);
  }

  /**
   * Reads an answer. Only the first record is looked at: a ServerHello spread over several is taken
   * for malformed.
   *
   * @param flight bytes from the server
   * @return ServerHello or alert
   * @throws WireFormatException if it is neither
   */
  static HelloAnswer parse(byte[] flight) throws WireFormatException {
    WireReader reader = new WireReader(flight);
    int type = reader.u8("record type"); // ContentType (1 byte)
    reader.expect8(3, "major record version"); // ProtocolVersion.major (1 byte)
    reader.u8("minor record version"); // ProtocolVersion.minor (1 byte)
    int length = reader.u16be("record length"); // length (2 bytes)
    WireReader fragment =
        reader.part(Math.min(length, Math.min(ENOUGH, reader.remaining())), "record");
    if (type == Alert.CONTENT_TYPE) {
      return Alert.read(fragment);
    }
    if (type == ServerHello.CONTENT_TYPE) {
      return ServerHello.read(fragment);
    }
    throw new WireFormatException(
        0, "record type alert (21) or handshake (22)", Integer.toString(type));
  }
}
