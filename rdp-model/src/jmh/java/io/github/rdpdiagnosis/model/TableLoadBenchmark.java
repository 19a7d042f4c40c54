package io.github.rdpdiagnosis.model;

import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.error.ClientError;
import io.github.rdpdiagnosis.model.error.ClientErrors;
import io.github.rdpdiagnosis.model.rdpfile.RdpProperties;
import io.github.rdpdiagnosis.model.rdpfile.RdpProperty;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The first use of a table in a program that runs already: one load in each of 15 JVMs. {@link
 * TableLoad} measures it as the very first thing a JVM does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(15)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class TableLoadBenchmark {
  /** Properties of .rdp files. */
  @Benchmark
  public Collection<RdpProperty> properties() {
    return RdpProperties.standard().all();
  }

  /** The catalogue of causes. */
  @Benchmark
  public Collection<Cause> causes() {
    return CauseCatalogue.standard().causes();
  }

  /** Client errors. */
  @Benchmark
  public Collection<ClientError> errors() {
    return ClientErrors.all();
  }
}
