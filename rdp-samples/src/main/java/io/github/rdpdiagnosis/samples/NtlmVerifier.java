package io.github.rdpdiagnosis.samples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jcajce.provider.digest.MD4;

/**
 * The server's side of NTLM for one account and one connection ([MS-NLMP] 3.2, 3.3.2): makes a
 * challenge, and works out by itself what the right answer to it is.
 */
final class NtlmVerifier {
  private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();

  // NegotiateFlags, [MS-NLMP] 2.2.2.5: Unicode, NTLM, extended session security, target information
  private static final int FLAGS = 0x00000001 | 0x00000200 | 0x00080000 | 0x00800000 | 0x00020000;

  private final String computer;
  private final String user;
  private final String password;
  private final byte[] challenge = new byte[8];

  NtlmVerifier(String computer, String user, String password) {
    this.computer = computer;
    this.user = user;
    this.password = password;
    RANDOM.nextBytes(challenge);
  }

  /** The message's type, or 0 for what is no NTLM message. */
  static int type(byte[] message) {
    return message.length >= 12 && Arrays.equals(message, 0, 8, SIGNATURE, 0, 8)
        ? little(message).getInt(8)
        : 0;
  }

  private static ByteBuffer little(byte[] message) {
    return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** CHALLENGE_MESSAGE, [MS-NLMP] 2.2.1.2. */
  byte[] challenge() {
    byte[] name = unicode(computer);
    byte[] info = targetInfo();
    int start = 56;
    ByteBuffer out =
        ByteBuffer.allocate(start + name.length + info.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(SIGNATURE).putInt(2);
    field(out, name.length, start); // TargetNameFields
    out.putInt(FLAGS).put(challenge).putLong(0); // NegotiateFlags, ServerChallenge, Reserved
    field(out, info.length, start + name.length); // TargetInfoFields
    out.put(new byte[] {10, 0, 0x7c, 0x4f, 0, 0, 0, 15}); // Version: 10.0.20348, revision 15
    return out.put(name).put(info).array();
  }

  private static void field(ByteBuffer out, int length, int offset) {
    out.putShort((short) length).putShort((short) length).putInt(offset);
  }

  /** AV_PAIRs, [MS-NLMP] 2.2.2.1: NetBIOS names of computer and domain, the time, the end. */
  private byte[] targetInfo() {
    byte[] name = unicode(computer);
    ByteBuffer out =
        ByteBuffer.allocate(2 * (4 + name.length) + 12 + 4).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) 1).putShort((short) name.length).put(name);
    out.putShort((short) 2).putShort((short) name.length).put(name);
    long since1601 = (Instant.now().getEpochSecond() + 11_644_473_600L) * 10_000_000L;
    out.putShort((short) 7).putShort((short) 8).putLong(since1601);
    return out.putInt(0).array();
  }

  /** Whether an AUTHENTICATE_MESSAGE ([MS-NLMP] 2.2.1.3) shows that its maker has the password. */
  boolean accepts(byte[] message) {
    byte[] response = payload(message, 20); // NtChallengeResponseFields
    String domain = new String(payload(message, 28), StandardCharsets.UTF_16LE);
    String name = new String(payload(message, 36), StandardCharsets.UTF_16LE);
    boolean local = domain.isEmpty() || domain.equalsIgnoreCase(computer);
    if (!local || !name.equalsIgnoreCase(user) || response.length < 16 + 28) {
      return false;
    }
    byte[] proof = Arrays.copyOf(response, 16);
    byte[] blob = Arrays.copyOfRange(response, 16, response.length);
    byte[] key = hmac(md4(unicode(password)), unicode(name.toUpperCase(Locale.ROOT) + domain));
    return MessageDigest.isEqual(proof, hmac(key, challenge, blob)) && holdsTargetInfo(blob);
  }

  /** What the client signs must be what this challenge said ([MS-NLMP] 2.2.2.7). */
  private boolean holdsTargetInfo(byte[] blob) {
    byte[] info = targetInfo();
    byte[] names = Arrays.copyOf(info, info.length - 16);
    return blob.length >= 28 + names.length
        && Arrays.equals(blob, 28, 28 + names.length, names, 0, names.length);
  }

  private static byte[] payload(byte[] message, int field) {
    ByteBuffer in = little(message);
    int length = Short.toUnsignedInt(in.getShort(field));
    int offset = in.getInt(field + 4);
    return offset < 0 || offset + length > message.length
        ? new byte[0]
        : Arrays.copyOfRange(message, offset, offset + length);
  }

  private static byte[] unicode(String text) {
    return text.getBytes(StandardCharsets.UTF_16LE);
  }

  private static byte[] md4(byte[] bytes) {
    return new MD4.Digest().digest(bytes);
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(key, "HmacMD5"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-MD5", e);
    }
  }
}
