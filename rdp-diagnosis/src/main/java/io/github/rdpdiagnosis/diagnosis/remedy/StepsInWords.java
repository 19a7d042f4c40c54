package io.github.rdpdiagnosis.diagnosis.remedy;

import io.github.rdpdiagnosis.azure.change.Operation;
import java.util.List;
import java.util.Optional;

/** Steps that people do themselves, with what has to hold first and what they bring with them. */
final class StepsInWords {
  private static final String NO_STEP = "nothing is carried out: people do this themselves";

  private StepsInWords() {}

  /** Takes the session host role away, which ends its need for licences. */
  static PlannedStep removeSessionHostRole(String sessions, String because) {
    return new PlannedStep(
        "remove-rds-role",
        List.of("VM-45"),
        "remove the role Remote Desktop Session Host, or give it a licence server",
        Optional.empty(),
        NO_STEP
            + ": "
            + because
            + ". First: no Remote Desktop Services deployment and no RemoteApp uses this VM, and two"
            + " sessions at once are enough; otherwise it needs licences, not this step",
        List.of(sessions, "Windows restarts", "at most two sessions at once afterwards"),
        "until then: mstsc /admin for one administrator; on the VM, as an administrator:"
            + " Remove-WindowsFeature RDS-RD-Server -Restart; or set the licence server and mode in"
            + " the policy of Remote Desktop Session Host, Licensing");
  }

  /**
   * Another private address makes Azure plug the NIC in anew: Windows takes it as a new one, with
   * DHCP and switched on.
   */
  static PlannedStep resetNic(List<String> causes, String vm) {
    return new PlannedStep(
        "reset-nic",
        causes,
        "give the NIC another private address, which resets it in Windows",
        Optional.empty(),
        NO_STEP
            + ". First: the new address is free in the subnet, and nothing names the old one: NSG"
            + " rules, load balancers, name servers, other machines",
        List.of(
            "the VM restarts: all sessions end",
            "the hardware address changes, and the private address",
            "settings of the old NIC inside Windows stay behind, greyed out"),
        "milder, over the serial console: netsh interface set interface NAME admin=enabled, or netsh"
            + " interface ip set address NAME dhcp. Else: az vm nic list --ids "
            + vm
            + "; az network vnet check-ip-address -g GROUP -n VNET --ip-address FREE; az network nic"
            + " ip-config update -g GROUP --nic-name NIC -n ipconfig1 --private-ip-address FREE; wait"
            + " until the VM has restarted; to take it back, the same with the old address, or with"
            + " --set privateIpAllocationMethod=Dynamic");
  }

  /** What takes a weakening step back, for whoever carried it out. */
  static PlannedStep wayBack(PlannedStep weakening) {
    Operation inverse = weakening.operation().flatMap(Operation::inverse).orElseThrow();
    return new PlannedStep(
        RemediationPlan.WAY_BACK + weakening.id(),
        List.of(),
        "take step " + weakening.id() + " back: " + inverse.what(),
        Optional.empty(),
        NO_STEP
            + ". First: what the stop-gap was for is mended, or the work that it was for is done",
        List.of("until then the VM is less safe than it can be"),
        "rdpdiag rollback JOURNAL, which takes the whole plan back; or on the VM, as an"
            + " administrator: "
            + inverse.what());
  }

  /** Another place to look from, for as long as that takes. */
  static PlannedStep vantageVm(String host, int port) {
    return new PlannedStep(
        "vantage-vm",
        List.of(),
        "a throw-away VM in Azure to look from",
        Optional.empty(),
        NO_STEP + ". First: rights to create and delete a resource group",
        List.of(
            "it is paid for until it is deleted: a VM of the smallest size, a disk, an address",
            "its NSG has no rule that lets anybody in, and outgoing traffic is open",
            "the last command deletes all of it"),
        "az group create -n rdp-vantage -l REGION; az vm create -g rdp-vantage -n vantage --image"
            + " Ubuntu2204 --size Standard_B1s --generate-ssh-keys --nsg-rule NONE; az vm run-command"
            + " invoke -g rdp-vantage -n vantage --command-id RunShellScript --scripts 'timeout 10"
            + " bash -c \"</dev/tcp/"
            + host
            + "/"
            + port
            + "\" && echo open || echo closed'; az group delete -n rdp-vantage --yes");
  }
}
