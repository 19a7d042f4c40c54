package io.github.rdpdiagnosis.probes;

/** What a packet filter's rule does to a connection, as the program that connects notices it. */
public enum FirewallEffect {
  /** Lets it pass. */
  ACCEPT,
  /** Drops it: the connect times out. */
  DROP,
  /** Answers with RST or ICMP port unreachable: the connect is refused. */
  REFUSE,
  /** Answers with another ICMP error: the connect ends with "no route to host" or the like. */
  UNREACHABLE;

  /**
   * Whether the connection does not come about.
   *
   * @return true for all but {@link #ACCEPT}
   */
  public boolean blocks() {
    return this != ACCEPT;
  }
}
