package io.github.rdpdiagnosis.diagnosis;

import io.github.rdpdiagnosis.diagnosis.internal.engine.Engine;
import io.github.rdpdiagnosis.diagnosis.internal.redact.Redaction;
import io.github.rdpdiagnosis.diagnosis.internal.run.CheckRun;
import io.github.rdpdiagnosis.diagnosis.internal.telemetry.Telemetry;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** A diagnosis under way. Thread-safe. */
public final class RunningDiagnosis {
  private final CheckRun run;
  private final RdpTarget target;
  private final Optional<String> fileName;
  private final Optional<String> vmId;
  private final String id = UUID.randomUUID().toString();
  private final Instant startedAt = Instant.now();
  private final long startNanos = System.nanoTime();

  /** Hears of the end once. */
  private final AtomicReference<Telemetry> telemetry = new AtomicReference<>(Telemetry.begin());

  RunningDiagnosis(
      CheckRun run, RdpTarget target, Optional<String> fileName, Optional<String> vmId) {
    this.run = run;
    this.target = target;
    this.fileName = fileName;
    this.vmId = vmId;
    run.start();
  }

  /**
   * Waits until all checks are over, the deadline at the latest.
   *
   * @return what was found; if this thread is interrupted, what was found until then, and the
   *     interrupt flag is set again
   */
  public Diagnosis await() {
    Diagnosis diagnosis;
    try {
      diagnosis = conclude(run.await());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      diagnosis = partial();
    }
    telemetry.getAndSet(Telemetry.NONE).ended(diagnosis);
    return diagnosis;
  }

  /**
   * What there is so far; the diagnosis goes on.
   *
   * @return a diagnosis in which unfinished checks are NOT_RUN
   */
  public Diagnosis partial() {
    return conclude(run.soFar("the interrupt"));
  }

  /** Cancels whatever still runs. {@link #await()} then returns what was found until then. */
  public void cancel() {
    run.cancel();
  }

  private Diagnosis conclude(List<Observation> observations) {
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    return Engine.diagnose(
        new Engine.Case(
            id,
            startedAt,
            took,
            target.host(),
            target.port().number(),
            fileName,
            vmId,
            Redaction.of(observations)));
  }
}
