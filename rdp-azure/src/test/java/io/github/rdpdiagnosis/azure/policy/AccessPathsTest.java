package io.github.rdpdiagnosis.azure.policy;

import static io.github.rdpdiagnosis.azure.Snapshots.known;
import static io.github.rdpdiagnosis.azure.Snapshots.rule;
import static io.github.rdpdiagnosis.azure.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.AzureFirewall;
import io.github.rdpdiagnosis.azure.LoadBalancer;
import io.github.rdpdiagnosis.azure.PublicIpAddress;
import io.github.rdpdiagnosis.azure.RouteTable;
import io.github.rdpdiagnosis.azure.SecurityAdminRule;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.Snapshots;
import io.github.rdpdiagnosis.azure.Subnet;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gates in front of and behind the NSGs, and the ways through them. */
class AccessPathsTest {
  private static final IpAddress CLIENT = IpAddress.parse("8.8.8.8");
  private static final IpAddress VM = IpAddress.parse("10.0.0.4");
  private static final String LB =
      Snapshots.GROUP + "/providers/Microsoft.Network/loadBalancers/lb";

  private static SecurityAdminRule admin(String access, String source) {
    return new SecurityAdminRule(
        Optional.of("/admin/" + access),
        access,
        access,
        "Inbound",
        Optional.of(10),
        "Tcp",
        List.of(source),
        List.of("*"),
        List.of(),
        List.of("3389"),
        Optional.empty());
  }

  /** Rows 31 to 33 of the table of known verdicts, and what else the order of gates means. */
  @ParameterizedTest
  @CsvSource({
    "AlwaysAllow, Deny, ALLOW, ADMIN_RULES",
    "Deny, Allow, DENY, ADMIN_RULES",
    "Allow, Deny, DENY, NIC_NSG",
    "Allow, Allow, ALLOW, NIC_NSG"
  })
  void adminRulesComeBeforeNsgs(String access, String nsg, Verdict verdict, Gate gate) {
    VmSnapshot at =
        snapshot().nicNsg(rule("r", 100, "Inbound", nsg, "Tcp", "*", "3389")).build().toBuilder()
            .put(
                SnapshotPart.SECURITY_ADMIN_RULES,
                Snapshots.VNET,
                known(List.of(admin(access, "8.0.0.0/8"))))
            .build();
    NetworkPolicy policy = NetworkPolicy.of(at);
    Decision decision = policy.inbound(CLIENT, VM, Protocol.TCP, Port.RDP);
    assertThat(decision.verdict()).isEqualTo(verdict);
    assertThat(decision.decider().gate()).isEqualTo(gate);
    assertThat(decision.assumptions()).isEmpty();
    Decision other = policy.inbound(IpAddress.parse("9.9.9.9"), VM, Protocol.TCP, Port.RDP);
    assertThat(other.decider().gate()).as("no rule for it").isEqualTo(Gate.NIC_NSG);
    assertThat(other.deciders()).hasSize(2);
  }

  @Test
  void anAdminRuleForAnUnknownTagSettlesNothing() {
    for (String access : List.of("AlwaysAllow", "Deny")) {
      VmSnapshot at =
          snapshot().nicNsg().build().toBuilder()
              .put(
                  SnapshotPart.SECURITY_ADMIN_RULES,
                  Snapshots.VNET,
                  known(List.of(admin(access, "Foo.Bar"))))
              .build();
      Decision decision = NetworkPolicy.of(at).inbound(CLIENT, VM, Protocol.TCP, Port.RDP);
      assertThat(decision.verdict())
          .as(access)
          .isEqualTo(access.equals("Deny") ? Verdict.DENY : Verdict.INCONCLUSIVE);
    }
  }

  private static VmSnapshot behindBalancer(String nsgPort) {
    LoadBalancer balancer =
        new LoadBalancer(
            LB,
            "lb",
            Optional.of("Standard"),
            Optional.of("Regional"),
            List.of(
                new LoadBalancer.FrontEnd(
                    LB + "/frontendIPConfigurations/fe",
                    "fe",
                    Optional.of("/pip/lb"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())),
            List.of(),
            List.of(
                new LoadBalancer.InboundNatRule(
                    LB + "/inboundNatRules/rdp",
                    "rdp",
                    Optional.of(LB + "/frontendIPConfigurations/fe"),
                    "Tcp",
                    Optional.of(50001),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(3389),
                    Optional.of(Snapshots.NIC + "/ipConfigurations/ipconfig1"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(false),
                    Optional.empty())),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return snapshot()
        .nicNsg(rule("r", 100, "Inbound", "Allow", "Tcp", "8.8.8.0/24", nsgPort))
        .build()
        .toBuilder()
        .put(SnapshotPart.LOAD_BALANCERS, LB, known(balancer))
        .put(
            SnapshotPart.PUBLIC_IP_ADDRESSES,
            "/pip/lb",
            known(
                new PublicIpAddress(
                    "/pip/lb",
                    "lb-ip",
                    Optional.of("203.0.113.9"),
                    Optional.of("Standard"),
                    Optional.of("Static"),
                    Optional.empty(),
                    Optional.of("IPv4"),
                    Optional.empty(),
                    Optional.empty())))
        .build();
  }

  private static IngressPath only(NetworkPolicy policy, IngressPath.Kind kind) {
    return policy.paths(Port.RDP).stream()
        .filter(path -> path.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  /** Rows 18 and 19: behind NAT, an NSG sees the client's address and the VM's port. */
  @ParameterizedTest
  @CsvSource({"3389, ALLOW", "50001, DENY"})
  void nsgsSeeThePortBehindTheNatRule(String nsgPort, Verdict verdict) {
    NetworkPolicy policy = NetworkPolicy.of(behindBalancer(nsgPort));
    IngressPath path = only(policy, IngressPath.Kind.INBOUND_NAT_RULE);
    assertThat(path.frontEnd()).contains(IpAddress.parse("203.0.113.9"));
    assertThat(path.frontEndPort().number()).isEqualTo(50001);
    Decision decision = policy.compile(path).decide(CLIENT);
    assertThat(decision.verdict()).isEqualTo(verdict);
    assertThat(decision.deciders())
        .extracting(Decider::gate)
        .containsExactly(Gate.LOAD_BALANCER, Gate.SUBNET_NSG, Gate.NIC_NSG, Gate.ROUTES);
    if (verdict == Verdict.ALLOW) {
      assertThat(policy.compile(path).addresses(Verdict.ALLOW).intersect(policy.clients(path)))
          .isEqualTo(AddressSet.of("8.8.8.0/24"));
    }
  }

  private static VmSnapshot behindFirewall(String route) {
    String subnet = Snapshots.VNET + "/subnets/AzureFirewallSubnet";
    AzureFirewall firewall =
        new AzureFirewall(
            "/fw",
            "fw",
            Optional.empty(),
            Optional.empty(),
            List.of(
                new AzureFirewall.FrontEnd(
                    "fe", Optional.empty(), Optional.of(subnet), Optional.of("10.0.9.4"))),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(
                new AzureFirewall.NatRuleCollection(
                    "nat",
                    Optional.of(100),
                    List.of(
                        new AzureFirewall.NatRule(
                            "rdp",
                            List.of("TCP"),
                            List.of("8.8.8.8"),
                            List.of(),
                            List.of("203.0.113.7"),
                            List.of("40001"),
                            Optional.of("10.0.0.4"),
                            Optional.empty(),
                            Optional.of("3389"))))),
            Optional.empty());
    return snapshot()
        .nicNsg(rule("fw", 100, "Inbound", "Allow", "Tcp", "10.0.9.0/26", "3389"))
        .publicIp("Standard")
        .routes(
            known(
                new RouteTable(
                    Snapshots.ROUTES,
                    "rt1",
                    List.of(
                        new RouteTable.Route(
                            "default",
                            "0.0.0.0/0",
                            Optional.of(route),
                            route.equals("VirtualAppliance")
                                ? Optional.of("10.0.9.4")
                                : Optional.empty())),
                    false)))
        .build()
        .toBuilder()
        .put(SnapshotPart.AZURE_FIREWALLS, "/subscriptions/s", known(List.of(firewall)))
        .put(
            SnapshotPart.SUBNETS,
            subnet,
            known(
                new Subnet(
                    subnet,
                    "AzureFirewallSubnet",
                    List.of("10.0.9.0/26"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())))
        .build();
  }

  /** A default route to the firewall is right for its DNAT and wrong for the VM's own address. */
  @Test
  void routesAreJudgedForEachWay() {
    NetworkPolicy policy = NetworkPolicy.of(behindFirewall("VirtualAppliance"));
    IngressPath dnat = only(policy, IngressPath.Kind.FIREWALL_NAT_RULE);
    assertThat(dnat.seenAs()).contains(AddressSet.of("10.0.9.0/26"));
    Decision through = policy.compile(dnat).decide(CLIENT);
    assertThat(through.verdict()).as(through.toString()).isEqualTo(Verdict.ALLOW);
    Decision other = policy.compile(dnat).decide(IpAddress.parse("8.8.8.9"));
    assertThat(other.decider().gate()).isEqualTo(Gate.AZURE_FIREWALL);
    assertThat(other.verdict()).isEqualTo(Verdict.DENY);

    IngressPath own = only(policy, IngressPath.Kind.PUBLIC_IP_ADDRESS);
    Decision past = policy.compile(own).decide(CLIENT);
    assertThat(past.verdict()).isEqualTo(Verdict.DENY);
    assertThat(past.deciders())
        .filteredOn(decider -> decider.verdict() == Verdict.DENY)
        .extracting(Decider::gate)
        .as("all blockers at once")
        .contains(Gate.ROUTES);
  }

  @ParameterizedTest
  @CsvSource({"Internet, ALLOW", "None, DENY", "VirtualNetworkGateway, DENY", "Odd, INCONCLUSIVE"})
  void repliesToTheInternet(String hop, Verdict verdict) {
    NetworkPolicy policy = NetworkPolicy.of(behindFirewall(hop));
    Decision decision =
        policy.compile(only(policy, IngressPath.Kind.PUBLIC_IP_ADDRESS)).decide(CLIENT);
    assertThat(decision.deciders())
        .filteredOn(decider -> decider.gate() == Gate.ROUTES)
        .extracting(Decider::verdict)
        .containsExactly(verdict);
  }
}
