package io.github.rdpdiagnosis.model.error;

import io.github.rdpdiagnosis.model.cause.Stage;
import io.github.rdpdiagnosis.model.internal.CsvTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The table of client errors ({@code client-errors.csv} beside this class, read on first use), and
 * how a text or code is looked up in it. Thread-safe.
 */
public final class ClientErrors {
  /** The most characters that {@link #match} takes: 65 536. */
  public static final int MAX_CHARACTERS = 1 << 16;

  /** Between two wordings of one message. */
  private static final String WORDINGS = " | ";

  private static final class Table {
    static final ClientErrors STANDARD =
        new ClientErrors(CsvTable.ofResource(ClientErrors.class, "client-errors.csv"));
  }

  /** Apart from the table: not everybody who asks for a row searches a text. */
  private static final class Index {
    static final ErrorIndex STANDARD = new ErrorIndex(Table.STANDARD.all);
  }

  private final List<ClientError> all = new ArrayList<>();
  private final Map<ErrorFamily, Map<Long, ClientError>> byCode = new EnumMap<>(ErrorFamily.class);

  // Loops, not streams: the table is read once, and a cold stream costs more than the reading.
  private ClientErrors(CsvTable table) {
    for (ErrorFamily family : ErrorFamily.values()) {
      byCode.put(family, new HashMap<>());
    }
    // Many rows share their lists, and reading one takes longer than looking it up.
    Map<String, List<Stage>> stages = new HashMap<>();
    Map<String, List<ErrorCause>> causes = new HashMap<>();
    for (CsvTable.Row row : table.rows()) {
      ClientError error = error(row, stages, causes);
      all.add(error);
      if (error.code().isPresent()
          && family(error.family()).put(error.code().getAsLong(), error) != null) {
        throw row.error("expected one row for " + error.family() + " " + row.get("code_hex"));
      }
    }
  }

  private Map<Long, ClientError> family(ErrorFamily family) {
    return Objects.requireNonNull(byCode.get(family), "each family has its map");
  }

  private static ClientError error(
      CsvTable.Row row, Map<String, List<Stage>> stages, Map<String, List<ErrorCause>> causes) {
    try {
      return new ClientError(
          CsvTable.constant(ErrorFamily.values(), row.get("family")),
          code(row),
          row.get("symbol"),
          row.list("phrases", WORDINGS),
          row.list("openings", WORDINGS),
          row.list("titles", WORDINGS),
          row.get("meaning"),
          row.get("likely_causes"),
          row.get("remedies"),
          stages(row, stages),
          row.get("drop").equals("yes"),
          causes(row, causes),
          row.get("check"),
          row.get("source"));
    } catch (IllegalArgumentException e) {
      IllegalArgumentException placed = row.error(String.valueOf(e.getMessage()));
      placed.initCause(e);
      throw placed;
    }
  }

  private static List<Stage> stages(CsvTable.Row row, Map<String, List<Stage>> read) {
    String text = row.get("stages");
    List<Stage> known = read.get(text);
    if (known == null) {
      known = new ArrayList<>();
      for (String name : row.list("stages")) {
        known.add(CsvTable.constant(Stage.values(), name));
      }
      read.put(text, List.copyOf(known));
    }
    return known;
  }

  /** A row that points to no cause says so: an empty field is a mistake. */
  private static List<ErrorCause> causes(CsvTable.Row row, Map<String, List<ErrorCause>> read) {
    String text = row.get("causes");
    List<ErrorCause> known = read.get(text);
    if (known == null) {
      known = new ArrayList<>();
      if (text.isEmpty()) {
        throw new IllegalArgumentException("expected ids of causes, or the word none");
      }
      if (!text.equals("none")) {
        for (String cause : row.list("causes")) {
          known.add(ErrorCause.parse(cause));
        }
      }
      read.put(text, List.copyOf(known));
    }
    return known;
  }

  private static OptionalLong code(CsvTable.Row row) {
    String decimal = row.get("code");
    String hex = row.get("code_hex");
    if (decimal.isEmpty() && hex.isEmpty()) {
      return OptionalLong.empty();
    }
    long code = CodeNumber.unsigned(decimal);
    if (code != CodeNumber.unsigned(hex)) {
      throw new IllegalArgumentException("code " + decimal + " is not " + hex);
    }
    return OptionalLong.of(code);
  }

  /**
   * The whole table.
   *
   * @return 457 rows
   */
  public static List<ClientError> all() {
    return Collections.unmodifiableList(Table.STANDARD.all);
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
    return Optional.ofNullable(Table.STANDARD.family(family).get(unsigned));
  }

  /**
   * The row of a name within its family; the key of those without a number.
   *
   * @param family the numbering
   * @param symbol such as {@code E_PROXY_RAP_ACCESSDENIED}, in any case
   * @return the row, or empty
   */
  public static Optional<ClientError> find(ErrorFamily family, String symbol) {
    for (ClientError error : Table.STANDARD.all) {
      if (error.family() == family && error.symbol().equalsIgnoreCase(symbol)) {
        return Optional.of(error);
      }
    }
    return Optional.empty();
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
    return Index.STANDARD.find(ErrorText.of(textOrCode));
  }
}
