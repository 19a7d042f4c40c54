package io.github.rdpdiagnosis.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class RepetitionTest {
  @TempDir Path folder;

  private static Diagnosis of(PeerScript script) {
    try (ScriptedPeer peer = ScriptedPeer.start(script)) {
      return RdpDiagnosis.of("127.0.0.1", new Port(peer.port()))
          .deadline(Duration.ofSeconds(20))
          .run();
    }
  }

  @Test
  void aWatchTellsOfChangesOnly() {
    Diagnosis works = of(PeerScript.TLS);
    Diagnosis again = of(PeerScript.TLS);
    Diagnosis broken = of(PeerScript.HTTP);
    Iterator<Diagnosis> runs = List.of(works, again, broken, broken, works).iterator();
    List<Diagnosis> told = new ArrayList<>();
    List<Duration> waits = new ArrayList<>();
    Repetition repetition = new Repetition();
    repetition.watch = Duration.ofSeconds(30);
    repetition.watch(
        runs::next,
        told::add,
        time -> {
          waits.add(time);
          return runs.hasNext();
        });
    assertThat(told).containsExactly(works, broken, works);
    assertThat(waits).hasSize(5).containsOnly(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({
    "--repeat 0, expected 1 to 100",
    "--repeat 2 --pause 1s, expected at least 10s",
    "--watch 1s, --watch: expected at least 10s",
    "--watch 10s --repeat 2, exclude each other"
  })
  void whatIsImpoliteIsRefused(String options, String expected) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> args = new ArrayList<>(List.of("diagnose", "127.0.0.1:1"));
    args.addAll(List.of(options.split(" ")));
    int status =
        RdpDiag.run(
            new PrintStream(new ByteArrayOutputStream()),
            new PrintStream(err, true, UTF_8),
            args.toArray(String[]::new));
    assertThat(status).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains(expected);
  }

  @Test
  void aFaultThatComesAndGoesIsTheResultAndCounted() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Diagnosis works = of(PeerScript.TLS);
    Diagnosis broken = of(PeerScript.HTTP);
    assertThat(works.verdict()).isEqualTo(Verdict.WORKS);
    Iterator<Diagnosis> runs = List.of(works, broken, works).iterator();
    Repetition repetition = new Repetition();
    repetition.times = 3;
    repetition.pause = Duration.ofSeconds(10);
    PrintStream to = new PrintStream(err, true, UTF_8);
    assertThat(repetition.repeat(runs::next, to, time -> true)).isEqualTo(broken);
    assertThat(err.toString(UTF_8)).contains("worked in 2 of 3 diagnoses");
    Iterator<Diagnosis> well = List.of(works, works, works).iterator();
    assertThat(repetition.repeat(well::next, to, time -> true)).isEqualTo(works);
    assertThat(err.toString(UTF_8))
        .contains("worked in 3 of 3 diagnoses: a fault was not reproduced");
  }

  @Test
  void supportTextsComeFromABundle() throws Exception {
    Path bundle = folder.resolve("b.zip");
    Files.write(
        bundle,
        io.github.rdpdiagnosis.diagnosis.bundle.EvidenceBundle.of(of(PeerScript.HTTP)).toBytes());
    for (String text : List.of("question", "incident", "recreate")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int status =
          RdpDiag.run(
              new PrintStream(out, true, UTF_8), System.err, "support", text, bundle.toString());
      assertThat(status).isZero();
      assertThat(out.toString(UTF_8)).startsWith("# ");
    }
    Path payload = folder.resolve("payload.json");
    String[] args = {
      "support",
      "payload",
      bundle.toString(),
      "--impact",
      "nobody works",
      "--output-file",
      payload.toString()
    };
    assertThat(RdpDiag.run(System.out, System.err, args)).isZero();
    assertThat(Files.readString(payload)).contains("\"severity\" : \"minimal\"");
  }
}
