package io.github.rdpdiagnosis.diagnosis.remedy;

import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.change.GuestChange;
import io.github.rdpdiagnosis.azure.change.GuestSetting;
import io.github.rdpdiagnosis.azure.change.Operation;
import io.github.rdpdiagnosis.azure.change.PowerChange;
import io.github.rdpdiagnosis.azure.change.ResourceChange;
import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.azure.policy.IngressPath;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Steps after which the port that the client connects to leads to the port that Windows listens on:
 * set PortNumber and read it back, compare it with the NAT rule's back-end port, restart. In that
 * order: a restart with a port that nothing leads to would lock everybody out.
 */
final class PortSteps {
  private static final int FIRST_FREE_PORT = 49_152;

  private final Diagnosed diagnosed;
  private final Optional<VmSnapshot> snapshot;
  private final VmId vm;
  private final String sessions;
  private final List<PlannedStep> steps = new ArrayList<>();

  PortSteps(Diagnosed diagnosed, Optional<VmSnapshot> snapshot, VmId vm, String sessions) {
    this.diagnosed = diagnosed;
    this.snapshot = snapshot;
    this.vm = vm;
    this.sessions = sessions;
  }

  List<PlannedStep> steps() {
    Optional<Integer> listener =
        diagnosed.fact(Vantage.GUEST, GuestFacts.LISTENER_PORT).map(Long::intValue);
    if (diagnosed.likely().containsKey("EP-05")) {
      Optional<IngressPath> nat = natRule();
      if (nat.isPresent() && listener.isPresent()) {
        set("EP-05", listener.get(), nat.get().port().number(), nat);
      } else if (nat.isEmpty()) {
        newNatRule(listener.orElse(Port.RDP.number()));
      }
    } else if (diagnosed.likely().containsKey("VM-08") && listener.isPresent()) {
      set("VM-08", listener.get(), diagnosed.port(), Optional.empty());
    }
    return steps;
  }

  /** The NAT rule that the client's address and port belong to, wherever it leads. */
  private Optional<IngressPath> natRule() {
    return snapshot.stream()
        .map(NetworkPolicy::of)
        .flatMap(
            policy ->
                java.util.stream.Stream.concat(
                    policy.paths(Port.RDP).stream(), policy.pathsToOtherPorts(Port.RDP).stream()))
        .filter(path -> path.kind() == IngressPath.Kind.INBOUND_NAT_RULE)
        .filter(path -> path.frontEndPort().number() == diagnosed.port())
        .filter(
            path ->
                path.frontEnd()
                    .map(IpAddress::toString)
                    .filter(a -> diagnosed.addresses().contains(a) || diagnosed.host().equals(a))
                    .isPresent())
        .findFirst();
  }

  private void set(String cause, int listener, int wanted, Optional<IngressPath> nat) {
    if (listener == wanted) {
      return;
    }
    add(
        "listener-port",
        cause,
        new GuestChange.Setting(vm, GuestSetting.LISTENER_PORT, listener, wanted),
        "the script compares: PortNumber of RDP-Tcp is " + listener,
        List.of(
            "a script runs in the guest as SYSTEM, or through WinRM as the account given",
            "it counts once TermService or the VM was restarted",
            "the rule of Windows Firewall must be about port " + wanted),
        "on the VM: set PortNumber of RDP-Tcp from " + listener + " to " + wanted);
    nat.flatMap(IngressPath::resource)
        .ifPresent(
            id ->
                add(
                    "nat-port",
                    cause,
                    ResourceChange.unchanged(id, Map.of("backendPort", (long) wanted)),
                    "the NAT rule still leads to port " + wanted + "; else the port is set back",
                    List.of("nothing is written"),
                    "portal: the load balancer, Inbound NAT rules: its target port is " + wanted));
    add(
        "restart",
        cause,
        new PowerChange(vm, PowerChange.Action.RESTART, "running"),
        "Azure says that the VM runs",
        List.of(sessions, "the VM is away for some minutes"),
        "on the VM: restart TermService; portal: the VM, Restart");
  }

  /** A rule for one VM takes a write to the load balancer and one to the NIC: people do both. */
  private void newNatRule(int listener) {
    int port = ThreadLocalRandom.current().nextInt(FIRST_FREE_PORT, 65_536);
    steps.add(
        new PlannedStep(
            "new-nat-rule",
            List.of("EP-05"),
            "an inbound NAT rule from a free port, such as " + port + ", to port " + listener,
            Optional.empty(),
            "nothing is carried out: people do this themselves",
            List.of(
                "the client's .rdp file needs the new port", "an NSG still decides who gets in"),
            "az network lb inbound-nat-rule create --protocol Tcp --frontend-port "
                + port
                + " --backend-port "
                + listener
                + " --lb-name LB --name rdp-"
                + port
                + " -g GROUP; az network nic ip-config inbound-nat-rule add --inbound-nat-rule rdp-"
                + port
                + " --lb-name LB --nic-name NIC --ip-config-name ipconfig1 -g GROUP; then rdpdiag"
                + " rdp-file new --vm "
                + vm
                + ". A classic cloud service: delete the endpoint, and add one with public port "
                + port
                + " and private port "
                + listener));
  }

  private void add(
      String id,
      String cause,
      Operation operation,
      String precondition,
      List<String> consequences,
      String byHand) {
    steps.add(
        new PlannedStep(
            id,
            List.of(cause),
            operation.what(),
            Optional.of(operation),
            precondition,
            consequences,
            byHand));
  }
}
