package io.github.rdpdiagnosis.model.error;

import io.github.rdpdiagnosis.model.cause.Stage;
import io.github.rdpdiagnosis.model.internal.CsvTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table of client errors ({@code client-errors.csv} beside this class, read on first use), and
 * how a text or code is looked up in it. Thread-safe.
 */
public final class ClientErrors {
  /** The most characters that {@link #match} takes: 65 536. */
  public static final int MAX_CHARACTERS = 1 << 16;

  /** What a message box puts above its title when it is copied with Ctrl+C. */
  private static final List<String> COPIED_TITLE = List.of("window", "title");

  private static final ClientErrors STANDARD =
      new ClientErrors(CsvTable.ofResource(ClientErrors.class, "client-errors.csv"));

  private record Key(ErrorFamily family, Object codeOrSymbol) {}

  private final List<ClientError> all = new ArrayList<>();
  private final Map<Key, ClientError> byKey = new HashMap<>();
  private final CodeIndex codes = new CodeIndex();
  private final EventIndex events = new EventIndex();
  private final PhraseIndex phrases = new PhraseIndex();
  private final PhraseIndex openings = new PhraseIndex();
  private final Map<List<String>, List<ClientError>> titles = new HashMap<>();

  private ClientErrors(CsvTable table) {
    for (CsvTable.Row row : table.rows()) {
      ClientError error = error(row);
      if (!add(error)) {
        throw row.error("expected one row for " + error.family() + " " + row.get("code_hex"));
      }
    }
  }

  private boolean add(ClientError error) {
    all.add(error);
    codes.add(error);
    if (error.family() == ErrorFamily.WINDOWS_EVENT) {
      events.add(error);
    }
    error.phrases().forEach(phrase -> phrases.add(phrase, error));
    error.openings().forEach(opening -> openings.add(opening, error));
    for (String title : error.titles()) {
      titles.computeIfAbsent(ErrorText.words(title), t -> new ArrayList<>()).add(error);
    }
    boolean isNew = true;
    if (error.code().isPresent()) {
      isNew = byKey.put(new Key(error.family(), error.code().getAsLong()), error) == null;
    }
    if (!error.symbol().isEmpty()) {
      isNew &= byKey.put(new Key(error.family(), fold(error.symbol())), error) == null;
    }
    return isNew;
  }

  private static ClientError error(CsvTable.Row row) {
    try {
      return new ClientError(
          ErrorFamily.valueOf(row.get("family")),
          code(row),
          row.get("symbol"),
          texts(row.get("phrases")),
          texts(row.get("openings")),
          texts(row.get("titles")),
          row.get("meaning"),
          row.get("likely_causes"),
          row.get("remedies"),
          row.list("stages").stream().map(Stage::valueOf).toList(),
          row.get("drop").equals("yes"),
          causes(row),
          row.get("check"),
          row.get("source"));
    } catch (IllegalArgumentException e) {
      IllegalArgumentException placed = row.error(String.valueOf(e.getMessage()));
      placed.initCause(e);
      throw placed;
    }
  }

  private static List<String> texts(String field) {
    return field.isEmpty() ? List.of() : List.of(field.split(" \\| "));
  }

  /** A row that points to no cause says so: an empty field is a mistake. */
  private static List<ErrorCause> causes(CsvTable.Row row) {
    List<String> causes = row.list("causes");
    if (causes.isEmpty()) {
      throw new IllegalArgumentException("expected ids of causes, or the word none");
    }
    return causes.equals(List.of("none"))
        ? List.of()
        : causes.stream().map(ErrorCause::parse).toList();
  }

  private static OptionalLong code(CsvTable.Row row) {
    String decimal = row.get("code");
    String hex = row.get("code_hex");
    if (decimal.isEmpty() && hex.isEmpty()) {
      return OptionalLong.empty();
    }
    long code = CodeIndex.unsigned(decimal);
    if (code != CodeIndex.unsigned(hex)) {
      throw new IllegalArgumentException("code " + decimal + " is not " + hex);
    }
    return OptionalLong.of(code);
  }

  private static String fold(String symbol) {
    return symbol.toLowerCase(Locale.ROOT);
  }

  /**
   * The whole table.
   *
   * @return 457 rows
   */
  public static List<ClientError> all() {
    return List.copyOf(STANDARD.all);
  }

  /**
   * The row of a number within its family: together they are its key.
   *
   * @param family the numbering
   * @param code the number as unsigned 32 bits; negative 32-bit numbers, as some logs print them,
   *     are taken as two's complement
   * @return the row, or empty
   */
  public static Optional<ClientError> find(ErrorFamily family, long code) {
    long unsigned = code < 0 && code >= Integer.MIN_VALUE ? code & 0xFFFF_FFFFL : code;
    return Optional.ofNullable(STANDARD.byKey.get(new Key(family, unsigned)));
  }

  /**
   * The row of a name within its family; the key of those without a number.
   *
   * @param family the numbering
   * @param symbol such as {@code E_PROXY_RAP_ACCESSDENIED}, in any case
   * @return the row, or empty
   */
  public static Optional<ClientError> find(ErrorFamily family, String symbol) {
    return Optional.ofNullable(STANDARD.byKey.get(new Key(family, fold(symbol))));
  }

  /**
   * Looks up what a client showed: the text of its message, its first words, the title of its
   * window, a code such as {@code 0x204} or {@code 516}, a symbolic name, or a log line or mail
   * with any of them among other words.
   *
   * <p>Case, apostrophes, quotes, dashes, brackets, and runs of white space make no difference. A
   * decimal number counts only if it is all there is, or follows a word such as "code"; a number
   * below 256 needs more, such as "error code". A number is returned with its meaning in every
   * family that has it: first the one that the context speaks for ("extended", "licence",
   * "gateway"), or else the one that clients show; the rest as alternatives. Where phrases overlap
   * in the text, the longest wins; where the text names a code, no row of another code matches by
   * its phrase. Words that several messages share, events, and titles count only where nothing
   * better is found.
   *
   * <p>Takes time in proportion to the length of the text.
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
    return STANDARD.find(ErrorText.of(textOrCode));
  }

  private ErrorMatch find(ErrorText text) {
    List<ErrorCandidate> named = codes.in(text);
    Set<Long> numbers =
        named.stream().flatMap(c -> c.error().code().stream().boxed()).collect(Collectors.toSet());
    List<ErrorCandidate> candidates = new ArrayList<>();
    named.stream().filter(c -> !c.isAlternative()).forEach(candidates::add);
    for (PhraseIndex.Found found : phrases.in(text.words())) {
      OptionalLong code = found.error().code();
      if (numbers.isEmpty() || code.isEmpty() || numbers.contains(code.getAsLong())) {
        candidates.add(found.candidate());
      }
    }
    candidates.addAll(events.in(text.words()));
    if (candidates.isEmpty()) {
      candidates.addAll(faint(text.words()));
    }
    named.stream().filter(ErrorCandidate::isAlternative).forEach(candidates::add);
    // The first time counts. By identity: a row is large, and there is one object of each.
    Set<ClientError> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return new ErrorMatch(candidates.stream().filter(c -> seen.add(c.error())).toList());
  }

  /** What is looked for where nothing better was found, the best kind that there is. */
  private List<ErrorCandidate> faint(List<String> words) {
    List<ErrorCandidate> found = new ArrayList<>();
    openings.in(words).forEach(opening -> found.add(opening.candidate()));
    if (!found.isEmpty()) {
      return found;
    }
    List<ClientError> begun = new ArrayList<>(openings.beginningWith(words));
    begun.addAll(phrases.beginningWith(words));
    begun.forEach(row -> found.add(new ErrorCandidate(row, "the beginning of its text", false)));
    List<String> title =
        words.size() > 2 && words.subList(0, 2).equals(COPIED_TITLE)
            ? words.subList(2, words.size())
            : words;
    titles
        .getOrDefault(title, List.of())
        .forEach(row -> found.add(new ErrorCandidate(row, "the title of its window", false)));
    return found;
  }
}
