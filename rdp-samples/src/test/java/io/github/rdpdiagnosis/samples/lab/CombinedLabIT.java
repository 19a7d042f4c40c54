package io.github.rdpdiagnosis.samples.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.rdpdiagnosis.model.cause.Certainty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Faults in Azure's documents, met by real packets: each scenario of {@link CombinedScenario} ends
 * with its cause CONFIRMED, and with a plan that, carried out on the documents, lets a real RDP
 * handshake through. {@code -Dlab.scenarios=NO_RULE,STOPPED} runs some of them only.
 */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CombinedLabIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** What the edge shows of the client. */
  private static final String CLIENT = "198.51.100.2";

  private final Path folder = Path.of("target", "combined-lab").toAbsolutePath();
  private final Path jar = Path.of(System.getProperty("rdpdiag.jar", "target/rdpdiag.jar"));
  private Lab lab;
  private NamespaceCommand client;

  @TestFactory
  Stream<DynamicTest> everyScenarioIsFoundAndMended() throws IOException {
    List<String> missing = Lab.missing();
    if (!missing.isEmpty()) {
      String needs = "the lab needs " + String.join(", ", missing);
      return Stream.of(dynamicTest(needs, () -> abort(needs)));
    }
    Files.createDirectories(folder);
    lab = new Lab(folder);
    client = lab.command("cli", jar);
    List<String> chosen =
        List.of(System.getProperty("lab.scenarios", "").replace(" ", "").split(",", -1));
    return Arrays.stream(CombinedScenario.values())
        .filter(scenario -> chosen.equals(List.of("")) || chosen.contains(scenario.name()))
        .map(scenario -> dynamicTest(scenario.name(), () -> foundAndMended(scenario)));
  }

  @AfterAll
  void close() {
    if (client != null) {
      client.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  private CommandResult run(String... arguments) throws Exception {
    return client.await(client.start(arguments), LIMIT);
  }

  private CommandResult diagnose(Path file, String cloud, String vm) throws Exception {
    return run(
        "diagnose",
        file.toString(),
        "--vm",
        vm,
        "--cloud",
        cloud,
        "--egress",
        CLIENT,
        "--deadline",
        "40s",
        "--output",
        "json",
        "--quiet");
  }

  private void foundAndMended(CombinedScenario scenario) throws Exception {
    CommandResult planted = run(LabAzure.WORD, scenario.name());
    assertThat(planted.exit()).as(planted.err()).isZero();
    String cloud = planted.out().lines().toList().get(0);
    String vm = planted.out().lines().toList().get(1);
    Path file =
        Files.writeString(
            folder.resolve("combined.rdp"),
            "full address:s:vm1.lab.test\r\n",
            StandardCharsets.UTF_8);

    CommandResult found = diagnose(file, cloud, vm);
    Path result = folder.resolve("combined." + scenario + ".json");
    Files.writeString(result, found.out());
    assertThat(found.exit()).as(found.out() + found.err()).isEqualTo(1);
    List<LabResult.Suspicion> sure =
        LabResult.checked(found.out()).findings().stream()
            .filter(finding -> finding.certainty() == Certainty.CONFIRMED)
            .toList();
    assertThat(sure).extracting(LabResult.Suspicion::cause).containsExactly(scenario.cause());

    CommandResult planned = run("plan", result.toString());
    assertThat(planned.exit()).as(planned.err()).isZero();
    Path plan = folder.resolve("combined." + scenario + ".plan.json");
    Files.writeString(plan, planned.out());
    Files.deleteIfExists(Path.of(plan + ".journal"));
    CommandResult applied =
        run("apply", plan.toString(), "--yes", "--verify-for", "60s", "--cloud", cloud);
    assertThat(applied.exit()).as(planned.out() + applied.out() + applied.err()).isZero();
    assertThat(applied.out()).contains("DONE", "WORKS");

    LabResult mended = LabResult.checked(diagnose(file, cloud, vm).out());
    assertThat(mended.verdict()).as("after the plan").isEqualTo("WORKS");
  }
}
