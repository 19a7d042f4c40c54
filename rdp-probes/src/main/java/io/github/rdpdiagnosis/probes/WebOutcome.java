package io.github.rdpdiagnosis.probes;

/** How far HTTPS to a host that is known to be well got. */
public enum WebOutcome {
  /** An HTTP reply under a certificate that this JVM trusts. */
  ANSWERED,
  /** An HTTP reply under another certificate: somebody in between, or a host of one's own. */
  ANSWERED_UNTRUSTED,
  /** TLS, and no HTTP reply. */
  NO_REPLY,
  /** TCP opens, TLS fails. */
  TLS_FAILED,
  /** TCP does not open. */
  TCP_FAILED,
  /** The name gave no address. */
  NO_ADDRESS
}
