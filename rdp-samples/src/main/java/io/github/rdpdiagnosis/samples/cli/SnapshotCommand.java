package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.azure.ImportedSnapshot;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.Screenshot;
import io.github.rdpdiagnosis.azure.SnapshotImport;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.SnapshotScope;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.VmReader;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.VmSnapshotCodec;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** One VM's Azure configuration as JSON, for offline use. */
@Command(
    name = "snapshot",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints one VM's Azure configuration as JSON: read with --vm from Azure, changing nothing, or put"
          + " together with --from from files, without any access to Azure."
    })
final class SnapshotCommand implements Callable<Integer> {
  private static final int MAX_LINES = 20;

  @ParentCommand RdpDiag parent;

  @Mixin AzureOptions azure;

  @Mixin DeadlineOption deadline;

  @Option(
      names = "--from",
      arity = "1..*",
      paramLabel = "FILE",
      description = {
        "What 'az vm show -d', 'az vm get-instance-view', 'az network nic|nsg|lb|vnet|public-ip|…"
            + " show', 'az network nic list-effective-nsg|show-effective-route-table' or 'az graph"
            + " query' printed, bodies of ARM, exported templates, serial logs, the classic Get"
            + " Deployment document, earlier snapshots: in any order; the content tells what a file"
            + " is. With --vm where the files tell of several VMs."
      })
  List<String> from = new ArrayList<>();

  @Option(
      names = "--thorough",
      description = {
        "Also what is slow or needs more rights: effective rules and routes, activity log, locks,"
            + " quotas, role assignments, connections of gateways. What could not be read is named on"
            + " standard error."
      })
  boolean thorough;

  @Option(
      names = "--network-watcher",
      paramLabel = "ADDRESS",
      description = {
        "Also asks Azure's Network Watcher how it judges RDP from this client's address to the VM, and"
            + " where the replies go. Takes some seconds more, and rights beyond Reader. Asks only;"
            + " the VM's port is 3389 unless --port says otherwise."
      })
  @Nullable String client;

  @Option(
      names = "--screenshot",
      paramLabel = "FILE",
      description = {
        "Also saves what the VM's screen shows, as a BMP, PNG or JPEG to look at: boot diagnostics'"
            + " last picture."
      })
  @Nullable String screenshot;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "3389",
      description = "The port in the VM, for --network-watcher. Default: ${DEFAULT-VALUE}.")
  int port;

  @Override
  public Integer call() throws InterruptedException {
    return from.isEmpty() ? fromAzure() : fromFiles();
  }

  private int fromAzure() throws InterruptedException {
    Optional<Question> question = question();
    Deadline end = Deadline.in(parent.invocation().left(deadline.value));
    VmReader reader = azure.reader();
    VmId id = azure.vmId(reader, end);
    VmSnapshot snapshot =
        reader.read(
            id,
            thorough ? SnapshotScope.thorough() : SnapshotScope.standard(),
            end,
            (part, key, reading, level) -> gap(part, key, reading));
    if (screenshot != null) {
      save(reader.screenshot(id, end), screenshot);
    }
    return print(question.isEmpty() ? snapshot : judged(reader, snapshot, question.get(), end));
  }

  private void save(Reading<Screenshot> picture, String file) {
    Optional<Screenshot> known = picture.known();
    if (known.isEmpty()) {
      parent.invocation().err().println("rdpdiag: --screenshot: " + picture.gap().orElse(""));
      return;
    }
    WholeFile.write(file, known.get().toBytes());
  }

  /** What Network Watcher is asked about. */
  private record Question(IpAddress client, Port port) {}

  private Optional<Question> question() {
    try {
      return client == null
          ? Optional.empty()
          : Optional.of(new Question(IpAddress.parse(client), new Port(port)));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--network-watcher: " + e.getMessage());
    }
  }

  private VmSnapshot judged(VmReader reader, VmSnapshot snapshot, Question question, Deadline end)
      throws InterruptedException {
    VmSnapshot judged =
        reader.networkWatcher(snapshot).judged(question.client(), question.port(), end);
    for (SnapshotPart<?> part :
        List.of(SnapshotPart.IP_FLOWS, SnapshotPart.NEXT_HOPS, SnapshotPart.NSG_DIAGNOSTICS)) {
      judged.all(part).forEach((key, reading) -> gap(part, key, reading));
    }
    judged
        .all(SnapshotPart.IP_FLOWS)
        .forEach(
            (flow, reading) ->
                reading
                    .known()
                    .flatMap(verdict -> verdict.doubt(judged))
                    .ifPresent(doubt -> line(SnapshotPart.IP_FLOWS, flow, doubt)));
    return judged;
  }

  private int fromFiles() {
    List<Path> files = from.stream().map(TargetArgument::path).toList();
    Optional<VmId> vm = azure.vm == null ? Optional.empty() : Optional.of(azure.vmId());
    try {
      ImportedSnapshot imported = SnapshotImport.read(files, vm);
      explain(imported);
      return print(imported.snapshot());
    } catch (FileSystemException e) {
      throw TargetArgument.unreadable(String.valueOf(e.getFile()), e);
    } catch (IOException e) {
      throw TargetArgument.unreadable(String.join(", ", from), e);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--from: " + e.getMessage());
    }
  }

  /** What the files gave, on standard error. */
  private void explain(ImportedSnapshot imported) {
    PrintStream err = parent.invocation().err();
    err.println("rdpdiag: " + imported.used() + " parts from " + from.size() + " files");
    lines(err, "not understood: ", imported.problems());
    lines(err, "in no file: ", imported.missing());
    lines(err, "nothing links it to the VM: ", imported.unrelated());
  }

  private static void lines(PrintStream err, String what, List<?> lines) {
    lines.stream()
        .limit(MAX_LINES)
        .forEach(line -> err.println("rdpdiag: " + what + printable(line.toString())));
    if (lines.size() > MAX_LINES) {
      err.println("rdpdiag: " + what + (lines.size() - MAX_LINES) + " more");
    }
  }

  private void gap(SnapshotPart<?> part, String key, Reading<?> reading) {
    reading.gap().ifPresent(why -> line(part, key, why));
  }

  private void line(SnapshotPart<?> part, String key, String why) {
    parent.invocation().err().println("rdpdiag: " + part + " " + printable(key + ": " + why));
  }

  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  private int print(VmSnapshot snapshot) {
    RdpDiag.Invocation invocation = parent.invocation();
    invocation.out().print(new String(VmSnapshotCodec.write(snapshot), StandardCharsets.UTF_8));
    if (snapshot.vm().known().isPresent()
        || snapshot.ofVm(SnapshotPart.CLASSIC_DEPLOYMENT).known().isPresent()) {
      return ExitCode.WORKS;
    }
    invocation
        .err()
        .println("rdpdiag: the VM itself could not be read: " + snapshot.vm().gap().orElseThrow());
    return ExitCode.UNDETERMINED;
  }
}
