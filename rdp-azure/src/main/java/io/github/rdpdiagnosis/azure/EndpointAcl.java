package io.github.rdpdiagnosis.azure;

import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The access-control list of a classic input endpoint. The rule with the lowest order that covers
 * the source decides; an endpoint without rules lets every source in; where only permit rules exist
 * an uncovered source is shut out, where only deny rules exist it is let in. Source: Azure's "What
 * is an endpoint access control list (ACL)?", as of the classic deployment model.
 *
 * @param rules in the document's order, which means nothing: rules count by their order number
 */
public record EndpointAcl(List<Rule> rules) {
  /** Copies the list. */
  public EndpointAcl {
    rules = List.copyOf(rules);
  }

  /**
   * One rule.
   *
   * @param order the lower, the earlier
   * @param action {@code permit} or {@code deny}, as the document spells it
   * @param remoteSubnet the sources it covers, such as {@code 10.0.0.0/25}
   * @param description what its author wrote
   */
  public record Rule(int order, String action, String remoteSubnet, Optional<String> description) {
    /** Checks that nothing is missing. */
    public Rule {
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(remoteSubnet, "remoteSubnet");
      Objects.requireNonNull(description, "description");
    }

    private Optional<Access> access() {
      return switch (action.toLowerCase(Locale.ROOT)) {
        case "permit" -> Optional.of(Access.PERMIT);
        case "deny" -> Optional.of(Access.DENY);
        default -> Optional.empty();
      };
    }

    /** Whether it covers a source; empty where the subnet cannot be read. */
    private Optional<Boolean> covers(IpAddress source) {
      try {
        return Optional.of(Prefix.parse(remoteSubnet).contains(source));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  /** What becomes of a source. */
  public enum Access {
    /** It is let in. */
    PERMIT,
    /** It is shut out. */
    DENY,
    /** It cannot be told. */
    UNKNOWN
  }

  /** What a decision rests on. */
  public enum Basis {
    /** A rule covers the source. */
    RULE,
    /** There is no rule. */
    NO_RULES,
    /** No rule covers the source, and all rules permit. */
    ONLY_PERMIT_RULES,
    /** No rule covers the source, and all rules deny. */
    ONLY_DENY_RULES,
    /**
     * No rule covers the source, and there are rules of both kinds. Azure's text does not settle
     * this case in so many words; it is read as for permit rules, and proves nothing by itself.
     */
    MIXED_RULES,
    /** Something that may decide is not known. */
    NOT_KNOWN
  }

  /**
   * A decision.
   *
   * @param access what becomes of the source
   * @param basis what that rests on
   * @param rule the rule that decides, or the one that cannot be read
   */
  public record Decision(Access access, Basis basis, Optional<Rule> rule) {
    /** Checks that nothing is missing. */
    public Decision {
      Objects.requireNonNull(access, "access");
      Objects.requireNonNull(basis, "basis");
      Objects.requireNonNull(rule, "rule");
    }

    static Decision unknown(Optional<Rule> rule) {
      return new Decision(Access.UNKNOWN, Basis.NOT_KNOWN, rule);
    }
  }

  /**
   * What becomes of one source.
   *
   * @param source the address that the endpoint sees; classic endpoints have IPv4 only
   * @return the decision; UNKNOWN for IPv6, and where a rule that may decide cannot be read or two
   *     rules of the same order disagree
   */
  public Decision decide(IpAddress source) {
    if (!source.isIpv4()) {
      return Decision.unknown(Optional.empty());
    }
    if (rules.isEmpty()) {
      return new Decision(Access.PERMIT, Basis.NO_RULES, Optional.empty());
    }
    for (Rule rule : rules.stream().sorted(Comparator.comparingInt(Rule::order)).toList()) {
      Optional<Boolean> covers = rule.covers(source);
      if (covers.isEmpty()
          || (covers.get() && (rule.access().isEmpty() || disputed(rule, source)))) {
        return Decision.unknown(Optional.of(rule));
      }
      if (covers.get()) {
        return new Decision(rule.access().orElseThrow(), Basis.RULE, Optional.of(rule));
      }
    }
    return uncovered();
  }

  /** Whether another rule of the same order covers the source as well and says otherwise. */
  private boolean disputed(Rule rule, IpAddress source) {
    return rules.stream()
        .filter(other -> other.order() == rule.order())
        .anyMatch(
            other -> other.covers(source).orElse(true) && !other.access().equals(rule.access()));
  }

  private Decision uncovered() {
    if (rules.stream().anyMatch(rule -> rule.access().isEmpty())) {
      return Decision.unknown(Optional.empty());
    }
    boolean permits =
        rules.stream().anyMatch(rule -> rule.access().equals(Optional.of(Access.PERMIT)));
    boolean denies =
        rules.stream().anyMatch(rule -> rule.access().equals(Optional.of(Access.DENY)));
    if (permits && denies) {
      return new Decision(Access.DENY, Basis.MIXED_RULES, Optional.empty());
    }
    return permits
        ? new Decision(Access.DENY, Basis.ONLY_PERMIT_RULES, Optional.empty())
        : new Decision(Access.PERMIT, Basis.ONLY_DENY_RULES, Optional.empty());
  }
}
