package io.github.rdpdiagnosis.samples.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.change.ChangeListener;
import io.github.rdpdiagnosis.azure.change.ChangeReport;
import io.github.rdpdiagnosis.azure.change.StepOutcome;
import io.github.rdpdiagnosis.diagnosis.remedy.PlannedStep;
import io.github.rdpdiagnosis.diagnosis.remedy.RemediationPlan;
import io.github.rdpdiagnosis.diagnosis.remedy.Remediator;
import io.github.rdpdiagnosis.diagnosis.remedy.Wishes;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.samples.ArmStub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From what a guest said, through the plan, to a made-up guest that is changed and put back. */
@Timeout(60)
class PlannedStepsTest {
  private static final String THUMBPRINT = "ab".repeat(20);
  private static final String CLIENT = "203.0.113.7";

  @TempDir Path folder;
  private static ArmStub azure;
  private static Remediator remediator;
  private ArmStub.StubVm vm;

  @BeforeAll
  static void start() {
    azure = ArmStub.start();
    remediator = Remediator.of(Secret.of("token"), AzureCloud.of(azure.url()));
  }

  @AfterAll
  static void stop() {
    azure.close();
  }

  @BeforeEach
  void plant() {
    azure.forget();
    vm = azure.vm("vm1", "127.0.0.1", 3389);
  }

  private RemediationPlan plan(String causes, String facts, Wishes wishes) {
    StringBuilder findings = new StringBuilder();
    for (String cause : causes.split(" ", -1)) {
      findings
          .append(findings.isEmpty() ? "" : ",")
          .append("{\"cause\":\"" + cause + "\",\"certainty\":\"CONFIRMED\"}");
    }
    String result =
        "{\"schemaVersion\":1,\"verdict\":\"FAULT_FOUND\",\"target\":{\"host\":\"vm1.example\","
            + "\"port\":3389,\"addresses\":[\"127.0.0.1\"],\"vmId\":\""
            + vm.id()
            + "\"},\"findings\":["
            + findings
            + "],\"checks\":[{\"vantage\":\"guest\",\"facts\":{"
            + facts
            + "}}]}";
    return RemediationPlan.ofResult(result.getBytes(StandardCharsets.UTF_8), "test", wishes);
  }

  private static Wishes with(Wishes.Action... actions) {
    return new Wishes(
        List.of(IpAddress.parse(CLIENT)),
        Set.of(actions),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private ChangeReport apply(RemediationPlan plan) throws IOException, InterruptedException {
    return remediator.apply(
        plan,
        plan.hash(),
        folder.resolve("journal"),
        Optional.empty(),
        Deadline.in(Duration.ofSeconds(30)),
        ChangeListener.NONE);
  }

  private ChangeReport rollback() throws IOException, InterruptedException {
    return remediator.rollback(
        folder.resolve("journal"), Deadline.in(Duration.ofSeconds(30)), ChangeListener.NONE);
  }

  private static List<StepOutcome.Kind> kinds(List<StepOutcome> outcomes) {
    return outcomes.stream().map(StepOutcome::kind).toList();
  }

  static Stream<Arguments> reversible() {
    return Stream.of(
        Arguments.of(
            "VM-32",
            "\"guest.certificate\":\"CONFIGURED_MISSING\",\"guest.certificate-thumbprint\":\""
                + THUMBPRINT
                + "\"",
            "certificatebinding " + THUMBPRINT,
            1),
        Arguments.of(
            "VM-28",
            "\"guest.firewall-inbound\":\"NO_RULE\",\"guest.listener-port\":3390",
            "firewallopening 3390 3230332e302e3131332e37",
            0),
        Arguments.of(
            "VM-65",
            "\"guest.firewall-inbound\":\"OTHER_PROFILE\",\"guest.listener-port\":3389",
            "firewallopening 3389 3230332e302e3131332e37",
            0));
  }

  @ParameterizedTest
  @MethodSource("reversible")
  void aStepOfTheGuestIsDoneAndPutBack(String cause, String facts, String setting, int value)
      throws Exception {
    vm.guestSetting(setting, value);
    final String before = azure.state();
    RemediationPlan plan = plan(cause, facts, with());
    assertThat(plan.changes()).hasSize(1);
    assertThat(plan.steps().get(0).causes()).containsExactly(cause);
    ChangeReport report = apply(plan);
    assertThat(kinds(report.steps())).as("%s", report).containsExactly(StepOutcome.Kind.DONE);
    assertThat(azure.state()).isNotEqualTo(before);
    assertThat(kinds(rollback().taken())).containsExactly(StepOutcome.Kind.UNDONE);
    assertThat(azure.state()).isEqualTo(before);
  }

  /** Somebody else told the listener to use another certificate in between: that one stays. */
  @ParameterizedTest
  @MethodSource("reversible")
  void whatIsOtherwiseByNowStays(String cause, String facts, String setting, int value)
      throws Exception {
    RemediationPlan plan = plan(cause, facts, with());
    vm.guestSetting(setting, 2);
    final String before = azure.state();
    assertThat(kinds(apply(plan).steps())).containsExactly(StepOutcome.Kind.CHANGED_BY_OTHERS);
    assertThat(azure.state()).isEqualTo(before);
  }

  @Test
  void aCertificateIsMadeAnewAndThatIsSaidToBeForGood() throws Exception {
    RemediationPlan plan =
        plan("VM-31", "\"guest.certificate\":\"SELF_SIGNED_MISSING\"", Wishes.NONE);
    assertThat(plan.steps().get(0).consequences()).anyMatch(each -> each.contains("takes back"));
    assertThat(plan.changes().get(0).operation().inverse()).isEmpty();
    assertThat(apply(plan).isComplete()).isTrue();
    assertThat(azure.state()).contains("selfsignedcertificate");
    assertThat(kinds(rollback().taken())).containsExactly(StepOutcome.Kind.NOT_REVERSIBLE);
  }

  @Test
  void anExpiredCertificateThatOnlyWarnsIsLeftAlone() {
    String facts = "\"guest.certificate\":\"SELF_SIGNED\",\"guest.certificate-expired\":true";
    assertThat(plan("VM-57", facts, Wishes.NONE).changes()).isEmpty();
    assertThat(plan("VM-31", facts, Wishes.NONE).changes()).hasSize(1);
  }

  @Test
  void theRoleIsRemovedWhereNothingUsesIt() throws Exception {
    String facts = "\"guest.session-host\":true,\"guest.broker-active\":false,\"guest.sessions\":2";
    vm.guestSetting("sessionhostrole", 1);
    final String before = azure.state();
    RemediationPlan plan = plan("VM-45", facts, Wishes.NONE);
    assertThat(plan.steps())
        .extracting(PlannedStep::id)
        .containsExactly("1-remove-rds-role", "2-restart");
    ChangeReport report = apply(plan);
    assertThat(report.isComplete()).as("%s", report).isTrue();
    assertThat(azure.state()).doesNotContain("sessionhostrole");
    assertThat(kinds(rollback().taken()))
        .containsExactly(StepOutcome.Kind.NOT_REVERSIBLE, StepOutcome.Kind.UNDONE);
    assertThat(azure.state()).isEqualTo(before);
  }

  /** 2 is a deployment or RemoteApp, 3 is more than two people: seen by the script only. */
  @Test
  void theRoleStaysWhereSomethingUsesItByNow() throws Exception {
    String facts = "\"guest.session-host\":true,\"guest.broker-active\":false,\"guest.sessions\":2";
    RemediationPlan plan = plan("VM-45", facts, Wishes.NONE);
    for (int inUse : List.of(2, 3)) {
      vm.guestSetting("sessionhostrole", inUse);
      Files.deleteIfExists(folder.resolve("journal"));
      ChangeReport report = apply(plan);
      assertThat(kinds(report.steps()))
          .containsExactly(StepOutcome.Kind.CHANGED_BY_OTHERS, StepOutcome.Kind.NOT_BEGUN);
      assertThat(report.steps().get(0).detail()).contains("it needs licences");
      assertThat(azure.requests()).noneMatch(request -> request.endsWith("/restart"));
    }
  }

  @Test
  void aDeploymentNeedsLicences() {
    for (String broker :
        List.of(
            "\"guest.broker-active\":true",
            "\"guest.broker-active\":false,\"guest.broker-service-running\":true")) {
      RemediationPlan plan = plan("VM-45", "\"guest.session-host\":true," + broker, Wishes.NONE);
      assertThat(plan.changes()).isEmpty();
      assertThat(plan.steps().get(0).precondition()).contains("belongs to a Remote Desktop");
    }
  }

  @Test
  void nlaIsTurnedOnAndBack() throws Exception {
    final String before = azure.state();
    RemediationPlan plan =
        plan("VM-57", "\"guest.nla-required\":false", with(Wishes.Action.NLA_ON));
    assertThat(plan.changes()).hasSize(1);
    assertThat(plan.steps()).noneMatch(PlannedStep::weakens);
    assertThat(apply(plan).isComplete()).isTrue();
    assertThat(azure.state()).contains("networklevelauthentication");
    assertThat(rollback().isTakenBack()).isTrue();
    assertThat(azure.state()).isEqualTo(before);
    assertThat(plan("VM-57", "\"guest.nla-required\":true", with(Wishes.Action.NLA_ON)).notes())
        .anyMatch(note -> note.contains("on already"));
  }

  /** The rule comes first; a profile that is on by now is left as it is, forwards and back. */
  @Test
  void theFirewallIsTurnedOnAfterItsRule() throws Exception {
    vm.guestSetting("firewalldomain", 1);
    final String before = azure.state();
    RemediationPlan plan =
        plan(
            "VM-57",
            "\"guest.firewall-inbound\":\"FIREWALL_OFF\",\"guest.listener-port\":3390",
            with(Wishes.Action.FIREWALL_ON));
    assertThat(plan.changes())
        .extracting(step -> step.id())
        .containsExactly(
            "1-firewall-opening", "2-firewall-domain", "3-firewall-private", "4-firewall-public");
    ChangeReport report = apply(plan);
    assertThat(kinds(report.steps()))
        .containsExactly(
            StepOutcome.Kind.DONE,
            StepOutcome.Kind.ALREADY,
            StepOutcome.Kind.DONE,
            StepOutcome.Kind.DONE);
    assertThat(rollback().isTakenBack()).isTrue();
    assertThat(azure.state()).isEqualTo(before);
  }

  @Test
  void aFirewallThatBlocksAllGoesBackToItsRules() throws Exception {
    vm.guestSetting("inboundrulesdomain", 1);
    final String before = azure.state();
    RemediationPlan plan = plan("VM-26", "\"guest.firewall-inbound\":\"BLOCKS_ALL\"", Wishes.NONE);
    assertThat(plan.changes()).hasSize(3);
    assertThat(apply(plan).isComplete()).isTrue();
    assertThat(rollback().isTakenBack()).isTrue();
    assertThat(azure.state()).isEqualTo(before);
    String byPolicy = ",\"guest.firewall-by-policy\":true";
    assertThat(
            plan("VM-26", "\"guest.firewall-inbound\":\"BLOCKS_ALL\"" + byPolicy, Wishes.NONE)
                .changes())
        .isEmpty();
  }

  @Test
  void noRuleForEverybodyIsPlannedInWindows() {
    RemediationPlan plan =
        plan(
            "VM-28",
            "\"guest.firewall-inbound\":\"NO_RULE\",\"guest.listener-port\":3390",
            Wishes.NONE);
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.notes()).anyMatch(note -> note.contains("--client ADDRESS"));
  }
}
