package io.github.rdpdiagnosis.samples.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Each program answers its question about the fault that it plants. */
@Timeout(120)
@ResourceLock(Resources.SYSTEM_OUT)
class StepsTest {
  private interface Program {
    void with(String[] args) throws Exception;
  }

  private static String run(Program program, String... args) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      program.with(args);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void step1FindsTheStoppedVm() throws Exception {
    assertThat(run(Step1RunDiagnosis::main)).contains("VM-59", "CONFIRMED");
  }

  @Test
  void step2KnowsTheFiveMessagesOfTheMethod() throws Exception {
    String printed = run(Step2ClientError::main);
    assertThat(printed)
        .contains("VM-45", "CL-02", "VM-41", "CL-01", "VM-44", "administrative session:i:1")
        .doesNotContain("no message");
    assertThat(run(Step2ClientError::main, "the printer is on fire")).contains("no message");
  }

  @Test
  void step3SaysThatTheVmDoesNotRun() throws Exception {
    assertThat(run(Step3VmStatus::main)).contains("vm-stopped", "does not run");
  }

  @Test
  void source1ComparesWithAReference() throws Exception {
    assertThat(run(Step4Source1ClientComputer::main)).contains("CLIENT", "client/reference HOLDS");
  }

  @Test
  void source2ComparesTwoPlaces() throws Exception {
    assertThat(run(Step4Source2Edge::main)).contains("CLIENT", "EDGE", "ENDPOINT", "NETWORK", "VM");
  }

  @Test
  void source3ListsTheWaysIn() throws Exception {
    assertThat(run(Step4Source3Endpoint::main))
        .contains("the file connects to 127.0.0.1", "PUBLIC_IP_ADDRESS 127.0.0.1");
  }

  @Test
  void source4NamesTheRuleAndTheSmallestChange() throws Exception {
    assertThat(run(Step4Source4NetworkSecurity::main))
        .contains("DENY", "DenyAllInBound", "would open it, and lets in 1 pair", "198.51.100.7");
  }

  @Test
  void source5ReadsThePolicyInTheGuest() throws Exception {
    assertThat(run(Step4Source5VirtualMachine::main))
        .contains("VM-02 CONFIRMED", "guest.deny-ts-connections=true")
        .doesNotContain("param(");
  }

  @Test
  void source5ReadsTheSameThroughWinRm() throws Exception {
    assertThat(run(Step4Source5VirtualMachineByWinRm::main))
        .contains("WinRM at 127.0.0.1", "VM-02 CONFIRMED", "guest.deny-ts-connections=true")
        .doesNotContain("param(");
  }

  @Test
  void step5AsksWithoutNamesAndAddresses() throws Exception {
    assertThat(run(Step5ForumQuestion::main)).contains("VM-57").doesNotContain("service-hung");
  }

  @Test
  void step6OffersTheDisksFirstAndListsTheSteps() throws Exception {
    assertThat(run(Step6SupportIncident::main))
        .containsSubsequence("az vm delete", "1 diagnostics", "4.5 the VM itself");
  }

  /** They are to be read: short, and out of the public API alone. */
  @Test
  void theProgramsAreShort() throws IOException {
    Path folder = Path.of("src/main/java/io/github/rdpdiagnosis/samples/steps");
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> programs =
          files.filter(f -> f.getFileName().toString().startsWith("Step")).toList();
      assertThat(programs).hasSizeGreaterThan(7);
      for (Path program : programs) {
        assertThat(Files.readAllLines(program)).as(program.toString()).hasSizeLessThan(100);
        assertThat(Files.readString(program)).doesNotContain(".internal.");
      }
    }
  }
}
