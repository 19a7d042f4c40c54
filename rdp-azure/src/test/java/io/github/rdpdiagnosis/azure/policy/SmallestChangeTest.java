package io.github.rdpdiagnosis.azure.policy;

import static io.github.rdpdiagnosis.azure.Snapshots.known;
import static io.github.rdpdiagnosis.azure.Snapshots.rule;
import static io.github.rdpdiagnosis.azure.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.EffectiveRoute;
import io.github.rdpdiagnosis.azure.JitPolicy;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.SecurityAdminRule;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.Snapshots;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Planted blockers are all named, the proposed changes open the way, and none of them can be left
 * out. {@code -Dcases=10000} sets how many cases are generated.
 */
class SmallestChangeTest {
  private static final int CASES = Integer.getInteger("cases", 100);
  private static final IpAddress CLIENT = IpAddress.parse("8.8.8.5");
  private static final List<String> SOURCES =
      List.of("8.8.8.0/28", "8.8.8.4/31", "8.8.8.5", "8.8.8.8/29", "9.9.9.9", "*", "Internet");
  private static final List<String> PORTS = List.of("*", "3389", "3388-3390", "22", "3390-3400");

  private final SplittableRandom random = new SplittableRandom(42);

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static final List<Gate> PLANTED =
      List.of(Gate.SUBNET_NSG, Gate.NIC_NSG, Gate.ADMIN_RULES, Gate.ROUTES);

  /** Rules that deny the client, or let it in, among others that do not concern it. */
  private SecurityRule[] rules(boolean deny) {
    List<SecurityRule> rules = new ArrayList<>();
    boolean dense = random.nextInt(4) == 0;
    int place = dense ? 100 : 100 + random.nextInt(200);
    int noise = random.nextInt(4);
    for (int i = 0; i < noise; i++) {
      rules.add(
          rule(
              "noise" + i,
              place,
              "Inbound",
              random.nextBoolean() ? "Allow" : "Deny",
              "Tcp",
              pick(List.of("9.9.9.9", "8.8.8.8/29", "8.8.8.0/30")),
              pick(PORTS)));
      place += dense ? 1 : 1 + random.nextInt(50);
    }
    boolean byDefault = deny && random.nextBoolean();
    if (!byDefault) {
      rules.add(
          rule(
              "decides",
              place,
              "Inbound",
              deny ? "Deny" : "Allow",
              pick(List.of("*", "Tcp")),
              pick(SOURCES.subList(0, 3)),
              pick(PORTS.subList(0, 3))));
    }
    int more = byDefault ? 0 : random.nextInt(3);
    for (int i = 0; i < more; i++) {
      rules.add(
          rule(
              "later" + i,
              place + 1 + i,
              "Inbound",
              random.nextBoolean() ? "Allow" : "Deny",
              "*",
              pick(SOURCES),
              pick(PORTS)));
    }
    return rules.toArray(new SecurityRule[0]);
  }

  private VmSnapshot planted(Set<Gate> blockers) {
    Snapshots parts =
        snapshot()
            .publicIp("Standard")
            .subnetNsg(rules(blockers.contains(Gate.SUBNET_NSG)))
            .nicNsg(rules(blockers.contains(Gate.NIC_NSG)));
    SecurityAdminRule admin =
        new SecurityAdminRule(
            Optional.of("/admin/rule"),
            "rule",
            "Deny",
            "Inbound",
            Optional.of(1 + random.nextInt(50)),
            "Tcp",
            List.of(blockers.contains(Gate.ADMIN_RULES) ? "8.8.8.0/24" : "9.0.0.0/8"),
            List.of("*"),
            List.of("*"),
            List.of(pick(List.of("3389", "3380-3400", "*"))),
            Optional.empty());
    return parts.build().toBuilder()
        .put(SnapshotPart.SECURITY_ADMIN_RULES, Snapshots.VNET, known(List.of(admin)))
        .put(
            SnapshotPart.EFFECTIVE_ROUTES,
            Snapshots.NIC,
            known(
                List.of(
                    route("Default", "0.0.0.0/0", "Internet"),
                    route(
                        "User",
                        blockers.contains(Gate.ROUTES) ? "8.0.0.0/8" : "7.0.0.0/8",
                        pick(List.of("None", "VirtualAppliance", "VirtualNetworkGateway"))))))
        .build();
  }

  private static EffectiveRoute route(String source, String prefix, String hop) {
    return new EffectiveRoute(
        Optional.empty(), source, "Active", List.of(prefix), hop, List.of(), Optional.empty());
  }

  private static IngressPath path(VmSnapshot snapshot) {
    return NetworkPolicy.of(snapshot).paths(Port.RDP).stream()
        .filter(each -> each.kind() == IngressPath.Kind.PUBLIC_IP_ADDRESS)
        .findFirst()
        .orElseThrow();
  }

  /** Of one case: configurations differ in a few NSGs only. */
  private PolicyCompiler compiler = new PolicyCompiler();

  private Decision decide(VmSnapshot snapshot) {
    return NetworkPolicy.of(snapshot, compiler).compile(path(snapshot)).decide(CLIENT);
  }

  private static VmSnapshot apply(VmSnapshot snapshot, List<Change> changes) {
    VmSnapshot changed = snapshot;
    for (Change change : changes) {
      changed = change.applyTo(changed);
    }
    return changed;
  }

  @Test
  void everyBlockerIsNamedAndNoChangeCanBeLeftOut() {
    Set<Integer> counts = new HashSet<>();
    for (int round = 0; round < CASES; round++) {
      Set<Gate> blockers = EnumSet.noneOf(Gate.class);
      int count = 1 + random.nextInt(4);
      while (blockers.size() < count) {
        blockers.add(pick(PLANTED));
      }
      counts.add(count);
      compiler = new PolicyCompiler();
      VmSnapshot before = planted(blockers);
      Set<Gate> reported =
          decide(before).deciders().stream()
              .filter(decider -> decider.verdict() == Verdict.DENY)
              .map(Decider::gate)
              .collect(Collectors.toSet());
      assertThat(reported).as("round %d", round).isEqualTo(blockers);

      List<Proposal> proposals = SmallestChange.of(before, compiler, path(before), CLIENT);
      assertThat(proposals).as("round %d, %s", round, blockers).isNotEmpty();
      for (Proposal proposal : proposals) {
        List<Change> changes = proposal.changes();
        assertThat(decide(apply(before, changes)).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(proposal.after().verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(changes).extracting(Change::gate).containsExactlyInAnyOrderElementsOf(blockers);
        for (int subset = 0; subset < (1 << changes.size()) - 1; subset++) {
          List<Change> some = new ArrayList<>();
          for (int i = 0; i < changes.size(); i++) {
            if ((subset >> i & 1) == 1) {
              some.add(changes.get(i));
            }
          }
          assertThat(decide(apply(before, some)).verdict()).isEqualTo(Verdict.DENY);
        }
      }
      assertThat(proposals).extracting(Proposal::exposure).isSorted();
      if (round % 20 == 0) {
        Proposal first = proposals.get(0);
        assertThat(first.exposure()).isEqualTo(bruteForce(before, apply(before, first.changes())));
      }
    }
    assertThat(counts).containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  /** Packet by packet over the few sources and ports that the generated rules tell apart. */
  private BigInteger bruteForce(VmSnapshot before, VmSnapshot after) {
    long pairs = 0;
    for (int port = 3378; port <= 3402; port++) {
      IngressPath at = withPort(path(before), port);
      CompiledPolicy old = NetworkPolicy.of(before, compiler).compile(at);
      CompiledPolicy changed = NetworkPolicy.of(after, compiler).compile(at);
      for (int last = 0; last < 32; last++) {
        IpAddress source = IpAddress.parse("8.8.8." + last);
        boolean opened =
            changed.decide(source).verdict() == Verdict.ALLOW
                && old.decide(source).verdict() != Verdict.ALLOW;
        pairs += opened ? 1 : 0;
      }
    }
    for (int port : new int[] {1, 22, 443, 65535}) {
      IngressPath at = withPort(path(before), port);
      Decision old = NetworkPolicy.of(before, compiler).compile(at).decide(CLIENT);
      Decision changed = NetworkPolicy.of(after, compiler).compile(at).decide(CLIENT);
      boolean opened = changed.verdict() == Verdict.ALLOW && old.verdict() != Verdict.ALLOW;
      long ports = port == 1 ? 21 : port == 22 ? 1 : port == 443 ? 3377 - 22 : 65535 - 3402;
      pairs += opened ? ports : 0;
    }
    return BigInteger.valueOf(pairs);
  }

  private static IngressPath withPort(IngressPath path, int port) {
    return new IngressPath(
        path.kind(),
        path.name(),
        path.resource(),
        path.frontEnd(),
        path.frontEndPort(),
        path.privateAddress(),
        new Port(port),
        path.seenAs(),
        path.front());
  }

  @Test
  void aJitRequestComesFirstWhereJitIsOn() {
    JitPolicy jit =
        new JitPolicy(
            "/jit",
            "default",
            Optional.empty(),
            List.of(
                new JitPolicy.ProtectedPort(
                    Optional.of(3389), "*", List.of("*"), Optional.empty())),
            List.of());
    VmSnapshot before =
        snapshot()
            .publicIp("Standard")
            .subnetNsg()
            .nicNsg(rule("SecurityCenter-JITRule_1", 4096, "Inbound", "Deny", "*", "*", "3389"))
            .build()
            .toBuilder()
            .put(SnapshotPart.JIT_POLICIES, "/subscriptions/s", known(List.of(jit)))
            .build();
    List<Proposal> proposals =
        SmallestChange.of(before, new PolicyCompiler(), path(before), CLIENT);
    assertThat(proposals.get(0).changes()).hasSize(1);
    assertThat(proposals.get(0).changes().get(0).kind()).isEqualTo(Change.Kind.JIT_REQUEST);
    assertThat(proposals.get(0).exposure()).isEqualTo(BigInteger.ONE);
  }

  @Test
  void anAddressThatNoNsgOpensGetsAnNsgForTheClientAlone() {
    VmSnapshot before = snapshot().publicIp("Standard").build();
    List<Proposal> proposals =
        SmallestChange.of(before, new PolicyCompiler(), path(before), CLIENT);
    assertThat(proposals.get(0).changes().get(0).kind()).isEqualTo(Change.Kind.NEW_NSG);
    assertThat(proposals.get(0).exposure()).isEqualTo(BigInteger.ONE);
    assertThat(proposals.get(0).changes().get(0).what()).contains("8.8.8.5/32").doesNotContain("*");
    VmSnapshot open = snapshot().publicIp("Basic").build();
    assertThat(SmallestChange.of(open, new PolicyCompiler(), path(open), CLIENT)).isEmpty();
  }
}
