package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.diagnosis.remedy.PlannedStep;
import io.github.rdpdiagnosis.diagnosis.remedy.RemediationPlan;
import io.github.rdpdiagnosis.diagnosis.remedy.RewrittenFile;
import io.github.rdpdiagnosis.diagnosis.remedy.Wishes;
import io.github.rdpdiagnosis.model.net.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What would mend it, as a document. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Plans what mends a fault, from 'rdpdiag diagnose --output json'. Changes nothing and asks"
          + " nobody. The plan goes to standard output, a preview to standard error."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:there is a plan",
      "2:usage, or a file that cannot be read",
      "3:nothing that is known mends what was found"
    })
final class PlanCommand implements Callable<Integer> {
  private static final int LIMIT = 16 << 20;

  @ParentCommand RdpDiag parent;

  @Parameters(paramLabel = "RESULT.json", description = "The diagnosis.")
  String result;

  @Option(
      names = "--client",
      paramLabel = "ADDRESS",
      description =
          "Who is to be let in: an address as Azure sees it. Default: the --egress of the diagnosis."
              + " Repeatable.")
  List<String> clients = new ArrayList<>();

  @Option(
      names = "--add",
      paramLabel = "ACTION",
      description =
          "Something beyond the findings: restart, redeploy, reset-rdp, nla-on, firewall-on,"
              + " nla-off-for-a-time, recreate, vantage-vm."
              + " Repeatable.")
  List<String> actions = new ArrayList<>();

  @Option(names = "--resize", paramLabel = "SIZE", description = "Another size for the VM.")
  @Nullable String size;

  @Option(
      names = "--reset-password",
      paramLabel = "ACCOUNT",
      description = "Sets this local account's password when the plan is applied.")
  @Nullable String account;

  @Option(
      names = "--remote-desktop-user",
      paramLabel = "ACCOUNT",
      description = "Puts this account into the local group Remote Desktop Users.")
  @Nullable String user;

  @Option(
      names = "--remove-rule",
      paramLabel = "RULE",
      description =
          "Takes away this rule of a network security group, by name or ARM id; only one that allows.")
  @Nullable String removedRule;

  @Option(
      names = "--public-ip",
      paramLabel = "ID",
      description = "Puts this public IP address, by its ARM id, on the VM's NIC.")
  @Nullable String publicIp;

  @Option(
      names = "--rdp-file",
      paramLabel = "FILE.rdp",
      description = "With --rewrite-to: the file to write anew with the VM's address and port.")
  @Nullable String rdpFile;

  @Option(
      names = "--rewrite-to",
      paramLabel = "NEW.rdp",
      description = "Writes the file of --rdp-file anew to this one, which must not exist.")
  @Nullable String rewriteTo;

  @Override
  public Integer call() {
    RemediationPlan plan;
    try {
      byte[] diagnosis = read(result, LIMIT);
      plan = RemediationPlan.ofResult(diagnosis, result, wishes());
      rewrite(diagnosis);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    parent.invocation().out().print(plan.toJson());
    preview(plan, parent.invocation().err());
    return plan.steps().isEmpty() ? ExitCode.UNDETERMINED : ExitCode.WORKS;
  }

  /** The one file that a plan writes: a new one, at the path that was named. */
  private void rewrite(byte[] diagnosis) {
    if (rdpFile == null || rewriteTo == null) {
      if (rdpFile != null || rewriteTo != null) {
        throw new UsageException("--rdp-file and --rewrite-to go together");
      }
      return;
    }
    RewrittenFile file =
        RewrittenFile.of(
                TargetArgument.read(TargetArgument.path(rdpFile), rdpFile), diagnosis, result)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--rewrite-to: the diagnosis holds no address of the VM: diagnose with --vm"));
    PrintStream err = parent.invocation().err();
    file.changes().forEach(each -> err.println("rdpdiag: " + printable(each)));
    file.edit().notes().forEach(note -> err.println("rdpdiag: " + printable(note)));
    RdpFileCommand.write(file.edit().file(), rewriteTo);
    err.println("rdpdiag: written: " + printable(rewriteTo));
  }

  static byte[] read(String file, int limit) {
    try (InputStream in = Files.newInputStream(TargetArgument.path(file))) {
      return in.readNBytes(limit + 1);
    } catch (IOException e) {
      throw TargetArgument.unreadable(file, e);
    }
  }

  private Wishes wishes() {
    Set<Wishes.Action> all = EnumSet.noneOf(Wishes.Action.class);
    for (String action : actions) {
      all.add(
          EnumSet.allOf(Wishes.Action.class).stream()
              .filter(each -> word(each).equals(action))
              .findFirst()
              .orElseThrow(
                  () -> new UsageException("--add: no action is called '" + action + "'")));
    }
    return new Wishes(
        clients.stream().map(PlanCommand::address).toList(),
        all,
        Optional.ofNullable(size),
        Optional.ofNullable(account),
        Optional.ofNullable(user),
        Optional.ofNullable(removedRule),
        Optional.ofNullable(publicIp));
  }

  private static String word(Wishes.Action action) {
    return action.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static IpAddress address(String text) {
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--client: " + e.getMessage());
    }
  }

  /** The steps for people, with what each brings with it. */
  static void preview(RemediationPlan plan, PrintStream out) {
    for (PlannedStep step : plan.steps()) {
      out.println(printable(step.id() + ": " + step.what()));
      step.operation()
          .ifPresentOrElse(
              operation -> {
                out.println(printable("  on " + operation.target()));
                out.println(printable("  from " + operation.before()));
                out.println(printable("  to " + operation.after()));
                out.println("  checked first: " + printable(step.precondition()));
                out.println("  needs " + String.join(", ", operation.permissions()));
                out.println(
                    "  taken back by: "
                        + operation.inverse().map(i -> printable(i.what())).orElse("nothing"));
              },
              () -> out.println("  not carried out by apply: it is done by hand"));
      step.consequences().forEach(each -> out.println(printable("  note: " + each)));
      out.println(printable("  by hand: " + step.byHand()));
    }
    plan.notes().forEach(note -> out.println(printable("note: " + note)));
    out.println("plan " + plan.hash());
  }

  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
