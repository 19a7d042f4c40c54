package io.github.rdpdiagnosis.model.error;

import io.github.rdpdiagnosis.model.cause.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * One row of the table of client errors. The family and the code name it, or the family and the
 * symbol where it has no code.
 *
 * <p>Source: each row names its own.
 *
 * @param family the numbering it belongs to
 * @param code the number as unsigned 32 bits, where it has one
 * @param symbol its name in code or documents; a short name of our own for a message without a
 *     number; empty where a number has no name
 * @param phrases the words that tell its message from others, in one or more wordings; empty where
 *     no message is known
 * @param openings words that its message shares with others, or that other texts hold as well: they
 *     count where nothing better is found
 * @param titles titles of the window that shows it; they count only as the whole text
 * @param meaning what it says
 * @param likelyCauses what is often behind it; empty where the meaning says it all
 * @param remedies what often helps
 * @param stages the steps of a connection at which it appears, the most usual first; empty where
 *     that is not known, or where it is none
 * @param isDrop whether it says that an established or half-established connection was lost: such
 *     an error is not refuted by a handshake that works now
 * @param causes the catalogue's causes that this error is consistent with, the most usual first. A
 *     cause that is not listed is not excluded; empty where the text singles out none
 * @param decidingCheck what to look at to tell its causes apart
 * @param source the document it is known from
 */
public record ClientError(
    ErrorFamily family,
    OptionalLong code,
    String symbol,
    List<String> phrases,
    List<String> openings,
    List<String> titles,
    String meaning,
    String likelyCauses,
    String remedies,
    List<Stage> stages,
    boolean isDrop,
    List<ErrorCause> causes,
    String decidingCheck,
    String source) {
  /** Copies the lists; refuses a row that nothing could match, and a code of more than 32 bits. */
  public ClientError {
    Objects.requireNonNull(family, "family");
    if (meaning.isBlank() || remedies.isBlank() || decidingCheck.isBlank() || source.isBlank()) {
      throw new IllegalArgumentException(
          "an error needs a meaning, a remedy, a deciding check and a source");
    }
    if (code.isEmpty() && symbol.isEmpty()) {
      throw new IllegalArgumentException("an error needs a code or a symbol");
    }
    if (code.isPresent() && (code.getAsLong() < 0 || code.getAsLong() > 0xFFFF_FFFFL)) {
      throw new IllegalArgumentException("code must be unsigned 32 bits, got " + code.getAsLong());
    }
    phrases = List.copyOf(phrases);
    openings = List.copyOf(openings);
    titles = List.copyOf(titles);
    stages = List.copyOf(stages);
    causes = List.copyOf(causes);
  }

  /**
   * The code as clients print it.
   *
   * @return such as {@code 0x204}, or empty text without a code
   */
  public String hexCode() {
    return code.isPresent()
        ? "0x" + Long.toHexString(code.getAsLong()).toUpperCase(Locale.ROOT)
        : "";
  }
}
