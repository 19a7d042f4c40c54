package io.github.rdpdiagnosis.model.net;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Sorted ranges of unsigned numbers that neither overlap nor touch: 32 bits wide in one word each
 * end, or 128 bits wide in two.
 *
 * <p>One array: for each range the words of its first number, then those of its last, most
 * significant first.
 */
final class Ranges {
  private static final long MAX_V4 = 0xffffffffL;

  private final int words;
  private final long[] ends;

  private Ranges(int words, long[] ends) {
    this.words = words;
    this.ends = ends;
  }

  static Ranges none(int words) {
    return new Ranges(words, new long[0]);
  }

  /** Ranges in any order that may overlap, each as its words. */
  static Ranges of(int words, List<long[]> unsorted) {
    return words == 1 ? v4(unsorted) : v6(unsorted);
  }

  private static Ranges v4(List<long[]> unsorted) {
    // Both ends in one word; the sign is turned, so that they sort as unsigned.
    long[] sorted = new long[unsorted.size()];
    for (int i = 0; i < sorted.length; i++) {
      long[] range = unsorted.get(i);
      sorted[i] = (range[0] << 32 | range[1]) ^ Long.MIN_VALUE;
    }
    Arrays.sort(sorted);
    Collector out = new Collector(1, sorted.length);
    for (long range : sorted) {
      out.append(0, (range ^ Long.MIN_VALUE) >>> 32, 0, range & MAX_V4);
    }
    return out.toRanges();
  }

  private static Ranges v6(List<long[]> unsorted) {
    long[][] sorted = unsorted.toArray(new long[0][]);
    Arrays.sort(sorted, (a, b) -> compare(a[0], a[1], b[0], b[1]));
    Collector out = new Collector(2, sorted.length);
    for (long[] range : sorted) {
      out.append(range[0], range[1], range[2], range[3]);
    }
    return out.toRanges();
  }

  static int compare(long aHigh, long aLow, long bHigh, long bLow) {
    int byHigh = Long.compareUnsigned(aHigh, bHigh);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(aLow, bLow);
  }

  static Collector collector(int words) {
    return new Collector(words, 8);
  }

  int count() {
    return ends.length / (2 * words);
  }

  boolean isEmpty() {
    return ends.length == 0;
  }

  long firstHigh(int i) {
    return words == 1 ? 0 : ends[4 * i];
  }

  long firstLow(int i) {
    return words == 1 ? ends[2 * i] : ends[4 * i + 1];
  }

  long lastHigh(int i) {
    return words == 1 ? 0 : ends[4 * i + 2];
  }

  long lastLow(int i) {
    return words == 1 ? ends[2 * i + 1] : ends[4 * i + 3];
  }

  boolean isAll() {
    return count() == 1 && firstHigh(0) == 0 && firstLow(0) == 0 && endsAtTop(0);
  }

  /** Whether a range goes up to the highest number. */
  boolean endsAtTop(int i) {
    return words == 1 ? lastLow(i) == MAX_V4 : lastHigh(i) == -1L && lastLow(i) == -1L;
  }

  boolean contains(long high, long low) {
    int from = 0;
    int to = count();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (compare(lastHigh(middle), lastLow(middle), high, low) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from < count() && compare(firstHigh(from), firstLow(from), high, low) <= 0;
  }

  Ranges union(Ranges other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    Collector out = new Collector(words, count() + other.count());
    int i = 0;
    int j = 0;
    while (i < count() || j < other.count()) {
      boolean mine =
          j == other.count()
              || (i < count()
                  && compare(firstHigh(i), firstLow(i), other.firstHigh(j), other.firstLow(j))
                      <= 0);
      if (mine) {
        out.append(firstHigh(i), firstLow(i), lastHigh(i), lastLow(i));
        i++;
      } else {
        out.append(other.firstHigh(j), other.firstLow(j), other.lastHigh(j), other.lastLow(j));
        j++;
      }
    }
    return out.toRanges();
  }

  Ranges intersect(Ranges other) {
    return words == 1 ? intersectV4(other) : intersectV6(other);
  }

  /**
   * What two ranges share touches nothing else that is shared, so it is written as it comes. No
   * step hangs on a branch that a processor cannot foresee.
   */
  private Ranges intersectV4(Ranges other) {
    long[] mine = ends;
    long[] theirs = other.ends;
    long[] out = new long[mine.length + theirs.length];
    int used = 0;
    int i = 0;
    int j = 0;
    while (i < mine.length && j < theirs.length) {
      long first = Math.max(mine[i], theirs[j]);
      long last = Math.min(mine[i + 1], theirs[j + 1]);
      out[used] = first;
      out[used + 1] = last;
      used += first <= last ? 2 : 0;
      i += mine[i + 1] == last ? 2 : 0;
      j += theirs[j + 1] == last ? 2 : 0;
    }
    return new Ranges(1, Arrays.copyOf(out, used));
  }

  private Ranges intersectV6(Ranges other) {
    Collector out = new Collector(words, count() + other.count());
    int i = 0;
    int j = 0;
    while (i < count() && j < other.count()) {
      boolean startsLater =
          compare(firstHigh(i), firstLow(i), other.firstHigh(j), other.firstLow(j)) >= 0;
      boolean endsEarlier =
          compare(lastHigh(i), lastLow(i), other.lastHigh(j), other.lastLow(j)) <= 0;
      long firstHigh = startsLater ? firstHigh(i) : other.firstHigh(j);
      long firstLow = startsLater ? firstLow(i) : other.firstLow(j);
      long lastHigh = endsEarlier ? lastHigh(i) : other.lastHigh(j);
      long lastLow = endsEarlier ? lastLow(i) : other.lastLow(j);
      if (compare(firstHigh, firstLow, lastHigh, lastLow) <= 0) {
        out.append(firstHigh, firstLow, lastHigh, lastLow);
      }
      if (endsEarlier) {
        i++;
      } else {
        j++;
      }
    }
    return out.toRanges();
  }

  Ranges complement() {
    Collector out = new Collector(words, count() + 1);
    long maxHigh = words == 1 ? 0 : -1L;
    long maxLow = words == 1 ? MAX_V4 : -1L;
    long nextHigh = 0;
    long nextLow = 0;
    for (int i = 0; i < count(); i++) {
      if (compare(firstHigh(i), firstLow(i), nextHigh, nextLow) > 0) {
        boolean borrow = firstLow(i) == 0;
        out.append(nextHigh, nextLow, borrow ? firstHigh(i) - 1 : firstHigh(i), firstLow(i) - 1);
      }
      if (lastHigh(i) == maxHigh && lastLow(i) == maxLow) {
        return out.toRanges();
      }
      nextHigh = lastLow(i) == -1L ? lastHigh(i) + 1 : lastHigh(i);
      nextLow = lastLow(i) + 1;
    }
    out.append(nextHigh, nextLow, maxHigh, maxLow);
    return out.toRanges();
  }

  BigInteger size() {
    // All but the lowest number of each range: fewer than 2^128, so two words hold the sum.
    long sumHigh = 0;
    long sumLow = 0;
    for (int i = 0; i < count(); i++) {
      long low = lastLow(i) - firstLow(i);
      boolean borrow = Long.compareUnsigned(lastLow(i), firstLow(i)) < 0;
      sumLow += low;
      boolean carry = Long.compareUnsigned(sumLow, low) < 0;
      sumHigh += lastHigh(i) - firstHigh(i) - (borrow ? 1 : 0) + (carry ? 1 : 0);
    }
    byte[] sum = ByteBuffer.allocate(16).putLong(sumHigh).putLong(sumLow).array();
    return new BigInteger(1, sum).add(BigInteger.valueOf(count()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ranges ranges && Arrays.equals(ranges.ends, ends);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ends);
  }

  /** Takes ranges by ascending start and joins those that overlap or touch. */
  static final class Collector {
    private final int words;
    private long[] ends;
    private int used;

    Collector(int words, int expected) {
      this.words = words;
      this.ends = new long[Math.max(1, expected) * 2 * words];
    }

    void append(long firstHigh, long firstLow, long lastHigh, long lastLow) {
      if (used > 0 && reaches(firstHigh, firstLow)) {
        if (compare(endHigh(), endLow(), lastHigh, lastLow) < 0) {
          setEnd(lastHigh, lastLow);
        }
        return;
      }
      if (used == ends.length) {
        ends = Arrays.copyOf(ends, 2 * used);
      }
      if (words == 2) {
        ends[used] = firstHigh;
      }
      ends[used + words - 1] = firstLow;
      used += 2 * words;
      setEnd(lastHigh, lastLow);
    }

    /** Whether the last range so far goes up to the number just before this one, or further. */
    private boolean reaches(long high, long low) {
      if (compare(endHigh(), endLow(), high, low) >= 0) {
        return true;
      }
      long beforeHigh = low == 0 ? high - 1 : high;
      return compare(endHigh(), endLow(), beforeHigh, low - 1) == 0;
    }

    private long endHigh() {
      return words == 1 ? 0 : ends[used - 2];
    }

    private long endLow() {
      return ends[used - 1];
    }

    private void setEnd(long high, long low) {
      if (words == 2) {
        ends[used - 2] = high;
      }
      ends[used - 1] = low;
    }

    Ranges toRanges() {
      return new Ranges(words, used == ends.length ? ends : Arrays.copyOf(ends, used));
    }
  }
}
