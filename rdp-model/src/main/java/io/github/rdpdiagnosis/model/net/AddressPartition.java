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

  private static final long END_OF_V4 = 1L << 32;

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
    return ipv4 ? sweepV4(relevant, ends) : sweepV6(relevant, ends);
  }

  // An event is a place, and below it the claim that begins or ends there. Claims hold ranges that
  // neither overlap nor touch, so of one claim's events every other one is a beginning.
  private static final int CLAIM_BITS = 24;

  private static final long CLAIM_MASK = (1L << CLAIM_BITS) - 1;

  private static long[] sortedEvents(Ranges[] claims, long[] events, int used, int placeBits) {
    if (claims.length >= CLAIM_MASK) {
      throw new IllegalArgumentException("too many claims: " + claims.length);
    }
    if (used < 512) {
      Arrays.sort(events, 0, used);
      return events;
    }
    return Radix.sort(events, used, CLAIM_BITS, placeBits);
  }

  private static AddressPartition sweepV4(Ranges[] claims, int ends) {
    long[] events = new long[ends];
    int used = 0;
    for (int claim = 0; claim < claims.length; claim++) {
      Ranges ranges = claims[claim];
      for (int i = 0; i < ranges.count(); i++) {
        events[used++] = ranges.firstLow(i) << CLAIM_BITS | claim;
        long end = ranges.lastLow(i) + 1;
        if (end < END_OF_V4) {
          events[used++] = end << CLAIM_BITS | claim;
        }
      }
    }
    long[] sorted = sortedEvents(claims, events, used, 32);
    Builder out = new Builder(true, used + 1);
    Active active = new Active(claims.length);
    for (int i = 0; i < used; ) {
      long place = sorted[i] >>> CLAIM_BITS;
      if (i == 0 && place > 0) {
        out.append(0, 0, NOBODY);
      }
      do {
        active.toggle((int) (sorted[i++] & CLAIM_MASK));
      } while (i < used && sorted[i] >>> CLAIM_BITS == place);
      out.append(0, place, active.first());
    }
    if (used == 0) {
      out.append(0, 0, NOBODY);
    }
    return out.build();
  }

  /** As with IPv4, the places being ranks of the addresses at which ranges begin and end. */
  private static AddressPartition sweepV6(Ranges[] claims, int ends) {
    long[][] places = new long[ends][];
    int count = 0;
    for (Ranges ranges : claims) {
      for (int i = 0; i < ranges.count(); i++) {
        places[count++] = new long[] {ranges.firstHigh(i), ranges.firstLow(i)};
        if (!ranges.endsAtTop(i)) {
          places[count++] = after(ranges, i);
        }
      }
    }
    places = Arrays.copyOf(places, count);
    Arrays.sort(places, (a, b) -> Ranges.compare(a[0], a[1], b[0], b[1]));
    long[] events = new long[ends];
    int used = 0;
    for (int claim = 0; claim < claims.length; claim++) {
      Ranges ranges = claims[claim];
      for (int i = 0; i < ranges.count(); i++) {
        long rank = rank(places, ranges.firstHigh(i), ranges.firstLow(i));
        events[used++] = rank << CLAIM_BITS | claim;
        if (!ranges.endsAtTop(i)) {
          long[] after = after(ranges, i);
          events[used++] = (long) rank(places, after[0], after[1]) << CLAIM_BITS | claim;
        }
      }
    }
    long[] sorted = sortedEvents(claims, events, used, 32);
    Builder out = new Builder(false, used + 1);
    Active active = new Active(claims.length);
    for (int i = 0; i < used; ) {
      long rank = sorted[i] >>> CLAIM_BITS;
      long[] place = places[(int) rank];
      if (i == 0 && (place[0] != 0 || place[1] != 0)) {
        out.append(0, 0, NOBODY);
      }
      do {
        active.toggle((int) (sorted[i++] & CLAIM_MASK));
      } while (i < used && sorted[i] >>> CLAIM_BITS == rank);
      out.append(place[0], place[1], active.first());
    }
    if (used == 0) {
      out.append(0, 0, NOBODY);
    }
    return out.build();
  }

  private static long[] after(Ranges ranges, int i) {
    long low = ranges.lastLow(i);
    return new long[] {low == -1L ? ranges.lastHigh(i) + 1 : ranges.lastHigh(i), low + 1};
  }

  private static int rank(long[][] places, long high, long low) {
    int from = 0;
    int to = places.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (Ranges.compare(places[middle][0], places[middle][1], high, low) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
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
    Builder out = new Builder(isIpv4(), size() + other.size());
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
        return out.build();
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

  /** The claims that hold the present place of a sweep, and the first of them. */
  private static final class Active {
    private final long[] words;
    private int first = Integer.MAX_VALUE;

    Active(int claims) {
      words = new long[(claims + 63) >> 6];
    }

    void toggle(int claim) {
      words[claim >> 6] ^= 1L << claim;
      if (claim < first) {
        first = claim;
      } else if (claim == first) {
        first = next(claim >> 6);
      }
    }

    private int next(int from) {
      for (int i = from; i < words.length; i++) {
        if (words[i] != 0) {
          return (i << 6) + Long.numberOfTrailingZeros(words[i]);
        }
      }
      return Integer.MAX_VALUE;
    }

    int first() {
      return first == Integer.MAX_VALUE ? NOBODY : first;
    }
  }

  /** Takes ranges by ascending start and joins neighbours of one owner. */
  private static final class Builder {
    private final boolean ipv4;
    private long[] high;
    private long[] low;
    private int[] owner;
    private int used;

    Builder(boolean ipv4, int expected) {
      this.ipv4 = ipv4;
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
              ? StartsV4.of(low, used)
              : new StartsV6(Arrays.copyOf(high, used), Arrays.copyOf(low, used));
      return new AddressPartition(starts, Owners.of(owner, used));
    }
  }

  /** Owners in two bytes each where they fit. */
  private record Owners(char[] narrow, int[] wide) {
    private static final int[] FITS = new int[0];

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

  /** The first addresses of the ranges, ascending from the lowest address of all. */
  private sealed interface Starts permits StartsV4, StartsV6 {
    boolean isIpv4();

    int count();

    long high(int i);

    long low(int i);

    /** The range that holds an address. */
    int find(long high, long low);

    default void appendRange(Ranges.Collector out, int i) {
      boolean last = i + 1 == count();
      long nextLow = last ? (isIpv4() ? END_OF_V4 : 0) : low(i + 1);
      long nextHigh = last ? 0 : high(i + 1);
      boolean borrow = !isIpv4() && nextLow == 0;
      out.append(high(i), low(i), borrow ? nextHigh - 1 : nextHigh, nextLow - 1);
    }
  }

  /**
   * IPv4, with an index by the address's leading bits that narrows the search to a few ranges.
   *
   * @param starts the addresses as unsigned numbers
   * @param index for each value of the leading bits, how many ranges begin below it
   * @param shift how many bits follow the leading ones
   */
  private record StartsV4(int[] starts, int[] index, int shift) implements Starts {
    static StartsV4 of(long[] low, int count) {
      int bits = Math.min(16, 32 - Integer.numberOfLeadingZeros(count));
      int shift = 32 - bits;
      int[] starts = new int[count];
      int[] index = new int[(1 << bits) + 1];
      for (int i = 0; i < count; i++) {
        starts[i] = (int) low[i];
        index[(starts[i] >>> shift) + 1]++;
      }
      for (int i = 1; i < index.length; i++) {
        index[i] += index[i - 1];
      }
      return new StartsV4(starts, index, shift);
    }

    @Override
    public boolean isIpv4() {
      return true;
    }

    @Override
    public int count() {
      return starts.length;
    }

    @Override
    public long high(int i) {
      return 0;
    }

    @Override
    public long low(int i) {
      return starts[i] & 0xffffffffL;
    }

    @Override
    public int find(long high, long low) {
      int address = (int) low;
      int bucket = address >>> shift;
      int from = index[bucket];
      int to = index[bucket + 1];
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (Integer.compareUnsigned(starts[middle], address) <= 0) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from - 1;
    }
  }

  private record StartsV6(long[] high, long[] low) implements Starts {
    @Override
    public boolean isIpv4() {
      return false;
    }

    @Override
    public int count() {
      return low.length;
    }

    @Override
    public long high(int i) {
      return high[i];
    }

    @Override
    public long low(int i) {
      return low[i];
    }

    @Override
    public int find(long addressHigh, long addressLow) {
      int from = 0;
      int to = low.length;
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (Ranges.compare(high[middle], low[middle], addressHigh, addressLow) <= 0) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from - 1;
    }
  }
}
