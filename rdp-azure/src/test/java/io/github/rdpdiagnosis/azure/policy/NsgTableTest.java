package io.github.rdpdiagnosis.azure.policy;

import static io.github.rdpdiagnosis.azure.Snapshots.known;
import static io.github.rdpdiagnosis.azure.Snapshots.rule;
import static io.github.rdpdiagnosis.azure.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.Snapshots;
import io.github.rdpdiagnosis.azure.VirtualNetwork;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Flow;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Rows of the table of known verdicts, by their number there. Rows 31 to 33 and 37 are in {@link
 * AccessPathsTest}.
 */
class NsgTableTest {
  private static final String CLIENT = "8.8.8.8";

  private final List<DynamicTest> rows = new ArrayList<>();

  private static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }

  private static Decision in(Snapshots snapshot, String source, int port) {
    return NetworkPolicy.of(snapshot.build())
        .inbound(ip(source), ip("10.0.0.4"), Protocol.TCP, new Port(port));
  }

  private static Decision out(Snapshots snapshot, String destination, int port) {
    return NetworkPolicy.of(snapshot.build())
        .decide(Direction.OUTBOUND, Flow.tcp(ip("10.0.0.4"), ip(destination), new Port(port)));
  }

  private void row(String name, Decision decision, Verdict verdict, Gate gate, String rule) {
    rows.add(
        DynamicTest.dynamicTest(
            name,
            () -> {
              assertThat(decision.verdict()).as(decision.why()).isEqualTo(verdict);
              assertThat(decision.decider().gate()).isEqualTo(gate);
              assertThat(decision.decider().rule().map(Decider.Rule::name).orElse(""))
                  .isEqualTo(rule);
              assertThat(decision.assumptions()).isNotEmpty();
            }));
  }

  private static SecurityRule allow(int priority, String source, String port) {
    return rule("rule" + priority, priority, "Inbound", "Allow", "Tcp", source, port);
  }

  private static SecurityRule deny(int priority, String source, String port) {
    return rule("rule" + priority, priority, "Inbound", "Deny", "*", source, port);
  }

  private static SecurityRule to(int priority, String access, String destination, String port) {
    return rule(
        "rule" + priority,
        priority,
        "Inbound",
        access,
        "Tcp",
        Endpoint.of("*", "*"),
        Endpoint.of(destination, port));
  }

  private static SecurityRule ports(List<String> source, List<String> destination) {
    return rule(
        "rule123",
        123,
        "Inbound",
        "Allow",
        "Tcp",
        new Endpoint(List.of("*"), source, List.of()),
        new Endpoint(List.of("*"), destination, List.of()));
  }

  private static Decision fromPort(Snapshots snapshot, int sourcePort, int port) {
    return NetworkPolicy.of(snapshot.build())
        .decide(
            Direction.INBOUND,
            new Flow(
                ip(CLIENT),
                Optional.of(new Port(sourcePort)),
                ip("10.0.0.4"),
                new Port(port),
                Protocol.TCP));
  }

  @TestFactory
  List<DynamicTest> table() {
    row("1", in(snapshot(), "10.0.3.3", 3389), Verdict.ALLOW, Gate.NIC_NSG, "");
    row(
        "2",
        in(snapshot().publicIp("Standard"), CLIENT, 3389),
        Verdict.DENY,
        Gate.PUBLIC_IP_SKU,
        "");
    row(
        "2 from the network",
        in(snapshot().publicIp("Standard"), "10.0.3.3", 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "");
    row(
        "2 with Basic",
        in(snapshot().publicIp("Basic"), CLIENT, 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "");
    row(
        "3",
        in(snapshot().nicNsg(), "100.1.2.3", 22),
        Verdict.DENY,
        Gate.NIC_NSG,
        "DenyAllInBound");
    Snapshots ssh = snapshot().nicNsg(allow(1000, "*", "22"));
    row("4", in(ssh, CLIENT, 22), Verdict.ALLOW, Gate.NIC_NSG, "rule1000");
    row("5", out(ssh, CLIENT, 80), Verdict.ALLOW, Gate.NIC_NSG, "AllowInternetOutBound");
    SecurityRule out501 = rule("rule501", 501, "Outbound", "Deny", "Tcp", "*", "80");
    row("6", out(snapshot().nicNsg(out501), CLIENT, 80), Verdict.DENY, Gate.NIC_NSG, "rule501");
    Snapshots upper =
        snapshot().subnetNsg(rule("rule100", 100, "Inbound", "Deny", "*", "INTERNET", "443"));
    row("7", in(upper, CLIENT, 443), Verdict.DENY, Gate.SUBNET_NSG, "rule100");
    Snapshots outOnly =
        snapshot().subnetNsg(rule("rule100", 100, "Outbound", "Deny", "*", "*", "443"));
    row("8", in(outOnly, CLIENT, 443), Verdict.DENY, Gate.SUBNET_NSG, "DenyAllInBound");
    row("9", out(upper, CLIENT, 443), Verdict.ALLOW, Gate.SUBNET_NSG, "AllowInternetOutBound");
    Snapshots narrow = snapshot().nicNsg(ports(List.of("23-45"), List.of("46-56")));
    row("10", fromPort(narrow, 40, 50), Verdict.ALLOW, Gate.NIC_NSG, "rule123");
    row("11", fromPort(narrow, 46, 50), Verdict.DENY, Gate.NIC_NSG, "DenyAllInBound");
    row(
        "10 without a source port",
        in(narrow, CLIENT, 50),
        Verdict.INCONCLUSIVE,
        Gate.NIC_NSG,
        "rule123");
    Snapshots augmented =
        snapshot()
            .nicNsg(allow(1000, "*", "22"))
            .subnetNsg(
                rule(
                    "deny-many",
                    100,
                    "Inbound",
                    "Deny",
                    "*",
                    new Endpoint(List.of("8.8.0.0/16", "9.9.9.9"), List.of("*"), List.of()),
                    new Endpoint(List.of("*"), List.of("22", "80-90"), List.of())));
    row("12", in(augmented, CLIENT, 22), Verdict.DENY, Gate.SUBNET_NSG, "deny-many");
    Snapshots both = snapshot().subnetNsg(allow(100, "*", "12100")).nicNsg();
    row("13", in(both, CLIENT, 12100), Verdict.DENY, Gate.NIC_NSG, "DenyAllInBound");
    row(
        "14",
        out(snapshot().nicNsg().subnetNsg(), CLIENT, 443),
        Verdict.ALLOW,
        Gate.SUBNET_NSG,
        "AllowInternetOutBound");
    row(
        "16",
        in(snapshot().nicNsg(), "10.0.0.7", 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "AllowVnetInBound");
    row(
        "17",
        in(snapshot().nicNsg(deny(4096, "*", "*")), "10.0.0.7", 3389),
        Verdict.DENY,
        Gate.NIC_NSG,
        "rule4096");
    row(
        "18",
        in(snapshot().nicNsg(allow(100, "*", "50001")), CLIENT, 3389),
        Verdict.DENY,
        Gate.NIC_NSG,
        "DenyAllInBound");
    row(
        "19",
        in(snapshot().nicNsg(allow(100, CLIENT, "3389")), CLIENT, 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "rule100");
    row(
        "20",
        in(snapshot().nicNsg(allow(100, "AzureLoadBalancer", "3389")), CLIENT, 3389),
        Verdict.DENY,
        Gate.NIC_NSG,
        "DenyAllInBound");
    row(
        "20 probe",
        in(snapshot().nicNsg(), "168.63.129.16", 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "AllowVnetInBound");
    row(
        "21",
        in(snapshot().nicNsg(to(100, "Allow", "203.0.113.10", "3389")), CLIENT, 3389),
        Verdict.DENY,
        Gate.NIC_NSG,
        "DenyAllInBound");
    row(
        "22",
        in(
            snapshot().nicNsg(rule("udp", 100, "Inbound", "Allow", "Udp", "*", "3389")),
            CLIENT,
            3389),
        Verdict.DENY,
        Gate.NIC_NSG,
        "DenyAllInBound");
    row(
        "23",
        in(snapshot().nicNsg(ports(List.of("*"), List.of("22", "3380-3390"))), CLIENT, 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "rule123");
    SecurityRule toAsg =
        rule(
            "asg",
            100,
            "Inbound",
            "Allow",
            "Tcp",
            Endpoint.of("*", "*"),
            new Endpoint(NONE, NONE, List.of(Snapshots.ASG)));
    row(
        "24",
        in(snapshot().nicNsg(toAsg), CLIENT, 3389),
        Verdict.DENY,
        Gate.NIC_NSG,
        "DenyAllInBound");
    SecurityRule toAsgAnyPort =
        rule(
            "asg",
            100,
            "Inbound",
            "Allow",
            "Tcp",
            Endpoint.of("*", "*"),
            new Endpoint(NONE, List.of("*"), List.of(Snapshots.ASG)));
    row(
        "24 as a member",
        in(snapshot().memberOf(Snapshots.ASG).nicNsg(toAsgAnyPort), CLIENT, 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "asg");
    SecurityRule fromAsg =
        rule(
            "from-asg",
            100,
            "Inbound",
            "Deny",
            "Tcp",
            new Endpoint(NONE, List.of("*"), List.of(Snapshots.ASG)),
            Endpoint.of("*", "*"));
    row(
        "25",
        in(snapshot().nicNsg(fromAsg), "10.0.0.9", 3389),
        Verdict.INCONCLUSIVE,
        Gate.NIC_NSG,
        "from-asg");
    row(
        "25 from outside the network",
        in(snapshot().nicNsg(fromAsg), CLIENT, 3389),
        Verdict.DENY,
        Gate.NIC_NSG,
        "DenyAllInBound");
    row(
        "26",
        in(snapshot().nicNsg(allow(100, "Foo.Bar", "3389")), CLIENT, 3389),
        Verdict.INCONCLUSIVE,
        Gate.NIC_NSG,
        "rule100");
    row(
        "26 where it cannot decide",
        in(snapshot().nicNsg(allow(100, "Foo.Bar", "3389")), "10.0.0.7", 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "AllowVnetInBound");
    row(
        "26 a deny before a deny",
        in(snapshot().nicNsg(deny(100, "Foo.Bar", "3389")), CLIENT, 3389),
        Verdict.DENY,
        Gate.NIC_NSG,
        "DenyAllInBound");
    row(
        "27",
        in(snapshot().nicNsg().route("0.0.0.0/0"), CLIENT, 3389),
        Verdict.INCONCLUSIVE,
        Gate.NIC_NSG,
        "AllowVnetInBound");
    row(
        "27 from the network",
        in(snapshot().nicNsg().route("0.0.0.0/0"), "10.0.5.5", 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "AllowVnetInBound");
    row(
        "27 with a rule that decides first",
        in(snapshot().nicNsg(deny(100, "*", "*")).route("0.0.0.0/0"), CLIENT, 3389),
        Verdict.DENY,
        Gate.NIC_NSG,
        "rule100");
    SecurityRule jitDeny = to(4096, "Deny", "10.0.0.4", "3389");
    row(
        "28",
        in(snapshot().nicNsg(allow(1000, "*", "3389"), jitDeny), CLIENT, 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "rule1000");
    row(
        "29",
        in(snapshot().nicNsg(jitDeny, allow(100, "1.2.3.4", "3389")), "1.2.3.5", 3389),
        Verdict.DENY,
        Gate.NIC_NSG,
        "rule4096");
    row(
        "29 the requester",
        in(snapshot().nicNsg(jitDeny, allow(100, "1.2.3.4", "3389")), "1.2.3.4", 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "rule100");
    row(
        "30",
        in(snapshot().nicNsg(to(4096, "Deny", "172.16.1.9", "3389")), CLIENT, 3389),
        Verdict.DENY,
        Gate.NIC_NSG,
        "DenyAllInBound");
    SecurityRule outDeny = rule("out", 100, "Outbound", "Deny", "*", "*", "*");
    row(
        "34",
        in(snapshot().nicNsg(outDeny, allow(100, "*", "3389")), CLIENT, 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "rule100");
    row(
        "35",
        in(snapshot().nicNsg(allow(100, "175.1.0.1/24", "3389")), "175.1.0.200", 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "rule100");
    row(
        "38",
        in(snapshot().nicNsg(allow(100, "Internet", "3389")), "20.50.1.1", 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "rule100");
    row(
        "40",
        in(snapshot().subnetNsg(deny(200, "*", "3389")), "10.0.0.9", 3389),
        Verdict.DENY,
        Gate.SUBNET_NSG,
        "rule200");
    row(
        "41",
        in(
            snapshot().nicNsg(rule("upper", 100, "INBOUND", "ALLOW", "TCP", "*", "3389")),
            CLIENT,
            3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "upper");
    row(
        "42",
        in(snapshot().nicNsg(deny(4001, "*", "3389"), allow(100, "*", "3389")), CLIENT, 3389),
        Verdict.ALLOW,
        Gate.NIC_NSG,
        "rule100");
    return rows;
  }

  private static final List<String> NONE = List.of();

  /**
   * Row 15: a packet for an address that is not in the network does not match the tag as its
   * destination.
   */
  @Test
  void row15() {
    var built = snapshot().nicNsg().build();
    var nic = built.networkInterface(Snapshots.NIC).known().orElseThrow();
    Decision decision =
        NetworkPolicy.of(built)
            .compile(
                nic,
                nic.ipConfigurations().get(0),
                new World.Question(
                    Direction.INBOUND,
                    ip("172.30.0.1"),
                    Protocol.TCP,
                    Optional.empty(),
                    Optional.of(Port.RDP)))
            .decide(ip("10.0.0.7"));
    assertThat(decision.decider().rule().orElseThrow().name()).isEqualTo("DenyAllInBound");
  }

  /** Row 36: the literal 0.0.0.0/0 means IPv4; the assumption is said. */
  @Test
  void row36() {
    NetworkPolicy policy =
        NetworkPolicy.of(
            snapshot().at("fd00:1::4").nicNsg(allow(100, "0.0.0.0/0", "3389")).build());
    Decision decision = policy.inbound(ip("2001:db8::9"), ip("fd00:1::4"), Protocol.TCP, Port.RDP);
    assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
    assertThat(decision.assumptions()).contains("0.0.0.0/0 in a rule means IPv4 only");
    NetworkPolicy any =
        NetworkPolicy.of(snapshot().at("fd00:1::4").nicNsg(allow(100, "*", "3389")).build());
    assertThat(any.inbound(ip("2001:db8::9"), ip("fd00:1::4"), Protocol.TCP, Port.RDP).verdict())
        .isEqualTo(Verdict.ALLOW);
  }

  /**
   * Row 39: what is behind a gateway is in the tag; which addresses those are is not in the
   * snapshot, so it is left open.
   */
  @Test
  void row39() {
    Snapshots gateway =
        snapshot()
            .nicNsg()
            .network(
                known(Snapshots.vnet(List.of("10.0.0.0/16"), List.of("default", "GatewaySubnet"))));
    Decision decision = in(gateway, "192.168.7.7", 3389);
    assertThat(decision.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(decision.doubt().orElseThrow().why()).contains("gateway");
    assertThat(in(gateway, CLIENT, 3389).verdict()).isEqualTo(Verdict.DENY);
    assertThat(in(gateway, CLIENT, 3389).assumptions())
        .contains("the gateway has learnt no default route");
  }

  @Test
  void peeredNetworksAreInTheTagOnlyWithAccess() {
    for (boolean access : new boolean[] {true, false}) {
      Snapshots peered =
          snapshot()
              .nicNsg()
              .network(
                  known(
                      Snapshots.vnet(
                          List.of("10.0.0.0/16"),
                          List.of("default"),
                          new VirtualNetwork.Peering(
                              "hub",
                              Optional.empty(),
                              List.of("172.31.0.0/16"),
                              Optional.of("Connected"),
                              Optional.of(access),
                              false,
                              Optional.empty(),
                              Optional.empty()))));
      assertThat(in(peered, "172.31.0.4", 3389).verdict())
          .isEqualTo(access ? Verdict.ALLOW : Verdict.DENY);
      assertThat(in(peered, "172.30.0.4", 3389).verdict()).isEqualTo(Verdict.DENY);
    }
  }

  @Test
  void anUnreadNsgIsInconclusiveAndNamesTheAction() {
    Reading<NetworkSecurityGroup> denied =
        new Reading.NotPermitted<>("Microsoft.Network/networkSecurityGroups/read");
    Decision decision = in(snapshot().nicNsg(denied), CLIENT, 3389);
    assertThat(decision.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(decision.doubt().orElseThrow().missingAction())
        .contains("Microsoft.Network/networkSecurityGroups/read");
    // The other gate denies all the same.
    assertThat(in(snapshot().nicNsg(denied).subnetNsg(), CLIENT, 3389).verdict())
        .isEqualTo(Verdict.DENY);
    assertThat(in(snapshot().nicNsg(new Reading.NotAsked<>()), CLIENT, 3389).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void anUnreadSubnetNetworkOrRouteTableLeavesOpenWhatItCouldDecide() {
    Snapshots noSubnet =
        snapshot()
            .subnet(new Reading.NotPermitted<>("Microsoft.Network/virtualNetworks/subnets/read"));
    assertThat(in(noSubnet, CLIENT, 3389).doubt().orElseThrow().missingAction())
        .contains("Microsoft.Network/virtualNetworks/subnets/read");
    Snapshots noNetwork = snapshot().nicNsg().network(new Reading.Failed<>("deadline"));
    assertThat(in(noNetwork, CLIENT, 3389).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(in(noNetwork, "10.0.0.9", 3389).verdict())
        .as("same subnet")
        .isEqualTo(Verdict.ALLOW);
    Snapshots noRoutes = snapshot().nicNsg().routes(new Reading.NotFound<>(Snapshots.ROUTES));
    assertThat(in(noRoutes, CLIENT, 3389).doubt().orElseThrow().why()).contains("route table");
    assertThat(
            in(
                    snapshot().nicNsg(allow(100, "Internet", "*")).routes(new Reading.NotAsked<>()),
                    CLIENT,
                    3389)
                .verdict())
        .as("in the tag Internet or in VirtualNetwork: allowed either way")
        .isEqualTo(Verdict.ALLOW);
  }

  @Test
  void anUnreadPublicAddressLeavesTheInternetOpen() {
    Snapshots unread =
        snapshot().publicIp(new Reading.NotPermitted<>("Microsoft.Network/publicIPAddresses/read"));
    assertThat(in(unread, CLIENT, 3389).decider().gate()).isEqualTo(Gate.PUBLIC_IP_SKU);
    assertThat(in(unread, CLIENT, 3389).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(in(unread, "10.0.0.9", 3389).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(in(snapshot().inPool("/pool"), CLIENT, 3389).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void twoRulesOfOnePriorityAreAnError() {
    Decision decision =
        in(snapshot().nicNsg(allow(100, "*", "3389"), deny(100, "*", "80")), CLIENT, 3389);
    assertThat(decision.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(decision.why()).contains("share the priority 100");
    assertThat(
            out(snapshot().nicNsg(allow(100, "*", "3389"), deny(100, "*", "80")), CLIENT, 443)
                .verdict())
        .isEqualTo(Verdict.ALLOW);
  }

  @Test
  void pluralPrefixesAreNotAny() {
    SecurityRule listed =
        rule(
            "listed",
            100,
            "Inbound",
            "Allow",
            "*",
            new Endpoint(List.of("1.2.3.4", "2001:db8::/32"), List.of("*"), List.of()),
            Endpoint.of("*", "3389"));
    assertThat(in(snapshot().nicNsg(listed), "1.2.3.4", 3389).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(in(snapshot().nicNsg(listed), "1.2.3.5", 3389).verdict()).isEqualTo(Verdict.DENY);
    assertThat(in(snapshot().nicNsg(listed), "1.2.3.4", 3390).verdict())
        .as("* keeps the port")
        .isEqualTo(Verdict.DENY);
    NetworkPolicy six = NetworkPolicy.of(snapshot().at("fd00:1::4").nicNsg(listed).build());
    assertThat(six.inbound(ip("2001:db8::1"), ip("fd00:1::4"), Protocol.TCP, Port.RDP).verdict())
        .isEqualTo(Verdict.ALLOW);
    assertThat(six.inbound(ip("2001:db9::1"), ip("fd00:1::4"), Protocol.TCP, Port.RDP).verdict())
        .isEqualTo(Verdict.DENY);
  }

  @Test
  void anEmptySideIsNotAny() {
    SecurityRule empty =
        rule(
            "empty",
            100,
            "Inbound",
            "Allow",
            "*",
            new Endpoint(NONE, List.of("*"), List.of()),
            Endpoint.of("*", "*"));
    assertThat(in(snapshot().nicNsg(empty), CLIENT, 3389).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void privateSpaceIsNotTheInternet() {
    Snapshots internet = snapshot().nicNsg(allow(100, "Internet", "3389"));
    assertThat(in(internet, "172.31.0.4", 3389).verdict()).isEqualTo(Verdict.DENY);
    assertThat(in(internet, "203.0.113.1", 3389).verdict()).isEqualTo(Verdict.ALLOW);
    AddressSet space = NetworkPolicy.of(internet.build()).internetSpace(ip("10.0.0.4"));
    assertThat(space.contains(ip("172.31.0.4"))).isFalse();
    assertThat(space.contains(ip("203.0.113.1"))).isTrue();
    assertThat(space.contains(ip("168.63.129.16"))).isFalse();
    assertThat(space.contains(ip("2001:db8::1"))).as("the address is IPv4").isFalse();
  }

  @Test
  void anotherAddressIsNobodys() {
    NetworkPolicy policy = NetworkPolicy.of(snapshot().nicNsg().build());
    Decision decision = policy.inbound(ip(CLIENT), ip("10.0.0.99"), Protocol.TCP, Port.RDP);
    assertThat(decision.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(decision.why()).contains("10.0.0.99");
    Decision unread =
        NetworkPolicy.of(
                snapshot()
                    .nic(new Reading.NotPermitted<>("Microsoft.Network/networkInterfaces/read"))
                    .build())
            .inbound(ip(CLIENT), ip("10.0.0.4"), Protocol.TCP, Port.RDP);
    assertThat(unread.doubt().orElseThrow().missingAction())
        .contains("Microsoft.Network/networkInterfaces/read");
  }

  @Test
  void allBlockersAreReportedAtOnce() {
    Decision decision = in(snapshot().nicNsg().subnetNsg(deny(300, "*", "3389")), CLIENT, 3389);
    assertThat(decision.deciders())
        .extracting(Decider::gate)
        .containsExactly(Gate.SUBNET_NSG, Gate.NIC_NSG);
    assertThat(decision.deciders()).extracting(Decider::verdict).containsOnly(Verdict.DENY);
    assertThat(decision.decider().rule().orElseThrow().id()).isPresent();
  }

  /** An address is in a tag at both gates or at none, whatever the tag covers. */
  @Test
  void aTagAtTwoGatesIsJudgedOnce() {
    SecurityRule in = allow(100, "Foo.Bar", "3389");
    SecurityRule out = deny(100, "Foo.Bar", "3389");
    SecurityRule rest = allow(200, "*", "3389");
    Decision never = in(snapshot().subnetNsg(in).nicNsg(out, rest), CLIENT, 3389);
    assertThat(never.verdict())
        .as("inside the NIC denies, outside the subnet")
        .isEqualTo(Verdict.DENY);
    Decision open = in(snapshot().subnetNsg(in).nicNsg(in), CLIENT, 3389);
    assertThat(open.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(open.doubt().orElseThrow().why()).contains("Foo.Bar");
    Decision other =
        in(snapshot().subnetNsg(in).nicNsg(deny(100, "Foo.Baz", "3389"), rest), CLIENT, 3389);
    assertThat(other.verdict()).as("another tag").isEqualTo(Verdict.INCONCLUSIVE);
    Decision udp =
        NetworkPolicy.of(snapshot().subnetNsg(in).nicNsg(in).build())
            .inbound(ip(CLIENT), ip("10.0.0.4"), Protocol.UDP, Port.RDP);
    assertThat(udp.verdict()).isEqualTo(Verdict.DENY);
    SecurityRule member =
        rule(
            "member",
            100,
            "Inbound",
            "Allow",
            "Tcp",
            new Endpoint(NONE, List.of("*"), List.of(Snapshots.ASG)),
            Endpoint.of("*", "3389"));
    SecurityRule notMember =
        rule(
            "not-member",
            100,
            "Inbound",
            "Deny",
            "Tcp",
            new Endpoint(NONE, List.of("*"), List.of(Snapshots.ASG)),
            Endpoint.of("*", "3389"));
    SecurityRule others = deny(4096, "*", "*");
    assertThat(
            in(snapshot().subnetNsg(member, others).nicNsg(notMember), "10.0.0.9", 3389).verdict())
        .isEqualTo(Verdict.DENY);
  }
}
