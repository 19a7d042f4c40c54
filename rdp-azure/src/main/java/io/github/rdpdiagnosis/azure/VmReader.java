package io.github.rdpdiagnosis.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.management.http.policy.ArmChallengeAuthenticationPolicy;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.azure.guest.GuestChannel;
import io.github.rdpdiagnosis.azure.internal.arm.PlainToken;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Reads one VM and the parts around it from Azure Resource Manager.
 *
 * <p>Changes nothing: it sends GETs, and of POSTs only those that ask (effective rules and routes,
 * rules of network managers, port mappings and health of load balancers, where boot diagnostics
 * are, Resource Graph). Each part is asked for once, as soon as it is known to belong to the VM,
 * all at the same time; at most five requests follow each other. Needs the action of each kind of
 * part ({@link SnapshotPart#action()}); the role Reader has all that end in {@code read}. What may
 * not be read is recorded as {@link Reading.NotPermitted} with the exact action; one part that
 * fails never stops the others.
 *
 * <p>A GET that finds ARM busy (408, 429, 5xx) or the connection broken is sent again twice at
 * most, within the deadline; a POST never. Requests of one subscription stay within 250 at once and
 * 25 a second. The first read takes about two seconds more than the later ones, while the SDK
 * builds its clients.
 *
 * <p>Thread-safe; its threads are daemons and end by themselves when idle.
 */
public final class VmReader {
  private static final int THREADS = 16;
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final AzureCloud cloud;
  private final HttpPipelinePolicy authentication;
  private final Supplier<HttpClient> http;
  private final Supplier<RequestBudget> budget;
  private final Optional<Secret> token;
  private final ExecutorService threads;
  private final Map<String, Future<ArmClients>> clients = new ConcurrentHashMap<>();

  private VmReader(
      AzureCloud cloud,
      HttpPipelinePolicy authentication,
      Supplier<HttpClient> http,
      Supplier<RequestBudget> budget,
      Optional<Secret> token) {
    this.cloud = Objects.requireNonNull(cloud, "cloud");
    this.authentication = authentication;
    this.http = http;
    this.budget = budget;
    this.token = token;
    this.threads = threads();
  }

  private static ExecutorService threads() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "rdp-azure-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * A reader with a credential of the Azure SDK, over the HTTP client that is on the class path.
   *
   * @param credential asked for a token of the cloud's scope when the first request is sent
   * @param cloud which Azure; must be https
   * @return the reader
   * @throws IllegalArgumentException if the cloud is http: the SDK sends a credential's token over
   *     https only
   */
  public static VmReader of(TokenCredential credential, AzureCloud cloud) {
    return of(credential, cloud, HttpClient::createDefault);
  }

  /**
   * A reader with a credential of the Azure SDK.
   *
   * @param credential asked for a token of the cloud's scope when the first request is sent
   * @param cloud which Azure; must be https
   * @param http the HTTP client; asked for once, when the first request is sent
   * @return the reader
   * @throws IllegalArgumentException if the cloud is http: the SDK sends a credential's token over
   *     https only
   */
  public static VmReader of(
      TokenCredential credential, AzureCloud cloud, Supplier<HttpClient> http) {
    if (!cloud.isHttps()) {
      throw new IllegalArgumentException(
          "a credential needs an https URL of ARM; for "
              + cloud.resourceManager()
              + " give a plain token");
    }
    return new VmReader(
        cloud,
        new ArmChallengeAuthenticationPolicy(credential, cloud.tokenScope()),
        http,
        RequestBudget::new,
        Optional.empty());
  }

  /**
   * A reader with a plain bearer token, over the HTTP client that is on the class path.
   *
   * @param bearerToken sent as it is, to the cloud's ARM only
   * @param cloud which Azure
   * @return the reader
   */
  public static VmReader of(Secret bearerToken, AzureCloud cloud) {
    return of(bearerToken, cloud, HttpClient::createDefault);
  }

  /**
   * A reader with a plain bearer token.
   *
   * @param bearerToken sent as it is, to the cloud's ARM only
   * @param cloud which Azure
   * @param http the HTTP client; asked for once, when the first request is sent
   * @return the reader
   * @throws IllegalArgumentException if the token is empty or cannot stand in a header
   */
  public static VmReader of(Secret bearerToken, AzureCloud cloud, Supplier<HttpClient> http) {
    if (!bearerToken.reveal().matches("[A-Za-z0-9._~+/=-]+")) {
      throw new IllegalArgumentException(
          "the bearer token must be of the characters of RFC 6750 section 2.1, and not empty");
    }
    return of(bearerToken, cloud, http, RequestBudget::new);
  }

  static VmReader of(
      Secret bearerToken,
      AzureCloud cloud,
      Supplier<HttpClient> http,
      Supplier<RequestBudget> budget) {
    return new VmReader(
        cloud, PlainToken.policy(bearerToken), http, budget, Optional.of(bearerToken));
  }

  /**
   * Reads the VM and its {@link SnapshotScope#standard() standard} surroundings. Blocks until all
   * is read or the deadline is over; what is not there by then is {@code Failed("deadline")}.
   *
   * @param id the VM
   * @param deadline when to be back
   * @return the snapshot
   * @throws InterruptedException if the thread was interrupted; requests under way are given up
   */
  public VmSnapshot read(VmId id, Deadline deadline) throws InterruptedException {
    return read(id, SnapshotScope.standard(), deadline, SnapshotListener.NONE);
  }

  /**
   * Reads the VM and what of its surroundings is wanted. Blocks until all is read or the deadline
   * is over; what is not there by then is {@code Failed("deadline")}.
   *
   * @param id the VM
   * @param scope which kinds of parts
   * @param deadline when to be back
   * @param listener hears of each part
   * @return the snapshot
   * @throws InterruptedException if the thread was interrupted; requests under way are given up
   */
  public VmSnapshot read(VmId id, SnapshotScope scope, Deadline deadline, SnapshotListener listener)
      throws InterruptedException {
    return new SnapshotRun(
            id, scope, deadline, this::clients, threads, new ReadFailures(token), listener)
        .read();
  }

  /**
   * What the VM's screen shows, for a person to look at: boot diagnostics' last picture. Needs
   * {@code Microsoft.Compute/virtualMachines/retrieveBootDiagnosticsData/action}; the picture
   * itself comes from Azure's blob storage, without the token. Blocks, within the deadline.
   *
   * @param id the VM
   * @param deadline when to be back
   * @return a BMP, PNG or JPEG of at most 32 MiB, or why there is none
   */
  public Reading<Screenshot> screenshot(VmId id, Deadline deadline) {
    try {
      JsonNode reply =
          requests()
              .ask(id + "/retrieveBootDiagnosticsData?api-version=2025-04-01", Map.of(), deadline);
      return ArmJson.text(reply.path("consoleScreenshotBlobUri"))
          .flatMap(url -> new SignedBlob(http.get()).picture(url, deadline))
          .<Reading<Screenshot>>map(picture -> new Reading.Known<>(picture, Instant.now()))
          .orElseGet(() -> new Reading.Failed<>("boot diagnostics give no picture of the screen"));
    } catch (RuntimeException e) {
      return new ReadFailures(token)
          .reading(SnapshotPart.BOOT_DIAGNOSTICS.action(), id.toString(), e);
    }
  }

  /**
   * A way into the guest: Run Command, with this reader's credential. Running a script there is
   * execution, so it is used with the caller's leave only. Sends one GET of the VM, {@code POST
   * …/runCommand} (action {@code Microsoft.Compute/virtualMachines/runCommand/action}) and GETs of
   * its result; nothing else can be sent through it. Nothing is started in a VM that does not run
   * or whose agent is not ready.
   *
   * @param id the VM
   * @return the channel
   */
  public GuestChannel runCommand(VmId id) {
    return new RunCommandChannel(new RunCommandRequests(cloud, authentication, http, id), token);
  }

  /**
   * The reader as a check named {@code azure}. It needs nothing and produces {@link
   * AzureFacts#ALL}.
   *
   * @param id the VM
   * @return the check
   */
  public Check check(VmId id) {
    return check(id, SnapshotScope.standard());
  }

  /**
   * The VM's configuration as a check for the engine to run.
   *
   * @param id the VM
   * @param scope which kinds of parts
   * @return the check
   */
  public Check check(VmId id, SnapshotScope scope) {
    return new SnapshotCheck(context -> read(id, scope, context.deadline(), SnapshotListener.NONE));
  }

  /**
   * Finds VMs with the same identity, without building the SDK's clients.
   *
   * @return the finder
   */
  public VmFinder finder() {
    return new VmFinder(requests(), new ReadFailures(token));
  }

  /**
   * Reads many VMs and what decides who reaches them, with the same identity.
   *
   * @return the reader
   */
  public InventoryReader inventory() {
    return new InventoryReader(requests());
  }

  /**
   * The Network Watcher of the VM's region, with the same identity. It is asked nothing yet.
   *
   * @param snapshot the VM, its NICs and its extensions, as they were read
   * @return who can be asked about the VM's connections
   */
  public NetworkWatcher networkWatcher(VmSnapshot snapshot) {
    return new NetworkWatcher(snapshot, requests(), new ReadFailures(token), threads);
  }

  private ArmRequests requests() {
    return new ArmRequests(
        ArmClients.pipeline(cloud, authentication, http.get(), budget.get()),
        cloud.resourceManager());
  }

  private ArmClients clients(String subscription) throws ExecutionException, InterruptedException {
    String key = subscription.toLowerCase(Locale.ROOT);
    FutureTask<ArmClients> mine =
        new FutureTask<>(
            () ->
                ArmClients.connect(cloud, subscription, authentication, http.get(), budget.get()));
    Future<ArmClients> theirs = clients.putIfAbsent(key, mine);
    if (theirs == null) {
      mine.run();
    }
    Future<ArmClients> task = theirs == null ? mine : theirs;
    try {
      return task.get();
    } catch (ExecutionException e) {
      clients.remove(key, task);
      throw e;
    }
  }
}
