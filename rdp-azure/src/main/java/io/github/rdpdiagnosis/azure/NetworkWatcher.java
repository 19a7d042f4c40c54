package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks Azure's Network Watcher of the VM's region how it judges connections of one VM: a second
 * opinion beside the local evaluation of the same rules. Never part of a plain read, because it is
 * slow and needs rights that the role Reader lacks; whoever wants it asks for it.
 *
 * <p>Each question is one POST that changes nothing, sent once and never again, after one GET that
 * finds the watcher ({@code Microsoft.Network/networkWatchers/read}). IP flow verify and next hop
 * take up to 10 seconds, more when Azure answers 202 first; NSG diagnostics about as long; the
 * connectivity check 30 to 110 seconds. Every question ends with its deadline.
 *
 * <p>Thread-safe. Source: REST API Network Watchers.
 */
public final class NetworkWatcher {
  private static final String VERSION = "?api-version=2025-03-01";
  private static final String LOOKUP = "Microsoft.Network/networkWatchers/read";

  private final VmSnapshot vm;
  private final ArmRequests requests;
  private final ReadFailures failures;
  private final ExecutorService threads;

  /** The watcher's ARM id, once it was found. */
  private volatile @Nullable String watcher;

  NetworkWatcher(
      VmSnapshot vm, ArmRequests requests, ReadFailures failures, ExecutorService threads) {
    this.vm = vm;
    this.requests = requests;
    this.failures = failures;
    this.threads = threads;
  }

  /** There is nobody to ask, or nothing to ask about. */
  private static final class Unanswerable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unanswerable(String why) {
      super(why);
    }
  }

  /**
   * Asks whether security admin rules and NSGs let a client's connection in. Needs {@code
   * Microsoft.Network/networkWatchers/ipFlowVerify/action}.
   *
   * @param client the address that the VM sees
   * @param port the port in the VM
   * @param deadline when to be back
   * @return the verdict, to be read together with {@link IpFlowVerdict#doubt}
   */
  public Reading<IpFlowVerdict> ipFlowVerify(IpAddress client, Port port, Deadline deadline) {
    return ask(
        SnapshotPart.IP_FLOWS,
        "ipFlowVerify",
        () -> {
          Local local = local(client);
          return Map.of(
              "targetResourceId",
              vm.vmId().toString(),
              "targetNicResourceId",
              local.nicId(),
              "direction",
              "Inbound",
              "protocol",
              "TCP",
              "localIPAddress",
              local.address(),
              "localPort",
              port.toString(),
              "remoteIPAddress",
              client.toString(),
              "remotePort",
              "*");
        },
        NetworkWatcherMapping::ipFlow,
        deadline);
  }

  /**
   * Asks where the VM's replies to a client go. Needs {@code
   * Microsoft.Network/networkWatchers/nextHop/action}.
   *
   * @param client the address that the VM sees
   * @param deadline when to be back
   * @return the next hop
   */
  public Reading<NextHop> nextHop(IpAddress client, Deadline deadline) {
    return ask(
        SnapshotPart.NEXT_HOPS,
        "nextHop",
        () -> {
          Local local = local(client);
          return Map.of(
              "targetResourceId",
              vm.vmId().toString(),
              "targetNicResourceId",
              local.nicId(),
              "sourceIPAddress",
              local.address(),
              "destinationIPAddress",
              client.toString());
        },
        NetworkWatcherMapping::nextHop,
        deadline);
  }

  /**
   * Asks which rule of each NSG decides about a client's connection. Needs {@code
   * Microsoft.Network/networkWatchers/networkConfigurationDiagnostic/action}.
   *
   * @param client the address that the VM sees
   * @param port the port in the VM
   * @param deadline when to be back
   * @return one for each flow that Azure judged; may be empty
   */
  public Reading<List<NsgDiagnostic>> nsgDiagnostics(
      IpAddress client, Port port, Deadline deadline) {
    return ask(
        SnapshotPart.NSG_DIAGNOSTICS,
        "networkConfigurationDiagnostic",
        () -> {
          Local local = local(client);
          return Map.of(
              "targetResourceId",
              local.nicId(),
              "verbosityLevel",
              "Full",
              "profiles",
              List.of(
                  Map.of(
                      "direction",
                      "Inbound",
                      "protocol",
                      "Tcp",
                      "source",
                      client.toString(),
                      "destination",
                      local.address(),
                      "destinationPort",
                      port.toString())));
        },
        NetworkWatcherMapping::nsgDiagnostics,
        deadline);
  }

  /**
   * Lets Network Watcher's agent in the VM connect to somewhere, such as a domain controller. Needs
   * {@code Microsoft.Network/networkWatchers/connectivityCheck/action}, and the agent in the VM:
   * where it is not known to be there nothing is sent, because Azure would install it, and a
   * diagnosis changes nothing.
   *
   * @param host an address or a name
   * @param port the port to connect to
   * @param deadline when to be back
   * @return what the agent saw
   * @throws IllegalArgumentException if the host is neither an address nor a host name
   */
  public Reading<ConnectivityCheck> connectivityCheck(String host, Port port, Deadline deadline) {
    if (!host.matches("[A-Za-z0-9.:_-]{1,253}")) {
      throw new IllegalArgumentException("host: expected an address or a host name");
    }
    return ask(
        SnapshotPart.CONNECTIVITY_CHECKS,
        "connectivityCheck",
        () -> {
          if (!hasAgent()) {
            throw new Unanswerable(
                "the VM is not known to have Network Watcher's agent, which Azure would install;"
                    + " install the extension NetworkWatcherAgentWindows first");
          }
          return Map.of(
              "source",
              Map.of("resourceId", vm.vmId().toString()),
              "destination",
              Map.of("address", host, "port", (long) port.number()),
              "protocol",
              "Tcp");
        },
        NetworkWatcherMapping::connectivity,
        deadline);
  }

  /**
   * Asks, side by side, everything that concerns a client's connection: IP flow verify, next hop
   * and NSG diagnostics.
   *
   * @param client the address that the VM sees
   * @param port the port in the VM
   * @param deadline when to be back
   * @return the snapshot with the answers in it, by flow
   * @throws InterruptedException if the thread was interrupted; questions under way are given up
   */
  public VmSnapshot judged(IpAddress client, Port port, Deadline deadline)
      throws InterruptedException {
    String flow = client + " to port " + port;
    Map<SnapshotPart<?>, Callable<Reading<?>>> questions = new LinkedHashMap<>();
    questions.put(SnapshotPart.IP_FLOWS, () -> ipFlowVerify(client, port, deadline));
    questions.put(SnapshotPart.NEXT_HOPS, () -> nextHop(client, deadline));
    questions.put(SnapshotPart.NSG_DIAGNOSTICS, () -> nsgDiagnostics(client, port, deadline));
    try {
      // One look-up serves all three.
      watcher(deadline);
    } catch (RuntimeException e) {
      // Each question looks it up again and says why it failed.
    }
    List<SnapshotPart<?>> parts = new ArrayList<>(questions.keySet());
    List<Future<Reading<?>>> answers =
        threads.invokeAll(
            questions.values(),
            deadline.remaining().plusMillis(100).toNanos(),
            TimeUnit.NANOSECONDS);
    VmSnapshot.Builder judged = vm.toBuilder();
    for (int i = 0; i < parts.size(); i++) {
      put(
          judged,
          parts.get(i),
          parts.get(i) == SnapshotPart.NEXT_HOPS ? client.toString() : flow,
          answers.get(i));
    }
    return judged.build();
  }

  @SuppressWarnings("unchecked")
  private static <T> void put(
      VmSnapshot.Builder judged, SnapshotPart<T> part, String key, Future<Reading<?>> answer)
      throws InterruptedException {
    try {
      judged.put(part, key, (Reading<T>) answer.get());
    } catch (CancellationException e) {
      judged.put(part, key, new Reading.Failed<>(ReadFailures.DEADLINE));
    } catch (ExecutionException e) {
      throw new IllegalStateException("a question to Network Watcher ended without answer", e);
    }
  }

  /** The body of a question, or why it cannot be asked. */
  private interface Body {
    Map<String, ?> of();
  }

  private <T> Reading<T> ask(
      SnapshotPart<T> part,
      String question,
      Body body,
      Function<JsonNode, T> mapping,
      Deadline deadline) {
    String where = vm.vmId().toString();
    String action = LOOKUP;
    try {
      Map<String, ?> filled = body.of();
      where = watcher(deadline);
      action = part.action();
      JsonNode reply = requests.ask(where + "/" + question + VERSION, filled, deadline);
      return new Reading.Known<>(mapping.apply(reply), Instant.now());
    } catch (Unanswerable e) {
      return new Reading.Failed<>(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return failures.reading(action, where, e);
    }
  }

  private String watcher(Deadline deadline) {
    String found = watcher;
    if (found == null) {
      String region =
          vm.vm()
              .known()
              .flatMap(VirtualMachine::location)
              .orElseThrow(() -> new Unanswerable("the VM's region is not known"));
      found =
          requests
              .list(
                  "/subscriptions/"
                      + vm.vmId().subscription()
                      + "/providers/Microsoft.Network/networkWatchers"
                      + VERSION,
                  deadline)
              .stream()
              .filter(each -> normal(ArmJson.raw(each.path("location"))).equals(normal(region)))
              .map(each -> ArmJson.raw(each.path("id")))
              .filter(id -> id.startsWith("/"))
              .findFirst()
              .orElseThrow(
                  () -> new Unanswerable("Network Watcher is not enabled in region " + region));
      watcher = found;
    }
    return found;
  }

  /** ARM spells regions "CanadaEast", "canadaeast" and "Canada East". */
  private static String normal(String region) {
    return region.replace(" ", "").toLowerCase(Locale.ROOT);
  }

  /** The VM's end of a connection. */
  private record Local(String nicId, String address) {}

  private Local local(IpAddress client) {
    return vm.networkInterfaces().values().stream()
        .flatMap(reading -> reading.known().stream())
        .sorted(Comparator.comparing(this::isSecondary))
        .flatMap(
            nic ->
                nic.ipConfigurations().stream()
                    .sorted(Comparator.comparing(ip -> !ip.primary()))
                    .flatMap(ip -> ip.privateAddress().stream())
                    .filter(address -> address.contains(":") == client.toString().contains(":"))
                    .map(address -> new Local(nic.id(), address)))
        .findFirst()
        .orElseThrow(
            () ->
                new Unanswerable(
                    "no private address of the VM is known that could talk to " + client));
  }

  private boolean isSecondary(NetworkInterface nic) {
    return vm.vm().known().stream()
        .flatMap(machine -> machine.networkInterfaces().stream())
        .anyMatch(
            reference ->
                reference.id().equalsIgnoreCase(nic.id())
                    && reference.primary().equals(Optional.of(false)));
  }

  private boolean hasAgent() {
    return vm.ofVm(SnapshotPart.EXTENSIONS).known().stream()
        .flatMap(List::stream)
        .anyMatch(
            extension ->
                extension
                        .publisher()
                        .filter("Microsoft.Azure.NetworkWatcher"::equalsIgnoreCase)
                        .isPresent()
                    && extension
                        .type()
                        .filter(type -> type.regionMatches(true, 0, "NetworkWatcherAgent", 0, 19))
                        .isPresent());
  }
}
