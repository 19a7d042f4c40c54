package io.github.rdpdiagnosis.probes.internal.wire;

import java.util.Optional;

/**
 * Server X.224 Connection Confirm PDU ([MS-RDPBCGR] 2.2.1.2).
 *
 * @param negotiation what the server said to RDP_NEG_REQ; empty where it does not know the
 *     negotiation, which selects standard RDP security
 */
public record ConnectionConfirmPdu(Optional<NegotiationResult> negotiation) {
  private static final int CONNECTION_CONFIRM = 0xd0;
  private static final int TYPE_RDP_NEG_RSP = 2;
  private static final int TYPE_RDP_NEG_FAILURE = 3;
  private static final int NEGOTIATION_LENGTH = 8;
  private static final int SOURCE_REFERENCE = 0x1234;

  /**
   * A Confirm with RDP_NEG_RSP.
   *
   * @param protocol selectedProtocol
   * @return the PDU
   */
  public static ConnectionConfirmPdu selecting(long protocol) {
    return new ConnectionConfirmPdu(Optional.of(new NegotiationResponse(0, protocol)));
  }

  /**
   * A Confirm with RDP_NEG_FAILURE.
   *
   * @param code failureCode
   * @return the PDU
   */
  public static ConnectionConfirmPdu failing(FailureCode code) {
    return new ConnectionConfirmPdu(Optional.of(new NegotiationFailure(code)));
  }

  /**
   * The PDU as bytes in its TPKT.
   *
   * @return 19 bytes, or 11 without negotiation
   */
  public byte[] encode() {
    return X224.encode(
        CONNECTION_CONFIRM,
        SOURCE_REFERENCE,
        negotiation.map(ConnectionConfirmPdu::encode).orElse(new byte[0]));
  }

  private static byte[] encode(NegotiationResult result) {
    if (result instanceof NegotiationFailure failure) {
      return X224.negotiation(TYPE_RDP_NEG_FAILURE, 0, failure.code().value());
    }
    NegotiationResponse response = (NegotiationResponse) result;
    return X224.negotiation(TYPE_RDP_NEG_RSP, response.flags(), response.selectedProtocol());
  }

  /**
   * Reads a Confirm.
   *
   * @param packet one TPKT; bytes behind it are ignored
   * @return the PDU
   * @throws WireFormatException if it is not a Connection Confirm
   */
  public static ConnectionConfirmPdu parse(byte[] packet) throws WireFormatException {
    WireReader variable = X224.variablePart(packet, CONNECTION_CONFIRM, "X.224 Connection Confirm");
    if (variable.remaining() == 0) {
      return new ConnectionConfirmPdu(Optional.empty());
    }
    int start = variable.position();
    int type = variable.u8("negotiation type"); // type (1 byte)
    int flags = variable.u8("negotiation flags"); // flags (1 byte)
    int length = variable.u16le("negotiation length"); // length (2 bytes)
    if (length != NEGOTIATION_LENGTH) {
      throw new WireFormatException(start + 2, "negotiation length 8", Integer.toString(length));
    }
    long value = variable.u32le("negotiation value"); // selectedProtocol or failureCode (4 bytes)
    if (variable.remaining() != 0) {
      throw new WireFormatException(
          variable.position(), "the end", variable.remaining() + " more bytes");
    }
    if (type == TYPE_RDP_NEG_RSP) {
      return new ConnectionConfirmPdu(Optional.of(new NegotiationResponse(flags, value)));
    }
    if (type == TYPE_RDP_NEG_FAILURE) {
      return failing(new FailureCode(value));
    }
    throw new WireFormatException(
        start, "RDP_NEG_RSP (2) or RDP_NEG_FAILURE (3)", Integer.toString(type));
  }
}
