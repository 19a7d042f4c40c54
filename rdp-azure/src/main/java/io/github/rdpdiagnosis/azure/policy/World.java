package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A question, and one supposition about which addresses the tag VirtualNetwork covers. Where that
 * tag is not fully known, two worlds, the smallest and the largest tag, bound what Azure does with
 * each address.
 *
 * <p>Packets are to or from {@code local}, an address of the VM; the far end ranges over all
 * addresses of the same version.
 *
 * @param asking the question
 * @param virtualNetwork the supposition
 * @param internet what is left for the tag Internet
 * @param ownGroups the ASGs that the VM's own address is in, by id in lower case; empty where that
 *     is not known
 * @param groups the members of ASGs as far as they were read, by id in lower case
 * @param groupSpace where members of other ASGs may be
 * @param supposed names whose addresses are not known, as {@link Side#unknownNames} has them, of
 *     which it is supposed that every far address that may be in them is, or that none is
 */
record World(
    Question asking,
    AddressSet virtualNetwork,
    AddressSet internet,
    Optional<Set<String>> ownGroups,
    Map<String, Extent> groups,
    AddressSet groupSpace,
    Map<String, Boolean> supposed) {

  /**
   * What is asked about.
   *
   * @param sourcePort empty where it is not known or any
   * @param destinationPort empty where it is not known or any
   */
  record Question(
      Direction direction,
      IpAddress local,
      Protocol protocol,
      Optional<Port> sourcePort,
      Optional<Port> destinationPort) {
    AddressSet family() {
      return World.family(local);
    }
  }

  private static final AddressSet V4 = AddressSet.of("0.0.0.0/0");
  private static final AddressSet V6 = AddressSet.of("::/0");

  static AddressSet family(IpAddress address) {
    return address.isIpv4() ? V4 : V6;
  }

  /**
   * A rule that the question concerns.
   *
   * @param index its place in the rule set
   * @param surely far addresses that it matches
   * @param maybe far addresses that it matches or may match
   * @param doubt why the others are no more than possible
   */
  record Match(int index, AddressSet surely, AddressSet maybe, Optional<Doubt> doubt) {}

  /**
   * The rules that concern the question, up to the first that matches every far address. What they
   * say of protocol, ports and the near side is settled here; the far side remains.
   */
  List<Match> slice(RuleSet set) {
    List<Match> slice = new ArrayList<>();
    Set<String> refuted = new HashSet<>();
    boolean inbound = asking.direction() == Direction.INBOUND;
    for (int i = 0; i < set.rules().size(); i++) {
      Rule rule = set.rules().get(i);
      Side near = inbound ? rule.destination() : rule.source();
      Side far = inbound ? rule.source() : rule.destination();
      Optional<Boolean> protocol = rule.match(asking.protocol());
      Optional<Boolean> from = rule.sourcePorts().match(asking.sourcePort());
      Optional<Boolean> to = rule.destinationPorts().match(asking.destinationPort());
      if (isNo(protocol) || isNo(from) || isNo(to)) {
        continue;
      }
      Extent here = extent(near, rule, true, Set.of());
      if (!here.maybe().contains(asking.local())) {
        continue;
      }
      Optional<Doubt> doubt =
          doubt(rule, protocol, from, to)
              .or(
                  () ->
                      here.surely().contains(asking.local())
                          ? Optional.empty()
                          : Optional.of(here.doubts().get(0).doubt()));
      Match match = match(i, rule, far, doubt, refuted);
      slice.add(match);
      if (match.surely().equals(AddressSet.all())) {
        break; // nothing is left for the rules behind it
      }
    }
    return slice;
  }

  private static boolean isNo(Optional<Boolean> answer) {
    return answer.isPresent() && !answer.get();
  }

  private static Optional<Doubt> doubt(
      Rule rule, Optional<Boolean> protocol, Optional<Boolean> from, Optional<Boolean> to) {
    String name = rule.cited().name();
    if (protocol.isEmpty()) {
      return Optional.of(
          new Doubt(
              "rule " + name + " has the protocol '" + rule.origin().protocol() + "'",
              "a corrected copy of the rule"));
    }
    if (from.isEmpty()) {
      return Optional.of(rule.sourcePorts().doubt(name, "source"));
    }
    return to.isEmpty()
        ? Optional.of(rule.destinationPorts().doubt(name, "destination"))
        : Optional.empty();
  }

  /**
   * @param refuted names that an earlier rule mentions and nothing else stands in its way: where
   *     this rule's turn comes, the address is in none of them
   */
  private Match match(int index, Rule rule, Side far, Optional<Doubt> doubt, Set<String> refuted) {
    Extent extent = extent(far, rule, false, refuted);
    if (doubt.isPresent()) {
      return new Match(index, AddressSet.empty(), extent.maybe(), doubt);
    }
    if (!far.isFixed()) {
      refuted.addAll(far.unknownNames());
    }
    return new Match(
        index,
        extent.surely(),
        extent.maybe(),
        extent.isExact() ? Optional.empty() : Optional.of(extent.doubts().get(0).doubt()));
  }

  private Extent extent(Side side, Rule rule, boolean near, Set<String> refuted) {
    if (side.isFixed()) {
      return Extent.exactly(side.literal());
    }
    AddressSet known = side.literal();
    if (side.virtualNetwork()) {
      known = known.isEmpty() ? virtualNetwork : known.union(virtualNetwork);
    }
    if (side.internet()) {
      known = known.isEmpty() ? internet : known.union(internet);
    }
    Extent extent = Extent.exactly(known);
    for (Side.Unknown unknown : side.unknown()) {
      if (!refuted.contains(unknown.name())) {
        Extent members = Extent.within(AddressSet.all(), unknown.doubt());
        extent = extent.or(near ? members : supposed(unknown.name(), members));
      }
    }
    for (String id : side.groupIds()) {
      String key = id.toLowerCase(Locale.ROOT);
      if (!refuted.contains(key)) {
        extent = extent.or(near ? group(id, true) : supposed(key, group(id, false)));
      }
    }
    return side.blank()
        ? Extent.within(
            AddressSet.all(),
            new Doubt(
                "rule "
                    + rule.cited().name()
                    + " has an empty "
                    + (near ? "local" : "remote")
                    + " side",
                "a complete copy of the rule"))
        : extent;
  }

  private Extent supposed(String name, Extent members) {
    Boolean all = supposed.get(name);
    return all == null ? members : Extent.exactly(all ? members.maybe() : members.surely());
  }

  /** Whether the match holds for every VM that the same rules of the set concern. */
  boolean isTheSameForAll(RuleSet set, Match match) {
    Rule rule = set.rules().get(match.index());
    Side far = asking.direction() == Direction.INBOUND ? rule.source() : rule.destination();
    return match.doubt().isEmpty()
        && (far.isFixed() || (far.groupIds().isEmpty() && far.unknown().isEmpty()));
  }

  private Extent group(String id, boolean near) {
    String key = id.toLowerCase(Locale.ROOT);
    AddressSet self = AddressSet.of(asking.local());
    Extent own =
        ownGroups
            .map(ids -> Extent.exactly(ids.contains(key) ? self : AddressSet.empty()))
            .orElseGet(() -> Extent.within(self, isMember(id)));
    if (near) {
      return own;
    }
    Extent members = groups.get(key);
    if (members != null) {
      return own.or(members);
    }
    return own.or(Extent.within(groupSpace, membersOf(id)));
  }

  static Doubt membersOf(String id) {
    return new Doubt(
        "the members of application security group "
            + id.substring(id.lastIndexOf('/') + 1)
            + " are not in the snapshot",
        "reading the NICs of the virtual network" + " (Microsoft.Network/networkInterfaces/read)");
  }

  private static Doubt isMember(String id) {
    return new Doubt(
        "whether the VM is in application security group "
            + id.substring(id.lastIndexOf('/') + 1)
            + " is not known",
        "a snapshot of the VM, which has its NICs");
  }
}
