package io.github.rdpdiagnosis.probes.internal.firewall;

import io.github.rdpdiagnosis.probes.FirewallEffect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Linux: the rule set as {@code nft -s list ruleset} prints it (nft(8)), which on current systems
 * holds what iptables-nft, ufw and firewalld made as well.
 *
 * <p>Looked at: the chains at the hooks output (for the SYN) and input (for its answer) of the
 * families ip, ip6 and inet. A statement that is not known here makes its rule uncertain; so do
 * address translation at output and filters of the netdev family, which come before or after.
 */
public final class Nftables {
  private static final Pattern TABLE = Pattern.compile("table (\\S+) (\\S+) \\{");
  private static final Pattern CHAIN = Pattern.compile("chain (\\S+) \\{");
  private static final Pattern HOOK =
      Pattern.compile("type (\\S+) hook (\\S+) .*?(?:policy (\\w+);)?");

  private final List<Table> tables;

  private Nftables(List<Table> tables) {
    this.tables = tables;
  }

  /** A base chain's line of type, hook and policy. */
  private record Hook(String type, String name, FirewallEffect policy) {}

  private record Table(
      String family,
      String name,
      Map<String, Optional<Hook>> hooks,
      Map<String, List<String>> rules) {
    List<String> rulesOf(String chain) {
      return rules.computeIfAbsent(chain, name -> new ArrayList<>());
    }

    @Override
    public String toString() {
      return "nftables table " + family + " " + name;
    }
  }

  /**
   * Reads a rule set.
   *
   * @param text what nft printed
   * @return the rule set
   */
  public static Nftables parse(String text) {
    List<Table> tables = new ArrayList<>();
    Table table = new Table("", "", Map.of(), Map.of());
    Optional<String> chain = Optional.empty();
    int skipped = 0;
    StringBuilder pending = new StringBuilder();
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      if (skipped > 0) {
        skipped += braces(line); // a set, map or object, which is no rule
        continue;
      }
      Matcher opensTable = TABLE.matcher(line);
      Matcher opensChain = CHAIN.matcher(line);
      if (opensTable.matches()) {
        table =
            new Table(
                opensTable.group(1),
                opensTable.group(2),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
        tables.add(table);
      } else if (opensChain.matches() && chain.isEmpty() && !tables.isEmpty()) {
        chain = Optional.of(opensChain.group(1));
        table.hooks().put(chain.get(), Optional.empty());
        table.rules().put(chain.get(), new ArrayList<>());
      } else if (chain.isEmpty()) {
        skipped = Math.max(0, braces(line));
      } else {
        pending.append(pending.isEmpty() ? "" : " ").append(line);
        int open = braces(pending.toString());
        if (open < 0) {
          chain = Optional.empty();
        } else if (open == 0) {
          take(table, chain.get(), pending.toString());
        }
        if (open <= 0) {
          pending.setLength(0);
        }
      }
    }
    return new Nftables(tables);
  }

  private static void take(Table table, String chain, String line) {
    Matcher hook = HOOK.matcher(line);
    if (hook.matches()) {
      FirewallEffect policy =
          "drop".equals(hook.group(3)) ? FirewallEffect.DROP : FirewallEffect.ACCEPT;
      table.hooks().put(chain, Optional.of(new Hook(hook.group(1), hook.group(2), policy)));
    } else if (!line.isEmpty()) {
      table.rulesOf(chain).add(line);
    }
  }

  /** Opening less closing braces outside of quotes. */
  private static int braces(String line) {
    int open = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted) {
        open += c == '{' ? 1 : c == '}' ? -1 : 0;
      }
    }
    return open;
  }

  /**
   * What becomes of a connection.
   *
   * @param flow the connection
   * @return the decision, with the rule
   */
  public Ruling decide(Flow flow) {
    Ruling ruling = Ruling.passes();
    for (Table table : tables) {
      for (Map.Entry<String, Optional<Hook>> chain : table.hooks().entrySet()) {
        if (chain.getValue().isPresent()) {
          ruling = ruling.and(decide(table, chain.getKey(), chain.getValue().get(), flow));
        }
      }
    }
    return ruling;
  }

  private static Ruling decide(Table table, String chain, Hook hook, Flow flow) {
    boolean foreign =
        table.family().equals(flow.isIpv4() ? "ip6" : "ip")
            || table.family().equals("bridge")
            || table.family().equals("arp");
    if (foreign || (table.rulesOf(chain).isEmpty() && !hook.policy().blocks())) {
      return Ruling.passes();
    }
    boolean leaving = hook.name().equals("output") || hook.name().equals("egress");
    if (!leaving && !hook.name().equals("input") && !hook.name().equals("ingress")) {
      return Ruling.passes(); // forwarded packets, or address translation of them
    }
    Packet packet = new Packet(flow, leaving);
    Map<String, List<Rule>> rules = new HashMap<>();
    table
        .rules()
        .forEach(
            (name, lines) ->
                rules.put(name, lines.stream().map(l -> NftRule.read(l, packet)).toList()));
    boolean filter = hook.type().equals("filter") && !table.family().equals("netdev");
    if (filter) {
      return ChainWalk.decide(table.toString(), rules, chain, hook.policy());
    }
    return rules.getOrDefault(chain, List.of()).stream()
        .filter(r -> r.fit() != Fit.NO && r.action().kind() != Rule.Action.Kind.CONTINUE)
        .findFirst()
        .map(r -> Ruling.unsure(table + " chain " + chain + ": " + r.text()))
        .orElseGet(Ruling::passes);
  }
}
