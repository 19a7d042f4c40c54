package io.github.rdpdiagnosis.model.net;

import org.jspecify.annotations.Nullable;

/** The first addresses of the ranges, ascending from the lowest address of all. */
sealed interface Starts permits Starts.V4, Starts.V6 {
  long END_OF_V4 = 1L << 32;

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

  /** IPv4, with an index that narrows the search to a few ranges, made for the first search. */
  final class V4 implements Starts {
    private final int[] starts;
    private volatile @Nullable Index index;

    private V4(int[] starts) {
      this.starts = starts;
    }

    /** Takes the array as its own. */
    static V4 of(int[] starts) {
      return new V4(starts);
    }

    static V4 of(long[] low, int count) {
      int[] starts = new int[count];
      for (int i = 0; i < count; i++) {
        starts[i] = (int) low[i];
      }
      return new V4(starts);
    }

    /** The first addresses as unsigned numbers; not to be changed. */
    int[] numbers() {
      return starts;
    }

    /** By an address's leading bits, of which {@code shift} bits are left. */
    private static final class Index {
      /** For each value of the leading bits, how many ranges begin below it. */
      private final int[] below;

      private final int shift;

      Index(int[] starts) {
        int bits = Math.max(1, Math.min(16, 31 - Integer.numberOfLeadingZeros(starts.length)));
        shift = 32 - bits;
        below = new int[(1 << bits) + 1];
        for (int start : starts) {
          below[(start >>> shift) + 1]++;
        }
        for (int i = 1; i < below.length; i++) {
          below[i] += below[i - 1];
        }
      }
    }

    private Index index() {
      Index known = index;
      if (known == null) {
        known = new Index(starts);
        index = known; // two threads may make it, the same one
      }
      return known;
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
      Index by = index();
      int bucket = address >>> by.shift;
      int from = by.below[bucket];
      int to = by.below[bucket + 1];
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

  /** IPv6. */
  final class V6 implements Starts {
    private final long[] high;
    private final long[] low;

    V6(long[] high, long[] low) {
      this.high = high;
      this.low = low;
    }

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
