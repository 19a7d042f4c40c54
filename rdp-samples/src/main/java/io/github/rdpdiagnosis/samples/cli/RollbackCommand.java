package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.azure.change.ChangeReport;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Takes back what a journal says was begun. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Takes back what 'rdpdiag apply' did, last step first. What somebody else changed since is left"
          + " as it is, and named."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all is as it was before",
      "2:usage, or a file that cannot be read",
      "4:something could not be taken back: it is named"
    })
final class RollbackCommand implements Callable<Integer> {
  @ParentCommand RdpDiag parent;

  @Parameters(paramLabel = "JOURNAL", description = "The journal of 'rdpdiag apply'.")
  String journal;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      defaultValue = "15m",
      description = "All is over by then. Default: ${DEFAULT-VALUE}.")
  Duration deadline;

  @Mixin CloudOptions azure;

  @Mixin WinRmOptions winRm;

  @Override
  public Integer call() throws InterruptedException {
    ChangeReport report;
    try {
      report =
          winRm
              .remediator(azure)
              .rollback(
                  TargetArgument.path(journal),
                  Deadline.in(deadline),
                  ApplyCommand.progress(parent.invocation().err()));
    } catch (IOException e) {
      throw TargetArgument.unreadable(journal, e);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    if (report.taken().isEmpty()) {
      parent.invocation().out().println("nothing was begun that could be taken back");
    }
    ApplyCommand.print(report, parent.invocation().out());
    return report.isTakenBack() ? ExitCode.WORKS : ExitCode.TOOL_FAILED;
  }
}
