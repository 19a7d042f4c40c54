package io.github.rdpdiagnosis.probes.internal.firewall;

import io.github.rdpdiagnosis.probes.FirewallEffect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** One line of an nftables chain: statements from left to right. */
final class NftRule {
  private static final Set<String> OTHER_PROTOCOLS =
      Set.of("udp", "udplite", "icmp", "icmpv6", "sctp", "dccp", "esp", "ah", "igmp");

  private final List<String> words;
  private final Packet packet;
  private int next;
  private Fit fit = Fit.YES;

  private NftRule(List<String> words, Packet packet) {
    this.words = words;
    this.packet = packet;
  }

  static Rule read(String line, Packet packet) {
    NftRule rule = new NftRule(words(line), packet);
    Rule.Action action = Rule.Action.CONTINUE;
    while (rule.next < rule.words.size() && action.kind() == Rule.Action.Kind.CONTINUE) {
      action = rule.statement();
    }
    return new Rule(line, rule.fit, action);
  }

  private String take() {
    return next < words.size() ? words.get(next++) : "";
  }

  private String peek() {
    return next < words.size() ? words.get(next) : "";
  }

  private void also(Fit more) {
    fit = fit.and(more);
  }

  /** Reads one statement: a match narrows the fit, a verdict is returned. */
  private Rule.Action statement() {
    String word = take();
    return switch (word) {
      case "accept" -> Rule.Action.end(FirewallEffect.ACCEPT);
      case "drop" -> Rule.Action.end(FirewallEffect.DROP);
      case "reject" -> Rule.Action.end(rejection());
      case "jump" -> Rule.Action.jump(take());
      case "goto" -> Rule.Action.goTo(take());
      case "return" -> Rule.Action.RETURN;
      case "queue", "dnat", "redirect", "snat", "masquerade", "tproxy", "vmap" ->
          Rule.Action.UNKNOWN;
      case "xt" -> {
        // Of iptables, in a form that nft cannot translate.
        also(Fit.MAYBE);
        yield take().equals("target") ? Rule.Action.UNKNOWN : Rule.Action.CONTINUE;
      }
      default -> {
        match(word);
        yield Rule.Action.CONTINUE;
      }
    };
  }

  /** Reads what narrows the fit, or neither narrows nor decides. */
  private void match(String word) {
    switch (word) {
      case "continue" -> {}
      case "counter" -> skipPairs("packets", "bytes");
      case "log" -> skipPairs("prefix", "level", "group", "flags", "snaplen", "queue-threshold");
      case "comment" -> take();
      case "tcp", "th" -> transport();
      case "ip", "ip6" -> network(word.equals("ip"));
      case "meta" -> meta(take());
      case "oifname", "oif", "iifname", "iif", "l4proto", "nfproto" -> meta(word);
      case "ct" -> connection();
      // The rest is not known here, or a word of something that is not.
      default -> also(OTHER_PROTOCOLS.contains(word) ? Fit.NO : Fit.MAYBE);
    }
  }

  private FirewallEffect rejection() {
    if (!peek().equals("with")) {
      return FirewallEffect.REFUSE; // ICMP port unreachable
    }
    List<String> rest = words.subList(next, words.size());
    next = words.size();
    return rest.contains("tcp") || rest.contains("port-unreachable")
        ? FirewallEffect.REFUSE
        : FirewallEffect.UNREACHABLE;
  }

  private void skipPairs(String... names) {
    Set<String> known = Set.copyOf(Arrays.asList(names));
    while (known.contains(peek())) {
      next += 2;
    }
  }

  private void transport() {
    String field = take();
    switch (field) {
      case "dport", "sport" -> also(values(value -> packet.port(field.equals("dport"), value)));
      default -> also(Fit.MAYBE); // flags, options, sequence numbers
    }
  }

  private void network(boolean ipv4) {
    String field = take();
    Fit family = Fit.of(packet.flow().isIpv4() == ipv4);
    Fit value =
        switch (field) {
          case "daddr", "saddr" -> values(text -> packet.address(field.equals("daddr"), text));
          case "protocol", "nexthdr" -> values(Packet::isTcp);
          default -> Fit.MAYBE;
        };
    also(family.and(value));
  }

  private void meta(String field) {
    Fit value =
        switch (field) {
          case "l4proto" -> values(Packet::isTcp);
          case "nfproto" ->
              values(text -> Fit.of(text.equals(packet.flow().isIpv4() ? "ipv4" : "ipv6")));
          case "oifname", "oif" -> values(text -> packet.networkInterface(true, text));
          case "iifname", "iif" -> values(text -> packet.networkInterface(false, text));
          default -> Fit.MAYBE;
        };
    also(value);
  }

  private void connection() {
    if (peek().equals("state")) {
      take();
      if (!peek().equals("vmap")) {
        also(values(text -> Fit.of(text.equals(packet.state()))));
        return;
      }
    }
    also(Fit.MAYBE);
  }

  /** A value, a set in braces, or values with commas between them; {@code !=} before it. */
  private Fit values(Function<String, Fit> test) {
    boolean negated = peek().equals("!=") || peek().equals("!");
    if (negated || peek().equals("==")) {
      take();
    }
    if (peek().equals("vmap") || peek().equals("map")) {
      return Fit.MAYBE;
    }
    String text = take();
    if (text.isEmpty() || text.startsWith("@") || text.equals("&")) {
      return Fit.MAYBE; // a named set, whose elements may change, or arithmetic
    }
    if (peek().equals("vmap") || peek().equals("&") || peek().equals("map")) {
      return Fit.MAYBE;
    }
    String inner = text.startsWith("{") ? text.substring(1, Math.max(1, text.length() - 1)) : text;
    Fit any = Fit.NO;
    for (String value : inner.split(",", -1)) {
      any = any.or(test.apply(value.strip().replace("\"", "")));
    }
    return negated ? any.not() : any;
  }

  /** Words, where text in quotes and sets in braces are one word each. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    int depth = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted) {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      }
      if (Character.isWhitespace(c) && !quoted && depth <= 0) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
      } else {
        word.append(c);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }
}
