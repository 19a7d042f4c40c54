package io.github.rdpdiagnosis.probes.internal.credssp;

import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import io.github.rdpdiagnosis.probes.internal.wire.WireReader;
import java.nio.ByteBuffer;

/**
 * VERSION ([MS-NLMP] 2.2.2.10): the build of the operating system that made an NTLM message.
 *
 * @param major ProductMajorVersion
 * @param minor ProductMinorVersion
 * @param build ProductBuild
 */
public record NtlmVersion(int major, int minor, int build) {
  static final int LENGTH = 8;
  static final NtlmVersion NONE = new NtlmVersion(0, 0, 0);
  private static final int NTLMSSP_REVISION_W2K3 = 15;

  static NtlmVersion read(WireReader reader) throws WireFormatException {
    int major = reader.u8("ProductMajorVersion"); // ProductMajorVersion (1 byte)
    int minor = reader.u8("ProductMinorVersion"); // ProductMinorVersion (1 byte)
    int build = reader.u16le("ProductBuild"); // ProductBuild (2 bytes)
    reader.bytes(4, "Reserved and NTLMRevisionCurrent"); // Reserved (3 bytes), Revision (1 byte)
    return new NtlmVersion(major, minor, build);
  }

  void write(ByteBuffer buffer) {
    buffer.put((byte) major).put((byte) minor).putShort((short) build);
    buffer.put(new byte[3]).put((byte) NTLMSSP_REVISION_W2K3);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + build;
  }
}
