package io.github.rdpdiagnosis.model.rdpfile;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.rdpdiagnosis.model.rdpfile.LauncherFile.Entry;
import io.github.rdpdiagnosis.model.rdpfile.LauncherFile.Launcher;
import io.github.rdpdiagnosis.model.rdpfile.LauncherFile.Skipped;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherFileTest {
  static final String RDG =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <RDCMan programVersion="2.90" schemaVersion="3">
        <file>
          <credentialsProfiles />
          <properties><expanded>True</expanded><name>lab</name></properties>
          <logonCredentials inherit="None">
            <profileName scope="Local">Custom</profileName>
            <userName>ops</userName>
            <password>AQAAANCMhunter2</password>
            <domain>CONTOSO</domain>
          </logonCredentials>
          <group>
            <properties><name>Prod</name></properties>
            <connectionSettings inherit="None">
              <connectToConsole>True</connectToConsole>
              <port>3390</port>
            </connectionSettings>
            <gatewaySettings inherit="None">
              <enabled>True</enabled>
              <hostName>gw.example.com</hostName>
              <localBypass>False</localBypass>
              <password>hunter2</password>
            </gatewaySettings>
            <server>
              <properties><displayName>SQL &amp; co</displayName><name>sql1.example.com</name></properties>
            </server>
            <server>
              <properties><name>sql2.example.com:3391</name></properties>
              <logonCredentials inherit="None"><userName>sa</userName></logonCredentials>
              <gatewaySettings inherit="None"><enabled>False</enabled></gatewaySettings>
            </server>
            <server><properties><name>2001:db8::1</name></properties></server>
          </group>
          <server><properties><displayName>bad</displayName><name>not a host</name></properties></server>
          <smartGroup><properties><name>all</name></properties></smartGroup>
        </file>
        <connected /><favorites /><recentlyUsed />
      </RDCMan>
      """;

  static final String OLD_RDG =
      """
      <RDCMan schemaVersion="1"><version>2.2</version><file>
        <properties><name>lab</name>
          <logonCredentials inherit="None"><userName>ops</userName><domain>C</domain>
            <password storeAsClearText="True">hunter2</password></logonCredentials>
        </properties>
        <group><properties><name>g</name></properties>
          <server><name>10.0.0.4</name><displayName>one</displayName><comment>hunter2</comment>
            <logonCredentials inherit="FromParent" />
            <connectionSettings inherit="None"><port>3390</port></connectionSettings></server>
        </group></file></RDCMan>
      """;

  static final String CONF_CONS =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <mrng:Connections xmlns:mrng="http://mremoteng.org" Name="Connections" Export="false"
          EncryptionEngine="AES" BlockCipherMode="GCM" FullFileEncryption="false"
          Protected="hunter2" ConfVersion="2.6">
        <Node Name="Prod" Type="Container" Hostname="" Protocol="RDP" Port="3390" Username="ops"
            Domain="CONTOSO" Password="hunter2" RDGatewayUsageMethod="Always"
            RDGatewayHostname="gw.example.com" RDGatewayPassword="hunter2">
          <Node Name="sql1" Type="Connection" Protocol="RDP" Hostname="sql1.example.com"
              Port="3389" InheritPort="true" InheritUsername="true" InheritDomain="true"
              Username="other" RDGatewayUsageMethod="Never" InheritRDGatewayUsageMethod="true"
              InheritRDGatewayHostname="true" UseCredSsp="false" RDPAuthenticationLevel="NoAuth"
              ConnectToConsole="true" Password="hunter2" />
          <Node Name="web" Type="Connection" Protocol="SSH2" Hostname="web.example.com" Port="22" />
        </Node>
        <Node Name="plain" Type="Connection" Protocol="RDP" Hostname="10.0.0.5" Port="3389"
            Username="a&#10;full address:s:evil" RDGatewayUsageMethod="Never" />
        <Node Name="noport" Type="Connection" Protocol="RDP" Hostname="10.0.0.6" Port="0" />
      </mrng:Connections>
      """;

  private static LauncherFile read(String text) {
    return LauncherFile.parse(text.getBytes(UTF_8));
  }

  private static List<String> lines(Entry entry) {
    return entry.file().lines().stream().map(line -> line.raw().reveal()).toList();
  }

  @Test
  void readsRdcMan() {
    LauncherFile file = read(RDG);

    assertThat(file.launcher()).isEqualTo(Launcher.RDCMAN);
    assertThat(file.entries())
        .extracting(entry -> entry.path() + " " + entry.target())
        .containsExactly(
            "Prod/SQL & co sql1.example.com:3390",
            "Prod/sql2.example.com:3391 sql2.example.com:3391",
            "Prod/2001:db8::1 [2001:db8::1]:3390");
    assertThat(lines(file.entries().get(0)))
        .containsExactly(
            "full address:s:sql1.example.com:3390",
            "username:s:ops",
            "domain:s:CONTOSO",
            "gatewayhostname:s:gw.example.com",
            "gatewayusagemethod:i:1",
            "administrative session:i:1");
    assertThat(lines(file.entries().get(1)))
        .containsExactly(
            "full address:s:sql2.example.com:3391", "username:s:sa", "administrative session:i:1");
    assertThat(file.skipped()).extracting(Skipped::path).containsExactly("bad");
  }

  @Test
  void readsOldRdcMan() {
    LauncherFile file = read(OLD_RDG);

    assertThat(file.entries()).extracting(Entry::path).containsExactly("g/one");
    assertThat(lines(file.entries().get(0)))
        .containsExactly("full address:s:10.0.0.4:3390", "username:s:ops", "domain:s:C");
  }

  @Test
  void readsMRemoteNg() {
    LauncherFile file = read(CONF_CONS);

    assertThat(file.launcher()).isEqualTo(Launcher.MREMOTENG);
    assertThat(file.entries()).extracting(Entry::path).containsExactly("Prod/sql1", "plain");
    assertThat(lines(file.entries().get(0)))
        .containsExactly(
            "full address:s:sql1.example.com:3390",
            "username:s:ops",
            "domain:s:CONTOSO",
            "gatewayhostname:s:gw.example.com",
            "gatewayusagemethod:i:1",
            "administrative session:i:1",
            "enablecredsspsupport:i:0",
            "authentication level:i:0");
    assertThat(file.skipped())
        .extracting(Skipped::path, Skipped::reason)
        .containsExactly(
            tuple("Prod/web", "expected the protocol RDP, found 'SSH2'"),
            tuple(
                "noport", "'10.0.0.6:0', character 10: expected a port from 1 to 65535, found 0"));
  }

  @Test
  void aValueStaysOnItsLine() {
    RdpFile plain = read(CONF_CONS).entries().get(1).file();

    assertThat(plain.lines()).hasSize(2);
    assertThat(plain.target()).hasToString("10.0.0.5:3389");
    assertThat(plain.userName()).contains("a?full address:s:evil");
  }

  @Test
  void passwordsAreNotRead() {
    for (String text : new String[] {RDG, OLD_RDG, CONF_CONS}) {
      LauncherFile file = read(text);
      assertThat(file.toString()).doesNotContain("hunter2");
      assertThat(file.entries())
          .allSatisfy(e -> assertThat(lines(e).toString()).doesNotContain("hunter2"));
    }
  }

  @Test
  void everyEncodingThatXmlKnowsIsRead() {
    for (Charset charset : new Charset[] {UTF_8, UTF_16LE}) {
      String text = "\uFEFF" + RDG.replace("utf-8", charset.name());
      assertThat(LauncherFile.parse(text.getBytes(charset)).entries()).hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | line 1, column 1: expected well-formed XML, found something else",
        "full address:s:a | line 1, column 1: expected well-formed XML, found something else",
        "<RDCMan><file></RDCMan> | line 1, column 17: expected well-formed XML, found something"
            + " else",
        "<a/> | expected a file of RDCMan (root element RDCMan) or mRemoteNG (Connections), found a",
        "<!DOCTYPE RDCMan><RDCMan/> | expected no document type, found one",
        "<!DOCTYPE \u0001 | expected no document type, found one",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><RDCMan><file>&x;</file></RDCMan> |"
            + " expected no document type, found one",
        "<RDCMan>&x;</RDCMan> | line 1: expected no document type and no entities, found one",
        "<Connections FullFileEncryption='True'>aGk=</Connections> | expected a readable file, found"
            + " one that mRemoteNG has encrypted as a whole (FullFileEncryption), which is not"
            + " supported: switch the encryption off, or export the connections as XML without it",
      })
  void saysWhatAFileIsNot(String text, String message) {
    assertThatExceptionOfType(RdpFileFormatException.class)
        .isThrownBy(() -> read(text))
        .withMessage(message);
  }

  @Test
  void depthSizeAndNumberAreBounded() {
    String deep = "<RDCMan>" + "<a>".repeat(1_000_000);
    String many = "<RDCMan>" + "<a/>".repeat(200_000) + "</RDCMan>";
    for (String text : new String[] {deep, many}) {
      assertThatExceptionOfType(RdpFileFormatException.class)
          .isThrownBy(() -> read(text))
          .withMessage("line 1: expected at most 64 levels and 100000 elements, found more");
    }
    byte[] large = new byte[LauncherFile.MAX_BYTES + 1];
    Arrays.fill(large, (byte) ' ');
    assertThatExceptionOfType(RdpFileFormatException.class)
        .isThrownBy(() -> LauncherFile.parse(large))
        .withMessage("expected a file of at most 8388608 bytes, found more at offset 8388608");
  }

  @Test
  void theFileIsNamed(@TempDir Path folder) throws Exception {
    Path rdg = Files.writeString(folder.resolve("my.rdg"), RDG);
    Path other = Files.writeString(folder.resolve("other.xml"), "<a/>");

    assertThat(LauncherFile.read(rdg).entries()).hasSize(3);
    assertThatExceptionOfType(RdpFileFormatException.class)
        .isThrownBy(() -> LauncherFile.read(other))
        .withMessageStartingWith(other + ": expected a file of RDCMan");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> LauncherFile.read(folder.resolve("none.rdg")));
  }

  /** Damaged files: read, or refused with the one documented exception. */
  @Test
  void everyMutantIsReadOrRefused() {
    SplittableRandom random = new SplittableRandom(20261125);
    String[] seeds = {RDG, OLD_RDG, CONF_CONS};
    int[] outcomes = new int[2];
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = seeds[i % seeds.length].getBytes(UTF_8);
      for (int n = random.nextInt(2); n >= 0; n--) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
          case 0 -> bytes[at] = (byte) random.nextInt(256);
          case 1 -> bytes[at] = (byte) "<>&\"'/= :;#x0!-[]?".charAt(random.nextInt(18));
          case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
          default -> {
            int length = Math.min(random.nextInt(40), bytes.length - at);
            System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
          }
        }
      }
      try {
        LauncherFile.parse(bytes).entries().forEach(Entry::target);
        outcomes[0]++;
      } catch (RdpFileFormatException e) {
        assertThat(e.getMessage()).hasLineCount(1).doesNotContain("hunter2");
        outcomes[1]++;
      }
    }
    assertThat(outcomes[0]).as("read").isGreaterThan(1_000);
    assertThat(outcomes[1]).as("refused").isGreaterThan(5_000);
  }
}
