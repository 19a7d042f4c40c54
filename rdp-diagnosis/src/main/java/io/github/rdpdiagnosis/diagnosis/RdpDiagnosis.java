package io.github.rdpdiagnosis.diagnosis;

import io.github.rdpdiagnosis.azure.AzureFacts;
import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.SnapshotScope;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.guest.GuestChannel;
import io.github.rdpdiagnosis.azure.guest.GuestCheck;
import io.github.rdpdiagnosis.azure.guest.GuestRecord;
import io.github.rdpdiagnosis.diagnosis.internal.engine.Given;
import io.github.rdpdiagnosis.diagnosis.internal.redact.Redaction;
import io.github.rdpdiagnosis.diagnosis.internal.run.CheckRun;
import io.github.rdpdiagnosis.diagnosis.internal.run.ReferenceCheck;
import io.github.rdpdiagnosis.diagnosis.spi.CheckSource;
import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.ProgressListener;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import io.github.rdpdiagnosis.model.rdpfile.RdpFileFormatException;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import io.github.rdpdiagnosis.probes.LocalEnvironment;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.RdGateway;
import io.github.rdpdiagnosis.probes.RdpLadder;
import io.github.rdpdiagnosis.probes.WebAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One diagnosis: what to look at, what may be used for it, and the call that runs it.
 *
 * <pre>{@code
 * Diagnosis diagnosis = RdpDiagnosis.of(RdpFile.read(Path.of("sql1.rdp")))
 *     .clientError("Remote Desktop can't find the computer")
 *     .deadline(Duration.ofSeconds(30))
 *     .run();
 * }</pre>
 *
 * <p>Read-only. On the wire: DNS questions; to the addresses of the target, those that its name
 * gives and those that its zone or Azure has for it now, what {@link RdpLadder} sends, at most
 * {@value RdpLadder#DEFAULT_MOST_CONNECTIONS} TCP connections in all and never a credential; with
 * {@link #azure}, GET requests to Azure Resource Manager; with {@link #allowGuestRun}, the
 * runCommand action besides. Builders are not thread-safe; a run uses threads of its own and closes
 * them.
 */
public final class RdpDiagnosis {
  /** The deadline of {@link #run()} unless {@link #deadline} sets another: one minute. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(60);

  private static final int PROXY_PORT = 3128;

  private final RdpTarget target;
  private final Optional<RdpFile> file;
  private Optional<String> fileName = Optional.empty();
  private Optional<String> clientError = Optional.empty();
  private Optional<String> user = Optional.empty();
  private Optional<Instant> workedAt = Optional.empty();
  private Optional<VmSnapshot> baseline = Optional.empty();
  private Optional<AzureVm> azure = Optional.empty();
  private final List<Evidence> evidence = new ArrayList<>();
  private final List<IpAddress> egress = new ArrayList<>();
  private final List<Check> added = new ArrayList<>();
  private Optional<RdpTarget> reference = Optional.empty();
  private boolean guestRunAllowed;
  private Optional<GuestChannel> guestChannel = Optional.empty();
  private Optional<GuestRecord> guestRecord = Optional.empty();
  private Optional<InetSocketAddress> proxy = Optional.empty();
  private Optional<InetSocketAddress> knownGood = Optional.empty();
  private List<URI> echoServices = List.of();
  private UnaryOperator<RdpLadder> ladder = UnaryOperator.identity();
  private Duration deadline = DEFAULT_DEADLINE;
  private ProgressListener listener = ProgressListener.NONE;

  private RdpDiagnosis(RdpTarget target, Optional<RdpFile> file) {
    this.target = target;
    this.file = file;
  }

  /**
   * A diagnosis of what an .rdp file connects to.
   *
   * @param file the file
   * @return a builder
   * @throws RdpFileFormatException if the file names no usable target
   */
  public static RdpDiagnosis of(RdpFile file) {
    return new RdpDiagnosis(file.target(), Optional.of(file));
  }

  /**
   * A diagnosis of a host.
   *
   * @param host name or address literal
   * @param port TCP port
   * @return a builder
   */
  public static RdpDiagnosis of(String host, Port port) {
    return of(new RdpTarget(host, port, List.of()));
  }

  /**
   * A diagnosis of a target.
   *
   * @param target host and port
   * @return a builder
   */
  public static RdpDiagnosis of(RdpTarget target) {
    return new RdpDiagnosis(target, Optional.empty());
  }

  /**
   * What the user knows the .rdp file as; only printed.
   *
   * @param name such as {@code sql1.rdp}
   * @return this builder
   */
  public RdpDiagnosis named(String name) {
    fileName = Optional.of(name);
    return this;
  }

  /**
   * The error that the Remote Desktop client showed.
   *
   * @param textOrCode its text, or a code such as {@code 0x204}
   * @return this builder
   */
  public RdpDiagnosis clientError(String textOrCode) {
    clientError = Optional.of(textOrCode);
    return this;
  }

  /**
   * The account that is meant to sign in: its state and rights count then, and the form of its name
   * is held against the names that the server announces. No password, and nothing is sent.
   *
   * @param name as it would be typed: {@code VM1\\user}, {@code user@corp.example} or a bare name;
   *     goes before the one in the .rdp file
   * @return this builder
   */
  public RdpDiagnosis user(String name) {
    user = Optional.of(name);
    return this;
  }

  /**
   * When the connection last worked: what Azure's activity log has since then is listed ({@link
   * Diagnosis#changes()}) and ranks what is possible; it proves nothing. With {@link #azure} of a
   * reader this also reads the log of {@link SnapshotPart#ACTIVITY_LOG_SPAN}, which needs {@code
   * Microsoft.Insights/eventtypes/values/Read}.
   *
   * @param time not in the future
   * @return this builder
   * @throws IllegalArgumentException if it is
   */
  public RdpDiagnosis workedAt(Instant time) {
    if (time.isAfter(Instant.now())) {
      throw new IllegalArgumentException("the connection cannot have worked at " + time + " yet");
    }
    workedAt = Optional.of(time);
    return this;
  }

  /**
   * Azure's configuration of when the connection worked: what differs now is listed and ranks what
   * is possible, by what it means for who gets in; it proves nothing. Unless {@link #workedAt} says
   * another, the time when it was read is when the connection worked.
   *
   * @param snapshot of the same VM
   * @return this builder
   */
  public RdpDiagnosis baseline(VmSnapshot snapshot) {
    baseline = Optional.of(snapshot);
    return this;
  }

  /**
   * The VM in Azure, and what may be used to read its configuration.
   *
   * @param vm the VM
   * @return this builder
   */
  public RdpDiagnosis azure(AzureVm vm) {
    azure = Optional.of(vm);
    return this;
  }

  /**
   * Allows a look inside the VM: a read-only script is run there through Run Command, with the
   * credential of {@link #azure}. That is execution of a script in the guest, so it never happens
   * without this call. Needs {@code Microsoft.Compute/virtualMachines/runCommand/action}, a running
   * VM and a ready agent, and 20 seconds and more. The script is part of the result, as the fact
   * {@code guest.script}.
   *
   * @return this builder
   */
  public RdpDiagnosis allowGuestRun() {
    guestRunAllowed = true;
    return this;
  }

  /**
   * The same look inside the VM through a channel of the caller's, such as {@link
   * io.github.rdpdiagnosis.azure.winrm.WinRm}, in place of Run Command. Needs no right in Azure;
   * see the channel for what it sends.
   *
   * @param channel to the VM that the target leads to
   * @return this builder
   */
  public RdpDiagnosis allowGuestRun(GuestChannel channel) {
    guestChannel = Optional.of(channel);
    return this;
  }

  /**
   * What the collector script read when it was run on the VM by hand, in place of {@link
   * #allowGuestRun}.
   *
   * @param record the record
   * @return this builder
   */
  public RdpDiagnosis guestRecord(GuestRecord record) {
    guestRecord = Optional.of(record);
    return this;
  }

  /**
   * What the ladder to the target asks beyond its defaults.
   *
   * @param change such as {@code RdpLadder::survey}
   * @return this builder
   */
  public RdpDiagnosis ladder(UnaryOperator<RdpLadder> change) {
    ladder = Objects.requireNonNull(change, "change");
    return this;
  }

  /**
   * A computer in the user's own network that is known to take Remote Desktop connections, for
   * comparison: it is probed in the same way.
   *
   * @param host name or address, with {@code :port} where it is not 3389
   * @return this builder
   * @throws IllegalArgumentException if that is no host
   */
  public RdpDiagnosis referenceHost(String host) {
    reference = Optional.of(RdpTarget.parse(host));
    return this;
  }

  /**
   * What another vantage point saw of the same target. Can be called for several.
   *
   * @param seen what was seen there
   * @return this builder
   * @throws IllegalArgumentException if it is about another port or another name, or there is
   *     evidence of that vantage point already
   */
  public RdpDiagnosis evidence(Evidence seen) {
    boolean bothNames = !isLiteral(seen.host()) && !isLiteral(target.host());
    if (seen.port() != target.port().number()
        || (bothNames && !seen.host().equalsIgnoreCase(target.host()))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the evidence of %s is about %s port %d, not about %s port %s",
              seen.vantage(),
              seen.host(),
              seen.port(),
              target.host(),
              target.port()));
    }
    if (evidence.stream().anyMatch(e -> e.vantage().equals(seen.vantage()))) {
      throw new IllegalArgumentException(
          "there is evidence of " + seen.vantage() + " already: probe again with another --name");
    }
    evidence.add(seen);
    return this;
  }

  private static boolean isLiteral(String host) {
    try {
      IpAddress.parse(host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * An evidence file, as {@code rdpdiag probe} writes it.
   *
   * @param path the file
   * @return this builder
   * @throws IOException if it cannot be read
   * @throws JsonDocumentException if it is no evidence file
   */
  public RdpDiagnosis evidence(Path path) throws IOException {
    return evidence(Evidence.read(path));
  }

  /**
   * A public address that this client's connections show to Azure. Can be called for several.
   *
   * @param address the address
   * @return this builder
   */
  public RdpDiagnosis egress(IpAddress address) {
    egress.add(address);
    return this;
  }

  /**
   * Services that are asked which public address they see. None is asked unless this is called.
   * What they see is a hint: connections to the RDP port may leave by another address.
   *
   * @param services {@code https://HOST/PATH} or {@code dns://SERVER/NAME}; see {@link
   *     WebAccess#echoServices}
   * @return this builder
   * @throws IllegalArgumentException if one is neither
   */
  public RdpDiagnosis discoverEgress(List<URI> services) {
    WebAccess.of(target.host(), target.port().number()).echoServices(services); // checks them
    echoServices = List.copyOf(services);
    return this;
  }

  /**
   * An HTTP proxy to try with CONNECT where the target does not open directly, in place of the one
   * that this computer is set to use. What gets through tells of the far side only.
   *
   * @param hostAndPort such as {@code proxy.example:8080}; without a port it is 3128
   * @return this builder
   * @throws IllegalArgumentException if that is no host
   */
  public RdpDiagnosis proxy(String hostAndPort) {
    proxy = Optional.of(unresolved(RdpTarget.parse(hostAndPort, new Port(PROXY_PORT))));
    return this;
  }

  /**
   * A host that is known to answer HTTPS and HTTP, to tell whether anything gets out of this
   * network and whether a captive portal stands in between. None is asked unless this is called.
   *
   * @param host such as an organisation's own web site
   * @return this builder
   * @throws IllegalArgumentException if that is no host
   */
  public RdpDiagnosis knownGoodHost(String host) {
    knownGood = Optional.of(unresolved(RdpTarget.parse(host, new Port(RdGateway.DEFAULT_PORT))));
    return this;
  }

  private static InetSocketAddress unresolved(RdpTarget place) {
    return InetSocketAddress.createUnresolved(place.host(), place.port().number());
  }

  /**
   * A check of one's own, which runs beside ours. Can be called for several; a {@link CheckSource}
   * adds them to every diagnosis.
   *
   * @param check what to look at; must change nothing
   * @return this builder
   */
  public RdpDiagnosis check(Check check) {
    added.add(check);
    return this;
  }

  /**
   * When all must be over.
   *
   * @param span from the start of the run; {@link #DEFAULT_DEADLINE} unless set
   * @return this builder
   */
  public RdpDiagnosis deadline(Duration span) {
    if (span.isNegative() || span.isZero()) {
      throw new IllegalArgumentException("deadline must be positive, got " + span);
    }
    deadline = span;
    return this;
  }

  /**
   * Who hears of the checks as they run.
   *
   * @param progress the listener; {@link ProgressListener#NONE} unless set
   * @return this builder
   */
  public RdpDiagnosis listener(ProgressListener progress) {
    listener = progress;
    return this;
  }

  /**
   * Runs the diagnosis and waits for it.
   *
   * @return what was found; if this thread is interrupted, what was found until then, and the
   *     interrupt flag is set again
   */
  public Diagnosis run() {
    return start().await();
  }

  /**
   * Runs the diagnosis on another thread.
   *
   * @param executor where to wait for it; the checks use threads of their own
   * @return the diagnosis to come
   */
  public CompletableFuture<Diagnosis> runAsync(Executor executor) {
    RunningDiagnosis running = start();
    Async result = new Async(running);
    executor.execute(result);
    return result;
  }

  /** Waits for a diagnosis on another thread; cancelling it cancels the checks. */
  private static final class Async extends CompletableFuture<Diagnosis> implements Runnable {
    private final RunningDiagnosis running;

    Async(RunningDiagnosis running) {
      this.running = running;
    }

    @Override
    public void run() {
      try {
        complete(running.await());
      } catch (RuntimeException e) {
        completeExceptionally(e);
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      running.cancel();
      return super.cancel(mayInterruptIfRunning);
    }
  }

  /**
   * Starts the diagnosis.
   *
   * @return a handle to wait for it, to see what there is so far, and to cancel it
   */
  public RunningDiagnosis start() {
    Deadline end = Deadline.in(deadline);
    List<Observation> given = new ArrayList<>();
    file.ifPresent(f -> given.add(Given.file(f)));
    clientError.ifPresent(text -> given.add(Given.clientError(text)));
    user.map(Given::user).ifPresent(given::add);
    if (!egress.isEmpty()) {
      given.add(Given.egress(egress));
    }
    evidence.forEach(e -> given.addAll(e.observations()));

    List<Check> checks = new ArrayList<>();
    Optional<String> gateway = file.flatMap(RdpFile::gateway);
    if (gateway.isPresent()) {
      given.add(Given.gatewayInUse(gateway.get()));
      checks.addAll(gatewayChecks(gateway.get()));
    } else {
      checks.addAll(LocalEnvironment.of(target.host(), target.port().number()).checks());
      checks.addAll(webAccess().checks());
      RdpLadder own =
          ladder
              .apply(RdpLadder.of(target.host(), target.port().number()))
              .vantage(Vantage.CLIENT)
              .alsoTry(addressesSeenElsewhere());
      checks.addAll(
          azure.map(vm -> own.alsoTryFound(AzureFacts.PUBLIC_ADDRESSES)).orElse(own).checks());
    }
    reference.ifPresent(host -> checks.add(new ReferenceCheck(host)));
    workedAt.map(Given::workedAt).ifPresent(given::add);
    baseline.map(Given::baseline).ifPresent(given::add);
    azure.ifPresent(vm -> checks.add(vm.check(scope())));
    guest().ifPresent(checks::add);
    checks.addAll(added);
    checks.addAll(CheckSource.found(target));
    CheckRun run = new CheckRun(Vantage.CLIENT, checks, given, end, Redaction.before(listener));
    return new RunningDiagnosis(run, target, fileName, azure.map(AzureVm::id));
  }

  private SnapshotScope scope() {
    return workedAt.isPresent() || baseline.isPresent()
        ? SnapshotScope.standard().with(SnapshotPart.ACTIVITY_LOG)
        : SnapshotScope.standard();
  }

  private WebAccess webAccess() {
    WebAccess access =
        WebAccess.of(target.host(), target.port().number()).echoServices(echoServices);
    access = proxy.map(access::proxy).orElse(access);
    return knownGood.map(access::knownGood).orElse(access);
  }

  /** {@code HOST} or {@code HOST:PORT}, as the file names it. */
  private static List<Check> gatewayChecks(String gateway) {
    try {
      RdpTarget place = RdpTarget.parse(gateway, new Port(RdGateway.DEFAULT_PORT));
      // Its packet filter is asked about the addresses of the target, which are not looked up here.
      return Stream.concat(
              RdGateway.of(place.host(), place.port().number()).checks().stream(),
              LocalEnvironment.of(place.host(), place.port().number()).checks().stream()
                  .filter(check -> check.needs().isEmpty()))
          .toList();
    } catch (IllegalArgumentException e) {
      return List.of(); // no host: the file's own check says so
    }
  }

  private Optional<Check> guest() {
    if (guestRecord.isPresent()) {
      return guestRecord.map(GuestCheck::of);
    }
    Optional<GuestChannel> channel =
        guestChannel.or(() -> guestRunAllowed ? azure.flatMap(AzureVm::guest) : Optional.empty());
    return channel.map(GuestCheck::through);
  }

  /**
   * Addresses at which another vantage point looked for the same port: tried from here as well, for
   * comparison.
   */
  private List<String> addressesSeenElsewhere() {
    return evidence.stream()
        .flatMap(e -> e.observations().stream())
        .filter(
            o ->
                o.facts()
                    .get(ProbeFacts.TCP_PORT)
                    .filter(p -> p == target.port().number())
                    .isPresent())
        .flatMap(o -> o.address().stream())
        .distinct()
        .toList();
  }
}
