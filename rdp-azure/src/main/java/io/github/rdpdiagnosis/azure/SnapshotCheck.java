package io.github.rdpdiagnosis.azure;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a snapshot says, as observations: {@code vm}, one for each kind of part ({@code
 * network-interface}, {@code public-ip-address}, {@code subnet}, {@code virtual-network}, {@code
 * route-table}, {@code network-security-group}, and what else was asked for by the name of its
 * {@link SnapshotPart}, such as {@code azure-firewalls}), and {@code snapshot} with all of it. A
 * kind has the worst status of its parts and names those parts in {@link AzureFacts#RESOURCES}; a
 * kind without parts is NOT_APPLICABLE if the VM surely has none, and NOT_RUN if parts through
 * which it is found were not read.
 *
 * <p>The same check serves a snapshot from a file, offline, and one that {@link VmReader} reads
 * now.
 */
public final class SnapshotCheck implements Check {
  /** The kinds that say more than whether they were read; extensions come with the VM. */
  private static final Set<SnapshotPart<?>> OWN_TERMS =
      Set.of(
          SnapshotPart.VM,
          SnapshotPart.EXTENSIONS,
          SnapshotPart.NETWORK_INTERFACES,
          SnapshotPart.PUBLIC_IP_ADDRESSES,
          SnapshotPart.SUBNETS,
          SnapshotPart.VIRTUAL_NETWORKS,
          SnapshotPart.ROUTE_TABLES,
          SnapshotPart.NETWORK_SECURITY_GROUPS);

  private final Source source;

  /** Where the snapshot comes from. */
  interface Source {
    VmSnapshot snapshot(CheckContext context) throws InterruptedException;
  }

  SnapshotCheck(Source source) {
    this.source = source;
  }

  /**
   * The check of a snapshot that is already there.
   *
   * @param snapshot the snapshot
   * @return the check; it asks nobody
   */
  public static SnapshotCheck of(VmSnapshot snapshot) {
    return new SnapshotCheck(context -> snapshot);
  }

  @Override
  public String name() {
    return "azure";
  }

  @Override
  public Set<FactKey<?>> needs() {
    return Set.of();
  }

  @Override
  public Set<FactKey<?>> produces() {
    return AzureFacts.ALL;
  }

  @Override
  public void run(CheckContext context) throws InterruptedException {
    long began = System.nanoTime();
    VmSnapshot snapshot = source.snapshot(context);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    new Report(snapshot, took, context::report).all();
  }

  private record Report(VmSnapshot snapshot, Duration took, Consumer<Observation> out) {
    /**
     * Each kind is found through the parts of another; what was not read there may hide some of it.
     */
    void all() {
      vm();
      Optional<String> gap =
          snapshot.vm().known().isPresent() ? Optional.empty() : Optional.of("azure/vm");
      kind(
          "network-interface",
          SnapshotPart.NETWORK_INTERFACES,
          snapshot.networkInterfaces(),
          nics(),
          gap);
      gap = gap.or(() -> gap("azure/network-interface", snapshot.networkInterfaces()));
      kind(
          "public-ip-address",
          SnapshotPart.PUBLIC_IP_ADDRESSES,
          snapshot.publicIpAddresses(),
          publicIps(gap.isEmpty()),
          gap);
      kind("subnet", SnapshotPart.SUBNETS, snapshot.subnets(), Facts.builder(), gap);
      kind(
          "virtual-network",
          SnapshotPart.VIRTUAL_NETWORKS,
          snapshot.virtualNetworks(),
          Facts.builder(),
          gap);
      gap = gap.or(() -> gap("azure/subnet", snapshot.subnets()));
      kind("route-table", SnapshotPart.ROUTE_TABLES, snapshot.routeTables(), Facts.builder(), gap);
      kind(
          "network-security-group",
          SnapshotPart.NETWORK_SECURITY_GROUPS,
          snapshot.networkSecurityGroups(),
          Facts.builder(),
          gap);
      SnapshotPart.ALL.stream().filter(part -> !OWN_TERMS.contains(part)).forEach(this::asked);
      observe("snapshot", CheckStatus.holds(), Facts.builder().put(AzureFacts.SNAPSHOT, snapshot));
    }

    /** A kind that was asked for; of the others nothing is said. */
    private <T> void asked(SnapshotPart<T> part) {
      Map<String, Reading<T>> readings = snapshot.all(part);
      if (!readings.isEmpty()) {
        kind(
            part.name().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT),
            part,
            readings,
            Facts.builder(),
            Optional.empty());
      }
    }

    private static <T> Optional<String> gap(String check, Map<String, Reading<T>> readings) {
      return readings.values().stream().allMatch(reading -> reading.known().isPresent())
          ? Optional.empty()
          : Optional.of(check);
    }

    private void observe(String check, CheckStatus status, Facts.Builder facts) {
      out.accept(
          new Observation(
              check,
              Vantage.AZURE,
              Optional.empty(),
              snapshot.readAt(),
              took,
              status,
              facts.build()));
    }

    private void vm() {
      Facts.Builder facts =
          Facts.builder().put(AzureFacts.RESOURCES, List.of(snapshot.vmId().toString()));
      Optional<VirtualMachine> known = snapshot.vm().known();
      if (known.isEmpty()) {
        observe(
            "vm",
            status(snapshot.vm(), "the VM", SnapshotPart.VM.action(snapshot.vmId().toString())),
            facts);
        return;
      }
      VirtualMachine vm = known.get();
      vm.powerState().ifPresent(state -> facts.put(AzureFacts.POWER_STATE, state));
      vm.provisioningState().ifPresent(state -> facts.put(AzureFacts.PROVISIONING_STATE, state));
      vm.agentStatus().ifPresent(state -> facts.put(AzureFacts.VM_AGENT, state));
      vm.computerName().ifPresent(name -> facts.put(AzureFacts.COMPUTER_NAME, name));
      CheckStatus status =
          vm.isRunning()
              .map(
                  running ->
                      running
                          ? CheckStatus.holds()
                          : CheckStatus.violated(
                              "the VM is " + vm.powerState().orElseThrow() + ", not running"))
              .orElseGet(
                  () ->
                      CheckStatus.inconclusive(
                          "ARM gave no power state of the VM",
                          "reading the VM's instance view again later"));
      observe("vm", status, facts);
    }

    private Facts.Builder nics() {
      List<String> addresses =
          snapshot.networkInterfaces().values().stream()
              .flatMap(reading -> reading.known().stream())
              .sorted(Comparator.comparing(this::isSecondary))
              .flatMap(
                  nic ->
                      nic.ipConfigurations().stream()
                          .sorted(Comparator.comparing(ip -> !ip.primary())))
              .flatMap(ip -> ip.privateAddress().stream())
              .toList();
      Facts.Builder facts = Facts.builder();
      return addresses.isEmpty() ? facts : facts.put(AzureFacts.PRIVATE_ADDRESSES, addresses);
    }

    private boolean isSecondary(NetworkInterface nic) {
      return snapshot.vm().known().stream()
          .flatMap(vm -> vm.networkInterfaces().stream())
          .filter(reference -> reference.id().equalsIgnoreCase(nic.id()))
          .anyMatch(reference -> reference.primary().equals(Optional.of(false)));
    }

    /**
     * An empty list says that the VM surely has none; where that is not known, the fact is absent.
     */
    private Facts.Builder publicIps(boolean allFound) {
      // The snapshot also has those of load balancers and firewalls, which are not the VM's own.
      List<Reading<PublicIpAddress>> own =
          snapshot.networkInterfaces().values().stream()
              .flatMap(reading -> reading.known().stream())
              .flatMap(nic -> nic.ipConfigurations().stream())
              .flatMap(ip -> ip.publicIpAddressId().stream())
              .map(snapshot::publicIpAddress)
              .toList();
      List<String> addresses =
          own.stream()
              .flatMap(reading -> reading.known().stream())
              .flatMap(ip -> ip.address().stream())
              .toList();
      boolean complete = allFound && own.stream().allMatch(ip -> ip.known().isPresent());
      Facts.Builder facts = Facts.builder();
      return complete ? facts.put(AzureFacts.PUBLIC_ADDRESSES, addresses) : facts;
    }

    private <T> void kind(
        String check,
        SnapshotPart<T> kind,
        Map<String, Reading<T>> readings,
        Facts.Builder facts,
        Optional<String> gap) {
      if (readings.isEmpty()) {
        observe(
            check,
            gap.map(hiding -> CheckStatus.notRun(hiding + " was not read in full"))
                .orElseGet(
                    () -> CheckStatus.notApplicable("the VM has no " + check.replace('-', ' '))),
            facts);
        return;
      }
      CheckStatus worst = CheckStatus.holds();
      List<String> resources = new ArrayList<>();
      for (Map.Entry<String, Reading<T>> part : readings.entrySet()) {
        CheckStatus status = status(part.getValue(), part.getKey(), kind.action(part.getKey()));
        if (rank(status) > rank(worst)) {
          worst = status;
          resources.clear();
        }
        if (rank(status) == rank(worst) && part.getKey().startsWith("/")) {
          resources.add(part.getKey());
        }
      }
      observe(check, worst, facts.put(AzureFacts.RESOURCES, resources));
    }

    private static int rank(CheckStatus status) {
      return switch (status.kind()) {
        case HOLDS -> 0;
        case INCONCLUSIVE -> 1;
        default -> 2;
      };
    }

    private static CheckStatus status(Reading<?> reading, String part, String action) {
      return reading.fold(
          known -> CheckStatus.holds(),
          denied -> CheckStatus.notPermitted(denied.action()),
          missing ->
              CheckStatus.inconclusive(
                  "ARM knows no " + part,
                  "a right id, or an identity that may see it (" + action + ")"),
          throttled ->
              CheckStatus.inconclusive(
                  part + ": " + reading.gap().orElseThrow(), "asking again later"),
          failed ->
              CheckStatus.inconclusive(
                  part + ": " + failed.why(), "reading it again (" + action + ")"),
          notAsked ->
              CheckStatus.inconclusive(part + " was not read", "reading it (" + action + ")"));
    }
  }
}
