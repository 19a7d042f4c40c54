package io.github.rdpdiagnosis.azure;

import java.util.Objects;

/**
 * Something in a security rule that Azure would refuse, or that is not written as Azure writes it.
 * A rule with a finding still counts; the finding says how it is read.
 *
 * @param severity how bad it is
 * @param group name of the NSG
 * @param rule name of the rule
 * @param field the field, as ARM calls it
 * @param value what stands there, shortened
 * @param what what is wrong with it, and how it is read
 */
public record RuleFinding(
    Severity severity, String group, String rule, String field, String value, String what) {
  private static final int SHOWN = 80;

  /** How bad a finding is. */
  public enum Severity {
    /** Azure would refuse the rule. */
    ERROR,
    /** It is read as meant, but not written as Azure writes it. */
    NOTE
  }

  /** Shortens the value. */
  public RuleFinding {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(what, "what");
    String line = value.replaceAll("\\p{Cntrl}", "?");
    value = line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }

  /**
   * The finding on one line.
   *
   * @return for people
   */
  @Override
  public String toString() {
    return severity.name().toLowerCase(java.util.Locale.ROOT)
        + ": rule "
        + rule
        + " of "
        + group
        + ": "
        + field
        + " '"
        + value
        + "' "
        + what;
  }
}
