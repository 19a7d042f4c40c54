package io.github.rdpdiagnosis.probes.internal.tls;

import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import io.github.rdpdiagnosis.probes.internal.wire.WireReader;

/**
 * What a server says to a ClientHello, in plain text in every version up to TLS 1.2 (RFC 5246
 * section 7).
 */
public sealed interface HelloAnswer permits ServerFlight, Alert {
  /** Bytes of a record header. */
  int RECORD_HEADER = 5;

  /**
   * Reads an answer.
   *
   * @param flight bytes from the server, as far as {@link FlightFraming} wanted them or less
   * @return what it chose with its certificates, or an alert
   * @throws WireFormatException if it is neither, or ends within the server's choice
   */
  static HelloAnswer parse(byte[] flight) throws WireFormatException {
    WireReader reader = new WireReader(flight);
    WireReader records = reader.lookAhead();
    int type = reader.u8("record type"); // ContentType (1 byte)
    reader.expect8(3, "major record version"); // ProtocolVersion.major (1 byte)
    reader.u8("minor record version"); // ProtocolVersion.minor (1 byte)
    int length = reader.u16be("record length"); // length (2 bytes)
    if (type == Alert.CONTENT_TYPE) {
      return Alert.read(reader.part(Math.min(length, reader.remaining()), "record"));
    }
    if (type == ServerFlight.CONTENT_TYPE) {
      return ServerFlight.read(records);
    }
    throw new WireFormatException(
        0, "record type alert (21) or handshake (22)", Integer.toString(type));
  }
}
