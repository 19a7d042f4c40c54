package io.github.rdpdiagnosis.samples.spring;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Remote Desktop to a VM as a health indicator: {@code UP} where it works, {@code DOWN} where a
 * fault was found, {@code UNKNOWN} where it cannot be told. Declare one as a bean for each VM:
 *
 * <pre>
 * &#64;Bean
 * RdpHealthIndicator jumpHost() {
 *   return new RdpHealthIndicator(
 *       () -&gt; RdpDiagnosis.of("jump.example.com", new Port(3389)).deadline(Duration.ofSeconds(20)),
 *       Duration.ofMinutes(5));
 * }
 * </pre>
 *
 * <p>Whoever asks too soon gets the last answer: each diagnosis opens connections to the VM, and
 * health endpoints are asked every few seconds. Thread-safe; those who ask during a diagnosis wait
 * for it.
 */
public final class RdpHealthIndicator implements HealthIndicator {
  private final Supplier<RdpDiagnosis> diagnosis;
  private final Duration interval;
  private final Clock clock;
  private Instant due = Instant.MIN;
  private Health last = Health.unknown().build();

  /**
   * Diagnoses on demand.
   *
   * @param diagnosis what to run, with a deadline below the endpoint's time-out
   * @param interval the least time between two runs
   */
  public RdpHealthIndicator(Supplier<RdpDiagnosis> diagnosis, Duration interval) {
    this(diagnosis, interval, Clock.systemUTC());
  }

  RdpHealthIndicator(Supplier<RdpDiagnosis> diagnosis, Duration interval, Clock clock) {
    this.diagnosis = diagnosis;
    this.interval = interval;
    this.clock = clock;
  }

  @Override
  public synchronized Health health() {
    if (!clock.instant().isBefore(due)) {
      last = health(diagnosis.get().run());
      due = clock.instant().plus(interval);
    }
    return last;
  }

  private static Health health(Diagnosis diagnosis) {
    Health.Builder health =
        switch (diagnosis.verdict()) {
          case WORKS -> Health.up();
          case FAULT_FOUND -> Health.down();
          case UNDETERMINED -> Health.unknown();
        };
    return health
        .withDetail("summary", diagnosis.summary())
        .withDetail("at", diagnosis.startedAt().toString())
        .withDetail("causes", diagnosis.findings().stream().map(f -> f.cause().id()).toList())
        .build();
  }
}
