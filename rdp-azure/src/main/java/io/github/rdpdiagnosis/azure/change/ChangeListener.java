package io.github.rdpdiagnosis.azure.change;

/** Hears of each point of a run, on the run's own thread. */
@FunctionalInterface
public interface ChangeListener {
  /** Points of a step, in their order. */
  enum Point {
    /** The state was read; nothing is on disk yet. */
    COMPARED,
    /** The intent is on disk; nothing was sent yet. */
    INTENT_ON_DISK,
    /** Azure has answered; the journal does not know yet. */
    SENT,
    /** The wanted state was read; the journal does not know yet. */
    VERIFIED,
    /** The outcome is on disk. */
    OUTCOME_ON_DISK
  }

  /** Hears nothing. */
  ChangeListener NONE = (step, point, what) -> {};

  /**
   * A step got to a point.
   *
   * @param step its id
   * @param point where
   * @param what the change in words
   */
  void reached(String step, Point point, String what);
}
