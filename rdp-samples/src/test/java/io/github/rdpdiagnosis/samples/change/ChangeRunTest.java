package io.github.rdpdiagnosis.samples.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.change.ChangeListener;
import io.github.rdpdiagnosis.azure.change.ChangeReport;
import io.github.rdpdiagnosis.azure.change.ChangeRun;
import io.github.rdpdiagnosis.azure.change.ChangeStep;
import io.github.rdpdiagnosis.azure.change.Journal;
import io.github.rdpdiagnosis.azure.change.PowerChange;
import io.github.rdpdiagnosis.azure.change.PublicIpAssociation;
import io.github.rdpdiagnosis.azure.change.RemoteDesktopReset;
import io.github.rdpdiagnosis.azure.change.ResourceChange;
import io.github.rdpdiagnosis.azure.change.SizeChange;
import io.github.rdpdiagnosis.azure.change.StepOutcome;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.samples.ArmStub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes against the made-up Azure: whatever happens, its state is the one before or after. */
@Timeout(120)
class ChangeRunTest {
  private static final String TOKEN = "s3cret-token";

  @TempDir Path folder;
  private static ArmStub azure;
  private static ChangeRun run;
  private ArmStub.StubVm vm;
  private Path file;

  @BeforeAll
  static void start() {
    azure = ArmStub.start();
    run = ChangeRun.of(Secret.of(TOKEN), AzureCloud.of(azure.url()));
  }

  @AfterAll
  static void stop() {
    azure.close();
  }

  @BeforeEach
  void plant() {
    azure.forget();
    vm = azure.vm("vm1", "127.0.0.1", 3389).power("deallocated");
    file = folder.resolve("journal");
  }

  @AfterEach
  void neverATokenOnDisk() throws IOException {
    if (Files.exists(file)) {
      assertThat(Files.readString(file)).doesNotContain(TOKEN, "Pa$$w0rd");
    }
  }

  private VmId id() {
    return VmId.parse(vm.id());
  }

  private String rule() {
    return FourSteps.rule(id());
  }

  private List<ChangeStep> steps() {
    return FourSteps.of(id());
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(30));
  }

  private ChangeReport apply(List<ChangeStep> steps, ChangeListener listener) throws Exception {
    try (Journal journal = Journal.of(file, "hash", steps)) {
      return run.apply(journal, Optional.empty(), soon(), listener);
    }
  }

  private ChangeReport rollback() throws Exception {
    try (Journal journal = Journal.open(file)) {
      return run.rollback(journal, soon(), ChangeListener.NONE);
    }
  }

  private static List<StepOutcome.Kind> kinds(List<StepOutcome> outcomes) {
    return outcomes.stream().map(StepOutcome::kind).toList();
  }

  private List<String> writes() {
    return azure.requests().stream()
        .filter(request -> !request.startsWith("GET ") && !request.contains("/runCommand"))
        .toList();
  }

  @Test
  void appliesAndTakesBack() throws Exception {
    vm.guestSetting("denyconnections", 1);
    final String before = azure.state();
    ChangeReport done = apply(steps(), ChangeListener.NONE);
    assertThat(done.isComplete()).as("%s", done).isTrue();
    String after = azure.state();
    assertThat(after).isNotEqualTo(before).contains("Allow-Rdp-Client", "Standard_D4s_v5");
    ChangeReport back = rollback();
    assertThat(kinds(back.taken())).as("%s", back).containsOnly(StepOutcome.Kind.UNDONE);
    assertThat(azure.state()).isEqualTo(before);
    assertThat(writes()).hasSize(6);
  }

  @Test
  void whatIsThereAlreadyIsNeitherWrittenNorTakenBack() throws Exception {
    List<ChangeStep> first = steps().subList(0, 1);
    apply(first, ChangeListener.NONE);
    Files.delete(file);
    final String state = azure.state();
    assertThat(kinds(apply(first, ChangeListener.NONE).steps()))
        .containsExactly(StepOutcome.Kind.ALREADY);
    assertThat(rollback().taken()).isEmpty();
    assertThat(azure.state()).isEqualTo(state);
  }

  /** Dies at a point: not an exception that anything handles. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  static Stream<Arguments> everyPoint() {
    List<Arguments> all = new ArrayList<>();
    for (String step : List.of("1-rule", "2-start", "3-enable", "4-size")) {
      for (ChangeListener.Point point : ChangeListener.Point.values()) {
        all.add(Arguments.of(step, point, true));
        all.add(Arguments.of(step, point, false));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("everyPoint")
  void killedAnywhere(String step, ChangeListener.Point point, boolean again) throws Exception {
    vm.guestSetting("denyconnections", 1);
    final String before = azure.state();
    ChangeListener killer =
        (at, reached, what) -> {
          if (at.equals(step) && reached == point) {
            throw new Killed();
          }
        };
    assertThatThrownBy(() -> apply(steps(), killer)).isInstanceOf(Killed.class);
    // A half line at the end, as a crash in the middle of a write leaves it.
    Files.writeString(
        file, "{\"at\":\"2026-11", StandardCharsets.UTF_8, java.nio.file.StandardOpenOption.APPEND);
    if (again) {
      ChangeReport report = apply(steps(), ChangeListener.NONE);
      assertThat(report.isComplete()).as("%s", report).isTrue();
      assertThat(azure.state()).contains("Allow-Rdp-Client", "Standard_D4s_v5");
      assertThat(writes()).as("nothing twice").doesNotHaveDuplicates().hasSize(3);
    }
    ChangeReport back = rollback();
    assertThat(back.isTakenBack()).as("%s", back).isTrue();
    assertThat(azure.state()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "FORBIDDEN, NOT_PERMITTED",
    "CONFLICT, BUSY",
    "PRECONDITION, CHANGED_BY_OTHERS",
    "ERROR, FAILED"
  })
  void whatAzureRefusesStopsTheRunAndIsTakenBack(ArmStub.Fault fault, StepOutcome.Kind kind)
      throws Exception {
    vm.guestSetting("denyconnections", 1);
    final String before = azure.state();
    azure.faults(request -> request.endsWith("/start") ? fault : ArmStub.Fault.NONE);
    ChangeReport report = apply(steps(), ChangeListener.NONE);
    assertThat(kinds(report.steps()))
        .as("%s", report)
        .containsExactly(
            StepOutcome.Kind.DONE, kind, StepOutcome.Kind.NOT_BEGUN, StepOutcome.Kind.NOT_BEGUN);
    assertThat(kinds(report.taken())).containsExactly(StepOutcome.Kind.UNDONE);
    assertThat(azure.state()).isEqualTo(before);
    if (kind == StepOutcome.Kind.NOT_PERMITTED) {
      assertThat(report.steps().get(1).detail())
          .contains("Microsoft.Compute/virtualMachines/start/action");
    }
  }

  @Test
  void anErrorAfterTheActIsNoReasonToActAgain() throws Exception {
    azure.faults(request -> ArmStub.Fault.ERROR_AFTER);
    ChangeReport report = apply(steps().subList(0, 2), ChangeListener.NONE);
    assertThat(report.isComplete()).as("%s", report).isTrue();
    assertThat(writes()).hasSize(2);
  }

  @Test
  void aRuleThatSomebodyElseMadeIsNotOverwritten() throws Exception {
    ArmStub.Fault none = ArmStub.Fault.NONE;
    String path = rule();
    // Between the comparison and the write, somebody else makes a rule of that name.
    azure.faults(
        request -> {
          azure.faults(other -> none);
          put(path, "\"priority\":140");
          return none;
        });
    ChangeReport report = apply(steps().subList(0, 1), ChangeListener.NONE);
    assertThat(kinds(report.steps())).containsExactly(StepOutcome.Kind.CHANGED_BY_OTHERS);
    assertThat(azure.state()).contains("\"priority\":140").doesNotContain("203.0.113.7/32");
    assertThat(report.taken()).isEmpty();
  }

  @Test
  void aRuleThatWasChangedSinceIsNotTakenBack() throws Exception {
    apply(steps().subList(0, 1), ChangeListener.NONE);
    put(rule(), "\"priority\":149");
    ChangeReport back = rollback();
    assertThat(kinds(back.taken())).containsExactly(StepOutcome.Kind.CHANGED_BY_OTHERS);
    assertThat(back.isTakenBack()).isFalse();
    assertThat(azure.state()).contains("\"priority\":149");
  }

  /** What somebody else does to a rule, past this library. */
  private void put(String path, String property) {
    try {
      java.net.http.HttpResponse<String> reply =
          java.net.http.HttpClient.newHttpClient()
              .send(
                  java.net.http.HttpRequest.newBuilder(azure.url().resolve(path))
                      .PUT(
                          java.net.http.HttpRequest.BodyPublishers.ofString(
                              "{\"properties\":{\"access\":\"Allow\",\"direction\":\"Inbound\","
                                  + property
                                  + "}}"))
                      .build(),
                  java.net.http.HttpResponse.BodyHandlers.ofString());
      assertThat(reply.statusCode()).isLessThan(300);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRestartIsNeverRepeated() throws Exception {
    vm.power("running");
    List<ChangeStep> restart =
        List.of(
            new ChangeStep(
                "1-restart", new PowerChange(id(), PowerChange.Action.RESTART, "running")));
    ChangeListener killer =
        (at, reached, what) -> {
          if (reached == ChangeListener.Point.SENT) {
            throw new Killed();
          }
        };
    assertThatThrownBy(() -> apply(restart, killer)).isInstanceOf(Killed.class);
    ChangeReport report = apply(restart, ChangeListener.NONE);
    assertThat(kinds(report.steps())).containsExactly(StepOutcome.Kind.PERHAPS_DONE);
    assertThat(writes()).hasSize(1);
    assertThat(kinds(rollback().taken())).containsExactly(StepOutcome.Kind.NOT_REVERSIBLE);
  }

  @Test
  void aPasswordGoesIntoTheRequestOnly() throws Exception {
    vm.power("running");
    List<ChangeStep> reset =
        List.of(
            new ChangeStep(
                "1-password",
                new RemoteDesktopReset(
                    id(), "westeurope", "enablevmaccess", "run-1", Optional.of("demo"))));
    try (Journal journal = Journal.of(file, "hash", reset)) {
      ChangeReport without = run.apply(journal, Optional.empty(), soon(), ChangeListener.NONE);
      assertThat(kinds(without.steps())).containsExactly(StepOutcome.Kind.REFUSED);
      ChangeReport with =
          run.apply(journal, Optional.of(Secret.of("Pa$$w0rd")), soon(), ChangeListener.NONE);
      assertThat(with.isComplete()).as("%s", with).isTrue();
      assertThat(with.toString()).doesNotContain("Pa$$w0rd");
    }
    assertThat(azure.state()).contains("VMAccessAgent", "run-1").doesNotContain("Pa$$w0rd");
  }

  @Test
  void aJournalIsOfOnePlanAndOneProcess() throws Exception {
    apply(steps().subList(0, 1), ChangeListener.NONE);
    assertThatThrownBy(() -> Journal.of(file, "other", steps()))
        .isInstanceOf(JsonDocumentException.class)
        .hasMessageContaining("another plan's");
    try (Journal journal = Journal.open(file)) {
      assertThat(journal.planHash()).isEqualTo("hash");
      assertThatThrownBy(() -> Journal.open(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another process");
    }
    rollback();
    assertThatThrownBy(() -> apply(steps().subList(0, 1), ChangeListener.NONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("taken back");
    Files.writeString(file, "hello\n");
    assertThatThrownBy(() -> Journal.open(file)).isInstanceOf(JsonDocumentException.class);
  }

  private ChangeReport resize(String size) throws Exception {
    Files.deleteIfExists(file);
    return apply(
        List.of(new ChangeStep("1-size", new SizeChange(id(), "Standard_D2s_v5", size))),
        ChangeListener.NONE);
  }

  @Test
  void aSizeThatIsNotOfferedIsNotSent() throws Exception {
    final String before = azure.state();
    ChangeReport report = resize("Standard_D64s_v5");
    assertThat(kinds(report.steps())).containsExactly(StepOutcome.Kind.REFUSED);
    assertThat(report.steps().get(0).detail()).contains("does not offer Standard_D64s_v5");
    assertThat(writes()).isEmpty();
    assertThat(azure.state()).isEqualTo(before);
    assertThat(azure.requests()).anyMatch(request -> request.endsWith("/vmSizes"));
  }

  /** 4 cores are in use; from 2 to 4 cores takes 2 more of the region and of the family. */
  @ParameterizedTest
  @CsvSource({"100,100,''", "6,6,''", "5,100,quota cores", "100,5,quota standardDSv5Family"})
  void aSizeThatDoesNotFitIntoTheQuotaIsNotSent(int cores, int family, String quota)
      throws Exception {
    vm.quotas(cores, family);
    ChangeReport report = resize("Standard_D4s_v5");
    assertThat(kinds(report.steps()))
        .as("%s", report)
        .containsExactly(quota.isEmpty() ? StepOutcome.Kind.DONE : StepOutcome.Kind.REFUSED);
    assertThat(report.steps().get(0).detail()).contains(quota);
    assertThat(writes()).hasSize(quota.isEmpty() ? 1 : 0);
  }

  /** Another family, as many cores: no more of the region, and nothing is known of the family. */
  @Test
  void aFamilyThatIsNotInTheListIsLeftToAzure() throws Exception {
    vm.quotas(4, 4);
    assertThat(resize("Standard_B2ms").isComplete()).isTrue();
  }

  private String network() {
    return id().toString().replaceFirst("/providers/.*", "") + "/providers/Microsoft.Network/";
  }

  private ChangeStep removal() {
    return new ChangeStep(
        "1-remove-rule",
        new ResourceChange(
            network() + "networkSecurityGroups/vm1-nsg/securityRules/AllowRdp",
            Optional.of(Map.of("access", "Allow", "direction", "Inbound", "priority", 300L)),
            Optional.empty()));
  }

  /** A NIC without a public address, and an address that belongs to nothing. */
  private ChangeStep association(String belongsTo) {
    String nic = network() + "networkInterfaces/vm1-nic";
    azure.document(
        nic,
        "{\"name\":\"vm1-nic\",\"id\":\""
            + nic
            + "\",\"etag\":\"W/\\\"1\\\"\",\"location\":\"westeurope\",\"tags\":{\"team\":\"sales\"},"
            + "\"properties\":{\"provisioningState\":\"Succeeded\",\"enableIPForwarding\":false,"
            + "\"ipConfigurations\":[{\"name\":\"ipconfig1\",\"properties\":{\"primary\":true,"
            + "\"privateIPAddress\":\"10.0.0.4\",\"privateIPAllocationMethod\":\"Dynamic\"}}]}}");
    String address = network() + "publicIPAddresses/spare";
    azure.document(
        address,
        "{\"name\":\"spare\",\"properties\":{\"ipAddress\":\"203.0.113.9\"" + belongsTo + "}}");
    return new ChangeStep("1-public-ip", new PublicIpAssociation(nic, "ipconfig1", address, true));
  }

  private ChangeStep step(String kind) {
    return kind.equals("rule") ? removal() : association("");
  }

  /** What the rule had besides what the plan knows of it is back as well. */
  @ParameterizedTest
  @CsvSource({"rule, DELETE", "address, PUT"})
  void isDoneAndComesBackAsItWas(String kind, String method) throws Exception {
    List<ChangeStep> steps = List.of(step(kind));
    final String before = azure.state();
    ChangeReport report = apply(steps, ChangeListener.NONE);
    assertThat(report.isComplete()).as("%s", report).isTrue();
    assertThat(azure.state()).isNotEqualTo(before);
    assertThat(writes()).singleElement().asString().startsWith(method);
    assertThat(rollback().isTakenBack()).isTrue();
    assertThat(azure.state()).isEqualTo(before);
  }

  static Stream<Arguments> everyPointOfBoth() {
    return Stream.of("rule", "address")
        .flatMap(
            kind ->
                Stream.of(ChangeListener.Point.values()).map(point -> Arguments.of(kind, point)));
  }

  @ParameterizedTest
  @MethodSource("everyPointOfBoth")
  void killedAnywhereItIsAsBeforeOrDone(String kind, ChangeListener.Point point) throws Exception {
    List<ChangeStep> steps = List.of(step(kind));
    final String before = azure.state();
    assertThatThrownBy(
            () ->
                apply(
                    steps,
                    (at, reached, what) -> {
                      if (reached == point) {
                        throw new Killed();
                      }
                    }))
        .isInstanceOf(Killed.class);
    Runnable then = azure.remember();
    byte[] journal = Files.readAllBytes(file);
    assertThat(rollback().isTakenBack()).isTrue();
    assertThat(azure.state()).isEqualTo(before);

    then.run();
    Files.write(file, journal);
    assertThat(apply(steps, ChangeListener.NONE).isComplete()).isTrue();
    assertThat(azure.state()).isNotEqualTo(before);
    assertThat(rollback().isTakenBack()).isTrue();
    assertThat(azure.state()).isEqualTo(before);
  }

  /** Between the comparison and the write, somebody else changes it. */
  @ParameterizedTest
  @CsvSource({"rule", "address"})
  void whatOthersChangeInBetweenStays(String kind) throws Exception {
    List<ChangeStep> steps = List.of(step(kind));
    ArmStub.Fault none = ArmStub.Fault.NONE;
    azure.faults(
        request -> {
          azure.faults(other -> none);
          if (kind.equals("rule")) {
            put(((ResourceChange) removal().operation()).id(), "\"priority\":301");
          } else {
            association("");
            azure.document(
                network() + "networkInterfaces/vm1-nic",
                "{\"etag\":\"W/\\\"2\\\"\",\"properties\":{\"mine\":true}}");
          }
          return none;
        });
    ChangeReport report = apply(steps, ChangeListener.NONE);
    assertThat(kinds(report.steps())).containsExactly(StepOutcome.Kind.CHANGED_BY_OTHERS);
    assertThat(report.taken()).isEmpty();
    assertThat(azure.state()).contains(kind.equals("rule") ? "\"priority\":301" : "\"mine\":true");
  }

  @Test
  void anAddressOfSomethingElseIsNotTaken() throws Exception {
    List<ChangeStep> steps =
        List.of(association(",\"ipConfiguration\":{\"id\":\"/subscriptions/x/other-nic\"}"));
    ChangeReport report = apply(steps, ChangeListener.NONE);
    assertThat(kinds(report.steps())).containsExactly(StepOutcome.Kind.CHANGED_BY_OTHERS);
    assertThat(report.steps().get(0).detail()).contains("other-nic");
    assertThat(writes()).isEmpty();
  }
}
