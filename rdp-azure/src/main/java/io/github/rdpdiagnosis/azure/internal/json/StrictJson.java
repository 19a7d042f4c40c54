package io.github.rdpdiagnosis.azure.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.rdpdiagnosis.azure.JsonDocumentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes JSON documents: bounded in bytes, depth and number length, no duplicate keys,
 * nothing after the document, no silent conversion between texts and numbers. Properties that
 * nobody asked for are ignored, so that a document of a newer version can be read. Whole numbers
 * are read as {@code Long}; a number that neither a {@code Long} nor a finite {@code Double} can
 * hold is refused. Written documents have sorted keys, two spaces of indent, {@code \n} line ends,
 * and end in a line end.
 *
 * <p>Thread-safe.
 */
public final class StrictJson {
  /** How deep objects and lists may be nested. */
  public static final int MAX_DEPTH = 64;

  private static final int MAX_NUMBER_LENGTH = 64;
  private static final int MAX_NAME_LENGTH = 4096;
  private static final int MAX_MESSAGE_LENGTH = 200;

  private static final ObjectMapper MAPPER = build();
  private static final ObjectWriter WRITER =
      MAPPER.writer(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private StrictJson() {}

  private static ObjectMapper build() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .enable(DeserializationFeature.USE_LONG_FOR_INTS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .build();
  }

  /**
   * The mapper itself, for what the methods here do not cover. Shared: do not reconfigure it.
   *
   * @return always the same instance
   */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /**
   * Reads a document as a value of a type that the mapper knows how to make.
   *
   * @param bytes the document, UTF-8
   * @param limit the largest number of bytes that is accepted
   * @param documentName what the user knows the document as, for messages
   * @param type the type
   * @param <T> the type
   * @return the value
   * @throws JsonDocumentException if the document is too large, malformed, {@code null}, or of
   *     another shape
   */
  public static <T> T read(byte[] bytes, int limit, String documentName, Class<T> type) {
    if (bytes.length > limit) {
      throw new JsonDocumentException(
          documentName,
          "byte " + limit,
          "expected at most " + limit + " bytes, got " + bytes.length);
    }
    T value;
    try {
      value = MAPPER.readValue(bytes, type);
    } catch (JsonProcessingException e) {
      throw new JsonDocumentException(documentName, place(e), oneLine(e.getOriginalMessage()));
    } catch (IOException e) {
      // Reading from memory: only the decoder of the character encoding can get here.
      throw new JsonDocumentException(
          documentName, "line 1, column 1", "expected UTF-8: " + oneLine(e.toString()));
    }
    if (value == null) {
      throw new JsonDocumentException(
          documentName, "$", "expected " + type.getSimpleName() + ", got null");
    }
    return value;
  }

  /**
   * Reads a document as a tree.
   *
   * @param bytes the document, UTF-8
   * @param limit the largest number of bytes that is accepted
   * @param documentName what the user knows the document as, for messages
   * @return the root; never a missing node
   * @throws JsonDocumentException if the document is empty, too large or malformed
   */
  public static JsonNode readTree(byte[] bytes, int limit, String documentName) {
    JsonNode root = read(bytes, limit, documentName, JsonNode.class);
    if (root.isMissingNode()) {
      throw new JsonDocumentException(documentName, "$", "expected a JSON document, got nothing");
    }
    return root;
  }

  /**
   * Reads a document whose root is an object as plain data: {@code String}, {@code Long}, {@code
   * Double}, {@code Boolean}, {@code null}, {@code List} and {@code Map} of those.
   *
   * @param bytes the document, UTF-8
   * @param limit the largest number of bytes that is accepted
   * @param documentName what the user knows the document as, for messages
   * @return the root object, keys in the order of the document
   * @throws JsonDocumentException if the document is too large or malformed, or its root is no
   *     object
   */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> readObject(byte[] bytes, int limit, String documentName) {
    Object root = read(bytes, limit, documentName, Object.class);
    if (!(root instanceof Map)) {
      throw new JsonDocumentException(documentName, "$", "expected an object");
    }
    requirePlainNumbers(root, documentName, "$");
    return (Map<String, Object>) root;
  }

  /**
   * Writes a document.
   *
   * @param value plain data, a tree, or a value that the mapper knows how to write
   * @return UTF-8
   */
  public static byte[] write(Object value) {
    try {
      byte[] text = WRITER.writeValueAsBytes(value);
      byte[] line = Arrays.copyOf(text, text.length + 1);
      line[text.length] = '\n';
      return line;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a value on one line.
   *
   * @param value plain data, a tree, or a value that the mapper knows how to write
   * @return UTF-8 with a line end
   */
  public static byte[] line(Object value) {
    try {
      byte[] text = MAPPER.writeValueAsBytes(value);
      byte[] line = Arrays.copyOf(text, text.length + 1);
      line[text.length] = '\n';
      return line;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requirePlainNumbers(Object value, String documentName, String path) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, member) -> requirePlainNumbers(member, documentName, path + "." + key));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        requirePlainNumbers(list.get(i), documentName, path + "[" + i + "]");
      }
    } else if (value instanceof BigInteger || (value instanceof Double d && !Double.isFinite(d))) {
      throw new JsonDocumentException(documentName, path, "expected a number of at most 64 bits");
    }
  }

  private static String place(JsonProcessingException e) {
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      StringBuilder path = new StringBuilder("$");
      for (JsonMappingException.Reference step : mapping.getPath()) {
        if (step.getFieldName() != null) {
          path.append('.').append(step.getFieldName());
        } else {
          path.append('[').append(step.getIndex()).append(']');
        }
      }
      return oneLine(path.toString());
    }
    JsonLocation location = e.getLocation();
    return location == null
        ? "$"
        : "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= MAX_MESSAGE_LENGTH
        ? line
        : line.substring(0, MAX_MESSAGE_LENGTH) + "...";
  }
}
