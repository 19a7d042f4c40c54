package io.github.rdpdiagnosis.probes.internal.firewall;

import io.github.rdpdiagnosis.probes.FirewallEffect;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The walk of one packet through a base chain and those that it jumps to, in three-valued logic: a
 * rule of which it is not known whether it fits leaves open whatever it would change.
 */
final class ChainWalk {
  private static final int DEEPEST = 16; // the kernel's own limit for jumps

  private final Map<String, List<Rule>> chains;
  private final String table;

  /** The first rule that may block, and the first that may let pass, of those walked over. */
  private Optional<String> mayBlock = Optional.empty();

  private Optional<String> mayPass = Optional.empty();

  private ChainWalk(Map<String, List<Rule>> chains, String table) {
    this.chains = chains;
    this.table = table;
  }

  /** Where a chain ended: decided, open, or back to the caller. */
  private record End(Optional<FirewallEffect> effect, String rule, boolean open) {
    static final End BACK = new End(Optional.empty(), "", false);
  }

  /**
   * The decision of a base chain.
   *
   * @param table what to call the place in {@link Ruling#rule}, such as {@code table inet filter}
   * @param chains the rules of each chain of the table
   * @param base the chain to begin with
   * @param policy what becomes of a packet that no rule decides about
   */
  static Ruling decide(
      String table, Map<String, List<Rule>> chains, String base, FirewallEffect policy) {
    ChainWalk walk = new ChainWalk(chains, table);
    End end = walk.walk(base, 0);
    if (end.open()) {
      return Ruling.unsure(end.rule());
    }
    FirewallEffect effect = end.effect().orElse(policy);
    String rule =
        end.effect().isPresent() ? end.rule() : table + " chain " + base + ": policy " + policy;
    if (effect.blocks()) {
      return walk.mayPass.map(Ruling::unsure).orElseGet(() -> Ruling.blocks(effect, rule));
    }
    return walk.mayBlock.map(Ruling::unsure).orElseGet(Ruling::passes);
  }

  private End walk(String chain, int depth) {
    List<Rule> rules = chains.get(chain);
    if (rules == null || depth > DEEPEST) {
      return new End(Optional.empty(), table + " chain " + chain + ": not readable", true);
    }
    for (Rule rule : rules) {
      if (rule.fit() == Fit.NO || rule.action().kind() == Rule.Action.Kind.CONTINUE) {
        continue;
      }
      String place = table + " chain " + chain + ": " + rule.text();
      Optional<End> end = step(rule, place, depth);
      if (end.isPresent()) {
        return end.get();
      }
    }
    return End.BACK;
  }

  /** Empty where the walk goes on with the next rule. */
  private Optional<End> step(Rule rule, String place, int depth) {
    boolean certain = rule.fit() == Fit.YES;
    Rule.Action action = rule.action();
    return switch (action.kind()) {
      case END -> {
        if (certain) {
          yield Optional.of(new End(action.effect(), place, false));
        }
        note(action.effect().orElseThrow(), place);
        yield Optional.empty();
      }
      case JUMP, GOTO -> enter(action, certain, place, depth);
      case RETURN -> {
        if (certain) {
          yield Optional.of(End.BACK);
        }
        leaveOpen(place);
        yield Optional.empty();
      }
      case UNKNOWN -> {
        leaveOpen(place);
        yield Optional.empty();
      }
      case CONTINUE -> Optional.empty();
    };
  }

  private Optional<End> enter(Rule.Action action, boolean certain, String place, int depth) {
    End inner = walk(action.target(), depth + 1);
    boolean decided = inner.effect().isPresent() || inner.open();
    if (certain) {
      boolean forGood = action.kind() == Rule.Action.Kind.GOTO;
      return decided || forGood ? Optional.of(inner) : Optional.empty();
    }
    inner.effect().ifPresent(effect -> note(effect, inner.rule()));
    if (inner.open() || action.kind() == Rule.Action.Kind.GOTO) {
      leaveOpen(place);
    }
    return Optional.empty();
  }

  private void note(FirewallEffect effect, String place) {
    if (effect.blocks()) {
      mayBlock = mayBlock.or(() -> Optional.of(place));
    } else {
      mayPass = mayPass.or(() -> Optional.of(place));
    }
  }

  private void leaveOpen(String place) {
    mayBlock = mayBlock.or(() -> Optional.of(place));
    mayPass = mayPass.or(() -> Optional.of(place));
  }
}
