package io.github.rdpdiagnosis.azure.change;

import io.github.rdpdiagnosis.azure.VmId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Another power state of a VM: {@code POST …/virtualMachines/{vm}/{action}}, a long-running
 * operation of minutes.
 *
 * @param vm the VM
 * @param action what is done
 * @param expected the power state that it starts from, such as {@code deallocated}
 */
public record PowerChange(VmId vm, Action action, String expected) implements Operation {
  /** What can be done. */
  public enum Action {
    /** Starts a VM that is stopped or deallocated. */
    START("running"),
    /** Stops Windows and gives the computing power back; a dynamic public address is lost. */
    DEALLOCATE("deallocated"),
    /** Stops Windows; the VM is still paid for. */
    POWER_OFF("stopped"),
    /** Restarts Windows: sessions end. */
    RESTART("running"),
    /** Moves the VM to another host: sessions end, the temporary disk is lost. */
    REDEPLOY("running");

    private final String after;

    Action(String after) {
      this.after = after;
    }

    String segment() {
      return this == POWER_OFF ? "powerOff" : name().toLowerCase(Locale.ROOT);
    }

    /** Whether the state afterwards is the one before: nothing but a journal tells it was done. */
    boolean leavesNoTrace() {
      return this == RESTART || this == REDEPLOY;
    }
  }

  /** Checks that the action can start from that state. */
  public PowerChange {
    Objects.requireNonNull(vm, "vm");
    boolean starts = action == Action.START;
    if (starts ? !expected.matches("stopped|deallocated") : !expected.equals("running")) {
      throw new IllegalArgumentException(action + " cannot start from power state " + expected);
    }
  }

  @Override
  public String target() {
    return vm.toString();
  }

  @Override
  public String what() {
    return switch (action) {
      case START -> "start the VM " + vm.name();
      case DEALLOCATE -> "deallocate the VM " + vm.name();
      case POWER_OFF -> "stop the VM " + vm.name();
      case RESTART -> "restart the VM " + vm.name();
      case REDEPLOY -> "redeploy the VM " + vm.name() + " to another host";
    };
  }

  @Override
  public String before() {
    return expected;
  }

  @Override
  public String after() {
    return action.after;
  }

  @Override
  public Optional<Operation> inverse() {
    return switch (action) {
      case START ->
          Optional.of(
              new PowerChange(
                  vm,
                  expected.equals("stopped") ? Action.POWER_OFF : Action.DEALLOCATE,
                  "running"));
      case DEALLOCATE, POWER_OFF -> Optional.of(new PowerChange(vm, Action.START, action.after));
      case RESTART, REDEPLOY -> Optional.empty();
    };
  }

  @Override
  public List<String> permissions() {
    return List.of(
        "Microsoft.Compute/virtualMachines/read",
        "Microsoft.Compute/virtualMachines/" + action.segment() + "/action");
  }
}
