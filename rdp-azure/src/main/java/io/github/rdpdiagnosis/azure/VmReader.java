package io.github.rdpdiagnosis.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.rest.Response;
import com.azure.core.management.exception.ManagementException;
import com.azure.core.management.http.policy.ArmChallengeAuthenticationPolicy;
import com.azure.core.util.Context;
import com.azure.resourcemanager.compute.models.InstanceViewTypes;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one VM and the network parts around it from Azure Resource Manager.
 *
 * <p>Sends only GETs: one for the VM with its instance view, then its NICs, then their public
 * addresses, NSGs, subnets and virtual networks, then the subnets' NSGs and route tables; the parts
 * of a level side by side. Needs {@code Microsoft.Compute/virtualMachines/read} and the {@code
 * read} action of each part; the role Reader has them all. What may not be read is recorded as
 * {@link Reading.NotPermitted} with the exact action; one part that fails never stops the others.
 *
 * <p>A busy ARM (408, 429, 5xx) or a broken connection is asked again twice at most, within the
 * deadline. The first read takes about two seconds more than the later ones, while the SDK builds
 * its clients.
 *
 * <p>Thread-safe; its threads are daemons and end by themselves when idle.
 */
public final class VmReader {
  /** Why a part is missing that did not come in time. */
  private static final String DEADLINE = "deadline";

  private static final Logger LOG = LoggerFactory.getLogger(VmReader.class);
  private static final int THREADS = 8;
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final int MAX_REASON = 200;
  private static final String RESPONSE_TIMEOUT = "azure-response-timeout";

  private final AzureCloud cloud;
  private final HttpPipelinePolicy authentication;
  private final Supplier<HttpClient> http;
  private final Optional<Secret> token;
  private final ExecutorService threads;
  private final Map<String, Future<ArmClients>> clients = new ConcurrentHashMap<>();

  private VmReader(
      AzureCloud cloud,
      HttpPipelinePolicy authentication,
      Supplier<HttpClient> http,
      Optional<Secret> token) {
    this.cloud = Objects.requireNonNull(cloud, "cloud");
    this.authentication = authentication;
    this.http = http;
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
    return new VmReader(cloud, ArmClients.bearer(bearerToken), http, Optional.of(bearerToken));
  }

  /**
   * Reads the VM. Blocks until all is read or the deadline is over; what is not there by then is
   * {@code Failed("deadline")}.
   *
   * @param id the VM
   * @param deadline when to be back
   * @return the snapshot
   * @throws InterruptedException if the thread was interrupted; requests under way are given up
   */
  public VmSnapshot read(VmId id, Deadline deadline) throws InterruptedException {
    return new Run(deadline).read(id);
  }

  /**
   * The reader as a check named {@code azure}. It needs nothing and produces {@link
   * AzureFacts#ALL}.
   *
   * @param id the VM
   * @return the check
   */
  public Check check(VmId id) {
    return new SnapshotCheck(context -> read(id, context.deadline()));
  }

  /** Asks for one part. */
  private interface Request<T> {
    Response<T> send(ArmClients clients, Context context);
  }

  /** One read under one deadline. */
  private final class Run {
    private final Deadline deadline;
    private final Set<Future<?>> open = ConcurrentHashMap.newKeySet();

    Run(Deadline deadline) {
      this.deadline = deadline;
    }

    VmSnapshot read(VmId id) throws InterruptedException {
      try {
        return readAll(id);
      } finally {
        open.forEach(task -> task.cancel(true));
      }
    }

    private VmSnapshot readAll(VmId id) throws InterruptedException {
      Instant began = Instant.now();
      Reading<VirtualMachine> vm = await(virtualMachine(id));
      SortedMap<String, Reading<NetworkInterface>> nics =
          await(
              started(
                  vm.known().stream()
                      .flatMap(known -> known.networkInterfaces().stream())
                      .map(nic -> nic.id()),
                  this::networkInterface));

      Collection<NetworkInterface> knownNics = known(nics);
      Collection<IpConfiguration> addresses =
          knownNics.stream().flatMap(nic -> nic.ipConfigurations().stream()).toList();
      Map<String, Future<Reading<PublicIpAddress>>> publicIps =
          started(
              addresses.stream().flatMap(ip -> ip.publicIpAddressId().stream()),
              this::publicIpAddress);
      Map<String, Future<Reading<Subnet>>> subnetTasks =
          started(addresses.stream().flatMap(ip -> ip.subnetId().stream()), this::subnet);
      Map<String, Future<Reading<NetworkSecurityGroup>>> groups =
          started(
              knownNics.stream().flatMap(nic -> nic.networkSecurityGroupId().stream()),
              this::networkSecurityGroup);
      Map<String, Future<Reading<VirtualNetwork>>> networks =
          started(
              addresses.stream().flatMap(ip -> ip.subnetId().stream()).map(ArmId::virtualNetworkOf),
              this::virtualNetwork);

      SortedMap<String, Reading<Subnet>> subnets = await(subnetTasks);
      Collection<Subnet> knownSubnets = known(subnets);
      Map<String, Future<Reading<RouteTable>>> tables =
          started(
              knownSubnets.stream().flatMap(subnet -> subnet.routeTableId().stream()),
              this::routeTable);
      started(
              knownSubnets.stream()
                  .flatMap(subnet -> subnet.networkSecurityGroupId().stream())
                  .filter(nsg -> !groups.containsKey(ArmId.key(nsg))),
              this::networkSecurityGroup)
          .forEach(groups::put);
      return VmSnapshot.builder(id, began)
          .put(SnapshotPart.VM, vm)
          .putAll(SnapshotPart.NETWORK_INTERFACES, nics)
          .putAll(SnapshotPart.PUBLIC_IP_ADDRESSES, await(publicIps))
          .putAll(SnapshotPart.SUBNETS, subnets)
          .putAll(SnapshotPart.VIRTUAL_NETWORKS, await(networks))
          .putAll(SnapshotPart.ROUTE_TABLES, await(tables))
          .putAll(SnapshotPart.NETWORK_SECURITY_GROUPS, await(groups))
          .build();
    }

    private <T> Collection<T> known(Map<String, Reading<T>> readings) {
      return readings.values().stream().flatMap(reading -> reading.known().stream()).toList();
    }

    /** Starts one task for each id; the same id in another case is the same part. */
    private <T> Map<String, Future<Reading<T>>> started(
        Stream<String> ids, Function<String, Future<Reading<T>>> start) {
      Map<String, Future<Reading<T>>> tasks = new LinkedHashMap<>();
      ids.forEach(id -> tasks.computeIfAbsent(ArmId.key(id), key -> start.apply(id)));
      return tasks;
    }

    private <T> SortedMap<String, Reading<T>> await(Map<String, Future<Reading<T>>> tasks)
        throws InterruptedException {
      SortedMap<String, Reading<T>> readings = new TreeMap<>();
      for (Map.Entry<String, Future<Reading<T>>> task : tasks.entrySet()) {
        readings.put(task.getKey(), await(task.getValue()));
      }
      return readings;
    }

    private <T> Reading<T> await(Future<Reading<T>> task) throws InterruptedException {
      try {
        return task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        task.cancel(true);
        return new Reading.Failed<>(DEADLINE);
      } catch (ExecutionException e) {
        return deadline.isOver() ? new Reading.Failed<>(DEADLINE) : failed(e);
      }
    }

    private Future<Reading<VirtualMachine>> virtualMachine(VmId id) {
      return start(
          id.toString(),
          "Microsoft.Compute/virtualMachines/read",
          (arm, context) ->
              arm.compute()
                  .getVirtualMachines()
                  .getByResourceGroupWithResponse(
                      id.resourceGroup(), id.name(), InstanceViewTypes.INSTANCE_VIEW, context),
          ArmMapping::virtualMachine);
    }

    private Future<Reading<NetworkInterface>> networkInterface(String id) {
      return start(
          id,
          "Microsoft.Network/networkInterfaces/read",
          (arm, context) ->
              arm.network()
                  .getNetworkInterfaces()
                  .getByResourceGroupWithResponse(
                      group(id), ArmId.segmentAfter(id, "networkInterfaces"), null, context),
          ArmMapping::networkInterface);
    }

    private Future<Reading<PublicIpAddress>> publicIpAddress(String id) {
      return start(
          id,
          "Microsoft.Network/publicIPAddresses/read",
          (arm, context) ->
              arm.network()
                  .getPublicIpAddresses()
                  .getByResourceGroupWithResponse(
                      group(id), ArmId.segmentAfter(id, "publicIPAddresses"), null, context),
          ArmMapping::publicIpAddress);
    }

    private Future<Reading<Subnet>> subnet(String id) {
      return start(
          id,
          "Microsoft.Network/virtualNetworks/subnets/read",
          (arm, context) ->
              arm.network()
                  .getSubnets()
                  .getWithResponse(
                      group(id),
                      ArmId.segmentAfter(id, "virtualNetworks"),
                      ArmId.segmentAfter(id, "subnets"),
                      null,
                      context),
          ArmMapping::subnet);
    }

    private Future<Reading<VirtualNetwork>> virtualNetwork(String id) {
      return start(
          id,
          "Microsoft.Network/virtualNetworks/read",
          (arm, context) ->
              arm.network()
                  .getVirtualNetworks()
                  .getByResourceGroupWithResponse(
                      group(id), ArmId.segmentAfter(id, "virtualNetworks"), null, context),
          ArmMapping::virtualNetwork);
    }

    private Future<Reading<RouteTable>> routeTable(String id) {
      return start(
          id,
          "Microsoft.Network/routeTables/read",
          (arm, context) ->
              arm.network()
                  .getRouteTables()
                  .getByResourceGroupWithResponse(
                      group(id), ArmId.segmentAfter(id, "routeTables"), null, context),
          ArmMapping::routeTable);
    }

    private Future<Reading<NetworkSecurityGroup>> networkSecurityGroup(String id) {
      return start(
          id,
          "Microsoft.Network/networkSecurityGroups/read",
          (arm, context) ->
              arm.network()
                  .getNetworkSecurityGroups()
                  .getByResourceGroupWithResponse(
                      group(id), ArmId.segmentAfter(id, "networkSecurityGroups"), null, context),
          ArmMapping::networkSecurityGroup);
    }

    private String group(String id) {
      return ArmId.segmentAfter(id, "resourceGroups");
    }

    private <I, T> Future<Reading<T>> start(
        String id, String action, Request<I> request, BiFunction<String, I, T> mapping) {
      FutureTask<Reading<T>> task =
          new FutureTask<>(
              () -> {
                if (deadline.isOver()) {
                  return new Reading.Failed<>(DEADLINE);
                }
                Context context =
                    new Context(RetryWithinDeadline.DEADLINE, deadline)
                        .addData(
                            RESPONSE_TIMEOUT,
                            deadline.atMost(Duration.ofSeconds(30)).plusMillis(1));
                try {
                  Response<I> response =
                      request.send(clients(ArmId.segmentAfter(id, "subscriptions")), context);
                  return response.getValue() == null
                      ? new Reading.Failed<>("ARM's reply is empty")
                      : new Reading.Known<>(mapping.apply(id, response.getValue()), Instant.now());
                } catch (HttpResponseException e) {
                  return refused(id, action, e);
                }
              });
      open.add(task);
      threads.execute(task);
      return task;
    }

    private ArmClients clients(String subscription)
        throws ExecutionException, InterruptedException {
      String key = subscription.toLowerCase(Locale.ROOT);
      FutureTask<ArmClients> mine =
          new FutureTask<>(
              () -> ArmClients.connect(cloud, subscription, authentication, http.get()));
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

  private <T> Reading<T> refused(String id, String action, HttpResponseException e) {
    HttpResponse response = e.getResponse();
    if (response == null) {
      return failed(e);
    }
    int status = response.getStatusCode();
    LOG.debug("{}: HTTP {}", id, status);
    return switch (status) {
      case 401, 403 -> new Reading.NotPermitted<>(action);
      case 404 -> new Reading.NotFound<>(id);
      case 429 ->
          new Reading.Throttled<>(RetryWithinDeadline.retryAfter(response).orElse(Duration.ZERO));
      default -> new Reading.Failed<>("HTTP " + status + code(e));
    };
  }

  /** ARM's error code, if it looks like one. The message is left out: it can hold anything. */
  private static String code(HttpResponseException e) {
    return e instanceof ManagementException arm
            && arm.getValue() != null
            && arm.getValue().getCode() != null
            && arm.getValue().getCode().matches("[A-Za-z0-9.]{1,80}")
        ? " " + arm.getValue().getCode()
        : "";
  }

  private <T> Reading<T> failed(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null
        && cause.getCause() != cause
        && (cause instanceof ExecutionException
            || cause.getClass() == RuntimeException.class
            || cause instanceof UncheckedIOException
            || (!(cause instanceof IOException) && cause.getCause() instanceof IOException))) {
      cause = cause.getCause();
    }
    if (cause instanceof InterruptedException || cause instanceof CancellationException) {
      return new Reading.Failed<>("deadline");
    }
    LOG.debug("read failed", failure);
    String message = cause.getMessage() == null ? "" : ": " + cause.getMessage();
    String line =
        (cause.getClass().getSimpleName() + message).replaceAll("\\p{Cntrl}+", " ").strip();
    if (token.isPresent()) {
      line = line.replace(token.get().reveal(), Secret.REDACTED);
    }
    // A signed URL keeps its signature in the query.
    line = line.replaceAll("\\?\\S*", "?" + Secret.REDACTED);
    return new Reading.Failed<>(
        line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "...");
  }
}
