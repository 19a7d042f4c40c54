package io.github.rdpdiagnosis.model.net;

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

  /**
   * IPv4, with an index by the address's leading bits that narrows the search to a few ranges. The
   * index has, for each value of the leading bits, how many ranges begin below it.
   */
  final class V4 implements Starts {
    private final int[] starts;
    private final int[] index;
    private final int shift;

    private V4(int[] starts, int[] index, int shift) {
      this.starts = starts;
      this.index = index;
      this.shift = shift;
    }

    static V4 of(long[] low, int count) {
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
      return new V4(starts, index, shift);
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
