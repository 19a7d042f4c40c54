package io.github.rdpdiagnosis.diagnosis.internal.render;

import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;

/** How far a handshake got, as a number for graphs. It is in others' data: never renumbered. */
final class Steps {
  private Steps() {}

  static int of(ProvenUpTo reached) {
    return switch (reached) {
      case NONE -> 0;
      case NAME -> 1;
      case TCP -> 2;
      case X224 -> 3;
      case TLS -> 4;
      case NLA_CHALLENGE -> 5;
    };
  }
}
