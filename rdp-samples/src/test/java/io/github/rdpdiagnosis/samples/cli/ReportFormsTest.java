package io.github.rdpdiagnosis.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms of a diagnosis, as the command writes them. */
@Timeout(120)
class ReportFormsTest {
  @TempDir Path folder;

  private record Ran(int status, String out, String err) {}

  private static Ran run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        RdpDiag.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
    return new Ran(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "html, <!DOCTYPE html>, 0",
    "markdown, '# WORKS: ', 0",
    "junit, <?xml version, 0",
    "nagios, 'RDP OK - 127.0.0.1:', 0",
    "prometheus, '# HELP rdp_diagnosis_verdict ', 0"
  })
  void eachFormGoesToStandardOutput(String format, String beginning, int status) {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      Ran ran = run("diagnose", "127.0.0.1:" + peer.port(), "-q", "--output", format);
      assertThat(ran.out()).startsWith(beginning);
      assertThat(ran.status()).as(ran.out()).isEqualTo(status);
      assertThat(ran.err()).isEmpty();
    }
  }

  @Test
  void linesComeAsTheChecksGoAndTheLastIsTheResult() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      Ran ran = run("diagnose", "127.0.0.1:" + peer.port(), "--output", "jsonl");
      List<String> lines = ran.out().lines().toList();
      assertThat(lines.get(0)).contains("\"event\":\"STARTED\"");
      JsonNode last = new ObjectMapper().readTree(lines.get(lines.size() - 1));
      assertThat(last.at("/event").asText()).isEqualTo("RESULT");
      assertThat(last.at("/result/verdict").asText()).isEqualTo("WORKS");
      assertThat(ran.out()).contains("\"event\":\"OBSERVED\"", "\"event\":\"ENDED\"");
    }
  }

  @Test
  void aFileIsWrittenWholeAndNothingIsLeftBesideIt() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      Path file = folder.resolve("rdp.prom");
      String target = "127.0.0.1:" + peer.port();
      String[] args = {
        "diagnose", target, "-q", "--output", "prometheus", "--output-file", file.toString()
      };
      assertThat(run(args).out()).isEmpty();
      assertThat(run(args).status()).isZero(); // over the old one
      assertThat(Files.readString(file)).contains("verdict=\"WORKS\"} 1\n");
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(file);
      }
    }
    String[] nowhere = {"diagnose", "127.0.0.1:1", "-q", "--output-file", folder + "/no/where"};
    Ran refused = run(nowhere);
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("cannot write " + folder + "/no/where");
  }

  @Test
  void aPluginThatCannotDoItsWorkIsUnknown() {
    Ran ran = run("diagnose", "no such.rdp", "--output", "nagios");
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.out()).startsWith("RDP UNKNOWN - ").hasLineCount(1);
  }

  @Test
  void anUnknownFormIsAUsageErrorThatNamesTheOthers() {
    Ran ran = run("diagnose", "127.0.0.1:1", "--output", "pdf");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("expected one of text, json, jsonl, html,");
  }

  @Test
  void progressSaysWhatIsLeft() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      Ran ran = run("diagnose", "127.0.0.1:" + peer.port(), "--deadline", "20s");
      assertThat(ran.err()).containsPattern("(?m)^ +[0-9.]+ s, +1[0-9] s left  client/tls@");
    }
  }
}
