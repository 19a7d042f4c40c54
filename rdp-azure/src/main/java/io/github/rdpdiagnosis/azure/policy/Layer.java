package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.model.net.AddressPartition;
import io.github.rdpdiagnosis.model.net.AddressSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What one gate does with each far address. Immutable and thread-safe. */
final class Layer {
  private static final int VERDICTS = Verdict.BY_CODE.size();

  private final AddressPartition partition;
  private final List<Verdict> verdicts;
  private final IntFunction<Decider> deciders;
  private final Set<Integer> last;
  private volatile @Nullable AddressPartition outcomes;
  private volatile @Nullable AddressSet passing;

  /**
   * A gate.
   *
   * @param partition owners are places in {@code verdicts}; where the owner is {@link
   *     AddressPartition#NOBODY}, the gate does not stand in the way
   * @param verdicts what the gate does
   * @param deciders why
   * @param last owners after whom no other gate is asked
   */
  Layer(
      AddressPartition partition,
      List<Verdict> verdicts,
      IntFunction<Decider> deciders,
      Set<Integer> last) {
    this.partition = partition;
    this.verdicts = List.copyOf(verdicts);
    this.deciders = deciders;
    this.last = Set.copyOf(last);
  }

  /** The same at another gate. */
  Layer at(Gate gate) {
    Layer there = new Layer(partition, verdicts, owner -> deciders.apply(owner).at(gate), last);
    there.outcomes = outcomes;
    there.passing = passing();
    return there;
  }

  AddressPartition partition() {
    return partition;
  }

  Verdict verdict(int owner) {
    return verdicts.get(owner);
  }

  Decider decider(int owner) {
    return deciders.apply(owner);
  }

  /** Whether no other gate is asked after an owner. */
  boolean isLast(int owner) {
    return !last.isEmpty() && last.contains(owner);
  }

  /** The addresses that this gate allows, or does not stand in the way of. */
  AddressSet passing() {
    AddressSet known = passing;
    if (known == null) {
      known = partition.where(owner -> owner < 0 || verdicts.get(owner) == Verdict.ALLOW);
      passing = known; // two threads may make it, the same one
    }
    return known;
  }

  /** Those of them that no other gate is asked about. */
  AddressSet passingForGood() {
    return last.isEmpty()
        ? AddressSet.empty()
        : partition.where(owner -> isLast(owner) && verdicts.get(owner) == Verdict.ALLOW);
  }

  /**
   * All addresses, by what becomes of them at this gate and those before it, whatever the reason:
   * the code of the verdict, increased by the number of verdicts where no other gate is asked, or
   * {@link AddressPartition#NOBODY} where no gate stands in the way.
   */
  AddressPartition outcomes() {
    AddressPartition known = outcomes;
    if (known == null) {
      int[] codes = new int[verdicts.size()];
      for (int owner = 0; owner < codes.length; owner++) {
        codes[owner] = verdicts.get(owner).code() + (isLast(owner) ? VERDICTS : 0);
      }
      known = partition.relabelled(owner -> owner < 0 ? owner : codes[owner]);
      outcomes = known; // two threads may make it, the same one
    }
    return known;
  }

  /** The outcome at one gate after another, each as {@link #outcomes} has it. */
  static int after(int before, int here) {
    if (here < 0 || before >= VERDICTS) {
      return before;
    }
    return before < 0 ? here : AND[before * 2 * VERDICTS + here];
  }

  private static final int[] AND = new int[VERDICTS * 2 * VERDICTS];

  static {
    for (Verdict before : Verdict.BY_CODE) {
      for (int here = 0; here < 2 * VERDICTS; here++) {
        AND[before.code() * 2 * VERDICTS + here] =
            before.and(Verdict.BY_CODE.get(here % VERDICTS)).code() + here / VERDICTS * VERDICTS;
      }
    }
  }

  /** The verdict of an outcome. */
  static Verdict verdictOf(int outcome) {
    return outcome < 0 ? Verdict.ALLOW : Verdict.BY_CODE.get(outcome % VERDICTS);
  }

  /** A gate that does the same with some addresses, and does not stand in the way of others. */
  static Layer over(AddressSet addresses, boolean ipv4, Decider decider) {
    return new Layer(
        AddressPartition.firstOf(ipv4, List.of(addresses)),
        List.of(decider.verdict()),
        owner -> decider,
        Set.of());
  }

  /** A gate that does the same with every address. */
  static Layer everywhere(boolean ipv4, Decider decider) {
    return over(AddressSet.all(), ipv4, decider);
  }

  /** An NSG in which the order of the rules cannot be told. */
  static Layer faulty(Gate gate, RuleSet set, boolean ipv4) {
    String why = set.fault().orElseThrow();
    return everywhere(
        ipv4,
        new Decider(
            gate,
            Verdict.INCONCLUSIVE,
            Optional.of(set.group().id()),
            Optional.empty(),
            why,
            Optional.of(new Doubt(why, "a corrected NSG document"))));
  }

  /** First match over one NSG. */
  static Layer of(Gate gate, RuleSet set, List<World.Match> slice, boolean ipv4) {
    return new FirstMatch(gate, set, slice).layer(ipv4);
  }

  /**
   * Which rule decides, by place in the slice; -1 for none.
   *
   * @param sure the first that surely matches
   * @param allow the first that may match and allows
   * @param deny the first that may match and denies
   * @param other the first that may match and has an unreadable access
   */
  private record Outcome(int sure, int allow, int deny, int other) {}

  /** The rules of one NSG that a question concerns, and what comes of each address. */
  private static final class FirstMatch {
    private final Gate gate;
    private final RuleSet set;
    private final List<World.Match> slice;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Map<Outcome, Integer> places = new HashMap<>();

    FirstMatch(Gate gate, RuleSet set, List<World.Match> slice) {
      this.gate = gate;
      this.set = set;
      this.slice = slice;
    }

    Layer layer(boolean ipv4) {
      AddressPartition sure =
          AddressPartition.firstOf(ipv4, slice.stream().map(World.Match::surely).toList());
      AddressPartition partition;
      if (slice.stream().allMatch(match -> match.doubt().isEmpty())) {
        slice.forEach(match -> place(new Outcome(outcomes.size(), -1, -1, -1)));
        int none = place(new Outcome(-1, -1, -1, -1));
        boolean settled = sure.where(o -> o == AddressPartition.NOBODY).isEmpty();
        partition = settled ? sure : sure.relabelled(o -> o == AddressPartition.NOBODY ? none : o);
      } else {
        partition =
            sure.relabelled(o -> place(new Outcome(o, -1, -1, -1)))
                .overlay(
                    possible(ipv4, Verdict.ALLOW),
                    (o, rule) -> place(before(outcomes.get(o), rule, Verdict.ALLOW)))
                .overlay(
                    possible(ipv4, Verdict.DENY),
                    (o, rule) -> place(before(outcomes.get(o), rule, Verdict.DENY)))
                .overlay(
                    possible(ipv4, Verdict.INCONCLUSIVE),
                    (o, rule) -> place(before(outcomes.get(o), rule, Verdict.INCONCLUSIVE)));
      }
      return gate == Gate.ADMIN_RULES
          ? admin(partition)
          : new Layer(
              partition,
              outcomes.stream().map(this::verdict).toList(),
              remembered(outcomes.size(), o -> decider(outcomes.get(o))),
              Set.of());
    }

    /**
     * Where no rule of the network managers matches, NSGs decide; where one always allows, they are
     * not asked. Where it is not known which matches, nothing behind can settle it.
     */
    private Layer admin(AddressPartition partition) {
      boolean alwaysAllows =
          slice.stream().anyMatch(m -> Rule.isAlwaysAllow(set.rules().get(m.index()).origin()));
      List<Verdict> verdicts = new ArrayList<>();
      Set<Integer> last = new HashSet<>();
      Set<Integer> silent = new HashSet<>();
      for (int i = 0; i < outcomes.size(); i++) {
        Outcome outcome = outcomes.get(i);
        boolean settled = first(outcome) < 0;
        boolean none = outcome.sure < 0;
        boolean passes = none && outcome.deny < 0 && outcome.other < 0 && !alwaysAllows;
        if (passes || (none && settled)) {
          silent.add(i);
          verdicts.add(Verdict.ALLOW);
          continue;
        }
        boolean agreed =
            settled || (!alwaysAllows && !none && verdict(outcome) != Verdict.INCONCLUSIVE);
        verdicts.add(agreed ? verdict(outcome) : Verdict.INCONCLUSIVE);
        if (agreed ? Rule.isAlwaysAllow(rule(outcome.sure).origin()) : alwaysAllows) {
          last.add(i);
        }
      }
      return new Layer(
          partition.relabelled(o -> silent.contains(o) ? AddressPartition.NOBODY : o),
          verdicts,
          remembered(outcomes.size(), o -> decider(verdicts.get(o), outcomes.get(o))),
          last);
    }

    /** Each is put into words once, when it is asked for. */
    private static IntFunction<Decider> remembered(int count, IntFunction<Decider> words) {
      AtomicReferenceArray<Decider> said = new AtomicReferenceArray<>(count);
      return owner -> {
        Decider known = said.get(owner);
        if (known == null) {
          known = words.apply(owner);
          said.set(owner, known);
        }
        return known;
      };
    }

    private int place(Outcome outcome) {
      return places.computeIfAbsent(
          outcome,
          unseen -> {
            outcomes.add(unseen);
            return outcomes.size() - 1;
          });
    }

    /** Where rules of one access may match: the first of them. */
    private AddressPartition possible(boolean ipv4, Verdict access) {
      List<Integer> rules = new ArrayList<>();
      for (int i = 0; i < slice.size(); i++) {
        if (slice.get(i).doubt().isPresent() && rule(i).access() == access) {
          rules.add(i);
        }
      }
      return AddressPartition.firstOf(ipv4, rules.stream().map(i -> slice.get(i).maybe()).toList())
          .relabelled(owner -> owner < 0 ? owner : rules.get(owner));
    }

    /** A rule that may match counts only before the one that surely does. */
    private static Outcome before(Outcome so, int rule, Verdict access) {
      if (rule < 0 || (so.sure >= 0 && rule >= so.sure)) {
        return so;
      }
      return switch (access) {
        case ALLOW -> new Outcome(so.sure, rule, so.deny, so.other);
        case DENY -> new Outcome(so.sure, so.allow, rule, so.other);
        case INCONCLUSIVE -> new Outcome(so.sure, so.allow, so.deny, rule);
      };
    }

    private Rule rule(int place) {
      return set.rules().get(slice.get(place).index());
    }

    private Verdict verdict(Outcome outcome) {
      if (outcome.sure < 0) {
        return Verdict.INCONCLUSIVE;
      }
      Verdict sure = rule(outcome.sure).access();
      boolean agreed =
          outcome.other < 0
              && (outcome.allow < 0 || sure == Verdict.ALLOW)
              && (outcome.deny < 0 || sure == Verdict.DENY);
      return agreed ? sure : Verdict.INCONCLUSIVE;
    }

    private Decider decider(Outcome outcome) {
      return decider(verdict(outcome), outcome);
    }

    private Decider decider(Verdict verdict, Outcome outcome) {
      int first = first(outcome);
      if (verdict != Verdict.INCONCLUSIVE) {
        return decider(
            verdict, outcome.sure, name(outcome.sure) + does(rule(outcome.sure), verdict), null);
      }
      if (first < 0) {
        Doubt doubt =
            outcome.sure < 0
                ? new Doubt(
                    "no rule of " + set.group().name() + " matches",
                    "an NSG document with the default rules")
                : new Doubt(
                    name(outcome.sure)
                        + " has the access '"
                        + rule(outcome.sure).origin().access()
                        + "'",
                    "an NSG document with Allow or Deny");
        return decider(verdict, outcome.sure, doubt.why(), doubt);
      }
      Doubt doubt = slice.get(first).doubt().orElseThrow();
      String otherwise =
          outcome.sure < 0
              ? "otherwise no rule matches"
              : "otherwise rule " + rule(outcome.sure).cited() + " decides";
      return decider(
          verdict, first, name(first) + " may decide: " + doubt.why() + "; " + otherwise, doubt);
    }

    private static String does(Rule rule, Verdict verdict) {
      if (Rule.isAlwaysAllow(rule.origin())) {
        return " always allows it";
      }
      return verdict == Verdict.ALLOW ? " allows it" : " denies it";
    }

    private static int first(Outcome outcome) {
      int first = Integer.MAX_VALUE;
      for (int rule : new int[] {outcome.allow, outcome.deny, outcome.other}) {
        first = rule < 0 ? first : Math.min(first, rule);
      }
      return first == Integer.MAX_VALUE ? -1 : first;
    }

    private String name(int place) {
      return "rule " + rule(place).cited() + " of " + set.group().name();
    }

    private Decider decider(Verdict verdict, int place, String why, @Nullable Doubt doubt) {
      return new Decider(
          gate,
          verdict,
          Optional.of(set.group().id()),
          place < 0 ? Optional.empty() : Optional.of(rule(place).cited()),
          why,
          Optional.ofNullable(doubt));
    }
  }
}
