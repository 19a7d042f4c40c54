package io.github.rdpdiagnosis.model.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "::ffff:192.0.2.1, ::ffff:192.0.2.1",
    "::FFFF:c000:201, ::ffff:192.0.2.1",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "fe80::1234:5678:9abc, fe80::1234:5678:9abc",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  })
  void printsTheCanonicalLiteral(String text, String canonical) {
    assertThat(IpAddress.parse(text)).hasToString(canonical);
    assertThat(IpAddress.parse(canonical)).isEqualTo(IpAddress.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3.4 ",
        "1..3.4",
        "0x1.2.3.4",
        "16909060",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::12345",
        "::g",
        "fe80::1%eth0",
        "[::1]",
        "::1.2.3",
        "::1.2.3.4.5",
        "1.2.3.4::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "10.0.0.1:3389",
        "-1.2.3.4",
        "١.2.3.4"
      })
  void refusesWhatIsNoLiteral(String text) {
    assertThatThrownBy(() -> IpAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected an IPv4 or IPv6 address, got '" + text + "'");
  }

  @Test
  void agreesWithThePlatformOnRandomBytes() throws UnknownHostException {
    SplittableRandom random = new SplittableRandom(3986);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
      }
      IpAddress ours = IpAddress.of(bytes);
      assertThat(ours.toBytes()).isEqualTo(bytes);
      assertThat(IpAddress.parse(ours.toString())).isEqualTo(ours);
      // A literal: the platform does not ask a name server. It turns IPv4-mapped addresses into
      // IPv4 ones.
      byte[] platform = InetAddress.getByName(ours.toString()).getAddress();
      if (platform.length == bytes.length) {
        assertThat(platform).isEqualTo(bytes);
      } else {
        assertThat(ours.toString()).startsWith("::ffff:");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "9.255.255.255, false",
    "10.0.0.0, true",
    "10.255.255.255, true",
    "11.0.0.0, false",
    "172.15.255.255, false",
    "172.16.0.0, true",
    "172.31.255.255, true",
    "172.32.0.0, false",
    "192.167.255.255, false",
    "192.168.0.0, true",
    "192.168.255.255, true",
    "192.169.0.0, false",
    "100.63.255.255, false",
    "100.64.0.0, true",
    "100.127.255.255, true",
    "100.128.0.0, false",
    "127.0.0.1, false",
    "169.254.1.1, false",
    "168.63.129.16, false",
    "fbff:ffff::, false",
    "fc00::, true",
    "fdff:ffff::1, true",
    "fe00::, false",
    "fe80::1, false",
    "2001:db8::1, false",
  })
  void knowsPrivateSpace(String address, boolean isPrivate) {
    assertThat(IpAddress.parse(address).isPrivate()).isEqualTo(isPrivate);
  }

  @Test
  void knowsLoopback() {
    assertThat(IpAddress.parse("127.255.255.255").isLoopback()).isTrue();
    assertThat(IpAddress.parse("::1").isLoopback()).isTrue();
    assertThat(IpAddress.parse("128.0.0.0").isLoopback()).isFalse();
    assertThat(IpAddress.parse("::2").isLoopback()).isFalse();
    assertThat(IpAddress.parse("0.0.0.1").isLoopback()).isFalse();
  }

  @Test
  void sortsByVersionThenUnsigned() {
    assertThat(IpAddress.parse("255.255.255.255")).isLessThan(IpAddress.parse("::"));
    assertThat(IpAddress.parse("9.0.0.0")).isLessThan(IpAddress.parse("200.0.0.0"));
    assertThat(IpAddress.parse("7fff::")).isLessThan(IpAddress.parse("8000::"));
    assertThat(IpAddress.parse("::7fff:0:0:0")).isLessThan(IpAddress.parse("::8000:0:0:0"));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1/24, 10.0.0.0/24, 10.0.0.255",
    "175.1.0.200/24, 175.1.0.0/24, 175.1.0.255",
    "1.2.3.4, 1.2.3.4/32, 1.2.3.4",
    "1.2.3.4/0, 0.0.0.0/0, 255.255.255.255",
    "2001:db8::1/32, 2001:db8::/32, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8::1/64, 2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff",
    "2001:db8::1:1/65, 2001:db8::/65, 2001:db8::7fff:ffff:ffff:ffff",
    "::1, ::1/128, ::1",
    "ffff::/0, ::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  })
  void clearsHostBits(String text, String canonical, String last) {
    Prefix prefix = Prefix.parse(text);
    assertThat(prefix).hasToString(canonical).isEqualTo(Prefix.parse(canonical));
    assertThat(prefix.last()).hasToString(last);
    assertThat(prefix.contains(prefix.first())).isTrue();
    assertThat(prefix.contains(prefix.last())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0/8",
        "::/129",
        "Internet",
        "/8"
      })
  void refusesWhatIsNoPrefix(String text) {
    assertThatThrownBy(() -> Prefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPrefixHoldsNoAddressOfTheOtherVersion() {
    assertThat(Prefix.parse("0.0.0.0/0").contains(IpAddress.parse("::1"))).isFalse();
    assertThat(Prefix.parse("::/0").contains(IpAddress.parse("1.2.3.4"))).isFalse();
  }

  @Test
  void readsPortRanges() {
    assertThat(PortRange.parse("*")).isEqualTo(PortRange.ALL);
    assertThat(PortRange.parse("3380-3390").contains(Port.RDP)).isTrue();
    assertThat(PortRange.parse("3389")).isEqualTo(new PortRange(3389, 3389)).hasToString("3389");
    assertThat(PortRange.parse("0-65535").isAll()).isTrue();
    assertThat(PortRange.parse("1-65535").isAll()).isTrue();
    assertThat(PortRange.parse("2-65535").isAll()).isFalse();
    assertThat(PortRange.parse("23-45").contains(new Port(46))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3389,3390", "65536", "5-4", "-1", "any", "1-", "1-2-3"})
  void refusesWhatIsNoPortRange(String text) {
    assertThatThrownBy(() -> PortRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFlowHasOneVersion() {
    Flow flow = Flow.tcp(IpAddress.parse("1.2.3.4"), IpAddress.parse("10.0.0.4"), Port.RDP);
    assertThat(flow.sourcePort()).isEqualTo(Optional.empty());
    assertThat(flow).hasToString("TCP 1.2.3.4 to 10.0.0.4 port 3389");
    assertThatThrownBy(
            () -> Flow.tcp(IpAddress.parse("::1"), IpAddress.parse("10.0.0.4"), Port.RDP))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "fe80::1%eth0, fe80::1",
    "fe80::1%12, fe80::1",
    "fe80::1, fe80::1",
    "10.0.0.4, 10.0.0.4",
  })
  void aZoneIsNoPartOfTheAddress(String text, String address) {
    assertThat(IpAddress.parseZoned(text)).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.4%eth0", "fe80::1%", "%eth0", "vm1%eth0", "fe80::g%eth0"})
  void aZoneBelongsToAnIpv6Literal(String text) {
    assertThatThrownBy(() -> IpAddress.parseZoned(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, PRIVATE_USE",
    "172.31.255.255, PRIVATE_USE",
    "172.32.0.0,",
    "192.168.0.1, PRIVATE_USE",
    "fd12::1, PRIVATE_USE",
    "100.64.0.1, SHARED",
    "100.128.0.0,",
    "127.0.0.1, LOOPBACK",
    "::1, LOOPBACK",
    "169.254.7.7, LINK_LOCAL",
    "fe80::1, LINK_LOCAL",
    "0.0.0.0, UNSPECIFIED",
    "::, UNSPECIFIED",
    "203.0.113.10, DOCUMENTATION",
    "2001:db8::1, DOCUMENTATION",
    "198.19.0.1, BENCHMARKING",
    "255.255.255.255, BROADCAST",
    "250.1.1.1, RESERVED",
    "239.1.1.1, MULTICAST",
    "192.0.0.8, PROTOCOL",
    "::ffff:8.8.8.8, IPV4_MAPPED",
    "64:ff9b::808:808, TRANSLATED",
    "2001::1, TUNNELLED",
    "2002:808:808::1, TUNNELLED",
    "100::1, DISCARD",
    "20.50.2.1,",
    "2603:1030::1,",
  })
  void specialPurposeAddressesAreNamed(String text, SpecialPurpose kind) {
    assertThat(IpAddress.parse(text).specialPurpose()).isEqualTo(Optional.ofNullable(kind));
  }
}
