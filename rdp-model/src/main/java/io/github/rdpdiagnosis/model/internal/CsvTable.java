package io.github.rdpdiagnosis.model.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A table in CSV (RFC 4180) with a header, one record a line: a line break inside quotes is
 * refused, so that the number of a line is the number of a record. Lines end in LF or CRLF.
 * Immutable.
 *
 * <p>Bounded: 1 MiB of text and 10 000 records. Whatever is wrong is reported with the name of the
 * table and the line.
 */
public final class CsvTable {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_ROWS = 10_000;

  private final String name;
  private final List<String> header;
  private final List<Row> rows;

  private CsvTable(String name, List<String> header, List<Row> rows) {
    this.name = name;
    this.header = header;
    this.rows = List.copyOf(rows);
  }

  /** One record. */
  public final class Row {
    private final int line;
    private final List<String> fields;

    private Row(int line, List<String> fields) {
      this.line = line;
      this.fields = fields;
    }

    /**
     * The text of one field.
     *
     * @param column a name of the header
     * @return the text, which may be empty
     * @throws IllegalArgumentException if the table has no such column
     */
    public String get(String column) {
      int index = header.indexOf(column);
      if (index < 0) {
        throw new IllegalArgumentException(name + " has no column " + column + ", only " + header);
      }
      return fields.get(index);
    }

    /**
     * The fields of this record after a separator, such as {@code NW-01;NW-02}.
     *
     * @param column a name of the header
     * @return the parts; empty where the field is
     */
    public List<String> list(String column) {
      String text = get(column);
      return text.isEmpty() ? List.of() : List.of(text.split(";", -1));
    }

    /**
     * An error about this record.
     *
     * @param problem what is wrong, and what was expected
     * @return an exception that names the table and the line
     */
    public IllegalArgumentException error(String problem) {
      return CsvTable.error(name, line, problem);
    }
  }

  /**
   * Reads a table that comes with the library.
   *
   * @param owner the class that the resource stands beside
   * @param resource file name of the resource
   * @return the table
   * @throws IllegalArgumentException if it is malformed
   */
  public static CsvTable ofResource(Class<?> owner, String resource) {
    try (InputStream in = Objects.requireNonNull(owner.getResourceAsStream(resource), resource)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException(resource + " is larger than " + MAX_BYTES + " bytes");
      }
      return parse(resource, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + resource, e);
    }
  }

  /**
   * Reads a table from text.
   *
   * @param name what to call it in errors
   * @param text header and records
   * @return the table
   * @throws IllegalArgumentException if it is malformed
   */
  public static CsvTable parse(String name, String text) {
    String[] lines = text.split("\n", -1);
    int count = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
    if (count == 0) {
      throw error(name, 1, "expected a header, found the end");
    }
    if (count > MAX_ROWS) {
      throw error(name, MAX_ROWS + 1, "expected at most " + MAX_ROWS + " lines, found " + count);
    }
    List<String> header = fields(name, 1, lines[0]);
    List<Row> rows = new ArrayList<>(count);
    CsvTable table = new CsvTable(name, header, List.of());
    for (int i = 1; i < count; i++) {
      List<String> fields = fields(name, i + 1, lines[i]);
      if (fields.size() != header.size()) {
        throw error(name, i + 1, "expected " + header.size() + " fields, found " + fields.size());
      }
      rows.add(table.new Row(i + 1, fields));
    }
    return new CsvTable(name, header, rows);
  }

  /**
   * The records, in the order of the table.
   *
   * @return without the header
   */
  public List<Row> rows() {
    return rows;
  }

  private static List<String> fields(String name, int number, String line) {
    String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (true) {
      StringBuilder field = new StringBuilder();
      if (at < text.length() && text.charAt(at) == '"') {
        at = quoted(name, number, text, at + 1, field);
        if (at < text.length() && text.charAt(at) != ',') {
          throw error(name, number, "expected a comma after the quote in column " + at);
        }
      } else {
        int end = text.indexOf(',', at);
        end = end < 0 ? text.length() : end;
        field.append(text, at, end);
        if (field.indexOf("\"") >= 0) {
          throw error(
              name, number, "a field with a quote must be quoted: field " + (fields.size() + 1));
        }
        at = end;
      }
      fields.add(field.toString());
      if (at >= text.length()) {
        return List.copyOf(fields);
      }
      at++;
    }
  }

  private static int quoted(String name, int number, String text, int start, StringBuilder field) {
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '"') {
        field.append(c);
        at++;
      } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
        field.append('"');
        at += 2;
      } else {
        return at + 1;
      }
    }
    throw error(name, number, "expected a closing quote before the end of the line");
  }

  private static IllegalArgumentException error(String name, int line, String problem) {
    return new IllegalArgumentException(name + ", line " + line + ": " + problem);
  }
}
