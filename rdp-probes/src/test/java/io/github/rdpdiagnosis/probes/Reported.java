package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs checks one after another and keeps what they report. */
final class Reported implements CheckContext {
  private final Deadline deadline = Deadline.in(Duration.ofSeconds(20));
  private final List<Observation> seen = new ArrayList<>();

  static List<Observation> by(List<Check> checks) {
    Reported reported = new Reported();
    try {
      for (Check check : checks) {
        check.run(reported);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return List.copyOf(reported.seen);
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  @Override
  public List<Observation> observations() {
    return List.copyOf(seen);
  }

  @Override
  public void report(Observation observation) {
    seen.add(observation);
  }
}
