package io.github.rdpdiagnosis.probes.internal.http;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Status line and header fields of an HTTP/1.x reply (RFC 9112 sections 4 and 5).
 *
 * @param status the status code
 * @param fields the fields, in their order
 * @param complete whether the empty line behind the fields came
 * @param length how many bytes the head has; the body begins behind them
 */
public record HttpHead(int status, List<Field> fields, boolean complete, int length) {
  /** A head that is longer than this is not read to its end: {@value} bytes. */
  public static final int MOST_BYTES = 16 << 10;

  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: [^\\r\\n]*)?", Pattern.DOTALL);
  private static final int MOST_FIELDS = 100;
  private static final int LONGEST_VALUE = 512;

  /** Copies the list. */
  public HttpHead {
    fields = List.copyOf(fields);
  }

  /**
   * One header field.
   *
   * @param name in lower case
   * @param value without the space around it, cut to 512 characters
   */
  public record Field(String name, String value) {}

  /**
   * Reads a head.
   *
   * @param bytes what came, complete or not
   * @return the head, or empty if that does not begin as an HTTP reply
   */
  public static Optional<HttpHead> parse(byte[] bytes) {
    int end = end(bytes, bytes.length);
    String text = new String(bytes, 0, end < 0 ? bytes.length : end, StandardCharsets.ISO_8859_1);
    String[] lines = text.split("\\r?\\n", MOST_FIELDS + 2);
    Matcher status = STATUS.matcher(lines[0]);
    if (!status.matches()) {
      return Optional.empty();
    }
    List<Field> fields = new ArrayList<>();
    for (int i = 1; i < Math.min(lines.length, MOST_FIELDS + 1); i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        String value = lines[i].substring(colon + 1).strip();
        fields.add(
            new Field(
                lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value));
      }
    }
    return Optional.of(
        new HttpHead(
            Integer.parseInt(status.group(1)), fields, end >= 0, end < 0 ? bytes.length : end));
  }

  /**
   * Where a head ends.
   *
   * @param bytes a buffer
   * @param count how many bytes of it are filled
   * @return the number of bytes with the empty line, or -1 if that has not come yet
   */
  public static int end(byte[] bytes, int count) {
    for (int i = 0; i + 1 < count; i++) {
      if (bytes[i] == '\n') {
        boolean bare = bytes[i + 1] == '\n';
        boolean full = i + 2 < count && bytes[i + 1] == '\r' && bytes[i + 2] == '\n';
        if (bare || full) {
          return i + (bare ? 2 : 3);
        }
      }
    }
    return -1;
  }

  /**
   * The values of a field.
   *
   * @param name in lower case
   * @return in their order, often one
   */
  public List<String> values(String name) {
    return fields.stream().filter(f -> f.name().equals(name)).map(Field::value).toList();
  }

  /**
   * The server's own time (RFC 9110 section 6.6.1).
   *
   * @return the field Date, or empty if it is not there or no date
   */
  public Optional<Instant> date() {
    return values("date").stream().findFirst().flatMap(HttpHead::instant);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty(); // a server's clock that cannot be read tells nothing
    }
  }

  /**
   * The schemes of WWW-Authenticate or Proxy-Authenticate (RFC 9110 section 11.6.1).
   *
   * @param field the field's name in lower case
   * @return such as {@code Negotiate}, each once
   */
  public List<String> schemes(String field) {
    return values(field).stream()
        .map(value -> value.split("[\\s,]", 2)[0])
        .filter(scheme -> scheme.matches("[A-Za-z0-9._-]{1,40}"))
        .distinct()
        .toList();
  }
}
