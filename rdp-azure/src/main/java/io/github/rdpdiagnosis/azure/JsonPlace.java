package io.github.rdpdiagnosis.azure;

import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place in plain JSON data that knows its path, so that what is wrong with it can be said
 * exactly. There may be nothing at the place.
 */
final class JsonPlace {
  private final String document;
  private final String path;
  private final @Nullable Object value;

  private JsonPlace(String document, String path, @Nullable Object value) {
    this.document = document;
    this.path = path;
    this.value = value;
  }

  static JsonPlace root(String document, Object value) {
    return new JsonPlace(document, "$", value);
  }

  JsonDocumentException expected(String what) {
    String found =
        value == null
            ? "nothing"
            : value instanceof Map
                ? "an object"
                : value instanceof List ? "a list" : "'" + shortened(value.toString()) + "'";
    return new JsonDocumentException(document, path, "expected " + what + ", got " + found);
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= 80 ? line : line.substring(0, 80) + "...";
  }

  boolean isAbsent() {
    return value == null;
  }

  /** A member of the object here; absent if it has none of this name. */
  JsonPlace member(String name) {
    return new JsonPlace(document, path + "." + name, object().get(name));
  }

  /** A member whose name came from the document or a user. */
  JsonPlace entry(String key) {
    return new JsonPlace(document, path + "['" + shortened(key) + "']", object().get(key));
  }

  JsonPlace item(int index) {
    return new JsonPlace(document, path + "[" + index + "]", list().get(index));
  }

  Map<?, ?> object() {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw expected("an object");
  }

  List<?> list() {
    if (value instanceof List<?> list) {
      return list;
    }
    throw expected("a list");
  }

  String text() {
    if (value instanceof String text) {
      return text;
    }
    throw expected("a text");
  }

  boolean flag() {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw expected("true or false");
  }

  long number(long min, long max) {
    if (value instanceof Long || value instanceof Integer) {
      long number = ((Number) value).longValue();
      if (min <= number && number <= max) {
        return number;
      }
    }
    throw expected("a whole number from " + min + " to " + max);
  }

  /** A text in a form of its own. */
  <T> T text(String expected, Function<String, T> parser) {
    String text = text();
    return checked(expected, () -> parser.apply(text));
  }

  /** A value whose own check may refuse what is here. */
  <T> T checked(String expected, java.util.function.Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException | NullPointerException | DateTimeException e) {
      if (e instanceof JsonDocumentException) {
        throw e;
      }
      throw new JsonDocumentException(
          document,
          path,
          "expected " + expected + ": " + shortened(String.valueOf(e.getMessage())));
    }
  }
}
