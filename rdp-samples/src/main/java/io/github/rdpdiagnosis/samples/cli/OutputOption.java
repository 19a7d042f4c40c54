package io.github.rdpdiagnosis.samples.cli;

import picocli.CommandLine.Option;

/** The form of a result. */
final class OutputOption {
  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: text.")
  OutputFormat value;
}
