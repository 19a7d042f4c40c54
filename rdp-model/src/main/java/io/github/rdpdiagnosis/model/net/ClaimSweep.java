package io.github.rdpdiagnosis.model.net;

import java.util.Arrays;

/**
 * Goes through the address space once and gives each range to the first of the claims that hold it.
 * Takes time linear in the ranges of the claims.
 */
final class ClaimSweep {
  // An event is a place, and below it the claim that begins or ends there. Claims hold ranges that
  // neither overlap nor touch, so of one claim's events every other one is a beginning.
  private static final int CLAIM_BITS = 24;

  private static final long CLAIM_MASK = (1L << CLAIM_BITS) - 1;

  private static long[] sorted(Ranges[] claims, long[] events, int used) {
    if (claims.length >= CLAIM_MASK) {
      throw new IllegalArgumentException("too many claims: " + claims.length);
    }
    return Buckets.sort(events, used);
  }

  static AddressPartition v4(Ranges[] claims, int ends) {
    long[] events = new long[ends];
    int used = 0;
    for (int claim = 0; claim < claims.length; claim++) {
      Ranges ranges = claims[claim];
      for (int i = 0; i < ranges.count(); i++) {
        events[used++] = ranges.firstLow(i) << CLAIM_BITS | claim;
        long end = ranges.lastLow(i) + 1;
        if (end < Starts.END_OF_V4) {
          events[used++] = end << CLAIM_BITS | claim;
        }
      }
    }
    long[] sorted = sorted(claims, events, used);
    int[] starts = new int[used + 2];
    int[] owners = new int[used + 2];
    Active active = new Active(claims.length);
    int i = 0;
    while (i < used && sorted[i] >>> CLAIM_BITS == 0) {
      active.toggle((int) (sorted[i++] & CLAIM_MASK));
    }
    owners[0] = active.first();
    int last = 0;
    while (i < used) {
      long place = sorted[i] >>> CLAIM_BITS;
      do {
        active.toggle((int) (sorted[i++] & CLAIM_MASK));
      } while (i < used && sorted[i] >>> CLAIM_BITS == place);
      starts[last + 1] = (int) place;
      owners[last + 1] = active.first();
      // A range that goes on what the one before it did is written over by the next.
      last += owners[last + 1] != owners[last] ? 1 : 0;
    }
    return AddressPartition.v4(starts, owners, last + 1);
  }

  /** As with IPv4, the places being ranks of the addresses at which ranges begin and end. */
  static AddressPartition v6(Ranges[] claims, int ends) {
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
    long[] sorted = sorted(claims, events, used);
    AddressPartition.Builder out = new AddressPartition.Builder(false, used + 1);
    Active active = new Active(claims.length);
    for (int i = 0; i < used; ) {
      long rank = sorted[i] >>> CLAIM_BITS;
      long[] place = places[(int) rank];
      if (i == 0 && (place[0] != 0 || place[1] != 0)) {
        out.append(0, 0, AddressPartition.NOBODY);
      }
      do {
        active.toggle((int) (sorted[i++] & CLAIM_MASK));
      } while (i < used && sorted[i] >>> CLAIM_BITS == rank);
      out.append(place[0], place[1], active.first());
    }
    if (used == 0) {
      out.append(0, 0, AddressPartition.NOBODY);
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

  private ClaimSweep() {}

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
      return first == Integer.MAX_VALUE ? AddressPartition.NOBODY : first;
    }
  }
}
