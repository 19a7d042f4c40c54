package io.github.rdpdiagnosis.probes.internal.tls;

import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import io.github.rdpdiagnosis.probes.internal.wire.WireReader;

/**
 * An alert (RFC 8446 section 6).
 *
 * @param description AlertDescription
 */
public record Alert(int description) implements HelloAnswer {
  static final int CONTENT_TYPE = 21;

  static Alert read(WireReader fragment) throws WireFormatException {
    fragment.u8(
        "alert level"); // level (1 byte): old servers send warnings that are fatal all the same
    return new Alert(fragment.u8("alert description")); // description (1 byte)
  }

  /**
   * The description in words.
   *
   * @return such as {@code protocol_version}, or {@code UNKNOWN(123)}
   */
  public String name() {
    return switch (description) {
      case 0 -> "close_notify";
      case 40 -> "handshake_failure";
      case 47 -> "illegal_parameter";
      case 50 -> "decode_error";
      case 70 -> "protocol_version";
      case 71 -> "insufficient_security";
      case 80 -> "internal_error";
      case 86 -> "inappropriate_fallback";
      case 112 -> "unrecognized_name";
      default -> "UNKNOWN(" + description + ")";
    };
  }
}
