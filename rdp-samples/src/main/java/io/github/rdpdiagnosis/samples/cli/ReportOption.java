package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import java.util.Iterator;
import picocli.CommandLine.Option;

/** The form of a diagnosis. */
final class ReportOption {
  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      completionCandidates = Formats.class,
      description = "${COMPLETION-CANDIDATES}. Default: text.")
  String format;

  Renderer renderer() {
    return Renderer.named(format, OutputFormat.width())
        .orElseThrow(
            () ->
                new UsageException(
                    "--output: expected one of "
                        + String.join(", ", Renderer.formats())
                        + ", got '"
                        + format
                        + "'"));
  }

  /** For the usage text; looked up only when that is printed. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Renderer.formats().iterator();
    }
  }
}
