package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that is open and should not be. No reason for a failing connection.
 *
 * @param kind what
 * @param what in one sentence
 * @param resource ARM id of the NSG whose rule does it; empty where several do
 * @param rule that rule
 * @param sources the addresses that get in
 */
public record SecurityFinding(
    Kind kind,
    String what,
    Optional<String> resource,
    Optional<Decider.Rule> rule,
    AddressSet sources) {
  /** What is open. */
  public enum Kind {
    /** More public addresses than a /8 has get in across the internet, past any Bastion. */
    OPEN_TO_INTERNET,
    /**
     * A rule lets clients in that asked for nothing, before just-in-time access's own rule denies
     * them.
     */
    JIT_SHADOWED
  }

  /** More public addresses than a /8 has are nobody's own. */
  private static final BigInteger MANY = BigInteger.ONE.shiftLeft(24);

  private static final String JIT_RULE = "securitycenter-jitrule";

  /** Checks that nothing is missing. */
  public SecurityFinding {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(sources, "sources");
  }

  @Override
  public String toString() {
    return kind + ": " + what;
  }

  static Optional<SecurityFinding> openToTheInternet(NetworkPolicy policy, Port port) {
    AddressSet open = AddressSet.empty();
    for (IngressPath path : policy.paths(port)) {
      if (path.isPublic() && path.kind() != IngressPath.Kind.BASTION) {
        open =
            open.union(
                policy
                    .compile(path)
                    .addresses(Verdict.ALLOW)
                    .intersect(policy.internetSpace(path.privateAddress())));
      }
    }
    return open.size().compareTo(MANY) > 0
        ? Optional.of(
            new SecurityFinding(
                Kind.OPEN_TO_INTERNET,
                "TCP port "
                    + port
                    + " is open to the internet: "
                    + open.size()
                    + " public addresses are let in",
                Optional.empty(),
                Optional.empty(),
                open))
        : Optional.empty();
  }

  static List<SecurityFinding> besideJit(NetworkPolicy policy, VmSnapshot snapshot, Port port) {
    Map<Decider, AddressSet> open = new LinkedHashMap<>();
    for (IngressPath path : policy.paths(port)) {
      if (path.kind() != IngressPath.Kind.PRIVATE_ADDRESS) {
        continue; // what NSGs do is the same on every way
      }
      for (Cell cell : policy.inboundPartition(path.privateAddress(), Protocol.TCP, port)) {
        if (cell.decision().verdict() == Verdict.ALLOW) {
          cell.decision().deciders().stream()
              .filter(decider -> comesBeforeJit(decider, snapshot, port))
              .forEach(decider -> open.merge(decider, cell.addresses(), AddressSet::union));
        }
      }
    }
    List<SecurityFinding> findings = new ArrayList<>();
    open.forEach(
        (decider, sources) ->
            findings.add(
                new SecurityFinding(
                    Kind.JIT_SHADOWED,
                    "TCP port "
                        + port
                        + " is under just-in-time access, yet "
                        + decider.why()
                        + " for "
                        + sources.size()
                        + " addresses that need not ask",
                    decider.resource(),
                    decider.rule(),
                    sources)));
    return findings;
  }

  private static boolean comesBeforeJit(Decider decider, VmSnapshot snapshot, Port port) {
    Optional<NetworkSecurityGroup> group =
        decider.resource().flatMap(id -> snapshot.networkSecurityGroup(id).known());
    return group.isPresent()
        && decider
            .rule()
            .filter(rule -> !rule.isDefault() && !isOfJit(rule.name()))
            .filter(
                rule ->
                    group.get().rules().stream()
                        .anyMatch(
                            jit ->
                                deniesForJit(jit, port)
                                    && jit.priority().orElse(0) > rule.priority()))
            .isPresent();
  }

  private static boolean isOfJit(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(JIT_RULE);
  }

  private static boolean deniesForJit(SecurityRule rule, Port port) {
    return isOfJit(rule.name())
        && rule.access().strip().equalsIgnoreCase("Deny")
        && rule.direction().strip().equalsIgnoreCase("Inbound")
        && Ports.of(rule.destination().ports()).match(Optional.of(port)).equals(Optional.of(true));
  }
}
