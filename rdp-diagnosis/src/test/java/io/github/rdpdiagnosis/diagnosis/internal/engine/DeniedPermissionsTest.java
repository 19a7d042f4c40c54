package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.diagnosis.CustomRole;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.check.Observation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each part of Azure's configuration denied, alone and with each other one, over all scenes that
 * have one: nothing is surer than with the part, no place is CLEARED that was not, the missing
 * action is named, and the role that is emitted has it and nothing else. Of the pairs, {@code
 * -Ddenied.pairs=N} are chosen in each scene by its name; N = 1000 is all of them.
 */
class DeniedPermissionsTest {
  private static final int PAIRS = Integer.getInteger("denied.pairs", 8);

  private static List<SceneTable.Entry> scenes() {
    List<SceneTable.Entry> all = new ArrayList<>(SceneTable.read("causes.txt").entries());
    all.addAll(SceneTable.read("healthy.txt").entries());
    return all.stream()
        .filter(e -> e.needs().isEmpty() && !e.lines().contains("without azure"))
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> nothingIsSurerThanWithTheRights() {
    return scenes().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.name(), () -> denyEach(entry)));
  }

  private static void denyEach(SceneTable.Entry entry) {
    Diagnosis whole = Scene.of(entry.lines()).diagnosed();
    Map<String, String> denied = deniedParts(entry);
    List<String> parts = List.copyOf(denied.keySet());
    List<Set<String>> pairs = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      for (int j = i + 1; j < parts.size(); j++) {
        pairs.add(new TreeSet<>(List.of(parts.get(i), parts.get(j))));
      }
    }
    Collections.shuffle(pairs, new Random(entry.name().hashCode()));
    List<Set<String>> without = new ArrayList<>(pairs.subList(0, Math.min(PAIRS, pairs.size())));
    parts.forEach(part -> without.add(Set.of(part)));
    for (Set<String> both : without) {
      List<String> lines = new ArrayList<>(entry.lines());
      both.forEach(part -> lines.add("deny " + part));
      judge(whole, Scene.of(lines).diagnosed(), both, actions(denied, both));
    }
  }

  /** What the scene has of Azure, by name; the action that reading it needs. */
  private static Map<String, String> deniedParts(SceneTable.Entry entry) {
    Map<String, String> parts = new TreeMap<>();
    for (SnapshotPart<?> part : SnapshotPart.ALL) {
      List<String> lines = new ArrayList<>(entry.lines());
      lines.add("deny " + part.name());
      boolean told =
          Scene.of(lines).observations().stream()
              .anyMatch(o -> o.status().permission().filter(part.action()::equals).isPresent());
      if (told) {
        parts.put(part.name(), part.action());
      }
    }
    return parts;
  }

  private static Set<String> actions(Map<String, String> denied, Collection<String> parts) {
    return parts.stream().map(denied::get).collect(Collectors.toCollection(TreeSet::new));
  }

  private static void judge(Diagnosis whole, Diagnosis part, Set<String> without, Set<String> all) {
    assertThat(sure(whole)).as("sure without %s", without).containsAll(sure(part));
    if (whole.verdict() != Verdict.FAULT_FOUND) {
      assertThat(part.verdict()).as("%s", without).isNotEqualTo(Verdict.FAULT_FOUND);
    }
    assertThat(cleared(whole)).as("cleared without %s", without).containsAll(cleared(part));
    Set<String> named =
        part.checks().stream()
            .map(Observation::status)
            .flatMap(status -> status.permission().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named).as("actions named without %s", without).containsAll(all);
    CustomRole role = CustomRole.missing(part).orElseThrow();
    assertThat(role.actions())
        .as("an action less leaves a check NOT_PERMITTED")
        .containsExactlyElementsOf(named);
    assertThat(role.toJson())
        .contains(named)
        .contains("\"/subscriptions/00000000-0000-4000-8000-000000000001\"");
  }

  private static Set<String> sure(Diagnosis d) {
    return d.findings().stream()
        .filter(f -> f.certainty() != Certainty.POSSIBLE)
        .map(f -> f.cause().id() + (f.certainty() == Certainty.CONFIRMED ? " CONFIRMED" : ""))
        .flatMap(text -> Stream.of(text, text.replace(" CONFIRMED", "")))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Set<String> cleared(Diagnosis d) {
    return d.domains().stream()
        .filter(v -> v.status() == DomainStatus.CLEARED)
        .map(DomainVerdict::domain)
        .map(Enum::name)
        .collect(Collectors.toSet());
  }
}
