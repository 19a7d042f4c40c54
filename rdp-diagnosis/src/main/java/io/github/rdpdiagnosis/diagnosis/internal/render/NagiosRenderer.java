package io.github.rdpdiagnosis.diagnosis.internal.render;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import java.util.List;
import java.util.Locale;

/**
 * The diagnosis as a plugin of Nagios, Icinga or Naemon prints it: one line, with performance data
 * behind the bar. WARNING is a path that works and is about to break.
 *
 * <p>Source: Nagios Core 3, plugin API.
 */
public final class NagiosRenderer implements Renderer {
  private static final int LONGEST_TEXT = 400;
  private static final double MILLIS = 1000;

  @Override
  public String format() {
    return "nagios";
  }

  /** The four states of the plugin API. */
  private enum State {
    OK(0),
    WARNING(1),
    CRITICAL(2),
    UNKNOWN(3);

    private final int exitStatus;

    State(int exitStatus) {
      this.exitStatus = exitStatus;
    }
  }

  @Override
  public int exitStatus(Diagnosis d) {
    return state(d).exitStatus;
  }

  @Override
  public String render(Diagnosis d) {
    return line(
        state(d),
        d.target().host() + ":" + d.target().port() + " " + d.summary() + forecast(d),
        String.format(
            Locale.ROOT,
            " | time=%.3fs;;;0 connections=%d;;;0 proven_up_to=%d;;;0;5",
            d.duration().toMillis() / MILLIS,
            d.connections(),
            Steps.of(d.provenUpTo())));
  }

  private static String line(State state, String text, String performance) {
    // A bar begins performance data, whatever the text around it.
    return "RDP "
        + state
        + " - "
        + Printable.of(text, LONGEST_TEXT).replace('|', '/')
        + performance
        + "\n";
  }

  private static String forecast(Diagnosis d) {
    List<String> soon =
        Forecast.of(d).stream().filter(Forecast::isSoon).map(Forecast::sentence).toList();
    return soon.isEmpty() ? "" : " " + String.join(" ", soon);
  }

  private static State state(Diagnosis d) {
    return switch (d.verdict()) {
      case WORKS -> Forecast.of(d).stream().anyMatch(Forecast::isSoon) ? State.WARNING : State.OK;
      case FAULT_FOUND -> State.CRITICAL;
      case UNDETERMINED -> State.UNKNOWN;
    };
  }
}
