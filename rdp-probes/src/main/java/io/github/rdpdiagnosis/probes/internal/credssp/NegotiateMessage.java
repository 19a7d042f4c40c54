package io.github.rdpdiagnosis.probes.internal.credssp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * NEGOTIATE_MESSAGE ([MS-NLMP] 2.2.1.1), always the same: no domain, no workstation, no user. It
 * asks for what makes a server say most about itself: its names (REQUEST_TARGET) and its version.
 */
public final class NegotiateMessage {
  static final int MESSAGE_TYPE = 1;

  /** NTLMSSP_NEGOTIATE_UNICODE (section 2.2.2.5). */
  static final long UNICODE = 0x1;

  /** NTLMSSP_NEGOTIATE_VERSION. */
  static final long VERSION = 0x0200_0000;

  /**
   * Also OEM, REQUEST_TARGET, SIGN, NTLM, ALWAYS_SIGN, EXTENDED_SESSIONSECURITY, 128, KEY_EXCH and
   * 56, as every client of CredSSP sends.
   */
  private static final long FLAGS = 0xe008_8216L | UNICODE | VERSION;

  private static final int LENGTH = 40;
  private static final int NTLMSSP_REVISION_W2K3 = 15;

  private NegotiateMessage() {}

  /**
   * The message.
   *
   * @return 40 bytes
   */
  public static byte[] encode() {
    ByteBuffer buffer = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(signature()).putInt(MESSAGE_TYPE).putInt((int) FLAGS);
    buffer.putLong(0).putLong(0); // DomainNameFields, WorkstationFields: none
    buffer.put((byte) 10).put((byte) 0).putShort((short) 0); // ProductMajor, Minor, Build
    buffer.put(new byte[3]).put((byte) NTLMSSP_REVISION_W2K3); // Reserved, NTLMRevisionCurrent
    return buffer.array();
  }

  static byte[] signature() {
    return "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);
  }
}
