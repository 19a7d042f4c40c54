package io.github.rdpdiagnosis.azure.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.Snapshots;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random rule sets against an evaluator that takes one packet at a time and knows no sets. */
class BruteForceTest {
  private static final List<String> SOURCES =
      List.of(
          "*",
          "VirtualNetwork",
          "Internet",
          "AzureLoadBalancer",
          "10.0.0.0/28",
          "10.0.0.8/29",
          "10.0.0.3",
          "8.8.8.0/28",
          "8.8.8.5/30",
          "0.0.0.0/0",
          "192.168.0.0/16",
          "168.63.129.16");
  private static final List<String> DESTINATIONS =
      List.of("*", "10.0.0.4", "10.0.0.5", "VirtualNetwork", "10.0.0.0/24");
  private static final List<String> PORTS =
      List.of("*", "3389", "3388-3390", "22", "0-3388", "443");
  private static final List<String> PROTOCOLS = List.of("*", "Tcp", "TCP", "Udp", "Icmp");
  private static final IpAddress LOCAL = IpAddress.parse("10.0.0.4");

  private static <T> T pick(SplittableRandom random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static List<String> some(SplittableRandom random, List<String> list) {
    Set<String> some = new HashSet<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      some.add(pick(random, list));
    }
    return List.copyOf(some);
  }

  private static SecurityRule[] rules(SplittableRandom random) {
    Set<Integer> priorities = new HashSet<>();
    List<SecurityRule> rules = new ArrayList<>();
    int count = random.nextInt(7);
    for (int i = 0; i < count; i++) {
      int priority = 100 + random.nextInt(40);
      if (priorities.add(priority)) {
        rules.add(
            Snapshots.rule(
                "r" + priority,
                priority,
                random.nextInt(5) == 0 ? "Outbound" : "Inbound",
                random.nextBoolean() ? "Allow" : "Deny",
                pick(random, PROTOCOLS),
                new Endpoint(some(random, SOURCES), List.of("*"), List.of()),
                new Endpoint(some(random, DESTINATIONS), some(random, PORTS), List.of())));
      }
    }
    return rules.toArray(new SecurityRule[0]);
  }

  private static boolean in(String text, IpAddress address) {
    boolean network =
        Prefix.parse("10.0.0.0/16").contains(address)
            || address.equals(IpAddress.parse("168.63.129.16"));
    return switch (text) {
      case "*" -> true;
      case "VirtualNetwork" -> network;
      case "Internet" -> !network && !address.isPrivate() && !address.isLoopback();
      case "AzureLoadBalancer" -> address.equals(IpAddress.parse("168.63.129.16"));
      default -> Prefix.parse(text).contains(address);
    };
  }

  private static boolean port(String text, int port) {
    if (text.equals("*")) {
      return true;
    }
    String[] ends = text.split("-", 2);
    return Integer.parseInt(ends[0]) <= port && port <= Integer.parseInt(ends[ends.length - 1]);
  }

  /** The name of the rule that decides, and what it says. */
  private static String naive(SecurityRule[] rules, IpAddress source, Protocol protocol, int port) {
    List<SecurityRule> sorted = new ArrayList<>(List.of(rules));
    sorted.sort(Comparator.comparing(rule -> rule.priority().orElseThrow()));
    for (SecurityRule rule : sorted) {
      if (rule.direction().equals("Inbound")
          && (rule.protocol().equals("*") || rule.protocol().equalsIgnoreCase(protocol.name()))
          && rule.source().prefixes().stream().anyMatch(text -> in(text, source))
          && rule.destination().prefixes().stream().anyMatch(text -> in(text, LOCAL))
          && rule.destination().ports().stream().anyMatch(text -> port(text, port))) {
        return rule.name() + " " + rule.access().toUpperCase(java.util.Locale.ROOT);
      }
    }
    if (in("VirtualNetwork", source)) {
      return "AllowVnetInBound ALLOW";
    }
    return in("AzureLoadBalancer", source)
        ? "AllowAzureLoadBalancerInBound ALLOW"
        : "DenyAllInBound DENY";
  }

  @Test
  void agreesPacketByPacket() {
    SplittableRandom random = new SplittableRandom(3389);
    List<IpAddress> sources = new ArrayList<>();
    for (String block :
        List.of(
            "10.0.0.0/28",
            "8.8.8.0/28",
            "8.8.7.254/31",
            "192.168.3.0/31",
            "168.63.129.16/30",
            "172.31.0.4")) {
      Prefix prefix = Prefix.parse(block);
      for (IpAddress at = prefix.first(); prefix.contains(at); at = next(at)) {
        sources.add(at);
      }
    }
    int compared = 0;
    int allowed = 0;
    for (int round = 0; round < 1500; round++) {
      SecurityRule[] subnet = rules(random);
      SecurityRule[] nic = rules(random);
      NetworkPolicy policy =
          NetworkPolicy.of(Snapshots.snapshot().subnetNsg(subnet).nicNsg(nic).build());
      Protocol protocol = random.nextBoolean() ? Protocol.TCP : Protocol.UDP;
      int port = pick(random, List.of(22, 3388, 3389, 3390, 443));
      List<Cell> cells = policy.inboundPartition(LOCAL, protocol, new Port(port));

      AddressSet union = AddressSet.empty();
      for (Cell cell : cells) {
        assertThat(union.intersect(cell.addresses()).isEmpty()).as("cells do not overlap").isTrue();
        union = union.union(cell.addresses());
      }
      assertThat(union).isEqualTo(AddressSet.of("0.0.0.0/0"));

      for (IpAddress source : sources) {
        Decision decision =
            cells.stream()
                .filter(cell -> cell.addresses().contains(source))
                .findFirst()
                .orElseThrow()
                .decision();
        String atSubnet = naive(subnet, source, protocol, port);
        String atNic = naive(nic, source, protocol, port);
        assertThat(decision.deciders())
            .as("round %d, from %s", round, source)
            .extracting(decider -> decider.rule().orElseThrow().name() + " " + decider.verdict())
            .containsExactly(atSubnet, atNic);
        boolean allow = atSubnet.endsWith("ALLOW") && atNic.endsWith("ALLOW");
        assertThat(decision.verdict()).isEqualTo(allow ? Verdict.ALLOW : Verdict.DENY);
        compared++;
        allowed += allow ? 1 : 0;
      }
    }
    assertThat(compared).isGreaterThan(50_000);
    assertThat(allowed).isBetween(compared / 20, compared * 19 / 20);
  }

  private static IpAddress next(IpAddress address) {
    return AddressSet.of(address)
        .complement()
        .intersect(AddressSet.range(address, IpAddress.parse("255.255.255.255")))
        .first()
        .orElseThrow();
  }

  /**
   * Hiding a part never turns a decision round: where something is hidden, each address is decided
   * as before, or it is INCONCLUSIVE.
   */
  @Test
  void hidingNeverFlipsADecision() {
    SplittableRandom random = new SplittableRandom(65500);
    int open = 0;
    for (int round = 0; round < 500; round++) {
      SecurityRule[] subnet = rules(random);
      SecurityRule[] nic = rules(random);
      Snapshots whole = Snapshots.snapshot().subnetNsg(subnet).nicNsg(nic).route("192.168.0.0/16");
      NetworkPolicy seen =
          NetworkPolicy.of(Snapshots.snapshot().subnetNsg(subnet).nicNsg(nic).build());
      Snapshots hidden =
          switch (random.nextInt(4)) {
            case 0 -> whole.network(new Reading.Failed<>("hidden"));
            case 1 -> whole.routes(new Reading.NotFound<>("/x"));
            case 2 -> whole.nicNsg(new Reading.NotAsked<>());
            default -> whole.subnet(new Reading.NotPermitted<>("x/read"));
          };
      for (Cell before : seen.inboundPartition(LOCAL, Protocol.TCP, Port.RDP)) {
        for (Cell after :
            NetworkPolicy.of(hidden.build()).inboundPartition(LOCAL, Protocol.TCP, Port.RDP)) {
          if (!before.addresses().intersect(after.addresses()).isEmpty()) {
            assertThat(after.decision().verdict())
                .isIn(before.decision().verdict(), Verdict.INCONCLUSIVE);
            open += after.decision().verdict() == Verdict.INCONCLUSIVE ? 1 : 0;
            assertThat(after.decision().doubt().isPresent())
                .isEqualTo(after.decision().verdict() == Verdict.INCONCLUSIVE);
          }
        }
      }
    }
    assertThat(open).isGreaterThan(100);
  }
}
