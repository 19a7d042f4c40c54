package io.github.rdpdiagnosis.azure.policy;

/** What becomes of a packet, as far as it can be computed. */
public enum Verdict {
  /** It passes. */
  ALLOW,
  /** It is dropped. */
  DENY,
  /** It depends on something that was not read or cannot be known from configuration. */
  INCONCLUSIVE;

  /** One gate after another: DENY if either denies, ALLOW if both allow, else INCONCLUSIVE. */
  Verdict and(Verdict other) {
    if (this == DENY || other == DENY) {
      return DENY;
    }
    return this == ALLOW ? other : this;
  }
}
