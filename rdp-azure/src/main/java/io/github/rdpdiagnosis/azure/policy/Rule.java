package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One rule with its texts read.
 *
 * @param origin the rule as it was read
 * @param cited the rule as findings cite it
 * @param access INCONCLUSIVE for a text that is neither Allow nor Deny
 * @param protocol empty for every protocol
 * @param knownProtocol false for a text that is no protocol
 * @param sourcePorts ports that it comes from
 * @param destinationPorts ports that it goes to
 * @param source who sends
 * @param destination who receives
 */
record Rule(
    SecurityRule origin,
    Decider.Rule cited,
    Verdict access,
    Optional<Protocol> protocol,
    boolean knownProtocol,
    Ports sourcePorts,
    Ports destinationPorts,
    Side source,
    Side destination) {
  private static final Set<String> EVERY_PROTOCOL = Set.of("*", "ALL", "ANY");

  static Rule of(SecurityRule rule, String groupId, boolean admin, SideReader sides) {
    Optional<Protocol> protocol = protocol(rule.protocol());
    return new Rule(
        rule,
        new Decider.Rule(
            rule.name(), id(rule, groupId), rule.priority().orElseThrow(), rule.isDefault()),
        admin && isAlwaysAllow(rule) ? Verdict.ALLOW : access(rule.access()),
        protocol,
        protocol.isPresent() || isEveryProtocol(rule.protocol()),
        Ports.of(rule.source().ports()),
        Ports.of(rule.destination().ports()),
        sides.read(rule.source()),
        sides.read(rule.destination()));
  }

  /** How sides are read: lists that several rules have are read once. */
  interface SideReader {
    Side read(io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint endpoint);
  }

  private static Optional<String> id(SecurityRule rule, String groupId) {
    if (rule.id().isPresent() || !groupId.startsWith("/")) {
      return rule.id();
    }
    String kind = rule.isDefault() ? "/defaultSecurityRules/" : "/securityRules/";
    return Optional.of(groupId + kind + rule.name());
  }

  /** A rule of a network manager that no NSG comes after. */
  static boolean isAlwaysAllow(SecurityRule rule) {
    return rule.access().strip().equalsIgnoreCase("AlwaysAllow");
  }

  private static Verdict access(String text) {
    if (text.strip().equalsIgnoreCase("Allow")) {
      return Verdict.ALLOW;
    }
    return text.strip().equalsIgnoreCase("Deny") ? Verdict.DENY : Verdict.INCONCLUSIVE;
  }

  static boolean isEveryProtocol(String text) {
    return EVERY_PROTOCOL.contains(text.strip().toUpperCase(Locale.ROOT));
  }

  static Optional<Protocol> protocol(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT);
    for (Protocol each : Protocol.values()) {
      if (each.name().equals(name)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Whether the protocol is meant; empty where that cannot be told. */
  Optional<Boolean> match(Protocol asked) {
    return knownProtocol
        ? Optional.of(protocol.isEmpty() || protocol.get() == asked)
        : Optional.empty();
  }
}
