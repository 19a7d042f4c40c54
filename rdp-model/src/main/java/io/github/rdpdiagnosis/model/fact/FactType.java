package io.github.rdpdiagnosis.model.fact;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * How the value of a fact is written as plain JSON data and read back.
 *
 * <p>Plain JSON data is {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code List}
 * and {@code Map<String, ?>} of those; the model itself depends on no JSON library. Decoding is
 * strict: a value of another shape throws {@link IllegalArgumentException}, which the reader of a
 * document turns into an error that names the place.
 *
 * @param <T> the type of the value
 */
public final class FactType<T> {
  /** A text. */
  public static final FactType<String> STRING =
      new FactType<>("string", v -> v, v -> cast(String.class, v));

  /** A whole number. */
  public static final FactType<Long> LONG =
      new FactType<>(
          "whole number",
          v -> v,
          v -> {
            if (v instanceof Long
                || v instanceof Integer
                || v instanceof Short
                || v instanceof Byte) {
              return ((Number) v).longValue();
            }
            throw mismatch("whole number", v);
          });

  /** True or false. */
  public static final FactType<Boolean> BOOLEAN =
      new FactType<>("boolean", v -> v, v -> cast(Boolean.class, v));

  /** A point in time, written as ISO-8601 in UTC. */
  public static final FactType<Instant> INSTANT =
      new FactType<>(
          "ISO-8601 instant", Instant::toString, v -> parse(v, "ISO-8601 instant", Instant::parse));

  /** A span of time, written as whole milliseconds. */
  public static final FactType<Duration> MILLIS =
      new FactType<>("milliseconds", Duration::toMillis, v -> Duration.ofMillis(LONG.decode(v)));

  /** A list of texts, order kept. */
  public static final FactType<List<String>> STRINGS =
      new FactType<>(
          "list of strings",
          List::copyOf,
          v -> {
            if (!(v instanceof List<?> list)) {
              throw mismatch("list of strings", v);
            }
            return list.stream().map(e -> cast(String.class, e)).toList();
          });

  private final String name;
  private final Function<T, Object> encoder;
  private final Function<Object, T> decoder;

  private FactType(String name, Function<T, Object> encoder, Function<Object, T> decoder) {
    this.name = name;
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /**
   * A constant of an enum, written by its name.
   *
   * @param type the enum
   * @param <E> the enum
   * @return the fact type
   */
  public static <E extends Enum<E>> FactType<E> ofEnum(Class<E> type) {
    String name = "one of " + List.of(type.getEnumConstants());
    return new FactType<>(name, Enum::name, v -> parse(v, name, text -> Enum.valueOf(type, text)));
  }

  /**
   * A value with a codec of its own.
   *
   * @param name what the JSON form is, for error messages
   * @param encoder to plain JSON data
   * @param decoder from plain JSON data; throws {@link IllegalArgumentException} on anything else
   * @param <T> the type of the value
   * @return the fact type
   */
  public static <T> FactType<T> of(
      String name, Function<T, Object> encoder, Function<Object, T> decoder) {
    return new FactType<>(name, encoder, decoder);
  }

  /**
   * The value as plain JSON data.
   *
   * @param value the value
   * @return plain JSON data
   */
  public Object encode(T value) {
    return encoder.apply(value);
  }

  /**
   * The value back from plain JSON data.
   *
   * @param json plain JSON data
   * @return the value
   * @throws IllegalArgumentException if the data has another shape
   */
  public T decode(Object json) {
    return decoder.apply(json);
  }

  @Override
  public String toString() {
    return name;
  }

  private static <V> V cast(Class<V> type, Object value) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    throw mismatch(type.getSimpleName().toLowerCase(java.util.Locale.ROOT), value);
  }

  private static <V> V parse(Object value, String expected, Function<String, V> parser) {
    try {
      return parser.apply(cast(String.class, value));
    } catch (java.time.DateTimeException | IllegalArgumentException e) {
      throw mismatch(expected, value);
    }
  }

  private static IllegalArgumentException mismatch(String expected, Object value) {
    return new IllegalArgumentException("expected " + expected + ", got " + value);
  }
}
