package io.github.rdpdiagnosis.diagnosis.internal.render.html;

/**
 * The room that texts from outside have in one report, counted as they are written: escaped, in
 * UTF-8. Not thread-safe.
 */
final class TextBudget {
  static final String CUT = "(left out here; the JSON result has it)";

  private static final int BYTES = 120_000;

  private int left = BYTES;

  /** The text, or a word about its absence once the room is used up. */
  String take(String text) {
    int size = text.codePoints().map(TextBudget::size).sum();
    if (size > left) {
      return CUT;
    }
    left -= size;
    return text;
  }

  private static int size(int c) {
    return switch (c) {
      case '<', '>', '&', '"', '\'' -> "&quot;".length();
      default -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    };
  }
}
