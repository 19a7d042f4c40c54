package io.github.rdpdiagnosis.model.net;

import java.util.Objects;

/**
 * An address block, such as {@code 10.0.0.0/24}. Host bits that are set in the text are cleared:
 * {@code 10.0.0.1/24} is the same block, as Azure reads it.
 *
 * <p>Source: RFC 4632 section 3.1.
 *
 * @param first the lowest address
 * @param length how many leading bits are fixed: 0 to 32, or 0 to 128
 */
public record Prefix(IpAddress first, int length) {
  /** Checks the length and clears host bits. */
  public Prefix {
    Objects.requireNonNull(first, "first");
    int bits = first.isIpv4() ? 32 : 128;
    if (length < 0 || length > bits) {
      throw new IllegalArgumentException(
          "prefix length of " + first + " must be 0 to " + bits + ", got " + length);
    }
    first =
        first.isIpv4()
            ? IpAddress.ipv4(first.low() & ~hostMaskLow(bits - length))
            : IpAddress.ipv6(
                first.high() & ~hostMaskHigh(bits - length),
                first.low() & ~hostMaskLow(bits - length));
  }

  /**
   * A block from text. An address without a length is a block of that one address.
   *
   * @param text such as {@code 10.0.0.0/24}, {@code 10.0.0.4} or {@code 2001:db8::/32}
   * @return the block
   * @throws IllegalArgumentException if it is none
   */
  public static Prefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return of(IpAddress.parse(text));
    }
    int length = IpAddress.decimal(text, slash + 1, text.length());
    if (length < 0) {
      throw new IllegalArgumentException(
          "expected a prefix length after '/', got '" + IpAddress.shortened(text) + "'");
    }
    return new Prefix(IpAddress.parse(text.substring(0, slash)), length);
  }

  /**
   * The block of one address.
   *
   * @param address the address
   * @return /32 or /128
   */
  public static Prefix of(IpAddress address) {
    return new Prefix(address, address.isIpv4() ? 32 : 128);
  }

  /**
   * The highest address.
   *
   * @return the first address with all host bits set
   */
  public IpAddress last() {
    if (first.isIpv4()) {
      return IpAddress.ipv4(first.low() | hostMaskLow(32 - length));
    }
    return IpAddress.ipv6(
        first.high() | hostMaskHigh(128 - length), first.low() | hostMaskLow(128 - length));
  }

  /**
   * Whether an address is in the block.
   *
   * @param address the address, of either version
   * @return true if it is
   */
  public boolean contains(IpAddress address) {
    return first.compareTo(address) <= 0 && address.compareTo(last()) <= 0;
  }

  @Override
  public String toString() {
    return first + "/" + length;
  }

  private static long hostMaskLow(int hostBits) {
    return hostBits >= 64 ? -1L : (1L << hostBits) - 1;
  }

  private static long hostMaskHigh(int hostBits) {
    return hostBits <= 64 ? 0 : hostBits == 128 ? -1L : (1L << (hostBits - 64)) - 1;
  }
}
