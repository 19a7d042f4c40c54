package io.github.rdpdiagnosis.diagnosis.spi;

import io.github.rdpdiagnosis.azure.internal.json.PlainJson;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.internal.json.ObservationJson;
import io.github.rdpdiagnosis.diagnosis.internal.render.JsonRenderer;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.ProgressListener;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One JSON object a line: {@code STARTED}, {@code OBSERVED} and {@code ENDED} of each check as they
 * happen, and the whole result as the last line, {@code RESULT}. Readers ignore events that they do
 * not know. Of a diagnosis that is over only {@code OBSERVED} and {@code RESULT} are written.
 */
public final class JsonLines implements Renderer {
  /** The name of this form: {@value}. */
  public static final String FORMAT = "jsonl";

  /** The form for a diagnosis that is over. */
  public JsonLines() {}

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public String render(Diagnosis d) {
    StringBuilder lines = new StringBuilder();
    d.checks().forEach(o -> lines.append(observed(o)));
    return lines.append(result(d)).toString();
  }

  /**
   * The last line.
   *
   * @param d the diagnosis
   * @return a line
   */
  public static String result(Diagnosis d) {
    return event("RESULT", "result", JsonRenderer.document(d));
  }

  /**
   * Writes the events of a run as they happen.
   *
   * @param lines takes each line, from several threads
   * @return the listener
   */
  public static ProgressListener listener(Consumer<String> lines) {
    return new ProgressListener() {
      @Override
      public void started(String check) {
        lines.accept(event("STARTED", "check", check));
      }

      @Override
      public void observed(Observation observation) {
        lines.accept(JsonLines.observed(observation));
      }

      @Override
      public void ended(String check) {
        lines.accept(event("ENDED", "check", check));
      }
    };
  }

  private static String observed(Observation o) {
    return event("OBSERVED", "observation", ObservationJson.write(o));
  }

  private static String event(String name, String field, Object value) {
    return PlainJson.line(new TreeMap<>(Map.of("event", name, field, value)));
  }
}
