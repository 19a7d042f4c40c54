package io.github.rdpdiagnosis.probes.internal.tls;

import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import io.github.rdpdiagnosis.probes.internal.wire.WireReader;

/**
 * What a server chose (RFC 5246 section 7.4.1.3).
 *
 * @param version ProtocolVersion, 0x0300 for SSL 3.0 to 0x0303 for TLS 1.2
 * @param suite CipherSuite
 */
public record ServerHello(int version, int suite) {
  private static final int LONGEST_SESSION_ID = 32;

  static ServerHello read(WireReader fragment) throws WireFormatException {
    int at = fragment.position();
    int version = fragment.u16be("server_version"); // server_version (2 bytes)
    if (version >> 8 != 3) {
      throw new WireFormatException(at, "server_version 0x03xx", String.format("0x%04x", version));
    }
    fragment.bytes(32, "random"); // random (32 bytes)
    at = fragment.position();
    int idLength = fragment.u8("session_id length"); // session_id (1 byte and up to 32 bytes)
    if (idLength > LONGEST_SESSION_ID) {
      throw new WireFormatException(
          at, "session_id of at most 32 bytes", Integer.toString(idLength));
    }
    fragment.bytes(idLength, "session_id");
    return new ServerHello(version, fragment.u16be("cipher_suite")); // cipher_suite (2 bytes)
  }

  /**
   * The version as JSSE spells it.
   *
   * @return such as {@code TLSv1}, or {@code UNKNOWN(0x0304)}
   */
  public String versionName() {
    return switch (version) {
      case 0x0300 -> "SSLv3";
      case 0x0301 -> "TLSv1";
      case 0x0302 -> "TLSv1.1";
      case 0x0303 -> "TLSv1.2";
      default -> String.format("UNKNOWN(0x%04x)", version);
    };
  }

  /**
   * The suite's registered name.
   *
   * @return such as {@code TLS_RSA_WITH_RC4_128_SHA}, or {@code UNKNOWN(0x1301)}
   */
  public String suiteName() {
    return OldSuites.name(suite);
  }
}
