package io.github.rdpdiagnosis.diagnosis.remedy;

import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.change.GuestChange;
import io.github.rdpdiagnosis.azure.change.GuestSetting;
import io.github.rdpdiagnosis.azure.change.PowerChange;
import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.model.check.Vantage;
import java.util.List;
import java.util.Optional;

/**
 * Takes the role Remote Desktop Session Host away, which ends its need for licences: only where
 * what was read says that no deployment uses it. RemoteApp and how many people are signed in are
 * looked at by the script itself, right before. Everywhere else the step is said in words.
 */
final class RoleSteps {
  private static final String CAUSE = "VM-45";

  private final Diagnosed diagnosed;
  private final Optional<VmId> vm;
  private final String sessions;

  RoleSteps(Diagnosed diagnosed, Optional<VmId> vm, String sessions) {
    this.diagnosed = diagnosed;
    this.vm = vm;
    this.sessions = sessions;
  }

  List<PlannedStep> steps() {
    Optional<Boolean> broker =
        diagnosed
            .fact(Vantage.GUEST, GuestFacts.BROKER_ACTIVE)
            .map(
                active ->
                    active
                        || diagnosed
                            .fact(Vantage.GUEST, GuestFacts.BROKER_SERVICE_RUNNING)
                            .orElse(false));
    if (vm.isEmpty() || broker.isEmpty()) {
      return words("whether a deployment uses it was not read");
    }
    if (broker.get()) {
      return words("it belongs to a Remote Desktop Services deployment");
    }
    if (!diagnosed.fact(Vantage.GUEST, GuestFacts.SESSION_HOST).orElse(false)) {
      return words("whether the role is there was not read");
    }
    return List.of(remove(vm.get()), restart(vm.get()));
  }

  private List<PlannedStep> words(String because) {
    return List.of(StepsInWords.removeSessionHostRole(sessions, because));
  }

  private PlannedStep remove(VmId id) {
    GuestChange change = new GuestChange.Setting(id, GuestSetting.SESSION_HOST_ROLE, 1, 0);
    return new PlannedStep(
        "remove-rds-role",
        List.of(CAUSE),
        "remove the role Remote Desktop Session Host from " + id.name(),
        Optional.of(change),
        "the script looks right before: no Remote Desktop Services deployment and no RemoteApp uses"
            + " this VM, and at most two people are signed in; otherwise nothing is changed, and it"
            + " needs licences",
        List.of(
            "a script runs in the guest as SYSTEM, for some minutes",
            "at most two sessions at once afterwards",
            "rollback installs the role again; Windows restarts for both"),
        "until then: mstsc /admin for one administrator; on the VM, as an administrator:"
            + " Uninstall-WindowsFeature RDS-RD-Server -Restart; or set the licence server and mode"
            + " in the policy of Remote Desktop Session Host, Licensing");
  }

  private PlannedStep restart(VmId id) {
    PowerChange change = new PowerChange(id, PowerChange.Action.RESTART, "running");
    return new PlannedStep(
        "restart",
        List.of(CAUSE),
        change.what(),
        Optional.of(change),
        "Azure says that the VM runs",
        List.of(
            sessions, "the VM is away for some minutes, longer while Windows takes the role away"),
        "portal: the VM, Restart; or: az vm restart --ids " + id);
  }
}
