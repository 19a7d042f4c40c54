package io.github.rdpdiagnosis.azure.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.ServiceTags;
import io.github.rdpdiagnosis.azure.Snapshots;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Generated NSGs of 10 to 1,000 rules against {@link NaiveNsg}, with random packets and packets at
 * the ends of the rules' blocks. {@code -Dflows=1000000} sets the packets of each family.
 */
class NaiveOracleTest {
  private static final int FLOWS = Integer.getInteger("flows", 40_000);
  private static final String OTHER_GROUP = Snapshots.ASG + "-other";

  /** What the rules of an NSG look like. */
  enum Family {
    PLAIN,
    AUGMENTED,
    TAGS,
    GROUPS,
    IPV6
  }

  private static final Map<String, List<String>> TAGS =
      Map.of(
          "STORAGE.WESTEUROPE", List.of("20.33.0.0/16", "20.60.4.0/23", "2603:1020:206::/48"),
          "AZUREMONITOR", List.of("20.60.0.0/20", "13.66.60.119/32", "2603:1020:206:1::/64"));

  private static final List<String> VNET =
      List.of("10.0.0.0/16", "fd00:1::/48", "168.63.129.16/32");

  private static final java.util.function.Predicate<byte[]> IN_NETWORK = NaiveNsg.blocks(VNET);

  /** Makes one NSG and of packets that may concern it. */
  private static final class Generator {
    private final SplittableRandom random;
    private final Family family;
    private final List<String> used = new ArrayList<>();

    Generator(SplittableRandom random, Family family) {
      this.random = random;
      this.family = family;
    }

    <T> T pick(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }

    boolean oneIn(int n) {
      return random.nextInt(n) == 0;
    }

    String address() {
      byte[] bytes = new byte[family == Family.IPV6 && !oneIn(5) ? 16 : 4];
      random.nextBytes(bytes);
      if (bytes.length == 16) {
        bytes[0] = 0x20;
        bytes[1] = 0x01;
        bytes[2] = (byte) random.nextInt(2);
        bytes[3] = 0;
      } else if (!oneIn(4)) {
        bytes[0] = pick(List.of((byte) 10, (byte) 20, (byte) 8));
        bytes[1] = (byte) random.nextInt(3);
      }
      return IpAddress.of(bytes).toString();
    }

    String block() {
      String start = used.isEmpty() || !oneIn(3) ? address() : pick(used).split("/", 2)[0];
      int bits = start.contains(":") ? 128 : 32;
      int length = oneIn(3) ? bits : bits / 4 + random.nextInt(bits - bits / 4 + 1);
      String block = start + "/" + length; // host bits stay set
      used.add(block);
      return block;
    }

    List<String> prefixes() {
      if (oneIn(12)) {
        return List.of("*");
      }
      if (oneIn(6)) {
        return List.of(pick(List.of("VirtualNetwork", "AzureLoadBalancer")));
      }
      if (family == Family.TAGS && oneIn(2)) {
        return List.of(
            pick(List.of("Storage.WestEurope", "AzureMonitor", "Foo.Bar", "Foo.Baz", "foo.bar")));
      }
      int count = family == Family.AUGMENTED ? 1 + random.nextInt(12) : 1;
      List<String> blocks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        blocks.add(block());
      }
      return blocks;
    }

    List<String> ports() {
      if (oneIn(2)) {
        return List.of("*");
      }
      List<String> ports = new ArrayList<>();
      int count = family == Family.AUGMENTED ? 1 + random.nextInt(4) : 1;
      for (int i = 0; i < count; i++) {
        int first = random.nextInt(3380, 3400);
        ports.add(oneIn(2) ? "" + first : first + "-" + (first + random.nextInt(10)));
      }
      return ports;
    }

    Endpoint far(List<String> ports) {
      if (family == Family.GROUPS && oneIn(3)) {
        return new Endpoint(List.of(), ports, List.of(pick(List.of(Snapshots.ASG, OTHER_GROUP))));
      }
      return new Endpoint(prefixes(), ports, List.of());
    }

    Endpoint near(List<String> ports) {
      if (family == Family.GROUPS && oneIn(3)) {
        return new Endpoint(List.of(), ports, List.of(pick(List.of(Snapshots.ASG, OTHER_GROUP))));
      }
      List<String> here =
          family == Family.IPV6
              ? List.of("*", "fd00:1::4", "fd00:1::/64", "::/0", "10.0.0.4")
              : List.of("*", "10.0.0.4", "10.0.0.0/24", "VirtualNetwork", "10.0.0.5", "0.0.0.0/0");
      return new Endpoint(List.of(pick(here)), ports, List.of());
    }

    List<SecurityRule> rules(int count) {
      List<SecurityRule> rules = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        boolean inbound = !oneIn(4);
        List<String> sourcePorts = oneIn(10) ? ports() : List.of("*");
        rules.add(
            Snapshots.rule(
                "r" + i,
                100 + i * 3,
                pick(inbound ? List.of("Inbound", "INBOUND") : List.of("Outbound")),
                pick(List.of("Allow", "Deny", "deny")),
                pick(List.of("*", "Tcp", "TCP", "Udp", "Tcp")),
                inbound ? far(sourcePorts) : near(sourcePorts),
                inbound ? near(ports()) : far(ports())));
      }
      return rules;
    }

    /** Any address, or one at or just outside the end of a rule's block. */
    String packetAddress() {
      boolean v6 = family == Family.IPV6;
      if (oneIn(8)) {
        return v6 ? "fd00:1::" + random.nextInt(10) : "10.0." + random.nextInt(3) + ".4";
      }
      if (oneIn(3) || used.isEmpty()) {
        String any = address();
        return any.contains(":") == v6 ? any : packetAddress();
      }
      Prefix block = Prefix.parse(pick(used));
      IpAddress end = oneIn(2) ? block.first() : block.last();
      if (end.isIpv4() == v6) {
        return packetAddress();
      }
      java.math.BigInteger number = new java.math.BigInteger(1, end.toBytes());
      java.math.BigInteger moved =
          number
              .add(java.math.BigInteger.valueOf(random.nextInt(3) - 1L))
              .mod(java.math.BigInteger.ONE.shiftLeft(v6 ? 128 : 32));
      byte[] raw = moved.toByteArray();
      byte[] bytes = new byte[v6 ? 16 : 4];
      for (int i = 0; i < bytes.length && i < raw.length; i++) {
        bytes[bytes.length - 1 - i] = raw[raw.length - 1 - i];
      }
      return IpAddress.of(bytes).toString();
    }
  }

  private static ServiceTags tags() {
    List<String> values = new ArrayList<>();
    TAGS.forEach(
        (name, blocks) ->
            values.add(
                "{\"name\": \""
                    + name
                    + "\", \"properties\": {\"addressPrefixes\": [\""
                    + String.join("\", \"", blocks)
                    + "\"]}}"));
    String document = "{\"cloud\": \"Public\", \"values\": [" + String.join(", ", values) + "]}";
    return ServiceTags.read(document.getBytes(StandardCharsets.UTF_8), "tags.json");
  }

  private static List<SecurityRule> withDefaults(List<SecurityRule> rules) {
    List<SecurityRule> all = new ArrayList<>(rules);
    all.add(
        Snapshots.rule(
            "AllowVnetInBound",
            65000,
            "Inbound",
            "Allow",
            "*",
            Endpoint.of("VirtualNetwork", "*"),
            Endpoint.of("VirtualNetwork", "*")));
    all.add(
        Snapshots.rule(
            "AllowAzureLoadBalancerInBound",
            65001,
            "Inbound",
            "Allow",
            "*",
            Endpoint.of("AzureLoadBalancer", "*"),
            Endpoint.of("*", "*")));
    all.add(Snapshots.rule("DenyAllInBound", 65500, "Inbound", "Deny", "*", "*", "*"));
    all.add(
        Snapshots.rule(
            "AllowVnetOutBound",
            65000,
            "Outbound",
            "Allow",
            "*",
            Endpoint.of("VirtualNetwork", "*"),
            Endpoint.of("VirtualNetwork", "*")));
    all.add(Snapshots.rule("DenyAllOutBound", 65500, "Outbound", "Deny", "*", "*", "*"));
    return all;
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void agreesWithFirstMatchPacketByPacket(Family family) {
    SplittableRandom random = new SplittableRandom(List.of(Family.values()).indexOf(family));
    ServiceTags tags = tags();
    String local = family == Family.IPV6 ? "fd00:1::4" : "10.0.0.4";
    Map<String, Integer> seen = new HashMap<>();
    int flows = 0;
    for (int round = 0; flows < FLOWS; round++) {
      int[] sizes = {10, 30, 100, 300, 1000};
      Generator generator = new Generator(random, family);
      List<SecurityRule> rules = generator.rules(sizes[round % sizes.length]);
      // The tag Internet stands in the default rules; its extent is checked against recordings.
      rules.add(Snapshots.rule("last", 4096, "Outbound", "Deny", "*", "*", "*"));
      Map<String, List<String>> known = new HashMap<>(TAGS);
      known.put("VIRTUALNETWORK", VNET);
      known.put("AZURELOADBALANCER", List.of("168.63.129.16", "fe80::1234:5678:9abc"));
      NaiveNsg naive = new NaiveNsg(withDefaults(rules), known, Snapshots.ASG);
      NetworkPolicy policy =
          NetworkPolicy.of(
              Snapshots.snapshot()
                  .at(local)
                  .memberOf(Snapshots.ASG)
                  .nicNsg(
                      Snapshots.known(
                          new NetworkSecurityGroup(Snapshots.NIC_NSG, "nic-nsg", rules)))
                  .build(),
              new PolicyCompiler(tags));
      for (int slice = 0; slice < 5; slice++) {
        flows += compare(generator, naive, policy, local, FLOWS / 50, seen);
      }
    }
    assertThat(seen.get("ALLOW")).isGreaterThan(flows / 20);
    assertThat(seen.get("DENY")).isGreaterThan(flows / 20);
    assertThat(seen.getOrDefault("INCONCLUSIVE", 0) > 0)
        .isEqualTo(family == Family.TAGS || family == Family.GROUPS);
  }

  private static int compare(
      Generator generator,
      NaiveNsg naive,
      NetworkPolicy policy,
      String local,
      int flows,
      Map<String, Integer> seen) {
    boolean inbound = !generator.oneIn(4);
    Protocol protocol = generator.oneIn(3) ? Protocol.UDP : Protocol.TCP;
    int sourcePort = generator.random.nextInt(3378, 3402);
    int port = generator.random.nextInt(3378, 3402);
    CompiledPolicy compiled =
        policy.compile(
            inbound ? Direction.INBOUND : Direction.OUTBOUND,
            IpAddress.parse(local),
            protocol,
            Optional.of(new Port(sourcePort)),
            Optional.of(new Port(port)));
    byte[] here = NaiveNsg.bytes(local);
    NaiveNsg slice =
        naive.concerning(
            new NaiveNsg.Packet(inbound, here, sourcePort, here, port, protocol.name()));
    for (int i = 0; i < flows; i++) {
      String far = generator.packetAddress();
      if (far.equals(local)) {
        continue; // whose membership in groups is known at both ends
      }
      byte[] there = NaiveNsg.bytes(far);
      boolean inNetwork = IN_NETWORK.test(there);
      String expected =
          slice.decide(
              new NaiveNsg.Packet(
                  inbound,
                  inbound ? there : here,
                  sourcePort,
                  inbound ? here : there,
                  port,
                  protocol.name()),
              name -> !name.startsWith("/") || inNetwork);
      Decision decision = compiled.decide(IpAddress.parse(far));
      Decider decider = decision.deciders().get(inbound ? 1 : 0);
      String verdict = expected.split(" ", 2)[0];
      assertThat(decider.verdict().name()).as("%s: %s", far, decider).isEqualTo(verdict);
      assertThat(compiled.verdict(IpAddress.parse(far))).isEqualTo(decision.verdict());
      if (expected.contains(" ")) {
        assertThat(decider.rule().orElseThrow().name()).isEqualTo(expected.split(" ", 2)[1]);
      }
      seen.merge(verdict, 1, Integer::sum);
    }
    return flows;
  }
}
