package io.github.rdpdiagnosis.model.error;

import io.github.rdpdiagnosis.model.error.ErrorCause.Strength;
import java.util.List;
import java.util.Objects;

/**
 * One row that a text may mean.
 *
 * <p>Source: the row's own.
 *
 * @param error the row
 * @param why what in the text speaks for it: the code, name or words that matched
 * @param isAlternative whether the text holds this row's number, but the context speaks for the
 *     meaning that the number has in another family. An alternative is shown to people, and decides
 *     nothing
 * @param isFaint whether no more speaks for it than words that other messages have as well, the
 *     beginning of a message, or the title of a window
 */
public record ErrorCandidate(
    ClientError error, String why, boolean isAlternative, boolean isFaint) {
  /** Checks that there is a reason. */
  public ErrorCandidate {
    Objects.requireNonNull(error, "error");
    if (why.isBlank()) {
      throw new IllegalArgumentException("a candidate needs a reason");
    }
  }

  /**
   * The row's causes, as strong as this match allows: what only may be meant proves nothing.
   *
   * @return in the order of the row; all of them suggested where the match is faint or an
   *     alternative
   */
  public List<ErrorCause> causes() {
    return isAlternative || isFaint
        ? error.causes().stream()
            .map(cause -> new ErrorCause(cause.id(), Strength.SUGGESTS))
            .toList()
        : error.causes();
  }
}
