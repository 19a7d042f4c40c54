package io.github.rdpdiagnosis.probes.internal.x509;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few ASN.1 types that a certificate needs, as DER (ITU-T X.690 section 10). */
final class Der {
  private static final DateTimeFormatter GENERALIZED =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return element(0x30, concat(parts));
  }

  static byte[] set(byte[]... parts) {
    return element(0x31, concat(parts));
  }

  /** [n] EXPLICIT, constructed. */
  static byte[] tagged(int number, byte[] content) {
    return element(0xa0 | number, content);
  }

  static byte[] integer(BigInteger value) {
    return element(0x02, value.toByteArray());
  }

  static byte[] utf8(String text) {
    return element(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] bits(byte[] content) {
    return element(0x03, concat(new byte[] {0}, content));
  }

  /** UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280 section 4.1.2.5). */
  static byte[] time(Instant instant) {
    int year = instant.atZone(ZoneOffset.UTC).getYear();
    return year >= 1950 && year < 2050
        ? element(0x17, UTC.format(instant).getBytes(StandardCharsets.US_ASCII))
        : element(0x18, GENERALIZED.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  /** Takes an OBJECT IDENTIFIER whose first two arcs are already folded into one. */
  static byte[] oid(int... arcs) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int arc : arcs) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >> shift != 0) {
          content.write(0x80 | ((arc >> shift) & 0x7f));
        }
      }
      content.write(arc & 0x7f);
    }
    return element(0x06, content.toByteArray());
  }

  private static byte[] element(int tag, byte[] content) {
    int length = content.length;
    byte[] header =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return concat(header, content);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
