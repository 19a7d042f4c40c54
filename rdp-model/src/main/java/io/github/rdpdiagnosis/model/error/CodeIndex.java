package io.github.rdpdiagnosis.model.error;

import io.github.rdpdiagnosis.model.cause.Stage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows by number and symbol, and how both are found in a text. A number means something else in
 * each family; the words before it and in the rest of the text say which one is meant. Not changed
 * after it was built.
 */
final class CodeIndex {
  /** How far before a number the words stand that say what it is. */
  private static final int LOOK_BACK = 40;

  /** Below this a number is too common to count without the words "error code" or the like. */
  private static final long SMALL = 0x100;

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![0-9a-z_.-])(?:0x0{0,8}[0-9a-f]{1,8}|c0000[0-9a-f]{3}|8007[0-9a-f]{4}|-?[0-9]{1,10})"
              + "(?![0-9a-z_]|\\.[0-9])");

  private static final String NUMBER_FOLLOWS = " ?(?:is|was)? ?[:=#(\\[\"']{0,2} ?$";
  private static final Pattern NAMED_CODE =
      Pattern.compile(
          "(?:code|codice|c\u00F3digo|error|erreur|fehler|reason|status|hresult)" + NUMBER_FOLLOWS);
  private static final Pattern NAMED_SMALL_CODE =
      Pattern.compile(
          "(?:(?:error|reason|disconnect|disconnection|extended|result) ?code|fehlercode"
              + "|code d'erreur|c\u00F3digo de error|reason|error:)"
              + NUMBER_FOLLOWS);
  private static final Pattern CODE_OF_SOMETHING_ELSE =
      Pattern.compile(
          "(?:exit|return|http|https|status|response|area|zip|postal) ?(?:code|status|error)"
              + NUMBER_FOLLOWS);
  private static final Pattern SUB_STATUS = Pattern.compile("sub ?status" + NUMBER_FOLLOWS);

  private static final Pattern WORD = Pattern.compile("(?<![0-9a-z_])[a-z][0-9a-z_]*+");

  /** Words right before a number, and the families they speak for, the likeliest first. */
  private record Hint(Pattern words, List<ErrorFamily> families) {
    static Hint of(String words, ErrorFamily... families) {
      return new Hint(Pattern.compile("(?:" + words + ")[^0-9]*$"), List.of(families));
    }
  }

  private static final List<Hint> HINTS =
      List.of(
          Hint.of("extended", ErrorFamily.EXTENDED_REASON, ErrorFamily.ERROR_INFO),
          Hint.of("errinfo|error.?info|protocol error", ErrorFamily.ERROR_INFO),
          Hint.of("negotiation failure|neg_failure|failure ?code", ErrorFamily.NEGOTIATION_FAILURE),
          Hint.of("selected ?protocol", ErrorFamily.NEGOTIATION_RESPONSE),
          Hint.of("authz|authorization result", ErrorFamily.EARLY_AUTHORIZATION),
          Hint.of("logon ?error|lerror", ErrorFamily.LOGON_ERROR),
          Hint.of("fatal ?error", ErrorFamily.FATAL_ERROR),
          Hint.of("onwarning", ErrorFamily.WARNING),
          Hint.of("disconnect reason|ondisconnected", ErrorFamily.DISCONNECT_REASON));

  /** Words anywhere in the text, and the step they speak of. */
  private record Topic(String word, Stage stage) {}

  private static final List<Topic> TOPICS =
      List.of(
          new Topic("licen", Stage.LICENSE),
          new Topic("gateway", Stage.GATEWAY),
          new Topic("dns", Stage.NAME));

  /** Without a word of context: what clients show, what stands beside it, what only logs show. */
  private static final List<Set<ErrorFamily>> USUAL =
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
              ErrorFamily.LOGON_ERROR,
              ErrorFamily.NT_STATUS),
          EnumSet.allOf(ErrorFamily.class));

  private final Map<Long, List<ClientError>> byCode = new HashMap<>();
  private final Map<String, List<ClientError>> bySymbol = new HashMap<>();

  void add(ClientError error) {
    if (error.code().isPresent()) {
      add(byCode, error.code().getAsLong(), error);
    }
    String symbol = error.symbol().toLowerCase(Locale.ROOT);
    if (isTelling(symbol)) {
      add(bySymbol, symbol, error);
    }
  }

  private static <K> void add(Map<K, List<ClientError>> index, K key, ClientError error) {
    List<ClientError> rows = index.get(key);
    if (rows == null) {
      rows = new ArrayList<>();
      index.put(key, rows);
    }
    rows.add(error);
  }

  /** Whether no sentence holds the name by chance; the other symbols are not looked for. */
  private static boolean isTelling(String symbol) {
    for (int i = 0; i < symbol.length(); i++) {
      char c = symbol.charAt(i);
      if (c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z')) {
        return false;
      }
    }
    return symbol.indexOf('_') > 0
        || symbol.startsWith("disconnectreason")
        || symbol.startsWith("exdiscreason");
  }

  /** The rows whose symbol or number stands in the text, alternatives last. */
  List<ErrorCandidate> in(ErrorText text) {
    List<ErrorCandidate> leading = new ArrayList<>();
    List<ErrorCandidate> others = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    Matcher words = WORD.matcher(text.folded());
    while (words.find()) {
      for (ClientError error : bySymbol.getOrDefault(words.group(), List.of())) {
        if (seen.add(error.symbol())) {
          leading.add(new ErrorCandidate(error, "the name " + error.symbol(), false, false));
        }
        // The number beside a name is the same error once more.
        error.code().ifPresent(seen::add);
      }
    }
    Matcher numbers = NUMBER.matcher(text.folded());
    while (numbers.find()) {
      number(text, numbers, seen, leading, others);
    }
    leading.addAll(others);
    return leading;
  }

  private void number(
      ErrorText text,
      Matcher numbers,
      Set<Object> seen,
      List<ErrorCandidate> leading,
      List<ErrorCandidate> others) {
    long code = CodeNumber.unsigned(numbers.group());
    List<ClientError> rows = rows(code);
    String before =
        text.folded().substring(Math.max(0, numbers.start() - LOOK_BACK), numbers.start());
    if (rows.isEmpty() || seen.contains(code) || !isCode(text, numbers, before, code)) {
      return;
    }
    Hint hint = hint(before, rows);
    String key = hint == null ? "plain" : hint.words().pattern();
    if (!seen.add(code + key)) {
      return;
    }
    List<ClientError> meant = meant(text, hint, rows);
    String shown = "the code " + numbers.group();
    List<ErrorCandidate> found = new ArrayList<>();
    for (ClientError row : rows) {
      if (meant.contains(row)) {
        found.add(new ErrorCandidate(row, shown, false, false));
      } else {
        String why = shown + ", if it means: " + row.family().title();
        others.add(new ErrorCandidate(row, why, true, false));
      }
    }
    // Of the two numbers in the Security log, the second one is the exact one.
    leading.addAll(SUB_STATUS.matcher(before).find() ? 0 : leading.size(), found);
  }

  /** With the two spellings of a gateway's result: HRESULT and plain Windows error. */
  private List<ClientError> rows(long code) {
    List<ClientError> rows = byCode.getOrDefault(code, List.of());
    if (!rows.isEmpty() || (code > 0xFFFF && code >>> 16 != 0x8007)) {
      return rows;
    }
    long other = code > 0xFFFF ? code & 0xFFFF : 0x8007_0000L | code;
    return byCode.getOrDefault(other, List.of()).stream()
        .filter(row -> row.family() == ErrorFamily.GATEWAY_RESULT)
        .toList();
  }

  private static boolean isCode(ErrorText text, Matcher number, String before, long code) {
    if (text.isOnly(number.start(), number.end())) {
      return true;
    }
    boolean isHinted = HINTS.stream().anyMatch(hint -> hint.words().matcher(before).find());
    if (code < SMALL) {
      return (isHinted && NAMED_CODE.matcher(before).find())
          || NAMED_SMALL_CODE.matcher(before).find();
    }
    return CodeNumber.isHexadecimal(number.group())
        || (NAMED_CODE.matcher(before).find() && !CODE_OF_SOMETHING_ELSE.matcher(before).find());
  }

  private static @Nullable Hint hint(String before, List<ClientError> rows) {
    for (Hint hint : HINTS) {
      if (hint.words().matcher(before).find()
          && rows.stream().anyMatch(row -> hint.families().contains(row.family()))) {
        return hint;
      }
    }
    return null;
  }

  private static List<ClientError> meant(
      ErrorText text, @Nullable Hint hint, List<ClientError> rows) {
    if (hint != null) {
      for (ErrorFamily family : hint.families()) {
        List<ClientError> found = rows.stream().filter(row -> row.family() == family).toList();
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    if (rows.size() > 1) {
      for (Topic topic : TOPICS) {
        List<ClientError> found =
            rows.stream().filter(row -> row.stages().contains(topic.stage())).toList();
        if (!found.isEmpty() && text.folded().contains(topic.word())) {
          return found;
        }
      }
    }
    for (Set<ErrorFamily> families : USUAL) {
      List<ClientError> found =
          rows.stream().filter(row -> families.contains(row.family())).toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return rows;
  }
}
