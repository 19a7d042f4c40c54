package io.github.rdpdiagnosis.probes.internal.credssp;

import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import io.github.rdpdiagnosis.probes.internal.wire.WireReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * CHALLENGE_MESSAGE ([MS-NLMP] 2.2.1.2). ServerChallenge is passed over: nothing here answers it.
 *
 * @param targetName TargetName: the NetBIOS name of the domain or of the server; may be empty
 * @param flags NegotiateFlags
 * @param targetInfo what the server says about itself; empty where the message has no such field
 * @param version the server's build, where the flag VERSION is set
 */
public record ChallengeMessage(
    String targetName, long flags, Optional<TargetInfo> targetInfo, Optional<NtlmVersion> version) {
  private static final int MESSAGE_TYPE = 2;
  private static final int FIXED = 56;
  private static final int LONGEST_NAME = 255;

  /**
   * Reads a challenge.
   *
   * @param message the whole NTLM message
   * @return the challenge
   * @throws WireFormatException if it is none, or a field points outside
   */
  public static ChallengeMessage parse(byte[] message) throws WireFormatException {
    WireReader reader = new WireReader(message);
    for (byte expected : NegotiateMessage.signature()) {
      reader.expect8(expected, "Signature NTLMSSP"); // Signature (8 bytes)
    }
    int at = reader.position();
    long type = reader.u32le("MessageType"); // MessageType (4 bytes)
    if (type != MESSAGE_TYPE) {
      throw new WireFormatException(at, "MessageType 2 (CHALLENGE)", Long.toString(type));
    }
    WireReader targetName = payload(message, reader, "TargetName"); // TargetNameFields (8 bytes)
    long flags = reader.u32le("NegotiateFlags"); // NegotiateFlags (4 bytes)
    reader.bytes(8, "ServerChallenge"); // ServerChallenge (8 bytes)
    Optional<TargetInfo> targetInfo = Optional.empty();
    Optional<NtlmVersion> version = Optional.empty();
    if (reader.remaining() >= 16) { // Windows NT 4 ended here
      reader.bytes(8, "Reserved"); // Reserved (8 bytes)
      targetInfo = // TargetInfoFields (8 bytes)
          Optional.of(TargetInfo.read(payload(message, reader, "TargetInfo")));
      boolean announced = (flags & NegotiateMessage.VERSION) != 0;
      if (announced && reader.remaining() >= NtlmVersion.LENGTH) {
        version = Optional.of(NtlmVersion.read(reader)); // Version (8 bytes)
      }
    }
    Charset charset =
        (flags & NegotiateMessage.UNICODE) != 0
            ? StandardCharsets.UTF_16LE
            : StandardCharsets.ISO_8859_1; // an unknown OEM code page
    return new ChallengeMessage(
        text(targetName.bytes(targetName.remaining(), "TargetName"), charset, LONGEST_NAME),
        flags,
        targetInfo,
        version);
  }

  /** What the three numbers of a field point to. */
  private static WireReader payload(byte[] message, WireReader reader, String field)
      throws WireFormatException {
    int at = reader.position();
    int length = reader.u16le(field + "Len"); // Len (2 bytes)
    reader.u16le(field + "MaxLen"); // MaxLen (2 bytes), to be ignored
    long offset = reader.u32le(field + "BufferOffset"); // BufferOffset (4 bytes)
    if (length == 0) {
      return new WireReader(new byte[0]); // BufferOffset may then be anything
    }
    if (offset + length > message.length) {
      throw new WireFormatException(
          at,
          field + " within the " + message.length + " bytes of the message",
          length + " bytes at " + offset);
    }
    WireReader whole = new WireReader(message);
    whole.part((int) offset, "what comes before " + field);
    return whole.part(length, field);
  }

  /** A text for people: cut, and without control characters, which could steer a terminal. */
  static String text(byte[] value, Charset charset, int longest) {
    String text = new String(value, charset);
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .forEach(c -> shown.appendCodePoint(isShowable(c) ? c : 0xfffd));
    return shown.toString();
  }

  private static boolean isShowable(int codePoint) {
    int type = Character.getType(codePoint);
    return type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
  }

  /**
   * The message as bytes, for scripted peers, with a challenge of zeros.
   *
   * @return the bytes
   */
  public byte[] encode() {
    byte[] name = targetName.getBytes(StandardCharsets.UTF_16LE);
    return encode(name, targetInfo.map(TargetInfo::encode).orElse(new byte[0]));
  }

  /**
   * The message with an AV_PAIR list that no {@link TargetInfo} would have, for hostile peers.
   *
   * @param list any bytes, at most 65535
   * @return the bytes
   */
  public byte[] encode(byte[] list) {
    return encode(targetName.getBytes(StandardCharsets.UTF_16LE), list);
  }

  private byte[] encode(byte[] name, byte[] list) {
    ByteBuffer buffer =
        ByteBuffer.allocate(FIXED + name.length + list.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(NegotiateMessage.signature()).putInt(MESSAGE_TYPE);
    field(buffer, name.length, FIXED);
    buffer.putInt((int) flags).putLong(0).putLong(0);
    field(buffer, list.length, FIXED + name.length);
    version.orElse(NtlmVersion.NONE).write(buffer);
    return buffer.put(name).put(list).array();
  }

  private static void field(ByteBuffer buffer, int length, int offset) {
    buffer.putShort((short) length).putShort((short) length).putInt(offset);
  }
}
