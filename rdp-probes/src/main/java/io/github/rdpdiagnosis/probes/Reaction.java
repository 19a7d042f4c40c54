package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.probes.internal.io.Answer;

/** How a peer took what an experiment sent, or that it sent nothing. */
public enum Reaction {
  /** Bytes came back: something alive reads this port. */
  ANSWERED,
  /** The peer closed with FIN. */
  CLOSED,
  /** The connection was reset. */
  RESET,
  /** Nothing: no byte came, and the connection stayed open. */
  SILENT;

  static Reaction of(Answer answer) {
    if (answer.bytes().length > 0) {
      return ANSWERED;
    }
    return switch (answer.end()) {
      case COMPLETE, SILENT -> SILENT;
      case CLOSED -> CLOSED;
      case RESET -> RESET;
    };
  }
}
