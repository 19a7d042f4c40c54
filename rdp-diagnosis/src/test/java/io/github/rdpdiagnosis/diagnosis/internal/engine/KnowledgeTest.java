package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.Stage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The tables themselves: ids exist, keys exist, classes are complete. */
class KnowledgeTest {
  private static final CauseCatalogue CATALOGUE = CauseCatalogue.standard();

  @Test
  void everyRuleAndMemberIsInTheCatalogue() {
    CauseRules.rows().keySet().forEach(CATALOGUE::cause);
    LookAlikes.ALL.forEach(c -> c.members().forEach(CATALOGUE::cause));
  }

  @Test
  void classIdsAndMembersAreUnique() {
    assertThat(LookAlikes.ALL).extracting(LookAlike::id).doesNotHaveDuplicates();
    LookAlikes.ALL.forEach(
        c -> assertThat(c.members()).as(c.id()).isNotEmpty().doesNotHaveDuplicates());
  }

  @Test
  void nothingIsProvenAboveTheCatalogue() {
    CauseRules.rows()
        .forEach(
            (id, rule) -> {
              if (rule.proves() != Condition.NEVER) {
                assertThat(CATALOGUE.cause(id).maxCertainty())
                    .as(id)
                    .isNotEqualTo(Certainty.POSSIBLE);
              }
            });
  }

  @Test
  void everyKeyThatIsReadIsAKeyOfThePath() throws IllegalAccessException {
    Set<String> known = new HashSet<>();
    for (Field field : PathFacts.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == FactKey.class) {
        known.add(((FactKey<?>) field.get(null)).id());
      }
    }
    GuestFacts.ALL.forEach(key -> known.add(key.id()));
    Set<String> read = new TreeSet<>();
    CauseRules.rows()
        .values()
        .forEach(
            rule -> {
              read.addAll(rule.proves().reads());
              read.addAll(rule.suggests().reads());
              read.addAll(rule.hints().reads());
              read.addAll(rule.excludes().reads());
              read.addAll(rule.unlikely().reads());
            });
    LookAlikes.ALL.forEach(c -> read.addAll(c.when().reads()));
    assertThat(known).containsAll(read);
    assertThat(read).hasSizeGreaterThan(15);
  }

  @Test
  void aTimeOutExcludesNoCauseOfTheTcpStageThatCanStopAConnection() {
    Set<String> harmless = Set.of("ED-07", "EP-03", "EP-09", "VM-22");
    for (LookAlike timeOut :
        LookAlikes.ALL.stream().filter(c -> c.id().startsWith("T1")).toList()) {
      for (Cause cause : CATALOGUE.causes()) {
        if (cause.stage() == Stage.TCP && !harmless.contains(cause.id())) {
          assertThat(timeOut.members()).as(timeOut.id()).contains(cause.id());
        }
      }
    }
  }
}
