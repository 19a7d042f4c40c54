package io.github.rdpdiagnosis.model.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final String[] names;
  private final Map<String, Integer> columns = new HashMap<>();
  private final List<Row> rows = new ArrayList<>();

  private CsvTable(String name, List<String> header) {
    this.name = name;
    this.header = header;
    names = new String[header.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = header.get(i).intern();
      columns.putIfAbsent(names[i], i);
    }
  }

  /** One record. */
  public final class Row {
    private final int line;
    private final String[] fields;

    /**
     * The column after the one last read. Most readers go through a record in the order of the
     * table, and a look-up in a cold map costs more than all else they do. Only a hint: threads may
     * overwrite each other's.
     */
    private int next;

    private Row(int line, String[] fields) {
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
      int index = next;
      if (index >= names.length || !names[index].equals(column)) {
        Integer found = columns.get(column);
        if (found == null) {
          throw new IllegalArgumentException(
              name + " has no column " + column + ", only " + header);
        }
        index = found;
      }
      next = index + 1;
      return fields[index];
    }

    /**
     * The parts of one field between semicolons, such as {@code NW-01;NW-02}.
     *
     * @param column a name of the header
     * @return the parts; empty where the field is
     */
    public List<String> list(String column) {
      return list(column, ";");
    }

    /**
     * The parts of one field between separators.
     *
     * @param column a name of the header
     * @param separator the text between two parts
     * @return the parts; empty where the field is
     */
    public List<String> list(String column, String separator) {
      String text = get(column);
      if (text.isEmpty()) {
        return List.of();
      }
      int end = text.indexOf(separator);
      if (end < 0) {
        return List.of(text);
      }
      List<String> parts = new ArrayList<>();
      int start = 0;
      for (; end >= 0; end = text.indexOf(separator, start)) {
        parts.add(text.substring(start, end));
        start = end + separator.length();
      }
      parts.add(text.substring(start));
      return List.copyOf(parts);
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
      return new Reader(resource, bytes).table();
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
    return new Reader(name, text.getBytes(UTF_8)).table();
  }

  /**
   * The records, in the order of the table.
   *
   * @return without the header
   */
  public List<Row> rows() {
    return Collections.unmodifiableList(rows);
  }

  /**
   * The constant that a field names. {@code Enum.valueOf} calls by reflection the first time, which
   * takes as long as reading a hundred records.
   *
   * @param constants all there are
   * @param name one's name, exactly
   * @param <E> an enumeration
   * @return that one
   * @throws IllegalArgumentException if none is called so
   */
  public static <E extends Enum<E>> E constant(E[] constants, String name) {
    for (E constant : constants) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "expected one of " + Arrays.toString(constants) + ", found '" + name + "'");
  }

  /**
   * Goes through the bytes once: commas, quotes and line ends are bytes of their own in UTF-8. A
   * table is read once, by code that the JVM has not compiled yet, so this holds back from
   * patterns, streams and lambdas: each costs more than the reading.
   */
  private static final class Reader {
    private final String name;
    private final byte[] text;

    /** The whole text: cutting a piece out of it costs less than decoding that piece. */
    private final String whole;

    private int at;
    private int line = 1;

    Reader(String name, byte[] text) {
      this.name = name;
      this.text = text;
      whole = new String(text, ISO_8859_1);
    }

    CsvTable table() {
      if (text.length == 0) {
        throw error(name, 1, "expected a header, found the end");
      }
      CsvTable table = new CsvTable(name, List.of(record(0)));
      while (at < text.length) {
        line++;
        if (line > MAX_ROWS) {
          throw error(name, line, "expected at most " + MAX_ROWS + " lines, found more");
        }
        String[] fields = record(table.header.size());
        if (fields.length != table.header.size()) {
          throw error(
              name, line, "expected " + table.header.size() + " fields, found " + fields.length);
        }
        table.rows.add(table.new Row(line, fields));
      }
      return table;
    }

    private String[] record(int expectedFields) {
      int start = at;
      String[] fields = new String[expectedFields];
      int count = 0;
      while (true) {
        if (count == fields.length) {
          fields = Arrays.copyOf(fields, count + 8);
        }
        if (at < text.length && text[at] == ',') {
          fields[count++] = "";
        } else {
          fields[count++] = at < text.length && text[at] == '"' ? quoted() : plain(count);
        }
        if (at < text.length && text[at] == ',') {
          at++;
        } else if (isLineEnd(at)) {
          at = Math.min(text.length, text.length > at && text[at] == '\r' ? at + 2 : at + 1);
          return count == fields.length ? fields : Arrays.copyOf(fields, count);
        } else {
          throw error(name, line, "expected a comma after the quote in column " + (at - start));
        }
      }
    }

    private boolean isLineEnd(int index) {
      return index >= text.length
          || text[index] == '\n'
          || (text[index] == '\r' && (index + 1 == text.length || text[index + 1] == '\n'));
    }

    private String plain(int field) {
      byte[] bytes = text;
      int end = at;
      int seen = 0;
      for (; end < bytes.length; end++) {
        byte b = bytes[end];
        // Nothing above a comma means anything here, and hardly anything lies below.
        if (b <= ',') {
          if (b == ',' || b == '\n') {
            break;
          }
          if (b == '"') {
            throw error(name, line, "a field with a quote must be quoted: field " + field);
          }
          seen |= b;
        }
      }
      if (end > at && bytes[end - 1] == '\r' && isLineEnd(end)) {
        end--;
      }
      String plain = decode(at, end, seen);
      at = end;
      return plain;
    }

    private String quoted() {
      byte[] bytes = text;
      int start = at + 1;
      int seen = 0;
      boolean hasQuote = false;
      for (int end = start; end < bytes.length; end++) {
        byte b = bytes[end];
        if (b > '"') {
          continue;
        }
        if (b == '\n') {
          break;
        }
        if (b != '"') {
          seen |= b;
        } else if (end + 1 < bytes.length && bytes[end + 1] == '"') {
          hasQuote = true;
          end++;
        } else {
          at = end + 1;
          String field = decode(start, end, seen);
          return hasQuote ? field.replace("\"\"", "\"") : field;
        }
      }
      throw error(name, line, "expected a closing quote before the end of the line");
    }

    /** Text whose bytes, taken together, have no sign bit is ASCII, and needs no decoding. */
    private String decode(int start, int end, int seen) {
      if (start == end) {
        return "";
      }
      return seen < 0 ? new String(text, start, end - start, UTF_8) : whole.substring(start, end);
    }
  }

  private static IllegalArgumentException error(String name, int line, String problem) {
    return new IllegalArgumentException(name + ", line " + line + ": " + problem);
  }
}
