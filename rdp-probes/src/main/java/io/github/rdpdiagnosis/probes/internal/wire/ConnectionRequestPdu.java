package io.github.rdpdiagnosis.probes.internal.wire;

import java.util.OptionalLong;

/**
 * Client X.224 Connection Request PDU with RDP_NEG_REQ ([MS-RDPBCGR] 2.2.1.1 and 2.2.1.1.1).
 *
 * @param requestedProtocols bits of {@link SecurityProtocol}; empty for a request without
 *     RDP_NEG_REQ
 */
public record ConnectionRequestPdu(OptionalLong requestedProtocols) {
  private static final int CONNECTION_REQUEST = 0xe0;
  private static final int TYPE_RDP_NEG_REQ = 1;
  private static final int NEGOTIATION_LENGTH = 8;

  /** Checks that the protocols fit four bytes. */
  public ConnectionRequestPdu {
    if (requestedProtocols.orElse(0) >>> 32 != 0) {
      throw new IllegalArgumentException(
          "requestedProtocols must fit 32 bits, got " + requestedProtocols.getAsLong());
    }
  }

  /**
   * A request with RDP_NEG_REQ.
   *
   * @param requestedProtocols bits of {@link SecurityProtocol}
   * @return the request
   */
  public static ConnectionRequestPdu of(long requestedProtocols) {
    return new ConnectionRequestPdu(OptionalLong.of(requestedProtocols));
  }

  /**
   * The request as bytes, without a cookie, in its TPKT.
   *
   * @return 19 bytes, or 11 without RDP_NEG_REQ
   */
  public byte[] encode() {
    return X224.encode(
        CONNECTION_REQUEST,
        0,
        requestedProtocols.isPresent()
            ? X224.negotiation(TYPE_RDP_NEG_REQ, 0, requestedProtocols.getAsLong())
            : new byte[0]);
  }

  /**
   * Reads a request. A routing token or cookie before RDP_NEG_REQ is skipped, correlation data
   * behind it is not looked at.
   *
   * @param packet one TPKT
   * @return the request
   * @throws WireFormatException if it is not a Connection Request
   */
  public static ConnectionRequestPdu parse(byte[] packet) throws WireFormatException {
    WireReader variable = X224.variablePart(packet, CONNECTION_REQUEST, "X.224 Connection Request");
    if (variable.remaining() > NEGOTIATION_LENGTH) {
      skipToken(variable);
    }
    if (variable.remaining() == 0) {
      return new ConnectionRequestPdu(OptionalLong.empty());
    }
    variable.expect8(TYPE_RDP_NEG_REQ, "RDP_NEG_REQ type"); // type (1 byte)
    variable.u8("RDP_NEG_REQ flags"); // flags (1 byte)
    int at = variable.position();
    int length = variable.u16le("RDP_NEG_REQ length"); // length (2 bytes)
    if (length != NEGOTIATION_LENGTH) {
      throw new WireFormatException(at, "RDP_NEG_REQ length 8", Integer.toString(length));
    }
    return of(variable.u32le("requestedProtocols")); // requestedProtocols (4 bytes)
  }

  /**
   * The token or cookie is text that ends in CR LF; a request whose first byte is RDP_NEG_REQ's
   * type has none.
   */
  private static void skipToken(WireReader variable) throws WireFormatException {
    WireReader ahead = variable.lookAhead();
    if (ahead.u8("variable part") == TYPE_RDP_NEG_REQ) {
      return;
    }
    int previous = 0;
    int current = variable.u8("routing token or cookie");
    while (previous != '\r' || current != '\n') {
      previous = current;
      current = variable.u8("routing token or cookie up to CR LF");
    }
  }
}
