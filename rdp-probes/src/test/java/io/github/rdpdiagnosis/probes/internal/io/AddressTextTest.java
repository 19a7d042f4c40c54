package io.github.rdpdiagnosis.probes.internal.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.net.IpAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class AddressTextTest {
  @Test
  void followsRfc5952AndKeepsTheZone() throws UnknownHostException {
    byte[] loopback = IpAddress.parse("::1").toBytes();
    assertThat(AddressText.of(InetAddress.getByAddress(loopback))).isEqualTo("::1");
    assertThat(AddressText.of(InetAddress.getByName("192.0.2.1"))).isEqualTo("192.0.2.1");
    byte[] linkLocal = IpAddress.parse("fe80::1").toBytes();
    assertThat(AddressText.of(Inet6Address.getByAddress(null, linkLocal, 7)))
        .isEqualTo("fe80::1%7");
  }
}
