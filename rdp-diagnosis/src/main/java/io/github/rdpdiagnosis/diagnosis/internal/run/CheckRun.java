package io.github.rdpdiagnosis.diagnosis.internal.run;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.ProgressListener;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs checks side by side: each starts as soon as the facts that it needs are there. Ends when all
 * are over, or at the deadline with what is there by then. A check that throws is reported as
 * INCONCLUSIVE and the others go on.
 */
public final class CheckRun {
  /** After the deadline, checks that end by themselves get this long to report what they have. */
  private static final Duration GRACE = Duration.ofMillis(60);

  private static final Logger LOG = LoggerFactory.getLogger(CheckRun.class);
  private static final AtomicInteger THREADS = new AtomicInteger();

  private final Vantage vantage;
  private final Deadline deadline;
  private final ProgressListener listener;
  private final ExecutorService executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Check> waiting;
  private final Set<Check> running = new LinkedHashSet<>();
  private final List<Observation> observations;

  /** Nothing is started any more. Guarded by the lock. */
  private boolean over;

  /**
   * Prepares a run.
   *
   * @param vantage where the checks look from, for reports about checks that did not run
   * @param checks what to run
   * @param given observations that are there already, such as evidence from elsewhere
   * @param deadline when all is over
   * @param listener hears of it all
   */
  public CheckRun(
      Vantage vantage,
      List<Check> checks,
      List<Observation> given,
      Deadline deadline,
      ProgressListener listener) {
    this.vantage = vantage;
    this.deadline = deadline;
    this.listener = listener;
    this.waiting = new LinkedHashSet<>(checks);
    this.observations = new ArrayList<>(given);
    this.executor =
        Executors.newFixedThreadPool(
            Math.max(1, checks.size()),
            task -> {
              Thread thread = new Thread(task, "rdp-check-" + THREADS.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts what can start. */
  public void start() {
    locked(this::startReady);
  }

  /**
   * Waits until all checks are over, the deadline at the latest.
   *
   * @return everything that was seen; checks that did not end are reported as NOT_RUN
   * @throws InterruptedException if this thread is interrupted; the checks are then cancelled
   */
  public List<Observation> await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = deadline.remaining().plus(GRACE).toNanos();
      while (!running.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return soFar(over ? "the interrupt" : "the deadline");
    } finally {
      lock.unlock();
      cancel();
    }
  }

  /** Cancels whatever still runs. What was seen so far stays. */
  public void cancel() {
    locked(
        () -> {
          over = true;
          executor.shutdownNow();
        });
  }

  /**
   * What was seen so far, with a NOT_RUN for each check that is not over.
   *
   * @param because why those are missing
   * @return a copy
   */
  public List<Observation> soFar(String because) {
    lock.lock();
    try {
      List<Observation> result = new ArrayList<>(observations);
      for (Set<Check> unfinished : List.of(running, waiting)) {
        unfinished.forEach(check -> result.add(notRun(check, because)));
      }
      return List.copyOf(result);
    } finally {
      lock.unlock();
    }
  }

  /** One check given up may be what another one waits for: again, until none is. */
  private void startReady() {
    boolean gaveUp = !over;
    while (gaveUp) {
      gaveUp = false;
      for (Check check : List.copyOf(waiting)) {
        gaveUp |= startOrGiveUp(check);
      }
    }
  }

  /** Returns whether the check was given up. */
  private boolean startOrGiveUp(Check check) {
    Set<FactKey<?>> missing = new LinkedHashSet<>(check.needs());
    missing.removeIf(
        key -> observations.stream().anyMatch(o -> isOfThisRun(o) && o.facts().has(key)));
    if (missing.isEmpty()) {
      waiting.remove(check);
      running.add(check);
      executor.execute(() -> run(check));
      return false;
    }
    if (missing.stream().anyMatch(this::canStillCome)) {
      return false;
    }
    waiting.remove(check);
    String needed = missing.stream().map(FactKey::id).collect(Collectors.joining(", "));
    add(notRun(check, "nothing gave " + needed));
    return true;
  }

  /** What other vantage points saw of the network says nothing about this one's. */
  private boolean isOfThisRun(Observation o) {
    return o.vantage().equals(vantage) || o.vantage().equals(Vantage.AZURE);
  }

  private boolean canStillCome(FactKey<?> key) {
    return running.stream().anyMatch(c -> c.produces().contains(key))
        || waiting.stream().anyMatch(c -> c.produces().contains(key));
  }

  private void run(Check check) {
    listener.started(check.name());
    Instant at = Instant.now();
    try {
      check.run(new Context());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.debug("check {} was interrupted", check.name());
    } catch (RuntimeException e) {
      LOG.debug("check {} failed", check.name(), e);
      locked(() -> add(crashed(check, at, e)));
    } finally {
      listener.ended(check.name());
      locked(
          () -> {
            running.remove(check);
            // Checks come and go only here and in startReady, so that one which was left by others
            // is started or given up.
            startReady();
            changed.signalAll();
          });
    }
  }

  private Observation crashed(Check check, Instant at, RuntimeException e) {
    return new Observation(
        check.name() + "-error",
        vantage,
        Optional.empty(),
        at,
        Duration.between(at, Instant.now()),
        CheckStatus.inconclusive(
            "the check itself failed: " + e.getClass().getSimpleName(),
            "a repaired version of the check"),
        Facts.none());
  }

  private Observation notRun(Check check, String because) {
    return new Observation(
        check.name(),
        vantage,
        Optional.empty(),
        Instant.now(),
        Duration.ZERO,
        CheckStatus.notRun(because),
        Facts.none());
  }

  private void add(Observation observation) {
    observations.add(observation);
    listener.observed(observation);
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  private final class Context implements CheckContext {
    @Override
    public Deadline deadline() {
      return deadline;
    }

    @Override
    public List<Observation> observations() {
      lock.lock();
      try {
        return List.copyOf(observations);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void report(Observation observation) {
      locked(
          () -> {
            add(observation);
            startReady();
          });
    }
  }
}
