package io.github.rdpdiagnosis.model.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A pasted text, made comparable. What people's mail programs, terminals and keyboards do to a
 * message makes no difference to its words: case, kinds of apostrophes (or none), quotes, dashes,
 * brackets, mail quoting, runs of white space; nor does the spelling of "cannot" and "licence".
 *
 * @param folded lower case, one kind of apostrophe, quote and dash, one blank for each run of white
 *     space, none at the ends
 * @param words the words in order, without anything between them
 */
record ErrorText(String folded, List<String> words) {
  static ErrorText of(String text) {
    String folded = fold(text);
    return new ErrorText(folded, wordsOf(folded));
  }

  static List<String> words(String text) {
    return wordsOf(fold(text));
  }

  /** Whether the text is this and nothing else but quotes, brackets and full stops. */
  boolean isOnly(int start, int end) {
    return isDecoration(0, start) && isDecoration(end, folded.length());
  }

  private boolean isDecoration(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = folded.charAt(i);
      if (Character.isLetterOrDigit(c) || c == '-' || c == '_') {
        return false;
      }
    }
    return true;
  }

  private static String fold(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean isBlankDue = false;
    for (int i = 0; i < text.length(); i++) {
      char c = folded(text.charAt(i));
      if (c == ' ') {
        isBlankDue = out.length() > 0;
      } else {
        if (isBlankDue) {
          out.append(' ');
          isBlankDue = false;
        }
        out.append(c);
      }
    }
    return out.toString().toLowerCase(Locale.ROOT);
  }

  private static char folded(char c) {
    return switch (c) {
      case '\u2018', '\u2019', '\u201B', '\u02BC', '\u00B4', '\u2032', '\uFF07', '`' -> '\'';
      case '\u201C', '\u201D', '\u201E', '\u201F', '\u00AB', '\u00BB', '\uFF02' -> '"';
      case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212' -> '-';
      default -> Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c;
    };
  }

  private static List<String> wordsOf(String folded) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i <= folded.length(); i++) {
      char c = i < folded.length() ? folded.charAt(i) : ' ';
      if (Character.isLetterOrDigit(c)) {
        word.append(c);
      } else if (c != '\'' && word.length() > 0) {
        add(words, word.toString());
        word.setLength(0);
      }
    }
    return words;
  }

  private static void add(List<String> words, String word) {
    int last = words.size() - 1;
    if (word.equals("not") && last >= 0 && words.get(last).equals("can")) {
      words.set(last, "cant");
    } else if (word.equals("cannot")) {
      words.add("cant");
    } else if (word.startsWith("licence")) {
      words.add("license" + word.substring(7));
    } else {
      words.add(word);
    }
  }
}
