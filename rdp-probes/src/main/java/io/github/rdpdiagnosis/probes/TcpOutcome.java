package io.github.rdpdiagnosis.probes;

/** How a TCP connect ended: the classes T1 to T6 of what a plain client can see. */
public enum TcpOutcome {
  /** Connected. */
  OPEN,
  /** No answer to the SYN (T1). */
  TIMED_OUT,
  /** RST or ICMP port unreachable; Java cannot tell them apart (T2). */
  REFUSED,
  /**
   * ICMP host unreachable or administratively prohibited (T3 at once, T4 after about three seconds:
   * see {@link ProbeFacts#TCP_TIME}).
   */
  NO_ROUTE,
  /** No route here, or a router without one (T5). */
  NETWORK_UNREACHABLE,
  /** The local system refused to send: prohibit or blackhole route, local filter (T6). */
  LOCAL_REFUSAL,
  /** Another failure; the message is in {@link ProbeFacts#TCP_MESSAGE}. */
  OTHER
}
