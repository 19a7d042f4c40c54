package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.ServiceTags;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of an NSG that never decide, because earlier rules together match every packet that
 * they match. A rule with names whose addresses are not known is only found where a rule before it
 * matches any address on that side.
 */
public final class ShadowedRules {
  private static final int MAX_PIECES = 400;

  private ShadowedRules() {}

  /**
   * A rule that never decides.
   *
   * @param rule the rule
   * @param by the earlier rules that match its packets
   */
  public record Shadowed(Decider.Rule rule, List<Decider.Rule> by) {
    /** Copies the list. */
    public Shadowed {
      by = List.copyOf(by);
    }
  }

  /**
   * The rules of one direction that never decide. Azure's default rules are not looked for.
   *
   * @param group the NSG
   * @param direction seen from the VM
   * @param tags the addresses behind service tags
   * @return in the order of priority
   */
  public static List<Shadowed> of(
      NetworkSecurityGroup group, Direction direction, ServiceTags tags) {
    RuleSet set = RuleSet.of(group, direction, false, side -> Side.of(side, tags));
    List<Shadowed> shadowed = new ArrayList<>();
    for (int i = 0; i < set.rules().size(); i++) {
      Rule rule = set.rules().get(i);
      if (!rule.cited().isDefault()) {
        by(rule, set.rules().subList(0, i))
            .ifPresent(by -> shadowed.add(new Shadowed(rule.cited(), by)));
      }
    }
    return shadowed;
  }

  /** A set of packets: all combinations of what is in each of its parts. */
  private record Piece(
      AddressSet source,
      AddressSet destination,
      Set<Protocol> protocols,
      BitSet sourcePorts,
      BitSet destinationPorts) {
    boolean isEmpty() {
      return source.isEmpty()
          || destination.isEmpty()
          || protocols.isEmpty()
          || sourcePorts.isEmpty()
          || destinationPorts.isEmpty();
    }

    Piece intersect(Piece other) {
      return new Piece(
          source.intersect(other.source),
          destination.intersect(other.destination),
          common(protocols, other.protocols),
          common(sourcePorts, other.sourcePorts),
          common(destinationPorts, other.destinationPorts));
    }

    /** What is left of this without a part of it. */
    List<Piece> without(Piece part) {
      List<Piece> rest = new ArrayList<>();
      rest.add(
          new Piece(
              source.minus(part.source), destination, protocols, sourcePorts, destinationPorts));
      rest.add(
          new Piece(
              part.source,
              destination.minus(part.destination),
              protocols,
              sourcePorts,
              destinationPorts));
      Set<Protocol> others = EnumSet.noneOf(Protocol.class);
      others.addAll(protocols);
      others.removeAll(part.protocols);
      rest.add(new Piece(part.source, part.destination, others, sourcePorts, destinationPorts));
      rest.add(
          new Piece(
              part.source,
              part.destination,
              part.protocols,
              minus(sourcePorts, part.sourcePorts),
              destinationPorts));
      rest.add(
          new Piece(
              part.source,
              part.destination,
              part.protocols,
              part.sourcePorts,
              minus(destinationPorts, part.destinationPorts)));
      rest.removeIf(Piece::isEmpty);
      return rest;
    }
  }

  private static Set<Protocol> common(Set<Protocol> one, Set<Protocol> other) {
    Set<Protocol> both = EnumSet.noneOf(Protocol.class);
    both.addAll(one);
    both.retainAll(other);
    return both;
  }

  private static BitSet common(BitSet one, BitSet other) {
    BitSet both = (BitSet) one.clone();
    both.and(other);
    return both;
  }

  private static BitSet minus(BitSet one, BitSet other) {
    BitSet rest = (BitSet) one.clone();
    rest.andNot(other);
    return rest;
  }

  private static Optional<List<Decider.Rule>> by(Rule rule, List<Rule> earlier) {
    List<Piece> left = List.of(piece(rule, true));
    Set<Decider.Rule> by = new LinkedHashSet<>();
    for (Rule before : earlier) {
      // A rule before counts with what it surely matches, unless both name the same.
      Piece taken = piece(before, false);
      if (before.source().equals(rule.source())) {
        taken =
            new Piece(
                AddressSet.all(),
                taken.destination,
                taken.protocols,
                taken.sourcePorts,
                taken.destinationPorts);
      }
      if (before.destination().equals(rule.destination())) {
        taken =
            new Piece(
                taken.source,
                AddressSet.all(),
                taken.protocols,
                taken.sourcePorts,
                taken.destinationPorts);
      }
      List<Piece> rest = new ArrayList<>();
      for (Piece piece : left) {
        Piece part = piece.intersect(taken);
        if (part.isEmpty()) {
          rest.add(piece);
        } else {
          by.add(before.cited());
          rest.addAll(piece.without(part));
        }
      }
      if (rest.isEmpty()) {
        return Optional.of(List.copyOf(by));
      }
      if (rest.size() > MAX_PIECES) {
        return Optional.empty();
      }
      left = rest;
    }
    return Optional.empty();
  }

  private static Piece piece(Rule rule, boolean widest) {
    Set<Protocol> protocols =
        rule.knownProtocol()
            ? rule.protocol().<Set<Protocol>>map(EnumSet::of).orElse(EnumSet.allOf(Protocol.class))
            : widest ? EnumSet.allOf(Protocol.class) : EnumSet.noneOf(Protocol.class);
    return new Piece(
        addresses(rule.source(), widest),
        addresses(rule.destination(), widest),
        protocols,
        ports(rule.sourcePorts(), widest),
        ports(rule.destinationPorts(), widest));
  }

  /** Names stand for anything in the rule that is looked at, and for nothing in one before it. */
  private static AddressSet addresses(Side side, boolean widest) {
    return widest && !side.isFixed() ? AddressSet.all() : side.literal();
  }

  private static BitSet ports(Ports ports, boolean widest) {
    BitSet set = new BitSet();
    if (widest && !ports.readable()) {
      set.set(0, 65_536);
    }
    ports.ranges().forEach(range -> set.set(range.first(), range.last() + 1));
    if (ports.all()) {
      set.set(0, 65_536);
    }
    return set;
  }
}
