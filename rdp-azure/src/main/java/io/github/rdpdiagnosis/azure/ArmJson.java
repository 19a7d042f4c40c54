package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Values in ARM's JSON as it came, where anything may be missing, {@code null} or of a newer kind:
 * what cannot be read as the type is absent.
 */
final class ArmJson {
  private ArmJson() {}

  static Optional<String> text(JsonNode node) {
    return node.isValueNode() && !node.isNull()
        ? Optional.of(node.asText()).filter(text -> !text.isBlank())
        : Optional.empty();
  }

  static String raw(JsonNode node) {
    return text(node).orElse("");
  }

  static Optional<Integer> number(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToInt()) {
      return Optional.of(node.intValue());
    }
    return text(node).filter(text -> text.matches("-?\\d{1,9}")).map(Integer::valueOf);
  }

  static Optional<Boolean> flag(JsonNode node) {
    return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
  }

  static Optional<Instant> instant(JsonNode node) {
    return text(node)
        .flatMap(
            text -> {
              try {
                return Optional.of(
                    text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                        ? OffsetDateTime.parse(text).toInstant()
                        : Instant.parse(text + "Z"));
              } catch (DateTimeParseException e) {
                return Optional.empty();
              }
            });
  }

  static Optional<Duration> duration(JsonNode node) {
    return text(node)
        .flatMap(
            text -> {
              try {
                return Optional.of(Duration.parse(text));
              } catch (DateTimeParseException e) {
                return Optional.empty();
              }
            });
  }

  /** The texts of a list, or the one text where a list may be. */
  static List<String> texts(JsonNode node) {
    if (!node.isArray()) {
      return text(node).stream().toList();
    }
    List<String> texts = new ArrayList<>();
    node.forEach(element -> text(element).ifPresent(texts::add));
    return texts;
  }

  /** ARM's singular and plural fields as one list without doubles. */
  static List<String> merged(JsonNode one, JsonNode many) {
    Set<String> all = new LinkedHashSet<>(texts(one));
    all.addAll(texts(many));
    return List.copyOf(all);
  }

  /** The objects of a list; what is no object among them is passed over. */
  static <T> List<T> objects(JsonNode node, Function<JsonNode, T> mapping) {
    List<T> objects = new ArrayList<>();
    node.forEach(
        element -> {
          if (element.isObject()) {
            objects.add(mapping.apply(element));
          }
        });
    return objects;
  }
}
