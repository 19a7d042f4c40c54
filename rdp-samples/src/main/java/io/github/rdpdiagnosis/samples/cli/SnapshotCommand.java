package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.VmSnapshotCodec;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** One VM's Azure configuration as JSON, for offline use. */
@Command(
    name = "snapshot",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Reads one VM's Azure configuration, with GET only, and prints it as JSON.")
final class SnapshotCommand implements Callable<Integer> {
  @ParentCommand RdpDiag parent;

  @Mixin AzureOptions azure;

  @Mixin DeadlineOption deadline;

  @Override
  public Integer call() throws InterruptedException {
    VmId id = azure.vmId();
    RdpDiag.Invocation invocation = parent.invocation();
    VmSnapshot snapshot = azure.reader().read(id, Deadline.in(invocation.left(deadline.value)));
    invocation.out().print(new String(VmSnapshotCodec.write(snapshot), StandardCharsets.UTF_8));
    if (snapshot.vm().known().isPresent()) {
      return ExitCode.WORKS;
    }
    invocation
        .err()
        .println("rdpdiag: the VM itself could not be read: " + snapshot.vm().gap().orElseThrow());
    return ExitCode.UNDETERMINED;
  }
}
