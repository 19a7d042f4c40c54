package io.github.rdpdiagnosis.azure;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Network Watcher's IP flow verify says of one flow: the verdict of security admin rules and
 * NSGs. It says nothing of routes, of the guest's firewall, or of whether anything listens. Right
 * after a rule was changed it may still be the old verdict.
 *
 * @param access {@code Allow} or {@code Deny}; {@code Unknown} has been seen, too
 * @param ruleName the deciding rule in one of Azure's dialects, such as {@code UserRule_x}, {@code
 *     securityRules/x} or {@code defaultSecurityRules/DenyAllInBound}
 * @param ruleId ARM id of the deciding rule, which also tells whose NSG it is of; absent for
 *     default rules
 */
public record IpFlowVerdict(String access, Optional<String> ruleName, Optional<String> ruleId) {
  /** Checks that nothing is missing. */
  public IpFlowVerdict {
    Objects.requireNonNull(access, "access");
    Objects.requireNonNull(ruleName, "ruleName");
    Objects.requireNonNull(ruleId, "ruleId");
  }

  /**
   * The deciding rule's name without Azure's dialect.
   *
   * @return such as {@code DenyAllInBound}
   */
  public Optional<String> plainRuleName() {
    return ruleName.map(
        name -> {
          String last = name.substring(name.lastIndexOf('/') + 1);
          return last.replaceFirst("^(?:UserRule|DefaultRule)_", "");
        });
  }

  /**
   * Why this verdict must not be relied upon: Azure gave none, or it names a rule that says the
   * opposite, which has been seen while a change of rules was under way.
   *
   * @param snapshot where the rules are looked up
   * @return one line; empty where nothing speaks against the verdict
   */
  public Optional<String> doubt(VmSnapshot snapshot) {
    if (!access.equalsIgnoreCase("Allow") && !access.equalsIgnoreCase("Deny")) {
      return Optional.of("Azure gave no verdict (access '" + access + "')");
    }
    return ruleAccess(snapshot)
        .filter(other -> !other.equalsIgnoreCase(access))
        .map(other -> "Azure says " + access + " by rule " + rule() + ", which says " + other);
  }

  private String rule() {
    return ruleId.or(() -> ruleName).orElse("");
  }

  /** What the named rule says, where that is known and all rules of that name say the same. */
  private Optional<String> ruleAccess(VmSnapshot snapshot) {
    String name = plainRuleName().orElse("");
    if (name.isEmpty() && ruleId.isEmpty()) {
      return Optional.empty();
    }
    if (isDefaultRule()) {
      return Stream.of("Allow", "Deny")
          .filter(word -> name.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)))
          .findFirst();
    }
    var said =
        snapshot.networkSecurityGroups().values().stream()
            .flatMap(reading -> reading.known().stream())
            .flatMap(group -> group.rules().stream())
            .filter(
                rule ->
                    ruleId.isPresent()
                        ? rule.id().filter(ruleId.get()::equalsIgnoreCase).isPresent()
                        : rule.name().equalsIgnoreCase(name))
            .map(NetworkSecurityGroup.SecurityRule::access)
            .distinct()
            .toList();
    return said.size() == 1 ? Optional.of(said.get(0)) : Optional.empty();
  }

  private boolean isDefaultRule() {
    return ruleId.isEmpty()
        && ruleName
            .filter(name -> name.regionMatches(true, 0, "default", 0, "default".length()))
            .isPresent();
  }
}
