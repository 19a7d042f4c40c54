package io.github.rdpdiagnosis.model.rdpfile;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.rdpfile.RdpTargetExplanation.Kind;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdpTargetExplanationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "full address:s:a:3390 | a 3390 | a 3390 | a 3390",
        "full address:s:a | a 3389 | a 3389 | a 3389",
        "full address:s:a;server port:i:3391 | a 3391 | a 3391 | a 3391",
        "full address:s:a:3390;server port:i:3391 | a 3391 | a 3391 | a 3390",
        "full address:s:a;alternate full address:s:b | b 3389 | b 3389 | a 3389",
        "alternate full address:s:b | b 3389 | b 3389 | b 3389",
        "Full Address:s:a | a 3389 | a 3389 | none",
        "full address:s:[::1]:3389 | ::1 3389 | [::1] 3389 | ::1 3389",
        "full address:s:::1 | ::1 3389 | : 1 | ::1 3389",
        "full address:s:[::1] | ::1 3389 | [: 1 | ::1 3389",
        "full address:s:[2001:db8::5] | 2001:db8::5 3389 | [2001:db8: 5 | 2001:db8::5 3389",
        "full address:s:a:0x50 | none | a 80 | none",
        "full address:s:a:0 | none | none | none",
        "full address:s:a:99999 | none | none | none",
        "full address:s:a;server port:i:010 | a 10 | a 8 | a 10",
        "full address:s:a;server port:i:12abc | none | a 12 | a 3389",
        "full address:s:a;server port:i:0 | none | none | none",
        "full address:s:a;audiomode:i:-1 | a 3389 | none | a 3389",
        "full address:s: a  | a 3389 | a 3389 | none",
        "audiomode:i:0 | none | none | none",
      })
  void saysWhichClientGoesWhere(String lines, String mstsc, String freeRdp, String ironRdp) {
    RdpTargetExplanation explanation = file(lines).explainTarget();

    assertThat(
            explanation.clients().stream()
                .map(c -> c.host().map(h -> h + " " + c.port().orElseThrow()).orElse("none")))
        .containsExactly(mstsc, freeRdp, ironRdp);
    assertThat(explanation.clients()).allSatisfy(c -> assertThat(c.because()).endsWith("."));
    assertThat(explanation.clientsAgree())
        .isEqualTo(mstsc.equals(freeRdp) && mstsc.equals(ironRdp));
    assertThat(explanation.because().contains("Clients differ"))
        .isEqualTo(!explanation.clientsAgree());
    assertThat(explanation.target().isPresent()).isEqualTo(!mstsc.equals("none"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "full address:s:a | DIRECT | directly",
        "full address:s:a;gatewayhostname:s:gw;gatewayusagemethod:i:1 | GATEWAY | always through the"
            + " RD Gateway gw",
        "full address:s:a;gatewayhostname:s:gw;gatewayusagemethod:i:2 | GATEWAY | directly if that"
            + " works",
        "full address:s:a;gatewayhostname:s:gw;gatewayusagemethod:i:0 | DIRECT | directly",
        "full address:s:127.0.0.1:50022 | LOOPBACK_TUNNEL | tunnel",
        "full address:s:LOCALHOST:50022 | LOOPBACK_TUNNEL | tunnel",
        "full address:s:[::1]:50022 | LOOPBACK_TUNNEL | tunnel",
        "full address:s:a;remoteapplicationmode:i:1 | PUBLISHED | broker",
        "full address:s:a;remoteapplicationprogram:s:calc | PUBLISHED | broker",
        "full address:s:a;workspace id:s:rds.example.com | PUBLISHED | broker",
        "full address:s:a;workspace id:s:;remoteapplicationmode:i:0 | DIRECT | directly",
        "full address:s:a;armpath:s:/subscriptions/1 | AZURE_VIRTUAL_DESKTOP | gateway and broker",
        "full address:s:a;wvd endpoint pool:s:1;workspace id:s:1 | AZURE_VIRTUAL_DESKTOP | broker",
      })
  void recognisesTheWay(String lines, Kind kind, String because) {
    RdpTargetExplanation explanation = file(lines).explainTarget();

    assertThat(explanation.kind()).isEqualTo(kind);
    assertThat(explanation.because()).contains(because).endsWith(".").hasLineCount(1);
  }

  @Test
  void namesTheLinesThatDecide() {
    assertThat(file("audiomode:i:0;full address:s:a:3390").explainTarget().because())
        .isEqualTo(
            "full address (line 2) names the host and the port. The client connects to it"
                + " directly.");
    assertThat(file("full address:s:a").explainTarget().because())
        .startsWith("full address (line 1) names the host; no port is named, so it is 3389.");
    assertThat(file("full address:s:a;server port:i:3390").explainTarget().because())
        .startsWith("full address (line 1) names the host, server port (line 2) the port.");
    assertThat(file("full address:s:a b").explainTarget().because())
        .startsWith("No target: line 1: 'a b', character 2: expected a letter");
  }

  @Test
  void anEncodingThatAClientDoesNotKnowIsTold() {
    String text = "full address:s:a\r\n";

    assertThat(clients(RdpFile.parse(("\uFEFF" + text).getBytes(UTF_8)))).isEqualTo("a - -");
    assertThat(clients(RdpFile.parse(("\uFEFF" + text).getBytes(UTF_16BE)))).isEqualTo("a - a");
    assertThat(clients(RdpFile.parse(text.getBytes(UTF_16LE)))).isEqualTo("a - a");
    assertThat(clients(RdpFile.parse(("\uFEFF" + text).getBytes(UTF_16LE)))).isEqualTo("a a a");
  }

  @Test
  void aFileOfAzureVirtualDesktopIsNoConflict() {
    RdpFile file =
        file("full address:s:pool;alternate full address:s:vm;armpath:s:/subscriptions/1");

    assertThat(file.lint()).extracting(RdpLintFinding::id).doesNotContain("RDP-04");
  }

  private static String clients(RdpFile file) {
    return file.explainTarget().clients().stream()
        .map(c -> c.host().orElse("-"))
        .collect(Collectors.joining(" "));
  }

  private static RdpFile file(String lines) {
    return RdpFile.parse(lines.replace(';', '\n').getBytes(UTF_8));
  }
}
