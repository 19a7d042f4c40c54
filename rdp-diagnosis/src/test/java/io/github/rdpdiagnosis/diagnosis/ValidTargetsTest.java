package io.github.rdpdiagnosis.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.BastionHost;
import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.LoadBalancer;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.PublicIpAddress;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.VirtualMachine;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.diagnosis.ValidTargets.Match;
import io.github.rdpdiagnosis.diagnosis.ValidTargets.ValidTarget;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValidTargetsTest {
  private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
  private static final String SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-000000000001";
  private static final String NETWORK =
      SUBSCRIPTION + "/resourceGroups/rg1/providers/Microsoft.Network";
  private static final VmId VM =
      VmId.parse(
          SUBSCRIPTION + "/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/vm1");
  private static final String NIC = NETWORK + "/networkInterfaces/nic1";
  private static final String OWN = NETWORK + "/publicIPAddresses/own";
  private static final String SHARED = NETWORK + "/publicIPAddresses/shared";
  private static final String BALANCER = NETWORK + "/loadBalancers/lb1";
  private static final String NAT = BALANCER + "/inboundNatRules/nat1";

  private static <T> Reading<T> known(T value) {
    return new Reading.Known<>(value, AT);
  }

  private static PublicIpAddress address(String id, Optional<String> literal, String name) {
    return new PublicIpAddress(
        id,
        id.substring(id.lastIndexOf('/') + 1),
        literal,
        Optional.of("Standard"),
        Optional.of("Static"),
        Optional.of(name).filter(text -> !text.isEmpty()),
        Optional.of("IPv4"),
        Optional.empty(),
        Optional.empty());
  }

  /** A VM with an own public address that has a name, and a NAT rule of a load balancer. */
  private static VmSnapshot.Builder vm() {
    VirtualMachine machine =
        new VirtualMachine(
            VM.toString(),
            "vm1",
            Optional.of("westeurope"),
            Optional.empty(),
            Optional.of("Windows"),
            Optional.of("VM1"),
            Optional.of("running"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(new VirtualMachine.NetworkInterfaceReference(NIC, Optional.of(true))),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    IpConfiguration ip =
        new IpConfiguration(
            "a",
            true,
            Optional.of("10.0.0.4"),
            Optional.of(NETWORK + "/virtualNetworks/vnet1/subnets/default"),
            Optional.of(OWN),
            List.of(),
            List.of(NAT),
            List.of());
    NetworkInterface nic =
        new NetworkInterface(
            NIC,
            "nic1",
            List.of(ip),
            Optional.empty(),
            false,
            Optional.of(VM.toString()),
            Optional.empty(),
            Optional.empty());
    LoadBalancer.FrontEnd front =
        new LoadBalancer.FrontEnd(
            BALANCER + "/frontendIPConfigurations/f",
            "f",
            Optional.of(SHARED),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    LoadBalancer.InboundNatRule rule =
        new LoadBalancer.InboundNatRule(
            NAT,
            "nat1",
            Optional.of(front.id()),
            "Tcp",
            Optional.of(50_001),
            Optional.empty(),
            Optional.empty(),
            Optional.of(3389),
            Optional.of(NIC + "/ipConfigurations/a"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(false),
            Optional.empty());
    return VmSnapshot.builder(VM, AT)
        .put(SnapshotPart.VM, known(machine))
        .put(SnapshotPart.NETWORK_INTERFACES, NIC, known(nic))
        .put(
            SnapshotPart.PUBLIC_IP_ADDRESSES,
            OWN,
            known(address(OWN, Optional.of("203.0.113.10"), "vm1.westeurope.cloudapp.azure.com")))
        .put(
            SnapshotPart.PUBLIC_IP_ADDRESSES,
            SHARED,
            known(address(SHARED, Optional.of("203.0.113.20"), "")))
        .put(
            SnapshotPart.LOAD_BALANCERS,
            BALANCER,
            known(
                new LoadBalancer(
                    BALANCER,
                    "lb1",
                    Optional.of("Standard"),
                    Optional.empty(),
                    List.of(front),
                    List.of(),
                    List.of(rule),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of())))
        .put(SnapshotPart.AZURE_FIREWALLS, SUBSCRIPTION, known(List.of()))
        .put(SnapshotPart.BASTION_HOSTS, SUBSCRIPTION, known(List.<BastionHost>of()));
  }

  private static Match match(VmSnapshot snapshot, String target) {
    return ValidTargets.of(snapshot, Port.RDP).match(RdpTarget.parse(target));
  }

  @Test
  void namesEveryWayWithThePortThatClientsUse() {
    ValidTargets targets = ValidTargets.of(vm().build(), Port.RDP);
    assertThat(targets.gaps()).isEmpty();
    assertThat(targets.targets())
        .extracting(ValidTarget::toString)
        .containsExactly(
            "vm1.westeurope.cloudapp.azure.com:3389 [203.0.113.10], the VM's public IP address own",
            "203.0.113.20:50001, inbound NAT rule nat1",
            "10.0.0.4:3389, the VM's private address");
    assertThat(ValidTargets.of(vm().build(), new Port(3390)).targets())
        .as("no rule leads to another port")
        .hasSize(2);
  }

  @Test
  void tellsHostFromPort() {
    VmSnapshot vm = vm().build();
    assertThat(match(vm, "203.0.113.10")).isEqualTo(Match.RIGHT);
    assertThat(match(vm, "VM1.westeurope.cloudapp.azure.com.")).isEqualTo(Match.RIGHT);
    assertThat(match(vm, "203.0.113.20:50001")).isEqualTo(Match.RIGHT);
    assertThat(match(vm, "203.0.113.20")).isEqualTo(Match.WRONG_PORT);
    assertThat(match(vm, "203.0.113.99")).isEqualTo(Match.WRONG_HOST);
    assertThat(match(vm, "vm2.westeurope.cloudapp.azure.com")).isEqualTo(Match.WRONG_HOST);
    assertThat(match(vm, "rdp.example.com")).as("only DNS knows").isEqualTo(Match.UNKNOWN);
  }

  /** What was not read may hold the very address that the file names. */
  @Test
  void aGapIsNeverAWrongHost() {
    VmSnapshot noRight =
        vm().put(
                SnapshotPart.PUBLIC_IP_ADDRESSES,
                OWN,
                new Reading.NotPermitted<>("Microsoft.Network/publicIPAddresses/read"))
            .build();
    assertThat(match(noRight, "203.0.113.10")).isEqualTo(Match.UNKNOWN);
    assertThat(match(noRight, "203.0.113.20")).isEqualTo(Match.UNKNOWN);
    assertThat(match(noRight, "203.0.113.20:50001")).isEqualTo(Match.RIGHT);
    assertThat(ValidTargets.of(noRight, Port.RDP).gaps())
        .anyMatch(gap -> gap.contains("Microsoft.Network/publicIPAddresses/read"));
    VmSnapshot.Builder thin = VmSnapshot.builder(VM, AT);
    thin.put(SnapshotPart.VM, vm().build().vm());
    thin.put(SnapshotPart.NETWORK_INTERFACES, NIC, vm().build().networkInterface(NIC));
    assertThat(ValidTargets.of(thin.build(), Port.RDP).gaps())
        .as("parts that nobody read are gaps as well")
        .hasSize(3);
    assertThat(match(thin.build(), "203.0.113.99")).isEqualTo(Match.UNKNOWN);
  }

  /** A stopped VM gives its dynamic address back. */
  @Test
  void anAddressThatIsNotThereNowIsNoTarget() {
    VmSnapshot off =
        vm().put(SnapshotPart.PUBLIC_IP_ADDRESSES, OWN, known(address(OWN, Optional.empty(), "")))
            .build();
    ValidTargets targets = ValidTargets.of(off, Port.RDP);
    assertThat(targets.targets().get(0).way()).isEqualTo("inbound NAT rule nat1");
    assertThat(targets.targets()).anyMatch(each -> each.target().isEmpty());
    assertThat(match(off, "203.0.113.10")).isEqualTo(Match.WRONG_HOST);
  }
}
