package io.github.rdpdiagnosis.samples.change;

import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.change.ChangeStep;
import io.github.rdpdiagnosis.azure.change.GuestChange;
import io.github.rdpdiagnosis.azure.change.GuestSetting;
import io.github.rdpdiagnosis.azure.change.PowerChange;
import io.github.rdpdiagnosis.azure.change.ResourceChange;
import io.github.rdpdiagnosis.azure.change.SizeChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A rule, a start, a setting in the guest, a size: each kind of change that has an inverse. */
final class FourSteps {
  private static final Map<String, Object> RULE =
      Map.of(
          "protocol", "Tcp",
          "sourcePortRange", "*",
          "destinationPortRange", "3389",
          "sourceAddressPrefix", "203.0.113.7/32",
          "destinationAddressPrefix", "10.0.0.4",
          "access", "Allow",
          "priority", 150L,
          "direction", "Inbound");

  private FourSteps() {}

  static String rule(VmId vm) {
    return vm.toString().replaceFirst("/providers/.*", "")
        + "/providers/Microsoft.Network/networkSecurityGroups/vm1-nsg/securityRules/Allow-Rdp-Client";
  }

  static List<ChangeStep> of(VmId vm) {
    return List.of(
        new ChangeStep("1-rule", new ResourceChange(rule(vm), Optional.empty(), Optional.of(RULE))),
        new ChangeStep("2-start", new PowerChange(vm, PowerChange.Action.START, "deallocated")),
        new ChangeStep(
            "3-enable", new GuestChange.Setting(vm, GuestSetting.DENY_CONNECTIONS, 1, 0)),
        new ChangeStep("4-size", new SizeChange(vm, "Standard_D2s_v5", "Standard_D4s_v5")));
  }
}
