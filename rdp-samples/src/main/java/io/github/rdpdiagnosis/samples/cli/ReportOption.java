package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import java.io.PrintStream;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The form of a diagnosis. */
final class ReportOption {
  static final String NAGIOS = "nagios";

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      completionCandidates = Formats.class,
      description = "${COMPLETION-CANDIDATES}. Default: text.")
  String format;

  @Option(
      names = "--output-file",
      paramLabel = "FILE",
      description = "Writes the result there instead of standard output: whole, or not at all.")
  @Nullable String file;

  /** Gives the result to whom it is for. */
  void print(PrintStream out, String text) {
    if (file == null) {
      out.print(text);
      return;
    }
    WholeFile.write(file, text);
  }

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
