package io.github.rdpdiagnosis.probes.internal.firewall;

/** Whether a rule fits a packet; MAYBE where the rule asks for something that is not known here. */
enum Fit {
  NO,
  MAYBE,
  YES;

  static Fit of(boolean fits) {
    return fits ? YES : NO;
  }

  /** Both must fit. */
  Fit and(Fit other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** One of them is enough. */
  Fit or(Fit other) {
    return compareTo(other) >= 0 ? this : other;
  }

  Fit not() {
    return switch (this) {
      case NO -> YES;
      case MAYBE -> MAYBE;
      case YES -> NO;
    };
  }
}
