package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.azure.SnapshotListener;
import io.github.rdpdiagnosis.azure.SnapshotScope;
import io.github.rdpdiagnosis.azure.VmReader;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.diagnosis.ValidTargets;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.Port;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Azure's data of the VM that a file is about: read now, or from a snapshot. */
final class AzureSource {
  @Mixin AzureOptions azure;

  @Mixin DeadlineOption deadline;

  @Option(
      names = "--snapshot",
      paramLabel = "FILE",
      description = "In place of --vm: the VM's configuration as 'rdpdiag snapshot' wrote it.")
  @Nullable String snapshot;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "3389",
      description = "The port that the guest listens on. Default: ${DEFAULT-VALUE}.")
  int port;

  /** Where clients can connect; what is not known is said on standard error. */
  ValidTargets targets(RdpDiag.Invocation invocation) throws InterruptedException {
    ValidTargets targets = ValidTargets.of(read(invocation), guestPort());
    PrintStream err = invocation.err();
    targets.gaps().forEach(gap -> err.println("rdpdiag: not known: " + printable(gap)));
    return targets;
  }

  private Port guestPort() {
    try {
      return new Port(port);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--port: " + e.getMessage());
    }
  }

  private VmSnapshot read(RdpDiag.Invocation invocation) throws InterruptedException {
    if ((snapshot == null) == (azure.vm == null)) {
      throw new UsageException("expected either --vm or --snapshot");
    }
    if (snapshot != null) {
      return DiagnoseCommand.readSnapshot("--snapshot", snapshot);
    }
    VmReader reader = azure.reader();
    Deadline end = Deadline.in(invocation.left(deadline.value));
    return reader.read(
        azure.vmId(reader, end), SnapshotScope.standard(), end, SnapshotListener.NONE);
  }

  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
