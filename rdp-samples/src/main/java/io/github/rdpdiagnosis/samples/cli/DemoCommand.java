package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.samples.Demo;
import io.github.rdpdiagnosis.samples.PlantedFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The embedded demo. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Plants faults in a made-up Azure and RDP endpoints on loopback and diagnoses them. No account needed.")
final class DemoCommand implements Callable<Integer> {
  @ParentCommand RdpDiag parent;

  @Option(
      names = "--fault",
      paramLabel = "NAME",
      description = "Plants only this one. Repeatable; see --list.")
  List<String> names = new ArrayList<>();

  @Option(names = "--list", description = "Lists the faults and plants none.")
  boolean list;

  @Override
  public Integer call() {
    if (list) {
      for (PlantedFault fault : PlantedFault.values()) {
        parent.invocation().out().printf("%-20s %s%n", fault.id(), fault.planted());
      }
      return ExitCode.WORKS;
    }
    List<PlantedFault> faults =
        names.isEmpty()
            ? List.of(PlantedFault.values())
            : names.stream().map(DemoCommand::fault).toList();
    return Demo.run(parent.invocation().out(), OutputFormat.width(), faults)
        ? ExitCode.WORKS
        : ExitCode.TOOL_FAILED;
  }

  private static PlantedFault fault(String name) {
    return Arrays.stream(PlantedFault.values())
        .filter(f -> f.id().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--fault: no fault is called '"
                        + name
                        + "'; there are "
                        + Arrays.stream(PlantedFault.values())
                            .map(PlantedFault::id)
                            .collect(Collectors.joining(", "))));
  }
}
