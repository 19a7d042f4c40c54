package io.github.rdpdiagnosis.azure.change;

/**
 * What became of one step, and what state it left.
 *
 * @param step the step's id
 * @param what the change in words
 * @param kind what became of it
 * @param detail why, and what is there now
 */
public record StepOutcome(String step, String what, Kind kind, String detail) {
  /** What can become of a step. */
  public enum Kind {
    /** Carried out, and the wanted state was read. */
    DONE,
    /** The wanted state was there already. */
    ALREADY,
    /** Taken back, and the state before was read. */
    UNDONE,
    /** Never begun. */
    NOT_BEGUN,
    /** Something else than expected is there: nothing was written over it. */
    CHANGED_BY_OTHERS,
    /** The identity lacks a right; nothing was changed. */
    NOT_PERMITTED,
    /** Azure is at work on it or throttles; nothing was changed. */
    BUSY,
    /** Azure refused; nothing was changed. */
    REFUSED,
    /** Azure took it and did not get it done. */
    FAILED,
    /** Perhaps carried out: it leaves no trace that would tell. */
    PERHAPS_DONE,
    /** The state could not be read: unknown. */
    UNKNOWN,
    /** Carried out, and nothing takes it back. */
    NOT_REVERSIBLE
  }

  /** Whether the run may go on to the next step. */
  boolean goesOn() {
    return kind == Kind.DONE || kind == Kind.ALREADY || kind == Kind.PERHAPS_DONE;
  }

  @Override
  public String toString() {
    return step + ": " + kind + " - " + what + (detail.isEmpty() ? "" : ": " + detail);
  }
}
