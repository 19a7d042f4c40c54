package io.github.rdpdiagnosis.samples.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.change.ChangeListener;
import io.github.rdpdiagnosis.azure.change.ChangeReport;
import io.github.rdpdiagnosis.azure.change.ChangeRun;
import io.github.rdpdiagnosis.azure.change.Journal;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.samples.ArmStub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SIGKILL at every point of every step. What is left then is taken back to exactly the state
 * before, and gone on with to exactly the state after, both from the same moment.
 */
@Timeout(120)
class ChangeKillTest {
  private static ArmStub azure;
  private static ChangeRun run;
  private static String before;
  private static String after;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    azure = ArmStub.start();
    run = ChangeRun.of(Secret.of("token"), AzureCloud.of(azure.url()));
    plant();
    before = azure.state();
    Path journal = Files.createTempFile("whole", ".journal");
    Files.delete(journal);
    assertThat(apply(journal).isComplete()).isTrue();
    after = azure.state();
    assertThat(after).isNotEqualTo(before);
    Files.delete(journal);
  }

  @AfterAll
  static void stop() {
    azure.close();
  }

  private static VmId plant() {
    azure.forget();
    ArmStub.StubVm vm = azure.vm("vm1", "127.0.0.1", 3389).power("deallocated");
    vm.guestSetting("denyconnections", 1);
    return VmId.parse(vm.id());
  }

  private static VmId vm() {
    return VmId.parse(
        "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/demo"
            + "/providers/Microsoft.Compute/virtualMachines/vm1");
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(40));
  }

  private static ChangeReport apply(Path file) throws Exception {
    try (Journal journal = Journal.of(file, "hash", FourSteps.of(vm()))) {
      return run.apply(journal, Optional.empty(), soon(), ChangeListener.NONE);
    }
  }

  private static ChangeReport rollback(Path file) throws Exception {
    try (Journal journal = Journal.open(file)) {
      return run.rollback(journal, soon(), ChangeListener.NONE);
    }
  }

  static Stream<Arguments> everyPoint() {
    List<Arguments> all = new ArrayList<>();
    for (String step : List.of("1-rule", "2-start", "3-enable", "4-size")) {
      for (ChangeListener.Point point : ChangeListener.Point.values()) {
        all.add(Arguments.of(step, point));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("everyPoint")
  void afterAKillNothingIsLeftInBetween(String step, ChangeListener.Point point) throws Exception {
    plant();
    Path journal = folder.resolve("journal");
    kill(journal, step, point);
    Runnable asItWas = azure.remember();
    final byte[] written = Files.readAllBytes(journal);

    ChangeReport back = rollback(journal);
    assertThat(back.isTakenBack()).as("%s", back).isTrue();
    assertThat(azure.state()).isEqualTo(before);

    asItWas.run();
    Files.write(journal, written);
    ChangeReport on = apply(journal);
    assertThat(on.isComplete()).as("%s", on).isTrue();
    assertThat(azure.state()).isEqualTo(after);
    assertThat(rollback(journal).isTakenBack()).isTrue();
    assertThat(azure.state()).isEqualTo(before);
  }

  private static void kill(Path journal, String step, ChangeListener.Point point)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DyingRun.class.getName(),
                azure.url().toString(),
                vm().toString(),
                journal.toString(),
                step,
                point.name())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo(DyingRun.HERE);
      process.destroyForcibly(); // SIGKILL
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(137);
    }
  }

  /** What somebody else did between the kill and the next run is never overwritten. */
  @Test
  void whatOthersDidAfterTheKillStays() throws Exception {
    plant();
    Path journal = folder.resolve("journal");
    kill(journal, "1-rule", ChangeListener.Point.INTENT_ON_DISK);
    azure.faults(
        request -> request.startsWith("PUT ") ? ArmStub.Fault.PRECONDITION : ArmStub.Fault.NONE);
    String state = azure.state();
    ChangeReport report = apply(journal);
    assertThat(report.isComplete()).isFalse();
    assertThat(azure.state()).isEqualTo(state);
  }
}
