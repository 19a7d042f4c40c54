package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Over all scenes: hiding evidence gives no new CONFIRMED or PROBABLE and clears nothing new, and
 * the order of the evidence does not matter. What the user asks - file, name, error, account, VM -
 * is no evidence and is never hidden. {@code -Dmasks=N} hides N times in each scene; 500 are more
 * than 100,000 in all.
 */
class MaskedEvidenceTest {
  private static final int MASKS = Integer.getInteger("masks", 16);
  private static final Set<String> QUESTION = Set.of("rdp-file", "client-error", "user", "egress");

  private static Stream<SceneTable.Entry> scenes() {
    return Stream.concat(
            SceneTable.read("causes.txt").entries().stream(),
            SceneTable.read("healthy.txt").entries().stream())
        .filter(entry -> entry.needs().isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> hidingAddsNoCertainty() {
    return scenes().map(entry -> DynamicTest.dynamicTest(entry.name(), () -> hide(entry)));
  }

  private static void hide(SceneTable.Entry entry) {
    Scene scene = Scene.of(entry.lines());
    List<Observation> all = scene.observations();
    Diagnosis whole = scene.diagnosed(all);
    SplittableRandom random = new SplittableRandom(entry.name().hashCode());
    for (int mask = 0; mask < MASKS; mask++) {
      int share = random.nextInt(1, 5);
      boolean onlyTheWire = mask % 2 == 0;
      List<Observation> rest =
          all.stream()
              .filter(
                  o -> isQuestion(o) || (onlyTheWire && !isWire(o)) || random.nextInt(5) >= share)
              .toList();
      Diagnosis part = scene.diagnosed(rest);
      Set<String> hidden = new TreeSet<>(all.stream().map(Observation::id).toList());
      rest.forEach(o -> hidden.remove(o.id()));
      Map<String, Certainty> before = sure(whole);
      sure(part)
          .forEach(
              (cause, certainty) ->
                  assertThat(before.getOrDefault(cause, Certainty.POSSIBLE))
                      .as("%s without %s", cause, hidden)
                      .isGreaterThanOrEqualTo(certainty));
      assertThat(cleared(whole)).as("without %s", hidden).containsAll(cleared(part));
    }
  }

  @Test
  void aHandshakeDoesNotClearTheEndpointWhileTheAgentIsNotWell() {
    Scene scene = Scene.of(List.of("guest EP-09", "azure vm > agentStatus = \"Not Ready\""));
    List<Observation> withoutGuest =
        scene.observations().stream().filter(o -> !o.vantage().equals(Vantage.GUEST)).toList();
    assertThat(cleared(scene.diagnosed(withoutGuest))).doesNotContain(FaultDomain.ENDPOINT);
    assertThat(cleared(Scene.of(List.of()).diagnosed())).contains(FaultDomain.ENDPOINT);
  }

  private static boolean isWire(Observation o) {
    return o.vantage().equals(Vantage.CLIENT);
  }

  private static boolean isQuestion(Observation o) {
    return o.vantage().equals(Vantage.CLIENT) && QUESTION.contains(o.check());
  }

  private static Map<String, Certainty> sure(Diagnosis d) {
    Map<String, Certainty> all = new TreeMap<>();
    for (Finding finding : d.findings()) {
      if (finding.certainty() != Certainty.POSSIBLE) {
        all.put(finding.cause().id(), finding.certainty());
      }
    }
    return all;
  }

  private static Set<FaultDomain> cleared(Diagnosis d) {
    return d.domains().stream()
        .filter(v -> v.status() == DomainStatus.CLEARED)
        .map(DomainVerdict::domain)
        .collect(Collectors.toSet());
  }

  @TestFactory
  Stream<DynamicTest> orderDoesNotMatter() {
    return scenes().map(entry -> DynamicTest.dynamicTest(entry.name(), () -> shuffle(entry)));
  }

  private static void shuffle(SceneTable.Entry entry) {
    Scene scene = Scene.of(entry.lines());
    List<Observation> all = scene.observations();
    List<String> expected = told(scene.diagnosed(all));
    Random random = new Random(entry.name().hashCode());
    for (int i = 0; i < 3; i++) {
      List<Observation> other = new ArrayList<>(all);
      Collections.shuffle(other, random);
      assertThat(told(scene.diagnosed(other))).isEqualTo(expected);
    }
  }

  private static List<String> told(Diagnosis d) {
    List<String> all = new ArrayList<>();
    all.add(
        d.verdict() + " " + d.provenUpTo() + " " + d.lookAlike().orElse("") + " " + d.summary());
    d.findings()
        .forEach(f -> all.add(f.cause().id() + " " + f.certainty() + " " + f.explanation()));
    all.addAll(d.alsoPossible());
    d.domains().forEach(v -> all.add(v.toString()));
    return all;
  }
}
