package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.model.net.AddressPartition;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/**
 * The answer for every address at the far end at once: which packets to or from one address of the
 * VM pass all gates, and what decides. Looking an address up takes some tens of nanoseconds.
 *
 * <p>Immutable and thread-safe. Reasons are put into words when they are asked for.
 */
public final class CompiledPolicy {
  private final AddressPartition partition;
  private final Verdict[] verdicts;
  private final IntFunction<Decision> reasons;
  private final AtomicReferenceArray<Decision> decisions;

  private CompiledPolicy(
      AddressPartition partition, List<Verdict> verdicts, IntFunction<Decision> reasons) {
    this.partition = partition;
    this.verdicts = verdicts.toArray(new Verdict[0]);
    this.reasons = reasons;
    this.decisions = new AtomicReferenceArray<>(this.verdicts.length);
  }

  /**
   * All gates together.
   *
   * @param layers in the order in which a packet meets them, at least one of which covers all
   *     addresses
   * @param assumptions what was taken for granted
   */
  static CompiledPolicy of(List<Layer> layers, List<String> assumptions) {
    AddressPartition partition = null;
    List<int[]> owners = new ArrayList<>();
    for (Layer layer : layers) {
      if (partition == null) {
        partition = layer.partition().relabelled(new Dense(owners)::single);
        continue;
      }
      List<int[]> before = owners;
      List<int[]> both = new ArrayList<>();
      Dense dense = new Dense(both);
      int width = layer.verdicts().size() + 1;
      dense.expect((long) before.size() * width);
      partition =
          partition.overlay(
              layer.partition(), (a, b) -> dense.pair((long) a * width + b + 1, before.get(a), b));
      owners = both;
    }
    List<int[]> codes = owners;
    return new CompiledPolicy(
        Objects.requireNonNull(partition, "at least one gate"),
        codes.stream().map(owner -> verdict(layers, owner)).toList(),
        code -> decision(layers, codes.get(code), assumptions));
  }

  /** Numbers combinations of owners in the order in which they turn up. */
  private static final class Dense {
    private static final int MAX_TABLE = 1 << 22;

    private final List<int[]> combinations;
    private final Map<Long, Integer> codes = new HashMap<>();
    private int[] table = new int[0];

    Dense(List<int[]> combinations) {
      this.combinations = combinations;
    }

    void expect(long keys) {
      table = new int[keys <= MAX_TABLE ? (int) keys : 0];
    }

    int single(int owner) {
      return codes.computeIfAbsent((long) owner, unseen -> add(new int[] {owner}));
    }

    int pair(long key, int[] before, int owner) {
      if (table.length == 0) {
        return codes.computeIfAbsent(key, unseen -> add(append(before, owner)));
      }
      int place = (int) key;
      if (table[place] == 0) {
        table[place] = 1 + add(append(before, owner));
      }
      return table[place] - 1;
    }

    private int add(int[] combination) {
      combinations.add(combination);
      return combinations.size() - 1;
    }

    private static int[] append(int[] before, int owner) {
      int[] longer = Arrays.copyOf(before, before.length + 1);
      longer[before.length] = owner;
      return longer;
    }
  }

  private static Verdict verdict(List<Layer> layers, int[] owners) {
    Verdict verdict = Verdict.ALLOW;
    for (int i = 0; i < owners.length; i++) {
      if (owners[i] >= 0) {
        verdict = verdict.and(layers.get(i).verdicts().get(owners[i]));
        if (layers.get(i).last().contains(owners[i])) {
          break;
        }
      }
    }
    return verdict;
  }

  private static Decision decision(List<Layer> layers, int[] owners, List<String> assumptions) {
    List<Decider> deciders = new ArrayList<>();
    for (int i = 0; i < owners.length; i++) {
      if (owners[i] >= 0) {
        deciders.add(layers.get(i).deciders().apply(owners[i]));
        if (layers.get(i).last().contains(owners[i])) {
          break;
        }
      }
    }
    return new Decision(verdict(layers, owners), deciders, assumptions);
  }

  /**
   * Two answers of which either may be right, by address.
   *
   * @param other the second answer
   * @param doubts where it is not known which is right, and why; elsewhere this one is
   * @param either makes one decision of two
   */
  CompiledPolicy orElse(CompiledPolicy other, List<Extent.Scoped> doubts, Either either) {
    AddressPartition scopes =
        AddressPartition.firstOf(
            partition.isIpv4(), doubts.stream().map(Extent.Scoped::addresses).toList());
    List<Decision> merged = new ArrayList<>();
    Map<Decision, Integer> codes = new HashMap<>();
    Map<List<Integer>, Integer> triples = new HashMap<>();
    BiFunction<List<Integer>, Decision, Integer> code =
        (key, decision) ->
            triples.computeIfAbsent(
                key,
                unseen ->
                    codes.computeIfAbsent(
                        decision,
                        fresh -> {
                          merged.add(fresh);
                          return merged.size() - 1;
                        }));
    List<int[]> pairs = new ArrayList<>();
    Dense dense = new Dense(pairs);
    int width = other.verdicts.length + 1;
    dense.expect((long) verdicts.length * width);
    AddressPartition both =
        partition
            .overlay(
                other.partition, (a, b) -> dense.pair((long) a * width + b + 1, new int[] {a}, b))
            .overlay(
                scopes,
                (pair, scope) -> {
                  int a = pairs.get(pair)[0];
                  int b = pairs.get(pair)[1];
                  List<Integer> key = List.of(a, scope < 0 ? -1 : b, scope);
                  Integer known = triples.get(key);
                  return known != null
                      ? known
                      : code.apply(
                          key,
                          scope < 0
                              ? decision(a)
                              : either.of(
                                  decision(a), other.decision(b), doubts.get(scope).doubt()));
                });
    return new CompiledPolicy(both, merged.stream().map(Decision::verdict).toList(), merged::get);
  }

  /** Makes one decision of two, either of which may be right. */
  interface Either {
    Decision of(Decision one, Decision other, Doubt doubt);
  }

  private Decision decision(int code) {
    Decision known = decisions.get(code);
    if (known != null) {
      return known;
    }
    Decision fresh = reasons.apply(code);
    return decisions.compareAndSet(code, null, fresh) ? fresh : decisions.get(code);
  }

  /**
   * What becomes of packets between the VM and an address.
   *
   * @param far an address of the VM's IP version
   * @return the outcome, without reasons
   */
  public Verdict verdict(IpAddress far) {
    return verdicts[partition.owner(far)];
  }

  /**
   * What becomes of packets between the VM and an address, and why.
   *
   * @param far an address of the VM's IP version
   * @return the decision
   */
  public Decision decide(IpAddress far) {
    return decision(partition.owner(far));
  }

  /**
   * The decision for whichever of some addresses: only where it is the same for all.
   *
   * @param any where packets may seem to come from; may be empty if that is not known
   * @param by who sends them on
   */
  Decision decide(AddressSet any, String by) {
    List<Decision> decisions =
        cells().stream()
            .filter(cell -> !cell.addresses().intersect(any).isEmpty())
            .map(Cell::decision)
            .toList();
    if (!decisions.isEmpty()
        && decisions.stream().allMatch(d -> d.verdict() == decisions.get(0).verdict())) {
      return decisions.get(0);
    }
    Doubt doubt =
        new Doubt(
            "which address NSGs see for connections through " + by + " is not known well enough",
            "reading its subnet");
    return new Decision(
        Verdict.INCONCLUSIVE,
        List.of(
            new Decider(
                Gate.SUBNET_NSG,
                Verdict.INCONCLUSIVE,
                Optional.empty(),
                Optional.empty(),
                doubt.why(),
                Optional.of(doubt))),
        decisions.isEmpty() ? List.of() : decisions.get(0).assumptions());
  }

  /**
   * The addresses with one outcome.
   *
   * @param verdict the outcome
   * @return exactly those addresses
   */
  public AddressSet addresses(Verdict verdict) {
    return partition.where(owner -> verdicts[owner] == verdict);
  }

  /**
   * All addresses of the version, by decision.
   *
   * @return cells that do not overlap and together hold every address
   */
  public List<Cell> cells() {
    Map<Decision, AddressSet> cells = new LinkedHashMap<>();
    partition
        .byOwner()
        .forEach((code, addresses) -> cells.merge(decision(code), addresses, AddressSet::union));
    return cells.entrySet().stream().map(cell -> new Cell(cell.getValue(), cell.getKey())).toList();
  }

  /**
   * How many ranges of addresses have a decision of their own.
   *
   * @return one or more
   */
  public int size() {
    return partition.size();
  }
}
