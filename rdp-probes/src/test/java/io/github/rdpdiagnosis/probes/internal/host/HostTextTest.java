package io.github.rdpdiagnosis.probes.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.check.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Texts of Windows and macOS were written by hand after their tools' output. */
@SuppressWarnings("StringConcatToTextBlock") // tabs and CR LF would not show in one
class HostTextTest {
  @Test
  void hostsFileGivesEachAddressOfTheName() {
    String text =
        "# 192.0.2.9 vm1.example\n127.0.0.1 localhost\n203.0.113.9\tVM1.example. vm1 # note\n"
            + "::1 vm1.example\nnonsense vm1.example\n203.0.113.9 vm1.example\n";
    assertThat(HostsFile.addresses(text, "vm1.EXAMPLE")).containsExactly("203.0.113.9", "::1");
    assertThat(HostsFile.addresses(text, "vm2.example")).isEmpty();
    assertThat(HostsFile.addresses("", "vm1.example")).isEmpty();
  }

  @Test
  void defaultRoutesOfThreeSystems() {
    String linux =
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
            + "eth0\t00000000\t0101A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
            + "eth0\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
            + "tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0\n"
            + "wg0\t00000000\t00000000\t0000\t0\t0\t0\t00000000\t0\t0\t0\n";
    assertThat(Routes.linux(linux, true))
        .containsExactly("192.168.1.1 through eth0", "directly through tun0");
    String windows =
        "Aktive Routen:\r\n     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik\r\n"
            + "          0.0.0.0          0.0.0.0      192.168.1.1     192.168.1.20     25\r\n"
            + "        127.0.0.0        255.0.0.0   Auf Verbindung         127.0.0.1    331\r\n";
    assertThat(Routes.windows(windows)).containsExactly("192.168.1.1 through 192.168.1.20");
    String mac =
        "Routing tables\n\nInternet:\nDestination        Gateway            Flags               Netif Expire\n"
            + "default            192.168.1.1        UGScg                 en0       \n"
            + "127                127.0.0.1          UCS                   lo0       \n";
    assertThat(Routes.mac(mac)).containsExactly("192.168.1.1 through en0");
  }

  @Test
  void proxiesWithoutTheirPasswords() {
    List<String> environment =
        ProxySettings.environment(
            Map.of(
                "HTTPS_PROXY", "http://user:s3cret@proxy.example:3128/",
                "all_proxy", "socks5://10.0.0.1:1080",
                "NO_PROXY", "localhost"));
    assertThat(environment)
        .containsExactlyInAnyOrder(
            "https_proxy=proxy.example:3128", "all_proxy=socks://10.0.0.1:1080");
    assertThat(ProxySettings.servers(environment)).containsExactly("proxy.example:3128");
    assertThat(ProxySettings.environment(Map.of("http_proxy", "user:s3cret@bad")).toString())
        .doesNotContain("s3cret");
    assertThat(
            ProxySettings.winHttp(
                "Aktuelle WinHTTP-Proxyeinstellungen:\r\n\r\n    Proxyserver:  proxy.example:8080\r\n"
                    + "    Umgehungsliste:  *.example\r\n"))
        .containsExactly("winhttp=proxy.example:8080");
    assertThat(ProxySettings.winHttp("    Direct access (no proxy server).\r\n")).isEmpty();
    assertThat(
            ProxySettings.internetSettings(
                "    ProxyEnable    REG_DWORD    0x1\r\n    ProxyServer    REG_SZ    http=p.example:80;https=p.example:443\r\n"
                    + "    AutoConfigURL    REG_SZ    http://u:s3cret@p.example/proxy.pac\r\n"))
        .containsExactly(
            "internet-settings=p.example:80", "auto-config=http://p.example/proxy.pac");
    assertThat(
            ProxySettings.internetSettings(
                "    ProxyEnable    REG_DWORD    0x0\r\n    ProxyServer    REG_SZ    p.example:80\r\n"))
        .isEmpty();
    assertThat(
            ProxySettings.scutil(
                "<dictionary> {\n  HTTPSEnable : 1\n  HTTPSPort : 3128\n  HTTPSProxy : p.example\n"
                    + "  HTTPEnable : 0\n  HTTPProxy : old.example\n}\n"))
        .containsExactly("HTTPS=p.example:3128");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void toolsAreBoundedInTimeAndTellWhyTheyFail() throws Exception {
    Deadline soon = Deadline.in(Duration.ofSeconds(20));
    assertThat(SystemTool.run(soon, "echo", "a b", "c").text()).isEqualTo("a b c\n");
    assertThat(SystemTool.run(soon, "ls", "/nowhere/at/all").problem().orElseThrow())
        .contains("ls failed")
        .contains("No such file");
    assertThat(SystemTool.run(soon, "no-such-tool").problem())
        .contains("there is no no-such-tool here");
    assertThat(SystemTool.run(Deadline.in(Duration.ofMillis(100)), "sleep", "30").problem())
        .get()
        .asString()
        .contains("did not end");
    assertThat(SystemTool.run(soon, "yes").problem().orElseThrow()).contains("more than");
  }
}
