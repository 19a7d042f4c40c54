package io.github.rdpdiagnosis.azure;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The JSON form of one type of value, as plain data: a record is an object with a member for each
 * component, an absent {@link Optional} is left out, instants and durations are ISO-8601 texts.
 *
 * <p>What stands in a document is checked at every place; members that no component has are
 * ignored.
 *
 * @param <T> the type of value
 */
interface JsonForm<T> {
  /** The word for an {@link ArmLink} that leads nowhere. */
  String NONE = "none";

  /** Plain data: maps with sorted keys, lists, texts, whole numbers and booleans; no nulls. */
  Object encode(T value);

  /** The value that stands at a place, which may be absent. */
  T decode(JsonPlace place);

  /** The form of a list of values. */
  static <T> JsonForm<List<T>> listOf(JsonForm<T> element) {
    return of(
        values -> values.stream().map(element::encode).toList(),
        place -> {
          List<T> values = new ArrayList<>();
          for (int i = 0; i < place.list().size(); i++) {
            values.add(element.decode(place.item(i)));
          }
          return values;
        });
  }

  /** The form of an object whose member names are data. */
  static <T> JsonForm<SortedMap<String, T>> mapOf(JsonForm<T> member) {
    return of(
        values -> {
          SortedMap<String, Object> json = new TreeMap<>();
          values.forEach((key, value) -> json.put(key, member.encode(value)));
          return json;
        },
        place -> {
          SortedMap<String, T> values = new TreeMap<>();
          for (Object key : place.object().keySet()) {
            values.put(key.toString(), member.decode(place.entry(key.toString())));
          }
          return values;
        });
  }

  /** The form of a record, from its components. */
  static <T> JsonForm<T> ofRecord(Class<T> type) {
    return new OfRecord<>(type);
  }

  private static <T> JsonForm<T> of(Function<T, Object> encode, Function<JsonPlace, T> decode) {
    return new JsonForm<>() {
      @Override
      public Object encode(T value) {
        return encode.apply(value);
      }

      @Override
      public T decode(JsonPlace place) {
        return decode.apply(place);
      }
    };
  }

  private static <T> JsonForm<Optional<T>> optionalOf(JsonForm<T> form) {
    return of(
        value -> value.<Object>map(form::encode).orElse(OfRecord.LEFT_OUT),
        place -> place.isAbsent() ? Optional.empty() : Optional.of(form.decode(place)));
  }

  private static JsonForm<Optional<String>> link() {
    return of(
        id -> id.orElse(NONE),
        place -> {
          String text = place.text();
          if (!text.equals(NONE) && !text.startsWith("/")) {
            throw place.expected("an ARM id or '" + NONE + "'");
          }
          return Optional.of(text).filter(id -> !id.equals(NONE));
        });
  }

  private static JsonForm<?> ofType(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return optionalOf(ofType(arguments[0]));
      } else if (generic.getRawType() == List.class) {
        return listOf(ofType(arguments[0]));
      } else if (generic.getRawType() == SortedMap.class) {
        return mapOf(ofType(arguments[1]));
      }
    } else if (type == String.class) {
      return of(text -> text, JsonPlace::text);
    } else if (type == boolean.class || type == Boolean.class) {
      return of(flag -> flag, JsonPlace::flag);
    } else if (type == int.class || type == Integer.class) {
      return of(
          number -> ((Number) number).longValue(),
          place -> (int) place.number(Integer.MIN_VALUE, Integer.MAX_VALUE));
    } else if (type == long.class || type == Long.class) {
      return of(number -> number, place -> place.number(Long.MIN_VALUE, Long.MAX_VALUE));
    } else if (type == Instant.class) {
      return of(Object::toString, place -> place.text("an ISO-8601 instant", Instant::parse));
    } else if (type == Duration.class) {
      return of(Object::toString, place -> place.text("an ISO-8601 duration", Duration::parse));
    } else if (type instanceof Class<?> raw && raw.isRecord()) {
      return ofRecord(raw);
    }
    throw new IllegalArgumentException("no JSON form of " + type);
  }

  /** The form of a record. */
  final class OfRecord<T> implements JsonForm<T> {
    private static final Object LEFT_OUT = new Object();

    private final Constructor<T> constructor;
    private final List<Member> members = new ArrayList<>();

    private record Member(String name, Method accessor, JsonForm<Object> form) {}

    @SuppressWarnings("unchecked")
    private OfRecord(Class<T> type) {
      RecordComponent[] components = type.getRecordComponents();
      for (RecordComponent component : components) {
        JsonForm<?> form =
            component.isAnnotationPresent(ArmLink.class)
                ? link()
                : ofType(component.getGenericType());
        members.add(
            new Member(component.getName(), component.getAccessor(), (JsonForm<Object>) form));
      }
      try {
        constructor =
            type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      } catch (NoSuchMethodException e) {
        throw new AssertionError("a record has its canonical constructor", e);
      }
    }

    @Override
    public Object encode(T value) {
      Map<String, Object> json = new TreeMap<>();
      for (Member member : members) {
        Object encoded = member.form().encode(invoke(() -> member.accessor().invoke(value)));
        if (encoded != LEFT_OUT) {
          json.put(member.name(), encoded);
        }
      }
      return json;
    }

    @Override
    public T decode(JsonPlace place) {
      Object[] arguments =
          members.stream().map(m -> m.form().decode(place.member(m.name()))).toArray();
      return place.checked("a valid value", () -> invoke(() -> constructor.newInstance(arguments)));
    }

    private interface Call<R> {
      R run() throws ReflectiveOperationException;
    }

    private static <R> R invoke(Call<R> call) {
      try {
        return call.run();
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new AssertionError("constructors and accessors of records throw nothing checked", e);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("public records of this module", e);
      }
    }
  }
}
