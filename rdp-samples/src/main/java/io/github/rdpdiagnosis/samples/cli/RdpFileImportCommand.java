package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.model.rdpfile.LauncherFile;
import io.github.rdpdiagnosis.model.rdpfile.RdpFileFormatException;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import io.github.rdpdiagnosis.model.rdpfile.RdpTargetExplanation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The connections that another launcher has saved, and any of them as an .rdp file. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists the connections in a file of RDCMan (.rdg) or mRemoteNG (confCons.xml).",
      "With --entry it prints one of them as an .rdp file. Passwords are not read."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:listed or printed",
      "1:there is no connection in it",
      "2:usage, or a file that cannot be read"
    })
final class RdpFileImportCommand implements Callable<Integer> {
  @ParentCommand RdpFileCommand parent;

  @Parameters(paramLabel = "FILE", description = "The file of the other launcher.")
  String name;

  @Option(
      names = "--entry",
      paramLabel = "PATH",
      description = "One connection, by its path as the list has it.")
  @Nullable String entry;

  @Option(
      names = "--to",
      paramLabel = "NEW.rdp",
      description = "Writes that connection to this file, which must not exist.")
  @Nullable String to;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "Of the list: ${COMPLETION-CANDIDATES}. Default: text.")
  OutputFormat output;

  @Override
  public Integer call() {
    if (to != null && entry == null) {
      throw new UsageException("import: --to needs --entry, which names the connection");
    }
    LauncherFile file = read();
    if (entry != null) {
      return print(chosen(file, entry));
    }
    PrintStream out = out();
    if (output == OutputFormat.json) {
      RdpFileCommand.print(out, json(file));
    } else {
      file.entries().forEach(e -> out.printf("%-40s  %s%s%n", e.path(), e.target(), way(e)));
      file.skipped().forEach(s -> out.printf("%-40s  skipped: %s%n", s.path(), s.reason()));
      if (file.entries().isEmpty()) {
        out.println("no Remote Desktop connection in this file");
      }
    }
    return file.entries().isEmpty() ? ExitCode.FAULT_FOUND : ExitCode.WORKS;
  }

  private PrintStream out() {
    return parent.parent.invocation().out();
  }

  private LauncherFile read() {
    Path path = TargetArgument.path(name);
    if (Files.isDirectory(path)) {
      throw new UsageException("cannot read " + name + ": it is a directory");
    }
    try {
      return LauncherFile.read(path);
    } catch (RdpFileFormatException e) {
      throw new UsageException(String.valueOf(e.getMessage())); // it names the file
    } catch (IOException e) {
      throw TargetArgument.unreadable(name, e);
    }
  }

  private static LauncherFile.Entry chosen(LauncherFile file, String path) {
    List<LauncherFile.Entry> found =
        file.entries().stream().filter(e -> e.path().equals(path)).toList();
    if (found.size() != 1) {
      throw new UsageException(
          "--entry: "
              + found.size()
              + " connections have the path "
              + path
              + ", one is needed (the list names them)");
    }
    return found.get(0);
  }

  private int print(LauncherFile.Entry chosen) {
    if (to == null) {
      byte[] bytes = chosen.file().toBytes();
      out().write(bytes, 0, bytes.length);
    } else {
      RdpFileCommand.write(chosen.file(), to);
      out().println("written: " + to);
    }
    return ExitCode.WORKS;
  }

  private static String way(LauncherFile.Entry entry) {
    return entry.file().gateway().map(gateway -> " through the RD Gateway " + gateway).orElse("");
  }

  private static Map<String, Object> json(LauncherFile file) {
    Map<String, Object> json = new TreeMap<>();
    json.put("launcher", file.launcher());
    json.put("entries", file.entries().stream().map(RdpFileImportCommand::json).toList());
    json.put(
        "skipped",
        file.skipped().stream()
            .map(s -> new TreeMap<>(Map.of("path", s.path(), "reason", s.reason())))
            .toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(LauncherFile.Entry entry) {
    RdpTarget target = entry.target();
    RdpTargetExplanation explanation = entry.file().explainTarget();
    Map<String, @Nullable Object> json = new TreeMap<>();
    json.put("path", entry.path());
    json.put("host", target.host());
    json.put("port", target.port().number());
    json.put("user", entry.file().userName().orElse(null));
    json.put("gateway", explanation.gateway().orElse(null));
    json.put("kind", explanation.kind());
    return json;
  }
}
