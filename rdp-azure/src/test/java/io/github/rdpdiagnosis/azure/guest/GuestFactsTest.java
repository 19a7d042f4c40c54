package io.github.rdpdiagnosis.azure.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.guest.GuestRecords.Deviation;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.FactKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** From every deviation the facts of its cause are read. Records are hand-written. */
class GuestFactsTest {
  private static List<Observation> observe(String record) throws GuestRecordFormatException {
    return GuestObservations.of(GuestRecords.record(record), Instant.EPOCH, Duration.ZERO);
  }

  /** Every fact by its id, in its JSON form. */
  private static Map<String, String> facts(List<Observation> observations) {
    Map<String, String> facts = new TreeMap<>();
    for (Observation o : observations) {
      for (FactKey<?> key : GuestFacts.ALL) {
        value(o, key).ifPresent(value -> facts.put(key.id(), value));
      }
    }
    return facts;
  }

  private static <T> Optional<String> value(Observation o, FactKey<T> key) {
    return o.facts().get(key).map(value -> String.valueOf(key.type().encode(value)));
  }

  @TestFactory
  Stream<DynamicTest> everyDeviationIsRead() {
    return GuestRecords.deviations().values().stream()
        .map(deviation -> DynamicTest.dynamicTest(deviation.name(), () -> check(deviation)));
  }

  /** The same of German and Japanese systems: all but accounts, which have other names there. */
  @TestFactory
  Stream<DynamicTest> everyDeviationIsReadInEveryLanguage() {
    return Stream.of("german", "japanese")
        .flatMap(
            system ->
                GuestRecords.deviations().values().stream()
                    .filter(d -> d.base().isEmpty() && !d.edits().contains("@accounts"))
                    .filter(d -> d.edits().stream().noneMatch(e -> e.startsWith("computerName")))
                    .map(
                        d ->
                            DynamicTest.dynamicTest(
                                system + " " + d.name(),
                                () ->
                                    check(
                                        d,
                                        GuestObservations.of(
                                            GuestRecord.parse(
                                                GuestRecords.plain(
                                                    GuestRecords.body(d.name(), system))),
                                            Instant.EPOCH,
                                            Duration.ZERO)))));
  }

  private static void check(Deviation deviation) throws GuestRecordFormatException {
    check(deviation, observe(deviation.name()));
  }

  private static void check(Deviation deviation, List<Observation> observations) {
    assertThat(deviation.expected()).isNotEmpty();
    Map<String, String> facts = facts(observations);
    Map<String, CheckStatus.Kind> statuses =
        observations.stream().collect(Collectors.toMap(Observation::check, o -> o.status().kind()));
    for (String expected : deviation.expected()) {
      if (expected.endsWith("?")) {
        assertThat(facts).doesNotContainKey(expected.substring(0, expected.length() - 1));
      } else if (expected.contains("=")) {
        String[] pair = expected.split("=", 2);
        assertThat(facts).containsEntry(pair[0], pair[1]);
      } else {
        String[] pair = expected.split(" ", 2);
        assertThat(statuses).containsEntry(pair[0], CheckStatus.Kind.valueOf(pair[1]));
      }
    }
  }

  /** A deviation must be told from health by at least one of its facts. */
  @TestFactory
  Stream<DynamicTest> everyCauseDiffersFromHealth() {
    return GuestRecords.deviations().values().stream()
        .filter(deviation -> deviation.cause().isPresent())
        .map(
            deviation ->
                DynamicTest.dynamicTest(
                    deviation.name(),
                    () -> {
                      String base = deviation.base().orElse("server-2022");
                      assertThat(facts(observe(deviation.name())))
                          .isNotEqualTo(facts(observe(base)));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> nothingIsWrongWithHealthySystems() {
    return Stream.of(
            "server-2022", "server-2019", "server-2025", "japanese", "member", "session-host")
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        assertThat(observe(name))
                            .filteredOn(o -> o.status().kind() != CheckStatus.Kind.HOLDS)
                            .extracting(o -> o.check() + ": " + o.status())
                            .isEmpty()));
  }

  /** Prints cause, facts, fixture, and fails where the guest could prove a cause that has none. */
  @Test
  void everyCauseThatTheGuestCanProveHasARecord() {
    Set<String> provable =
        CauseCatalogue.standard().causes().stream()
            .filter(cause -> cause.provableBy().contains("guest"))
            .map(Cause::id)
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, List<Deviation>> byCause =
        GuestRecords.deviations().values().stream()
            .filter(deviation -> deviation.cause().isPresent())
            .collect(
                Collectors.groupingBy(
                    deviation -> deviation.cause().orElseThrow(),
                    TreeMap::new,
                    Collectors.toList()));
    byCause.forEach(
        (cause, deviations) ->
            deviations.forEach(
                d ->
                    System.out.printf(
                        Locale.ROOT, "%-6s %s -> %s%n", cause, d.expected(), d.name())));
    assertThat(provable).hasSizeGreaterThan(50);
    assertThat(byCause.keySet()).containsAll(provable);
  }

  /** Facts that no healthy or broken record makes would never be seen. */
  @Test
  void everyKeyIsProduced() throws GuestRecordFormatException {
    Set<String> seen =
        new TreeSet<>(
            facts(
                    GuestObservations.of(
                        GuestRecords.record("server-2022"),
                        Optional.of("script"),
                        Optional.of("sql1:5986"),
                        Instant.EPOCH,
                        Duration.ZERO))
                .keySet());
    for (String name : GuestRecords.deviations().keySet()) {
      seen.addAll(facts(observe(name)).keySet());
    }
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            GuestFacts.ALL.stream().map(FactKey::id).collect(Collectors.toSet()));
  }

  /** Hiding a section takes its facts away, adds no other and finds nothing wrong. */
  @TestFactory
  Stream<DynamicTest> aHiddenSectionTakesItsFactsAway() {
    return Stream.of(GuestSection.values())
        .filter(section -> section != GuestSection.HOST)
        .map(section -> DynamicTest.dynamicTest(section.word(), () -> hide(section)));
  }

  private static void hide(GuestSection section) throws GuestRecordFormatException {
    List<Observation> seen = observeOnly(other -> other != section);
    Map<String, String> facts = facts(seen);
    facts.remove("guest.record-gaps");
    assertThat(facts(observe("server-2022")).entrySet()).containsAll(facts.entrySet());
    assertThat(seen).noneMatch(o -> o.status().kind() == CheckStatus.Kind.VIOLATED);

    Set<String> itsOwn = new TreeSet<>(facts(observeOnly(other -> other == section)).keySet());
    itsOwn.removeAll(facts(observeOnly(other -> false)).keySet());
    assertThat(facts.keySet()).doesNotContainAnyElementsOf(itsOwn);
    assertThat(itsOwn).isNotEmpty();
  }

  private static List<Observation> observeOnly(Predicate<GuestSection> which)
      throws GuestRecordFormatException {
    String[] sections =
        Stream.of(GuestSection.values())
            .filter(which)
            .map(GuestSection::word)
            .toArray(String[]::new);
    String body = GuestRecords.only(GuestRecords.healthy(), sections);
    return GuestObservations.of(
        GuestRecord.parse(GuestRecords.plain(body)), Instant.EPOCH, Duration.ZERO);
  }
}
