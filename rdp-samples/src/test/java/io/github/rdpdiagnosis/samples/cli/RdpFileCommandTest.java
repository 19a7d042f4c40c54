package io.github.rdpdiagnosis.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code rdpdiag rdp-file}. */
class RdpFileCommandTest {
  private static final String PORTAL =
      "full address:s:20.30.40.50:3389\r\nprompt for credentials:i:1\r\n";
  private static final String ODD =
      """
      full address:s:a.example:3390
      server port:i:3391

      MalformedLine:s
      fruits:s:apple
      audiomode:i:x
      password 51:b:hunter2
      password:hunter2
      """;

  @TempDir Path folder;

  private record Ran(int status, ByteArrayOutputStream result, String err) {
    byte[] bytes() {
      return result.toByteArray();
    }

    String out() {
      return result.toString(UTF_8);
    }

    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(bytes());
    }
  }

  private static Ran run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        RdpDiag.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
    return new Ran(status, out, err.toString(UTF_8));
  }

  private String file(String text) throws IOException {
    return file(text.getBytes(UTF_8));
  }

  private String file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("sql1.rdp"), bytes).toString();
  }

  @Test
  void showsAsJsonInTheOrderOfTheFile() throws IOException {
    Ran ran = run("rdp-file", "show", file(ODD), "--output", "json");

    assertThat(ran.status()).isZero();
    assertThat(ran.err()).isEmpty();
    JsonNode json = ran.json();
    assertThat(json.at("/encoding").asText()).isEqualTo("UTF_8");
    assertThat(json.at("/signature").asText()).isEqualTo("UNSIGNED");
    assertThat(json.at("/settings").findValuesAsText("name"))
        .containsExactly("full address", "server port", "fruits", "audiomode", "password 51");
    assertThat(json.at("/settings").findValuesAsText("type"))
        .containsExactly("s", "i", "s", "i", "b");
    assertThat(json.at("/settings").findValuesAsText("value"))
        .containsExactly("a.example:3390", "3391", "apple", "x", "[redacted]");
    assertThat(json.at("/settings").findValuesAsText("known"))
        .containsExactly("true", "true", "false", "true", "true");
    assertThat(json.at("/settings").findValuesAsText("line"))
        .containsExactly("1", "2", "5", "6", "7");
    assertThat(json.at("/lines").findValuesAsText("line")).containsExactly("3", "4", "8");
    assertThat(json.at("/lines").findValuesAsText("text"))
        .containsExactly("", "MalformedLine:s", "password:[redacted]");
    assertThat(json.at("/lines/1/problem").asText()).contains("found only one colon");
    assertThat(json.at("/target/host").asText()).isEqualTo("a.example");
    assertThat(json.at("/target/port").asInt()).isEqualTo(3391);
    assertThat(json.at("/target/because").asText()).contains("clients differ");
    assertThat(json.at("/target/clients").findValuesAsText("port"))
        .containsExactly("3391", "3391", "3390");
    assertThat(ran.out()).doesNotContain("hunter2");
  }

  @Test
  void showsAsText() throws IOException {
    Ran ran = run("rdp-file", "show", file(ODD));

    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .contains(
            "a.example:3391",
            "IRONRDP: a.example port 3390",
            "not documented",
            "# Target computer\n")
        .contains("! expected a whole number for audiomode")
        .doesNotContain("hunter2");
  }

  @Test
  void aFileWithoutATargetIsShownAllTheSame() throws IOException {
    JsonNode json = run("rdp-file", "show", file("audiomode:i:0"), "--output", "json").json();

    assertThat(json.at("/target/host").isNull()).isTrue();
    assertThat(json.at("/target/because").asText()).startsWith("No target: ");
  }

  @Test
  void secretsAreRedactedInEveryEncoding() throws IOException {
    String text =
        "\uFEFFfull address:s:a\r\nPASSWORD 51:b:hunter2\r\nhunter2\r\n\uFF30assword:s:hunter2\r\n";
    for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
      String file = file(text.getBytes(charset));
      for (String output : List.of("text", "json")) {
        for (String command : List.of("show", "lint")) {
          Ran ran = run("rdp-file", command, file, "--output", output);
          assertThat(ran.status()).isLessThan(2);
          assertThat(ran.out() + ran.err()).isNotEmpty().doesNotContain("hunter2");
        }
      }
    }
  }

  @Test
  void lintTellsCleanFromFindings() throws IOException {
    Ran clean = run("rdp-file", "lint", file(PORTAL));
    assertThat(clean.status()).isZero();
    assertThat(clean.out()).isEqualTo("nothing to say about this file\n");
    assertThat(run("rdp-file", "lint", file(PORTAL), "--output", "json").json().at("/findings"))
        .isEmpty();

    Ran found = run("rdp-file", "lint", file(PORTAL + "enablecredsspsupport:i:0\n"));
    assertThat(found.status()).isEqualTo(1);
    assertThat(found.out()).startsWith("line 3: RDP-10 WARNING: ").contains("[CL-09]", "fix: ");
    Ran json =
        run("rdp-file", "lint", file(PORTAL + "enablecredsspsupport:i:0\n"), "--output", "json");
    assertThat(json.status()).isEqualTo(1);
    assertThat(json.json().at("/findings/0/id").asText()).isEqualTo("RDP-10");
    assertThat(json.json().at("/findings/0/cause").asText()).isEqualTo("CL-09");
    assertThat(json.json().at("/findings/0/line").asInt()).isEqualTo(3);
  }

  @Test
  void adminPrintsTheCopyAndWhomItServes() throws IOException {
    byte[] bytes = ("\uFEFF" + PORTAL).getBytes(UTF_16LE);
    String file = file(bytes);

    Ran ran = run("rdp-file", "admin", file);

    assertThat(ran.status()).isZero();
    assertThat(ran.bytes())
        .isEqualTo(("\uFEFF" + PORTAL + "administrative session:i:1\r\n").getBytes(UTF_16LE));
    assertThat(ran.err()).contains("only the connection", "mstsc \"" + file + "\" /admin");
    assertThat(Files.readAllBytes(Path.of(file))).isEqualTo(bytes);
  }

  @Test
  void adminWritesANewFileOnly() throws IOException {
    String file = file(PORTAL);
    Path to = folder.resolve("admin.rdp");

    Ran ran = run("rdp-file", "admin", file, "--to", to.toString(), "--output", "json");

    assertThat(ran.status()).isZero();
    assertThat(ran.json().at("/notes/0").asText()).contains("only the connection");
    assertThat(to).hasContent(PORTAL + "administrative session:i:1\r\n");
    Ran again = run("rdp-file", "admin", file, "--to", file);
    assertThat(again.status()).isEqualTo(2);
    assertThat(again.err()).contains("exists already").hasLineCount(1);
    assertThat(Path.of(file)).hasContent(PORTAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "show nosuch.rdp | no such file",
        "lint nosuch.rdp | no such file",
        "admin nosuch.rdp | no such file",
        "verify nosuch.rdp | no such file",
        "import nosuch.rdg | no such file",
        "import . | it is a directory",
        "import x.rdg --to y.rdp | --to needs --entry",
        "show my.rdg | rdp-file import",
        "lint confCons.xml | rdp-file import",
        "show . | it is a directory",
        "show | FILE.rdp",
        "'' | expected show, lint, verify, admin, import, new or diff",
        "frobnicate x.rdp | frobnicate",
        "show x.rdp --output xml | --output",
      })
  void whatCannotBeUsedIsOneLine(String args, String message) {
    Ran ran = run(("rdp-file " + args).strip().split(" "));

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.bytes()).isEmpty();
    assertThat(ran.err()).startsWith("rdpdiag: ").contains(message).hasLineCount(1);
  }

  @Test
  void aBinaryFileIsRefused() throws IOException {
    Ran ran = run("rdp-file", "show", file(new byte[] {1, 2, 3, 0, 0, 4}));

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).hasLineCount(1).contains("expected the text of a .rdp file");
  }

  @Test
  void importListsWhatOtherLaunchersSaved() throws IOException {
    String file =
        Files.writeString(
                folder.resolve("my.rdg"),
                """
                <RDCMan><file><group><properties><name>Prod</name></properties>
                  <gatewaySettings inherit="None"><enabled>True</enabled>
                    <hostName>gw.example.com</hostName></gatewaySettings>
                  <server><properties><name>sql1.example.com:3390</name></properties>
                    <logonCredentials inherit="None"><userName>ops</userName>
                      <password>hunter2</password></logonCredentials></server>
                  <server><properties><name>not a host</name></properties></server>
                </group></file></RDCMan>
                """)
            .toString();

    Ran list = run("rdp-file", "import", file);
    assertThat(list.status()).isZero();
    assertThat(list.out())
        .contains("Prod/sql1.example.com:3390", "through the RD Gateway gw.example.com\n")
        .contains("Prod/not a host", "skipped: ");
    JsonNode json = run("rdp-file", "import", file, "--output", "json").json();
    assertThat(json.at("/launcher").asText()).isEqualTo("RDCMAN");
    assertThat(json.at("/entries/0/host").asText()).isEqualTo("sql1.example.com");
    assertThat(json.at("/entries/0/port").asInt()).isEqualTo(3390);
    assertThat(json.at("/entries/0/user").asText()).isEqualTo("ops");
    assertThat(json.at("/entries/0/kind").asText()).isEqualTo("GATEWAY");
    assertThat(json.at("/skipped/0/path").asText()).isEqualTo("Prod/not a host");

    String entry = "Prod/sql1.example.com:3390";
    String rdp = folder.resolve("sql1.rdp").toString();
    assertThat(run("rdp-file", "import", file, "--entry", entry, "--to", rdp).status()).isZero();
    assertThat(run("rdp-file", "show", rdp).out()).contains("sql1.example.com:3390");
    assertThat(run("rdp-file", "import", file, "--entry", entry).out())
        .isEqualTo(Files.readString(Path.of(rdp)))
        .startsWith("full address:s:sql1.example.com:3390\r\n")
        .doesNotContain("hunter2");
    assertThat(run("rdp-file", "import", file, "--entry", "nobody").err())
        .contains("0 connections have the path nobody")
        .hasLineCount(1);
  }

  @Test
  void anEncryptedFileIsNotSupported() throws IOException {
    String file =
        Files.writeString(
                folder.resolve("confCons.xml"),
                "<Connections FullFileEncryption='true'>x</Connections>")
            .toString();

    Ran ran = run("rdp-file", "import", file);
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains(file, "not supported").hasLineCount(1);
  }
}
