package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.model.cause.Certainty;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is unusual and works is no fault. */
class HealthySuiteTest {
  private static final SceneTable TABLE = SceneTable.read("healthy.txt");

  @Test
  void thereAreEnoughOfThem() {
    System.out.println(TABLE.entries().size() + " healthy and unusual set-ups");
    assertThat(TABLE.entries()).hasSizeGreaterThanOrEqualTo(40);
    assertThat(TABLE.entries()).extracting(SceneTable.Entry::name).doesNotHaveDuplicates();
  }

  @TestFactory
  Stream<DynamicTest> nothingIsFound() {
    return TABLE.entries().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.name(), () -> nothingIsFound(entry)));
  }

  private static void nothingIsFound(SceneTable.Entry entry) {
    Diagnosis d = Scene.of(entry.lines()).diagnosed();
    assertThat(d.findings()).as(entry.name()).noneMatch(f -> f.certainty() == Certainty.CONFIRMED);
    assertThat(d.verdict()).as(entry.name() + ": " + d.summary()).isNotEqualTo(Verdict.FAULT_FOUND);
  }
}
