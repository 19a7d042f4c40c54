package io.github.rdpdiagnosis.model.error;

import io.github.rdpdiagnosis.model.cause.Stage;
import io.github.rdpdiagnosis.model.internal.CsvTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of client errors ({@code client-errors.csv} beside this class, read on first use), and
 * how a text or code is looked up in it. Thread-safe.
 */
public final class ClientErrors {
  /** The most characters that {@link #match} takes: 65 536. */
  public static final int MAX_CHARACTERS = 1 << 16;

  /** How far before a number the words stand that say what it is. */
  private static final int LOOK_BACK = 40;

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![0-9a-z_.-])(?:0x0{0,8}[0-9a-f]{1,8}|-?[0-9]{1,10})(?![0-9a-z_]|\\.[0-9])");
  private static final Pattern NAMED_CODE =
      Pattern.compile("(?:code|reason|error|status|hresult) ?[:=#(]? ?$");
  private static final Pattern EXTENDED =
      Pattern.compile(
          "extended (?:error |disconnect |disconnection )?(?:code|reason|error)? ?[:=#(]? ?$");
  private static final Pattern WORD = Pattern.compile("(?<![0-9a-z_])[a-z][0-9a-z_]*+");

  /**
   * Names that no sentence holds by chance; the rest of the symbols are left out of the look-up.
   */
  private static final Pattern SYMBOL =
      Pattern.compile("[a-z0-9]+_[a-z0-9_]+|(?:disconnectreason|exdiscreason)[a-z0-9]+");

  /** Which families a number is looked up in: the first group with a row for it wins. */
  private static final List<Set<ErrorFamily>> PLAIN =
      List.of(
          EnumSet.of(
              ErrorFamily.DISCONNECT_REASON,
              ErrorFamily.GATEWAY_REASON,
              ErrorFamily.DISPLAY_CODE,
              ErrorFamily.FREERDP),
          EnumSet.of(
              ErrorFamily.EXTENDED_REASON,
              ErrorFamily.ERROR_INFO,
              ErrorFamily.GATEWAY_RESULT,
              ErrorFamily.LOGON_ERROR));

  private static final List<Set<ErrorFamily>> EXTENDED_ONLY =
      List.of(EnumSet.of(ErrorFamily.EXTENDED_REASON), EnumSet.of(ErrorFamily.ERROR_INFO));

  private static final ClientErrors STANDARD =
      new ClientErrors(CsvTable.ofResource(ClientErrors.class, "client-errors.csv"));

  private final List<ClientError> all = new ArrayList<>();
  private final Map<Long, List<ClientError>> byCode = new HashMap<>();
  private final Map<String, List<ClientError>> bySymbol = new HashMap<>();
  private final Map<ClientError, List<String>> folded = new HashMap<>();

  private ClientErrors(CsvTable table) {
    for (CsvTable.Row row : table.rows()) {
      add(error(row));
    }
  }

  private void add(ClientError error) {
    all.add(error);
    if (error.code().isPresent()) {
      byCode.computeIfAbsent(error.code().getAsLong(), code -> new ArrayList<>()).add(error);
    }
    String symbol = error.symbol().toLowerCase(Locale.ROOT);
    if (SYMBOL.matcher(symbol).matches()) {
      bySymbol.computeIfAbsent(symbol, name -> new ArrayList<>()).add(error);
    }
    folded.put(error, error.phrases().stream().map(ClientErrors::fold).toList());
  }

  private static ClientError error(CsvTable.Row row) {
    try {
      return new ClientError(
          ErrorFamily.valueOf(row.get("family")),
          code(row),
          row.get("symbol"),
          phrases(row.get("phrases")),
          row.get("meaning"),
          row.get("likely_causes"),
          row.get("remedies"),
          row.list("stages").stream().map(Stage::valueOf).toList(),
          row.get("drop").equals("yes"),
          row.list("causes"),
          row.get("source"));
    } catch (IllegalArgumentException e) {
      IllegalArgumentException placed = row.error(String.valueOf(e.getMessage()));
      placed.initCause(e);
      throw placed;
    }
  }

  private static List<String> phrases(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" \\| "));
  }

  private static OptionalLong code(CsvTable.Row row) {
    String decimal = row.get("code");
    String hex = row.get("code_hex");
    if (decimal.isEmpty() && hex.isEmpty()) {
      return OptionalLong.empty();
    }
    long code = unsigned(decimal);
    if (code != unsigned(hex)) {
      throw new IllegalArgumentException("code " + decimal + " is not " + hex);
    }
    return OptionalLong.of(code);
  }

  /**
   * The whole table.
   *
   * @return 443 rows
   */
  public static List<ClientError> all() {
    return List.copyOf(STANDARD.all);
  }

  /**
   * Looks up what a client showed: the text of its message, a code such as {@code 0x204} or {@code
   * 516}, a symbolic name, or a log line with any of them.
   *
   * <p>Case, kinds of apostrophes, quotes and dashes, and runs of white space make no difference. A
   * decimal number counts only if it is all there is, or follows a word such as "code". A number
   * counts as an extended reason where the text calls it extended. Where phrases overlap in the
   * text, the longest wins; where the text names a code, no row of another code matches by its
   * phrase.
   *
   * @param textOrCode what was shown
   * @return the rows that match; empty if there are none
   * @throws IllegalArgumentException if the text is longer than {@link #MAX_CHARACTERS}
   */
  public static ErrorMatch match(String textOrCode) {
    if (textOrCode.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "expected an error text of at most "
              + MAX_CHARACTERS
              + " characters, found "
              + textOrCode.length());
    }
    return STANDARD.find(fold(textOrCode));
  }

  private ErrorMatch find(String text) {
    Set<ClientError> rows = new LinkedHashSet<>(named(text));
    Set<Long> codes = new LinkedHashSet<>();
    rows.forEach(row -> row.code().ifPresent(codes::add));
    for (ClientError row : spoken(text)) {
      if (codes.isEmpty() || row.code().isEmpty() || codes.contains(row.code().getAsLong())) {
        rows.add(row);
      }
    }
    return new ErrorMatch(List.copyOf(rows));
  }

  /** The rows whose code or symbol stands in the text. */
  private List<ClientError> named(String text) {
    List<ClientError> rows = new ArrayList<>();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      rows.addAll(bySymbol.getOrDefault(words.group(), List.of()));
    }
    Matcher numbers = NUMBER.matcher(text);
    while (numbers.find()) {
      String number = numbers.group();
      String before = text.substring(Math.max(0, numbers.start() - LOOK_BACK), numbers.start());
      boolean isCode =
          number.startsWith("0x")
              || number.length() == text.length()
              || NAMED_CODE.matcher(before).find();
      if (isCode) {
        rows.addAll(
            lookUp(unsigned(number), EXTENDED.matcher(before).find() ? EXTENDED_ONLY : PLAIN));
      }
    }
    return rows;
  }

  private List<ClientError> lookUp(long code, List<Set<ErrorFamily>> groups) {
    List<ClientError> rows = byCode.getOrDefault(code, List.of());
    for (Set<ErrorFamily> group : groups) {
      List<ClientError> found = rows.stream().filter(row -> group.contains(row.family())).toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private record Span(ClientError error, int start, int end) {
    int length() {
      return end - start;
    }

    boolean isBeatenBy(Span other) {
      return other.length() > length() && other.start < end && start < other.end;
    }
  }

  /**
   * The rows whose phrase stands in the text, the longest phrase first, without those that overlap
   * a longer one.
   */
  private List<ClientError> spoken(String text) {
    List<Span> spans = new ArrayList<>();
    for (ClientError error : all) {
      for (String phrase : folded.getOrDefault(error, List.of())) {
        int at = indexOfWords(text, phrase);
        if (at >= 0) {
          spans.add(new Span(error, at, at + phrase.length()));
        }
      }
    }
    return spans.stream()
        .filter(span -> spans.stream().noneMatch(span::isBeatenBy))
        .sorted(Comparator.comparingInt(Span::length).reversed())
        .map(Span::error)
        .distinct()
        .toList();
  }

  /** Where the phrase stands as whole words, or -1. */
  private static int indexOfWords(String text, String phrase) {
    int at = text.indexOf(phrase);
    while (at >= 0) {
      int end = at + phrase.length();
      boolean startsWord = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      boolean endsWord = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
      if (startsWord && endsWord) {
        return at;
      }
      at = text.indexOf(phrase, at + 1);
    }
    return -1;
  }

  /**
   * A number of at most 8 hexadecimal or 10 decimal digits as unsigned 32 bits; negative ones as
   * two's complement.
   */
  private static long unsigned(String number) {
    long value =
        number.regionMatches(true, 0, "0x", 0, 2)
            ? Long.parseLong(number.substring(2), 16)
            : Long.parseLong(number);
    return value < 0 && value >= Integer.MIN_VALUE ? value & 0xFFFF_FFFFL : value;
  }

  /**
   * Lower case, one kind of apostrophe, quote and dash, one blank for each run of white space, none
   * at the ends.
   */
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
}
