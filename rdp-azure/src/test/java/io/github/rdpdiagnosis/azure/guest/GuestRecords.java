package io.github.rdpdiagnosis.azure.guest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** The hand-written records: one healthy system and small deviations from it. */
final class GuestRecords {
  private static final Pattern TITLE =
      Pattern.compile("== ([A-Za-z0-9-]+): (.*?)(, on ([a-z-]+))?");

  private static final String HEALTHY = readHealthy();
  private static final Map<String, Deviation> DEVIATIONS = readDeviations();

  private GuestRecords() {}

  /** A deviation and what must be read from it. */
  record Deviation(
      String name, String title, Optional<String> base, List<String> edits, List<String> expected) {
    /** The cause that it shows; several deviations can show one. */
    Optional<String> cause() {
      Matcher m = Pattern.compile("([A-Z]{2}-\\d{2}).*").matcher(name);
      return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
    }
  }

  static String healthy() {
    return HEALTHY;
  }

  static Map<String, Deviation> deviations() {
    return DEVIATIONS;
  }

  private static String readHealthy() {
    return lines("server-2022.txt").stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static Map<String, Deviation> readDeviations() {
    Map<String, Deviation> all = new LinkedHashMap<>();
    Deviation current = null;
    for (String line : lines("deviations.txt")) {
      Matcher title = TITLE.matcher(line);
      if (title.matches()) {
        current =
            new Deviation(
                title.group(1),
                title.group(2),
                Optional.ofNullable(title.group(4)),
                new ArrayList<>(),
                new ArrayList<>());
        if (all.put(current.name(), current) != null) {
          throw new IllegalStateException(current.name() + " is there twice");
        }
      } else if (line.startsWith("=> ")) {
        current.expected().add(line.substring(3));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        current.edits().add(line);
      }
    }
    return all;
  }

  static String body(String name) {
    return name.equals("server-2022")
        ? healthy()
        : body(name, deviations().get(name).base().orElse("server-2022"));
  }

  /** A deviation on another system than its own. */
  static String body(String name, String base) {
    Deviation deviation = deviations().get(name);
    List<String> lines = new ArrayList<>(List.of(body(base).split("\n")));
    String section = "";
    for (String edit : deviation.edits()) {
      if (edit.startsWith("@")) {
        section = edit;
      } else {
        edit(lines, section, edit);
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** What a line is about: its name, or its kind and first field. */
  private static String subject(String line) {
    Matcher row = Pattern.compile("\\+([^ ]+ [^|]*).*").matcher(line);
    if (row.matches()) {
      return row.group(1);
    }
    Matcher scalar = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)[=~!].*").matcher(line);
    return scalar.matches() ? scalar.group(1) : line;
  }

  private static void edit(List<String> lines, String section, String edit) {
    int start = lines.indexOf(section);
    if (start < 0) {
      throw new IllegalStateException("no section " + section);
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

  static GuestRecord record(String name) throws GuestRecordFormatException {
    return GuestRecord.parse(plain(body(name)));
  }

  private static String head(String form, String body, String left) {
    String sections =
        body.lines()
            .filter(line -> line.startsWith("@"))
            .map(line -> line.substring(1))
            .collect(Collectors.joining(","));
    byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
    return "RDPDIAG-GUEST 1 "
        + form
        + " sections="
        + sections
        + " left="
        + left
        + " bytes="
        + bytes.length
        + " sha256="
        + RecordReply.sha256(bytes);
  }

  private static String end(String body) {
    return "RDPDIAG-END " + RecordReply.sha256(body.getBytes(StandardCharsets.US_ASCII));
  }

  /** As the collector prints it without a limit. */
  static String plain(String body) {
    return head("plain", body, "") + "\n" + body + end(body) + "\n";
  }

  /** As the collector prints it for Run Command. */
  static String deflated(String body, String left) {
    return head("deflate", body, left) + "\n" + base64(body) + end(body) + "\n";
  }

  private static String base64(String body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(out, deflater)) {
      deflate.write(body.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return Base64.getEncoder().encodeToString(out.toByteArray()).replaceAll(".{1,100}", "$0\n");
  }

  /** The body's sections whose names are given, and the host. */
  static String only(String body, String... sections) {
    List<String> wanted = new ArrayList<>(List.of(sections));
    wanted.add("host");
    StringBuilder out = new StringBuilder();
    boolean in = false;
    for (String line : body.lines().toList()) {
      if (line.startsWith("@")) {
        in = wanted.contains(line.substring(1));
      }
      if (in) {
        out.append(line).append('\n');
      }
    }
    return out.toString();
  }

  private static List<String> lines(String file) {
    try (InputStream in = GuestRecords.class.getResourceAsStream("/guest/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
