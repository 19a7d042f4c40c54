package io.github.rdpdiagnosis.model.net;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address. Made from a literal or from bytes; nothing here asks a name server.
 *
 * <p>An IPv4-mapped IPv6 address ({@code ::ffff:192.0.2.1}) is an IPv6 address and differs from the
 * IPv4 address in it. IPv4 sorts before IPv6. Immutable.
 *
 * <p>Source: RFC 4291 sections 2.2 and 2.5.5.2, RFC 5952, RFC 1918, RFC 4193, RFC 6598.
 */
public final class IpAddress implements Comparable<IpAddress> {
  private static final int V4_BYTES = 4;
  private static final int V6_BYTES = 16;
  private static final int V6_GROUPS = 8;

  private final boolean ipv4;
  private final long high;
  private final long low;

  private IpAddress(boolean ipv4, long high, long low) {
    this.ipv4 = ipv4;
    this.high = high;
    this.low = low;
  }

  static IpAddress ipv4(long bits) {
    return new IpAddress(true, 0, bits);
  }

  static IpAddress ipv6(long high, long low) {
    return new IpAddress(false, high, low);
  }

  /**
   * An address from its literal: four decimal numbers without leading zeros, or the IPv6 forms of
   * RFC 4291 section 2.2. A zone ({@code %eth0}), brackets, a port or a name are refused.
   *
   * @param text such as {@code 10.0.0.4} or {@code 2001:db8::1}
   * @return the address
   * @throws IllegalArgumentException if it is no literal
   */
  public static IpAddress parse(String text) {
    IpAddress parsed = text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
    if (parsed == null) {
      throw new IllegalArgumentException(
          "expected an IPv4 or IPv6 address, got '" + shortened(text) + "'");
    }
    return parsed;
  }

  /**
   * As {@link #parse}, but an IPv6 literal may carry a zone (RFC 4007 section 11). The zone names
   * an interface of the computer that wrote it and is no part of the address: it is dropped.
   *
   * @param text such as {@code fe80::1%eth0}
   * @return the address
   * @throws IllegalArgumentException if it is no literal
   */
  public static IpAddress parseZoned(String text) {
    int zone = text.indexOf('%');
    boolean zoned = zone > 0 && zone < text.length() - 1 && text.indexOf(':') >= 0;
    return parse(zoned ? text.substring(0, zone) : text);
  }

  /**
   * An address from its bytes.
   *
   * @param bytes 4 or 16 bytes, most significant first
   * @return the address
   */
  public static IpAddress of(byte[] bytes) {
    if (bytes.length == V4_BYTES) {
      return ipv4(number(bytes, 0, V4_BYTES));
    }
    if (bytes.length == V6_BYTES) {
      return ipv6(number(bytes, 0, V6_BYTES / 2), number(bytes, V6_BYTES / 2, V6_BYTES));
    }
    throw new IllegalArgumentException("an address has 4 or 16 bytes, got " + bytes.length);
  }

  private static long number(byte[] bytes, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = (value << 8) | (bytes[i] & 0xff);
    }
    return value;
  }

  static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  private static @Nullable IpAddress parseIpv4(String text) {
    long bits = 0;
    int from = 0;
    for (int i = 0; i < V4_BYTES; i++) {
      int dot = i < V4_BYTES - 1 ? text.indexOf('.', from) : text.length();
      int value = dot < 0 ? -1 : decimal(text, from, dot);
      if (value < 0 || value > 255) {
        return null;
      }
      bits = bits << 8 | value;
      from = dot + 1;
    }
    return ipv4(bits);
  }

  /**
   * A decimal number of at most three digits without leading zeros, or -1. By hand: lists of tens
   * of thousands of blocks are read.
   */
  static int decimal(String text, int from, int to) {
    int digits = to - from;
    if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(from) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      value = 10 * value + digit - '0';
    }
    return value;
  }

  private static @Nullable IpAddress parseIpv6(String text) {
    String rest = text;
    if (rest.length() > 45) {
      return null;
    }
    int dot = rest.indexOf('.');
    if (dot >= 0) {
      // The last 32 bits may be written as an IPv4 literal.
      int colon = rest.lastIndexOf(':');
      IpAddress tail = parseIpv4(rest.substring(colon + 1));
      if (tail == null) {
        return null;
      }
      rest =
          rest.substring(0, colon + 1)
              + Long.toHexString(tail.low >> 16)
              + ":"
              + Long.toHexString(tail.low & 0xffff);
    }
    int gap = rest.indexOf("::");
    if (gap < 0) {
      int[] groups = groups(rest);
      return groups == null || groups.length != V6_GROUPS ? null : ofGroups(groups);
    }
    int[] before = groups(rest.substring(0, gap));
    int[] after = groups(rest.substring(gap + 2));
    if (before == null || after == null || before.length + after.length >= V6_GROUPS) {
      return null;
    }
    int[] groups = Arrays.copyOf(before, V6_GROUPS);
    System.arraycopy(after, 0, groups, V6_GROUPS - after.length, after.length);
    return ofGroups(groups);
  }

  private static int @Nullable [] groups(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(":", -1);
    int[] groups = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].matches("[0-9a-fA-F]{1,4}")) {
        return null;
      }
      groups[i] = Integer.parseInt(parts[i], 16);
    }
    return groups;
  }

  private static IpAddress ofGroups(int[] groups) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < V6_GROUPS / 2; i++) {
      high = high << 16 | groups[i];
      low = low << 16 | groups[i + V6_GROUPS / 2];
    }
    return ipv6(high, low);
  }

  /**
   * Whether this is an IPv4 address.
   *
   * @return false for IPv6
   */
  public boolean isIpv4() {
    return ipv4;
  }

  /**
   * Whether the address is for private use: RFC 1918, the shared space of RFC 6598, or the unique
   * local addresses of RFC 4193. Loopback and link-local addresses are not.
   *
   * @return true if it is
   */
  public boolean isPrivate() {
    if (ipv4) {
      return low >>> 24 == 10 || low >>> 20 == 0xac1 || low >>> 16 == 0xc0a8 || low >>> 22 == 0x191;
    }
    return high >>> 57 == 0x7e;
  }

  /**
   * The block of special-purpose addresses that this one is of (RFC 6890), the narrowest if several
   * are.
   *
   * @return empty for an ordinary public address
   */
  public Optional<SpecialPurpose> specialPurpose() {
    return SpecialPurpose.of(this);
  }

  /**
   * Whether the address is the host itself: 127.0.0.0/8 or ::1.
   *
   * @return true if it is
   */
  public boolean isLoopback() {
    return ipv4 ? low >>> 24 == 127 : high == 0 && low == 1;
  }

  /**
   * The bytes of the address.
   *
   * @return 4 or 16 bytes, most significant first
   */
  public byte[] toBytes() {
    byte[] bytes = new byte[ipv4 ? V4_BYTES : V6_BYTES];
    for (int i = 0; i < bytes.length; i++) {
      int fromEnd = bytes.length - 1 - i;
      bytes[i] = (byte) (fromEnd < 8 ? low >>> (8 * fromEnd) : high >>> (8 * (fromEnd - 8)));
    }
    return bytes;
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  @Override
  public int compareTo(IpAddress other) {
    if (ipv4 != other.ipv4) {
      return ipv4 ? -1 : 1;
    }
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress address
        && address.ipv4 == ipv4
        && address.high == high
        && address.low == low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high * 31 + low) + (ipv4 ? 1 : 0);
  }

  /**
   * The canonical literal; for IPv6 the form of RFC 5952, with the IPv4 tail of an IPv4-mapped
   * address in decimal.
   *
   * @return the literal
   */
  @Override
  public String toString() {
    if (ipv4) {
      return decimal(low);
    }
    if (high == 0 && low >>> 32 == 0xffff) {
      return "::ffff:" + decimal(low & 0xffffffffL);
    }
    int[] groups = new int[V6_GROUPS];
    for (int i = 0; i < V6_GROUPS; i++) {
      long half = i < V6_GROUPS / 2 ? high : low;
      groups[i] = (int) (half >>> (48 - 16 * (i % (V6_GROUPS / 2)))) & 0xffff;
    }
    // The first of the longest runs of at least two zero groups becomes "::".
    int gapStart = -1;
    int gapLength = 1;
    for (int i = 0; i < V6_GROUPS; i++) {
      int end = i;
      while (end < V6_GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > gapLength) {
        gapStart = i;
        gapLength = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < V6_GROUPS; i++) {
      if (i == gapStart) {
        text.append("::");
        i += gapLength - 1;
        continue;
      }
      boolean afterGap = gapStart >= 0 && i == gapStart + gapLength;
      if (i > 0 && !afterGap) {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }

  private static String decimal(long bits) {
    return (bits >> 24) + "." + (bits >> 16 & 255) + "." + (bits >> 8 & 255) + "." + (bits & 255);
  }
}
