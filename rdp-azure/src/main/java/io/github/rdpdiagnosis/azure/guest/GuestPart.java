package io.github.rdpdiagnosis.azure.guest;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One observation in the making: facts, what keeps Remote Desktop out, and what was not read. */
final class GuestPart {
  /** More reasons than a reader can take in are cut. */
  private static final int MOST_REASONS = 4;

  private final String check;
  private final Facts.Builder facts = Facts.builder();
  private final Set<String> broken = new LinkedHashSet<>();
  private final Set<String> gaps = new LinkedHashSet<>();

  GuestPart(String check) {
    this.check = check;
  }

  /** A fact of an item that is there. Absence makes none; a gap makes the observation doubtful. */
  <T> GuestPart put(FactKey<T> key, Item<T> item) {
    item.known().ifPresent(value -> facts.put(key, value));
    item.gap().ifPresent(gaps::add);
    return this;
  }

  /** The same where absence means a value: nobody set what would be trouble. */
  <T> GuestPart put(FactKey<T> key, Item<T> item, T whenAbsent) {
    return put(key, item.isAbsent() ? new Item.Present<>(whenAbsent) : item);
  }

  /** A fact of an item whose absence or gap is no loss here. */
  <T> GuestPart note(FactKey<T> key, Optional<T> value) {
    value.ifPresent(v -> facts.put(key, v));
    return this;
  }

  GuestPart gap(String why) {
    gaps.add(why);
    return this;
  }

  /** Says what keeps Remote Desktop out, where it is known to be so. */
  GuestPart brokenIf(Optional<Boolean> condition, String why) {
    condition.filter(Boolean::booleanValue).ifPresent(yes -> broken.add(why));
    return this;
  }

  Observation observe(Instant at, Duration took) {
    return GuestCheck.observation(check, at, took, status(), facts.build());
  }

  private CheckStatus status() {
    if (!broken.isEmpty()) {
      return CheckStatus.violated(some(broken));
    }
    return gaps.isEmpty()
        ? CheckStatus.holds()
        : CheckStatus.inconclusive(some(gaps), "reading that part of the guest again");
  }

  private static String some(Set<String> reasons) {
    String text = reasons.stream().limit(MOST_REASONS).collect(Collectors.joining("; "));
    return reasons.size() <= MOST_REASONS
        ? text
        : text + "; and " + (reasons.size() - MOST_REASONS) + " more";
  }
}
