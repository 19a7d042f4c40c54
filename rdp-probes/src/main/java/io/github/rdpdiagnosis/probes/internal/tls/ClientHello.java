package io.github.rdpdiagnosis.probes.internal.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/**
 * A ClientHello that offers at most TLS 1.2 (RFC 5246 section 7.4.1.2), in a record of version TLS
 * 1.0 as old servers want it, with the suites and signature algorithms of old servers, MD5, 3DES
 * and RC4 among them. It is only ever answered, never gone on with.
 */
public final class ClientHello {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SIGNALLING_SUITE = 0x00ff; // renegotiation_info (RFC 5746 section 3.3)
  private static final int NEVER_ASSIGNED_SUITE = 0x0a0a;
  private static final int[] GROUPS = {0x001d, 0x0017, 0x0018, 0x0019};
  private static final int[] SIGNATURES = {
    0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0101
  };

  private ClientHello() {}

  /**
   * The hello as one TLS record.
   *
   * @param serverName for the server_name extension (RFC 6066 section 3); empty for an address
   * @return a record of less than 512 bytes
   */
  public static byte[] record(Optional<String> serverName) {
    return record(serverName, OldSuites.BY_CODE.keySet());
  }

  /**
   * A hello that every server turns down: its only suite is one that is never assigned (RFC 8701).
   *
   * @param serverName for the server_name extension; empty for an address
   * @return a record of less than 400 bytes
   */
  public static byte[] unanswerable(Optional<String> serverName) {
    return record(serverName, Set.of(NEVER_ASSIGNED_SUITE));
  }

  private static byte[] record(Optional<String> serverName, Set<Integer> offered) {
    ByteBuffer buffer = ByteBuffer.allocate(512);
    buffer.put((byte) 22).putShort((short) 0x0301); // ContentType handshake, record version TLS 1.0
    int record = open16(buffer);
    buffer.put((byte) 1).put((byte) 0); // HandshakeType client_hello, highest byte of its length
    int message = open16(buffer);
    buffer.putShort((short) 0x0303); // client_version TLS 1.2
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    buffer.put(random).put((byte) 0); // random (32 bytes), empty session_id
    int suites = open16(buffer);
    offered.forEach(code -> buffer.putShort(code.shortValue()));
    buffer.putShort((short) SIGNALLING_SUITE);
    close16(buffer, suites);
    buffer.put((byte) 1).put((byte) 0); // compression: null only
    int extensions = open16(buffer);
    serverName.ifPresent(name -> serverName(buffer, name));
    list(buffer, 10, GROUPS); // supported_groups
    buffer.putShort((short) 11).putShort((short) 2).put((byte) 1).put((byte) 0); // ec_point_formats
    list(buffer, 13, SIGNATURES); // signature_algorithms
    close16(buffer, extensions);
    close16(buffer, message);
    close16(buffer, record);
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  private static void serverName(ByteBuffer buffer, String name) {
    byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
    if (ascii.length > 255) {
      return; // no DNS name is longer (RFC 1035 section 2.3.4); without the extension the hello is
      // still good
    }
    buffer.putShort((short) 0);
    int extension = open16(buffer);
    int names = open16(buffer);
    buffer.put((byte) 0).putShort((short) ascii.length).put(ascii);
    close16(buffer, names);
    close16(buffer, extension);
  }

  private static void list(ByteBuffer buffer, int type, int[] values) {
    buffer.putShort((short) type);
    int extension = open16(buffer);
    int list = open16(buffer);
    for (int value : values) {
      buffer.putShort((short) value);
    }
    close16(buffer, list);
    close16(buffer, extension);
  }

  private static int open16(ByteBuffer buffer) {
    buffer.putShort((short) 0);
    return buffer.position();
  }

  private static void close16(ByteBuffer buffer, int start) {
    buffer.putShort(start - 2, (short) (buffer.position() - start));
  }
}
