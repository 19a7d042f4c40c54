package io.github.rdpdiagnosis.diagnosis.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.change.GuestChange;
import io.github.rdpdiagnosis.azure.change.GuestSetting;
import io.github.rdpdiagnosis.azure.change.Operation;
import io.github.rdpdiagnosis.azure.change.ResourceChange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemediationPlanTest {
  private static final String VM =
      "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg1"
          + "/providers/Microsoft.Compute/virtualMachines/vm1";
  private static final Instant NOW = Instant.parse("2026-11-25T04:00:00Z");

  /** A result of a diagnosis: findings, and what the guest said. */
  private static byte[] result(String findings, String guestFacts) {
    return ("{\"schemaVersion\":1,\"verdict\":\"FAULT_FOUND\",\"target\":{\"host\":\"vm1.example\","
            + "\"port\":3389,\"addresses\":[\"203.0.113.9\"],\"vmId\":\""
            + VM
            + "\"},\"findings\":["
            + findings
            + "],\"checks\":[{\"vantage\":\"guest\",\"facts\":{"
            + guestFacts
            + "}}]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String finding(String cause) {
    return "{\"cause\":\"" + cause + "\",\"certainty\":\"CONFIRMED\"}";
  }

  private static Wishes wish(Wishes.Action... actions) {
    return new Wishes(
        List.of(), Set.of(actions), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static PlannedStep step(String id, String cause, Operation operation) {
    return new PlannedStep(
        id, List.of(cause), operation.what(), Optional.of(operation), "", List.of(), "");
  }

  private static RemediationPlan plan(PlannedStep... steps) {
    return new RemediationPlan(
        NOW, "vm1.example", 3389, Optional.of(VM), List.of(), List.of(steps), List.of());
  }

  /** What nobody but people may do is there in words, with its conditions and its end. */
  @Test
  void theRoleAndTheVantagePointAreSaidInWords() {
    RemediationPlan plan =
        RemediationPlan.ofResult(
            result(finding("VM-45"), "\"guest.sessions\":3"),
            "test",
            wish(Wishes.Action.VANTAGE_VM));
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.steps())
        .extracting(PlannedStep::id)
        .containsExactly("1-remove-rds-role", "2-vantage-vm");
    assertThat(plan.steps().get(0).precondition())
        .contains("no RemoteApp", "two sessions", "was not read");
    assertThat(plan.steps().get(0).consequences().get(0)).contains("3 when the guest was read");
    assertThat(plan.steps().get(1).byHand())
        .contains("--nsg-rule NONE", "/dev/tcp/vm1.example/3389")
        .endsWith("az group delete -n rdp-vantage --yes");
  }

  @Test
  void aNicIsResetInWordsWithWhatHasToHoldFirst() {
    RemediationPlan plan =
        RemediationPlan.ofResult(result(finding("VM-21"), ""), "test", Wishes.NONE);
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.steps()).extracting(PlannedStep::id).containsExactly("1-reset-nic");
    assertThat(plan.steps().get(0).precondition()).contains("free in the subnet");
    assertThat(plan.steps().get(0).byHand())
        .contains("serial console", "check-ip-address", VM, "take it back");
  }

  @Test
  void aMovedListenerIsSetBackBeforeTheRestart() {
    RemediationPlan plan =
        RemediationPlan.ofResult(
            result(finding("VM-08"), "\"guest.listener-port\":3398"), "test", Wishes.NONE);
    assertThat(plan.steps())
        .extracting(PlannedStep::id)
        .containsExactly("1-listener-port", "2-restart");
    assertThat(plan.changes().get(0).operation().before()).isEqualTo("3398");
    assertThat(plan.changes().get(0).operation().after()).isEqualTo("3389");
    assertThat(RemediationPlan.read(plan.toJson().getBytes(StandardCharsets.UTF_8), "plan"))
        .isEqualTo(plan);
  }

  /** A rule that is missing is said in words, with a port that nobody guesses. */
  @Test
  void aMissingNatRuleIsSaidWithAFreePort() {
    RemediationPlan plan =
        RemediationPlan.ofResult(
            result(finding("EP-05"), "\"guest.listener-port\":3389"), "test", Wishes.NONE);
    PlannedStep step = plan.steps().get(0);
    assertThat(plan.changes()).isEmpty();
    assertThat(step.byHand()).contains("--backend-port 3389", "rdp-file new", "private port 3389");
    assertThat(Integer.parseInt(step.byHand().replaceFirst("(?s).*--frontend-port (\\d+).*", "$1")))
        .isBetween(49_152, 65_535);
  }

  @Test
  void whatTheGuestSaysIsMended() {
    RemediationPlan plan =
        RemediationPlan.ofResult(
            result(
                finding("VM-01"),
                "\"guest.deny-ts-connections\":true,\"guest.deny-ts-connections-origin\":\"LOCAL\","
                    + "\"guest.term-service-start\":4,\"guest.services-disabled\":[\"SessionEnv\"],"
                    + "\"guest.firewall-inbound\":\"RULE_OFF\",\"guest.drain-mode\":1"),
            "result",
            Wishes.NONE);
    assertThat(plan.changes())
        .extracting(change -> change.operation().what())
        .containsExactly(
            "set DENY_CONNECTIONS in Windows on vm1 from 1 to 0",
            "set DRAIN_MODE in Windows on vm1 from 1 to 0",
            "set TERM_SERVICE_START in Windows on vm1 from 4 to 3",
            "set SESSION_ENV_START in Windows on vm1 from 4 to 3",
            "set FIREWALL_RULES in Windows on vm1 from 0 to 1");
    assertThat(plan.steps()).allMatch(s -> !s.byHand().isBlank() && !s.consequences().isEmpty());
  }

  @Test
  void whatPolicySetsIsLeftToPolicy() {
    RemediationPlan plan =
        RemediationPlan.ofResult(
            result(
                finding("VM-02"),
                "\"guest.deny-ts-connections\":true,\"guest.deny-ts-connections-origin\":\"POLICY\""),
            "result",
            Wishes.NONE);
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.steps()).singleElement().satisfies(s -> assertThat(s.byHand()).isNotBlank());
  }

  @Test
  void aStopGapIsPlannedOnRequestOnlyAndWithItsWayBack() {
    byte[] result = result(finding("VM-38"), "\"guest.nla-required\":true");
    assertThat(RemediationPlan.ofResult(result, "r", Wishes.NONE).changes()).isEmpty();
    RemediationPlan plan =
        RemediationPlan.ofResult(result, "r", wish(Wishes.Action.NLA_OFF_FOR_A_TIME));
    assertThat(plan.steps())
        .filteredOn(PlannedStep::weakens)
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.consequences()).anyMatch(c -> c.contains("weakens the VM"));
              assertThat(s.operation().orElseThrow().inverse().orElseThrow().what())
                  .contains("from 0 to 1");
            });
    assertThat(plan.toJson()).contains("\"takenBackBy\"", "\"weakens\" : true");
    PlannedStep last = plan.steps().get(plan.steps().size() - 1);
    assertThat(last.id()).isEqualTo("2-take-back-1-nla-off-for-a-time");
    assertThat(last.what()).contains("NETWORK_LEVEL_AUTHENTICATION", "from 0 to 1");
    assertThat(last.byHand()).contains("rdpdiag rollback");
  }

  /** Every value that weakens has one that takes it back, and no plan holds it without that. */
  @Test
  void whateverWeakensIsTakenBack() {
    VmId vm = VmId.parse(VM);
    int weakening = 0;
    for (GuestSetting setting : GuestSetting.values()) {
      for (int wanted = 0; wanted <= 4; wanted++) {
        if (setting.isWeakenedBy(wanted)) {
          weakening++;
          int before = setting == GuestSetting.SECURITY_LAYER ? 2 : 1;
          PlannedStep weak =
              step("1-weak", "VM-38", new GuestChange.Setting(vm, setting, before, wanted));
          assertThat(weak.operation().orElseThrow().inverse()).as("%s", setting).isPresent();
          assertThatThrownBy(() -> plan(weak)).hasMessageContaining("taken back");
          assertThat(plan(weak, StepsInWords.wayBack(weak)).steps()).hasSize(2);
        }
      }
    }
    assertThat(weakening).isEqualTo(6);
  }

  @Test
  void noStopGapWhereNothingSaysThatNlaIsTheMatter() {
    RemediationPlan plan =
        RemediationPlan.ofResult(
            result(finding("VM-01"), "\"guest.nla-required\":true"),
            "r",
            wish(Wishes.Action.NLA_OFF_FOR_A_TIME));
    assertThat(plan.steps()).noneMatch(PlannedStep::weakens);
    assertThat(plan.notes()).anyMatch(note -> note.contains("stays on"));
  }

  @Test
  void aPlanCannotHoldWhatWeakensWhereAnotherStepMendsTheSame() {
    VmId vm = VmId.parse(VM);
    PlannedStep weak =
        step("1-weak", "VM-37", new GuestChange.Setting(vm, GuestSetting.SECURITY_LAYER, 2, 0));
    PlannedStep good =
        step("2-good", "VM-37", new GuestChange.Setting(vm, GuestSetting.LISTENER_ENABLED, 0, 1));
    PlannedStep back = StepsInWords.wayBack(weak);
    assertThat(plan(weak, back).steps()).hasSize(2);
    assertThatThrownBy(() -> plan(weak, good, back))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mends the same");
    assertThatThrownBy(() -> plan(weak))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("taken back");
  }

  @Test
  void aPlanCannotHoldARuleForEverybody() {
    for (String source : List.of("*", "Internet", "0.0.0.0/0", "::/0", "any")) {
      Operation rule =
          new ResourceChange(
              VM.replaceFirst("/Microsoft.*", "")
                  + "/Microsoft.Network/networkSecurityGroups/n/securityRules/r",
              Optional.empty(),
              Optional.of(Map.of("access", "Allow", "sourceAddressPrefix", source)));
      assertThatThrownBy(() -> plan(step("1-rule", "NW-01", rule)))
          .as(source)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aPlanCannotTakeAwayARuleThatDenies() {
    String rule =
        VM.replaceFirst("/Microsoft.*", "")
            + "/Microsoft.Network/networkSecurityGroups/n/securityRules/r";
    for (String access : List.of("Deny", "deny", "Allow")) {
      Operation removal =
          new ResourceChange(rule, Optional.of(Map.of("access", access)), Optional.empty());
      if (access.equals("Allow")) {
        assertThat(plan(step("1-rule", "NW-02", removal)).steps()).hasSize(1);
      } else {
        assertThatThrownBy(() -> plan(step("1-rule", "NW-02", removal)))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void readsBackAsItWasAndNoticesAnyChange() {
    RemediationPlan plan =
        plan(
            step(
                "1-x",
                "VM-01",
                new GuestChange.Setting(VmId.parse(VM), GuestSetting.DENY_CONNECTIONS, 1, 0)));
    byte[] json = plan.toJson().getBytes(StandardCharsets.UTF_8);
    assertThat(RemediationPlan.read(json, "plan")).isEqualTo(plan);
    byte[] other =
        plan.toJson().replace("vm1.example", "vm2.example").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RemediationPlan.read(other, "plan"))
        .isInstanceOf(JsonDocumentException.class)
        .hasMessageContaining("changed since it was made");
    for (String text : List.of("", "{}", "[]", "{\"schemaVersion\":1}", "nonsense")) {
      assertThatThrownBy(() -> RemediationPlan.read(text.getBytes(StandardCharsets.UTF_8), "plan"))
          .isInstanceOf(JsonDocumentException.class);
    }
  }

  @Test
  void wishesBecomeSteps() {
    RemediationPlan plan =
        RemediationPlan.ofResult(
            result("", ""),
            "r",
            new Wishes(
                List.of(),
                Set.of(Wishes.Action.RESTART, Wishes.Action.REDEPLOY, Wishes.Action.RECREATE),
                Optional.empty(),
                Optional.empty(),
                Optional.of("CONTOSO\\ann")));
    assertThat(plan.steps())
        .extracting(PlannedStep::id)
        .containsExactly("1-remote-desktop-user", "2-restart", "3-redeploy", "4-recreate");
    assertThat(plan.steps().get(2).consequences()).contains("the temporary disk is lost");
  }

  private static byte[] ofClient(String cause, String facts) {
    return new String(result(finding(cause), ""), StandardCharsets.UTF_8)
        .replace(
            "{\"vantage\":\"guest\",\"facts\":{}}",
            "{\"vantage\":\"client\",\"facts\":{" + facts + "}}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What is done on the client is said so that it can be pasted, with its way back. */
  @Test
  void aStaleNameIsForgottenAndTakenOutOfTheHostsFile() {
    RemediationPlan plan =
        RemediationPlan.ofResult(
            ofClient("CL-03", "\"hosts-file.addresses\":[\"203.0.113.8\"]"), "r", Wishes.NONE);
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.steps())
        .extracting(PlannedStep::id)
        .containsExactly("1-flush-dns", "2-hosts-entry");
    assertThat(plan.steps().get(0).byHand()).contains("ipconfig /flushdns", "nslookup vm1.example");
    assertThat(plan.steps().get(1).byHand())
        .contains("delete the line \"203.0.113.8 vm1.example\"");
    assertThat(plan.steps().get(1).consequences()).anyMatch(each -> each.contains("take it back"));
    // Without an address of the VM there is no line to write.
    assertThat(RemediationPlan.ofResult(ofClient("CL-03", ""), "r", Wishes.NONE).steps())
        .extracting(PlannedStep::id)
        .containsExactly("1-flush-dns");
  }

  /** The record of DNS is mended where it is kept: what helps one client is no remedy of it. */
  @Test
  void aWrongRecordIsStillSaidToBeUpdated() {
    RemediationPlan plan = RemediationPlan.ofResult(ofClient("EP-15", ""), "r", Wishes.NONE);
    assertThat(plan.steps())
        .extracting(PlannedStep::id)
        .containsExactly("1-flush-dns", "2-by-hand-ep-15");
    assertThat(plan.steps().get(1).byHand()).contains("Update the record");
  }

  /** What stands in a command was a host's name, and nothing that a shell would take apart. */
  @Test
  void aHostThatIsNoneIsInNoCommand() {
    byte[] result =
        new String(ofClient("CL-03", ""), StandardCharsets.UTF_8)
            .replace("vm1.example", "a; calc")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(RemediationPlan.ofResult(result, "r", Wishes.NONE).steps())
        .noneMatch(step -> step.byHand().contains("calc"));
  }
}
