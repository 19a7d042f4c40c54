package io.github.rdpdiagnosis.probes;

/** How one name server answered when asked directly (RFC 1035 section 4.1.1, RCODE). */
public enum NameServerOutcome {
  /** NOERROR with at least one address. */
  ANSWERED,
  /** NOERROR without an address of the wanted type. */
  NO_ADDRESS,
  /** RCODE 3, NXDOMAIN. */
  NO_SUCH_NAME,
  /** RCODE 2, SERVFAIL. */
  SERVER_FAILURE,
  /** RCODE 5, REFUSED. */
  REFUSED,
  /** No answer. */
  TIMED_OUT,
  /** The network said that nothing listens there, or that there is no way to it. */
  UNREACHABLE,
  /** Another RCODE or a malformed answer. */
  OTHER
}
