package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.model.check.Observation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From a full set of observations - the wire, Azure's configuration, the guest's record, a client
 * error - to the diagnosis: derivation, rules, elimination, domains, explanation, next steps. To
 * stay below 2 ms.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EngineBenchmark {
  /** Which of the situations below. */
  @Param({"healthy", "timed-out", "guest-fault"})
  public String situation;

  private Scene scene;
  private List<Observation> observations;

  /** Reads the raw inputs; only the engine is measured. */
  @Setup
  public void read() {
    scene =
        Scene.of(
            switch (situation) {
              case "healthy" -> List.of("user SQL1\\appuser", "egress 198.51.100.7");
              case "timed-out" -> List.of("tcp TIMED_OUT", "egress 198.51.100.7", "error 0x204");
              default -> List.of("error 0x7", "guest VM-04");
            });
    observations = scene.observations();
  }

  /**
   * One diagnosis.
   *
   * @return it
   */
  @Benchmark
  public Diagnosis diagnose() {
    return scene.diagnosed(observations);
  }
}
