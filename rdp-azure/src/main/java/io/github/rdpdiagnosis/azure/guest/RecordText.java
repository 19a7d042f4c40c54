package io.github.rdpdiagnosis.azure.guest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a record, line by line:
 *
 * <pre>
 * &#64;section
 * name=value          read
 * name~               looked for and not there
 * name!reason         not read
 * +kind field:value|field~|field!reason     an entry of a list
 * -kind 12            twelve more entries were left out
 * !reason             the section ended here with a failure
 * </pre>
 *
 * <p>Values are ASCII; any other character, {@code %} and {@code |} are written as {@code %} and
 * four hexadecimal digits of the UTF-16 code unit. Sections, names, kinds and fields that this
 * version does not know are kept out; nothing else is passed over.
 */
final class RecordText {
  static final int MAX_LINES = 4000;
  static final int MAX_LINE = 16 * 1024;
  private static final int MAX_ROWS = 500;
  private static final String NAME = "[A-Za-z][A-Za-z0-9_.-]{0,79}";
  private static final Pattern SECTION = Pattern.compile("@([a-z]{2,16})");
  private static final Pattern SCALAR = Pattern.compile("(" + NAME + ")([=~!])(.*)");
  private static final Pattern ROW = Pattern.compile("\\+(" + NAME + ") (.*)");
  private static final Pattern LEFT_OUT = Pattern.compile("-(" + NAME + ") ([1-9][0-9]{0,5})");
  private static final Pattern FIELD = Pattern.compile("(" + NAME + ")([:~!])(.*)");
  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-F]{4})?");

  private final Map<GuestSection, RecordSection> sections = new EnumMap<>(GuestSection.class);
  private int number;
  private Optional<RecordSection> current = Optional.empty();

  private RecordText() {}

  static Map<GuestSection, RecordSection> parse(String text) throws GuestRecordFormatException {
    RecordText parser = new RecordText();
    String[] lines = text.split("\n", -1);
    if (lines.length - 1 > MAX_LINES) {
      throw new GuestRecordFormatException(
          0, "expected at most " + MAX_LINES + " lines, got " + (lines.length - 1));
    }
    if (!lines[lines.length - 1].isEmpty()) {
      throw new GuestRecordFormatException(lines.length, "expected a line break at its end");
    }
    for (int i = 0; i < lines.length - 1; i++) {
      parser.number = i + 1;
      parser.line(lines[i]);
    }
    return parser.sections;
  }

  private GuestRecordFormatException problem(String text) {
    return new GuestRecordFormatException(number, text);
  }

  private void line(String line) throws GuestRecordFormatException {
    if (line.isEmpty() || line.length() > MAX_LINE) {
      throw problem("expected 1 to " + MAX_LINE + " characters, got " + line.length());
    }
    switch (line.charAt(0)) {
      case '@' -> section(line);
      case '!' -> open().fail(reason(line.substring(1)));
      case '+' -> row(line);
      case '-' -> leftOut(line);
      default -> scalar(line);
    }
  }

  private RecordSection open() throws GuestRecordFormatException {
    RecordSection section =
        current.orElseThrow(() -> problem("expected '@' and the name of a section first"));
    if (section.failure().isPresent()) {
      throw problem("expected the next section after the failure of " + section);
    }
    return section;
  }

  private void section(String line) throws GuestRecordFormatException {
    Matcher m = match(SECTION, line, "'@' and 2 to 16 lower-case letters");
    RecordSection section = new RecordSection(m.group(1));
    Optional<GuestSection> known = GuestSection.of(m.group(1));
    if (known.isPresent() && sections.put(known.get(), section) != null) {
      throw problem("section " + section + " is there twice");
    }
    current = Optional.of(section);
  }

  private void scalar(String line) throws GuestRecordFormatException {
    Matcher m = match(SCALAR, line, "a name and '=', '~' or '!'");
    if (!open().add(m.group(1), item(m.group(2), m.group(3)), number)) {
      throw problem(m.group(1) + " is there twice");
    }
  }

  private void row(String line) throws GuestRecordFormatException {
    Matcher m = match(ROW, line, "'+', a kind, a blank and fields");
    Map<String, Item<String>> fields = new LinkedHashMap<>();
    for (String cell : m.group(2).split("\\|", -1)) {
      Matcher field = match(FIELD, cell, "a field's name and ':', '~' or '!'");
      if (fields.put(field.group(1), item(field.group(2), field.group(3))) != null) {
        throw problem("field " + field.group(1) + " is there twice");
      }
    }
    List<RecordRow> rows = open().rows(m.group(1));
    if (rows.size() >= MAX_ROWS) {
      throw problem("expected at most " + MAX_ROWS + " of " + m.group(1));
    }
    rows.add(new RecordRow(m.group(1), fields, number));
  }

  private void leftOut(String line) throws GuestRecordFormatException {
    Matcher m = match(LEFT_OUT, line, "'-', a kind, a blank and a count");
    open().leftOut(m.group(1), Integer.parseInt(m.group(2)));
  }

  private Matcher match(Pattern pattern, String text, String expected)
      throws GuestRecordFormatException {
    Matcher m = pattern.matcher(text);
    if (!m.matches()) {
      throw problem("expected " + expected + ", got '" + shortened(text) + "'");
    }
    return m;
  }

  private Item<String> item(String form, String rest) throws GuestRecordFormatException {
    switch (form) {
      case "~" -> {
        if (!rest.isEmpty()) {
          throw problem("expected nothing after '~', got '" + shortened(rest) + "'");
        }
        return new Item.Absent<>();
      }
      case "!" -> {
        return new Item.NotRead<>(reason(rest));
      }
      default -> {
        return new Item.Present<>(unescaped(rest));
      }
    }
  }

  private String reason(String text) throws GuestRecordFormatException {
    if (text.isEmpty() || text.length() > 200) {
      throw problem("expected a reason of 1 to 200 characters, got " + text.length());
    }
    return unescaped(text);
  }

  private String unescaped(String text) throws GuestRecordFormatException {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        throw problem(String.format("expected printable ASCII, got U+%04X", (int) text.charAt(i)));
      }
    }
    if (text.indexOf('%') < 0) {
      return text;
    }
    List<String> wrong = new ArrayList<>();
    String plain =
        ESCAPE
            .matcher(text)
            .replaceAll(
                m -> {
                  if (m.group(1) == null) {
                    wrong.add(m.group());
                    return "";
                  }
                  return Matcher.quoteReplacement(
                      String.valueOf((char) Integer.parseInt(m.group(1), 16)));
                });
    if (!wrong.isEmpty()) {
      throw problem("expected four hexadecimal digits after '%'");
    }
    return plain;
  }

  static String shortened(String text) {
    String line = text.replaceAll("[^ -~]", "?");
    return line.length() <= 60 ? line : line.substring(0, 60) + "...";
  }
}
