package io.github.rdpdiagnosis.model.rdpfile;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The documented parser cases of FreeRDP (client/common/test) and IronRDP
 * (crates/ironrdp-testsuite-core), each with what this library does.
 */
class ClientParserCasesTest {
  /** Case, what FreeRDP expects of the same line, and here the value that is read. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "use multimon:i:0 | 0",
        "screen mode id:i:2 | 2",
        "gatewayusagemethod:i:1 | 1",
        "dynamic resolution:i:1080 | 1080",
        "desktopscalefactor:i:1080 | 1080",
        "videoplaybackmode:i:2 | 2",
        "encode redirected video capture:i:1 | 1",
        "vendor integer:i:123 | 123",
        "rdgiskdcproxy:i:1 | 1",
        "rdgiskdcproxy:i:0 | 0",
        "remoteapplicationmode:i:0 | 0",
        "promptcredentialonce:i:1 | 1",
        "some mode:i:50 | 50",
        "numbers:i:-7 | -7",
      })
  void integersAreReadWhateverTheirRange(String line, int value) {
    assertThat(file(line).integer(line.split(":", 2)[0])).hasValue(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gatewayhostname:s:LAB1-W2K8R2-GW.lab1.awake.local | LAB1-W2K8R2-GW.lab1.awake.local",
        "usbdevicestoredirect:s:*,USBInstanceID:someid,{guid} | *,USBInstanceID:someid,{guid}",
        "vendor string:s:microsoft | microsoft",
        "alternate shell:s: | ''",
        "username:s:LAB1\\JohnDoe | LAB1\\JohnDoe",
        "gatewaybrokeringtype:s:0 | 0",
        "remotedesktopname:s:Session Desktop | Session Desktop",
      })
  void textsAreReadWithColonsAndBlanks(String line, String value) {
    assertThat(file(line).string(line.split(":", 2)[0])).contains(value);
  }

  @ParameterizedTest
  @CsvSource({
    "dynamic resolution:i:1080, RDP-20",
    "desktopscalefactor:i:1080, RDP-20",
    "videoplaybackmode:i:2, RDP-20",
    "'selectedmonitors:s:3,2,42,23session bpp:i:32', RDP-24",
    "numbers:i:-7, RDP-25",
    "gatewaybrokeringtype:s:0, RDP-21",
    "/v:s:host, RDP-26",
    "UnknownType:z:10293, RDP-23",
    "password 51:b:, none",
  })
  void whatAClientStumblesOverIsAFinding(String line, String rule) {
    assertThat(file(line).lint().stream().map(RdpLintFinding::id).findFirst().orElse("none"))
        .isEqualTo(rule);
  }

  @Test
  void theAlternateAddressWins() {
    RdpFile file =
        file(
            "full address:s:LAB1-W7-DM-01.lab1.awake.local\n"
                + "alternate full address:s:LAB1-W7-DM-01.lab1.awake.global");

    assertThat(file.target().host()).isEqualTo("LAB1-W7-DM-01.lab1.awake.global");
  }

  @Test
  void settingsAreReplacedInBothEncodings() {
    String text = "\uFEFFfull address:s:a\r\nvendor integer:i:123\r\nvendor string:s:microsoft\r\n";
    for (byte[] bytes : new byte[][] {text.getBytes(UTF_16LE), text.getBytes(UTF_8)}) {
      RdpFile file =
          RdpFile.parse(bytes).toBuilder()
              .set("vendor integer", 456)
              .set("vendor string", "apple")
              .set("fruits", "banana")
              .build()
              .file();

      assertThat(file.integer("vendor integer")).hasValue(456);
      assertThat(file.string("vendor string")).contains("apple");
      assertThat(file.string("fruits")).contains("banana");
      assertThat(file.encoding()).isEqualTo(RdpFile.parse(bytes).encoding());
    }
  }

  @Test
  void aMalformedLineAndAnUnknownTypeDoNotSpoilTheOthers() {
    String nine =
        """
        full address:s:192.168.56.101
        server port:i:2179
        alternate full address:s:192.168.56.102
        username:s:alice
        domain:s:example
        compression:i:1
        audiomode:i:2
        remoteapplicationmode:i:0
        desktopwidth:i:1600
        """;

    RdpFile file = RdpFile.parse((nine + "MalformedLine:s\nUnknownType:z:10293\n").getBytes(UTF_8));

    assertThat(file.lines().stream().filter(l -> l.setting().isPresent())).hasSize(9);
    assertThat(file.problems()).extracting(RdpProblem::line).containsExactly(10, 11);
  }

  @ParameterizedTest
  @CsvSource({
    "rdp.example.com, rdp.example.com:3389",
    "rdp.example.com:3389, rdp.example.com:3389",
    "192.168.1.1, 192.168.1.1:3389",
    "[::1], [::1]:3389",
    "[2001:db8::1]:443, [2001:db8::1]:443",
    "::1, [::1]:3389",
    "fe80::1, [fe80::1]:3389",
  })
  void addressesAreReadAsIronRdpReadsThem(String address, String target) {
    assertThat(RdpFile.parse(("full address:s:" + address).getBytes(UTF_8)).target())
        .hasToString(target);
  }

  @ParameterizedTest
  @CsvSource({"[::1", "[not-ipv6]", "[127.0.0.1]", "[::1]:99999", "a:99999", "[::1]garbage", "a:0"})
  void addressesThatIronRdpRefusesAreRefused(String address) {
    RdpFile file = RdpFile.parse(("full address:s:" + address).getBytes(UTF_8));

    assertThatExceptionOfType(RdpFileFormatException.class).isThrownBy(file::target);
    assertThat(file.lint()).extracting(RdpLintFinding::id).contains("RDP-02");
  }

  private static RdpFile file(String lines) {
    String address = lines.startsWith("full address") ? "" : "\nfull address:s:vm.example.com";
    return RdpFile.parse((lines + address).getBytes(UTF_8));
  }
}
