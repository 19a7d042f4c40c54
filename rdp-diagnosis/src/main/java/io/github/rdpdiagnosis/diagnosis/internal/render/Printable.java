package io.github.rdpdiagnosis.diagnosis.internal.render;

/** Texts from outside, as they may be shown. */
public final class Printable {
  private Printable() {}

  /**
   * A text without what a reader cannot see but a terminal or a browser obeys: control characters
   * and those that change the direction of writing.
   *
   * @param text from anywhere
   * @return one line, with a question mark in place of each of them
   */
  public static String of(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                clean.appendCodePoint(
                    Character.isISOControl(c)
                            || Character.getType(c) == Character.FORMAT
                            || Character.getType(c) == Character.SURROGATE
                        ? '?'
                        : c));
    return clean.toString();
  }

  /**
   * The same, cut to a length.
   *
   * @param text from anywhere
   * @param most how many characters are shown
   * @return the text, or its beginning and how much is missing
   */
  public static String of(String text, int most) {
    if (text.length() <= most) {
      return of(text);
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return of(text.substring(0, end)) + "… (" + (text.length() - end) + " more characters)";
  }
}
