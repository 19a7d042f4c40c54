package io.github.rdpdiagnosis.model.error;

import io.github.rdpdiagnosis.model.cause.Stage;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * One row of the table of client errors.
 *
 * @param family the numbering it belongs to
 * @param code the number as unsigned 32 bits, where it has one
 * @param symbol its name in code or documents; empty where it has none
 * @param phrases the words that tell its message from others, in one or more wordings; empty where
 *     no message is known
 * @param meaning what it says
 * @param likelyCauses what is often behind it
 * @param remedies what often helps
 * @param stages the steps of a connection at which it appears, the most usual first; empty where
 *     that is not known, or where it is none
 * @param isDrop whether it says that an established or half-established connection was lost: such
 *     an error is not refuted by a handshake that works now
 * @param causes ids of the catalogue's causes that this error is consistent with, the most usual
 *     first. A cause that is not listed is not excluded; empty where the text singles out none
 * @param source the document it is known from
 */
public record ClientError(
    ErrorFamily family,
    OptionalLong code,
    String symbol,
    List<String> phrases,
    String meaning,
    String likelyCauses,
    String remedies,
    List<Stage> stages,
    boolean isDrop,
    List<String> causes,
    String source) {
  /** Copies the lists; refuses a row that nothing could match, and a code of more than 32 bits. */
  public ClientError {
    Objects.requireNonNull(family, "family");
    if (meaning.isBlank() || source.isBlank()) {
      throw new IllegalArgumentException("an error needs a meaning and a source");
    }
    if (code.isEmpty() && phrases.isEmpty()) {
      throw new IllegalArgumentException("an error needs a code or a phrase");
    }
    if (code.isPresent() && (code.getAsLong() < 0 || code.getAsLong() > 0xFFFF_FFFFL)) {
      throw new IllegalArgumentException("code must be unsigned 32 bits, got " + code.getAsLong());
    }
    phrases = List.copyOf(phrases);
    stages = List.copyOf(stages);
    causes = List.copyOf(causes);
  }

  /**
   * The code as clients print it.
   *
   * @return such as {@code 0x204}, or empty text without a code
   */
  public String hexCode() {
    return code.isPresent() ? String.format("0x%X", code.getAsLong()) : "";
  }
}
