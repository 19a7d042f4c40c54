package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.ActivityEvent;
import io.github.rdpdiagnosis.azure.BootDiagnostics;
import io.github.rdpdiagnosis.azure.ClassicDeployment;
import io.github.rdpdiagnosis.azure.EndpointAcl;
import io.github.rdpdiagnosis.azure.Metric;
import io.github.rdpdiagnosis.azure.PublicIpAddress;
import io.github.rdpdiagnosis.azure.ResourceHealth;
import io.github.rdpdiagnosis.azure.SerialLog;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.VirtualMachine;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What Azure says of the VM itself, beside its power state, and of its classic endpoints. */
final class PlatformDerivation {
  private static final Set<String> START_FAILED =
      Set.of(
          SerialLog.Kind.STOP_CODE,
          SerialLog.Kind.BOOT_FAILURE,
          SerialLog.Kind.NO_BOOT_DEVICE,
          SerialLog.Kind.RECOVERY,
          SerialLog.Kind.DISK_CHECK,
          SerialLog.Kind.BITLOCKER);

  /** Virtual Machine Administrator Login and Virtual Machine User Login. */
  private static final Set<String> LOGIN_ROLES =
      Set.of("1c0163c0-47e6-4577-8991-ea5c82e286e4", "fb879df8-f326-4884-b1cf-06f3ad86be52");

  private static final int LAST_SAMPLES = 3;

  /** Bytes; Windows pages without end below this. */
  private static final long NO_MEMORY = 64L << 20;

  private static final String ENTRA_EXTENSION = "AADLoginForWindows";

  private final VmSnapshot snapshot;
  private final FactBase.Builder facts;
  private final List<String> evidence;

  private PlatformDerivation(VmSnapshot snapshot, FactBase.Builder facts, String snapshotId) {
    this.snapshot = snapshot;
    this.facts = facts;
    this.evidence = List.of(snapshotId);
  }

  static void derive(
      VmSnapshot snapshot,
      Port asked,
      List<IpAddress> sources,
      FactBase.Builder facts,
      String snapshotId) {
    PlatformDerivation platform = new PlatformDerivation(snapshot, facts, snapshotId);
    platform.health();
    platform.boot();
    snapshot.vm().known().ifPresent(platform::agent);
    platform.memory();
    platform.blocked();
    platform.entra();
    platform.basicAddress();
    if (snapshot.all(SnapshotPart.JIT_POLICIES).values().stream()
        .anyMatch(reading -> !reading.known().orElse(List.of()).isEmpty())) {
      platform.put(PathFacts.JIT_GUARDS, true);
    }

    platform.classic(asked, sources);
  }

  private void put(FactKey<Boolean> key, boolean value) {
    facts.put(key, value, evidence);
  }

  /** A VM that its owner stopped is "unavailable" as well; only the platform's own fault counts. */
  private void health() {
    Optional<ResourceHealth> health = snapshot.ofVm(SnapshotPart.RESOURCE_HEALTH).known();
    if (health.isEmpty()) {
      return;
    }
    String state = health.get().availabilityState().toLowerCase(Locale.ROOT);
    boolean ill = state.equals("unavailable") || state.equals("degraded");
    boolean platform =
        health.get().context().filter("Platform Initiated"::equalsIgnoreCase).isPresent()
            || health.get().reasonType().filter("Unplanned"::equalsIgnoreCase).isPresent();
    if (ill && platform) {
      put(PathFacts.PLATFORM_FAULT, true);
      facts.put(
          PathFacts.PLATFORM_DETAIL,
          "Azure Resource Health says "
              + health.get().availabilityState()
              + health.get().title().map(title -> ": " + title).orElse("")
              + ".",
          evidence);
    } else if (state.equals("available")) {
      put(PathFacts.PLATFORM_FAULT, false);
    }
  }

  /** Signs before a report of the guest's health are of a start that was got over. */
  private void boot() {
    Optional<SerialLog> log =
        snapshot.ofVm(SnapshotPart.BOOT_DIAGNOSTICS).known().flatMap(BootDiagnostics::serialLog);
    if (log.isEmpty()) {
      return;
    }
    List<SerialLog.Sign> signs =
        log.get().signs().stream().filter(sign -> !sign.beforeReport()).toList();
    boolean up = signs.stream().anyMatch(sign -> sign.kind().equals(SerialLog.Kind.SAC_READY));
    Optional<SerialLog.Sign> failed =
        signs.stream().filter(sign -> START_FAILED.contains(sign.kind())).findFirst();
    if (failed.isPresent() && !up) {
      put(PathFacts.START_FAILED, true);
      facts.put(
          PathFacts.START_DETAIL,
          "The serial log of boot diagnostics shows " + failed.get().text().strip() + ".",
          evidence);
    }
  }

  private void agent(VirtualMachine vm) {
    vm.agentStatus()
        .ifPresent(status -> put(PathFacts.AGENT_READY, status.equalsIgnoreCase("Ready")));
    vm.computerName().ifPresent(name -> facts.put(PathFacts.VM_NAME, name, evidence));
  }

  /** The most that was free at any time of the last intervals. */
  private void memory() {
    List<Metric.Sample> samples =
        snapshot.ofVm(SnapshotPart.METRICS).known().orElse(List.of()).stream()
            .filter(metric -> metric.name().equalsIgnoreCase(Metric.AVAILABLE_MEMORY))
            .flatMap(metric -> metric.samples().stream())
            .toList();
    if (samples.size() >= LAST_SAMPLES
        && samples.subList(samples.size() - LAST_SAMPLES, samples.size()).stream()
            .allMatch(sample -> sample.maximum().filter(free -> free < NO_MEMORY).isPresent())) {
      put(PathFacts.OUT_OF_MEMORY, true);
    }
  }

  /** What keeps a stopped VM from being started. */
  private void blocked() {
    Optional<String> disabled =
        snapshot.all(SnapshotPart.SUBSCRIPTIONS).values().stream()
            .flatMap(reading -> reading.known().stream())
            .filter(each -> each.state().equalsIgnoreCase("Disabled"))
            .map(each -> "the subscription " + each.displayName() + " is disabled")
            .findFirst();
    Optional<String> locked =
        snapshot.all(SnapshotPart.LOCKS).values().stream()
            .flatMap(reading -> reading.known().orElse(List.of()).stream())
            .filter(lock -> lock.level().equalsIgnoreCase("ReadOnly"))
            .filter(lock -> covers(lock.scope(), snapshot.vmId().toString()))
            .map(lock -> "the lock " + lock.name() + " lets nobody change or start it")
            .findFirst();
    disabled
        .or(() -> locked)
        .or(this::quotaUsedUp)
        .or(this::failedStart)
        .ifPresent(
            why -> {
              put(PathFacts.CANNOT_START, true);
              facts.put(
                  PathFacts.CANNOT_START_DETAIL, "The VM does not run, and " + why + ".", evidence);
            });
  }

  /** A VM that is only stopped still has its cores. */
  private Optional<String> quotaUsedUp() {
    Optional<VirtualMachine> vm = snapshot.vm().known();
    if (vm.flatMap(VirtualMachine::powerState).filter("deallocated"::equalsIgnoreCase).isEmpty()) {
      return Optional.empty();
    }
    boolean spot =
        vm.flatMap(VirtualMachine::placement)
            .flatMap(VirtualMachine.Placement::priority)
            .filter("Spot"::equalsIgnoreCase)
            .isPresent();
    String quota = spot ? "lowPriorityCores" : "cores";
    return snapshot.all(SnapshotPart.COMPUTE_USAGES).values().stream()
        .flatMap(reading -> reading.known().orElse(List.of()).stream())
        .filter(usage -> usage.name().equalsIgnoreCase(quota))
        .filter(usage -> usage.current() >= usage.limit())
        .map(
            usage ->
                "the region's quota of "
                    + usage.name()
                    + " is used up ("
                    + usage.current()
                    + " of "
                    + usage.limit()
                    + ")")
        .findFirst();
  }

  private static boolean covers(String scope, String id) {
    String outer = scope.toLowerCase(Locale.ROOT);
    String inner = id.toLowerCase(Locale.ROOT);
    return inner.equals(outer) || inner.startsWith(outer + "/");
  }

  /** The last start that ended, failed. */
  private Optional<String> failedStart() {
    return snapshot.all(SnapshotPart.ACTIVITY_LOG).values().stream()
        .flatMap(reading -> reading.known().orElse(List.of()).stream())
        .filter(
            event ->
                event.operation().toLowerCase(Locale.ROOT).endsWith("/virtualmachines/start/action")
                    && event.resourceId().equalsIgnoreCase(snapshot.vmId().toString()))
        .filter(
            event ->
                event.status().equalsIgnoreCase("Failed")
                    || event.status().equalsIgnoreCase("Succeeded"))
        .max(Comparator.comparing(ActivityEvent::at))
        .filter(event -> event.status().equalsIgnoreCase("Failed"))
        .map(
            event ->
                "its last start failed"
                    + event.errorCode().map(code -> " with " + code).orElse("")
                    + " at "
                    + event.at());
  }

  private void entra() {
    Optional<Boolean> extension =
        snapshot
            .ofVm(SnapshotPart.EXTENSIONS)
            .known()
            .map(
                list ->
                    list.stream()
                        .anyMatch(
                            each ->
                                each.type().filter(ENTRA_EXTENSION::equalsIgnoreCase).isPresent()
                                    || each.name().equalsIgnoreCase(ENTRA_EXTENSION)));
    extension.ifPresent(there -> put(PathFacts.ENTRA_SIGN_IN, there));
    snapshot
        .ofVm(SnapshotPart.ROLE_ASSIGNMENTS)
        .known()
        .ifPresent(
            roles ->
                put(
                    PathFacts.NOBODY_MAY_SIGN_IN,
                    roles.stream()
                        .map(role -> role.roleDefinitionId().toLowerCase(Locale.ROOT))
                        .noneMatch(
                            id -> LOGIN_ROLES.contains(id.substring(id.lastIndexOf('/') + 1)))));
  }

  private void basicAddress() {
    List<PublicIpAddress> own =
        snapshot.networkInterfaces().values().stream()
            .flatMap(nic -> nic.known().stream())
            .flatMap(nic -> nic.ipConfigurations().stream())
            .flatMap(ip -> ip.publicIpAddressId().stream())
            .flatMap(id -> snapshot.publicIpAddress(id).known().stream())
            .toList();
    if (own.stream().anyMatch(ip -> ip.sku().filter("Basic"::equalsIgnoreCase).isPresent())) {
      put(PathFacts.BASIC_ADDRESS, true);
    }
  }

  // ---- classic
  // -----------------------------------------------------------------------------------------------------------------

  private void classic(Port asked, List<IpAddress> sources) {
    Optional<ClassicDeployment> deployment = snapshot.ofVm(SnapshotPart.CLASSIC_DEPLOYMENT).known();
    Optional<ClassicDeployment.Role> role =
        deployment.stream()
            .flatMap(each -> each.roles().stream())
            .filter(each -> each.name().equalsIgnoreCase(snapshot.vmId().name()))
            .findFirst();
    if (deployment.isEmpty() || role.isEmpty()) {
      return;
    }
    int listener = facts.value(GuestFacts.LISTENER_PORT).orElse(3389L).intValue();
    List<ClassicDeployment.InputEndpoint> onPort =
        role.get().inputEndpoints().stream()
            .filter(e -> e.isTcp() && e.publicPort() == asked.number())
            .toList();
    boolean instanceEndpoints =
        role.get().instances().stream().anyMatch(instance -> !instance.endpoints().isEmpty());
    if (!instanceEndpoints) {
      role.get().leadsTo(listener).ifPresent(leads -> put(PathFacts.CLASSIC_NO_ENDPOINT, !leads));
    }
    if (onPort.size() == 1) {
      ClassicDeployment.InputEndpoint endpoint = onPort.get(0);
      if (facts.value(GuestFacts.LISTENER_PORT).isPresent()) {
        endpoint
            .localPort()
            .ifPresent(local -> put(PathFacts.CLASSIC_OTHER_PORT, local != listener));
      }
      List<EndpointAcl.Decision> decisions =
          sources.stream().map(s -> deployment.get().decide(role.get(), endpoint, s)).toList();
      boolean sure =
          decisions.stream()
              .allMatch(
                  d ->
                      d.access() != EndpointAcl.Access.UNKNOWN
                          && d.basis() != EndpointAcl.Basis.MIXED_RULES);
      if (sure && decisions.stream().map(EndpointAcl.Decision::access).distinct().count() == 1) {
        put(PathFacts.CLASSIC_ACL_DENIES, decisions.get(0).access() == EndpointAcl.Access.DENY);
      }
    }
  }
}
