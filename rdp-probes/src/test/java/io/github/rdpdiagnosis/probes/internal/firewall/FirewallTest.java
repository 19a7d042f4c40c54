package io.github.rdpdiagnosis.probes.internal.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.probes.FirewallDecision;
import io.github.rdpdiagnosis.probes.FirewallEffect;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What rules decide about one connection. The nftables and iptables texts are in the form that
 * nftables 1.0.6 and iptables 1.8.9 print; those of Windows and macOS were written by hand after
 * [MS-FASP] 2.2.19 and pf.conf(5).
 */
@SuppressWarnings("StringConcatToTextBlock") // tabs and CR LF would not show in one
class FirewallTest {
  private static final Flow RDP = flow("203.0.113.10", 3389, "eth0");

  private static Flow flow(String address, int port, String networkInterface) {
    try {
      return new Flow(InetAddress.getByName(address), port, Optional.ofNullable(networkInterface));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Ruling nft(String rules) {
    return nft("accept", rules);
  }

  private static Ruling nft(String policy, String rules) {
    return Nftables.parse(
            "table inet lab {\n\tset bad {\n\t\ttype ipv4_addr\n\t\telements = { 192.0.2.1,\n"
                + "\t\t\t     192.0.2.2 }\n\t}\n\n\tchain other {\n\t\tdrop\n\t}\n\n"
                + "\tchain back {\n\t\tudp dport 53 accept\n\t\treturn\n\t}\n\n\tchain out {\n"
                + "\t\ttype filter hook output priority filter; policy "
                + policy
                + ";\n\t\t"
                + rules.replace(" ; ", "\n\t\t")
                + "\n\t}\n}\n")
        .decide(RDP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "tcp dport 3389 drop # BLOCKS # DROP",
        "tcp dport 3389 counter packets 3 bytes 180 drop # BLOCKS # DROP",
        "tcp dport 3389 counter drop comment \"no RDP {out} of here\" # BLOCKS # DROP",
        "tcp dport 3389 reject with tcp reset # BLOCKS # REFUSE",
        "tcp dport 3389 reject # BLOCKS # REFUSE",
        "tcp dport 3389 reject with icmpx admin-prohibited # BLOCKS # UNREACHABLE",
        "tcp dport { 22, 3389 } drop # BLOCKS # DROP",
        "tcp dport 3380-3400 log prefix \"rdp \" drop # BLOCKS # DROP",
        "ip daddr 203.0.113.0/24 tcp dport 3389 drop # BLOCKS # DROP",
        "ip daddr { 198.51.100.1, 203.0.113.10 } drop # BLOCKS # DROP",
        "ip daddr 203.0.113.1-203.0.113.20 drop # BLOCKS # DROP",
        "meta l4proto tcp th dport 3389 drop # BLOCKS # DROP",
        "meta l4proto { tcp, udp } drop # BLOCKS # DROP",
        "oifname \"eth*\" ct state new drop # BLOCKS # DROP",
        "tcp dport != 443 drop # BLOCKS # DROP",
        "tcp dport 3389 jump other # BLOCKS # DROP",
        "jump back ; tcp dport 3389 drop # BLOCKS # DROP",
        "goto other # BLOCKS # DROP",
        "tcp dport 3390 drop # PASSES #",
        "udp dport 3389 drop # PASSES #",
        "ip6 daddr ::/0 drop # PASSES #",
        "ip daddr 198.51.100.0/24 drop # PASSES #",
        "oifname \"wlan0\" drop # PASSES #",
        "iifname \"eth0\" drop # PASSES #",
        "tcp dport 3389 accept ; drop # PASSES #",
        "ct state established,related accept # PASSES #",
        "meta nfproto ipv6 drop # PASSES #",
        "goto back ; drop # PASSES #",
        "meta mark set 0x00000001 # PASSES #",
        "ip daddr @bad drop # UNSURE #",
        "meta skuid 1000 tcp dport 3389 drop # UNSURE #",
        "tcp dport 3389 limit rate 5/minute drop # UNSURE #",
        "ip saddr 10.33.1.2 drop # UNSURE #",
        "tcp dport vmap { 22 : accept, 3389 : drop } # UNSURE #",
        "meta skuid 1000 accept ; tcp dport 3389 drop # UNSURE #",
        "meta skuid 1000 drop ; tcp dport 3389 drop # BLOCKS # DROP",
        "meta skuid 1000 accept # PASSES #",
        "xt match \"comment\" tcp dport 3389 drop # UNSURE #",
        "tcp dport 3389 xt target \"DNAT\" # UNSURE #",
        "frobnicate tcp dport 3389 drop # UNSURE #"
      })
  void nftables(String rules, FirewallDecision decision, FirewallEffect effect) {
    Ruling ruling = nft(rules);
    assertThat(ruling.kind()).as(ruling.rule()).isEqualTo(decision);
    assertThat(ruling.effect()).isEqualTo(Optional.ofNullable(effect));
  }

  @Test
  void namesTheRuleWithItsPlace() {
    assertThat(nft("tcp dport 22 drop ; tcp dport 3389 drop").rule())
        .isEqualTo("nftables table inet lab chain out: tcp dport 3389 drop");
    assertThat(nft("drop", "udp dport 53 accept").rule())
        .isEqualTo("nftables table inet lab chain out: policy DROP");
  }

  @Test
  void policyDropLetsPassWhatARuleAccepts() {
    assertThat(nft("drop", "tcp dport { 443, 3389 } accept").kind())
        .isEqualTo(FirewallDecision.PASSES);
    assertThat(nft("drop", "meta skuid 0 accept").kind()).isEqualTo(FirewallDecision.UNSURE);
  }

  @Test
  void theAnswerHasToComeInAsWell() {
    String input =
        "table ip filter {\n\tchain INPUT {\n\t\ttype filter hook input priority filter; policy drop;\n"
            + "\t\t%s\n\t}\n}\n";
    assertThat(Nftables.parse(String.format(input, "tcp sport 3389 drop")).decide(RDP).kind())
        .isEqualTo(FirewallDecision.BLOCKS);
    assertThat(
            Nftables.parse(String.format(input, "ct state established,related accept"))
                .decide(RDP)
                .kind())
        .isEqualTo(FirewallDecision.PASSES);
    assertThat(Nftables.parse(String.format(input, "tcp dport 22 accept")).decide(RDP).kind())
        .as("own port is not known, and never 22")
        .isEqualTo(FirewallDecision.BLOCKS);
  }

  @Test
  void translationBeforeTheFilterLeavesItOpen() {
    String nat =
        "table ip nat {\n\tchain OUTPUT {\n\t\ttype nat hook output priority -100; policy accept;\n"
            + "\t\ttcp dport 3389 dnat to 192.0.2.9\n\t}\n}\n";
    assertThat(Nftables.parse(nat).decide(RDP).kind()).isEqualTo(FirewallDecision.UNSURE);
    assertThat(Nftables.parse(nat).decide(flow("203.0.113.10", 443, null)).kind())
        .isEqualTo(FirewallDecision.PASSES);
  }

  @Test
  void otherFamiliesHooksAndNothingAtAllPass() {
    assertThat(Nftables.parse("").decide(RDP).kind()).isEqualTo(FirewallDecision.PASSES);
    assertThat(
            Nftables.parse(
                    "table ip6 f {\n chain o {\n type filter hook output priority 0; policy drop;\n }\n}\n"
                        + "table inet g {\n chain f {\n type filter hook forward priority 0; policy drop;\n }\n}")
                .decide(RDP)
                .kind())
        .isEqualTo(FirewallDecision.PASSES);
    assertThat(nft("tcp dport 3389 drop").kind()).isEqualTo(FirewallDecision.BLOCKS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "-A OUTPUT -p tcp -m tcp --dport 3389 -j DROP # BLOCKS # DROP",
        "-A OUTPUT -d 203.0.113.10/32 -p tcp -m tcp --dport 3389 -j REJECT --reject-with tcp-reset # BLOCKS # REFUSE",
        "-A OUTPUT -p tcp -j REJECT --reject-with icmp-host-prohibited # BLOCKS # UNREACHABLE",
        "-A OUTPUT -p tcp -m multiport --dports 22,3389,8000:8100 -j DROP # BLOCKS # DROP",
        "-A OUTPUT -o eth0 -m comment --comment \"a b\" -j DROP # BLOCKS # DROP",
        "-A OUTPUT ! -d 10.0.0.0/8 -j DROP # BLOCKS # DROP",
        "-A OUTPUT -p tcp -m conntrack --ctstate NEW -j ufw-out # BLOCKS # DROP",
        "-A OUTPUT -p udp -m udp --dport 3389 -j DROP # PASSES #",
        "-A OUTPUT -d 198.51.100.0/255.255.255.0 -j DROP # PASSES #",
        "-A OUTPUT -p tcp -m tcp --dport 3389 -j ACCEPT # PASSES #",
        "-A OUTPUT -p tcp -m tcp --dport 3389 -j LOG --log-prefix \"x \" # PASSES #",
        "-A OUTPUT -m owner --uid-owner 1000 -j DROP # UNSURE #",
        "-A FORWARD -j DROP # PASSES #",
        "-A INPUT -p tcp -m tcp --sport 3389 -j DROP # BLOCKS # DROP"
      })
  void iptables(String rule, FirewallDecision decision, FirewallEffect effect) {
    Ruling ruling =
        Iptables.parse(
                "-P INPUT ACCEPT\n-P FORWARD ACCEPT\n-P OUTPUT ACCEPT\n-N ufw-out\n"
                    + rule
                    + "\n-A ufw-out -p tcp -m tcp --dport 3389 -j DROP\n")
            .decide(RDP);
    assertThat(ruling.kind()).as(ruling.rule()).isEqualTo(decision);
    assertThat(ruling.effect()).isEqualTo(Optional.ofNullable(effect));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "block drop out proto tcp from any to any port = 3389 # BLOCKS # DROP",
        "block return out quick on eth0 inet proto tcp from any to 203.0.113.0/24 port = 3389 # BLOCKS # REFUSE",
        "block drop out all ; pass out proto tcp from any to any port = 3389 flags S/SA keep state # PASSES #",
        "block drop out quick all ; pass out all # BLOCKS # DROP",
        "block drop in all # PASSES #",
        "block drop out proto udp from any to any # PASSES #",
        "scrub-anchor \"com.apple/*\" all fragment reassemble ; anchor \"com.apple/*\" all # UNSURE #",
        "block drop out from any to <bad> # UNSURE #",
        "# PASSES #"
      })
  void packetFilter(String rules, FirewallDecision decision, FirewallEffect effect) {
    Ruling ruling = PacketFilter.parse(rules == null ? "" : rules.replace(" ; ", "\n")).decide(RDP);
    assertThat(ruling.kind()).as(ruling.rule()).isEqualTo(decision);
    assertThat(ruling.effect()).isEqualTo(Optional.ofNullable(effect));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "v2.31|Action=Block|Active=TRUE|Dir=Out|Protocol=6|RPort=3389|Name=No RDP| # BLOCKS",
        "v2.31|Action=Block|Active=TRUE|Dir=Out|Protocol=6|RPort2_10=3380-3400|Name=Range| # BLOCKS",
        "v2.31|Action=Block|Active=TRUE|Dir=Out|RA4=203.0.113.0/255.255.255.0|Name=Net| # BLOCKS",
        "v2.31|Action=Block|Active=TRUE|Dir=Out|RA4=203.0.113.1-203.0.113.20|Name=Span| # BLOCKS",
        "v2.31|Action=Block|Active=FALSE|Dir=Out|Protocol=6|RPort=3389|Name=Off| # PASSES",
        "v2.31|Action=Allow|Active=TRUE|Dir=Out|Protocol=6|RPort=3389|Name=Allow| # PASSES",
        "v2.31|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=3389|Name=In| # PASSES",
        "v2.31|Action=Block|Active=TRUE|Dir=Out|Protocol=17|RPort=3389|Name=Udp| # PASSES",
        "v2.31|Action=Block|Active=TRUE|Dir=Out|App=C:\\x\\other.exe|Name=Other| # PASSES",
        "v2.31|Action=Block|Active=TRUE|Dir=Out|App=%SystemRoot%\\system32\\mstsc.exe|Name=M| # UNSURE",
        "v2.31|Action=Block|Active=TRUE|Dir=Out|Profile=Public|RPort=3389|Name=P| # UNSURE",
        "v2.31|Action=Block|Active=TRUE|Dir=Out|RA4=LocalSubnet|Name=L| # UNSURE",
        "v2.31|Action=Block|Active=TRUE|Dir=Out|LUAuth=O:LSD:|Name=User| # UNSURE"
      })
  void windows(String rule, FirewallDecision decision) {
    Ruling ruling = WindowsFirewall.parse(registry(rule, "0x1", "0x0")).decide(RDP);
    assertThat(ruling.kind()).as(ruling.rule()).isEqualTo(decision);
  }

  @Test
  void windowsProfilesThatBlockByDefaultLeaveItOpenAndOnesThatAreOffDoNot() {
    String allow = "v2.31|Action=Allow|Active=TRUE|Dir=Out|Name=A|";
    assertThat(WindowsFirewall.parse(registry(allow, "0x1", "0x1")).decide(RDP).kind())
        .isEqualTo(FirewallDecision.UNSURE);
    String block = "v2.31|Action=Block|Active=TRUE|Dir=Out|Name=B|";
    assertThat(WindowsFirewall.parse(registry(block, "0x0", "0x0")).decide(RDP).kind())
        .isEqualTo(FirewallDecision.PASSES);
  }

  private static String registry(String rule, String enabled, String outbound) {
    String key =
        "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy";
    return "\r\n"
        + key
        + "\\FirewallRules\r\n    {0A1B}    REG_SZ    "
        + rule
        + "\r\n\r\n"
        + key
        + "\\StandardProfile\r\n    EnableFirewall    REG_DWORD    "
        + enabled
        + "\r\n    DefaultOutboundAction    REG_DWORD    "
        + outbound
        + "\r\n";
  }

  @Test
  void mangledTextIsReadWithoutAnException() {
    String text =
        "table inet lab {\n chain out {\n type filter hook output priority 0; policy accept;\n"
            + " ip daddr { 203.0.113.10, 10.0.0.0/8 } tcp dport 3389 jump x\n }\n chain x {\n goto x\n }\n}\n"
            + "-P OUTPUT DROP\n-A OUTPUT ! -d 1.2.3.4/99 -j x\nblock out quick to port = 3389-\n"
            + "    A    REG_SZ    v2.1|Action=Block|Active=TRUE|Dir=Out|RA4=9-|RPort=-|\n";
    Random random = new Random(4389);
    for (int i = 0; i < 3000; i++) {
      StringBuilder mangled = new StringBuilder(text);
      for (int change = 0; change <= random.nextInt(6); change++) {
        int at = random.nextInt(Math.max(1, mangled.length()));
        switch (random.nextInt(3)) {
          case 0 -> mangled.deleteCharAt(at);
          case 1 -> mangled.insert(at, "{}\"!-/ \n;@".charAt(random.nextInt(10)));
          default -> mangled.setLength(Math.max(10, at));
        }
      }
      String each = mangled.toString();
      assertThat(Nftables.parse(each).decide(RDP)).isNotNull();
      assertThat(Iptables.parse(each).decide(RDP)).isNotNull();
      assertThat(PacketFilter.parse(each).decide(RDP)).isNotNull();
      assertThat(WindowsFirewall.parse(each).decide(RDP)).isNotNull();
    }
  }
}
