package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.PortRange;
import io.github.rdpdiagnosis.model.net.Prefix;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One supposition about which addresses the tag VirtualNetwork covers, and the evaluation of NSGs
 * under it. Where that tag is not fully known, two worlds, the smallest and the largest tag, bound
 * what Azure does with each address.
 *
 * <p>Packets are to or from {@code local}, an address of the VM; its far end ranges over all
 * addresses of the same version.
 */
record World(
    Direction direction,
    IpConfiguration ip,
    IpAddress local,
    Protocol protocol,
    Optional<Port> sourcePort,
    Optional<Port> destinationPort,
    AddressSet virtualNetwork,
    AddressSet asgSpace) {

  private static final AddressSet V4 = AddressSet.of("0.0.0.0/0");
  private static final AddressSet V6 = AddressSet.of("::/0");

  /** Addresses at the far end, and what one gate does with them. */
  record Piece(AddressSet addresses, Decider decider) {}

  static AddressSet family(IpAddress address) {
    return address.isIpv4() ? V4 : V6;
  }

  /**
   * First match over one NSG. The pieces do not overlap and cover all addresses of the local
   * address's version.
   */
  List<Piece> evaluate(Gate gate, NetworkSecurityGroup group) {
    RuleSet set = RuleSet.of(group, direction);
    if (set.fault().isPresent()) {
      String why = set.fault().get();
      Doubt doubt = new Doubt(why, "a corrected NSG document");
      return List.of(
          new Piece(
              family(local),
              new Decider(
                  gate,
                  Verdict.INCONCLUSIVE,
                  Optional.of(group.id()),
                  Optional.empty(),
                  why,
                  Optional.of(doubt))));
    }
    List<Piece> pieces = new ArrayList<>();
    // What no rule has decided yet, by the rules that might have.
    Map<List<Match>, AddressSet> pending = new LinkedHashMap<>();
    pending.put(List.of(), family(local));
    for (SecurityRule rule : set.rules()) {
      Match match = match(rule);
      Map<List<Match>, AddressSet> next = new LinkedHashMap<>();
      pending.forEach(
          (before, addresses) -> {
            AddressSet decided = addresses.intersect(match.extent.surely());
            AddressSet doubtful =
                addresses.intersect(match.extent.maybe()).minus(match.extent.surely());
            AddressSet rest = addresses.minus(match.extent.maybe());
            if (!decided.isEmpty()) {
              pieces.add(new Piece(decided, decide(gate, group, before, match)));
            }
            if (!doubtful.isEmpty()) {
              next.merge(match.after(before), doubtful, AddressSet::union);
            }
            if (!rest.isEmpty()) {
              next.merge(before, rest, AddressSet::union);
            }
          });
      pending = next;
      if (pending.isEmpty()) {
        break;
      }
    }
    pending.forEach(
        (before, addresses) -> pieces.add(new Piece(addresses, undecided(gate, group, before))));
    return pieces;
  }

  private static Decider decide(
      Gate gate, NetworkSecurityGroup group, List<Match> before, Match last) {
    Verdict verdict = last.verdict();
    boolean agreed =
        verdict != Verdict.INCONCLUSIVE
            && before.stream().allMatch(match -> match.verdict() == verdict);
    if (agreed) {
      return new Decider(
          gate,
          verdict,
          Optional.of(group.id()),
          Optional.of(last.cited()),
          "rule "
              + last.cited()
              + " of "
              + group.name()
              + (verdict == Verdict.ALLOW ? " allows it" : " denies it"),
          Optional.empty());
    }
    if (before.isEmpty()) {
      Doubt doubt =
          new Doubt(
              "rule "
                  + last.cited()
                  + " of "
                  + group.name()
                  + " has the access '"
                  + last.rule.access()
                  + "'",
              "an NSG document with Allow or Deny");
      return new Decider(
          gate,
          verdict,
          Optional.of(group.id()),
          Optional.of(last.cited()),
          doubt.why(),
          Optional.of(doubt));
    }
    return doubtful(gate, group, before.get(0), "otherwise rule " + last.cited() + " decides");
  }

  private static Decider undecided(Gate gate, NetworkSecurityGroup group, List<Match> before) {
    if (before.isEmpty()) {
      Doubt doubt =
          new Doubt(
              "no rule of " + group.name() + " matches", "an NSG document with the default rules");
      return new Decider(
          gate,
          Verdict.INCONCLUSIVE,
          Optional.of(group.id()),
          Optional.empty(),
          doubt.why(),
          Optional.of(doubt));
    }
    return doubtful(gate, group, before.get(0), "otherwise no rule matches");
  }

  private static Decider doubtful(
      Gate gate, NetworkSecurityGroup group, Match first, String otherwise) {
    Doubt doubt = first.extent.doubts().get(0).doubt();
    return new Decider(
        gate,
        Verdict.INCONCLUSIVE,
        Optional.of(group.id()),
        Optional.of(first.cited()),
        "rule "
            + first.cited()
            + " of "
            + group.name()
            + " may decide: "
            + doubt.why()
            + "; "
            + otherwise,
        Optional.of(doubt));
  }

  /** A rule and the far addresses that it matches. */
  private record Match(SecurityRule rule, Extent extent) {
    Verdict verdict() {
      if (rule.access().equalsIgnoreCase("Allow")) {
        return Verdict.ALLOW;
      }
      return rule.access().equalsIgnoreCase("Deny") ? Verdict.DENY : Verdict.INCONCLUSIVE;
    }

    Decider.Rule cited() {
      return new Decider.Rule(
          rule.name(), rule.id(), rule.priority().orElseThrow(), rule.isDefault());
    }

    /**
     * The rules that might have decided before; one for each access is enough to know whether they
     * agree.
     */
    List<Match> after(List<Match> before) {
      if (before.stream().anyMatch(match -> match.verdict() == verdict())) {
        return before;
      }
      List<Match> both = new ArrayList<>(before);
      both.add(this);
      return List.copyOf(both);
    }
  }

  private Match match(SecurityRule rule) {
    boolean inbound = direction == Direction.INBOUND;
    Extent near = extent(rule, inbound ? rule.destination() : rule.source(), true);
    Extent far = extent(rule, inbound ? rule.source() : rule.destination(), false);
    List<Doubt> doubts = new ArrayList<>();
    boolean possible =
        possible(near, doubts)
            && protocolMatches(rule, doubts)
            && portMatches(rule, "source", rule.source().ports(), sourcePort, doubts)
            && portMatches(
                rule, "destination", rule.destination().ports(), destinationPort, doubts);
    if (!possible) {
      return new Match(rule, Extent.NOTHING);
    }
    if (doubts.isEmpty()) {
      return new Match(rule, far);
    }
    List<Extent.Scoped> scoped = new ArrayList<>();
    doubts.forEach(doubt -> scoped.add(new Extent.Scoped(far.maybe(), doubt)));
    scoped.addAll(far.doubts());
    return new Match(rule, new Extent(AddressSet.empty(), far.maybe(), scoped));
  }

  private boolean possible(Extent near, List<Doubt> doubts) {
    if (!near.maybe().contains(local)) {
      return false;
    }
    if (!near.surely().contains(local)) {
      near.doubts().forEach(scoped -> doubts.add(scoped.doubt()));
    }
    return true;
  }

  private boolean protocolMatches(SecurityRule rule, List<Doubt> doubts) {
    String text = rule.protocol().strip().toUpperCase(Locale.ROOT);
    if (text.equals("*")
        || text.equals("ALL")
        || text.equals("ANY")
        || text.equals(protocol.name())) {
      return true;
    }
    for (Protocol other : Protocol.values()) {
      if (text.equals(other.name())) {
        return false;
      }
    }
    doubts.add(
        new Doubt(
            "rule " + rule.name() + " has the protocol '" + rule.protocol() + "'",
            "a version of this library that knows it"));
    return true;
  }

  private static boolean portMatches(
      SecurityRule rule, String side, List<String> texts, Optional<Port> port, List<Doubt> doubts) {
    boolean unreadable = texts.isEmpty();
    boolean some = false;
    for (String text : texts) {
      PortRange range;
      try {
        range = text.strip().equalsIgnoreCase("Any") ? PortRange.ALL : PortRange.parse(text);
      } catch (IllegalArgumentException e) {
        unreadable = true;
        continue;
      }
      if (range.isAll() || (port.isPresent() && range.contains(port.get()))) {
        return true;
      }
      some = true;
    }
    if (unreadable) {
      doubts.add(
          new Doubt(
              "rule " + rule.name() + " has no readable " + side + " ports",
              "a complete copy of the rule"));
      return true;
    }
    if (some && port.isEmpty()) {
      doubts.add(
          new Doubt(
              "rule "
                  + rule.name()
                  + " is for "
                  + side
                  + " ports "
                  + String.join(", ", texts)
                  + " only, and a client chooses its "
                  + side
                  + " port by chance",
              "the " + side + " port of the connection"));
      return true;
    }
    return false;
  }

  /**
   * The addresses that one side of a rule stands for. No prefix and no ASG is an unreadable side,
   * never "any".
   */
  private Extent extent(SecurityRule rule, Endpoint side, boolean near) {
    Extent extent = Extent.NOTHING;
    for (String prefix : side.prefixes()) {
      extent = extent.or(prefix(prefix));
    }
    for (String asgId : side.applicationSecurityGroupIds()) {
      extent = extent.or(applicationSecurityGroup(asgId, near));
    }
    if (side.prefixes().isEmpty() && side.applicationSecurityGroupIds().isEmpty()) {
      return Extent.within(
          AddressSet.all(),
          new Doubt(
              "rule " + rule.name() + " has an empty " + (near ? "local" : "remote") + " side",
              "a complete copy of the rule"));
    }
    return extent;
  }

  private Extent prefix(String text) {
    String value = text.strip();
    switch (value.toUpperCase(Locale.ROOT)) {
      case "*", "ANY" -> {
        return Extent.exactly(AddressSet.all());
      }
      case "VIRTUALNETWORK", "VIRTUAL_NETWORK" -> {
        return Extent.exactly(virtualNetwork);
      }
      case "INTERNET" -> {
        return Extent.exactly(AddressSpaces.INTERNET.minus(virtualNetwork));
      }
      case "AZURELOADBALANCER", "AZURE_LOADBALANCER" -> {
        return Extent.exactly(AddressSpaces.LOAD_BALANCER);
      }
      default -> {
        // A literal, or a tag whose addresses only Azure's list knows.
      }
    }
    try {
      return Extent.exactly(AddressSet.of(List.of(Prefix.parse(value))));
    } catch (IllegalArgumentException e) {
      return Extent.within(
          AddressSet.all(),
          new Doubt(
              "the addresses of service tag '" + value + "' are not in the snapshot",
              AddressSpaces.EFFECTIVE_RULES));
    }
  }

  private Extent applicationSecurityGroup(String asgId, boolean near) {
    boolean member = ip.applicationSecurityGroupIds().stream().anyMatch(asgId::equalsIgnoreCase);
    AddressSet self = member ? AddressSet.of(local) : AddressSet.empty();
    if (near) {
      return Extent.exactly(self);
    }
    Doubt doubt =
        new Doubt(
            "the members of application security group "
                + asgId.substring(asgId.lastIndexOf('/') + 1)
                + " are not in the snapshot",
            "reading the NICs of the virtual network (Microsoft.Network/networkInterfaces/read)");
    return Extent.exactly(self).or(Extent.within(asgSpace, doubt));
  }
}
