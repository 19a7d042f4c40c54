package io.github.rdpdiagnosis.probes.internal.firewall;

import io.github.rdpdiagnosis.probes.FirewallEffect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Linux with the older filter: the filter table as {@code iptables -S} or {@code ip6tables -S}
 * prints it (iptables(8)). Looked at: OUTPUT for the SYN, INPUT for its answer. A match that is not
 * known here makes its rule uncertain.
 */
public final class Iptables {
  private static final Set<String> HARMLESS = Set.of("LOG", "NFLOG", "MARK", "CONNMARK", "TRACE");

  private final List<String> lines;

  private Iptables(List<String> lines) {
    this.lines = lines;
  }

  /**
   * Reads a rule set.
   *
   * @param text what iptables printed for the address family of the connection
   * @return the rule set
   */
  public static Iptables parse(String text) {
    return new Iptables(text.lines().map(String::strip).toList());
  }

  /**
   * What becomes of a connection.
   *
   * @param flow the connection
   * @return the decision, with the rule
   */
  public Ruling decide(Flow flow) {
    return decide("OUTPUT", new Packet(flow, true)).and(decide("INPUT", new Packet(flow, false)));
  }

  private Ruling decide(String base, Packet packet) {
    Map<String, List<Rule>> chains = new HashMap<>();
    FirewallEffect policy = FirewallEffect.ACCEPT;
    for (String line : lines) {
      List<String> words = NftRule.words(line);
      if (words.size() >= 2 && (words.get(0).equals("-P") || words.get(0).equals("-N"))) {
        chains.putIfAbsent(words.get(1), new ArrayList<>());
        boolean drops = words.size() > 2 && words.get(2).equals("DROP");
        policy = words.get(1).equals(base) && drops ? FirewallEffect.DROP : policy;
      } else if (words.size() > 2 && words.get(0).equals("-A")) {
        chains
            .computeIfAbsent(words.get(1), name -> new ArrayList<>())
            .add(new Reader(words.subList(2, words.size()), packet).rule(line));
      }
    }
    return chains.containsKey(base)
        ? ChainWalk.decide("iptables table filter", chains, base, policy)
        : Ruling.passes();
  }

  /** Reads the options of one rule from left to right. */
  private static final class Reader {
    private final List<String> words;
    private final Packet packet;
    private int next;
    private Fit fit = Fit.YES;
    private Rule.Action action = Rule.Action.CONTINUE;

    Reader(List<String> words, Packet packet) {
      this.words = words;
      this.packet = packet;
    }

    Rule rule(String line) {
      while (next < words.size()) {
        boolean negated = words.get(next).equals("!");
        next += negated ? 1 : 0;
        Fit more = next < words.size() ? option(words.get(next++)) : Fit.MAYBE;
        fit = fit.and(negated ? more.not() : more);
      }
      return new Rule(line, fit, action);
    }

    private String value() {
      return next < words.size() ? words.get(next++) : "";
    }

    private Fit option(String name) {
      return switch (name) {
        case "-p" -> Packet.isTcp(value());
        case "-m" -> {
          value(); // names the match; its options follow
          yield Fit.YES;
        }
        case "-d", "-s" -> packet.address(name.equals("-d"), value());
        case "-o", "-i" -> packet.networkInterface(name.equals("-o"), value());
        case "--dport", "--sport" -> packet.port(name.equals("--dport"), value());
        case "--dports", "--sports" -> ports(name.equals("--dports"));
        case "--state", "--ctstate" -> state();
        case "--comment" -> {
          value();
          yield Fit.YES;
        }
        case "-j", "-g" -> {
          action = target(value(), name.equals("-g"));
          yield Fit.YES;
        }
        default -> Fit.MAYBE;
      };
    }

    private Fit ports(boolean destination) {
      Fit any = Fit.NO;
      for (String port : value().split(",", -1)) {
        any = any.or(packet.port(destination, port));
      }
      return any;
    }

    private Fit state() {
      return Fit.of(
          List.of(value().toLowerCase(Locale.ROOT).split(",", -1)).contains(packet.state()));
    }

    private Rule.Action target(String name, boolean forGood) {
      if (HARMLESS.contains(name)) {
        next = words.size(); // its own options
        return Rule.Action.CONTINUE;
      }
      return switch (name) {
        case "ACCEPT" -> Rule.Action.end(FirewallEffect.ACCEPT);
        case "DROP" -> Rule.Action.end(FirewallEffect.DROP);
        case "REJECT" -> Rule.Action.end(rejection());
        case "RETURN" -> Rule.Action.RETURN;
        case "QUEUE", "NFQUEUE" -> Rule.Action.UNKNOWN;
        default -> forGood ? Rule.Action.goTo(name) : Rule.Action.jump(name);
      };
    }

    private FirewallEffect rejection() {
      List<String> with = words.subList(next, words.size());
      next = words.size();
      boolean refuses =
          with.isEmpty()
              || with.contains("tcp-reset")
              || with.contains("icmp-port-unreachable")
              || with.contains("icmp6-port-unreachable");
      return refuses ? FirewallEffect.REFUSE : FirewallEffect.UNREACHABLE;
    }
  }
}
