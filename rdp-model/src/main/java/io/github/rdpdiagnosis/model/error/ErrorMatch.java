package io.github.rdpdiagnosis.model.error;

import io.github.rdpdiagnosis.model.cause.Stage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a text or code from a client may mean.
 *
 * <p>Source: the table of client errors, whose rows name theirs.
 *
 * @param candidates rows of the table, the best first: those whose symbol or code the text names,
 *     then those whose phrase it holds, the longest phrase first, then other meanings of its codes.
 *     Each row once. Empty if nothing matches; there is no guessing
 */
public record ErrorMatch(List<ErrorCandidate> candidates) {
  /** Copies the list. */
  public ErrorMatch {
    candidates = List.copyOf(candidates);
  }

  /**
   * The rows of all candidates.
   *
   * @return the best first, with the alternatives
   */
  public List<ClientError> errors() {
    return candidates.stream().map(ErrorCandidate::error).toList();
  }

  /**
   * Whether nothing in the table matches.
   *
   * @return true if there is no row
   */
  public boolean isEmpty() {
    return candidates.isEmpty();
  }

  /**
   * The row that matches best.
   *
   * @return the first row, or empty
   */
  public Optional<ClientError> best() {
    return candidates.stream().findFirst().map(ErrorCandidate::error);
  }

  /**
   * The steps of a connection that the rows point to, alternatives left out.
   *
   * @return each once, those of better rows first
   */
  public List<Stage> stages() {
    return leading().flatMap(error -> error.stages().stream()).distinct().toList();
  }

  /**
   * The causes that the rows are consistent with, alternatives left out.
   *
   * @return ids of the catalogue, each once, those of better rows first; a cause that is not among
   *     them is not excluded
   */
  public List<String> causes() {
    return leading()
        .flatMap(error -> error.causes().stream())
        .map(ErrorCause::id)
        .distinct()
        .toList();
  }

  /**
   * Whether a row says that a connection was lost, rather than never made. Alternatives are left
   * out.
   *
   * @return true if one of the rows is a drop
   */
  public boolean isDrop() {
    return leading().anyMatch(ClientError::isDrop);
  }

  private Stream<ClientError> leading() {
    return candidates.stream().filter(c -> !c.isAlternative()).map(ErrorCandidate::error);
  }
}
