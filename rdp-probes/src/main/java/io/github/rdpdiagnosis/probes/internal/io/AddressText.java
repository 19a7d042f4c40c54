package io.github.rdpdiagnosis.probes.internal.io;

import io.github.rdpdiagnosis.model.net.IpAddress;
import java.net.InetAddress;

/** How an address is written: in the form of RFC 5952, which the JDK does not follow for IPv6. */
public final class AddressText {
  private AddressText() {}

  /**
   * The literal of an address.
   *
   * @param address the address
   * @return such as {@code 2001:db8::1}, or {@code fe80::1%eth0} with the zone if it has one
   */
  public static String of(InetAddress address) {
    String given = address.getHostAddress();
    int zone = given.indexOf('%');
    return IpAddress.of(address.getAddress()) + (zone < 0 ? "" : given.substring(zone));
  }
}
