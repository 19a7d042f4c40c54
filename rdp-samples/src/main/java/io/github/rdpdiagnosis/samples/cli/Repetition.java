package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** More than one diagnosis of the same target, for faults that come and go. */
final class Repetition {
  /** Twelve connections a diagnosis at most: not more often than that. */
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  private static final int MOST = 100;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Diagnoses N times and prints the first that does not work, else the last; how often it"
              + " worked goes to standard error. For faults that come and go.")
  int times;

  @Option(
      names = "--pause",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "Between two of --repeat. At least, and by default, 10s.")
  Duration pause;

  @Option(
      names = "--watch",
      paramLabel = "TIME",
      description =
          "Diagnoses again and again, with this time in between (at least 10s), and prints a result"
              + " only when it differs from the one before. Ends when interrupted.")
  @Nullable Duration watch;

  /** Refuses what would be impolite. */
  void check() {
    if (times < 1 || times > MOST) {
      throw new UsageException("--repeat: expected 1 to " + MOST + ", got " + times);
    }
    if (watch != null && times > 1) {
      throw new UsageException("--watch and --repeat exclude each other");
    }
    Duration between = watch == null ? pause : watch;
    if ((watch != null || times > 1) && between.compareTo(SHORTEST) < 0) {
      throw new UsageException(
          (watch == null ? "--pause" : "--watch")
              + ": expected at least 10s, got "
              + between.toMillis()
              + "ms");
    }
  }

  /** Runs as often as --repeat says; the first that does not work is the result. */
  Diagnosis repeat(Supplier<Diagnosis> run, PrintStream err, Wait wait) {
    List<Diagnosis> all = new ArrayList<>(List.of(run.get()));
    while (all.size() < times && wait.of(pause)) {
      all.add(run.get());
    }
    long worked = all.stream().filter(d -> d.verdict() == Verdict.WORKS).count();
    if (times > 1) {
      err.println(
          String.format(
              Locale.ROOT,
              "rdpdiag: worked in %d of %d diagnoses%s",
              worked,
              all.size(),
              worked == all.size() ? ": a fault was not reproduced" : ""));
    }
    return all.stream()
        .filter(d -> d.verdict() != Verdict.WORKS)
        .findFirst()
        .orElse(all.get(all.size() - 1));
  }

  /** Runs until it is interrupted; tells of changes. */
  Diagnosis watch(Supplier<Diagnosis> run, Consumer<Diagnosis> tell, Wait wait) {
    Diagnosis last = run.get();
    tell.accept(last);
    while (watch != null && wait.of(watch)) {
      Diagnosis now = run.get();
      if (!essence(now).equals(essence(last))) {
        tell.accept(now);
      }
      last = now;
    }
    return last;
  }

  /** What a person would call a change: not times, ports of a connection or wordings. */
  static List<Object> essence(Diagnosis d) {
    return List.of(
        d.verdict(),
        d.provenUpTo(),
        d.domains().stream().map(v -> v.status()).toList(),
        d.findings().stream().map(f -> f.cause().id() + " " + f.certainty()).toList());
  }

  /** Waits; false when the wait was interrupted. */
  @FunctionalInterface
  interface Wait {
    boolean of(Duration time);

    /** On this thread. */
    static boolean here(Duration time) {
      try {
        return !new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
