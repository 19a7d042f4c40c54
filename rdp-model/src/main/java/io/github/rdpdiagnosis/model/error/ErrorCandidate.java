package io.github.rdpdiagnosis.model.error;

import java.util.Objects;

/**
 * One row that a text may mean.
 *
 * @param error the row
 * @param why what in the text speaks for it: the code, name or words that matched
 * @param isAlternative whether the text holds this row's number, but the context speaks for the
 *     meaning that the number has in another family. An alternative is shown to people, and decides
 *     nothing
 */
public record ErrorCandidate(ClientError error, String why, boolean isAlternative) {
  /** Checks that there is a reason. */
  public ErrorCandidate {
    Objects.requireNonNull(error, "error");
    if (why.isBlank()) {
      throw new IllegalArgumentException("a candidate needs a reason");
    }
  }
}
