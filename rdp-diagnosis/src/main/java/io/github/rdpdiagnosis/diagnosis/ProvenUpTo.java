package io.github.rdpdiagnosis.diagnosis;

/** How far a handshake without credentials got, in the order of the steps. */
public enum ProvenUpTo {
  /** Nothing is proven. */
  NONE,
  /** The name resolved, or none was needed. */
  NAME,
  /** TCP connected. */
  TCP,
  /** The peer answered X.224 as an RDP server does. */
  X224,
  /** TLS is up and the certificate was read. */
  TLS,
  /** The server answered CredSSP with its NTLM challenge. */
  NLA_CHALLENGE;

  /**
   * Whether this is at least as far.
   *
   * @param other how far is asked for
   * @return true if this step is the same or a later one
   */
  public boolean atLeast(ProvenUpTo other) {
    return compareTo(other) >= 0;
  }
}
