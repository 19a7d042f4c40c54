package io.github.rdpdiagnosis.azure;

/**
 * Hears of each part as it comes in. Called one at a time, from threads of the reader, which wait:
 * implementations are fast and throw nothing.
 */
@FunctionalInterface
public interface SnapshotListener {
  /** Hears nothing. */
  SnapshotListener NONE = (part, id, reading, level) -> {};

  /**
   * A part came in, or could not be read.
   *
   * @param part which kind
   * @param id ARM id, or what else the kind is kept by
   * @param reading what came of it
   * @param level how many requests had to follow each other to get here; 1 for those that need no
   *     other
   */
  void read(SnapshotPart<?> part, String id, Reading<?> reading, int level);
}
