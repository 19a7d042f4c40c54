package io.github.rdpdiagnosis.azure.guest;

import java.util.List;

/**
 * A list of the record, which the collector cuts when it is long.
 *
 * @param entries what is listed, in the collector's order
 * @param leftOut how many more there are
 * @param <T> an entry
 */
public record Listing<T>(List<T> entries, int leftOut) {
  /** Copies the list. */
  public Listing {
    entries = List.copyOf(entries);
    if (leftOut < 0) {
      throw new IllegalArgumentException("leftOut must not be negative, got " + leftOut);
    }
  }

  /**
   * Whether all entries are listed. That something is not in the list counts only then.
   *
   * @return true if none was left out
   */
  public boolean isComplete() {
    return leftOut == 0;
  }
}
