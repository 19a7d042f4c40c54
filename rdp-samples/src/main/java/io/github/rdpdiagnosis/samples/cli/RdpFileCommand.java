package io.github.rdpdiagnosis.samples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.rdpdiagnosis.model.rdpfile.RdpEdit;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import io.github.rdpdiagnosis.model.rdpfile.RdpLine;
import io.github.rdpdiagnosis.model.rdpfile.RdpLintFinding;
import io.github.rdpdiagnosis.model.rdpfile.RdpProblem;
import io.github.rdpdiagnosis.model.rdpfile.RdpProperty;
import io.github.rdpdiagnosis.model.rdpfile.RdpSetting;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import io.github.rdpdiagnosis.model.rdpfile.RdpTargetExplanation;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What an .rdp file says, what is wrong with it, and a copy for an administrative session. */
@Command(
    name = "rdp-file",
    mixinStandardHelpOptions = true,
    subcommands = {
      RdpFileVerifyCommand.class,
      RdpFileImportCommand.class,
      RdpFileNewCommand.class,
      RdpFileDiffCommand.class
    },
    description = {
      "Looks at an .rdp file; connects to nothing but Azure, and to that only with --vm. Secrets are"
          + " not shown."
    })
final class RdpFileCommand implements Runnable {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Characters of a line that text output shows. */
  private static final int MAX_SHOWN = 200;

  @ParentCommand RdpDiag parent;

  /** The file, and the form of the result. */
  static final class Input {
    @Parameters(paramLabel = "FILE.rdp", description = "The file to look at.")
    String name;

    @Option(
        names = "--output",
        paramLabel = "FORMAT",
        defaultValue = "text",
        description = "${COMPLETION-CANDIDATES}. Default: text.")
    OutputFormat output;

    RdpFile read() {
      return TargetArgument.read(TargetArgument.path(name), name);
    }

    boolean isJson() {
      return output == OutputFormat.json;
    }
  }

  @Override
  public void run() {
    throw new UsageException("rdp-file: expected show, lint, verify, admin, import, new or diff");
  }

  // ---- show ------------------------------------------------------------------------------------

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Prints the settings, and where the file leads and why.")
  int show(@Mixin Input input) {
    RdpFile file = input.read();
    RdpTargetExplanation target = file.explainTarget();
    if (input.isJson()) {
      print(json(file, target));
      return ExitCode.WORKS;
    }
    PrintStream out = parent.invocation().out();
    Map<Integer, String> problems = problems(file);
    List<String> shown = file.displayLines();
    out.println("encoding  " + file.encoding());
    out.println("target    " + target.target().map(RdpTarget::toString).orElse("none"));
    out.println("          " + target.because());
    if (!target.clientsAgree()) {
      target.clients().forEach(c -> out.println("          " + clientText(c)));
    }
    RdpSignature signature = file.signature();
    out.println("signature " + signature.status());
    if (signature.status() != RdpSignature.Status.UNSIGNED) {
      out.println("          " + signature.why());
    }
    out.println();
    for (RdpLine line : file.lines()) {
      String text = clipped(shown.get(line.number() - 1));
      String problem = problems.getOrDefault(line.number(), "");
      String remark = problem.isEmpty() ? meaning(line) : "! " + problem;
      String end = remark.isEmpty() ? "" : "   # " + remark;
      out.println(String.format("%4d  %s%s", line.number(), text, end));
    }
    return ExitCode.WORKS;
  }

  /** Signatures and the like are long and tell a reader nothing. */
  private static String clipped(String text) {
    return text.length() <= MAX_SHOWN
        ? text
        : text.substring(0, MAX_SHOWN) + "... (" + text.length() + " characters)";
  }

  private static String clientText(RdpTargetExplanation.ClientTarget c) {
    String where =
        c.host().isEmpty() ? "refuses" : c.host().get() + " port " + c.port().orElseThrow();
    return c.client() + ": " + where + ". " + c.because();
  }

  /** The first sentence about the property, which fits beside it. */
  private static String meaning(RdpLine line) {
    return line.setting()
        .map(s -> s.property().map(RdpProperty::meaning).orElse("not documented"))
        .map(text -> text.split("[.;] ", 2)[0])
        .orElse("");
  }

  private static Map<Integer, String> problems(RdpFile file) {
    return file.problems().stream()
        .collect(Collectors.toMap(RdpProblem::line, RdpProblem::message));
  }

  private static Map<String, Object> json(RdpFile file, RdpTargetExplanation target) {
    Map<Integer, String> problems = problems(file);
    List<String> shown = file.displayLines();
    List<Object> settings = new ArrayList<>();
    List<Object> lines = new ArrayList<>();
    for (RdpLine line : file.lines()) {
      Map<String, Object> entry = new TreeMap<>();
      entry.put("line", line.number());
      String problem = problems.getOrDefault(line.number(), "");
      if (line.setting().isPresent()) {
        RdpSetting setting = line.setting().get();
        entry.put("name", wellFormed(setting.name()));
        entry.put("type", String.valueOf(setting.type().letter()));
        entry.put("value", wellFormed(setting.display()));
        entry.put("known", setting.property().isPresent());
        if (!problem.isEmpty()) {
          entry.put("problem", problem);
        }
        settings.add(entry);
      } else {
        entry.put("text", shown.get(line.number() - 1));
        entry.put("problem", problem.isEmpty() ? "blank line" : problem);
        lines.add(entry);
      }
    }
    Map<String, Object> json = new TreeMap<>();
    json.put("encoding", file.encoding());
    json.put("settings", settings);
    json.put("lines", lines);
    json.put("target", json(target));
    json.put("signature", file.signature().status());
    return json;
  }

  /** Half a surrogate pair is no text that JSON could carry. */
  private static String wellFormed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_16BE);
    return new String(bytes, StandardCharsets.UTF_16BE);
  }

  private static Map<String, @Nullable Object> json(RdpTargetExplanation target) {
    Map<String, @Nullable Object> json = new TreeMap<>();
    Optional<RdpTarget> found = target.target();
    json.put("host", found.map(RdpTarget::host).orElse(null));
    json.put("port", found.map(t -> t.port().number()).orElse(null));
    json.put("because", target.because());
    json.put("kind", target.kind());
    json.put("gateway", target.gateway().orElse(null));
    json.put("clients", target.clients().stream().map(RdpFileCommand::json).toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(RdpTargetExplanation.ClientTarget c) {
    Map<String, @Nullable Object> json = new TreeMap<>();
    json.put("client", c.client());
    json.put("host", c.host().orElse(null));
    json.put("port", number(c.port()));
    json.put("because", c.because());
    return json;
  }

  static @Nullable Integer number(OptionalInt value) {
    return value.isPresent() ? Integer.valueOf(value.getAsInt()) : null;
  }

  // ---- lint ------------------------------------------------------------------------------------

  @Command(
      name = "lint",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Says what in the file is a fault, may explain one, or hides one.",
      exitCodeListHeading = "%nExit status:%n",
      exitCodeList = {"0:nothing to say", "1:findings", "2:usage, or a file that cannot be read"})
  int lint(@Mixin Input input) {
    List<RdpLintFinding> findings = input.read().lint();
    if (input.isJson()) {
      print(
          new TreeMap<>(Map.of("findings", findings.stream().map(RdpFileCommand::json).toList())));
    } else {
      PrintStream out = parent.invocation().out();
      for (RdpLintFinding finding : findings) {
        out.println(finding + finding.cause().map(id -> " [" + id + "]").orElse(""));
        out.println("  why: " + finding.why());
        out.println("  fix: " + finding.fix());
      }
      if (findings.isEmpty()) {
        out.println("nothing to say about this file");
      }
    }
    return findings.isEmpty() ? ExitCode.WORKS : ExitCode.FAULT_FOUND;
  }

  static Map<String, @Nullable Object> json(RdpLintFinding finding) {
    Map<String, @Nullable Object> json = new TreeMap<>();
    json.put("id", finding.id());
    json.put("severity", finding.severity());
    json.put("line", number(finding.line()));
    json.put("what", finding.what());
    json.put("why", finding.why());
    json.put("fix", finding.fix());
    json.put("cause", finding.cause().orElse(null));
    return json;
  }

  // ---- admin -----------------------------------------------------------------------------------

  @Command(
      name = "admin",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Makes a copy for an administrative session, which needs no Remote Desktop licence.",
        "Without --to the copy goes to standard output, as it is, saved passwords included."
      })
  int admin(
      @Mixin Input input,
      @Option(
              names = "--to",
              paramLabel = "NEW.rdp",
              description = "Writes the copy to this file, which must not exist.")
          @Nullable String to) {
    RdpEdit copy = input.read().adminCopy();
    if (to == null && input.isJson()) {
      throw new UsageException("admin: --output json needs --to, for the copy is no JSON");
    }
    String command = "";
    try {
      command = RdpFile.adminCommand(input.name);
    } catch (IllegalArgumentException e) {
      // A name that must not be pasted into a shell: then only the copy is offered.
    }
    if (to == null) {
      PrintStream out = parent.invocation().out();
      byte[] bytes = copy.file().toBytes();
      out.write(bytes, 0, bytes.length);
      printNotes(parent.invocation().err(), copy, command);
      return ExitCode.WORKS;
    }
    write(copy.file(), to);
    if (input.isJson()) {
      print(new TreeMap<>(Map.of("command", command, "file", to, "notes", copy.notes())));
    } else {
      parent.invocation().out().println("written: " + to);
      printNotes(parent.invocation().out(), copy, command);
    }
    return ExitCode.WORKS;
  }

  private static void printNotes(PrintStream out, RdpEdit copy, String command) {
    copy.notes().forEach(out::println);
    if (!command.isEmpty()) {
      out.println("The same without a copy: " + command);
    }
  }

  static void write(RdpFile file, String to) {
    Path path = TargetArgument.path(to);
    try {
      Files.write(path, file.toBytes(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new UsageException("--to: " + to + " exists already; name a new file");
    } catch (IOException e) {
      throw new UsageException(
          "--to: cannot write " + to + ": " + e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }

  private void print(Object json) {
    print(parent.invocation().out(), json);
  }

  static void print(PrintStream out, Object json) {
    try {
      out.println(JSON.writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
