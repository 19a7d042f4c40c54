package io.github.rdpdiagnosis.probes;

/** How the TLS handshake after the X.224 exchange ended. */
public enum TlsOutcome {
  /** Complete; the certificate was read. */
  HANDSHAKE,
  /** No answer within the limit (S1). */
  SILENT,
  /** RST (S2). */
  RESET,
  /** FIN (S2). */
  CLOSED,
  /** A fatal alert from the server; {@link ProbeFacts#TLS_ALERT} names it (S3, S4). */
  ALERT,
  /** Bytes that are no TLS (S5). */
  NOT_TLS,
  /** Another failure; the message is in {@link ProbeFacts#TLS_MESSAGE}. */
  OTHER
}
