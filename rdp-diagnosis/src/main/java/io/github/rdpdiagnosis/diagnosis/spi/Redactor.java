package io.github.rdpdiagnosis.diagnosis.spi;

import io.github.rdpdiagnosis.diagnosis.internal.redact.Redaction;

/**
 * Takes secrets out of texts by their form: passwords, tokens, shared access signatures, cookies,
 * keys of connection strings. All observations of a diagnosis pass it; whoever prints other texts
 * that may come from outside, such as messages of exceptions, passes them through it as well.
 */
public final class Redactor {
  private Redactor() {}

  /**
   * A text without the secrets in it.
   *
   * @param text from anywhere
   * @return the text with {@code [redacted]} in place of each
   */
  public static String redacted(String text) {
    return Redaction.of(text);
  }
}
