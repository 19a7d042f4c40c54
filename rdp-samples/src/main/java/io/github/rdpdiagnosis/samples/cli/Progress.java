package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.ProgressListener;
import java.time.Duration;
import java.util.Locale;

/** What a person at a terminal hears of a run: how long it takes, what is left, what was seen. */
final class Progress implements ProgressListener {
  private static final double MILLIS = 1000;

  private final RdpDiag.Invocation invocation;
  private final Duration deadline;

  Progress(RdpDiag.Invocation invocation, Duration deadline) {
    this.invocation = invocation;
    this.deadline = deadline;
  }

  @Override
  public void started(String check) {
    line("%s begins", check);
  }

  @Override
  public void observed(Observation o) {
    line(
        "%-34s %-14s %5d ms%s",
        o.id(),
        o.status().kind(),
        o.duration().toMillis(),
        o.status().why().map(why -> "  " + why).orElse(""));
  }

  private void line(String form, Object... values) {
    Duration elapsed = invocation.elapsed();
    long left = Math.max(0, deadline.minus(elapsed).toSeconds());
    String time =
        String.format(Locale.ROOT, "%5.1f s, %3d s left  ", elapsed.toMillis() / MILLIS, left);
    invocation.err().println(time + String.format(Locale.ROOT, form, values));
  }
}
