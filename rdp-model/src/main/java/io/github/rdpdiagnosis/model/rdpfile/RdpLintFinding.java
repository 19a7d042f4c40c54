package io.github.rdpdiagnosis.model.rdpfile;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something in a {@code .rdp} file that is a fault, may explain one, or hides one.
 *
 * <p>Source: the catalogue of causes, and the differences between FreeRDP and IronRDP that {@link
 * RdpTargetExplanation} names.
 *
 * @param id of the rule, such as {@code RDP-03}; never renamed
 * @param severity how much it matters
 * @param line number of the line, from 1; empty where it is about the file as a whole
 * @param what what stands there, in one line that shows no secret
 * @param why why it matters for a connection
 * @param fix what to change
 * @param cause id of the cause that it suggests, such as {@code CL-09}, or empty
 */
public record RdpLintFinding(
    String id,
    Severity severity,
    OptionalInt line,
    String what,
    String why,
    String fix,
    Optional<String> cause) {
  /** How much a finding matters. */
  public enum Severity {
    /** With this file no connection comes about. */
    ERROR,
    /** A likely reason for a failure, or for two clients behaving differently. */
    WARNING,
    /** Worth knowing; right for some. */
    INFO
  }

  /** Checks that nothing is missing. */
  public RdpLintFinding {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(line, "line");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(why, "why");
    Objects.requireNonNull(fix, "fix");
    Objects.requireNonNull(cause, "cause");
  }

  /** One line: where, id, severity and what. */
  @Override
  public String toString() {
    return (line.isPresent() ? "line " + line.getAsInt() + ": " : "")
        + id
        + " "
        + severity
        + ": "
        + what;
  }
}
