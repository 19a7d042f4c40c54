package io.github.rdpdiagnosis.model.rdpfile;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdpLintTest {
  private static final String A = "full address:s:vm.example.com\n";

  /**
   * A rule, a file in which it fires with that line (0 is the file), and one in which it does not.
   */
  record Example(String id, int line, String fires, String isQuiet) {
    @Override
    public String toString() {
      return id + " " + fires.replace('\n', ';');
    }
  }

  static List<Example> examples() {
    return List.of(
        new Example("RDP-01", 0, "audiomode:i:0", A),
        new Example("RDP-01", 0, "full address:s: \naudiomode:i:0", A),
        new Example("RDP-01", 0, "full address:i:7", "alternate full address:s:a"),
        new Example("RDP-02", 1, "full address:s:a:0", A),
        new Example("RDP-02", 1, "full address:s:a:65536", "full address:s:a:65535"),
        new Example("RDP-02", 1, "full address:s:a:abc", "full address:s:[::1]"),
        new Example("RDP-02", 1, "full address:s:my host", "full address:s:my-host"),
        new Example("RDP-02", 2, A + "server port:i:0", A + "server port:i:1"),
        new Example("RDP-02", 2, A + "server port:i:abc", A + "server port:i:65535"),
        new Example("RDP-02", 2, A + "server port:i:70000", A),
        new Example(
            "RDP-03",
            1,
            "full address:s:a:3390\nserver port:i:3391",
            "full address:s:a:3390\nserver port:i:3390"),
        new Example("RDP-04", 2, A + "alternate full address:s:b", A),
        new Example("RDP-04", 2, A + "alternate full address:s:b", A + "alternate " + A),
        new Example("RDP-05", 1, "full address:s:2001:db8::1", "full address:s:[2001:db8::1]:3389"),
        new Example(
            "RDP-06", 1, "full address:s:a.CloudApp.net", "full address:s:cloudapp.net.example"),
        new Example(
            "RDP-06",
            1,
            "full address:s:tailspin.cloudapp.net:55919",
            "full address:s:a.westeurope.cloudapp.azure.com:3389"),
        new Example("RDP-07", 1, "full address:s:a:55919", "full address:s:a:49151"),
        new Example("RDP-07", 2, A + "server port:i:49152", A + "server port:i:3389"),
        new Example("RDP-08", 1, "full address:s:10.0.0.4:3389", "full address:s:20.30.40.50:3389"),
        new Example("RDP-08", 1, "full address:s:100.64.0.1", "full address:s:127.0.0.1"),
        new Example(
            "RDP-08",
            1,
            "full address:s:192.168.1.4",
            "full address:s:192.168.1.4\ngatewayhostname:s:gw\ngatewayusagemethod:i:1"),
        new Example("RDP-09", 2, A + "gatewayusagemethod:i:1", A + "gatewayusagemethod:i:0"),
        new Example(
            "RDP-09",
            2,
            A + "gatewayusagemethod:i:2\ngatewayhostname:s: ",
            A + "gatewayusagemethod:i:2\ngatewayhostname:s:gw"),
        new Example("RDP-10", 2, A + "enablecredsspsupport:i:0", A + "enablecredsspsupport:i:1"),
        new Example("RDP-11", 2, A + "authentication level:i:0", A + "authentication level:i:2"),
        new Example("RDP-12", 2, A + "Authentication Level:i:1", A + "authentication level:i:3"),
        new Example(
            "RDP-13", 2, A + "administrative session:i:1", A + "administrative session:i:0"),
        new Example("RDP-13", 2, A + "connect to console:i:1", A),
        new Example("RDP-14", 2, A + "password 51:b:01000000", A + "password 51:b:"),
        new Example("RDP-15", 2, A + "ClearTextPassword:s:hunter2", A + "password 51:b:01"),
        new Example("RDP-15", 2, A + "gatewaypassword:s:hunter2", A + "gatewaypassword:s:"),
        new Example("RDP-16", 2, A + "username:s:ops", A + "username:s:VM1\\ops"),
        new Example("RDP-16", 2, A + "username:s:ops", A + "username:s:ops@example.com"),
        new Example("RDP-16", 2, A + "username:s:ops", A + "username:s:ops\ndomain:s:EXAMPLE"),
        new Example("RDP-17", 2, A + "redirectclipboard:i:1", A + "redirectclipboard:i:0"),
        new Example("RDP-17", 2, A + "drivestoredirect:s:*", A + "drivestoredirect:s:"),
        new Example(
            "RDP-17",
            2,
            A + "drivestoredirect:s:*\nsignature:s:",
            A + "drivestoredirect:s:*\nsignscope:s:Full Address\nsignature:s:AQAB"),
        new Example(
            "RDP-18",
            1,
            A + "signscope:s:RedirectClipboard\nsignature:s:AQAB",
            A + "signscope:s:Full Address\nsignature:s:AQAB"),
        new Example(
            "RDP-18",
            2,
            A + "alternate " + A + "signscope:s:Full Address\nsignature:s:AQAB",
            A
                + "alternate "
                + A
                + "signscope:s:Full Address,Alternate Full Address\nsignature:s:AQ"),
        new Example("RDP-19", 2, A + "signature:s:AQAB", A),
        new Example(
            "RDP-19",
            2,
            A + "signscope:s:Full Address",
            A + "signscope:s:Full Address\nsignature:s:A"),
        new Example("RDP-20", 2, A + "audiomode:i:3", A + "audiomode:i:2"),
        new Example("RDP-20", 2, A + "desktopscalefactor:i:1080", A + "desktopscalefactor:i:100"),
        new Example("RDP-20", 2, A + "compression:i:-1", A + "ironrdp_tls:i:77"),
        new Example("RDP-21", 2, A + "audiomode:s:0", A + "audiomode:i:0"),
        new Example("RDP-21", 2, A + "username:b:00", A + "remoteapplicationexpandcmdline:s:1"),
        new Example("RDP-22", 2, A + "full address:s:other", A + A),
        new Example(
            "RDP-22", 3, A + "audiomode:i:0\nAudioMode:i:1", A + "audiomode:i:0\naudiomode:i:0"),
        new Example("RDP-23", 2, A + "no colon", A + "\n"),
        new Example("RDP-23", 2, A + "vendor:z:1", A + "vendor:s:1"),
        new Example("RDP-23", 2, A + "audiomode:i:x", A + "server port:i:x"),
        new Example(
            "RDP-24",
            2,
            A + "selectedmonitors:s:3,2,42,23session bpp:i:32",
            A + "selectedmonitors:s:3,2,42,23"),
        new Example("RDP-25", 2, A + "audiomode:i:01", A + "audiomode:i:1"),
        new Example("RDP-25", 2, A + "audiomode:i: 1", A + "audiomode:i:0"),
        new Example("RDP-25", 2, A + "compression:i:-1", A),
        new Example("RDP-26", 2, A + "fruits:s:apple", A + "geo:s:EU"),
        new Example("RDP-27", 0, "\uFEFF" + A, A),
        new Example(
            "RDP-28", 2, A + "negotiate security layer:i:0", A + "negotiate security layer:i:1"),
        new Example(
            "RDP-29",
            2,
            A + "signscope:s:Full Address,Server Port\nsignature:s:AQAB",
            A + "server port:i:1\nsignscope:s:Full Address,Server Port\nsignature:s:AQAB"),
        new Example(
            "RDP-29",
            4,
            A + "signscope:s:Full Address\nsignature:s:AQAB\n" + A,
            A + "signscope:s:Full Address\nsignature:s:AQAB"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aRuleFiresWhereItShouldAndOnlyThere(Example example) {
    List<RdpLintFinding> findings =
        file(example.fires()).lint().stream().filter(f -> f.id().equals(example.id())).toList();

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).line().orElse(0)).isEqualTo(example.line());
    assertThat(findings.get(0).toString()).contains(example.id()).hasLineCount(1);
    assertThat(ids(example.isQuiet())).doesNotContain(example.id());
  }

  @Test
  void everyRuleHasAnExample() {
    Set<String> ids = examples().stream().map(Example::id).collect(Collectors.toSet());

    assertThat(RdpLint.ids()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void everyFindingSaysWhyHowAndAKnownCause() {
    Set<String> causes = new HashSet<>();
    for (Example example : examples()) {
      for (RdpLintFinding finding : file(example.fires()).lint()) {
        assertThat(finding.what()).isNotBlank();
        assertThat(finding.why()).endsWith(".");
        assertThat(finding.fix()).endsWith(".");
        finding.cause().ifPresent(causes::add);
      }
    }
    assertThat(causes)
        .contains("CL-04", "CL-06", "CL-09", "CL-10", "CL-13", "EP-07", "EP-17", "VM-45")
        .allSatisfy(id -> assertThat(CauseCatalogue.standard().find(id)).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "full address:s:20.30.40.50:3389\r\nprompt for credentials:i:1\r\n",
        "full address:s:sql1.westeurope.cloudapp.azure.com:3389\r\nprompt for credentials:i:1",
        "full address:s:[2001:db8::1]:3389\r\nprompt for credentials:i:1\r\nusername:s:SQL1\\ops",
      })
  void aFileFromThePortalIsClean(String text) {
    assertThat(file(text).lint()).isEmpty();
    assertThat(RdpFile.parse(("\uFEFF" + text).getBytes(UTF_16LE)).lint()).isEmpty();
  }

  @Test
  void noFindingShowsASecret() {
    String secrets =
        A
            + "password:s:hunter2\npassword 51:b:hunter2\nPassword 51:b:hunter2x\n"
            + "gatewayaccesstoken:i:hunter2\npassword 51:i: 0077\npassword:hunter2\nhunter2\n"
            + "loadbalanceinfo:s:hunter2session bpp:i:32\ntoken:z:hunter2\n";

    assertThat(file(secrets).lint())
        .hasSizeGreaterThan(8)
        .allSatisfy(f -> assertThat(f.toString()).doesNotContain("hunter2", "0077"));
  }

  @Test
  void aHostileFileGivesABoundedList() {
    String text = A + "x\n".repeat(500_000);

    List<RdpLintFinding> findings = file(text).lint();

    assertThat(findings).hasSize(101);
    assertThat(findings.get(100).what()).isEqualTo("499900 more lines like this");
  }

  @Test
  void findingsComeInTheOrderOfTheLines() {
    assertThat(ids("\uFEFF" + A + "compression:i:7\nenablecredsspsupport:i:0\nx"))
        .containsExactly("RDP-27", "RDP-20", "RDP-10", "RDP-23");
  }

  private static List<String> ids(String text) {
    return file(text).lint().stream().map(RdpLintFinding::id).toList();
  }

  private static RdpFile file(String text) {
    return RdpFile.parse(text.getBytes(UTF_8));
  }
}
