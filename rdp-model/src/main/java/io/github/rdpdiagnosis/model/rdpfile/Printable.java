package io.github.rdpdiagnosis.model.rdpfile;

/**
 * Text from outside made safe for one line of a message or log: controls, line separators,
 * invisible format characters and broken surrogates, which could forge output, become question
 * marks.
 */
final class Printable {
  private static final int EXCERPT = 60;

  private Printable() {}

  /** The whole text. */
  static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(isUnprintable(c) ? '?' : c));
    return out.toString();
  }

  /** The first 60 characters, and dots where there are more. */
  static String excerpt(String text) {
    return text.length() > EXCERPT ? of(text.substring(0, EXCERPT)) + "..." : of(text);
  }

  /** One character by its look or, where it has none, by its number. */
  static String of(char c) {
    if (c == ' ') {
      return "a blank";
    }
    return isUnprintable(c) ? String.format("U+%04X", (int) c) : "'" + c + "'";
  }

  private static boolean isUnprintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
