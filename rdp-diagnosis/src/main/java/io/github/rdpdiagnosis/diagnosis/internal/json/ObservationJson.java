package io.github.rdpdiagnosis.diagnosis.internal.json;

import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.probes.GatewayFacts;
import io.github.rdpdiagnosis.probes.LocalFacts;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.WebFacts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** One observation as an element of {@code checks} in results and evidence files, and back. */
public final class ObservationJson {
  /** What probes report; keys of others are kept as they are. */
  private static final List<FactKey<?>> KNOWN =
      Stream.of(ProbeFacts.ALL, LocalFacts.ALL, GatewayFacts.ALL, WebFacts.ALL)
          .<FactKey<?>>flatMap(Set::stream)
          .toList();

  private ObservationJson() {}

  /**
   * An observation as plain JSON data.
   *
   * @param o the observation
   * @return keys sorted
   */
  public static Map<String, Object> write(Observation o) {
    Map<String, Object> json = new TreeMap<>();
    json.put("id", o.id());
    json.put("check", o.check());
    json.put("vantage", o.vantage().name());
    o.address().ifPresent(a -> json.put("address", a));
    json.put("at", o.at().toString());
    json.put("durationMillis", o.duration().toMillis());
    json.put("status", o.status().kind().name());
    o.status().why().ifPresent(w -> json.put("why", w));
    o.status().settledBy().ifPresent(s -> json.put("settledBy", s));
    o.status().permission().ifPresent(p -> json.put("permission", p));
    json.put("facts", o.facts().json());
    return json;
  }

  /**
   * An observation from a document of several vantage points.
   *
   * @param json one element
   * @param document name of the document, for messages
   * @param place where the element stands
   * @return the observation
   * @throws JsonDocumentException if something is missing or of another shape
   */
  public static Observation read(Map<?, ?> json, String document, String place) {
    Reader in = new Reader(json, document, place);
    return read(json, document, place, in.parse("vantage", in.text("vantage"), Vantage::new));
  }

  /**
   * An observation from a document.
   *
   * @param json one element of {@code checks}
   * @param document name of the document, for messages
   * @param place where the element stands, such as {@code $.checks[3]}
   * @param vantage the vantage point of the whole document
   * @return the observation
   * @throws JsonDocumentException if something is missing or of another shape
   */
  static Observation read(Map<?, ?> json, String document, String place, Vantage vantage) {
    Reader in = new Reader(json, document, place);
    Facts facts = facts(in);
    try {
      return new Observation(
          in.text("check"),
          vantage,
          in.optional("address").map(a -> in.parse("address", a, ObservationJson::literal)),
          in.parse("at", in.text("at"), Instant::parse),
          Duration.ofMillis(in.number("durationMillis")),
          new CheckStatus(
              in.parse("status", in.text("status"), CheckStatus.Kind::valueOf),
              in.optional("why"),
              in.optional("settledBy"),
              in.optional("permission")),
          facts);
    } catch (IllegalArgumentException e) {
      throw e instanceof JsonDocumentException known
          ? known
          : new JsonDocumentException(document, place, String.valueOf(e.getMessage()));
    }
  }

  /** Kept as it stands, so that ids stay the same; an IPv6 zone is allowed. */
  private static String literal(String text) {
    IpAddress.parseZoned(text);
    return text;
  }

  private static Facts facts(Reader in) {
    if (!(in.json.get("facts") instanceof Map<?, ?> raw)) {
      throw in.wrong("facts", "expected an object");
    }
    Map<String, Object> json = new TreeMap<>();
    raw.forEach(
        (key, value) -> {
          if (value == null) {
            throw in.wrong("facts." + key, "expected a value, got null");
          }
          json.put(String.valueOf(key), value);
        });
    Facts facts = Facts.ofJson(json);
    for (FactKey<?> key : KNOWN) {
      facts
          .problem(key)
          .ifPresent(
              problem -> {
                throw in.wrong("facts", problem);
              });
    }
    return facts;
  }

  /** Reads the fields of one object, with the place in every message. */
  private record Reader(Map<?, ?> json, String document, String place) {
    Optional<String> optional(String field) {
      Object value = json.get(field);
      if (value == null) {
        return Optional.empty();
      }
      if (value instanceof String text) {
        return Optional.of(text);
      }
      throw wrong(field, "expected a text");
    }

    String text(String field) {
      return optional(field).orElseThrow(() -> wrong(field, "expected a text, it is missing"));
    }

    long number(String field) {
      if (json.get(field) instanceof Long number && number >= 0) {
        return number;
      }
      throw wrong(field, "expected a whole number that is not negative");
    }

    <T> T parse(String field, String text, Function<String, T> parser) {
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException | DateTimeException e) {
        throw wrong(field, "cannot be read: " + e.getMessage());
      }
    }

    JsonDocumentException wrong(String field, String problem) {
      return new JsonDocumentException(document, place + "." + field, problem);
    }
  }
}
