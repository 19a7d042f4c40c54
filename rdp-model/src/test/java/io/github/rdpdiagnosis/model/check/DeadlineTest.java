package io.github.rdpdiagnosis.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void countsDown() {
    Deadline deadline = Deadline.in(HOUR);
    Duration first = deadline.remaining();

    assertThat(first).isLessThanOrEqualTo(HOUR).isGreaterThan(Duration.ofMinutes(59));
    assertThat(deadline.remaining()).isLessThanOrEqualTo(first);
    assertThat(deadline.isOver()).isFalse();
  }

  @Test
  void isOverFromTheStartWithoutTime() {
    for (Duration none : new Duration[] {Duration.ZERO, Duration.ofSeconds(-5)}) {
      Deadline deadline = Deadline.in(none);

      assertThat(deadline.isOver()).isTrue();
      assertThat(deadline.remaining()).isZero();
      assertThat(deadline.atMost(HOUR)).isZero();
    }
  }

  @Test
  void cutsTheLimitOfAStep() {
    Deadline deadline = Deadline.in(HOUR);

    assertThat(deadline.atMost(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(5));
    assertThat(deadline.atMost(Duration.ofHours(2))).isLessThanOrEqualTo(HOUR);
  }

  @Test
  void neverGivesTheSocketTimeOutThatMeansForEver() {
    assertThat(Deadline.in(Duration.ZERO).millisAtMost(HOUR)).isEqualTo(1);
    assertThat(Deadline.in(HOUR).millisAtMost(Duration.ofSeconds(5))).isEqualTo(5000);
    assertThat(Deadline.in(HOUR).millisAtMost(Duration.ofNanos(1))).isEqualTo(1);
    assertThat(Deadline.in(Duration.ofDays(60)).millisAtMost(Duration.ofDays(50)))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void takesTheEarlierOfTwo() {
    Deadline deadline = Deadline.in(HOUR);

    assertThat(deadline.orSooner(Duration.ofHours(2))).isSameAs(deadline);
    assertThat(deadline.orSooner(Duration.ofMinutes(1)).remaining())
        .isLessThanOrEqualTo(Duration.ofMinutes(1));
  }
}
