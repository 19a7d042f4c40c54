package io.github.rdpdiagnosis.azure;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The JSON form of a reading: its {@code status}, and what belongs to that. */
record ReadingForm<T>(JsonForm<T> value) implements JsonForm<Reading<T>> {
  private static SortedMap<String, Object> object(String status, Map<String, ?> rest) {
    SortedMap<String, Object> json = new TreeMap<>(rest);
    json.put("status", status);
    return json;
  }

  @Override
  public Object encode(Reading<T> reading) {
    return reading.fold(
        known ->
            object(
                "KNOWN", Map.of("at", known.at().toString(), "value", value.encode(known.value()))),
        denied -> object("NOT_PERMITTED", Map.of("action", denied.action())),
        missing -> object("NOT_FOUND", Map.of("id", missing.id())),
        throttled ->
            object("THROTTLED", Map.of("retryAfterMillis", throttled.retryAfter().toMillis())),
        failed -> object("FAILED", Map.of("why", failed.why())),
        notAsked -> object("NOT_ASKED", Map.of()));
  }

  @Override
  public Reading<T> decode(JsonPlace place) {
    JsonPlace status = place.member("status");
    return switch (status.text()) {
      case "KNOWN" -> {
        Instant at = place.member("at").text("an ISO-8601 instant", Instant::parse);
        yield new Reading.Known<>(value.decode(place.member("value")), at);
      }
      case "NOT_PERMITTED" -> new Reading.NotPermitted<>(place.member("action").text());
      case "NOT_FOUND" -> new Reading.NotFound<>(place.member("id").text());
      case "THROTTLED" ->
          new Reading.Throttled<>(
              Duration.ofMillis(place.member("retryAfterMillis").number(0, Long.MAX_VALUE)));
      case "FAILED" -> new Reading.Failed<>(place.member("why").text());
      case "NOT_ASKED" -> new Reading.NotAsked<>();
      default ->
          throw status.expected("KNOWN, NOT_PERMITTED, NOT_FOUND, THROTTLED, FAILED or NOT_ASKED");
    };
  }
}
