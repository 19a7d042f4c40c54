package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What Network Watcher's NSG diagnostics says of one flow. Sometimes it repeats a rule of one NSG
 * for another.
 *
 * @param access {@code Allow} or {@code Deny}, of all NSGs together
 * @param groups the verdict of each NSG
 */
public record NsgDiagnostic(String access, List<Group> groups) {
  /** Copies the list and checks that nothing is missing. */
  public NsgDiagnostic {
    Objects.requireNonNull(access, "access");
    groups = List.copyOf(groups);
  }

  /**
   * The verdict of one NSG.
   *
   * @param networkSecurityGroupId ARM id of the NSG
   * @param appliedTo ARM id of the subnet or NIC that it stands at
   * @param ruleName the deciding rule, such as {@code UserRule_x} or {@code
   *     DefaultRule_DenyAllInBound}
   * @param action what that rule says
   * @param rules how each rule that was looked at compares with the flow
   */
  public record Group(
      String networkSecurityGroupId,
      Optional<String> appliedTo,
      Optional<String> ruleName,
      Optional<String> action,
      List<RuleMatch> rules) {
    /** Copies the list and checks that nothing is missing. */
    public Group {
      Objects.requireNonNull(networkSecurityGroupId, "networkSecurityGroupId");
      Objects.requireNonNull(appliedTo, "appliedTo");
      Objects.requireNonNull(ruleName, "ruleName");
      Objects.requireNonNull(action, "action");
      rules = List.copyOf(rules);
    }
  }

  /**
   * How one rule compares with the flow.
   *
   * @param name the rule
   * @param mismatches in which of {@code protocol}, {@code source}, {@code sourcePort}, {@code
   *     destination}, {@code destinationPort} it does not match; empty for the deciding rule
   */
  public record RuleMatch(String name, List<String> mismatches) {
    /** Copies the list and checks that nothing is missing. */
    public RuleMatch {
      Objects.requireNonNull(name, "name");
      mismatches = List.copyOf(mismatches);
    }
  }
}
