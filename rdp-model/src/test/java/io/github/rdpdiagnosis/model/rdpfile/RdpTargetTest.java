package io.github.rdpdiagnosis.model.rdpfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rdpdiagnosis.model.net.Port;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdpTargetTest {
  @ParameterizedTest
  @CsvSource({
    "rdp.example.com, rdp.example.com, 3389",
    "rdp.example.com:55919, rdp.example.com, 55919",
    "192.0.2.1, 192.0.2.1, 3389",
    "192.0.2.1:65535, 192.0.2.1, 65535",
    "host_1:1, host_1, 1",
    "rdp.example.com., rdp.example.com., 3389",
    "[::1], ::1, 3389",
    "[::1]:3390, ::1, 3390",
    "[2001:db8::1]:443, 2001:db8::1, 443",
    "::1, ::1, 3389",
    "fe80::1, fe80::1, 3389",
    "2001:db8::3389, 2001:db8::3389, 3389",
    "fe80::1%eth0, fe80::1%eth0, 3389",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8, 3389",
    "::ffff:192.0.2.1, ::ffff:192.0.2.1, 3389",
    "::, ::, 3389",
    "m\u00FCnchen.example, m\u00FCnchen.example, 3389",
    "host:0080, host, 80",
  })
  void readsHostAndPort(String text, String host, int port) {
    assertThat(RdpTarget.parse(text)).isEqualTo(new RdpTarget(host, new Port(port), List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "## | expected HOST, HOST:PORT, [IPV6] or [IPV6]:PORT, found nothing",
        ":3389 | ':3389', character 1: expected a host name or address, found none",
        "host:0 | 'host:0', character 6: expected a port from 1 to 65535, found 0",
        "host:70000 | 'host:70000', character 6: expected a port from 1 to 65535, found 70000",
        "host:abc | 'host:abc', character 6: expected a port, a whole number from 1 to 65535",
        "host: | 'host:', character 6: expected a port, a whole number from 1 to 65535",
        "host:+1 | 'host:+1', character 6: expected a port, a whole number from 1 to 65535",
        "host:-1 | 'host:-1', character 6: expected a port, a whole number from 1 to 65535",
        "#my host# | 'my host', character 3: expected a letter, digit, '-', '_' or '.', found a"
            + " blank",
        "# host# | ' host', character 1: expected a letter, digit, '-', '_' or '.', found a blank",
        "user@host | 'user@host', character 5: expected a letter, digit, '-', '_' or '.', found"
            + " '@'",
        "a..b | 'a..b', character 3: expected a letter or digit before the dot",
        "256.1.1.1 | '256.1.1.1', character 1: expected an IPv4 address of four numbers from 0 to"
            + " 255",
        "10.1 | '10.1', character 1: expected an IPv4 address of four numbers from 0 to 255",
        "[::1 | '[::1', character 5: expected ']' to close the IPv6 address, found the end",
        "[not-ipv6] | '[not-ipv6]', character 2: expected an IPv6 address between the brackets",
        "[127.0.0.1] | '[127.0.0.1]', character 2: expected an IPv6 address between the brackets",
        "[] | '[]', character 2: expected an IPv6 address between the brackets",
        "[::1]:99999 | '[::1]:99999', character 7: expected a port from 1 to 65535, found 99999",
        "[::1]garbage | '[::1]garbage', character 6: expected ':' and a port, or the end, after"
            + " ']'",
        "host:1:2 | 'host:1:2', character 1: expected HOST, HOST:PORT, [IPV6] or [IPV6]:PORT, found"
            + " several colons that make no IPv6 address",
      })
  void namesPlaceAndExpectation(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RdpTarget.parse(text))
        .withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ho\tst", "ho\nst", "ho\u0000st", "ho\u001Bst", "ho\u2028st", "ho\u202Est"})
  void controlCharactersNeverReachTheMessage(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RdpTarget.parse(text))
        .withMessageStartingWith("'ho?st', character 3: expected a letter")
        .withMessageEndingWith(String.format("found U+%04X", (int) text.charAt(2)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "::12345",
        "::g",
        "::1%",
        "1:2:3:4:5:6:7::8",
        "1.2.3.4::",
        "::1%a b"
      })
  void refusesWhatIsNoIpv6Address(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> RdpTarget.parse(text));
    assertThatIllegalArgumentException().isThrownBy(() -> RdpTarget.parse("[" + text + "]:3389"));
  }

  @Test
  void boundsTheHost() {
    String longest = ("a".repeat(62) + ".").repeat(4) + "b";

    assertThat(RdpTarget.parse(longest).host()).hasSize(253);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RdpTarget.parse(longest + "c"))
        .withMessageContaining("character 1: expected a host of at most 253 characters, found 254")
        .withMessageContaining("...'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RdpTarget.parse("x." + "a".repeat(64)))
        .withMessageContaining("character 3: expected at most 63 characters between dots");
  }

  @Test
  void printsWhatItCanRead() {
    for (String text : List.of("sql1.example.com:3389", "[2001:db8::1]:443", "192.0.2.1:1")) {
      assertThat(RdpTarget.parse(text)).hasToString(text);
    }
  }

  @Test
  void anyTextGivesATargetOrOneLine() {
    SplittableRandom random = new SplittableRandom(20261122);
    String alphabet = "a1:.[]-%f0 \t\u00E9/\\9";
    int targets = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        RdpTarget target = RdpTarget.parse(text.toString());
        assertThat(RdpTarget.parse(target.toString())).isEqualTo(target);
        targets++;
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).contains("expected").hasLineCount(1);
      }
    }
    assertThat(targets).isBetween(1_000, 19_000);
  }
}
