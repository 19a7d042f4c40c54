package io.github.rdpdiagnosis.model.error;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One look-up in the table of client errors, after it was loaded. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ClientErrorsBenchmark {
  /** What was shown: a code, two codes, a message with words around it, nothing known. */
  @Param({
    "0x204",
    "Error code: 0x904, Extended error code: 0x7",
    "Hi all, since this morning nobody gets in any more: Remote Desktop Disconnected. The remote"
        + " session was disconnected because there are no Remote Desktop License Servers available"
        + " to provide a license. Please contact the server administrator. Any ideas?",
    "My printer is offline since the update, reason unknown; restarting did not help."
  })
  public String text = "";

  /** Looks it up. */
  @Benchmark
  public ErrorMatch match() {
    return ClientErrors.match(text);
  }
}
