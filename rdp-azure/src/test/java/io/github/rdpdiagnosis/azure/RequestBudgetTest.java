package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {
  private static final Duration PATIENT = Duration.ofMinutes(1);

  private final AtomicLong now = new AtomicLong(7);
  private final RequestBudget budget = new RequestBudget(now::get);

  private void spend(int requests) {
    for (int i = 0; i < requests; i++) {
      assertThat(budget.take(PATIENT)).as("request " + i).isZero();
    }
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void lets250ThroughAtOnceAnd25EachSecondAfter() {
    spend(250);
    assertThat(budget.take(PATIENT)).isEqualTo(Duration.ofMillis(40));
    assertThat(budget.take(PATIENT)).as("behind the one before").isEqualTo(Duration.ofMillis(80));
    pass(Duration.ofSeconds(2));
    spend(48);
    assertThat(budget.take(PATIENT)).isPositive();
  }

  @Test
  void neverSavesUpMoreThanTheBucketHolds() {
    pass(Duration.ofHours(1));
    spend(250);
    assertThat(budget.take(PATIENT)).isPositive();
  }

  /** Who would come too late takes nothing from those who can wait. */
  @Test
  void takesNothingFromWhoCannotWait() {
    spend(250);
    assertThat(budget.take(Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(40));
    assertThat(budget.take(Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(40));
    assertThat(budget.take(PATIENT)).isEqualTo(Duration.ofMillis(40));
  }
}
