package io.github.rdpdiagnosis.probes;

/** What seems to speak on a port that does not speak RDP, judged by its first bytes. */
public enum ForeignProtocol {
  /** An HTTP response. */
  HTTP,
  /** An SSH identification string (RFC 4253 section 4.2). */
  SSH,
  /** A TLS record. */
  TLS,
  /** Something else. */
  OTHER
}
