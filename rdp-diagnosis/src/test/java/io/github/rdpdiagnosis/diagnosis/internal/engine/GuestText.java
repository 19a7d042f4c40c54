package io.github.rdpdiagnosis.diagnosis.internal.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A guest's record as the collector would print it, to be changed: the hand-written healthy one of
 * rdp-azure and its deviations, by name, and further edits in the same notation.
 */
final class GuestText {
  private static final Path FOLDER = Path.of("../rdp-azure/src/test/resources/guest");
  private static final Pattern TITLE =
      Pattern.compile("== ([A-Za-z0-9-]+): .*?(?:, on ([a-z-]+))?");
  private static final Pattern ENTRY = Pattern.compile("\\+([^ ]+ [^|]*).*");
  private static final Pattern SCALAR = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)[=~!].*");
  private static final Map<String, List<String>> DEVIATIONS = deviations();

  private final List<String> lines = new ArrayList<>();
  private String section = "";

  GuestText() {
    read("server-2022.txt").stream().filter(line -> !line.startsWith("#")).forEach(lines::add);
  }

  private static Map<String, List<String>> deviations() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    List<String> edits = new ArrayList<>();
    for (String line : read("deviations.txt")) {
      Matcher title = TITLE.matcher(line);
      if (title.matches()) {
        edits = new ArrayList<>();
        if (title.group(2) != null) {
          edits.addAll(all.get(title.group(2)));
        }
        all.put(title.group(1), edits);
      } else if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith("=>")) {
        edits.add(line);
      }
    }
    return all;
  }

  private static List<String> read(String file) {
    try {
      return Files.readAllLines(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, List<String>> all() {
    return DEVIATIONS;
  }

  /** The edits of a deviation, or one edit: {@code @section}, or a line of it. */
  void change(String nameOrEdit) {
    if (DEVIATIONS.containsKey(nameOrEdit)) {
      DEVIATIONS.get(nameOrEdit).forEach(this::edit);
    } else {
      edit(nameOrEdit);
    }
  }

  private void edit(String edit) {
    if (edit.startsWith("@")) {
      section = edit;
      return;
    }
    int start = lines.indexOf(section);
    if (start < 0) {
      throw new IllegalStateException("no section " + section + " for " + edit);
    }
    int end = start + 1;
    while (end < lines.size() && !lines.get(end).startsWith("@")) {
      end++;
    }
    List<String> part = lines.subList(start + 1, end);
    if (edit.startsWith("-")) {
      if (!part.removeIf(line -> subject(line).equals(edit.substring(1)))) {
        throw new IllegalStateException("nothing to take out: " + edit);
      }
      return;
    }
    for (int i = 0; i < part.size(); i++) {
      if (subject(part.get(i)).equals(subject(edit))) {
        part.set(i, edit);
        return;
      }
    }
    part.add(edit);
  }

  /** What a line is about: its name, or its kind and first field. */
  private static String subject(String line) {
    Matcher entry = ENTRY.matcher(line);
    if (entry.matches()) {
      return entry.group(1);
    }
    Matcher scalar = SCALAR.matcher(line);
    return scalar.matches() ? scalar.group(1) : line;
  }

  /** As the collector prints it without a limit. */
  String plain() {
    String body = String.join("\n", lines) + "\n";
    byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
    String sections =
        String.join(
            ",", lines.stream().filter(l -> l.startsWith("@")).map(l -> l.substring(1)).toList());
    return "RDPDIAG-GUEST 1 plain sections="
        + sections
        + " left= bytes="
        + bytes.length
        + " sha256="
        + sha256(bytes)
        + "\n"
        + body
        + "RDPDIAG-END "
        + sha256(bytes)
        + "\n";
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
