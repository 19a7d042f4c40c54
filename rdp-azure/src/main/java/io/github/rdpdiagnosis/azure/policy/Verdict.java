package io.github.rdpdiagnosis.azure.policy;

import java.util.List;

/** What becomes of a packet, as far as it can be computed. */
public enum Verdict {
  /** It passes. */
  ALLOW(0),
  /** It is dropped. */
  DENY(1),
  /** It depends on something that was not read or cannot be known from configuration. */
  INCONCLUSIVE(2);

  /** In the order of their codes. */
  static final List<Verdict> BY_CODE = List.of(ALLOW, DENY, INCONCLUSIVE);

  private final int code;

  Verdict(int code) {
    this.code = code;
  }

  /** A small number that stands for it where many are kept, an index of {@link #BY_CODE}. */
  int code() {
    return code;
  }

  /** One gate after another: DENY if either denies, ALLOW if both allow, else INCONCLUSIVE. */
  Verdict and(Verdict other) {
    if (this == DENY || other == DENY) {
      return DENY;
    }
    return this == ALLOW ? other : this;
  }
}
