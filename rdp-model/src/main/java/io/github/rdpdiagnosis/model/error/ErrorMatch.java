package io.github.rdpdiagnosis.model.error;

import io.github.rdpdiagnosis.model.cause.Stage;
import java.util.List;
import java.util.Optional;

/**
 * What a text or code from a client may mean.
 *
 * @param errors rows of the table, the best match first: those whose code the text names, then
 *     those whose phrase it holds, the longest phrase first. Empty if nothing matches; there is no
 *     guessing
 */
public record ErrorMatch(List<ClientError> errors) {
  /** Copies the list. */
  public ErrorMatch {
    errors = List.copyOf(errors);
  }

  /**
   * Whether nothing in the table matches.
   *
   * @return true if there is no row
   */
  public boolean isEmpty() {
    return errors.isEmpty();
  }

  /**
   * The row that matches best.
   *
   * @return the first row, or empty
   */
  public Optional<ClientError> best() {
    return errors.stream().findFirst();
  }

  /**
   * The steps of a connection that the rows point to.
   *
   * @return each once, those of better rows first
   */
  public List<Stage> stages() {
    return errors.stream().flatMap(error -> error.stages().stream()).distinct().toList();
  }

  /**
   * The causes that the rows are consistent with.
   *
   * @return ids of the catalogue, each once, those of better rows first; a cause that is not among
   *     them is not excluded
   */
  public List<String> causes() {
    return errors.stream().flatMap(error -> error.causes().stream()).distinct().toList();
  }

  /**
   * Whether a row says that a connection was lost, rather than never made.
   *
   * @return true if one of the rows is a drop
   */
  public boolean isDrop() {
    return errors.stream().anyMatch(ClientError::isDrop);
  }
}
