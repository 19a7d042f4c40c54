package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.diagnosis.spi.Redactor;
import io.github.rdpdiagnosis.probes.RdpLadder;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;

/**
 * {@code rdpdiag}: why does Remote Desktop to that VM fail? Results go to standard output, progress
 * and errors to standard error.
 *
 * <p>Exit status: 0 the path works, 1 a fault was found, 2 usage or unreadable input, 3
 * undetermined, 4 the tool itself failed, 130 interrupted, 143 terminated.
 */
@Command(
    name = "rdpdiag",
    description = "Finds out why Remote Desktop to a Windows VM in Azure fails.",
    mixinStandardHelpOptions = true,
    versionProvider = RdpDiag.Version.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the path works",
      "1:a fault was found",
      "2:usage, or input that cannot be read",
      "3:undetermined",
      "4:the tool itself failed",
      "130:interrupted; what was found until then was printed"
    })
public final class RdpDiag {
  /** From the start of the process until the JVM takes the time. */
  private static final Duration JVM_START = Duration.ofMillis(50);

  private static final List<Class<?>> COMMANDS =
      List.of(
          DiagnoseCommand.class,
          ProbeCommand.class,
          RdpFileCommand.class,
          ReplayCommand.class,
          SupportCommand.class,
          SnapshotCommand.class,
          VmsCommand.class,
          FleetCommand.class,
          PlanCommand.class,
          ApplyCommand.class,
          RollbackCommand.class,
          GuestScriptCommand.class,
          ReachCommand.class,
          ExplainCommand.class,
          DemoCommand.class);

  /** Those that climb a ladder. */
  private static final Set<String> CONNECTING = Set.of("probe", "diagnose");

  private final Invocation invocation;

  private RdpDiag(Invocation invocation) {
    this.invocation = invocation;
  }

  /** One run of the command: its streams, and when it began. */
  static final class Invocation {
    private final PrintStream out;
    private final PrintStream err;
    private final CompletableFuture<Instant> startedAt;

    /** What is not on the command line. */
    private Configuration configuration = Configuration.NONE;

    /** Prints what was found so far; called when the process is told to end. */
    private final AtomicReference<@Nullable Runnable> partial = new AtomicReference<>();

    private Invocation(PrintStream out, PrintStream err, CompletableFuture<Instant> startedAt) {
      this.out = out;
      this.err = err;
      this.startedAt = startedAt;
    }

    PrintStream out() {
      return out;
    }

    PrintStream err() {
      return err;
    }

    Configuration configuration() {
      return configuration;
    }

    /** Since the start of the process. */
    Duration elapsed() {
      return Duration.between(startedAt.join(), Instant.now());
    }

    /** One line that is whole whoever else prints. */
    void line(String text) {
      synchronized (out) {
        out.print(text);
        out.flush();
      }
    }

    /**
     * What is left of a deadline that is counted from the start of the process, less the time to
     * print the result.
     */
    Duration left(Duration deadline) {
      Duration toPrint = Duration.ofMillis(300);
      Duration left = deadline.minus(elapsed()).minus(toPrint);
      Duration least = Duration.ofMillis(50);
      return left.compareTo(least) < 0 ? least : left;
    }

    /** From now on, the end of the process prints this first. */
    void onEnd(Runnable print) {
      partial.set(print);
    }

    /**
     * The result is printed in the usual way: nothing is left to do at the end of the process.
     * Whoever comes first prints.
     */
    boolean mayPrint() {
      return partial.getAndSet(null) != null;
    }
  }

  /** Where commands find their invocation. */
  Invocation invocation() {
    return invocation;
  }

  /**
   * Runs the command and ends the process.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    // Beside the parsing of the command line, for the JVM's own account takes a while to set up.
    CompletableFuture<Instant> startedAt = CompletableFuture.supplyAsync(RdpDiag::startOfProcess);
    if (args.length > 1 && CONNECTING.contains(args[0])) {
      Thread prepare = new Thread(RdpLadder::prepare, "rdpdiag-prepare");
      prepare.setDaemon(true);
      prepare.start();
    }
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    Invocation invocation = new Invocation(out, err, startedAt);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  Optional.ofNullable(invocation.partial.getAndSet(null)).ifPresent(Runnable::run);
                  out.flush();
                },
                "rdpdiag-end"));
    int status = run(invocation, args);
    out.flush();
    System.exit(status);
  }

  /**
   * ProcessHandle knows the start to a second only; the JVM, to the millisecond once it had started
   * itself.
   */
  private static Instant startOfProcess() {
    return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime())
        .minus(JVM_START);
  }

  /**
   * Runs the command within a program.
   *
   * @param out where results go
   * @param err where progress and errors go
   * @param args the command line
   * @return the exit status
   */
  public static int run(PrintStream out, PrintStream err, String... args) {
    return run(new Invocation(out, err, CompletableFuture.completedFuture(Instant.now())), args);
  }

  private static int run(Invocation invocation, String... args) {
    try {
      invocation.configuration = Configuration.of(System.getenv());
    } catch (UsageException e) {
      invocation.err.println("rdpdiag: " + oneLine(e.getMessage()));
      return isPlugin(args) ? ExitCode.UNDETERMINED : ExitCode.USAGE;
    }
    CommandLine command = new CommandLine(new RdpDiag(invocation));
    for (Class<?> subcommand : commands(args)) {
      command.addSubcommand(subcommand);
    }
    command.setOut(new PrintWriter(invocation.out, true, StandardCharsets.UTF_8));
    command.setErr(new PrintWriter(invocation.err, true, StandardCharsets.UTF_8));
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setDefaultValueProvider(invocation.configuration);
    command.registerConverter(Duration.class, new Durations());
    Failures failures = new Failures(invocation.err);
    command.setParameterExceptionHandler(failures);
    command.setExecutionExceptionHandler(failures);
    if (args.length == 0) {
      command.usage(invocation.err);
      return ExitCode.USAGE;
    }
    int status = command.execute(args);
    if (isPlugin(args) && (status == ExitCode.USAGE || status == ExitCode.TOOL_FAILED)) {
      // What a monitoring system shows is on standard output, and only these four states are known.
      invocation.out.println("RDP UNKNOWN - rdpdiag could not do its work, see standard error");
      status = ExitCode.UNDETERMINED;
    }
    invocation.out.flush();
    invocation.err.flush();
    return status;
  }

  /**
   * What is wrong with the command line, or went wrong, in one line. A class, as is {@link
   * Durations}: a class archive leaves out the interfaces of picocli that lambdas implement, and
   * whatever else implements them.
   */
  private record Failures(PrintStream err)
      implements IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int handleParseException(CommandLine.ParameterException e, String[] args) {
      err.println("rdpdiag: " + oneLine(e.getMessage()) + " (see rdpdiag " + name(e) + "--help)");
      return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(
        Exception e, CommandLine line, CommandLine.ParseResult parsed) {
      boolean usage = e instanceof UsageException;
      err.println(
          "rdpdiag: "
              + (usage ? "" : "internal error, please report: " + e.getClass().getName() + ": ")
              + oneLine(e.getMessage()));
      return usage ? ExitCode.USAGE : ExitCode.TOOL_FAILED;
    }
  }

  /** The one that is named first, or else all: each takes some hundredths of a second to set up. */
  private static List<Class<?>> commands(String... args) {
    for (Class<?> command : COMMANDS) {
      if (args.length > 0 && command.getAnnotation(Command.class).name().equals(args[0])) {
        return List.of(command);
      }
    }
    return COMMANDS;
  }

  private static boolean isPlugin(String... args) {
    String line = String.join(" ", args);
    return line.contains("--output " + ReportOption.NAGIOS)
        || line.contains("--output=" + ReportOption.NAGIOS);
  }

  private static String name(CommandLine.ParameterException e) {
    return e.getCommandLine().getParent() == null ? "" : e.getCommandLine().getCommandName() + " ";
  }

  /** Messages of others may span lines; an error here is one. */
  private static String oneLine(@Nullable String message) {
    return message == null
        ? "no message"
        : Redactor.redacted(message.strip().replaceAll("\\s*\\R\\s*", " "));
  }

  /** The version that the build wrote into the manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RdpDiag.class.getPackage().getImplementationVersion();
      return new String[] {
        "rdpdiag " + (version == null ? "(not run from its jar)" : version),
        "Java "
            + Runtime.version()
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
      };
    }
  }
}
