package io.github.rdpdiagnosis.probes;

/** How the peer answered an X.224 Connection Request ([MS-RDPBCGR] 2.2.1.1). */
public enum X224Outcome {
  /** X.224 Connection Confirm; {@link ProbeFacts#X224_SELECTED} tells the protocol. */
  CONFIRMED,
  /** Connection Confirm with RDP_NEG_FAILURE; {@link ProbeFacts#X224_FAILURE_CODE} tells why. */
  FAILURE,
  /** Not one byte within the limit (X1). */
  SILENT,
  /** FIN without a byte (X2). */
  CLOSED,
  /** RST at or after the request (X3). */
  RESET,
  /** Bytes that are no TPKT; {@link ProbeFacts#X224_FOREIGN} guesses what speaks there (X4). */
  NOT_TPKT,
  /** TPKT, but not an answer that the specification knows. */
  MALFORMED
}
