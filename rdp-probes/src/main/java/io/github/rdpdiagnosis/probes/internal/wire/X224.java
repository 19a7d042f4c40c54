package io.github.rdpdiagnosis.probes.internal.wire;

/**
 * What Connection Request and Connection Confirm have in common (ITU-T X.224 sections 13.3 and
 * 13.4).
 */
final class X224 {
  /**
   * Bytes that the length indicator counts before the variable part: code, two references, class.
   */
  private static final int FIXED = 6;

  private X224() {}

  static byte[] encode(int code, int sourceReference, byte[] variable) {
    byte[] tpdu = new byte[1 + FIXED + variable.length];
    tpdu[0] = (byte) (FIXED + variable.length);
    tpdu[1] = (byte) code;
    tpdu[4] = (byte) (sourceReference >> 8);
    tpdu[5] = (byte) sourceReference;
    System.arraycopy(variable, 0, tpdu, 1 + FIXED, variable.length);
    return Tpkt.wrap(tpdu);
  }

  /** RDP_NEG_REQ, RDP_NEG_RSP and RDP_NEG_FAILURE have the same shape. */
  static byte[] negotiation(int type, int flags, long value) {
    return new byte[] {
      (byte) type,
      (byte) flags,
      8,
      0,
      (byte) value,
      (byte) (value >> 8),
      (byte) (value >> 16),
      (byte) (value >> 24)
    };
  }

  static WireReader variablePart(byte[] packet, int code, String what) throws WireFormatException {
    WireReader payload = Tpkt.payload(packet);
    int at = payload.position();
    int indicator = payload.u8("X.224 length indicator"); // LI (1 byte)
    if (indicator < FIXED || indicator != payload.remaining()) {
      throw new WireFormatException(
          at,
          "X.224 length indicator that fills the TPKT (" + payload.remaining() + ", at least 6)",
          Integer.toString(indicator));
    }
    payload.expect8(code, what); // code and credit (1 byte)
    payload.u16be("destination reference"); // DST-REF (2 bytes)
    payload.u16be("source reference"); // SRC-REF (2 bytes); any value
    payload.u8("class"); // class and options (1 byte)
    return payload;
  }
}
