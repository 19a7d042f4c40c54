package io.github.rdpdiagnosis.diagnosis.internal.render;

import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Something that works now and has a date on which it ends.
 *
 * @param what what ends, as the subject of a sentence
 * @param at when
 * @param left from the diagnosis until then
 * @param evidence id of the observation it rests on
 */
public record Forecast(String what, Instant at, Duration left, String evidence) {
  /** Nothing further ahead is worth a word. */
  private static final Duration HORIZON = Duration.ofDays(60);

  private static final Duration SOON = Duration.ofDays(14);

  /**
   * What ends within {@code 60} days.
   *
   * @param d the diagnosis
   * @return the nearest first; what has already ended is a finding or a note, not listed here
   */
  public static List<Forecast> of(Diagnosis d) {
    Instant now = d.startedAt();
    List<Forecast> all = new ArrayList<>();
    Set<Instant> certificates = new HashSet<>();
    for (Observation o : d.checks()) {
      o.facts()
          .get(ProbeFacts.CERTIFICATE_NOT_AFTER)
          .or(() -> o.facts().get(GuestFacts.CERTIFICATE_EXPIRES))
          .filter(certificates::add)
          .ifPresent(at -> add(all, "The server's certificate expires", now, at, o.id()));
      o.facts()
          .get(GuestFacts.GRACE_DAYS)
          .filter(days -> days > 0 && days <= HORIZON.toDays())
          .ifPresent(
              days ->
                  add(
                      all,
                      "The grace period of Remote Desktop licensing ends",
                      now,
                      o.at().plus(Duration.ofDays(days)),
                      o.id()));
    }
    all.sort(Comparator.comparing(Forecast::at));
    return List.copyOf(all);
  }

  private static void add(List<Forecast> all, String what, Instant now, Instant at, String id) {
    Duration left = Duration.between(now, at);
    if (!left.isNegative() && left.compareTo(HORIZON) <= 0) {
      all.add(new Forecast(what, at, left, id));
    }
  }

  /**
   * Whether it is time to act.
   *
   * @return true within two weeks
   */
  public boolean isSoon() {
    return left.compareTo(SOON) <= 0;
  }

  /**
   * The whole in words.
   *
   * @return one sentence
   */
  public String sentence() {
    long days = left.toDays();
    return what
        + " at "
        + at
        + ", "
        + (days > 1 ? "in " + days + " days." : "in " + left.toHours() + " hours.");
  }
}
