package io.github.rdpdiagnosis.probes.internal.asn1;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few ASN.1 types that certificates and CredSSP need, as DER (ITU-T X.690 section 10). */
public final class Der {
  private static final DateTimeFormatter GENERALIZED =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  /**
   * SEQUENCE.
   *
   * @param parts encoded elements
   * @return the element
   */
  public static byte[] sequence(byte[]... parts) {
    return element(0x30, concat(parts));
  }

  /**
   * SET.
   *
   * @param parts encoded elements, in the order of their encodings
   * @return the element
   */
  public static byte[] set(byte[]... parts) {
    return element(0x31, concat(parts));
  }

  /**
   * [n] EXPLICIT, constructed.
   *
   * @param number n, at most 30
   * @param content the encoded element inside
   * @return the element
   */
  public static byte[] tagged(int number, byte[] content) {
    return element(0xa0 | number, content);
  }

  /**
   * INTEGER.
   *
   * @param value any value
   * @return the element
   */
  public static byte[] integer(BigInteger value) {
    return element(0x02, value.toByteArray());
  }

  /**
   * UTF8String.
   *
   * @param text any text
   * @return the element
   */
  public static byte[] utf8(String text) {
    return element(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * BIT STRING without unused bits.
   *
   * @param content whole bytes
   * @return the element
   */
  public static byte[] bits(byte[] content) {
    return element(0x03, concat(new byte[] {0}, content));
  }

  /**
   * UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280 section 4.1.2.5).
   *
   * @param instant fractions of a second are dropped
   * @return the element
   */
  public static byte[] time(Instant instant) {
    int year = instant.atZone(ZoneOffset.UTC).getYear();
    return year >= 1950 && year < 2050
        ? element(0x17, UTC.format(instant).getBytes(StandardCharsets.US_ASCII))
        : element(0x18, GENERALIZED.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * OBJECT IDENTIFIER.
   *
   * @param arcs the first two already folded into one
   * @return the element
   */
  public static byte[] oid(int... arcs) {
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

  /**
   * OCTET STRING.
   *
   * @param content any bytes
   * @return the element
   */
  public static byte[] octets(byte[] content) {
    return element(0x04, content);
  }

  private static byte[] element(int tag, byte[] content) {
    return concat(header(tag, content.length), content);
  }

  private static byte[] header(int tag, int length) {
    if (length < 0x80) {
      return new byte[] {(byte) tag, (byte) length};
    }
    byte[] bytes = BigInteger.valueOf(length).toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    byte[] header = new byte[2 + bytes.length - from];
    header[0] = (byte) tag;
    header[1] = (byte) (0x80 | (bytes.length - from));
    System.arraycopy(bytes, from, header, 2, bytes.length - from);
    return header;
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
