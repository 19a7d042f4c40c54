package io.github.rdpdiagnosis.samples.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.rdpdiagnosis.diagnosis.bundle.EvidenceBundle;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Plants each fault of {@code lab.sh} on a real path, lets rdpdiag find it from the client's
 * computer, alone and with the probe of a second vantage point, and judges what it says by {@code
 * expectations.csv}. What was said over all goes to {@code target/lab/confusion-matrix.txt}.
 *
 * <p>{@code -Dlab.faults=edge_drop,nla_required} runs some of them only.
 */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** A fault that is seen now and then only must not be seen here. */
  private static final int HEALTHY_RUNS = 10;

  private static final String DEADLINE = "30s";
  private static final String PUBLIC_ADDRESS = "203.0.113.10";

  /** Those whose outcome Java tells by the system's messages, of each class one. */
  private static final Set<String> TOLD_BY_MESSAGES =
      Set.of(
          "dns_nxdomain",
          "dns_timeout",
          "edge_drop",
          "edge_rst",
          "edge_admin",
          "nat_wrong_vm",
          "client_no_route",
          "client_route_prohibit",
          "client_route_blackhole",
          "vm_accept_rst",
          "vm_rst_after_x224",
          "vm_tls_dies");

  /** With these, one of each class. */
  private static final Set<String> TOLD_OTHERWISE =
      Set.of(
          "edge_dpi_drop",
          "vm_accept_close",
          "vm_http",
          "nla_required",
          "sec_rdp_only",
          "mtu_blackhole",
          "tls10_only",
          "vm_tls_garbage",
          "cert_expired");

  private static final List<String> RDP_FILE = List.of("full address:s:vm1.lab.test");

  private final Path folder = Path.of("target", "lab").toAbsolutePath();
  private final Path jar = Path.of(System.getProperty("rdpdiag.jar", "target/rdpdiag.jar"));
  private final ConfusionMatrix matrix = new ConfusionMatrix();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Lab lab;
  private NamespaceCommand client;
  private NamespaceCommand alt;
  private final Map<String, NamespaceCommand> speakers = new HashMap<>();

  @TestFactory
  Stream<DynamicTest> everyFaultIsJudgedRightly() throws IOException {
    List<String> missing = Lab.missing();
    if (!missing.isEmpty()) {
      String needs = "the lab needs " + String.join(", ", missing);
      return Stream.of(dynamicTest(needs, () -> abort(needs)));
    }
    assertThat(jar).as("the command, built by package").isRegularFile();
    Files.createDirectories(folder);
    lab = new Lab(folder);
    opened.add(lab);
    client = opened(lab.command("cli", jar));
    alt = opened(lab.command("alt", jar));

    Set<String> chosen =
        Set.of(System.getProperty("lab.faults", "").replace(" ", "").split(",", -1));
    boolean all = chosen.equals(Set.of(""));
    List<Expectation> rows =
        Expectation.readAll().stream()
            .filter(expected -> all || chosen.contains(expected.fault()))
            .toList();
    List<DynamicTest> tests = new ArrayList<>();
    for (int run = 1; run <= HEALTHY_RUNS; run++) {
      tests.add(dynamicTest("none, run " + run, this::aHealthyPathWorks));
    }
    rows.forEach(row -> tests.add(dynamicTest(row.fault(), () -> plantAndJudge(row))));
    for (String language : List.of("", "de", "ja")) {
      rows.stream()
          .filter(
              row ->
                  TOLD_BY_MESSAGES.contains(row.fault())
                      || (language.isEmpty() && TOLD_OTHERWISE.contains(row.fault())))
          .forEach(
              row ->
                  tests.add(
                      dynamicTest(
                          row.fault() + " as a plain user " + language,
                          () -> judgeAsPlainUser(language, row))));
    }
    return tests.stream();
  }

  private NamespaceCommand opened(NamespaceCommand command) {
    opened.add(command);
    return command;
  }

  /** The same is said without any rights, and where the system speaks another language. */
  private void judgeAsPlainUser(String language, Expectation expected) throws Exception {
    assumeTrue(
        language.isEmpty() || Lab.speaks(language), "no messages of the C library in " + language);
    NamespaceCommand speaker = speakers.get(language);
    if (speaker == null) {
      speaker = opened(lab.asPlainUser("cli", jar, language));
      speakers.put(language, speaker);
    }
    Path rdpFile = rdpFile(expected.fault(), expected.rdpLines());
    lab.inject(expected.fault());
    try {
      CommandResult run = speaker.await(speaker.start(diagnose(rdpFile, List.of())), LIMIT);
      Files.writeString(
          folder.resolve(expected.fault() + ".plain" + language + ".json"), run.out());
      assertThat(speaker.user()).contains("nobody");
      assertThat(expected.violations(LabResult.checked(run.out()), false)).isEmpty();
    } finally {
      lab.clear();
    }
  }

  @AfterAll
  void writeMatrixAndClose() throws Exception {
    if (lab != null) {
      matrix.write(folder);
    }
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  private void aHealthyPathWorks() throws Exception {
    CommandResult run =
        client.await(client.start(diagnose(rdpFile("none", List.of()), List.of())), LIMIT);
    Files.writeString(folder.resolve("none.alone.json"), run.out());
    LabResult result = LabResult.checked(run.out());
    assertThat(result.verdict()).as(run.err()).isEqualTo("WORKS");
    assertThat(result.findings()).isEmpty();
    assertThat(run.exit()).isZero();
  }

  private void plantAndJudge(Expectation expected) throws Exception {
    Path rdpFile = rdpFile(expected.fault(), expected.rdpLines());
    Path evidence = folder.resolve(expected.fault() + ".alt.json");
    String[] probe = {
      "probe", PUBLIC_ADDRESS, "--name", "alt", "--deadline", DEADLINE, "--output", "json"
    };
    List<String> wrong = new ArrayList<>();
    lab.inject(expected.fault());
    try {
      long start = System.nanoTime();
      Path bundle = folder.resolve(expected.fault() + ".zip");
      Future<CommandResult> alone =
          client.start(diagnose(rdpFile, List.of("--bundle", bundle.toString())));
      CommandResult seenByAlt;
      if (expected.fresh()) {
        judge(expected, false, replayed(bundle, client.await(alone, LIMIT)), start, wrong);
        lab.inject(expected.fault());
        seenByAlt = alt.await(alt.start(probe), LIMIT);
        lab.inject(expected.fault());
      } else {
        Future<CommandResult> probing = alt.start(probe);
        judge(expected, false, replayed(bundle, client.await(alone, LIMIT)), start, wrong);
        seenByAlt = alt.await(probing, LIMIT);
      }
      assertThat(seenByAlt.exit()).as("probe: %s", seenByAlt.err()).isIn(0, 1, 3);
      Files.writeString(evidence, seenByAlt.out());

      start = System.nanoTime();
      String[] again = diagnose(rdpFile, List.of("--evidence", evidence.toString()));
      judge(expected, true, client.await(client.start(again), LIMIT), start, wrong);
    } finally {
      lab.clear();
    }
    assertThat(wrong).as(expected.fault()).isEmpty();
  }

  /** What was bundled comes to the same result again, to the byte. */
  private static CommandResult replayed(Path bundle, CommandResult run) throws IOException {
    assertThat(Renderer.json().render(EvidenceBundle.read(bundle).replay())).isEqualTo(run.out());
    return run;
  }

  private void judge(
      Expectation expected,
      boolean withEvidence,
      CommandResult run,
      long startNanos,
      List<String> wrong)
      throws IOException {
    String kind = withEvidence ? "with evidence" : "alone";
    Files.writeString(
        folder.resolve(expected.fault() + "." + kind.replace(' ', '-') + ".json"), run.out());
    if (run.exit() != 0 && run.exit() != 1 && run.exit() != 3) {
      throw new AssertionError(kind + ": exit code " + run.exit() + ": " + run.err());
    }
    LabResult result = LabResult.checked(run.out());
    List<String> violations = new ArrayList<>(expected.violations(result, withEvidence));
    if (run.exit() != result.exitCode()) {
      violations.add("exit code " + run.exit() + " with verdict " + result.verdict());
    }
    violations.forEach(violation -> wrong.add(kind + ": " + violation));
    matrix.add(
        expected,
        withEvidence,
        result,
        Duration.ofNanos(System.nanoTime() - startNanos).toMillis(),
        violations.size());
  }

  private static String[] diagnose(Path rdpFile, List<String> options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("diagnose", rdpFile.toString(), "--deadline", DEADLINE, "--output", "json"));
    arguments.addAll(options);
    return arguments.toArray(new String[0]);
  }

  private Path rdpFile(String fault, List<String> lines) throws IOException {
    List<String> all = new ArrayList<>(RDP_FILE);
    all.addAll(lines);
    return Files.writeString(
        folder.resolve(fault + ".rdp"), String.join("\r\n", all) + "\r\n", StandardCharsets.UTF_8);
  }
}
