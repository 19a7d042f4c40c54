package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.diagnosis.ValidTargets;
import io.github.rdpdiagnosis.diagnosis.ValidTargets.ValidTarget;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A fresh .rdp file from Azure's data. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a fresh .rdp file from Azure's data: to the VM's public address if it has one, else to a"
          + " NAT rule that leads to it, else to its private address."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:made",
      "2:usage, or a file that cannot be read or written",
      "3:no address is known that a file could name"
    })
final class RdpFileNewCommand implements Callable<Integer> {
  @ParentCommand RdpFileCommand parent;

  @Mixin AzureSource source;

  @Option(
      names = "--address",
      paramLabel = "HOST",
      description = "Another of the VM's addresses than the first that is found.")
  @Nullable String address;

  @Option(names = "--user", paramLabel = "NAME", description = "The account to sign in with.")
  @Nullable String user;

  @Option(
      names = "--to",
      paramLabel = "NEW.rdp",
      description = "Writes to this file, which must not exist, not to standard output.")
  @Nullable String to;

  @Override
  public Integer call() throws InterruptedException {
    RdpDiag.Invocation invocation = parent.parent.invocation();
    ValidTargets targets = source.targets(invocation);
    PrintStream err = invocation.err();
    Optional<ValidTarget> chosen = chosen(targets);
    for (ValidTarget each : targets.targets()) {
      boolean taken = chosen.isPresent() && chosen.get().equals(each);
      err.println("rdpdiag: " + (taken ? "taken:   " : "also:    ") + each);
    }
    targets.onlyInAzure().forEach(way -> err.println("rdpdiag: also, without a file: " + way));
    if (chosen.isEmpty()) {
      err.println("rdpdiag: no address is known that a file could name");
      return ExitCode.UNDETERMINED;
    }
    RdpFile file = file(chosen.get().target().orElseThrow());
    if (to != null) {
      RdpFileCommand.write(file, to);
      invocation.out().println("written: " + to);
    } else {
      byte[] bytes = file.toBytes();
      invocation.out().write(bytes, 0, bytes.length);
    }
    return ExitCode.WORKS;
  }

  private Optional<ValidTarget> chosen(ValidTargets targets) {
    List<ValidTarget> named =
        targets.targets().stream().filter(each -> each.target().isPresent()).toList();
    String wanted = address;
    if (wanted == null) {
      return named.stream().findFirst();
    }
    return Optional.of(
        named.stream()
            .filter(each -> each.isAt(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageException("--address: " + wanted + " is none of the VM's: " + named)));
  }

  private RdpFile file(RdpTarget target) {
    try {
      return user == null
          ? RdpFile.fresh(target.host(), target.port())
          : RdpFile.fresh(target.host(), target.port(), user);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--user: " + e.getMessage());
    }
  }
}
