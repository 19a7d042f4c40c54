package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.azure.Inventory;
import io.github.rdpdiagnosis.azure.InventoryReader;
import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.azure.ServiceTags;
import io.github.rdpdiagnosis.azure.fleet.Fleet;
import io.github.rdpdiagnosis.azure.fleet.FleetQuestion;
import io.github.rdpdiagnosis.azure.fleet.FleetReport;
import io.github.rdpdiagnosis.azure.policy.PolicyCompiler;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * Many VMs at once: what keeps clients out of how many of them, and who is open to the internet.
 */
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says for all VMs that this identity sees whether a client gets in, which causes they share and what"
          + " opens most of them, and which are open to the internet.",
      "Reads through Azure Resource Graph, about 3 questions for 1,000 VMs, into a file that a later run"
          + " completes or uses again. Changes nothing, and connects to no VM."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the client gets in everywhere; without a client, no VM is open to the internet",
      "1:it does not; without a client, some VM is open",
      "2:usage, or a file that cannot be read or written",
      "3:inconclusive for some, denied for none"
    })
final class FleetCommand implements Callable<Integer> {
  @ParentCommand RdpDiag parent;

  @Mixin FleetAzureOptions azure;

  @Option(
      names = "--inventory",
      required = true,
      paramLabel = "FILE",
      description = {
        "Where the inventory is kept, one resource a line. Read from Azure if it is not there, completed if"
            + " a reading was interrupted, else taken as it is: delete it to read again."
      })
  String inventory;

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      description = "The client's address as Azure sees it. Without it, only who is open is asked.")
  @Nullable String from;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "3389",
      description = "The TCP port that the guests listen on. Default: ${DEFAULT-VALUE}.")
  int port;

  @Option(
      names = "--service-tags",
      paramLabel = "FILE",
      description = "Azure's published list of service tags, for tags that the rules name.")
  @Nullable String serviceTags;

  @Option(names = "--html", paramLabel = "FILE", description = "Writes a page of the causes.")
  @Nullable String html;

  @Option(names = "--csv", paramLabel = "FILE", description = "Writes a row for each VM.")
  @Nullable String csv;

  @Option(
      names = "--jsonl",
      paramLabel = "FILE",
      description = "Writes a line of JSON for each VM, and then one for each cause.")
  @Nullable String jsonl;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      defaultValue = "60m",
      description = "When to give up reading; a later run goes on. Default: ${DEFAULT-VALUE}.")
  Duration deadline;

  /** Where VMs are looked for, and as whom. */
  static final class FleetAzureOptions extends CloudOptions {
    @Option(
        names = "--subscription",
        paramLabel = "GUID",
        description = "Which VMs; may be given more than once. Default: all that are seen.")
    List<String> subscriptions = List.of();
  }

  @Override
  public Integer call() throws InterruptedException {
    FleetQuestion question = question();
    PolicyCompiler compiler = new PolicyCompiler(tags());
    Path file = TargetArgument.path(inventory);
    try {
      if (!InventoryReader.isComplete(file)) {
        readInventory(file);
      }
      Inventory read = Inventory.read(file);
      read.problems().forEach(each -> parent.invocation().err().println("rdpdiag: " + each));
      FleetReport report = evaluate(read, question, compiler);
      FleetPages pages = new FleetPages(report);
      write(html, pages::html);
      write(csv, pages::csv);
      write(jsonl, pages::jsonLines);
      pages.text(parent.invocation().out());
      return exitCode(report);
    } catch (IOException e) {
      throw new UsageException("cannot read or write: " + e);
    } catch (JsonDocumentException e) {
      throw new UsageException("--inventory: " + e.getMessage());
    }
  }

  private FleetQuestion question() {
    try {
      return new FleetQuestion(
          new Port(port), Optional.ofNullable(from).map(String::strip).map(IpAddress::parse));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--from, --port: " + e.getMessage());
    }
  }

  private ServiceTags tags() {
    if (serviceTags == null) {
      return ServiceTags.none();
    }
    try {
      return ServiceTags.read(TargetArgument.path(serviceTags));
    } catch (IOException e) {
      throw TargetArgument.unreadable(serviceTags, e);
    } catch (JsonDocumentException e) {
      throw new UsageException("--service-tags: " + e.getMessage());
    }
  }

  private void readInventory(Path file) throws IOException, InterruptedException {
    Rate rate = new Rate();
    try {
      azure
          .reader()
          .inventory()
          .read(
              file,
              azure.subscriptions,
              Deadline.in(parent.invocation().left(deadline)),
              (rows, total, calls) ->
                  say("read " + rows + " resources in " + calls + " questions" + rate.of(rows)));
    } catch (IllegalStateException e) {
      throw new UsageException(
          "the inventory is not complete, run again to go on: " + e.getMessage());
    }
  }

  private FleetReport evaluate(Inventory read, FleetQuestion question, PolicyCompiler compiler)
      throws InterruptedException {
    int parts = Math.max(1, Runtime.getRuntime().availableProcessors());
    ExecutorService threads = Executors.newFixedThreadPool(parts);
    Rate rate = new Rate();
    try {
      return Fleet.evaluate(
          read,
          question,
          compiler,
          threads,
          parts,
          (done, all) ->
              say(
                  "evaluated "
                      + done
                      + " of "
                      + all
                      + " VMs"
                      + rate.of(done)
                      + rate.left(done, all)));
    } finally {
      threads.shutdownNow();
    }
  }

  private void say(String progress) {
    parent.invocation().err().println("rdpdiag: " + progress);
  }

  /** How fast something goes. */
  private static final class Rate {
    private final long began = System.nanoTime();

    private double seconds() {
      return Math.max(1e-3, (System.nanoTime() - began) / 1e9);
    }

    String of(long done) {
      return String.format(", %.0f a second", done / seconds());
    }

    String left(long done, long all) {
      return String.format(", %.0f s left", seconds() / done * (all - done));
    }
  }

  private static void write(@Nullable String name, WholeFile.Content content) throws IOException {
    if (name != null) {
      WholeFile.write(TargetArgument.path(name), content);
    }
  }

  private static int exitCode(FleetReport report) {
    if (report.question().client().isEmpty()) {
      return report.machines().stream().anyMatch(each -> each.openToInternet())
          ? ExitCode.FAULT_FOUND
          : ExitCode.WORKS;
    }
    if (report.causes().stream().anyMatch(cause -> cause.verdict() == Verdict.DENY)) {
      return ExitCode.FAULT_FOUND;
    }
    return report.causes().isEmpty() && !report.machines().isEmpty()
        ? ExitCode.WORKS
        : ExitCode.UNDETERMINED;
  }
}
