package io.github.rdpdiagnosis.model.net;

/**
 * The IP protocols that network rules tell apart. Remote Desktop uses TCP, and UDP beside it.
 *
 * <p>Source: IANA protocol numbers;
 * learn.microsoft.com/azure/virtual-network/network-security-groups-overview.
 */
public enum Protocol {
  /** IP protocol 6. */
  TCP,
  /** IP protocol 17. */
  UDP,
  /** IP protocol 1, and 58 for IPv6. */
  ICMP,
  /** IP protocol 50. */
  ESP,
  /** IP protocol 51. */
  AH
}
