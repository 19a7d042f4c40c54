package io.github.rdpdiagnosis.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Bundles on the command line, and that no secret leaves it. */
@Timeout(120)
class BundleTest {
  @TempDir Path folder;

  private record Ran(int status, String out, String err) {}

  private static Ran run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        RdpDiag.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
    return new Ran(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  @Test
  void replayPrintsTheSameResultAndRefusesWhatWasCut() throws IOException {
    Path bundle = folder.resolve("b.zip");
    Ran first;
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.SILENT)) {
      String target = "127.0.0.1:" + peer.port();
      first =
          run(
              "diagnose",
              target,
              "-q",
              "--output",
              "json",
              "--deadline",
              "8s",
              "--bundle",
              bundle.toString());
    }
    Ran again = run("replay", bundle.toString(), "--output", "json");
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(again.status()).isEqualTo(first.status());
    assertThat(again.err()).isEmpty();

    byte[] bytes = Files.readAllBytes(bundle);
    Files.write(bundle, Arrays.copyOf(bytes, bytes.length / 2));
    Ran cut = run("replay", bundle.toString());
    assertThat(cut.status()).isEqualTo(2);
    assertThat(cut.err()).contains("b.zip: entry ").hasLineCount(1);
    assertThat(run("replay", folder + "/none.zip").err()).contains("no such file");
  }

  @Test
  void noSecretOfAFileOrOfEvidenceLeavesInAnyForm() throws IOException {
    String hex = "C0FFEE0123456789ABCDEF99";
    String secret = "Zq7SeededSecretValue42";
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      Path rdp = folder.resolve("a.rdp");
      Files.writeString(
          rdp,
          "full address:s:127.0.0.1:"
              + peer.port()
              + "\r\npassword 51:b:"
              + hex
              + "\r\ngatewayaccesstoken:s:"
              + secret
              + "\r\n");
      Path evidence = folder.resolve("home.json");
      Files.writeString(
          evidence,
          """
          {"schemaVersion": 1, "document": "rdp-evidence", "vantage": "home",
           "target": {"host": "127.0.0.1", "port": %d},
           "checks": [{"check": "other", "at": "2026-11-22T10:00:00Z", "durationMillis": 1,
             "status": "INCONCLUSIVE", "why": "Authorization: Bearer %s", "settledBy": "sig of ?sig=%s",
             "facts": {"other.text": "AccountKey=%s;", "other.list": ["Cookie: a=%s"]}}]}
          """
              .formatted(peer.port(), secret, secret, secret, secret));
      Path bundle = folder.resolve("b.zip");
      for (String format : Renderer.formats()) {
        Ran ran =
            run(
                "diagnose",
                rdp.toString(),
                "--evidence",
                evidence.toString(),
                "--output",
                format,
                "--bundle",
                bundle.toString());
        assertThat(ran.out()).as(format).isNotEmpty().doesNotContain(secret, hex);
        assertThat(ran.err()).as(format).doesNotContain(secret, hex);
        try (ZipInputStream zip =
            new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(bundle)))) {
          while (zip.getNextEntry() != null) {
            assertThat(new String(zip.readAllBytes(), UTF_8)).doesNotContain(secret, hex);
          }
        }
      }
      Ran error =
          run("diagnose", rdp.toString(), "-q", "--error", "password=" + secret + " refused");
      assertThat(error.out() + error.err()).doesNotContain(secret);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aTerminationLeavesAValidResultAndNoDraft() throws Exception {
    Path file = folder.resolve("out.json");
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.SILENT)) {
      String target = "127.0.0.1:" + peer.port();
      Process process =
          Command.builder(
                  Map.of(),
                  "diagnose",
                  target,
                  "--output",
                  "json",
                  "--output-file",
                  file.toString())
              .redirectErrorStream(true)
              .start();
      // Once a check was seen, the run is under way.
      StringBuilder seen = new StringBuilder();
      while (!seen.toString().contains("client/tcp")) {
        int c = process.getInputStream().read();
        assertThat(c).as(seen.toString()).isNotNegative();
        seen.append((char) c);
      }
      process.destroy();
      assertThat(process.waitFor()).isEqualTo(143);
    }
    JsonNode result = new ObjectMapper().readTree(Files.readString(file));
    assertThat(result.at("/schemaVersion").asInt()).isEqualTo(1);
    assertThat(result.at("/verdict").asText()).isEqualTo("UNDETERMINED");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList()).as("no draft is left").isEqualTo(List.of(file));
    }
  }
}
