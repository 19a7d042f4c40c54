package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.all;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.any;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.in;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.is;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConditionTest {
  private static final FactKey<Boolean> SEEN = new FactKey<>("test.seen", FactType.BOOLEAN);
  private static final FactKey<Long> NUMBER = new FactKey<>("test.number", FactType.LONG);
  private static final FactKey<Boolean> HIDDEN = new FactKey<>("test.hidden", FactType.BOOLEAN);

  private static final FactBase FACTS =
      FactBase.builder().put(SEEN, true, "client/a").put(NUMBER, 5L, "client/b").build();

  private static final Condition TRUE = is(SEEN, true);
  private static final Condition FALSE = is(SEEN, false);
  private static final Condition UNKNOWN = is(HIDDEN, true);

  @Test
  void whatWasNotSeenIsUnknownWhicheverWayItIsAsked() {
    assertThat(truth(UNKNOWN)).isEqualTo(Truth.UNKNOWN);
    assertThat(truth(not(UNKNOWN))).isEqualTo(Truth.UNKNOWN);
    assertThat(truth(in(HIDDEN, true, false))).isEqualTo(Truth.UNKNOWN);
  }

  @Test
  void conjunctionAndDisjunctionFollowKleene() {
    for (Condition a : List.of(TRUE, FALSE, UNKNOWN)) {
      for (Condition b : List.of(TRUE, FALSE, UNKNOWN)) {
        List<Truth> parts = List.of(truth(a), truth(b));
        assertThat(truth(all(a, b))).as("%s and %s", a, b).isEqualTo(Collections.min(parts));
        assertThat(truth(any(a, b))).as("%s or %s", a, b).isEqualTo(Collections.max(parts));
        assertThat(truth(not(all(a, b)))).isEqualTo(truth(any(not(a), not(b))));
      }
    }
    assertThat(truth(all())).isEqualTo(Truth.TRUE);
    assertThat(truth(Condition.NEVER)).isEqualTo(Truth.FALSE);
  }

  @Test
  void answersCarryTheEvidenceThatDecides() {
    assertThat(all(TRUE, is(NUMBER, 5L)).ask(FACTS).evidence())
        .containsExactlyInAnyOrder("client/a", "client/b");
    assertThat(any(FALSE, is(NUMBER, 5L)).ask(FACTS).evidence()).containsExactly("client/b");
    assertThat(UNKNOWN.ask(FACTS).evidence()).isEmpty();
  }

  @Test
  void printsAsItReads() {
    assertThat(all(TRUE, not(in(NUMBER, 1L, 2L))))
        .hasToString("test.seen is true and not (test.number in [1, 2])");
    assertThat(all(TRUE, UNKNOWN).reads()).isEqualTo(Set.of("test.seen", "test.hidden"));
  }

  private static Truth truth(Condition condition) {
    return condition.ask(FACTS).truth();
  }
}
