package io.github.rdpdiagnosis.diagnosis.internal.render;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RecentChange;
import java.util.List;

/** What changed since the connection worked, as lines for people. */
public final class ChangeLine {
  /** What stands above them. */
  public static final String TITLE = "What changed since it worked (no proof)";

  private ChangeLine() {}

  /**
   * The lines.
   *
   * @param d a diagnosis
   * @return one for each change
   */
  public static List<String> of(Diagnosis d) {
    return d.changes().stream().map(ChangeLine::line).toList();
  }

  private static String line(RecentChange change) {
    return change.at().map(at -> at + ": ").orElse("")
        + change.text()
        + (change.causes().isEmpty() ? "" : " Fits " + String.join(" ", change.causes()) + ".");
  }
}
