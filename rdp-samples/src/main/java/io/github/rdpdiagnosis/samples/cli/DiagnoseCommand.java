package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.azure.VmReader;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.VmSnapshotCodec;
import io.github.rdpdiagnosis.azure.guest.GuestRecord;
import io.github.rdpdiagnosis.azure.guest.GuestRecordFormatException;
import io.github.rdpdiagnosis.diagnosis.AzureVm;
import io.github.rdpdiagnosis.diagnosis.CustomRole;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.diagnosis.RunningDiagnosis;
import io.github.rdpdiagnosis.diagnosis.bundle.EvidenceBundle;
import io.github.rdpdiagnosis.diagnosis.spi.JsonLines;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.error.ClientErrors;
import io.github.rdpdiagnosis.model.net.IpAddress;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The whole diagnosis, read-only. */
@Command(
    name = "diagnose",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Diagnoses why Remote Desktop to a target fails. Changes nothing and sends no credential.")
final class DiagnoseCommand implements Callable<Integer> {
  private static final Duration PLUGIN_DEADLINE = Duration.ofSeconds(9);

  @ParentCommand RdpDiag parent;

  @Parameters(paramLabel = "(FILE.rdp | HOST[:PORT])", description = "What the user connects to.")
  String target;

  @Mixin AzureOptions azure;

  @Option(
      names = "--snapshot",
      paramLabel = "FILE",
      description =
          "The VM's Azure configuration from a file, as 'rdpdiag snapshot' writes it, in place of --vm.")
  @Nullable String snapshot;

  @Option(
      names = "--worked-at",
      paramLabel = "TIME",
      description =
          "When the connection last worked, as 2026-11-24T08:00:00Z or 2026-11-24: what Azure's"
              + " activity log has since then is listed and ranks what is possible.")
  @Nullable String workedAt;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description =
          "The VM's Azure configuration of when the connection worked, as 'rdpdiag snapshot' wrote"
              + " it: what differs now is listed and ranks what is possible.")
  @Nullable String baseline;

  @Option(
      names = "--error",
      paramLabel = "TEXT",
      description = "What the client said: its text, or a code such as 0x204.")
  @Nullable String error;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description =
          "The account that is meant to sign in, such as VM1\\user. No password; nothing is sent.")
  @Nullable String user;

  @Option(
      names = "--reference",
      paramLabel = "HOST",
      description =
          "A computer in this network that is known to take Remote Desktop connections, for"
              + " comparison.")
  @Nullable String reference;

  @Option(
      names = "--egress",
      paramLabel = "ADDRESS",
      description = "A public address that this client's connections show. Repeatable.")
  List<String> egress = new ArrayList<>();

  @Option(
      names = "--discover-egress",
      description =
          "Ask the echo services which public address they see. They learn it; nobody is asked"
              + " without this option.")
  boolean discoverEgress;

  @Option(
      names = "--egress-service",
      paramLabel = "URL",
      defaultValue = "https://api.ipify.org,https://api6.ipify.org,https://checkip.amazonaws.com",
      split = ",",
      description =
          "Echo services for --discover-egress: https://HOST/PATH or dns://SERVER/NAME. Default:"
              + " ${DEFAULT-VALUE}.")
  List<URI> egressServices = new ArrayList<>();

  @Option(
      names = "--proxy",
      paramLabel = "HOST:PORT",
      description =
          "HTTP proxy to try with CONNECT where the target does not open directly. Default: the"
              + " system's.")
  @Nullable String proxy;

  @Option(
      names = "--https-host",
      paramLabel = "HOST",
      description =
          "A host that is known to answer HTTPS and HTTP, to tell whether anything gets out.")
  @Nullable String httpsHost;

  @Option(
      names = "--evidence",
      paramLabel = "FILE",
      description =
          "What 'rdpdiag probe --output json' saw of the same target from elsewhere. Repeatable.")
  List<String> evidence = new ArrayList<>();

  @Option(
      names = "--allow-guest-run",
      description =
          "Runs a read-only script inside the VM, through --winrm or Run Command (needs --vm and the action"
              + " Microsoft.Compute/virtualMachines/runCommand/action). It takes 20 seconds and more:"
              + " --deadline 3m. 'rdpdiag guest-script' prints it.")
  boolean allowGuestRun;

  @Mixin WinRmOptions winRm;

  @Option(
      names = "--guest-record",
      paramLabel = "FILE",
      description =
          "What that script printed when it was run on the VM by hand, in place of"
              + " --allow-guest-run.")
  @Nullable String guestRecord;

  @Mixin LadderOptions ladder;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description =
          "Also writes all that was seen into one file, without secrets, for 'rdpdiag replay' and"
              + " for whoever helps.")
  @Nullable String bundle;

  @Option(
      names = "--missing-role",
      paramLabel = "FILE",
      description =
          "Also writes the smallest custom role that would allow what this identity may not read,"
              + " as 'az role definition create' takes it; no file where nothing was denied.")
  @Nullable String missingRole;

  @Option(
      names = "--pseudonyms",
      description =
          "Other names in the bundle for host, computer, users and resources; addresses stay.")
  boolean pseudonyms;

  @Option(
      names = "--show-config",
      description = "Prints each option's value and where it comes from, and diagnoses nothing.")
  boolean showConfig;

  @Mixin Repetition repetition;

  private boolean ranBefore;

  @Mixin DeadlineOption deadline;

  @Spec private @Nullable CommandSpec spec;

  @Mixin ReportOption output;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress on standard error.")
  boolean quiet;

  @Override
  public Integer call() {
    if (showConfig) {
      parent.invocation().configuration().show(commandLine(), parent.invocation().out());
      return ExitCode.WORKS;
    }
    Renderer renderer = output.renderer();
    repetition.check();
    RdpDiagnosis diagnosis = TargetArgument.diagnosis(target);
    if (error != null) {
      if (error.isBlank() || error.length() > ClientErrors.MAX_CHARACTERS) {
        throw new UsageException(
            "--error takes 1 to "
                + ClientErrors.MAX_CHARACTERS
                + " characters, got "
                + error.length());
      }
      diagnosis.clientError(error);
    }
    if (user != null) {
      if (user.isBlank() || user.length() > 300) {
        throw new UsageException("--user takes a name of 1 to 300 characters");
      }
      diagnosis.user(user);
    }
    diagnosis.ladder(ladder::of);
    if (reference != null) {
      addReference(diagnosis, reference);
    }
    addWebAccess(diagnosis);
    egress.forEach(address -> diagnosis.egress(address(address)));
    evidence.forEach(file -> addEvidence(diagnosis, file));
    if (snapshot != null && azure.vm != null) {
      throw new UsageException("--vm and --snapshot exclude each other");
    }
    if (snapshot != null) {
      diagnosis.azure(AzureVm.of(readSnapshot("--snapshot", snapshot)));
    } else if (azure.vm != null) {
      VmReader reader = azure.reader();
      Deadline end = Deadline.in(parent.invocation().left(deadline.value));
      diagnosis.azure(AzureVm.of(reader, azure.vmId(reader, end)));
    }
    addEarlier(diagnosis);
    addGuest(diagnosis);
    RdpDiag.Invocation invocation = parent.invocation();
    Duration wholeTime = deadline();
    if (streams()) {
      diagnosis.listener(JsonLines.listener(invocation::line));
    } else if (!quiet) {
      diagnosis.listener(new Progress(invocation, wholeTime));
    }
    if (repetition.watch != null) {
      Diagnosis last =
          repetition.watch(
              () -> {
                Diagnosis d = once(diagnosis, renderer, wholeTime);
                invocation.mayPrint(); // between two runs there is nothing to tell
                return d;
              },
              d -> {
                print(renderer, d);
                invocation.out().flush();
              },
              Repetition.Wait::here);
      return renderer.exitStatus(last);
    }
    Diagnosis result =
        repetition.repeat(
            () -> once(diagnosis, renderer, wholeTime), invocation.err(), Repetition.Wait::here);
    if (invocation.mayPrint()) {
      print(renderer, result);
      if (bundle != null) {
        writeBundle(bundle, result);
      }
      if (missingRole != null) {
        String file = missingRole;
        CustomRole.missing(result).ifPresent(role -> WholeFile.write(file, role.toJson()));
      }
    }
    return renderer.exitStatus(result);
  }

  private void addEarlier(RdpDiagnosis diagnosis) {
    if (workedAt != null) {
      try {
        diagnosis.workedAt(time(workedAt));
      } catch (IllegalArgumentException | DateTimeParseException e) {
        throw new UsageException("--worked-at: " + e.getMessage());
      }
    }
    if (baseline != null) {
      diagnosis.baseline(readSnapshot("--baseline", baseline));
    }
  }

  /** A date alone is its beginning in UTC. */
  private static Instant time(String text) {
    return text.contains("T")
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private void addGuest(RdpDiagnosis diagnosis) {
    boolean reachable = azure.vm != null || winRm.given();
    if (allowGuestRun && (!reachable || guestRecord != null)) {
      throw new UsageException(
          "--allow-guest-run needs --vm or --winrm, and excludes --guest-record");
    }
    if (winRm.given() && !allowGuestRun) {
      throw new UsageException("--winrm runs a script in the VM: it needs --allow-guest-run");
    }
    winRm.channel(azure).ifPresent(diagnosis::allowGuestRun);
    if (allowGuestRun) {
      diagnosis.allowGuestRun();
    }
    if (guestRecord != null) {
      diagnosis.guestRecord(readGuestRecord(guestRecord));
    }
  }

  private void writeBundle(String file, Diagnosis result) {
    EvidenceBundle whole = EvidenceBundle.of(result);
    WholeFile.write(file, (pseudonyms ? whole.withPseudonyms() : whole).toBytes());
  }

  private CommandLine.ParseResult commandLine() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine().getParseResult();
  }

  /** A monitoring system gives its plugins ten seconds, unless it is told otherwise. */
  private Duration deadline() {
    boolean given = commandLine().hasMatchedOption("--deadline");
    return given || !output.format.equals(ReportOption.NAGIOS) ? deadline.value : PLUGIN_DEADLINE;
  }

  private Diagnosis once(RdpDiagnosis diagnosis, Renderer renderer, Duration wholeTime) {
    RdpDiag.Invocation invocation = parent.invocation();
    Duration left = ranBefore ? wholeTime : invocation.left(wholeTime);
    ranBefore = true;
    RunningDiagnosis running = diagnosis.deadline(left).start();
    invocation.onEnd(() -> print(renderer, running.partial()));
    return running.await();
  }

  /** JSON Lines went out as they came: only the last one is missing. */
  private void print(Renderer renderer, Diagnosis result) {
    output.print(
        parent.invocation().out(), streams() ? JsonLines.result(result) : renderer.render(result));
  }

  private boolean streams() {
    return output.format.equals(JsonLines.FORMAT) && output.file == null;
  }

  private static void addReference(RdpDiagnosis diagnosis, String host) {
    try {
      diagnosis.referenceHost(host);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--reference: " + e.getMessage());
    }
  }

  private void addWebAccess(RdpDiagnosis diagnosis) {
    try {
      if (discoverEgress) {
        diagnosis.discoverEgress(egressServices);
      }
      if (proxy != null) {
        diagnosis.proxy(proxy);
      }
      if (httpsHost != null) {
        diagnosis.knownGoodHost(httpsHost);
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException("--egress-service, --proxy or --https-host: " + e.getMessage());
    }
  }

  private static IpAddress address(String text) {
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--egress: " + e.getMessage());
    }
  }

  private static void addEvidence(RdpDiagnosis diagnosis, String file) {
    try {
      diagnosis.evidence(TargetArgument.path(file));
    } catch (IOException e) {
      throw TargetArgument.unreadable(file, e);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--evidence: " + e.getMessage());
    }
  }

  static GuestRecord readGuestRecord(String file) {
    try {
      return GuestRecord.read(TargetArgument.path(file));
    } catch (IOException e) {
      throw TargetArgument.unreadable(file, e);
    } catch (GuestRecordFormatException e) {
      throw new UsageException("--guest-record: " + file + ": " + e.getMessage());
    }
  }

  static VmSnapshot readSnapshot(String option, String file) {
    try {
      return VmSnapshotCodec.read(TargetArgument.path(file));
    } catch (IOException e) {
      throw TargetArgument.unreadable(file, e);
    } catch (JsonDocumentException e) {
      throw new UsageException(option + ": " + e.getMessage());
    }
  }
}
