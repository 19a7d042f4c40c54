package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.change.ChangeListener;
import io.github.rdpdiagnosis.azure.change.ChangeReport;
import io.github.rdpdiagnosis.azure.change.RemoteDesktopReset;
import io.github.rdpdiagnosis.diagnosis.AzureVm;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.diagnosis.remedy.RemediationPlan;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Carries a plan out, with a journal, and diagnoses again. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Carries out a plan of 'rdpdiag plan', and diagnoses again. Each step compares first, is in the"
          + " journal before it is sent, and is read back; where one fails, what was done before is"
          + " taken back. Given again after an interruption, it goes on."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done, and the path works",
      "1:done, and a fault is left; or a step failed and all is as before",
      "2:usage, or a file that cannot be read",
      "3:done, and the path is undetermined",
      "4:a step failed, and not all could be taken back: see the journal's steps"
    })
final class ApplyCommand implements Callable<Integer> {
  @ParentCommand RdpDiag parent;

  @Parameters(paramLabel = "PLAN", description = "The plan.")
  String file;

  @Option(names = "--yes", description = "Change what the plan says. Without it, it is only shown.")
  boolean yes;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = "Where the journal is kept, for 'rdpdiag rollback'. Default: PLAN.journal.")
  @Nullable String journal;

  @Option(
      names = "--verify-for",
      paramLabel = "TIME",
      defaultValue = "2m",
      description =
          "How long the diagnosis is repeated until the path works: changes take their time. Default:"
              + " ${DEFAULT-VALUE}.")
  Duration verifyFor;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      defaultValue = "15m",
      description = "The changes are over by then. Default: ${DEFAULT-VALUE}.")
  Duration deadline;

  @Mixin CloudOptions azure;

  @Mixin WinRmOptions winRm;

  @Override
  public Integer call() throws InterruptedException {
    RemediationPlan plan;
    try {
      plan = RemediationPlan.read(PlanCommand.read(file, RemediationPlan.LIMIT), file);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    if (!yes) {
      PlanCommand.preview(plan, parent.invocation().err());
      throw new UsageException("nothing was changed: apply takes --yes");
    }
    if (plan.changes().isEmpty()) {
      throw new UsageException("the plan has no step that apply carries out");
    }
    ChangeReport report = change(plan);
    print(report, parent.invocation().out());
    if (!report.isComplete()) {
      return report.isTakenBack() ? ExitCode.FAULT_FOUND : ExitCode.TOOL_FAILED;
    }
    return verify(plan);
  }

  private ChangeReport change(RemediationPlan plan) throws InterruptedException {
    String where = journal == null ? file + ".journal" : journal;
    parent.invocation().err().println("rdpdiag: journal " + where);
    try {
      return winRm
          .remediator(azure)
          .apply(
              plan,
              plan.hash(),
              TargetArgument.path(where),
              password(plan),
              Deadline.in(deadline),
              progress(parent.invocation().err()));
    } catch (IOException e) {
      throw new UsageException("the journal: " + e.getMessage());
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  static ChangeListener progress(PrintStream err) {
    return (step, point, what) -> {
      if (point == ChangeListener.Point.INTENT_ON_DISK) {
        err.println(PlanCommand.printable("rdpdiag: " + step + ": " + what + " ..."));
      }
    };
  }

  /** From the console, or one line of standard input; never from the command line. */
  private static Optional<Secret> password(RemediationPlan plan) throws IOException {
    boolean needed =
        plan.changes().stream()
            .map(step -> step.operation())
            .filter(RemoteDesktopReset.class::isInstance)
            .map(RemoteDesktopReset.class::cast)
            .anyMatch(reset -> reset.account().isPresent());
    if (!needed) {
      return Optional.empty();
    }
    return TypedPassword.read("New password: ");
  }

  static void print(ChangeReport report, PrintStream out) {
    report.steps().forEach(step -> out.println(PlanCommand.printable(step.toString())));
    if (!report.taken().isEmpty()) {
      out.println("taken back:");
      report.taken().forEach(step -> out.println(PlanCommand.printable("  " + step)));
      out.println(
          report.isTakenBack()
              ? "all is as it was before"
              : "NOT all is as it was before: see the lines above");
    }
  }

  /** The same checks, through the user's own path, until it works or the time is over. */
  private int verify(RemediationPlan plan) throws InterruptedException {
    Deadline end = Deadline.in(verifyFor);
    Diagnosis diagnosis = diagnose(plan);
    while (diagnosis.verdict() != Verdict.WORKS
        && end.remaining().compareTo(Duration.ofSeconds(20)) > 0) {
      parent.invocation().err().println("rdpdiag: not yet: " + diagnosis.summary());
      java.util.concurrent.TimeUnit.SECONDS.sleep(10);
      diagnosis = diagnose(plan);
    }
    parent.invocation().out().print(Renderer.text(OutputFormat.width()).render(diagnosis));
    return ExitCode.of(diagnosis.verdict());
  }

  private Diagnosis diagnose(RemediationPlan plan) {
    RdpDiagnosis diagnosis = RdpDiagnosis.of(plan.host(), new Port(plan.port()));
    plan.clients().forEach(client -> diagnosis.egress(IpAddress.parse(client)));
    plan.vmId().ifPresent(id -> diagnosis.azure(AzureVm.of(azure.reader(), VmId.parse(id))));
    return diagnosis.run();
  }
}
