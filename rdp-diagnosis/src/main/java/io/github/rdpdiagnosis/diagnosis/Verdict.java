package io.github.rdpdiagnosis.diagnosis;

/** The diagnosis in one word. Unknown is never WORKS. */
public enum Verdict {
  /** Proven up to {@link Diagnosis#provenUpTo()}, and nothing is known against the rest. */
  WORKS,
  /** At least one cause is CONFIRMED or PROBABLE. */
  FAULT_FOUND,
  /** Neither. */
  UNDETERMINED
}
