package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * First match over one NSG, a packet at a time, on bytes: shares no code with the evaluator. Names
 * whose addresses are not known are tried both ways.
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that are read here and compared nowhere
final class NaiveNsg {
  /** A packet; ports are numbers. */
  record Packet(
      boolean inbound,
      byte[] source,
      int sourcePort,
      byte[] target,
      int targetPort,
      String protocol) {}

  private record Block(byte[] start, int length) {
    boolean holds(byte[] address) {
      if (address.length != start.length) {
        return false;
      }
      int whole = length / 8;
      for (int i = 0; i < whole; i++) {
        if (address[i] != start[i]) {
          return false;
        }
      }
      int rest = length % 8;
      return rest == 0 || ((address[whole] ^ start[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
    }
  }

  private record Side(boolean any, List<Block> blocks, Set<String> names, int[][] ports) {}

  private record Entry(SecurityRule rule, Side source, Side target) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, List<String>> known;
  private final String ownGroup;
  private final Set<String> unknown = new TreeSet<>();
  private final Map<String, List<Block>> blocks = new java.util.HashMap<>();

  /**
   * @param known blocks of tags and groups by name in upper case; what is not here may hold any
   *     address
   * @param ownGroup the ASG of the near address
   */
  NaiveNsg(List<SecurityRule> rules, Map<String, List<String>> known, String ownGroup) {
    this.ownGroup = ownGroup;
    this.known = known;
    known.forEach((name, texts) -> blocks.put(name, texts.stream().map(NaiveNsg::block).toList()));
    rules.stream()
        .sorted(Comparator.comparing((SecurityRule rule) -> rule.priority().orElseThrow()))
        .forEach(
            rule -> entries.add(new Entry(rule, side(rule.source()), side(rule.destination()))));
  }

  static byte[] bytes(String literal) {
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Block block(String text) {
    String[] parts = text.split("/", 2);
    byte[] start = bytes(parts[0]);
    return new Block(start, parts.length == 1 ? 8 * start.length : Integer.parseInt(parts[1]));
  }

  private Side side(Endpoint endpoint) {
    boolean any = false;
    List<Block> literal = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String text : endpoint.prefixes()) {
      if (text.equals("*")) {
        any = true;
      } else if (Character.isLetter(text.charAt(0)) && !text.contains(":")) {
        names.add(text.toUpperCase(Locale.ROOT));
      } else {
        literal.add(block(text));
      }
    }
    endpoint.applicationSecurityGroupIds().forEach(id -> names.add(id.toUpperCase(Locale.ROOT)));
    names.stream().filter(name -> !known.containsKey(name)).forEach(unknown::add);
    int[][] ports =
        endpoint.ports().stream()
            .map(
                text -> {
                  if (text.equals("*")) {
                    return new int[] {0, 65535};
                  }
                  String[] ends = text.split("-", 2);
                  return new int[] {
                    Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])
                  };
                })
            .toArray(int[][]::new);
    return new Side(any, literal, names, ports);
  }

  /**
   * ALLOW or DENY with the rule's name, or INCONCLUSIVE where the names that are not known matter.
   *
   * @param possible the names of which the far address may be a member
   */
  String decide(Packet packet, Predicate<String> possible) {
    String first = null;
    boolean differ = false;
    List<String> names = unknown.stream().filter(possible).toList();
    Set<String> relevant = new HashSet<>();
    for (int choice = 0; choice < 1 << names.size(); choice++) {
      Set<String> held = new HashSet<>();
      for (int i = 0; i < names.size(); i++) {
        if ((choice >> i & 1) == 1) {
          held.add(names.get(i));
        }
      }
      String decision = decide(packet, held);
      relevant.add(decision);
      String access = decision.substring(0, decision.indexOf(' '));
      differ |= first != null && !first.equals(access);
      first = first == null ? access : first;
    }
    if (differ) {
      return "INCONCLUSIVE";
    }
    return relevant.size() == 1 ? relevant.iterator().next() : first;
  }

  /** The same for packets of one direction, protocol and pair of ports only, to be quicker. */
  NaiveNsg concerning(Packet any) {
    NaiveNsg some = new NaiveNsg(List.of(), known, ownGroup);
    some.unknown.addAll(unknown);
    entries.stream().filter(entry -> concerns(entry, any)).forEach(some.entries::add);
    return some;
  }

  private static boolean concerns(Entry entry, Packet packet) {
    return entry.rule.direction().equalsIgnoreCase(packet.inbound ? "Inbound" : "Outbound")
        && (entry.rule.protocol().equals("*")
            || entry.rule.protocol().equalsIgnoreCase(packet.protocol))
        && in(entry.source.ports, packet.sourcePort)
        && in(entry.target.ports, packet.targetPort);
  }

  private String decide(Packet packet, Set<String> held) {
    for (Entry entry : entries) {
      if (concerns(entry, packet)
          && in(entry.source, packet.source, packet.inbound, held)
          && in(entry.target, packet.target, !packet.inbound, held)) {
        return entry.rule.access().toUpperCase(Locale.ROOT) + " " + entry.rule.name();
      }
    }
    return "NONE none";
  }

  private static boolean in(int[][] ranges, int port) {
    for (int[] range : ranges) {
      if (range[0] <= port && port <= range[1]) {
        return true;
      }
    }
    return false;
  }

  private boolean in(Side side, byte[] address, boolean far, Set<String> held) {
    if (side.any) {
      return true;
    }
    for (Block block : side.blocks) {
      if (block.holds(address)) {
        return true;
      }
    }
    for (String name : side.names) {
      List<Block> list = blocks.get(name);
      boolean member = far ? held.contains(name) : ownGroup.equalsIgnoreCase(name);
      if (list == null ? member : holds(list, address)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an address is in some blocks. */
  static Predicate<byte[]> blocks(List<String> texts) {
    List<Block> read = texts.stream().map(NaiveNsg::block).toList();
    return address -> holds(read, address);
  }

  private static boolean holds(List<Block> list, byte[] address) {
    for (Block block : list) {
      if (block.holds(address)) {
        return true;
      }
    }
    return false;
  }
}
