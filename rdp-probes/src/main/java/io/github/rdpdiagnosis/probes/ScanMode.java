package io.github.rdpdiagnosis.probes;

/** How far a scan goes with each target. */
public enum ScanMode {
  /** One TCP connection, closed as soon as it is open; not a byte is sent. */
  TCP,
  /**
   * One TCP connection with an X.224 Connection Request that offers TLS and CredSSP ([MS-RDPBCGR]
   * 2.2.1.1), closed after the answer.
   */
  NEGOTIATION
}
