package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.cause.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every cause of the catalogue from raw inputs: where the fixtures claim that it can be reached, it
 * comes out first with exactly its highest certainty, and its near miss does not. What cannot be
 * reached is listed with what it would need.
 */
class CauseSuiteTest {
  private static final SceneTable TABLE = SceneTable.read("causes.txt");

  private static final Map<String, Diagnosis> DIAGNOSED = new ConcurrentHashMap<>();

  private static Diagnosis diagnosed(SceneTable.Entry entry) {
    return DIAGNOSED.computeIfAbsent(entry.name(), name -> Scene.of(entry.lines()).diagnosed());
  }

  private static Optional<Finding> first(Diagnosis d) {
    return d.findings().stream().findFirst();
  }

  private static boolean reached(Cause cause, Diagnosis d) {
    return first(d)
        .filter(f -> f.cause().id().equals(cause.id()) && f.certainty() == cause.maxCertainty())
        .isPresent();
  }

  @Test
  void everyCauseIsReachedOrListed() {
    List<String> listed = TABLE.entries().stream().map(SceneTable.Entry::cause).distinct().toList();
    assertThat(new TreeSet<>(listed))
        .isEqualTo(
            new TreeSet<>(CauseCatalogue.standard().causes().stream().map(Cause::id).toList()));
    int count = 0;
    for (Cause cause : CauseCatalogue.standard().causes()) {
      List<SceneTable.Entry> entries = TABLE.of(cause.id());
      Optional<String> needs = entries.stream().flatMap(e -> e.needs().stream()).findFirst();
      String outcome =
          needs.isPresent()
              ? "-          needs " + needs.get()
              : first(diagnosed(entries.get(0)))
                  .map(f -> f.certainty() + (f.cause().equals(cause) ? "" : " " + f.cause().id()))
                  .orElse("nothing");
      boolean reached =
          needs.isEmpty() && entries.stream().allMatch(e -> reached(cause, diagnosed(e)));
      count += reached ? 1 : 0;
      System.out.printf(
          Locale.ROOT,
          "%-6s %-19s %-10s %s%n",
          cause.id(),
          cause.provableBy(),
          cause.maxCertainty(),
          outcome);
    }
    System.out.printf(Locale.ROOT, "%d of 122 causes reach their highest certainty%n", count);
    assertThat(count).isEqualTo(122 - TABLE.unreached());
  }

  @TestFactory
  Stream<DynamicTest> comesOutFirst() {
    return TABLE.entries().stream()
        .filter(entry -> entry.needs().isEmpty())
        .map(entry -> DynamicTest.dynamicTest(entry.name(), () -> comesOutFirst(entry)));
  }

  private static void comesOutFirst(SceneTable.Entry entry) {
    Cause cause = CauseCatalogue.standard().cause(entry.cause());
    Diagnosis d = diagnosed(entry);
    assertThat(shown(d))
        .as(entry.name())
        .first()
        .isEqualTo(cause.id() + " " + cause.maxCertainty());
    assertThat(d.summary()).isNotBlank();
  }

  @TestFactory
  Stream<DynamicTest> nearMissDoesNot() {
    return TABLE.entries().stream()
        .filter(entry -> entry.needs().isEmpty())
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.name(),
                    () -> {
                      Cause cause = CauseCatalogue.standard().cause(entry.cause());
                      assertThat(entry.nearMiss())
                          .as("a near miss of " + entry.name())
                          .isNotEmpty();
                      assertThat(shown(Scene.of(entry.nearMiss()).diagnosed()).stream().limit(1))
                          .as("near miss of " + entry.name())
                          .doesNotContain(cause.id() + " " + cause.maxCertainty());
                    }));
  }

  /** Lines of a scene that say what failed, or whom or what the user asked about. */
  private static boolean isSymptom(String line) {
    return Stream.of(
            "tcp ", "x224 ", "tls ", "error ", "user ", "file ", "see ", "unsee ", "without")
        .anyMatch(line::startsWith);
  }

  /** What only the guest's record says, while RDP answers and nobody reports an error. */
  @TestFactory
  Stream<DynamicTest> withoutASymptomNothingIsSure() {
    return TABLE.entries().stream()
        .filter(entry -> entry.needs().isEmpty() && entry.cause().startsWith("VM-"))
        .filter(entry -> entry.lines().stream().noneMatch(line -> line.startsWith("azure ")))
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.name(),
                    () -> {
                      List<String> quiet =
                          entry.lines().stream().filter(line -> !isSymptom(line)).toList();
                      Diagnosis d = Scene.of(quiet).diagnosed();
                      assertThat(d.findings())
                          .as("%s while nothing fails: %s", entry.name(), shown(d))
                          .allMatch(f -> f.certainty() == Certainty.POSSIBLE);
                      if (entry.lines().stream().anyMatch(line -> line.startsWith("error "))) {
                        assertThat(d.domain(FaultDomain.VM).status())
                            .as("the record alone does not clear the VM")
                            .isNotEqualTo(DomainStatus.CLEARED);
                      }
                    }));
  }

  private static List<String> shown(Diagnosis d) {
    return d.findings().stream().map(f -> f.cause().id() + " " + f.certainty()).toList();
  }
}
