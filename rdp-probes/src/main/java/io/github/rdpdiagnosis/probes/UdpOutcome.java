package io.github.rdpdiagnosis.probes;

/** How a peer took the first datagram of the RDP UDP transport ([MS-RDPEUDP] 3.1.5.1.1). */
public enum UdpOutcome {
  /** SYN and ACK: the transport is there, and the path lets it through both ways. */
  ANSWERED,
  /** ICMP port unreachable: nothing listens there, or a filter says so. */
  REFUSED,
  /** Nothing came back: blocked on the way, or a server that does not answer strangers. */
  SILENT,
  /** A datagram that is no SYN and ACK of this transport. */
  NOT_RDPEUDP,
  /** The datagram could not be sent. */
  NOT_SENT
}
