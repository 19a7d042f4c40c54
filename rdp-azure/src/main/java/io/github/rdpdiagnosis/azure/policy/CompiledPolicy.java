package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.model.net.AddressPartition;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer for every address at the far end at once: which packets to or from one address of the
 * VM pass all gates, and what decides. Looking an address up takes some tens of nanoseconds.
 *
 * <p>Holds what the gates hold and little besides: questions about sets of addresses lay the gates
 * over each other when they are asked, in time linear in their ranges. Immutable and thread-safe.
 */
public final class CompiledPolicy {
  private final Form form;

  private CompiledPolicy(Form form) {
    this.form = form;
  }

  /** What decides. */
  private sealed interface Form permits Gates, EitherOf {
    boolean isIpv4();

    Verdict verdict(IpAddress far);

    Decision decide(IpAddress far);

    /** The addresses with {@link Verdict#ALLOW}: most questions need no others. */
    AddressSet allowed();

    /** All addresses, as {@link Layer#outcomes} has them. */
    AddressPartition outcomes();

    /** All addresses, by what decides: where the owner is the same, so is the decision. */
    AddressPartition deciders();
  }

  /**
   * All gates together.
   *
   * @param layers in the order in which a packet meets them, at least one of which covers all
   *     addresses
   * @param assumptions what was taken for granted
   */
  static CompiledPolicy of(List<Layer> layers, List<String> assumptions) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("at least one gate");
    }
    return new CompiledPolicy(new Gates(List.copyOf(layers), assumptions));
  }

  /**
   * Two answers of which either may be right, by address.
   *
   * @param other the second answer
   * @param doubts where it is not known which is right, and why; elsewhere this one is
   * @param either makes one INCONCLUSIVE decision of two with different verdicts
   */
  CompiledPolicy orElse(CompiledPolicy other, List<Extent.Scoped> doubts, Either either) {
    return new CompiledPolicy(EitherOf.of(form, other.form, doubts, either));
  }

  /** Makes one decision of two, either of which may be right. */
  interface Either {
    Decision of(Decision one, Decision other, Doubt doubt);
  }

  // ---- gates

  private record Gates(List<Layer> layers, List<String> assumptions) implements Form {
    @Override
    public boolean isIpv4() {
      return layers.get(0).partition().isIpv4();
    }

    @Override
    public Verdict verdict(IpAddress far) {
      Verdict verdict = Verdict.ALLOW;
      for (Layer layer : layers) {
        int owner = layer.partition().owner(far);
        if (owner >= 0) {
          verdict = verdict.and(layer.verdict(owner));
          if (layer.isLast(owner)) {
            break;
          }
        }
      }
      return verdict;
    }

    @Override
    public Decision decide(IpAddress far) {
      Verdict verdict = Verdict.ALLOW;
      List<Decider> deciders = new ArrayList<>();
      for (Layer layer : layers) {
        int owner = layer.partition().owner(far);
        if (owner >= 0) {
          verdict = verdict.and(layer.verdict(owner));
          deciders.add(layer.decider(owner));
          if (layer.isLast(owner)) {
            break;
          }
        }
      }
      return new Decision(verdict, deciders, assumptions);
    }

    @Override
    public AddressSet allowed() {
      Layer last = layers.get(layers.size() - 1);
      AddressSet allowed = last.passing();
      for (int i = layers.size() - 2; i >= 0; i--) {
        Layer layer = layers.get(i);
        allowed = layer.passing().intersect(allowed.union(layer.passingForGood()));
      }
      return allowed;
    }

    @Override
    public AddressPartition outcomes() {
      AddressPartition partition = layers.get(0).outcomes();
      for (Layer layer : layers.subList(1, layers.size())) {
        partition = partition.overlay(layer.outcomes(), Layer::after);
      }
      return partition;
    }

    @Override
    public AddressPartition deciders() {
      AddressPartition partition = layers.get(0).partition();
      for (Layer layer : layers.subList(1, layers.size())) {
        partition = partition.overlay(layer.partition(), new Numbering()::of);
      }
      return partition;
    }
  }

  /** One number for each pair of owners. */
  static final class Numbering {
    private final Map<Long, Integer> numbers = new HashMap<>();

    int of(int one, int other) {
      long pair = (long) one << 32 | (other & 0xffffffffL);
      return numbers.computeIfAbsent(pair, unseen -> numbers.size());
    }
  }

  // ---- two answers

  /**
   * @param scopes where either may be right; owners are places in {@code doubts}
   */
  private record EitherOf(
      Form one, Form other, AddressPartition scopes, List<Extent.Scoped> doubts, Either either)
      implements Form {
    static EitherOf of(Form one, Form other, List<Extent.Scoped> doubts, Either either) {
      return new EitherOf(
          one,
          other,
          AddressPartition.firstOf(
              one.isIpv4(), doubts.stream().map(Extent.Scoped::addresses).toList()),
          doubts,
          either);
    }

    @Override
    public boolean isIpv4() {
      return one.isIpv4();
    }

    @Override
    public Verdict verdict(IpAddress far) {
      Verdict verdict = one.verdict(far);
      return scopes.owner(far) < 0 || other.verdict(far) == verdict
          ? verdict
          : Verdict.INCONCLUSIVE;
    }

    @Override
    public Decision decide(IpAddress far) {
      Decision decision = one.decide(far);
      int scope = scopes.owner(far);
      return scope < 0 || other.verdict(far) == decision.verdict()
          ? decision
          : either.of(decision, other.decide(far), doubts.get(scope).doubt());
    }

    @Override
    public AddressSet allowed() {
      AddressSet settled = scopes.where(scope -> scope < 0);
      return one.allowed().intersect(other.allowed().union(settled));
    }

    @Override
    public AddressPartition outcomes() {
      int open = Verdict.INCONCLUSIVE.code();
      AddressPartition either =
          other.outcomes().overlay(scopes, (outcome, scope) -> scope < 0 ? -1 : code(outcome));
      return one.outcomes()
          .overlay(either, (outcome, or) -> or < 0 || or == code(outcome) ? code(outcome) : open);
    }

    private static int code(int outcome) {
      return Layer.verdictOf(outcome).code();
    }

    @Override
    public AddressPartition deciders() {
      return one.deciders()
          .overlay(other.deciders(), new Numbering()::of)
          .overlay(scopes, new Numbering()::of);
    }
  }

  // ---- questions

  /**
   * What becomes of packets between the VM and an address.
   *
   * @param far an address of the VM's IP version
   * @return the outcome, without reasons
   */
  public Verdict verdict(IpAddress far) {
    return form.verdict(far);
  }

  /**
   * What becomes of packets between the VM and an address, and why.
   *
   * @param far an address of the VM's IP version
   * @return the decision
   */
  public Decision decide(IpAddress far) {
    return form.decide(far);
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
    return verdict == Verdict.ALLOW
        ? form.allowed()
        : form.outcomes().where(outcome -> Layer.verdictOf(outcome) == verdict);
  }

  /**
   * All addresses of the version, by decision.
   *
   * @return cells that do not overlap and together hold every address
   */
  public List<Cell> cells() {
    Map<Decision, AddressSet> cells = new LinkedHashMap<>();
    for (AddressSet addresses : form.deciders().byOwner().values()) {
      cells.merge(decide(addresses.first().orElseThrow()), addresses, AddressSet::union);
    }
    return cells.entrySet().stream().map(cell -> new Cell(cell.getValue(), cell.getKey())).toList();
  }
}
