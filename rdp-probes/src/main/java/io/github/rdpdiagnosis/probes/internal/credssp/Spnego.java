package io.github.rdpdiagnosis.probes.internal.credssp;

import io.github.rdpdiagnosis.probes.internal.asn1.Der;
import io.github.rdpdiagnosis.probes.internal.asn1.DerReader;
import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import io.github.rdpdiagnosis.probes.internal.wire.WireReader;
import java.util.Arrays;

/**
 * The envelope that SPNEGO puts around a server's NTLM message, NegTokenResp (RFC 4178 section
 * 4.2.2). Servers that are sent bare NTLM answer in bare NTLM as a rule.
 */
public final class Spnego {
  private static final int NEG_TOKEN_RESP = 1;
  private static final int RESPONSE_TOKEN = 2;

  private Spnego() {}

  /**
   * The NTLM message in a token.
   *
   * @param token bare NTLM, or NegTokenResp with a responseToken
   * @return the NTLM message
   * @throws WireFormatException if it is neither
   */
  public static byte[] ntlm(byte[] token) throws WireFormatException {
    if (startsLikeNtlm(token)) {
      return token;
    }
    DerReader fields =
        new DerReader(new WireReader(token))
            .enter(DerReader.tag(NEG_TOKEN_RESP), "NTLMSSP or NegTokenResp [1]")
            .enter(DerReader.SEQUENCE, "NegTokenResp");
    while (fields.hasMore()) {
      if (fields.isNext(DerReader.tag(RESPONSE_TOKEN))) {
        return fields
            .enter(DerReader.tag(RESPONSE_TOKEN), "responseToken [2]")
            .octets("responseToken");
      }
      fields.skip("field of NegTokenResp");
    }
    throw new WireFormatException(0, "NegTokenResp with a responseToken", "one without");
  }

  /**
   * A token in its envelope, as a server sends it: accept-incomplete and the token.
   *
   * @param ntlm an NTLM message
   * @return NegTokenResp
   */
  public static byte[] wrap(byte[] ntlm) {
    byte[] negState = {0x0a, 1, 1}; // ENUMERATED accept-incomplete (1)
    return Der.tagged(
        NEG_TOKEN_RESP,
        Der.sequence(Der.tagged(0, negState), Der.tagged(RESPONSE_TOKEN, Der.octets(ntlm))));
  }

  private static boolean startsLikeNtlm(byte[] token) {
    byte[] signature = NegotiateMessage.signature();
    return token.length >= signature.length
        && Arrays.equals(token, 0, signature.length, signature, 0, signature.length);
  }
}
