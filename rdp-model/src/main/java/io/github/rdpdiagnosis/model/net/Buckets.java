package io.github.rdpdiagnosis.model.net;

import java.util.Arrays;

/** Sorts numbers that are spread about evenly, in time linear in how many they are. */
final class Buckets {
  /** More are sorted on their own, lest the time grow with their square. */
  private static final int CROWDED = 32;

  private static final int FEW = 512;

  private Buckets() {}

  /**
   * Sorts by buckets of leading bits, about as many as there are numbers.
   *
   * @param numbers none of which is negative; what is in the array afterwards is not said
   * @return the first {@code count} numbers, sorted, in that array or in another one
   */
  static long[] sort(long[] numbers, int count) {
    if (count < FEW) {
      Arrays.sort(numbers, 0, count);
      return numbers;
    }
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, numbers[i]);
      most = Math.max(most, numbers[i]);
    }
    int shift = Math.max(0, bits(most - least) - bits(count));
    int[] next = new int[(int) ((most - least) >>> shift) + 2];
    for (int i = 0; i < count; i++) {
      next[(int) ((numbers[i] - least) >>> shift) + 1]++;
    }
    for (int i = 1; i < next.length; i++) {
      next[i] += next[i - 1];
    }
    long[] sorted = new long[count];
    for (int i = 0; i < count; i++) {
      sorted[next[(int) ((numbers[i] - least) >>> shift)]++] = numbers[i];
    }
    // Now each bucket ends where the next one began.
    for (int bucket = 0, from = 0; bucket < next.length - 1; from = next[bucket++]) {
      if (next[bucket] - from > CROWDED) {
        Arrays.sort(sorted, from, next[bucket]);
      }
    }
    insert(sorted);
    return sorted;
  }

  private static int bits(long number) {
    return Long.SIZE - Long.numberOfLeadingZeros(number);
  }

  /** Linear, as nothing is far from its place. */
  private static void insert(long[] numbers) {
    for (int i = 1; i < numbers.length; i++) {
      long number = numbers[i];
      int at = i;
      while (at > 0 && numbers[at - 1] > number) {
        numbers[at] = numbers[at - 1];
        at--;
      }
      numbers[at] = number;
    }
  }
}
