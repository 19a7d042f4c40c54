package io.github.rdpdiagnosis.azure.guest;

import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the collector is asked for. Its parameters are names of an enum and numbers: there is no
 * text in them that could be taken for script.
 *
 * @param sections sections to read; empty for all
 * @param days how many days back events are counted, 1 to 30
 * @param probeBegan when the probe began: events from then on are counted apart
 */
public record CollectorRequest(Set<GuestSection> sections, int days, Optional<Instant> probeBegan) {
  /** Days back unless another number is given: three. */
  public static final int DEFAULT_DAYS = 3;

  /**
   * Most characters of an output through Run Command, which keeps the last 4,096 bytes; line breaks
   * can grow by one on their way.
   */
  public static final int RUN_COMMAND_LIMIT = 4000;

  /** Checks the numbers, copies the set. */
  public CollectorRequest {
    sections = Set.copyOf(sections);
    if (days < 1 || days > 30) {
      throw new IllegalArgumentException("days must be 1 to 30, got " + days);
    }
    probeBegan.ifPresent(
        at -> {
          if (at.getEpochSecond() < 0 || at.getEpochSecond() > 99_999_999_999L) {
            throw new IllegalArgumentException("probeBegan is out of range: " + at);
          }
        });
  }

  /**
   * All sections, beside a probe that begins now.
   *
   * @param began when the probe began
   * @return the request
   */
  public static CollectorRequest now(Instant began) {
    return new CollectorRequest(Set.of(), DEFAULT_DAYS, Optional.of(began));
  }

  /**
   * The script's parameters by name.
   *
   * @param limit most characters of the output; 0 for plain text without a limit
   * @return lower-case words, commas and digits only
   */
  public Map<String, String> parameters(int limit) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (!sections.isEmpty()) {
      parameters.put(
          "Sections",
          EnumSet.copyOf(sections).stream()
              .map(GuestSection::word)
              .collect(Collectors.joining(",")));
    }
    parameters.put("Limit", Integer.toString(limit));
    parameters.put("Days", Integer.toString(days));
    probeBegan.ifPresent(at -> parameters.put("ProbeBegan", Long.toString(at.getEpochSecond())));
    return parameters;
  }
}
