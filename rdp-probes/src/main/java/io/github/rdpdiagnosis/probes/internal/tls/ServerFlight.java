package io.github.rdpdiagnosis.probes.internal.tls;

import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import io.github.rdpdiagnosis.probes.internal.wire.WireReader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server says to a ClientHello that it takes: its choice, and its certificates in plain text
 * (RFC 5246 section 7.3). What is missing because the flight was cut short is left out.
 *
 * @param hello what it chose
 * @param certificates DER, the server's own first; empty where the flight ended before them
 */
public record ServerFlight(ServerHello hello, List<byte[]> certificates) implements HelloAnswer {
  static final int CONTENT_TYPE = 22;
  private static final int SERVER_HELLO = 2;
  private static final int CERTIFICATE = 11;
  private static final int MESSAGE_HEADER = 4;
  private static final int MOST_CERTIFICATES = 16;

  /** Copies the list. */
  public ServerFlight {
    certificates = List.copyOf(certificates);
  }

  /** Reads what the records up to the first that is no handshake carry. */
  static ServerFlight read(WireReader records) throws WireFormatException {
    WireReader messages = new WireReader(handshakeBytes(records));
    ServerHello hello = ServerHello.read(message(messages, SERVER_HELLO, "server_hello"));
    List<byte[]> certificates = new ArrayList<>();
    while (messages.remaining() >= MESSAGE_HEADER) {
      int type = messages.u8("msg_type"); // msg_type (1 byte)
      int length = messages.u24be("handshake length"); // length (3 bytes)
      if (length > messages.remaining()) {
        break; // cut short
      }
      WireReader body = messages.part(length, "handshake message");
      if (type == CERTIFICATE) {
        readCertificates(body, certificates);
        break;
      }
    }
    return new ServerFlight(hello, certificates);
  }

  private static byte[] handshakeBytes(WireReader records) throws WireFormatException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (records.remaining() >= RECORD_HEADER) {
      int type = records.u8("record type"); // ContentType (1 byte)
      records.u16be("record version"); // ProtocolVersion (2 bytes)
      int length = records.u16be("record length"); // length (2 bytes)
      if (type != CONTENT_TYPE) {
        break;
      }
      int here = Math.min(length, records.remaining());
      bytes.writeBytes(records.bytes(here, "record"));
    }
    return bytes.toByteArray();
  }

  private static WireReader message(WireReader messages, int type, String name)
      throws WireFormatException {
    messages.expect8(type, "HandshakeType " + name); // msg_type (1 byte)
    int length = messages.u24be("handshake length"); // length (3 bytes)
    return messages.part(length, name);
  }

  /** The list ends where one of its lengths is beyond it. */
  private static void readCertificates(WireReader body, List<byte[]> certificates)
      throws WireFormatException {
    if (body.remaining() < 3) {
      return;
    }
    body.u24be("certificate_list length"); // length of the list (3 bytes)
    while (body.remaining() >= 3 && certificates.size() < MOST_CERTIFICATES) {
      int length = body.u24be("certificate length"); // length of one certificate (3 bytes)
      if (length == 0 || length > body.remaining()) {
        return;
      }
      certificates.add(body.bytes(length, "certificate"));
    }
  }
}
