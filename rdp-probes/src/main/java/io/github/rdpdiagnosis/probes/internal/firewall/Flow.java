package io.github.rdpdiagnosis.probes.internal.firewall;

import io.github.rdpdiagnosis.probes.internal.io.AddressText;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The TCP connection whose fate is asked for, from this computer to a server.
 *
 * @param remote the server's address
 * @param port the server's TCP port
 * @param networkInterface name of the interface that it leaves through, where that is known
 */
public record Flow(InetAddress remote, int port, Optional<String> networkInterface) {
  /** Whether the server's address is an IPv4 one. */
  boolean isIpv4() {
    return remote instanceof Inet4Address;
  }

  @Override
  public String toString() {
    return "TCP port " + port + " of " + AddressText.of(remote);
  }
}
