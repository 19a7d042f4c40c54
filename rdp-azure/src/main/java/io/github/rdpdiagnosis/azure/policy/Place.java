package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What surrounds one address of the VM.
 *
 * @param network the tag VirtualNetwork as seen from there
 * @param ownGroups the ASGs that the address is in, by id in lower case; empty where not known
 * @param groups the members of ASGs as far as they were read, by id in lower case
 * @param groupSpace where members of other ASGs may be
 * @param adminRules the rules of network managers; empty where there are none or they are not known
 * @param gates the other gates in the order of an inbound packet
 * @param assumptions what is taken for granted there
 */
record Place(
    Extent network,
    Optional<Set<String>> ownGroups,
    Map<String, Extent> groups,
    AddressSet groupSpace,
    Optional<NetworkSecurityGroup> adminRules,
    List<GateState> gates,
    List<String> assumptions) {

  /** Each doubles the worlds that are looked at; further names are judged at each gate apart. */
  private static final int MAX_SUPPOSED = 3;

  /** One gate: an NSG, or what it does without looking at rules. */
  record GateState(
      Gate gate, Optional<NetworkSecurityGroup> group, Optional<Decider> withoutRules) {
    static GateState of(Gate gate, NetworkSecurityGroup group) {
      return new GateState(gate, Optional.of(group), Optional.empty());
    }

    static GateState of(Decider decider) {
      return new GateState(decider.gate(), Optional.empty(), Optional.of(decider));
    }

    boolean isAbsent() {
      return withoutRules.map(decider -> decider.verdict() == Verdict.ALLOW).orElse(false);
    }

    Layer layer(World world, PolicyCompiler compiler) {
      return group
          .map(known -> compiler.layer(gate, known, world))
          .orElseGet(
              () ->
                  compiler.layer(
                      withoutRules.orElseThrow(),
                      AddressSet.all(),
                      world.asking().local().isIpv4()));
    }
  }

  /**
   * The answer for every address at the far end.
   *
   * @param before gates that an inbound packet meets first
   * @param after gates behind
   */
  CompiledPolicy compile(
      World.Question asking, PolicyCompiler compiler, List<Layer> before, List<Layer> after) {
    return new Walk(asking, compiler, before, after)
        .compile(sharedNames(asking, compiler), Map.of());
  }

  /**
   * Names whose addresses are not known and that rules of two gates have: an address is in one of
   * them at both gates or at none, so the gates cannot be judged apart.
   */
  private List<Map.Entry<String, Doubt>> sharedNames(
      World.Question asking, PolicyCompiler compiler) {
    Map<String, Doubt> doubts = new TreeMap<>();
    Map<String, Integer> gatesOf = new TreeMap<>();
    for (RuleSet set : ruleSets(asking, compiler)) {
      Set<String> names = new TreeSet<>();
      for (Rule rule : set.rules()) {
        Side far = asking.direction() == Direction.INBOUND ? rule.source() : rule.destination();
        for (Side.Unknown each : far.unknown()) {
          names.add(each.name());
          doubts.put(each.name(), each.doubt());
        }
        for (String id : far.groupIds()) {
          String key = id.toLowerCase(Locale.ROOT);
          Extent members = groups.get(key);
          if (members == null || !members.isExact()) {
            names.add(key);
            doubts.put(key, World.membersOf(id));
          }
        }
      }
      names.forEach(name -> gatesOf.merge(name, 1, Integer::sum));
    }
    return doubts.entrySet().stream()
        .filter(name -> gatesOf.getOrDefault(name.getKey(), 0) > 1)
        .limit(MAX_SUPPOSED)
        .toList();
  }

  private List<RuleSet> ruleSets(World.Question asking, PolicyCompiler compiler) {
    List<RuleSet> sets = new ArrayList<>();
    adminRules.ifPresent(
        rules -> sets.add(compiler.rules(Gate.ADMIN_RULES, rules, asking.direction())));
    for (GateState gate : gates) {
      gate.group()
          .ifPresent(group -> sets.add(compiler.rules(gate.gate(), group, asking.direction())));
    }
    return sets.stream().filter(set -> !set.isTheSameForAll()).toList();
  }

  /** One question, in each of the worlds that may be. */
  private final class Walk {
    private final World.Question asking;
    private final PolicyCompiler compiler;
    private final List<Layer> before;
    private final List<Layer> after;

    Walk(World.Question asking, PolicyCompiler compiler, List<Layer> before, List<Layer> after) {
      this.asking = asking;
      this.compiler = compiler;
      this.before = before;
      this.after = after;
    }

    CompiledPolicy compile(List<Map.Entry<String, Doubt>> names, Map<String, Boolean> supposed) {
      if (names.isEmpty()) {
        return compile(supposed);
      }
      Map.Entry<String, Doubt> name = names.get(0);
      List<Map.Entry<String, Doubt>> others = names.subList(1, names.size());
      return compile(others, with(supposed, name.getKey(), false))
          .orElse(
              compile(others, with(supposed, name.getKey(), true)),
              List.of(new Extent.Scoped(asking.family(), name.getValue())),
              Place::either);
    }

    private static Map<String, Boolean> with(
        Map<String, Boolean> supposed, String name, boolean all) {
      Map<String, Boolean> more = new HashMap<>(supposed);
      more.put(name, all);
      return more;
    }

    private CompiledPolicy compile(Map<String, Boolean> supposed) {
      CompiledPolicy outside = compile(network.surely(), supposed);
      if (network.isExact()) {
        return outside;
      }
      AddressSet open = network.maybe().minus(network.surely()).intersect(asking.family());
      List<Extent.Scoped> doubts =
          network.doubts().stream()
              .map(d -> new Extent.Scoped(d.addresses().intersect(open), d.doubt()))
              .toList();
      return outside.orElse(compile(network.maybe(), supposed), doubts, Place::either);
    }

    private CompiledPolicy compile(AddressSet virtualNetwork, Map<String, Boolean> supposed) {
      World world =
          new World(
              asking,
              virtualNetwork,
              compiler.internet(virtualNetwork),
              ownGroups,
              groups,
              groupSpace,
              supposed);
      List<Layer> layers = new ArrayList<>();
      for (GateState gate : gates) {
        layers.add(gate.layer(world, compiler));
      }
      if (asking.direction() == Direction.OUTBOUND) {
        Collections.reverse(layers);
      }
      layers.addAll(0, before);
      adminRules.ifPresent(rules -> layers.add(0, compiler.layer(Gate.ADMIN_RULES, rules, world)));
      layers.addAll(after);
      return compiler.policy(layers, assumptions(asking.local()));
    }
  }

  private List<String> assumptions(IpAddress local) {
    boolean zero =
        !local.isIpv4()
            && gates.stream()
                .flatMap(gate -> gate.group().stream())
                .flatMap(group -> group.rules().stream())
                .anyMatch(
                    rule ->
                        rule.source().prefixes().contains("0.0.0.0/0")
                            || rule.destination().prefixes().contains("0.0.0.0/0"));
    if (!zero) {
      return assumptions;
    }
    List<String> more = new ArrayList<>(assumptions);
    more.add("0.0.0.0/0 in a rule means IPv4 only");
    return List.copyOf(more);
  }

  /** The decision where the address may or may not be in the tag VirtualNetwork. */
  private static Decision either(Decision outside, Decision inside, Doubt doubt) {
    List<Decider> deciders = new ArrayList<>();
    for (Decider without : outside.deciders()) {
      deciders.add(
          at(inside, without.gate())
              .filter(with -> with.verdict() != without.verdict())
              .map(with -> either(without, with, doubt))
              .orElse(without));
    }
    if (deciders.stream().noneMatch(decider -> decider.verdict() == Verdict.INCONCLUSIVE)) {
      // Only one of the two is decided by a rule that no other gate comes after.
      deciders.add(either(outside.decider(), inside.decider(), doubt));
    }
    // The verdicts differ, so at least one gate does: that one is in doubt now.
    return new Decision(Verdict.INCONCLUSIVE, deciders, outside.assumptions());
  }

  private static Optional<Decider> at(Decision decision, Gate gate) {
    return decision.deciders().stream().filter(decider -> decider.gate() == gate).findFirst();
  }

  private static Decider either(Decider without, Decider with, Doubt doubt) {
    boolean tagged = priority(with) <= priority(without);
    return new Decider(
        without.gate(),
        Verdict.INCONCLUSIVE,
        without.resource(),
        tagged ? with.rule() : without.rule(),
        doubt.why() + "; if so, " + with.why() + ", otherwise " + without.why(),
        Optional.of(doubt));
  }

  private static int priority(Decider decider) {
    return decider.rule().map(Decider.Rule::priority).orElse(Integer.MAX_VALUE);
  }
}
