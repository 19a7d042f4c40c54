package io.github.rdpdiagnosis.model.net;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A set of IPv4 and IPv6 addresses, exact and closed under union, intersection and complement. The
 * complement of a set is taken in both versions.
 *
 * <p>Held as sorted ranges that neither overlap nor touch, in primitive arrays. Operations take
 * time linear in the number of ranges. Immutable.
 */
public final class AddressSet {
  private static final AddressSet EMPTY = new AddressSet(Ranges.none(1), Ranges.none(2));
  private static final AddressSet ALL = EMPTY.complement();
  private static final int SHOWN = 8;

  private final Ranges v4;
  private final Ranges v6;

  private AddressSet(Ranges v4, Ranges v6) {
    this.v4 = v4;
    this.v6 = v6;
  }

  /**
   * No address.
   *
   * @return the empty set
   */
  public static AddressSet empty() {
    return EMPTY;
  }

  /**
   * Every address of both versions.
   *
   * @return the full set
   */
  public static AddressSet all() {
    return ALL;
  }

  /**
   * One address.
   *
   * @param address the address
   * @return the set of it
   */
  public static AddressSet of(IpAddress address) {
    return range(address, address);
  }

  /**
   * The addresses of some blocks.
   *
   * @param prefixes blocks in any order; they may overlap
   * @return their union
   */
  public static AddressSet of(Collection<Prefix> prefixes) {
    List<long[]> v4 = new ArrayList<>(prefixes.size());
    List<long[]> v6 = new ArrayList<>();
    for (Prefix prefix : prefixes) {
      (prefix.first().isIpv4() ? v4 : v6).add(ends(prefix));
    }
    return new AddressSet(Ranges.of(1, v4), Ranges.of(2, v6));
  }

  /**
   * The addresses of some blocks.
   *
   * @param prefixes blocks as text, such as {@code 10.0.0.0/8}
   * @return their union
   * @throws IllegalArgumentException if a text is no block
   */
  public static AddressSet of(String... prefixes) {
    return of(Arrays.stream(prefixes).map(Prefix::parse).toList());
  }

  /**
   * The addresses from one to another, both included.
   *
   * @param first the lowest
   * @param last the highest, of the same version
   * @return the set of them
   */
  public static AddressSet range(IpAddress first, IpAddress last) {
    if (first.isIpv4() != last.isIpv4() || first.compareTo(last) > 0) {
      throw new IllegalArgumentException(
          "range must have one version and its lower end first, got " + first + " to " + last);
    }
    Ranges ranges = Ranges.of(first.isIpv4() ? 1 : 2, List.of(ends(first, last)));
    return of(first.isIpv4(), ranges);
  }

  static AddressSet of(boolean ipv4, Ranges ranges) {
    return ipv4 ? new AddressSet(ranges, EMPTY.v6) : new AddressSet(EMPTY.v4, ranges);
  }

  Ranges ranges(boolean ipv4) {
    return ipv4 ? v4 : v6;
  }

  private static long[] ends(Prefix prefix) {
    return ends(prefix.first(), prefix.last());
  }

  private static long[] ends(IpAddress first, IpAddress last) {
    return first.isIpv4()
        ? new long[] {first.low(), last.low()}
        : new long[] {first.high(), first.low(), last.high(), last.low()};
  }

  /**
   * What is in this set, in the other, or in both.
   *
   * @param other the other set
   * @return the union
   */
  public AddressSet union(AddressSet other) {
    return new AddressSet(v4.union(other.v4), v6.union(other.v6));
  }

  /**
   * What is in both sets.
   *
   * @param other the other set
   * @return the intersection
   */
  public AddressSet intersect(AddressSet other) {
    return new AddressSet(v4.intersect(other.v4), v6.intersect(other.v6));
  }

  /**
   * What is in this set but not in the other.
   *
   * @param other the other set
   * @return the difference
   */
  public AddressSet minus(AddressSet other) {
    return intersect(other.complement());
  }

  /**
   * What is not in this set.
   *
   * @return the rest of both versions
   */
  public AddressSet complement() {
    return new AddressSet(v4.complement(), v6.complement());
  }

  /**
   * Whether an address is in the set.
   *
   * @param address the address
   * @return true if it is
   */
  public boolean contains(IpAddress address) {
    return (address.isIpv4() ? v4 : v6).contains(address.high(), address.low());
  }

  /**
   * Whether all of another set is in this one.
   *
   * @param other the other set
   * @return true if it is; the empty set is in every set
   */
  public boolean containsAll(AddressSet other) {
    return other.minus(this).isEmpty();
  }

  /**
   * Whether no address is in the set.
   *
   * @return true if none is
   */
  public boolean isEmpty() {
    return v4.isEmpty() && v6.isEmpty();
  }

  /**
   * The lowest address, as an example.
   *
   * @return empty for the empty set
   */
  public Optional<IpAddress> first() {
    if (!v4.isEmpty()) {
      return Optional.of(IpAddress.ipv4(v4.firstLow(0)));
    }
    return v6.isEmpty()
        ? Optional.empty()
        : Optional.of(IpAddress.ipv6(v6.firstHigh(0), v6.firstLow(0)));
  }

  /**
   * How many addresses of both versions are in the set.
   *
   * @return zero or more
   */
  public BigInteger size() {
    return v4.size().add(v6.size());
  }

  /**
   * The fewest blocks that together are exactly this set.
   *
   * @return sorted, IPv4 first
   */
  public List<Prefix> toPrefixes() {
    List<Prefix> prefixes = new ArrayList<>();
    for (int i = 0; i < v4.count(); i++) {
      cover(prefixes, IpAddress.ipv4(v4.firstLow(i)), IpAddress.ipv4(v4.lastLow(i)));
    }
    for (int i = 0; i < v6.count(); i++) {
      cover(
          prefixes,
          IpAddress.ipv6(v6.firstHigh(i), v6.firstLow(i)),
          IpAddress.ipv6(v6.lastHigh(i), v6.lastLow(i)));
    }
    return List.copyOf(prefixes);
  }

  /**
   * Adds, from the low end, the largest aligned block that does not go beyond the high end, until
   * the range is used up.
   */
  private static void cover(List<Prefix> prefixes, IpAddress first, IpAddress last) {
    int bits = first.isIpv4() ? 32 : 128;
    IpAddress start = first;
    while (true) {
      int zeros =
          start.low() != 0
              ? Long.numberOfTrailingZeros(start.low())
              : 64 + Long.numberOfTrailingZeros(start.high());
      int length = bits - Math.min(bits, zeros);
      Prefix block = new Prefix(start, length);
      while (block.last().compareTo(last) > 0) {
        length++;
        block = new Prefix(start, length);
      }
      prefixes.add(block);
      IpAddress end = block.last();
      if (end.equals(last)) {
        return;
      }
      start =
          end.isIpv4()
              ? IpAddress.ipv4(end.low() + 1)
              : IpAddress.ipv6(end.low() == -1 ? end.high() + 1 : end.high(), end.low() + 1);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressSet set && set.v4.equals(v4) && set.v6.equals(v6);
  }

  @Override
  public int hashCode() {
    return 31 * v4.hashCode() + v6.hashCode();
  }

  /**
   * The blocks of the set; long lists are cut and counted.
   *
   * @return a text for people
   */
  @Override
  public String toString() {
    if (isEmpty()) {
      return "nothing";
    }
    if (equals(ALL)) {
      return "everything";
    }
    List<Prefix> prefixes = toPrefixes();
    String shown =
        prefixes.stream().limit(SHOWN).map(Prefix::toString).collect(Collectors.joining(", "));
    return prefixes.size() <= SHOWN ? shown : shown + " and " + (prefixes.size() - SHOWN) + " more";
  }
}
