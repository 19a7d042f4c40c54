package io.github.rdpdiagnosis.samples.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** When a command is over. */
final class DeadlineOption {
  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      defaultValue = "60s",
      description =
          "All is over by then, counted from the start of the process. Default: ${DEFAULT-VALUE}.")
  Duration value;
}
