package io.github.rdpdiagnosis.probes;

/**
 * How an HTTP proxy took a CONNECT to the target (RFC 9110 section 9.3.6), and what came through.
 * The Windows client makes no use of CONNECT for a direct connection: what gets through tells of
 * the far side only.
 */
public enum ProxyOutcome {
  /** 200, and an RDP server answered through the tunnel: the far side is well. */
  RDP_ANSWERS,
  /** 200, and what answered through the tunnel was no RDP. */
  SOMETHING_ANSWERS,
  /** 200, and nothing came through the tunnel. */
  NOTHING_ANSWERS,
  /** 403 or 405: the proxy does not let this port or host through. */
  DENIED,
  /** 407: the proxy wants a sign-in, which is not given. */
  ASKS_SIGN_IN,
  /** 5xx within 2.5 s: refused behind the proxy. */
  FAILED_AT_ONCE,
  /** 5xx later than that: no such host or no way behind the proxy. */
  FAILED_LATE,
  /** No answer to the CONNECT: dropped behind the proxy. */
  SILENT,
  /** There is no TCP connection with the proxy. */
  UNREACHABLE,
  /** Another answer. */
  OTHER
}
