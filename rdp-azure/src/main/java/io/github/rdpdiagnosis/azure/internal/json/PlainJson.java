package io.github.rdpdiagnosis.azure.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain data as JSON, as {@link StrictJson#write} does, but without data binding: setting
 * that up takes a process of one document longer than all the rest of its writing. Thread-safe.
 */
public final class PlainJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final DefaultPrettyPrinter PRINTER =
      new DefaultPrettyPrinter()
          .withObjectIndenter(new DefaultIndenter("  ", "\n"))
          .withArrayIndenter(new DefaultIndenter("  ", "\n"));

  private PlainJson() {}

  /**
   * Writes a document.
   *
   * @param value {@code String}, {@code Integer}, {@code Long}, {@code Double}, {@code Boolean},
   *     {@code null}, a constant of an enum, or a collection, or a map from {@code String}, of
   *     those
   * @return text with sorted keys, two spaces of indent, and a line end at the end
   * @throws IllegalArgumentException if there is anything else in it
   */
  public static String write(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.setPrettyPrinter(PRINTER.createInstance());
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  /**
   * Writes a document as one line of a JSON Lines stream.
   *
   * @param value as for {@link #write(Object)}
   * @return text with sorted keys, no blanks, and a line end at the end
   * @throws IllegalArgumentException if there is anything else in it
   */
  public static String line(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
        json.writeFieldName((String) entry.getKey());
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Collection<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Enum<?> constant) {
      json.writeString(constant.name());
    } else if (value == null) {
      json.writeNull();
    } else {
      throw new IllegalArgumentException("no plain data: " + value.getClass().getName());
    }
  }
}
