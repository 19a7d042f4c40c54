package io.github.rdpdiagnosis.probes.internal.firewall;

import io.github.rdpdiagnosis.model.net.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Addresses and prefixes as packet filters print them; never resolved. */
final class Literal {
  private Literal() {}

  /** A network. */
  static final class Network {
    private final byte[] address;
    private final int bits;

    Network(byte[] address, int bits) {
      this.address = address;
      this.bits = bits;
    }

    boolean holds(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /** The bytes of an address literal, or empty if it is none. */
  static Optional<byte[]> bytes(String literal) {
    try {
      // The model's parser refuses names, so that nothing is looked up here.
      return Optional.of(InetAddress.getByName(IpAddress.parse(literal).toString()).getAddress());
    } catch (IllegalArgumentException | UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** An address, or one with a prefix length or an IPv4 mask behind a slash. */
  static Optional<Network> prefix(String text) {
    int slash = text.indexOf('/');
    Optional<byte[]> address = bytes(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int all = address.get().length * 8;
    if (slash < 0) {
      return Optional.of(new Network(address.get(), all));
    }
    return length(text.substring(slash + 1), all).map(b -> new Network(address.get(), b));
  }

  private static Optional<Integer> length(String text, int all) {
    Optional<byte[]> mask = text.contains(".") ? bytes(text) : Optional.empty();
    if (mask.isPresent()) {
      int value = java.nio.ByteBuffer.wrap(mask.get()).getInt();
      int bits = Integer.bitCount(value);
      boolean contiguous = bits == 0 || value == -1 << (32 - bits);
      return contiguous ? Optional.of(bits) : Optional.empty();
    }
    try {
      int bits = Integer.parseInt(text);
      return bits >= 0 && bits <= all ? Optional.of(bits) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
