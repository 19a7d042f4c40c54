package io.github.rdpdiagnosis.azure.policy;

import static io.github.rdpdiagnosis.azure.Snapshots.rule;
import static io.github.rdpdiagnosis.azure.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.Snapshots;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Flow;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the VM may connect to: activation, agents, licence servers, domain controllers. */
class OutboundTest {
  private static final IpAddress VM = IpAddress.parse("10.0.0.4");

  private static SecurityRule out(
      String name, int priority, String access, String to, String port) {
    return rule(
        name, priority, "Outbound", access, "*", Endpoint.of("*", "*"), Endpoint.of(to, port));
  }

  private static Decision to(Snapshots snapshot, String address, int port) {
    return NetworkPolicy.of(snapshot.build())
        .decide(Direction.OUTBOUND, Flow.tcp(VM, IpAddress.parse(address), new Port(port)));
  }

  private static String decider(Decision decision) {
    return decision.decider().gate()
        + " "
        + decision.decider().rule().map(Decider.Rule::name).orElse("");
  }

  /** A packet that leaves meets the NIC's NSG first. */
  @Test
  void theNicComesBeforeTheSubnet() {
    Decision decision =
        to(
            snapshot()
                .nicNsg(out("a", 100, "Deny", "*", "1688"))
                .subnetNsg(out("b", 100, "Deny", "*", "1688")),
            "20.118.99.224",
            1688);
    assertThat(decision.deciders())
        .extracting(Decider::gate)
        .containsExactly(Gate.NIC_NSG, Gate.SUBNET_NSG);
    assertThat(decider(decision)).isEqualTo("NIC_NSG a");
  }

  @Test
  void theDefaultRulesLetOutToTheNetworkAndTheInternet() {
    Snapshots plain = snapshot().nicNsg();
    assertThat(decider(to(plain, "10.0.3.3", 88))).isEqualTo("NIC_NSG AllowVnetOutBound");
    assertThat(decider(to(plain, "20.118.99.224", 1688)))
        .isEqualTo("NIC_NSG AllowInternetOutBound");
    assertThat(decider(to(plain, "172.20.0.1", 88))).isEqualTo("NIC_NSG DenyAllOutBound");
  }

  @Test
  void tagsAndPortsAreThoseOfTheDestination() {
    Snapshots closed =
        snapshot()
            .nicNsg(
                out("kms", 100, "Allow", "Internet", "1688"), out("none", 200, "Deny", "*", "*"));
    assertThat(to(closed, "20.118.99.224", 1688).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(to(closed, "20.118.99.224", 443).verdict()).isEqualTo(Verdict.DENY);
    assertThat(to(closed, "10.0.3.3", 1688).verdict()).isEqualTo(Verdict.DENY);
    AddressSet reached =
        NetworkPolicy.of(closed.build())
            .compile(
                Direction.OUTBOUND, VM, Protocol.TCP, Optional.empty(), Optional.of(new Port(1688)))
            .addresses(Verdict.ALLOW);
    assertThat(reached.contains(IpAddress.parse("20.118.99.224"))).isTrue();
    assertThat(reached.intersect(AddressSet.of("10.0.0.0/8")).isEmpty()).isTrue();
  }

  /** Azure's rule for public addresses is about what comes in. */
  @Test
  void aPublicAddressWithoutNsgMayConnectOut() {
    for (String sku : List.of("Basic", "Standard")) {
      assertThat(to(snapshot().publicIp(sku), "20.118.99.224", 443).verdict())
          .isEqualTo(Verdict.ALLOW);
    }
  }
}
