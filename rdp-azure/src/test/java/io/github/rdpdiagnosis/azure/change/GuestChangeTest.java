package io.github.rdpdiagnosis.azure.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.internal.json.PlainJson;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import io.github.rdpdiagnosis.azure.winrm.Thumbprint;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What reaches a guest is data, whatever a caller gives; and the script is static. */
class GuestChangeTest {
  private static final String GROUP =
      "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg1";
  private static final VmId VM =
      VmId.parse(GROUP + "/providers/Microsoft.Compute/virtualMachines/vm1");
  private static final String SCRIPT = GuestScript.text();

  /** What breaks out of quotes, arguments, paths and lines in shells. */
  private static final List<String> HOSTILE =
      List.of(
          "'; Remove-Item C:\\ -Recurse; '",
          "\"; calc.exe; \"",
          "$(calc)",
          "`calc`",
          "a\r\nWrite-Output pwned",
          "a\u2028b\u2019; calc; \u2018",
          "a\u0000b",
          "-Mode set -Wanted 0",
          "& calc",
          "| calc",
          "%COMSPEC%",
          "${env:PATH}",
          "@args",
          "<#",
          "#>",
          "--%",
          "\u202Ecod.exe",
          "CONTOSO\\ann' -or '1",
          "..\\..\\x",
          "WinNT://./Administrators,group",
          "\ud800");

  private static List<String> names() {
    List<String> names = new ArrayList<>(HOSTILE);
    Random random = new Random(20_261_125);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder name = new StringBuilder();
      int length = 1 + random.nextInt(40);
      for (int j = 0; j < length; j++) {
        name.append(
            random.nextBoolean()
                ? HOSTILE.get(random.nextInt(HOSTILE.size()))
                : String.valueOf((char) random.nextInt(0x3000)));
      }
      names.add(name.substring(0, Math.min(name.length(), 256)));
    }
    return names.stream().filter(name -> !name.isBlank()).toList();
  }

  @Test
  void noNameOfAUserIsAnythingButDigitsOnItsWayToTheScript() {
    for (String name : names()) {
      Map<String, String> parameters = new GuestChange.Membership(VM, name, true).parameters();
      assertThat(parameters.values()).allMatch(value -> value.matches("[a-z0-9]+"));
      assertThat(parameters.get("Account")).matches("([0-9a-f]{2}){1,1024}");
      if (StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
        String back =
            new String(HexFormat.of().parseHex(parameters.get("Account")), StandardCharsets.UTF_8);
        assertThat(back).isEqualTo(name);
      }
    }
    assertThatThrownBy(() -> new GuestChange.Membership(VM, "x".repeat(257), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingsAreWordsAndNumbersWithinBounds() {
    for (GuestSetting setting : GuestSetting.values()) {
      assertThat(setting.word()).matches("[a-z]+");
      assertThat(SCRIPT).contains("'" + setting.word() + "'");
      for (int value : new int[] {-1, 65_536, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        assertThatThrownBy(() -> new GuestChange.Setting(VM, setting, value, 2))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GuestChange.Setting(VM, setting, 2, value))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void noIdOrNameLeadsARequestElsewhere() {
    for (String name : names()) {
      boolean plain = name.matches("[\\p{L}\\p{N}_().-]{1,90}") && !name.contains("..");
      if (!plain) {
        String rule =
            GROUP + "/providers/Microsoft.Network/networkSecurityGroups/n/securityRules/" + name;
        assertThatThrownBy(
                () -> new ResourceChange(rule, Optional.empty(), Optional.of(Map.of("a", "b"))))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                () -> new RemoteDesktopReset(VM, "westeurope", name, "t", Optional.empty()))
            .isInstanceOf(IllegalArgumentException.class);
        String nic = GROUP + "/providers/Microsoft.Network/networkInterfaces/n";
        String address = GROUP + "/providers/Microsoft.Network/publicIPAddresses/p";
        assertThatThrownBy(() -> new PublicIpAssociation(nic + name, "c", address, true))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PublicIpAssociation(nic, name, address, true))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PublicIpAssociation(nic, "c", address + name, true))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SizeChange(VM, "Standard_B1s", name))
            .isInstanceOf(IllegalArgumentException.class);
        String policy =
            GROUP
                + "/providers/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/"
                + name;
        assertThatThrownBy(
                () ->
                    new JitRequest(
                        policy, VM, Port.RDP, Prefix.parse("203.0.113.7"), Duration.ofHours(1)))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  /** A plan or journal cannot hold an operation that could not be made. */
  @Test
  void operationsReadBackAsTheyWere() {
    List<Operation> all =
        List.of(
            new PowerChange(VM, PowerChange.Action.START, "deallocated"),
            new SizeChange(VM, "Standard_B1s", "Standard_B2s"),
            new ResourceChange(
                GROUP + "/providers/Microsoft.Network/networkSecurityGroups/n/securityRules/r",
                Optional.empty(),
                Optional.of(Map.of("access", "Allow", "priority", 100L))),
            new PublicIpAssociation(
                GROUP + "/providers/Microsoft.Network/networkInterfaces/n",
                "ipconfig1",
                GROUP + "/providers/Microsoft.Network/publicIPAddresses/p",
                true),
            new JitRequest(
                GROUP + "/providers/Microsoft.Security/locations/w/jitNetworkAccessPolicies/d",
                VM,
                Port.RDP,
                Prefix.parse("203.0.113.7/32"),
                Duration.ofHours(3)),
            new RemoteDesktopReset(VM, "westeurope", "enablevmaccess", "t1", Optional.of("ann")),
            new GuestChange.Setting(VM, GuestSetting.LISTENER_PORT, 3390, 3389),
            new GuestChange.Membership(VM, "CONTOSO\\ann", true),
            new GuestChange.FirewallOpening(
                VM, new Port(3390), IpAddress.parse("2001:db8::7"), true),
            new GuestChange.CertificateBinding(VM, new Thumbprint("AB".repeat(20)), false));
    for (Operation operation : all) {
      byte[] json =
          PlainJson.write(OperationJson.write(operation)).getBytes(StandardCharsets.UTF_8);
      assertThat(OperationJson.read(StrictJson.readObject(json, 10_000, "test")))
          .isEqualTo(operation);
      operation
          .inverse()
          .ifPresent(inverse -> assertThat(inverse.inverse()).isEqualTo(Optional.of(operation)));
      assertThat(operation.permissions()).isNotEmpty().allMatch(p -> p.startsWith("Microsoft."));
    }
    assertThatThrownBy(() -> OperationJson.read(Map.of("kind", "DELETE_EVERYTHING")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theScriptIsAsciiAndNothingInItIsRunFromText() {
    assertThat(SCRIPT).matches("(?s)[\n\\x20-\\x7e]*");
    assertThat(SCRIPT)
        .doesNotContainIgnoringCase("Invoke-Expression")
        .doesNotContainIgnoringCase("ScriptBlock")
        .doesNotContainIgnoringCase("Add-Type")
        .doesNotContainIgnoringCase("cmd.exe")
        .doesNotContainPattern("(?i)\\biex\\b")
        .doesNotContainPattern("(?m)^\\s*&");
  }

  @Test
  void onlyTheseCommandsStandInTheScript() {
    String code =
        SCRIPT
            .lines()
            .filter(line -> !line.strip().startsWith("#"))
            .collect(Collectors.joining("\n"))
            .replaceAll("'[^'\n]*'", "''");
    Set<String> found =
        Pattern.compile("(?<![\\w$.-])([A-Z][A-Za-z]+-[A-Z][A-Za-z]+)")
            .matcher(code)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found)
        .containsExactly(
            "ConvertFrom-Digits",
            "Disable-NetFirewallRule",
            "Enable-NetFirewallRule",
            "ForEach-Object",
            "Get-AccountSid",
            "Get-Binding",
            "Get-ChildItem",
            "Get-CimInstance",
            "Get-Date",
            "Get-ItemProperty",
            "Get-NetFirewallAddressFilter",
            "Get-NetFirewallPortFilter",
            "Get-NetFirewallProfile",
            "Get-NetFirewallRule",
            "Get-Opening",
            "Get-OpeningName",
            "Get-OwnCertificate",
            "Get-RemoteAddress",
            "Get-RemoteDesktopGroup",
            "Get-Service",
            "Get-SessionHostRole",
            "Get-Setting",
            "Get-WindowsFeature",
            "Install-WindowsFeature",
            "Join-Path",
            "New-NetFirewallRule",
            "New-Object",
            "Out-Null",
            "Remove-Item",
            "Remove-ItemProperty",
            "Remove-NetFirewallRule",
            "Restart-Service",
            "Set-ItemProperty",
            "Set-NetFirewallProfile",
            "Set-OwnCertificate",
            "Set-Service",
            "Set-Setting",
            "Set-StrictMode",
            "Sort-Object",
            "Start-Service",
            "Start-Sleep",
            "Test-Member",
            "Test-Path",
            "Test-Subkey",
            "Test-Usable",
            "Uninstall-WindowsFeature",
            "Where-Object",
            "Write-Output");
  }

  @Test
  void whatTheScriptSaysIsReadOnlyInItsOneForm() {
    GuestChange change = new GuestChange.Setting(VM, GuestSetting.DENY_CONNECTIONS, 1, 0);
    String line = "RDPDIAG-CHANGE 1 VM1 denyconnections was=1 now=0 result=done\n";
    assertThat(GuestScript.said("warning\n" + line, change))
        .contains(new GuestScript.Said("VM1", "0", "done"));
    assertThat(GuestScript.said(line + line, change)).isEmpty();
    assertThat(GuestScript.said(line.replace("denyconnections", "listenerport"), change)).isEmpty();
    assertThat(GuestScript.said(line.replace("result=done", "result=fine"), change)).isEmpty();
    assertThat(GuestScript.said(line.substring(0, 40), change)).isEmpty();
    assertThat(GuestScript.said("", change)).isEmpty();
  }

  /** Each word that can reach the script is one that it knows, and the other way round. */
  @Test
  void theScriptKnowsTheseWordsAndNoOther() {
    String list = SCRIPT.replaceFirst("(?s).*?ValidateSet\\(([^)]*)\\).*", "$1");
    Set<String> known =
        Pattern.compile("'([a-z]+)'")
            .matcher(list)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> words = new TreeSet<>();
    for (GuestSetting setting : GuestSetting.values()) {
      words.add(setting.word());
    }
    words.addAll(Set.of("remotedesktopuser", "firewallopening", "certificatebinding"));
    assertThat(known).isEqualTo(words);
  }

  /** What reaches the script of an address or a thumbprint fits the patterns that it checks. */
  @Test
  void addressesAndThumbprintsAreDigits() {
    for (String address : List.of("203.0.113.7", "2001:db8::7", "::ffff:203.0.113.7")) {
      Map<String, String> parameters =
          new GuestChange.FirewallOpening(VM, new Port(3390), IpAddress.parse(address), true)
              .parameters();
      assertThat(parameters).containsEntry("Port", "3390").containsEntry("Wanted", "1");
      assertThat(parameters.get("Remote")).matches("([0-9a-f]{2}){1,64}");
    }
    assertThat(
            new GuestChange.CertificateBinding(VM, new Thumbprint("AB".repeat(20)), false)
                .parameters())
        .containsEntry("Thumbprint", "ab".repeat(20));
    assertThatThrownBy(
            () -> new GuestChange.CertificateBinding(VM, new Thumbprint("AB".repeat(32)), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatStandsInTheWayIsSaid() throws Exception {
    GuestChange role = new GuestChange.Setting(VM, GuestSetting.SESSION_HOST_ROLE, 1, 0);
    String line = "RDPDIAG-CHANGE 1 VM1 sessionhostrole was=%1$s now=%1$s result=read\n";
    assertThat(GuestScript.stand(String.format(line, 1), role).kind()).isEqualTo(Stand.Kind.BEFORE);
    assertThat(GuestScript.stand(String.format(line, 0), role).kind()).isEqualTo(Stand.Kind.AFTER);
    assertThat(GuestScript.stand(String.format(line, 2), role))
        .isEqualTo(
            Stand.of(
                Stand.Kind.OTHER,
                "a Remote Desktop Services deployment or RemoteApp uses it: it needs licences"));
    assertThat(GuestScript.stand(String.format(line, 3), role).text()).contains("more than two");
  }

  @Test
  void theQuotaOfASizeIsSpelledAsAzureSpellsIt() {
    Map.of(
            "Standard_D4s_v5", "standardDSv5Family",
            "Standard_DS2_v2", "standardDSv2Family",
            "Standard_D2_v3", "standardDv3Family",
            "Standard_E4ds_v5", "standardEDSv5Family")
        .forEach((size, quota) -> assertThat(SizeChange.quota(size)).contains(quota));
    assertThat(SizeChange.quota("Standard_E16-4ds_v5")).isEmpty();
    assertThat(new SizeChange(VM, "Standard_D2s_v5", "Standard_D4s_v5").changesFamily()).isFalse();
    assertThat(new SizeChange(VM, "Standard_D2s_v5", "Standard_D4s_v4").changesFamily()).isTrue();
    assertThat(new SizeChange(VM, "Standard_E16-4ds_v5", "Standard_E16-4ds_v5x").changesFamily())
        .isTrue();
  }
}
