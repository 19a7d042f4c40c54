package io.github.rdpdiagnosis.model;

import java.util.Objects;

/**
 * A text that must never reach a log, report, bundle or exception message: a password, token or SAS
 * signature.
 *
 * <p>{@link #toString()} is always {@code [redacted]}; the text leaves only through {@link
 * #reveal()}. Immutable.
 */
public final class Secret {
  /** What a secret looks like wherever it is printed. */
  public static final String REDACTED = "[redacted]";

  private final String text;

  private Secret(String text) {
    this.text = Objects.requireNonNull(text, "text");
  }

  /**
   * Wraps a text.
   *
   * @param text the secret itself
   * @return the wrapped text
   */
  public static Secret of(String text) {
    return new Secret(text);
  }

  /**
   * The secret itself, for the one place that has to send it.
   *
   * @return the text as given
   */
  public String reveal() {
    return text;
  }

  /**
   * Whether there is nothing to hide.
   *
   * @return true for the empty text
   */
  public boolean isEmpty() {
    return text.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return REDACTED;
  }
}
