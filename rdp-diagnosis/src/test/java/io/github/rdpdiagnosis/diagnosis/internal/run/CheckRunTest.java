package io.github.rdpdiagnosis.diagnosis.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.ProgressListener;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import io.github.rdpdiagnosis.model.fact.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CheckRunTest {
  private static final FactKey<Long> FIRST = new FactKey<>("test.first", FactType.LONG);
  private static final FactKey<Long> SECOND = new FactKey<>("test.second", FactType.LONG);

  private interface Body {
    void run(CheckContext context) throws InterruptedException;
  }

  private record TestCheck(String name, Set<FactKey<?>> needs, Set<FactKey<?>> produces, Body body)
      implements Check {
    @Override
    public void run(CheckContext context) throws InterruptedException {
      body.run(context);
    }
  }

  private static Observation seen(String check, Facts facts) {
    return new Observation(
        check,
        Vantage.CLIENT,
        Optional.empty(),
        Instant.now(),
        Duration.ZERO,
        CheckStatus.holds(),
        facts);
  }

  private static Check producing(String name, FactKey<Long> key, Set<FactKey<?>> needs) {
    return new TestCheck(
        name,
        needs,
        Set.of(key),
        context -> context.report(seen(name, Facts.builder().put(key, 1L).build())));
  }

  private static List<Observation> run(Duration limit, Check... checks)
      throws InterruptedException {
    CheckRun run =
        new CheckRun(
            Vantage.CLIENT, List.of(checks), List.of(), Deadline.in(limit), ProgressListener.NONE);
    run.start();
    return run.await();
  }

  @Test
  void aCheckRunsOnceWhatItNeedsIsThere() throws InterruptedException {
    List<Observation> all =
        run(
            Duration.ofSeconds(10),
            producing("b", SECOND, Set.of(FIRST)),
            producing("a", FIRST, Set.of()));
    assertThat(all).extracting(Observation::check).containsExactly("a", "b");
  }

  @Test
  void aCheckWhoseNeedsNobodyMeetsIsNotRun() throws InterruptedException {
    List<Observation> all = run(Duration.ofSeconds(10), producing("b", SECOND, Set.of(FIRST)));
    assertThat(all)
        .singleElement()
        .satisfies(
            o -> {
              assertThat(o.status().kind()).isEqualTo(CheckStatus.Kind.NOT_RUN);
              assertThat(o.status().why())
                  .hasValueSatisfying(w -> assertThat(w).contains("test.first"));
            });
  }

  @Test
  void aChainOfChecksNamesTheMissingFacts() throws InterruptedException {
    FactKey<Long> third = new FactKey<>("test.third", FactType.LONG);
    List<Observation> all =
        run(
            Duration.ofSeconds(10),
            producing("d", third, Set.of(SECOND)),
            producing("c", SECOND, Set.of(FIRST)));
    assertThat(all)
        .extracting(o -> o.check() + ": " + o.status().why().orElse(""))
        .containsExactly("c: nothing gave test.first", "d: nothing gave test.second");
  }

  @Test
  void aCheckThatThrowsDoesNotStopTheOthers() throws InterruptedException {
    Check crashing =
        new TestCheck(
            "crash",
            Set.of(),
            Set.of(),
            context -> {
              throw new IllegalStateException("planted");
            });
    List<Observation> all = run(Duration.ofSeconds(10), crashing, producing("a", FIRST, Set.of()));
    assertThat(all)
        .anySatisfy(
            o -> {
              assertThat(o.check()).isEqualTo("crash-error");
              assertThat(o.status().kind()).isEqualTo(CheckStatus.Kind.INCONCLUSIVE);
            })
        .anyMatch(o -> o.check().equals("a"));
  }

  @Test
  void whatHasNotEndedByTheDeadlineIsNotRunAndIsCancelled() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    Check endless =
        new TestCheck(
            "endless",
            Set.of(),
            Set.of(),
            context -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
            });
    List<Observation> all = run(Duration.ofMillis(1500), endless, producing("a", FIRST, Set.of()));
    assertThat(all).extracting(Observation::check).containsExactly("a", "endless");
    assertThat(all.get(1).status()).isEqualTo(CheckStatus.notRun("the deadline"));
    interrupted.await();
  }

  @Test
  void cancellingEndsTheWaitAndStartsNothingMore() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    Check endless =
        new TestCheck(
            "endless",
            Set.of(),
            Set.of(FIRST),
            context -> {
              started.countDown();
              new CountDownLatch(1).await();
            });
    CheckRun run =
        new CheckRun(
            Vantage.CLIENT,
            List.of(endless, producing("after", SECOND, Set.of(FIRST))),
            List.of(),
            Deadline.in(Duration.ofMinutes(5)),
            ProgressListener.NONE);
    run.start();
    started.await();
    run.cancel();
    assertThat(run.await())
        .singleElement()
        .satisfies(o -> assertThat(o.check()).isEqualTo("after"))
        .satisfies(o -> assertThat(o.status()).isEqualTo(CheckStatus.notRun("the interrupt")));
  }
}
