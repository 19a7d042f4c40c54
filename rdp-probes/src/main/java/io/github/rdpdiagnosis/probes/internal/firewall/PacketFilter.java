package io.github.rdpdiagnosis.probes.internal.firewall;

import io.github.rdpdiagnosis.probes.FirewallEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * macOS: the rules as {@code pfctl -s rules} prints them (pf.conf(5)). The last rule that fits
 * decides, unless one says {@code quick}. Tables, anchors and options that are not known here make
 * a rule uncertain. The application firewall of macOS filters incoming connections only.
 */
public final class PacketFilter {
  private final List<String> lines;

  private PacketFilter(List<String> lines) {
    this.lines = lines;
  }

  /**
   * Reads a rule set.
   *
   * @param text what pfctl printed
   * @return the rule set
   */
  public static PacketFilter parse(String text) {
    return new PacketFilter(text.lines().map(String::strip).toList());
  }

  /**
   * What becomes of a connection.
   *
   * @param flow the connection
   * @return the decision, with the rule
   */
  public Ruling decide(Flow flow) {
    Packet packet = new Packet(flow, true);
    Optional<Rule> last = Optional.empty();
    List<Rule> uncertain = new ArrayList<>(); // those that would decide if they fitted
    for (String line : lines) {
      Reader reader = new Reader(line, packet);
      Rule rule = reader.rule();
      boolean decides = rule.action().kind() != Rule.Action.Kind.CONTINUE;
      if (decides && rule.fit() == Fit.MAYBE) {
        uncertain.add(rule);
      } else if (decides && rule.fit() == Fit.YES) {
        last = Optional.of(rule);
        if (reader.quick) {
          break;
        }
        uncertain.removeIf(r -> !r.text().contains(" quick ") && !r.text().startsWith("anchor"));
      }
    }
    return ruling(last, uncertain);
  }

  private static Ruling ruling(Optional<Rule> last, List<Rule> uncertain) {
    FirewallEffect effect = last.flatMap(r -> r.action().effect()).orElse(FirewallEffect.ACCEPT);
    for (Rule rule : uncertain) {
      boolean same = rule.action().effect().filter(e -> e.blocks() == effect.blocks()).isPresent();
      if (!same) {
        return Ruling.unsure("pf: " + rule.text());
      }
    }
    return effect.blocks()
        ? Ruling.blocks(effect, "pf: " + last.orElseThrow().text())
        : Ruling.passes();
  }

  /** Reads one rule from left to right. */
  private static final class Reader {
    private final String line;
    private final List<String> words;
    private final Packet packet;
    private int next;
    private Fit fit = Fit.YES;
    private boolean quick;

    Reader(String line, Packet packet) {
      this.line = line;
      this.words = NftRule.words(line);
      this.packet = packet;
    }

    private String take() {
      return next < words.size() ? words.get(next++) : "";
    }

    private boolean skip(String word) {
      boolean there = next < words.size() && words.get(next).equals(word);
      next += there ? 1 : 0;
      return there;
    }

    Rule rule() {
      Rule.Action action =
          switch (take()) {
            case "pass" -> Rule.Action.end(FirewallEffect.ACCEPT);
            case "block" -> Rule.Action.end(blocked());
            case "anchor" -> Rule.Action.UNKNOWN;
            default -> Rule.Action.CONTINUE; // scrubbing and the like
          };
      if (action.kind() == Rule.Action.Kind.UNKNOWN) {
        return new Rule(line, Fit.MAYBE, action);
      }
      while (next < words.size()) {
        fit = fit.and(option(take()));
      }
      return new Rule(line, fit, action);
    }

    private FirewallEffect blocked() {
      if (skip("return") || skip("return-rst") || skip("return-icmp")) {
        return FirewallEffect.REFUSE;
      }
      skip("drop");
      return FirewallEffect.DROP;
    }

    private Fit option(String word) {
      return switch (word) {
        case "out", "log", "all" -> Fit.YES;
        case "in" -> Fit.NO;
        case "quick" -> {
          quick = true;
          yield Fit.YES;
        }
        case "on" -> packet.networkInterface(true, take());
        case "inet" -> Fit.of(packet.flow().isIpv4());
        case "inet6" -> Fit.of(!packet.flow().isIpv4());
        case "proto" -> Packet.isTcp(take());
        case "from" -> end(false);
        case "to" -> end(true);
        case "flags", "label" -> {
          take(); // S/SA: what the SYN has
          yield Fit.YES;
        }
        case "keep", "no", "modulate" -> {
          skip("state");
          yield Fit.YES;
        }
        default -> Fit.MAYBE;
      };
    }

    private Fit end(boolean remote) {
      Fit host = skip("any") ? Fit.YES : value(text -> packet.address(remote, text));
      if (skip("port")) {
        boolean negated = skip("!=");
        if (!negated) {
          skip("=");
        }
        Fit port = value(text -> packet.port(remote, text));
        host = host.and(negated ? port.not() : port);
      }
      return host;
    }

    private Fit value(Function<String, Fit> test) {
      boolean negated = skip("!");
      Fit fits = test.apply(take());
      return negated ? fits.not() : fits;
    }
  }
}
