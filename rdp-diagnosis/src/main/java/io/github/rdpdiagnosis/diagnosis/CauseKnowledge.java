package io.github.rdpdiagnosis.diagnosis;

import io.github.rdpdiagnosis.diagnosis.internal.engine.Knowledge;
import io.github.rdpdiagnosis.model.cause.Cause;
import java.util.List;
import java.util.Objects;

/**
 * What the engine knows of deciding a cause, as it is written in its tables: conditions over named
 * facts of checks. A condition that nothing seen so far can make true is {@code never}; such a
 * cause can only be left over where all that look like it are excluded, and its catalogue entry
 * says what evidence it needs.
 *
 * @param id of the catalogue
 * @param proves when true, the cause has the highest certainty that the catalogue allows it
 * @param suggests when true, it is this cause as far as can be told, without proof
 * @param hints when true, it is known and would stop a connection, though nothing that was seen
 *     failed by it: a suspicion only, which the client's own message would decide
 * @param excludes when true, it is not this cause
 * @param lookAlikes classes of outcomes that it is a member of, as the class in a result is named
 * @param decidingCheck what to run to decide it, and the right that this needs
 */
public record CauseKnowledge(
    String id,
    String proves,
    String suggests,
    String hints,
    String excludes,
    List<String> lookAlikes,
    String decidingCheck) {
  /** Copies the list. */
  public CauseKnowledge {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(proves, "proves");
    Objects.requireNonNull(suggests, "suggests");
    Objects.requireNonNull(hints, "hints");
    Objects.requireNonNull(excludes, "excludes");
    Objects.requireNonNull(decidingCheck, "decidingCheck");
    lookAlikes = List.copyOf(lookAlikes);
  }

  /**
   * What is known of deciding a cause.
   *
   * @param cause a row of the catalogue
   * @return its rules
   */
  public static CauseKnowledge of(Cause cause) {
    return Knowledge.of(cause);
  }
}
