package io.github.rdpdiagnosis.probes;

/**
 * How the peer took seven bytes that are TPKT-like but no Connection Request, sent only where the
 * request itself got no answer.
 */
public enum JunkOutcome {
  /** Bytes came back: something alive reads this port. */
  ANSWERED,
  /** The peer closed: something alive reads this port. */
  CLOSED,
  /** The connection was reset. */
  RESET,
  /** Nothing. */
  SILENT
}
