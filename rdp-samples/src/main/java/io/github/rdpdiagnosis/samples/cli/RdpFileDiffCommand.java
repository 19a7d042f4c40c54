package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.diagnosis.ValidTargets;
import io.github.rdpdiagnosis.diagnosis.ValidTargets.Match;
import io.github.rdpdiagnosis.diagnosis.ValidTargets.ValidTarget;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import io.github.rdpdiagnosis.model.rdpfile.RdpTargetExplanation;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** An .rdp file against Azure's data. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares where an .rdp file leads with the addresses and ports at which Azure's data says that"
          + " the VM can be reached. Asks no DNS."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the file names the VM",
      "1:it names another host or port",
      "2:usage, or a file that cannot be read",
      "3:the data does not say"
    })
final class RdpFileDiffCommand implements Callable<Integer> {
  @ParentCommand RdpFileCommand parent;

  @Mixin RdpFileCommand.Input input;

  @Mixin AzureSource source;

  @Override
  public Integer call() throws InterruptedException {
    RdpDiag.Invocation invocation = parent.parent.invocation();
    RdpFile file = input.read();
    RdpTargetExplanation explained = file.explainTarget();
    RdpTarget target =
        explained
            .target()
            .orElseThrow(() -> new UsageException(input.name + ": the file names no computer"));
    ValidTargets targets = source.targets(invocation);
    boolean direct = isDirect(explained);
    Match match = direct ? targets.match(target) : Match.UNKNOWN;
    if (input.isJson()) {
      RdpFileCommand.print(invocation.out(), json(target, match, targets));
    } else {
      print(invocation.out(), target, text(match, explained), targets);
    }
    return switch (match) {
      case RIGHT -> ExitCode.WORKS;
      case WRONG_PORT, WRONG_HOST -> ExitCode.FAULT_FOUND;
      case UNKNOWN -> ExitCode.UNDETERMINED;
    };
  }

  /** A gateway or a tunnel resolves and reaches what this computer need not. */
  private static boolean isDirect(RdpTargetExplanation explained) {
    return explained.kind() == RdpTargetExplanation.Kind.DIRECT
        || explained.kind() == RdpTargetExplanation.Kind.GATEWAY;
  }

  private static String text(Match match, RdpTargetExplanation explained) {
    return switch (match) {
      case RIGHT -> "host and port lead to the VM";
      case WRONG_PORT -> "the host is the VM's, the port is not";
      case WRONG_HOST -> "the host is no address or name of the VM";
      case UNKNOWN ->
          isDirect(explained)
              ? "cannot be told from Azure's data alone; 'rdpdiag diagnose' also asks DNS"
              : "cannot be compared: " + explained.because();
    };
  }

  private static void print(
      PrintStream out, RdpTarget target, String result, ValidTargets targets) {
    out.println("file   " + target);
    out.println("result " + result);
    targets.targets().forEach(each -> out.println("Azure  " + each));
    targets.onlyInAzure().forEach(way -> out.println("Azure  " + way + ", without a file"));
    if (targets.targets().isEmpty() && targets.onlyInAzure().isEmpty()) {
      out.println("Azure  no way to the VM is known");
    }
  }

  private static Map<String, Object> json(RdpTarget target, Match match, ValidTargets targets) {
    Map<String, Object> json = new TreeMap<>();
    json.put("file", new TreeMap<>(Map.of("host", target.host(), "port", target.port().number())));
    json.put("match", match);
    json.put("targets", targets.targets().stream().map(RdpFileDiffCommand::json).toList());
    json.put("withoutFile", targets.onlyInAzure());
    json.put("notKnown", List.copyOf(targets.gaps()));
    return json;
  }

  private static Map<String, @Nullable Object> json(ValidTarget target) {
    Map<String, @Nullable Object> json = new TreeMap<>();
    json.put("address", target.address().orElse(null));
    json.put("name", target.name().orElse(null));
    json.put("port", target.port().number());
    json.put("private", target.isPrivate());
    json.put("way", target.way());
    return json;
  }
}
