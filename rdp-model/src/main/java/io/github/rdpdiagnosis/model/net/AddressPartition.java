package io.github.rdpdiagnosis.model.net;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * All addresses of one IP version, each with exactly one owner: a number that the caller chose, or
 * {@link #NOBODY}. Made from claims of which the first one wins, as the rules of a firewall do.
 *
 * <p>Held as the first addresses of the ranges of one owner, in primitive arrays: an address is
 * looked up in a few steps, two partitions are laid over each other in time linear in their ranges,
 * and making one from claims takes time linear in the ranges of the claims. Immutable.
 */
public final class AddressPartition {
  /** The owner of addresses that nobody claims. */
  public static final int NOBODY = -1;

  /** Ranges of one owner, the next range having another one. */
  private final Starts starts;

  private final Owners owners;

  private AddressPartition(Starts starts, Owners owners) {
    this.starts = starts;
    this.owners = owners;
  }

  /**
   * A partition in which one owner has every address.
   *
   * @param ipv4 the IP version
   * @param owner the owner
   * @return the partition
   */
  public static AddressPartition whole(boolean ipv4, int owner) {
    Builder out = new Builder(ipv4, 1);
    out.append(0, 0, owner);
    return out.build();
  }

  /**
   * The partition in which each address belongs to the first claim that holds it.
   *
   * @param ipv4 the IP version; addresses of the other one in the claims do not count
   * @param claims sets, the first with the strongest claim; a set's owner is its place in the list
   * @return the partition
   */
  public static AddressPartition firstOf(boolean ipv4, List<AddressSet> claims) {
    Ranges[] ranges = new Ranges[claims.size()];
    Set<Ranges> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    int used = 0;
    int ends = 0;
    while (used < ranges.length) {
      Ranges claim = claims.get(used).ranges(ipv4);
      if (!seen.add(claim)) {
        claim = Ranges.none(ipv4 ? 1 : 2); // a list of several rules: only its first claim can win
      }
      ranges[used++] = claim;
      ends += 2 * claim.count();
      if (claim.isAll()) {
        break; // nothing is left for the claims behind it
      }
    }
    Ranges[] relevant = Arrays.copyOf(ranges, used);
    return ipv4 ? ClaimSweep.v4(relevant, ends) : ClaimSweep.v6(relevant, ends);
  }

  /**
   * The IP version.
   *
   * @return true for IPv4
   */
  public boolean isIpv4() {
    return starts.isIpv4();
  }

  /**
   * How many ranges of one owner there are.
   *
   * @return one or more
   */
  public int size() {
    return starts.count();
  }

  /**
   * Who has an address.
   *
   * @param address an address of this version
   * @return its owner
   */
  public int owner(IpAddress address) {
    if (address.isIpv4() != isIpv4()) {
      throw new IllegalArgumentException("address must be of the partition's IP version");
    }
    return owners.get(starts.find(address.high(), address.low()));
  }

  /**
   * The addresses of some owners.
   *
   * @param wanted which
   * @return the set of them
   */
  public AddressSet where(IntPredicate wanted) {
    Ranges.Collector out = Ranges.collector(isIpv4() ? 1 : 2);
    for (int i = 0; i < size(); i++) {
      if (wanted.test(owners.get(i))) {
        starts.appendRange(out, i);
      }
    }
    return AddressSet.of(isIpv4(), out.toRanges());
  }

  /**
   * The addresses of each owner.
   *
   * @return by owner; the sets do not overlap and together hold every address of the version
   */
  public Map<Integer, AddressSet> byOwner() {
    Map<Integer, Ranges.Collector> out = new TreeMap<>();
    for (int i = 0; i < size(); i++) {
      starts.appendRange(
          out.computeIfAbsent(owners.get(i), owner -> Ranges.collector(isIpv4() ? 1 : 2)), i);
    }
    Map<Integer, AddressSet> sets = new TreeMap<>();
    out.forEach((owner, ranges) -> sets.put(owner, AddressSet.of(isIpv4(), ranges.toRanges())));
    return sets;
  }

  /**
   * This partition with other owners.
   *
   * @param newOwner the new owner for an old one
   * @return the partition
   */
  public AddressPartition relabelled(IntUnaryOperator newOwner) {
    Builder out = new Builder(isIpv4(), size());
    for (int i = 0; i < size(); i++) {
      out.append(starts.high(i), starts.low(i), newOwner.applyAsInt(owners.get(i)));
    }
    return out.build();
  }

  /**
   * The finest partition that both share.
   *
   * @param other a partition of the same version
   * @param newOwner the owner for a pair of owners, this partition's first
   * @return the partition
   */
  public AddressPartition overlay(AddressPartition other, IntBinaryOperator newOwner) {
    if (other.isIpv4() != isIpv4()) {
      throw new IllegalArgumentException("partitions must be of one IP version");
    }
    if (starts instanceof Starts.V4 mine && other.starts instanceof Starts.V4 theirs) {
      return overlayV4(mine.numbers(), other, theirs.numbers(), newOwner);
    }
    Builder out = new Builder(false, size() + other.size());
    overlayV6(other, newOwner, out);
    return out.build();
  }

  /** Written so that no step hangs on a branch that a processor cannot foresee. */
  private AddressPartition overlayV4(
      int[] mine, AddressPartition other, int[] theirs, IntBinaryOperator newOwner) {
    int[] out = new int[mine.length + theirs.length];
    int[] outOwners = new int[out.length];
    int used = 0;
    int i = 0;
    int j = 0;
    long start = 0;
    do {
      long next = i + 1 < mine.length ? mine[i + 1] & 0xffffffffL : Starts.END_OF_V4;
      long otherNext = j + 1 < theirs.length ? theirs[j + 1] & 0xffffffffL : Starts.END_OF_V4;
      int owner = newOwner.applyAsInt(owners.get(i), other.owners.get(j));
      out[used] = (int) start;
      outOwners[used] = owner;
      // A range that goes on what the one before it did is written over by the next.
      used += used == 0 || outOwners[used - 1] != owner ? 1 : 0;
      start = Math.min(next, otherNext);
      i += next == start ? 1 : 0;
      j += otherNext == start ? 1 : 0;
    } while (start < Starts.END_OF_V4);
    return v4(out, outOwners, used);
  }

  /** The first {@code used} of some ranges, neighbours having different owners. */
  static AddressPartition v4(int[] starts, int[] owners, int used) {
    return new AddressPartition(Starts.V4.of(Arrays.copyOf(starts, used)), Owners.of(owners, used));
  }

  private void overlayV6(AddressPartition other, IntBinaryOperator newOwner, Builder out) {
    int i = 0;
    int j = 0;
    while (true) {
      boolean mine =
          Ranges.compare(starts.high(i), starts.low(i), other.starts.high(j), other.starts.low(j))
              >= 0;
      Starts later = mine ? starts : other.starts;
      int at = mine ? i : j;
      out.append(
          later.high(at), later.low(at), newOwner.applyAsInt(owners.get(i), other.owners.get(j)));
      boolean more = i + 1 < size();
      boolean moreOther = j + 1 < other.size();
      if (!more && !moreOther) {
        return;
      }
      int order =
          !more
              ? 1
              : !moreOther
                  ? -1
                  : Ranges.compare(
                      starts.high(i + 1),
                      starts.low(i + 1),
                      other.starts.high(j + 1),
                      other.starts.low(j + 1));
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
  }

  /** Takes ranges by ascending start and joins neighbours of one owner. */
  static final class Builder {
    private final boolean ipv4;
    private long[] high;
    private long[] low;
    private int[] owner;
    private int used;

    /** Neighbours join, often, so the most that there can be is no more than a bound. */
    Builder(boolean ipv4, int bound) {
      this.ipv4 = ipv4;
      int expected = Math.max(1, Math.min(bound, 1024));
      high = ipv4 ? new long[0] : new long[expected];
      low = new long[expected];
      owner = new int[expected];
    }

    void append(long startHigh, long startLow, int newOwner) {
      if (used > 0 && owner[used - 1] == newOwner) {
        return;
      }
      if (used == low.length) {
        high = ipv4 ? high : Arrays.copyOf(high, 2 * used);
        low = Arrays.copyOf(low, 2 * used);
        owner = Arrays.copyOf(owner, 2 * used);
      }
      if (!ipv4) {
        high[used] = startHigh;
      }
      low[used] = startLow;
      owner[used++] = newOwner;
    }

    AddressPartition build() {
      Starts starts =
          ipv4
              ? Starts.V4.of(low, used)
              : new Starts.V6(Arrays.copyOf(high, used), Arrays.copyOf(low, used));
      return new AddressPartition(starts, Owners.of(owner, used));
    }
  }

  /** Owners in two bytes each where they fit. */
  private static final class Owners {
    private static final int[] FITS = new int[0];

    private final char[] narrow;
    private final int[] wide;

    private Owners(char[] narrow, int[] wide) {
      this.narrow = narrow;
      this.wide = wide;
    }

    static Owners of(int[] owners, int count) {
      char[] narrow = new char[count];
      for (int i = 0; i < count; i++) {
        narrow[i] = (char) (owners[i] + 1);
        if (narrow[i] - 1 != owners[i]) {
          return new Owners(new char[0], Arrays.copyOf(owners, count));
        }
      }
      return new Owners(narrow, FITS);
    }

    int get(int i) {
      return wide.length == 0 ? narrow[i] - 1 : wide[i];
    }
  }
}
