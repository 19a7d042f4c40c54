package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Change;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Coverage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a signature was made over: of each label in scope the whole line, then the scope's own line,
 * each ended by CRLF, then one NUL, in UTF-16LE without a mark.
 *
 * <p>A digest tells only whether a text is the signed one. So what was changed is found by asking
 * about other texts: {@link #guesses} are those that one likely change would have made this file
 * of.
 */
final class SignedText {
  /** A text that may be the signed one, and what was changed if it is. */
  record Guess(String text, List<Change> changes) {}

  /** Numbers with more documented values than this are not guessed. */
  private static final int MAX_VALUES = 8;

  private static final int MAX_GUESSES = 300;
  private static final int MAX_TEXT = 1 << 15;
  private static final String FULL = "full address";
  private static final String ALTERNATE = "alternate full address";

  private final RdpFile file;
  private final RdpLine scopeLine;
  private final List<RdpLine> signed = new ArrayList<>();

  /** Lines of a name that the scope names less often. */
  private final Map<RdpLine, List<RdpLine>> surplus =
      new TreeMap<>(Comparator.comparingInt(RdpLine::number));

  private final List<Change> missing = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  SignedText(RdpFile file, Signscope scope, RdpLine scopeLine) {
    this.file = file;
    this.scopeLine = scopeLine;
    Map<String, List<RdpLine>> byKey = new LinkedHashMap<>();
    for (RdpLine line : file.lines()) {
      if (line.setting().isPresent()) {
        byKey.computeIfAbsent(key(line), key -> new ArrayList<>()).add(line);
      }
    }
    Map<String, String> keys = new HashMap<>();
    byKey.keySet().forEach(key -> keys.put(Signscope.plainLabel(key), key));
    Map<String, Integer> taken = new HashMap<>();
    for (String label : scope.labels()) {
      String key = keys.getOrDefault(Signscope.plain(label), "");
      List<RdpLine> lines = byKey.getOrDefault(key, List.of());
      int next = taken.merge(key, 1, Integer::sum) - 1;
      if (next < lines.size()) {
        signed.add(lines.get(next));
      } else {
        absent(label);
      }
    }
    taken.forEach(
        (key, count) -> {
          List<RdpLine> lines = byKey.getOrDefault(key, List.of());
          if (count < lines.size()) {
            surplus.put(lines.get(count - 1), lines.subList(count, lines.size()));
          }
        });
  }

  private void absent(String label) {
    String name = Labels.NAMES.get(Signscope.plain(label));
    if (name == null) {
      unknown.add(Printable.excerpt(label));
    } else {
      missing.add(
          new Change(
              OptionalInt.empty(),
              name,
              name + " was signed, and there is no such line any more."));
    }
  }

  /** The names that labels stand for. */
  private static final class Labels {
    static final Map<String, String> NAMES = new HashMap<>();

    static {
      for (RdpProperty property : RdpProperties.standard().all()) {
        property
            .signscopeLabel()
            .ifPresent(label -> NAMES.put(Signscope.plain(label), property.name()));
      }
    }
  }

  /** Labels that stand for no known property and no line. */
  List<String> unknownLabels() {
    return unknown;
  }

  /** Lines that were signed and are gone. */
  List<Change> missing() {
    return missing;
  }

  /** Lines beside a signed one of the same name. */
  List<Change> added() {
    List<Change> added = new ArrayList<>();
    surplus.values().forEach(lines -> lines.forEach(line -> added.add(added(line))));
    return added;
  }

  private static Change added(RdpLine line) {
    return new Change(
        OptionalInt.of(line.number()),
        name(line),
        "line " + line.number() + " is a second " + name(line) + ", and only one was signed.");
  }

  Coverage coverage() {
    Set<RdpLine> inScope = new HashSet<>(signed);
    List<Integer> covered = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (RdpLine line : file.lines()) {
      if (inScope.contains(line)) {
        covered.add(line.number());
      } else if (line.setting().isPresent() && !isSignature(key(line))) {
        others.add(line.number());
      }
    }
    return new Coverage(covered, others);
  }

  private static boolean isSignature(String key) {
    return key.equals("signscope") || key.equals("signature");
  }

  /** The text as the file has it now; of several lines of one name the first. */
  String asItStands() {
    return text(Map.of());
  }

  /**
   * Texts that one change would have made this file of, the likeliest first. None of a text that is
   * too long for any file that somebody signed.
   */
  List<Guess> guesses() {
    List<Guess> guesses = new ArrayList<>();
    if (asItStands().length() > MAX_TEXT) {
      return guesses;
    }
    guessOtherLine(guesses);
    guessAddress(guesses);
    guessBlanks(guesses);
    guessNumbers(guesses);
    return guesses.subList(0, Math.min(MAX_GUESSES, guesses.size()));
  }

  /** Of two lines with one name the later was signed. */
  private void guessOtherLine(List<Guess> guesses) {
    surplus.forEach(
        (line, others) -> {
          for (RdpLine other : others.subList(0, Math.min(MAX_VALUES, others.size()))) {
            List<Change> changes = new ArrayList<>(List.of(added(line)));
            others.stream().filter(o -> !o.equals(other)).forEach(o -> changes.add(added(o)));
            guesses.add(new Guess(text(Map.of(line, other.raw().reveal())), changes));
          }
        });
  }

  /** One of the two addresses was exchanged: signers write both alike. */
  private void guessAddress(List<Guess> guesses) {
    Optional<RdpLine> full = signed(FULL);
    Optional<RdpLine> alternate = signed(ALTERNATE);
    if (full.isPresent() && alternate.isPresent()) {
      guess(guesses, full.get(), value(alternate.get()));
      guess(guesses, alternate.get(), value(full.get()));
    }
  }

  private Optional<RdpLine> signed(String key) {
    return signed.stream().filter(line -> key(line).equals(key)).findFirst();
  }

  /** Only blanks at the ends of lines are new. */
  private void guessBlanks(List<Guess> guesses) {
    Map<RdpLine, String> stripped = new LinkedHashMap<>();
    List<Change> changes = new ArrayList<>();
    for (RdpLine line : signed) {
      String raw = line.raw().reveal();
      if (!raw.equals(raw.strip())) {
        stripped.put(line, raw.strip());
        changes.add(
            new Change(
                OptionalInt.of(line.number()),
                name(line),
                "line " + line.number() + " had no blanks at its ends when it was signed."));
      }
    }
    if (!stripped.isEmpty()) {
      guesses.add(new Guess(text(stripped), changes));
    }
  }

  /** One number was another of the documented ones. */
  private void guessNumbers(List<Guess> guesses) {
    for (RdpLine line : signed) {
      for (int value : documented(line)) {
        guess(guesses, line, Integer.toString(value));
      }
    }
  }

  private static List<Integer> documented(RdpLine line) {
    RdpSetting setting = line.setting().orElseThrow();
    List<Integer> values = new ArrayList<>();
    if (setting.type() == RdpSetting.Type.INTEGER && setting.property().isPresent()) {
      for (RdpProperty.Range range : setting.property().get().values()) {
        for (int v = range.first(); v <= range.last() && values.size() <= MAX_VALUES; v++) {
          values.add(v);
        }
      }
    }
    // The usual port, where any port is allowed.
    return values.size() > MAX_VALUES ? List.of(3389) : values;
  }

  private void guess(List<Guess> guesses, RdpLine line, String value) {
    if (value.equals(value(line))) {
      return;
    }
    String raw = line.raw().reveal();
    String head = raw.substring(0, raw.length() - value(line).length());
    Change change =
        new Change(
            OptionalInt.of(line.number()),
            name(line),
            "line "
                + line.number()
                + ": "
                + name(line)
                + " was "
                + Printable.excerpt(value)
                + " when it was signed.");
    guesses.add(new Guess(text(Map.of(line, head + value)), List.of(change)));
  }

  private String text(Map<RdpLine, String> instead) {
    List<String> lines = new ArrayList<>();
    for (RdpLine line : signed) {
      lines.add(instead.getOrDefault(line, line.raw().reveal()));
    }
    lines.add(scopeLine.raw().reveal());
    return String.join("\r\n", lines) + "\r\n\0";
  }

  /** As it is signed; unit by unit, for an encoder would replace half a surrogate pair. */
  static byte[] bytes(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * text.length()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asCharBuffer().put(text);
    return bytes.array();
  }

  List<Integer> lineNumbers() {
    List<Integer> numbers = new ArrayList<>();
    signed.forEach(line -> numbers.add(line.number()));
    numbers.add(scopeLine.number());
    Collections.sort(numbers);
    return numbers;
  }

  private static String key(RdpLine line) {
    return RdpSetting.key(line.setting().orElseThrow().name());
  }

  private static String name(RdpLine line) {
    return Printable.excerpt(line.setting().orElseThrow().name());
  }

  private static String value(RdpLine line) {
    return line.setting().orElseThrow().value().reveal();
  }
}
