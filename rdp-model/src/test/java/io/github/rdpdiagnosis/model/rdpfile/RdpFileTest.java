package io.github.rdpdiagnosis.model.rdpfile;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.net.Port;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdpFileTest {
  private static final String TWO_LINES = "full address:s:sql1.example.com\r\naudiomode:i:0\r\n";

  @ParameterizedTest
  @CsvSource({
    "portal.rdp, UTF_8, 3, 20.30.40.50:3389",
    "saved-utf16le.rdp, UTF_16LE_BOM, 12, sql1.westeurope.cloudapp.azure.com:3389",
    "odd.rdp, UTF_8_BOM, 12, new.example.com:3391",
  })
  void fixturesAreReadWithoutLoss(String name, RdpEncoding encoding, int lines, String target)
      throws Exception {
    byte[] bytes = fixture(name);

    RdpFile file = RdpFile.parse(bytes);

    assertThat(file.toBytes()).isEqualTo(bytes);
    assertThat(file.encoding()).isEqualTo(encoding);
    assertThat(file.lines()).hasSize(lines);
    assertThat(file.target()).hasToString(target);
  }

  @Test
  void writesWhatItRead() throws Exception {
    byte[] bytes = fixture("odd.rdp");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    RdpFile.read(new ByteArrayInputStream(bytes)).write(out);

    assertThat(out.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void readsWhatTheWindowsClientSaves() throws Exception {
    RdpFile file = RdpFile.parse(fixture("saved-utf16le.rdp"));

    assertThat(file.problems()).isEmpty();
    assertThat(file.credSspEnabled()).contains(true);
    assertThat(file.authenticationLevel()).hasValue(2);
    assertThat(file.gateway()).contains("gw.example.com");
    assertThat(file.userName()).contains("SQL1\\ops");
    assertThat(file.string("workspace id")).contains("d\u00E9j\u00E0-vu");
    assertThat(file.string("drivestoredirect")).contains("");
    assertThat(file.secret("password 51"))
        .contains(Secret.of("01000000D08C9DDF0115D1118C7A00C04FC297EB"));
    assertThat(file.setting("Password 51").orElseThrow().type()).isEqualTo(RdpSetting.Type.BINARY);
  }

  @Test
  void keepsMalformedLinesAndSaysWhatWasExpected() throws Exception {
    RdpFile file = RdpFile.parse(fixture("odd.rdp"));

    assertThat(file.problems())
        .extracting(RdpProblem::toString)
        .containsExactly(
            "line 4: expected name:type:value, found no colon",
            "line 6: expected a whole number for numbers, found '12abc'",
            "line 7: expected the type i, s or b between the colons, found 'z'",
            "line 8: expected a name before the first colon, found none",
            "line 10: expected name:type:value, found only one colon");
    assertThat(file.lines().get(3).raw().reveal()).isEqualTo("no colon here");
    assertThat(file.lines().get(3).setting()).isEmpty();
    assertThat(file.lines().get(1).raw().isEmpty()).isTrue();
    assertThat(file.integer("numbers")).isEmpty();
  }

  @Test
  void secretsAreNeverPrinted() throws Exception {
    RdpFile file = RdpFile.parse(fixture("odd.rdp"));
    String printed = file + "" + file.lines() + file.problems() + file.setting("password");

    assertThat(printed)
        .contains("password:s:[redacted]", "loadbalanceinfo:s:[redacted]")
        .doesNotContain("hunter2", "eyJ0eXAi", "tsv:");
    assertThat(RdpFile.parse(fixture("saved-utf16le.rdp")).toString()).doesNotContain("D08C9DDF");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> file.string("PASSWORD"))
        .withMessage("PASSWORD is a secret: read it with secret(name)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password 51",
        "Password",
        "ClearTextPassword",
        "gatewaypassword",
        "GatewayAccessToken",
        "loadbalanceinfo",
        "EndpointFedAuth",
        "ironrdp_rdcleanpathtoken",
        "vendor token",
        "proxy password"
      })
  void secretSettingsAreKnownByTheirName(String name) {
    RdpFile file = RdpFile.parse((TWO_LINES + name + ":s:hunter2").getBytes(UTF_8));

    assertThat(file.toString()).endsWith(": " + name + ":s:[redacted]");
    assertThat(file.secret(name).orElseThrow().reveal()).isEqualTo("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password 51:b:hunter2",
        "PassWord51:b:hunter2",
        "pass-word:s:hunter2",
        "\uFF50assword:s:hunter2",
        "pass\u00ADword:s:hunter2",
        " password\u00A051 :b:hunter2",
        "password 51:b:00\nhunter2",
        "password 51:b:00\n\nhunter2\nhunter2",
        "password 51:hunter2",
        "password hunter2",
        "Password 51 hunter2:x",
        "audiomode:i:0password 51:b:hunter2",
        "eventloguploadaddress:s:https://a/?sv=1&sig=hunter2",
        "remoteapplicationcmdline:s:/password:hunter2",
        "GATEWAYACCESSTOKEN:s:a:b:hunter2",
        "LoadBalanceInfo:s:Cookie: mstshash=hunter2",
        "token:z:hunter2",
        "password:password:s:hunter2",
      })
  void noSpellingOfASecretIsShown(String line) {
    String text = TWO_LINES + line + "\r\n";
    for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
      RdpFile file = RdpFile.parse(("\uFEFF" + text).getBytes(charset));

      assertThat(file.toString()).doesNotContain("hunter2").contains("[redacted]");
      assertThat(file.displayLines())
          .hasSameSizeAs(file.lines())
          .startsWith("full address:s:sql1.example.com")
          .allSatisfy(shown -> assertThat(shown).doesNotContain("hunter2"));
      assertThat(file.lint().toString() + file.problems() + file.explainTarget())
          .doesNotContain("hunter2");
    }
  }

  @Test
  void linesThatAreNoSecretsAreShown() {
    assertThat(
            RdpFile.parse((TWO_LINES + "no colon\tat all\nvendor:z:1").getBytes(UTF_8))
                .displayLines())
        .endsWith("audiomode:i:0", "no colon?at all", "vendor:z:1");
    assertThat(RdpFile.parse((TWO_LINES + "password:hunter2").getBytes(UTF_8)).displayLines())
        .endsWith("password:[redacted]");
  }

  @Test
  void problemsDoNotQuoteASecretOnAMalformedLine() {
    String text = TWO_LINES + "password:hunter2:x\npassword 51:i:hunter2\nhunter2\npassword:h:x";

    assertThat(RdpFile.parse(text.getBytes(UTF_8)).problems())
        .hasSize(4)
        .allSatisfy(problem -> assertThat(problem.message()).doesNotContain("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n", "\r"})
  void everyLineEndIsUnderstood(String end) {
    RdpFile file = RdpFile.parse(TWO_LINES.replace("\r\n", end).getBytes(UTF_8));

    assertThat(file.lines()).hasSize(2);
    assertThat(file.integer("audiomode")).hasValue(0);
    assertThat(file.target().host()).isEqualTo("sql1.example.com");
  }

  @Test
  void everyEncodingIsUnderstood() {
    check(RdpEncoding.UTF_8, "", UTF_8);
    check(RdpEncoding.UTF_8_BOM, "\uFEFF", UTF_8);
    check(RdpEncoding.UTF_16LE_BOM, "\uFEFF", UTF_16LE);
    check(RdpEncoding.UTF_16BE_BOM, "\uFEFF", UTF_16BE);
    check(RdpEncoding.UTF_16LE, "", UTF_16LE);
  }

  private static void check(RdpEncoding encoding, String bom, Charset charset) {
    String text = bom + TWO_LINES + "username:s:\u738B\u5C0F\u660E\r\n";
    RdpFile file = RdpFile.parse(text.getBytes(charset));

    assertThat(file.encoding()).isEqualTo(encoding);
    assertThat(file.userName()).contains("\u738B\u5C0F\u660E");
    assertThat(file.target().host()).isEqualTo("sql1.example.com");
    assertThat(file.problems()).isEmpty();
    assertThat(file.toBytes()).isEqualTo(text.getBytes(charset));
  }

  @Test
  void bytesThatAreNoTextAreKept() {
    byte[] bytes = (TWO_LINES + "username:s:?\n").getBytes(UTF_8);
    bytes[bytes.length - 2] = (byte) 0xFC;

    RdpFile file = RdpFile.parse(bytes);

    assertThat(file.userName()).contains("\uFFFD");
    assertThat(file.toBytes()).isEqualTo(bytes);
  }

  @Test
  void anyBytesAreRefusedInOneLineOrGivenBackUnchanged() {
    SplittableRandom random = new SplittableRandom(20261122);
    byte[] start = "full address:s:a\n".getBytes(UTF_8);
    byte[] start16 = "\uFEFFfull address:s:a\n".getBytes(UTF_16LE);
    int[] outcomes = new int[2];
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      if (i % 3 > 0) {
        byte[] head = i % 3 == 1 ? start : start16;
        System.arraycopy(head, 0, bytes, 0, Math.min(head.length, bytes.length));
      }
      outcomes[refusedOrUnchanged(bytes)]++;
    }
    byte[] largest = new byte[RdpFile.MAX_BYTES];
    random.nextBytes(largest);
    outcomes[refusedOrUnchanged(largest)]++;
    for (int i = 0; i < largest.length; i++) {
      largest[i] = largest[i] == 0 ? 1 : largest[i];
    }
    System.arraycopy(start, 0, largest, 0, start.length);
    outcomes[refusedOrUnchanged(largest)]++;

    assertThat(outcomes[0]).as("refused").isGreaterThan(500);
    assertThat(outcomes[1]).as("unchanged").isGreaterThan(500);
  }

  private static int refusedOrUnchanged(byte[] bytes) {
    try {
      assertThat(RdpFile.parse(bytes).toBytes()).isEqualTo(bytes);
      return 1;
    } catch (RdpFileFormatException e) {
      assertThat(e.getMessage()).contains("expected", "found").hasLineCount(1);
      return 0;
    }
  }

  @Test
  void refusesMoreThanOneMebibyteWithLimitAndOffset() throws Exception {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'a';
          }
        };

    assertThatExceptionOfType(RdpFileFormatException.class)
        .isThrownBy(() -> RdpFile.read(endless))
        .withMessage("expected a .rdp file of at most 1048576 bytes, found more at offset 1048576");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | expected settings as name:type:value, found an empty file",
        "' \n ' | expected settings as name:type:value, found nothing but blanks",
        "'\u007FELF\0\0' | expected the text of a .rdp file, found a zero byte at offset 4: this is"
            + " a binary file",
        "'hello world' | expected at least one line of the form name:type:value, found none in 1"
            + " line",
        """
        '<html>
        <body>a:b</body>
        ' | expected at least one line of the form name:type:value, found none in 2 lines""",
      })
  void saysWhatAFileIsNot(String text, String message) {
    assertThatExceptionOfType(RdpFileFormatException.class)
        .isThrownBy(() -> RdpFile.parse(text.getBytes(UTF_8)))
        .withMessage(message);
  }

  @Test
  void aFileThatIsNotThereStaysSo(@TempDir Path directory) throws Exception {
    Path empty = Files.createFile(directory.resolve("empty.rdp"));

    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> RdpFile.read(directory.resolve("none.rdp")));
    assertThatExceptionOfType(RdpFileFormatException.class)
        .isThrownBy(() -> RdpFile.read(empty))
        .withMessage(empty + ": expected settings as name:type:value, found an empty file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "full address:s:a.example | a.example | 3389",
        "full address:s:a.example:3390 | a.example | 3390",
        "full address:s: a.example:3390  | a.example | 3390",
        "full address:s:a.example;server port:i:3391 | a.example | 3391",
        "full address:s:a.example:3390;server port:i:3390 | a.example | 3390",
        "server port:i: 3391 ;Full Address:s:a.example | a.example | 3391",
        "full address:s:a.example;FULL ADDRESS:s:b.example | b.example | 3389",
        "alternate full address:s:;full address:s:a.example | a.example | 3389",
        "full address:s:[2001:db8::1]:3390 | 2001:db8::1 | 3390",
        "full address:s:2001:db8::1 | 2001:db8::1 | 3389",
        "full address:s:a.example;alternate full address:s:A.EXAMPLE | A.EXAMPLE | 3389",
        "full address:s:a.example;full address:i:7 | a.example | 3389",
      })
  void findsTheTarget(String lines, String host, int port) {
    assertThat(file(lines).target()).isEqualTo(new RdpTarget(host, new Port(port), List.of()));
  }

  @Test
  void notesWhatIsOddAboutTheTarget() {
    RdpTarget target =
        file("full address:s:a.example;alternate full address:s:b.example:3390;server port:i:3391")
            .target();

    assertThat(target.host()).isEqualTo("b.example");
    assertThat(target.port()).isEqualTo(new Port(3391));
    assertThat(target.notes())
        .containsExactly(
            "alternate full address (line 2) differs from full address (line 1) and wins.",
            "server port 3391 (line 3) overrides port 3390 in the address (line 2); clients differ"
                + " in this.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "audiomode:i:0 | expected a line full address:s:HOST or full address:s:HOST:PORT, found"
            + " none",
        "full address:s: | expected a line full address:s:HOST or full address:s:HOST:PORT, found"
            + " none",
        "full address:s::3389 | line 1: ':3389', character 1: expected a host name or address,"
            + " found none",
        "x:i:1;full address:s:a:0 | line 2: 'a:0', character 3: expected a port from 1 to 65535,"
            + " found 0",
        "full address:s:[::1 | line 1: '[::1', character 5: expected ']' to close the IPv6 address,"
            + " found the end",
        "full address:s:a;server port:i:0 | line 2: expected a server port from 1 to 65535, found"
            + " '0'",
        "full address:s:a;server port:i:0x50 | line 2: expected a server port from 1 to 65535,"
            + " found '0x50'",
        "full address:s:a;server port:i:99999999999 | line 2: expected a server port from 1 to"
            + " 65535, found '99999999999'",
      })
  void namesTheLineOfABadTarget(String lines, String message) {
    assertThatExceptionOfType(RdpFileFormatException.class)
        .isThrownBy(() -> file(lines).target())
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "2, true", "3, true", "4, false", "'', false"})
  void namesTheGatewayOnlyIfItIsUsed(String method, boolean isUsed) {
    String usage = method.isEmpty() ? "" : ";gatewayusagemethod:i:" + method;

    assertThat(file("full address:s:a;gatewayhostname:s:gw:8443" + usage).gateway())
        .isEqualTo(isUsed ? Optional.of("gw:8443") : Optional.empty());
    assertThat(file("full address:s:a" + usage).gateway()).isEmpty();
  }

  @Test
  void tellsNoFromNotSaid() {
    assertThat(file("full address:s:a").credSspEnabled()).isEmpty();
    assertThat(file("full address:s:a;EnableCredSspSupport:i:0").credSspEnabled()).contains(false);
    assertThat(file("full address:s:a;enablecredsspsupport:s:1").credSspEnabled()).isEmpty();
    assertThat(file("full address:s:a").authenticationLevel()).isEmpty();
    assertThat(file("full address:s:a;username:s:  ").userName()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-1, -1",
    "007, 7",
    "2147483647, 2147483647",
    "-2147483648, -2147483648",
    "2147483648,",
    "0x10,",
    "12abc,",
    "1.5,",
    "+1,",
    "'',"
  })
  void readsDecimalNumbersOnly(String text, Integer number) {
    assertThat(file("x:s:y;n:i:" + text).integer("N"))
        .isEqualTo(number == null ? OptionalInt.empty() : OptionalInt.of(number));
    assertThat(file("x:s:y;n:i:" + text).problems()).hasSize(number == null ? 1 : 0);
  }

  @Test
  void whatIsPrintedForgesNoOutput() {
    RdpFile file = file("full address:s:a;username:s:x\u001B[2J\u2028verdict \uD83D\uDE00 \u202E");

    assertThat(file.toString()).endsWith("2: username:s:x?[2J?verdict \uD83D\uDE00 ?");
    assertThat(file.userName()).contains("x\u001B[2J\u2028verdict \uD83D\uDE00 \u202E");
  }

  @Test
  void aValueKeepsItsColonsAndBlanks() {
    RdpFile file = file("full address:s:a;activityhint:s: ms-wvd:ep:{x} ");

    assertThat(file.string("activityhint")).contains(" ms-wvd:ep:{x} ");
  }

  @Test
  void aMillionLinesAreReadInTime() {
    String text = TWO_LINES + "\n".repeat(RdpFile.MAX_BYTES - TWO_LINES.length());

    assertThat(RdpFile.parse(text.getBytes(UTF_8)).lines().size()).isGreaterThan(1_000_000);
  }

  @Test
  void isNotChangedThroughItsArrays() {
    byte[] bytes = TWO_LINES.getBytes(UTF_8);
    RdpFile file = RdpFile.parse(bytes);

    bytes[0] = 'X';
    file.toBytes()[0] = 'X';

    assertThat(new String(file.toBytes(), UTF_8)).isEqualTo(TWO_LINES);
  }

  private static RdpFile file(String lines) {
    return RdpFile.parse(lines.replace(';', '\n').getBytes(UTF_8));
  }

  private static byte[] fixture(String name) throws Exception {
    try (InputStream in = RdpFileTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
