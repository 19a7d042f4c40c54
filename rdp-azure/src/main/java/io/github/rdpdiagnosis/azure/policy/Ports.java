package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.PortRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ports of one side of a rule.
 *
 * @param ranges those that can be read
 * @param readable whether there are some and all can be read
 * @param all whether every port is in them
 * @param text as the rule has them
 */
record Ports(List<PortRange> ranges, boolean readable, boolean all, String text) {
  private static final Optional<Boolean> YES = Optional.of(true);
  private static final Optional<Boolean> NO = Optional.of(false);

  static Ports of(List<String> texts) {
    List<PortRange> ranges = new ArrayList<>();
    boolean readable = !texts.isEmpty();
    for (String text : texts) {
      Optional<PortRange> range = parse(text);
      range.ifPresent(ranges::add);
      readable &= range.isPresent();
    }
    return new Ports(
        List.copyOf(ranges),
        readable,
        ranges.stream().anyMatch(PortRange::isAll),
        String.join(", ", texts));
  }

  static Optional<PortRange> parse(String text) {
    try {
      return Optional.of(
          text.strip().equalsIgnoreCase("Any") ? PortRange.ALL : PortRange.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a connection with this port is meant; empty where that cannot be told. */
  Optional<Boolean> match(Optional<Port> port) {
    if (all || (port.isPresent() && holds(port.get()))) {
      return YES;
    }
    boolean open = !readable || (port.isEmpty() && !ranges.isEmpty());
    return open ? Optional.empty() : NO;
  }

  private boolean holds(Port port) {
    for (PortRange range : ranges) {
      if (range.contains(port)) {
        return true;
      }
    }
    return false;
  }

  /** Why {@link #match} could not tell. */
  Doubt doubt(String rule, String side) {
    return readable
        ? new Doubt(
            "rule "
                + rule
                + " is for "
                + side
                + " ports "
                + text
                + " only, and the "
                + side
                + " port of the connection is not given",
            "the " + side + " port of the connection")
        : new Doubt(
            "rule " + rule + " has no readable " + side + " ports", "a complete copy of the rule");
  }
}
