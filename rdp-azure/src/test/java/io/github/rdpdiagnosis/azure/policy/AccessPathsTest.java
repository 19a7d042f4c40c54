package io.github.rdpdiagnosis.azure.policy;

import static io.github.rdpdiagnosis.azure.Snapshots.known;
import static io.github.rdpdiagnosis.azure.Snapshots.rule;
import static io.github.rdpdiagnosis.azure.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.AzureFirewall;
import io.github.rdpdiagnosis.azure.BastionHost;
import io.github.rdpdiagnosis.azure.ClassicDeployment;
import io.github.rdpdiagnosis.azure.EndpointAcl;
import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.LoadBalancer;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
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

  // ---- load-balancing rules

  private static VmSnapshot balanced(String probeRule, Optional<String> noHealthy) {
    LoadBalancer.Probe probe =
        new LoadBalancer.Probe(
            LB + "/probes/p",
            "p",
            "Tcp",
            Optional.of(3390),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            noHealthy);
    LoadBalancer.LoadBalancingRule rule =
        new LoadBalancer.LoadBalancingRule(
            LB + "/loadBalancingRules/rdp",
            "rdp",
            Optional.of(LB + "/frontendIPConfigurations/fe"),
            List.of("/pool"),
            Optional.of(LB + "/probes/p"),
            "Tcp",
            Optional.of(443),
            Optional.of(3389),
            Optional.empty(),
            Optional.of(false),
            Optional.empty(),
            Optional.empty());
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
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())),
            List.of(),
            List.of(),
            List.of(),
            List.of(rule),
            List.of(probe),
            List.of());
    return snapshot()
        .inPool("/pool")
        .nicNsg(
            rule("client", 100, "Inbound", "Allow", "Tcp", "8.8.8.0/24", "3389"),
            rule("probe", 110, "Inbound", probeRule, "*", "168.63.129.16", "*"))
        .build()
        .toBuilder()
        .put(SnapshotPart.LOAD_BALANCERS, LB, known(balancer))
        .build();
  }

  @Test
  void aLoadBalancingRuleNeedsItsProbe() {
    NetworkPolicy open = NetworkPolicy.of(balanced("Allow", Optional.empty()));
    IngressPath path = only(open, IngressPath.Kind.LOAD_BALANCING_RULE);
    assertThat(path.frontEndPort().number()).isEqualTo(443);
    assertThat(open.compile(path).decide(CLIENT).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(open.compile(path).decide(IpAddress.parse("9.9.9.9")).verdict())
        .as("an NSG sees the client, not the balancer")
        .isEqualTo(Verdict.DENY);

    NetworkPolicy closed = NetworkPolicy.of(balanced("Deny", Optional.empty()));
    Decision denied =
        closed.compile(only(closed, IngressPath.Kind.LOAD_BALANCING_RULE)).decide(CLIENT);
    assertThat(denied.verdict()).isEqualTo(Verdict.DENY);
    assertThat(denied.decider().gate()).isEqualTo(Gate.HEALTH_PROBE);
    assertThat(denied.decider().rule().orElseThrow().name()).isEqualTo("probe");
    NetworkPolicy toAll = NetworkPolicy.of(balanced("Deny", Optional.of("AllProbedUp")));
    assertThat(
            toAll
                .compile(only(toAll, IngressPath.Kind.LOAD_BALANCING_RULE))
                .decide(CLIENT)
                .verdict())
        .isEqualTo(Verdict.ALLOW);
  }

  // ---- Bastion

  private static VmSnapshot behindBastion(List<String> clients, String nsgSource) {
    String subnet = Snapshots.VNET + "/subnets/AzureBastionSubnet";
    BastionHost bastion =
        new BastionHost(
            "/bastion",
            "bastion",
            Optional.of("Standard"),
            Optional.empty(),
            Optional.of(subnet),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            clients,
            Optional.empty());
    return snapshot()
        .nicNsg(
            rule("in", 100, "Inbound", "Allow", "Tcp", nsgSource, "3389"),
            rule("none", 4096, "Inbound", "Deny", "*", "*", "*"))
        .build()
        .toBuilder()
        .put(SnapshotPart.BASTION_HOSTS, "/subscriptions/s", known(List.of(bastion)))
        .put(
            SnapshotPart.SUBNETS,
            subnet,
            known(
                new Subnet(
                    subnet,
                    "AzureBastionSubnet",
                    List.of("10.0.8.0/26"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())))
        .build();
  }

  @Test
  void nsgsSeeTheBastionsSubnet() {
    NetworkPolicy policy = NetworkPolicy.of(behindBastion(List.of(), "10.0.8.0/26"));
    IngressPath path = only(policy, IngressPath.Kind.BASTION);
    Decision decision = policy.compile(path).decide(CLIENT);
    assertThat(decision.verdict()).as(decision.toString()).isEqualTo(Verdict.ALLOW);
    NetworkPolicy client = NetworkPolicy.of(behindBastion(List.of(), "8.8.8.8"));
    assertThat(
            client.compile(only(client, IngressPath.Kind.BASTION)).decide(CLIENT).decider().gate())
        .as("a rule for the client's own address does not help")
        .isEqualTo(Gate.NIC_NSG);
    NetworkPolicy some = NetworkPolicy.of(behindBastion(List.of("8.8.8.0/24"), "10.0.8.0/26"));
    CompiledPolicy compiled = some.compile(only(some, IngressPath.Kind.BASTION));
    assertThat(compiled.addresses(Verdict.ALLOW)).isEqualTo(AddressSet.of("8.8.8.0/24"));
    assertThat(compiled.decide(IpAddress.parse("9.9.9.9")).decider().gate())
        .isEqualTo(Gate.BASTION);
    NetworkPolicy odd = NetworkPolicy.of(behindBastion(List.of("odd"), "10.0.8.0/26"));
    assertThat(odd.compile(only(odd, IngressPath.Kind.BASTION)).decide(CLIENT).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  // ---- classic endpoints

  private static VmSnapshot classic(
      Optional<String> nsg, Optional<String> address, EndpointAcl.Rule... rules) {
    ClassicDeployment deployment =
        new ClassicDeployment(
            "d",
            Optional.of("Production"),
            Optional.of("Running"),
            Optional.of("svc.cloudapp.net"),
            List.of("203.0.113.5"),
            Optional.empty(),
            List.of(
                new ClassicDeployment.Role(
                    "vm1",
                    Optional.of("Windows"),
                    nsg,
                    List.of(
                        endpoint("Remote Desktop", 63504, 3389, rules),
                        endpoint("Other", 50000, 3390)),
                    List.of(
                        new ClassicDeployment.RoleInstance(
                            "vm1",
                            Optional.of("ReadyRole"),
                            Optional.of("Started"),
                            Optional.empty(),
                            Optional.empty(),
                            address,
                            List.of())))));
    return VmSnapshot.builder(Snapshots.VM, Snapshots.AT)
        .put(SnapshotPart.CLASSIC_DEPLOYMENT, Snapshots.VM.toString(), known(deployment))
        .build();
  }

  private static ClassicDeployment.InputEndpoint endpoint(
      String name, int port, int localPort, EndpointAcl.Rule... rules) {
    return new ClassicDeployment.InputEndpoint(
        Optional.of(name),
        "tcp",
        port,
        Optional.of(localPort),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.of(new EndpointAcl(List.of(rules))));
  }

  private static EndpointAcl.Rule acl(int order, String action, String subnet) {
    return new EndpointAcl.Rule(order, action, subnet, Optional.empty());
  }

  @Test
  void aClassicEndpointIsAWay() {
    NetworkPolicy policy = NetworkPolicy.of(classic(Optional.empty(), Optional.of("100.64.1.2")));
    IngressPath path = only(policy, IngressPath.Kind.CLASSIC_ENDPOINT);
    assertThat(path.frontEnd()).contains(IpAddress.parse("203.0.113.5"));
    assertThat(path.frontEndPort().number()).isEqualTo(63504);
    Decision decision = policy.compile(path).decide(CLIENT);
    assertThat(decision.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(decision.assumptions()).isNotEmpty();
    assertThat(policy.securityFindings(Port.RDP))
        .extracting(SecurityFinding::kind)
        .containsExactly(SecurityFinding.Kind.OPEN_TO_INTERNET);
    assertThat(policy.pathsToOtherPorts(Port.RDP))
        .extracting(IngressPath::name)
        .containsExactly("Other");
    assertThat(NetworkPolicy.of(classic(Optional.empty(), Optional.empty())).paths(Port.RDP))
        .as("deallocated")
        .isEmpty();
  }

  /** The order of rules, host bits, and what no rule covers. */
  @ParameterizedTest
  @CsvSource({
    "175.1.0.77, DENY, deny 175.1.0.1/24",
    "175.2.0.1, ALLOW, permit 175.0.0.0/8",
    "8.8.8.8, INCONCLUSIVE, ''"
  })
  void aClassicAccessListDecides(String source, Verdict verdict, String rule) {
    NetworkPolicy policy =
        NetworkPolicy.of(
            classic(
                Optional.empty(),
                Optional.of("100.64.1.2"),
                acl(200, "permit", "175.0.0.0/8"),
                acl(100, "deny", "175.1.0.1/24")));
    CompiledPolicy compiled = policy.compile(only(policy, IngressPath.Kind.CLASSIC_ENDPOINT));
    Decision decision = compiled.decide(IpAddress.parse(source));
    assertThat(decision.verdict()).isEqualTo(verdict);
    assertThat(decision.decider().gate()).isEqualTo(Gate.ENDPOINT_ACL);
    assertThat(decision.decider().rule().map(Decider.Rule::name).orElse("")).isEqualTo(rule);
    assertThat(compiled.addresses(Verdict.ALLOW))
        .isEqualTo(AddressSet.of("175.0.0.0/8").minus(AddressSet.of("175.1.0.0/24")));
  }

  @Test
  void aClassicNsgTakesThePlaceOfTheAccessList() {
    NetworkPolicy policy =
        NetworkPolicy.of(classic(Optional.of("old-nsg"), Optional.of("100.64.1.2")));
    Decision decision =
        policy.compile(only(policy, IngressPath.Kind.CLASSIC_ENDPOINT)).decide(CLIENT);
    assertThat(decision.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(decision.why()).contains("old-nsg");
    assertThat(
            NetworkPolicy.of(
                    classic(
                        Optional.empty(), Optional.of("100.64.1.2"), acl(1, "permit", "9.0.0.0/8")))
                .sources(Port.RDP)
                .allowed())
        .isEqualTo(AddressSet.of("9.0.0.0/8"));
  }

  // ---- two NICs

  /** Row 37: only the NIC that has the address counts. */
  @Test
  void theNicThatHasTheAddressCounts() {
    String other = Snapshots.NIC + "-2";
    VmSnapshot two =
        snapshot().nicNsg().build().toBuilder()
            .put(
                SnapshotPart.NETWORK_INTERFACES,
                other,
                known(
                    new NetworkInterface(
                        other,
                        "nic2",
                        List.of(
                            new IpConfiguration(
                                "ipconfig1",
                                true,
                                Optional.of("10.0.0.5"),
                                Optional.of(Snapshots.SUBNET),
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                List.of())),
                        Optional.of("/nsg2"),
                        false,
                        Optional.of(Snapshots.VM.toString()),
                        Optional.empty(),
                        Optional.empty())))
            .put(
                SnapshotPart.NETWORK_SECURITY_GROUPS,
                "/nsg2",
                known(
                    new NetworkSecurityGroup(
                        "/nsg2",
                        "nsg2",
                        List.of(rule("open", 100, "Inbound", "Allow", "Tcp", "*", "3389")))))
            .build();
    NetworkPolicy policy = NetworkPolicy.of(two);
    Decision first = policy.inbound(CLIENT, VM, Protocol.TCP, Port.RDP);
    assertThat(first.verdict()).isEqualTo(Verdict.DENY);
    assertThat(first.decider().resource()).contains(Snapshots.NIC_NSG);
    Decision second = policy.inbound(CLIENT, IpAddress.parse("10.0.0.5"), Protocol.TCP, Port.RDP);
    assertThat(second.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(second.decider().resource()).contains("/nsg2");
    assertThat(policy.paths(Port.RDP)).hasSize(2);
  }

  // ---- just-in-time access

  @ParameterizedTest
  @CsvSource({"1000, true", "5000, false"})
  void aRuleBeforeJitsOwnIsAFinding(int priority, boolean shadows) {
    NetworkPolicy policy =
        NetworkPolicy.of(
            snapshot()
                .nicNsg(
                    rule("everybody", priority, "Inbound", "Allow", "Tcp", "8.8.8.0/24", "3389"),
                    rule(
                        "SecurityCenter-JITRule-1-A", 100, "Inbound", "Allow", "*", "1.2.3.4", "*"),
                    rule("SecurityCenter-JITRule_-1_B", 4096, "Inbound", "Deny", "*", "*", "3389"))
                .build());
    List<SecurityFinding> findings = policy.securityFindings(Port.RDP);
    assertThat(findings).hasSize(shadows ? 1 : 0);
    findings.forEach(
        finding -> {
          assertThat(finding.kind()).isEqualTo(SecurityFinding.Kind.JIT_SHADOWED);
          assertThat(finding.rule().orElseThrow().name()).isEqualTo("everybody");
          assertThat(finding.sources()).isEqualTo(AddressSet.of("8.8.8.0/24"));
        });
    assertThat(policy.securityFindings(new Port(22))).isEmpty();
  }

  // ---- ports

  @Test
  void portsThatDoNotAgree() {
    IpAddress front = IpAddress.parse("203.0.113.9");
    NetworkPolicy policy = NetworkPolicy.of(behindBalancer("3389"));
    assertThat(policy.portDisagreements(Port.RDP, Optional.of(front), Optional.of(new Port(50001))))
        .isEmpty();
    assertThat(policy.portDisagreements(Port.RDP, Optional.of(front), Optional.of(Port.RDP)))
        .extracting(PortDisagreement::place)
        .containsExactly(PortDisagreement.Place.CLIENT);
    assertThat(policy.portDisagreements(Port.RDP, Optional.empty(), Optional.of(Port.RDP)))
        .as("the private address has it")
        .isEmpty();
    List<PortDisagreement> moved =
        policy.portDisagreements(new Port(3390), Optional.of(front), Optional.empty());
    assertThat(moved)
        .extracting(PortDisagreement::place)
        .containsExactly(PortDisagreement.Place.FRONT, PortDisagreement.Place.NSG);
    assertThat(moved).extracting(PortDisagreement::has).containsOnly(Port.RDP);
    assertThat(moved.get(1).what()).contains("256 addresses");
  }
}
