package io.github.rdpdiagnosis.model.cause;

/**
 * How sure a finding is, weakest first. No finding exceeds its cause's {@link
 * Cause#maxCertainty()}.
 */
public enum Certainty {
  /** Consistent with all that was seen, and not excluded. */
  POSSIBLE,
  /** Every other cause that looks the same is positively excluded. */
  PROBABLE,
  /** A fact was read that only this cause explains. */
  CONFIRMED
}
