package io.github.rdpdiagnosis.azure;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place in plain JSON data that knows its path, so that what is wrong with it can be said
 * exactly.
 */
final class JsonPlace {
  private final String document;
  private final String path;
  private final Map<?, ?> object;

  private JsonPlace(String document, String path, Object value) {
    this.document = document;
    this.path = path;
    if (!(value instanceof Map<?, ?> map)) {
      throw problem(path, "an object", value);
    }
    this.object = map;
  }

  static JsonPlace root(String document, Map<String, ?> object) {
    return new JsonPlace(document, "$", object);
  }

  private JsonDocumentException problem(String at, String expected, @Nullable Object got) {
    String found =
        got == null
            ? "nothing"
            : got instanceof Map
                ? "an object"
                : got instanceof List ? "a list" : "'" + shortened(got.toString()) + "'";
    return new JsonDocumentException(document, at, "expected " + expected + ", got " + found);
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= 80 ? line : line.substring(0, 80) + "...";
  }

  private String at(String name) {
    return path + "." + name;
  }

  JsonPlace object(String name) {
    Object value = object.get(name);
    if (value == null) {
      throw problem(at(name), "an object", null);
    }
    return new JsonPlace(document, at(name), value);
  }

  Optional<String> optionalText(String name) {
    Object value = object.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw problem(at(name), "a text", value);
  }

  String text(String name) {
    return optionalText(name).orElseThrow(() -> problem(at(name), "a text", null));
  }

  /** A text in a form of its own. */
  <T> T text(String name, String expected, Function<String, T> parser) {
    String text = text(name);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new JsonDocumentException(
          document,
          at(name),
          "expected " + expected + ": " + shortened(String.valueOf(e.getMessage())));
    }
  }

  Instant instant(String name) {
    return text(name, "an ISO-8601 instant", Instant::parse);
  }

  Optional<Long> optionalNumber(String name, long min, long max) {
    Object value = object.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Long || value instanceof Integer) {
      long number = ((Number) value).longValue();
      if (min <= number && number <= max) {
        return Optional.of(number);
      }
    }
    throw problem(at(name), "a whole number from " + min + " to " + max, value);
  }

  long number(String name, long min, long max) {
    return optionalNumber(name, min, max)
        .orElseThrow(() -> problem(at(name), "a whole number", null));
  }

  Optional<Boolean> optionalFlag(String name) {
    Object value = object.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Boolean flag) {
      return Optional.of(flag);
    }
    throw problem(at(name), "true or false", value);
  }

  boolean flag(String name) {
    return optionalFlag(name).orElseThrow(() -> problem(at(name), "true or false", null));
  }

  /** A link that is always written: an ARM id, or the word that says there is none. */
  Optional<String> link(String name, String none) {
    String text = text(name);
    if (text.equals(none)) {
      return Optional.empty();
    }
    if (!text.startsWith("/")) {
      throw problem(at(name), "an ARM id or '" + none + "'", text);
    }
    return Optional.of(text);
  }

  private List<?> list(String name) {
    Object value = object.get(name);
    if (value instanceof List<?> list) {
      return list;
    }
    throw problem(at(name), "a list", value);
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object value : list(name)) {
      if (!(value instanceof String text)) {
        throw problem(at(name) + "[" + texts.size() + "]", "a text", value);
      }
      texts.add(text);
    }
    return texts;
  }

  <T> List<T> objects(String name, Function<JsonPlace, T> reader) {
    List<T> objects = new ArrayList<>();
    for (Object value : list(name)) {
      String place = at(name) + "[" + objects.size() + "]";
      if (value == null) {
        throw problem(place, "an object", null);
      }
      objects.add(reader.apply(new JsonPlace(document, place, value)));
    }
    return objects;
  }

  <T> SortedMap<String, T> members(String name, Function<JsonPlace, T> reader) {
    JsonPlace parent = object(name);
    SortedMap<String, T> members = new TreeMap<>();
    for (Object key : parent.object.keySet()) {
      String place = parent.path + "['" + shortened(key.toString()) + "']";
      Object value = parent.object.get(key);
      if (value == null) {
        throw problem(place, "an object", null);
      }
      members.put(key.toString(), reader.apply(new JsonPlace(document, place, value)));
    }
    return members;
  }

  JsonDocumentException unexpected(String name, String expected) {
    return problem(at(name), expected, object.get(name));
  }
}
