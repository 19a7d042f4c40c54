package io.github.rdpdiagnosis.model.net;

/** Sorts longs by some of their bits in time linear in their number. */
final class Radix {
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private Radix() {}

  /**
   * Sorts by the bits from {@code fromBit}, {@code bits} of them; what is below keeps its order.
   *
   * @return the sorted numbers, in the array given or in another one
   */
  static long[] sort(long[] numbers, int count, int fromBit, int bits) {
    long[] from = numbers;
    long[] to = new long[count];
    for (int shift = fromBit; shift < fromBit + bits; shift += DIGIT_BITS) {
      int mask = (1 << Math.min(DIGIT_BITS, fromBit + bits - shift)) - 1;
      int[] next = new int[DIGITS + 1];
      for (int i = 0; i < count; i++) {
        next[((int) (from[i] >>> shift) & mask) + 1]++;
      }
      for (int i = 0; i < mask; i++) {
        next[i + 1] += next[i];
      }
      for (int i = 0; i < count; i++) {
        to[next[(int) (from[i] >>> shift) & mask]++] = from[i];
      }
      long[] sorted = to;
      to = from;
      from = sorted;
    }
    return from;
  }
}
