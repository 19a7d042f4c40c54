package io.github.rdpdiagnosis.diagnosis;

import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.diagnosis.internal.json.EvidenceJson;
import io.github.rdpdiagnosis.diagnosis.internal.redact.Redaction;
import io.github.rdpdiagnosis.diagnosis.internal.run.CheckRun;
import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.ProgressListener;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import io.github.rdpdiagnosis.probes.LocalEnvironment;
import io.github.rdpdiagnosis.probes.RdpLadder;
import io.github.rdpdiagnosis.probes.WebAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What one vantage point saw of a target: the content of an evidence file, written by {@code
 * rdpdiag probe} there and read by {@code --evidence} here. Immutable.
 *
 * @param vantage where it was seen from; not {@code client}, {@code azure} or {@code guest}, which
 *     name this run's own
 * @param host the host that was asked for there
 * @param port the port that was asked for there
 * @param observations what was seen
 */
public record Evidence(Vantage vantage, String host, int port, List<Observation> observations) {
  /** The largest evidence file that is read: {@value} bytes. */
  public static final int LIMIT = 4 << 20;

  /** Copies the list; refuses the names of this run's own vantage points. */
  public Evidence {
    Objects.requireNonNull(host, "host");
    observations = List.copyOf(observations);
    if (Vantage.OWN.contains(vantage)) {
      throw new IllegalArgumentException(
          "an evidence file needs a vantage name of its own, got "
              + vantage
              + ": probe again with --name");
    }
  }

  /**
   * Reads an evidence file.
   *
   * @param file the file
   * @return its content
   * @throws IOException if it cannot be read
   * @throws JsonDocumentException if it is too large or no evidence file; the message names the
   *     place
   */
  public static Evidence read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return EvidenceJson.read(in.readNBytes(LIMIT + 1), String.valueOf(file.getFileName()));
    }
  }

  /**
   * Looks at a target from this computer, under another vantage name: what {@code rdpdiag probe}
   * does. Read-only; see {@link RdpLadder} for what it sends, {@link WebAccess} for the system's
   * proxy, and {@link LocalEnvironment} for what it says of this computer.
   *
   * @param vantage what this computer is called in the evidence
   * @param target what to look at
   * @param deadline when all is over
   * @param listener hears of the checks as they run
   * @return what was seen; if this thread is interrupted, what was seen until then, and the
   *     interrupt flag is set again
   */
  public static Evidence probe(
      Vantage vantage, RdpTarget target, Duration deadline, ProgressListener listener) {
    return probe(vantage, target, UnaryOperator.identity(), deadline, listener);
  }

  /**
   * As {@link #probe(Vantage, RdpTarget, Duration, ProgressListener)}, asking more.
   *
   * @param vantage what this place is called
   * @param target what to look at
   * @param ladder what the ladder asks beyond its defaults, such as {@code RdpLadder::survey}
   * @param deadline for everything
   * @param listener told what is going on
   * @return what was seen
   */
  public static Evidence probe(
      Vantage vantage,
      RdpTarget target,
      UnaryOperator<RdpLadder> ladder,
      Duration deadline,
      ProgressListener listener) {
    String host = target.host();
    int port = target.port().number();
    List<Check> checks =
        new ArrayList<>(ladder.apply(RdpLadder.of(host, port)).vantage(vantage).checks());
    checks.addAll(LocalEnvironment.of(host, port).vantage(vantage).checks());
    checks.addAll(WebAccess.of(host, port).vantage(vantage).checks());
    CheckRun run =
        new CheckRun(vantage, checks, List.of(), Deadline.in(deadline), Redaction.before(listener));
    run.start();
    List<Observation> seen;
    try {
      seen = run.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      seen = run.soFar("the interrupt");
    }
    return new Evidence(vantage, target.host(), target.port().number(), Redaction.of(seen));
  }

  /**
   * The content of an evidence file.
   *
   * @return JSON, UTF-8, ending in a line end
   */
  public String json() {
    return EvidenceJson.write(this);
  }
}
