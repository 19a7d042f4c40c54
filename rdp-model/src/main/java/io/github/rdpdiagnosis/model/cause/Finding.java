package io.github.rdpdiagnosis.model.cause;

import java.util.List;
import java.util.Objects;

/**
 * A cause that explains what was seen, how sure that is, and what it rests on.
 *
 * @param cause the row of the catalogue
 * @param certainty how sure; never above {@link Cause#maxCertainty()}
 * @param explanation what it means here, in one or two sentences
 * @param evidence ids of the observations it rests on
 * @param remedies what mends it, most useful first
 * @param resources ARM ids of the resources concerned; empty where none is
 */
public record Finding(
    Cause cause,
    Certainty certainty,
    String explanation,
    List<String> evidence,
    List<String> remedies,
    List<String> resources) {
  /**
   * Copies the lists; refuses a certainty that the catalogue does not allow, and a finding without
   * evidence.
   */
  public Finding {
    Objects.requireNonNull(explanation, "explanation");
    evidence = List.copyOf(evidence);
    remedies = List.copyOf(remedies);
    resources = List.copyOf(resources);
    if (certainty.compareTo(cause.maxCertainty()) > 0) {
      throw new IllegalArgumentException(
          cause.id() + " cannot be " + certainty + ": at most " + cause.maxCertainty());
    }
    if (evidence.isEmpty()) {
      throw new IllegalArgumentException("finding " + cause.id() + " needs evidence");
    }
  }

  /**
   * Where the fault is.
   *
   * @return the domain of the cause
   */
  public FaultDomain domain() {
    return cause.domain();
  }
}
