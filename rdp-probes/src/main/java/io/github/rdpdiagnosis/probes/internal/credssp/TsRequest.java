package io.github.rdpdiagnosis.probes.internal.credssp;

import io.github.rdpdiagnosis.probes.internal.asn1.Der;
import io.github.rdpdiagnosis.probes.internal.asn1.DerReader;
import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import io.github.rdpdiagnosis.probes.internal.wire.WireReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * TSRequest, the only message of CredSSP ([MS-CSSP] 2.2.1), without the parts that carry
 * credentials.
 *
 * @param version the sender's version of CredSSP
 * @param negoTokens the SPNEGO or NTLM tokens; not copied
 * @param errorCode an NTSTATUS in place of a token
 */
public record TsRequest(long version, List<byte[]> negoTokens, OptionalLong errorCode) {
  /** The longest message that is read. A challenge has a few hundred bytes. */
  public static final int LONGEST = 0x10000 + 1024;

  /** The newest version, that of current Windows. */
  public static final long VERSION = 6;

  private static final int MOST_TOKENS = 8;

  /** Copies the list. */
  public TsRequest {
    negoTokens = List.copyOf(negoTokens);
  }

  /**
   * A message with one token.
   *
   * @param token SPNEGO or NTLM
   * @return the message
   */
  public static TsRequest of(byte[] token) {
    return new TsRequest(VERSION, List.of(token), OptionalLong.empty());
  }

  /**
   * The message as DER.
   *
   * @return the bytes
   */
  public byte[] encode() {
    List<byte[]> fields = new ArrayList<>();
    fields.add(Der.tagged(0, Der.integer(BigInteger.valueOf(version))));
    if (!negoTokens.isEmpty()) {
      byte[][] tokens =
          negoTokens.stream()
              .map(token -> Der.sequence(Der.tagged(0, Der.octets(token))))
              .toArray(byte[][]::new);
      fields.add(Der.tagged(1, Der.sequence(tokens)));
    }
    errorCode.ifPresent(code -> fields.add(Der.tagged(4, Der.integer(BigInteger.valueOf(code)))));
    return Der.sequence(fields.toArray(byte[][]::new));
  }

  /**
   * How many bytes have to be read before the message can be told.
   *
   * @param bytes a buffer
   * @param count how many bytes of it are filled
   * @return bytes wanted in all; not more than {@code count} when there is enough, or when it is no
   *     TSRequest or one that is too long
   */
  public static int wanted(byte[] bytes, int count) {
    if (count > 0 && bytes[0] != DerReader.SEQUENCE) {
      return count;
    }
    long wanted = DerReader.wanted(bytes, count);
    return wanted > LONGEST ? count : (int) wanted;
  }

  /**
   * Reads a message. authInfo, pubKeyAuth and clientNonce are passed over.
   *
   * @param bytes the message; bytes behind it are ignored
   * @return the message
   * @throws WireFormatException if it is none
   */
  public static TsRequest parse(byte[] bytes) throws WireFormatException {
    DerReader fields = new DerReader(new WireReader(bytes)).enter(DerReader.SEQUENCE, "TSRequest");
    long version = fields.enter(DerReader.tag(0), "version [0]").integer("version");
    List<byte[]> tokens = new ArrayList<>();
    OptionalLong errorCode = OptionalLong.empty();
    while (fields.hasMore()) {
      if (fields.isNext(DerReader.tag(1))) {
        readTokens(fields.enter(DerReader.tag(1), "negoTokens [1]"), tokens);
      } else if (fields.isNext(DerReader.tag(4))) {
        long code = fields.enter(DerReader.tag(4), "errorCode [4]").integer("errorCode");
        errorCode = OptionalLong.of(code & 0xffffffffL); // sent as a signed 32-bit number
      } else {
        fields.skip("field of TSRequest");
      }
    }
    return new TsRequest(version, tokens, errorCode);
  }

  private static void readTokens(DerReader field, List<byte[]> tokens) throws WireFormatException {
    DerReader data = field.enter(DerReader.SEQUENCE, "NegoData");
    while (data.hasMore() && tokens.size() < MOST_TOKENS) {
      DerReader item = data.enter(DerReader.SEQUENCE, "item of NegoData");
      tokens.add(item.enter(DerReader.tag(0), "negoToken [0]").octets("negoToken"));
    }
  }
}
