package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.azure.FoundVm;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.Subscription;
import io.github.rdpdiagnosis.azure.VmFinder;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The VMs that an identity sees, or those behind an address. */
@Command(
    name = "vms",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists the subscriptions that this identity sees, and their VMs: power state, guest's name,"
          + " id. With --behind, the VMs that a connection to an address leads to, instances of"
          + " uniform scale sets among them. Asks Azure Resource Graph, which may lag some minutes."
    })
final class VmsCommand implements Callable<Integer> {
  @ParentCommand RdpDiag parent;

  @Mixin AzureOptions azure;

  @Mixin DeadlineOption deadline;

  @Option(
      names = "--behind",
      paramLabel = "TARGET",
      description = "An address, a name or a .rdp file.")
  @Nullable String behind;

  @Override
  public Integer call() {
    RdpDiag.Invocation invocation = parent.invocation();
    Deadline end = Deadline.in(invocation.left(deadline.value));
    VmFinder finder = azure.reader().finder();
    Reading<List<FoundVm>> found =
        behind == null ? finder.vms(azure.subscriptions, end) : behind(finder, behind, end);
    if (behind == null) {
      subscriptions(finder, end);
    }
    found.gap().ifPresent(gap -> invocation.err().println("rdpdiag: no list of VMs: " + gap));
    List<FoundVm> vms = found.known().orElse(List.of());
    vms.forEach(vm -> print(invocation.out(), vm));
    if (vms.isEmpty() && found.known().isPresent()) {
      invocation.err().println("rdpdiag: this identity sees no such VM");
    }
    return vms.isEmpty() ? ExitCode.UNDETERMINED : ExitCode.WORKS;
  }

  private void subscriptions(VmFinder finder, Deadline end) {
    RdpDiag.Invocation invocation = parent.invocation();
    Reading<List<Subscription>> all = finder.subscriptions(end);
    all.gap()
        .ifPresent(gap -> invocation.err().println("rdpdiag: no list of subscriptions: " + gap));
    List<Subscription> wanted =
        all.known().orElse(List.of()).stream()
            .filter(
                each ->
                    azure.subscriptions.isEmpty()
                        || azure.subscriptions.stream().anyMatch(each.id()::equalsIgnoreCase))
            .toList();
    wanted.forEach(
        each ->
            invocation
                .out()
                .printf(
                    "subscription %s %s %s%n",
                    each.id(), each.state(), AzureSource.printable(each.displayName())));
    if (wanted.isEmpty() && all.known().isPresent()) {
      invocation
          .err()
          .println(
              "rdpdiag: this identity sees no subscription"
                  + (azure.subscriptions.isEmpty() ? "" : " of these")
                  + "; sign in to the tenant that it is in, or have the role Reader given");
    }
  }

  private static Reading<List<FoundVm>> behind(VmFinder finder, String target, Deadline end) {
    try {
      RdpTarget where =
          TargetArgument.isFile(target)
              ? TargetArgument.read(TargetArgument.path(target), target)
                  .explainTarget()
                  .target()
                  .orElseThrow(() -> new UsageException(target + ": the file names no computer"))
              : TargetArgument.host(target);
      return finder.behind(where.host(), where.port(), end);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--behind: " + e.getMessage());
    }
  }

  private static void print(PrintStream out, FoundVm vm) {
    out.printf(
        "%-12s %-16s %s%n", vm.powerState().orElse("?"), vm.computerName().orElse("?"), vm.id());
    vm.via().forEach(id -> out.println("             via " + id));
  }
}
