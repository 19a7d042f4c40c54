package io.github.rdpdiagnosis.azure;

import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rdpdiagnosis.azure.ImportedDocuments.Dated;
import io.github.rdpdiagnosis.azure.ImportedDocuments.Resource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The records that the documents of an import give for one VM, by part and key. Of two documents
 * about one part the later counts.
 */
final class ImportedRecords {
  static final String VM_TYPE = "microsoft.compute/virtualmachines";
  static final String EXTENSION_TYPE = VM_TYPE + "/extensions";
  static final String CLASSIC_TYPE = "microsoft.classiccompute/virtualmachines";
  static final String JIT_TYPE = "microsoft.security/locations/jitnetworkaccesspolicies";
  static final String HEALTH_TYPE = "microsoft.resourcehealth/availabilitystatuses";
  static final String LOCK_TYPE = "microsoft.authorization/locks";

  private final ImportedDocuments documents;
  private final VmId vm;

  /** What was found, by part and key. */
  private final Map<SnapshotPart<?>, Map<String, Reading.Known<?>>> found = new HashMap<>();

  /** The elements of parts that are lists, by part, key and id. */
  private final Map<SnapshotPart<?>, Map<String, Map<String, Reading.Known<?>>>> listed =
      new HashMap<>();

  ImportedRecords(ImportedDocuments documents, VmId vm) {
    this.documents = documents;
    this.vm = vm;
    earlierSnapshots();
    machine();
    networkResources();
    networkMembers();
    ofTheVm();
    effective();
  }

  /** Whether a document is of a VM, or of an instance of a uniform scale set. */
  static boolean isVm(Resource resource) {
    return resource.type().equals(VM_TYPE) || resource.type().equals(ScaleSetInstance.TYPE);
  }

  /** What is known of a part. */
  @SuppressWarnings("unchecked")
  <T> Reading<T> reading(SnapshotPart<T> part, String id) {
    Reading.Known<?> known = found.getOrDefault(part, Map.of()).get(ArmId.key(id));
    return known == null ? new Reading.NotAsked<>() : (Reading<T>) known;
  }

  /** When the oldest document of all that was found was written. */
  Instant oldest() {
    return Stream.concat(
            found.values().stream().flatMap(readings -> readings.values().stream()),
            listed.values().stream()
                .flatMap(keys -> keys.values().stream())
                .flatMap(elements -> elements.values().stream()))
        .map(Reading.Known::at)
        .min(Comparator.naturalOrder())
        .orElse(documents.oldest);
  }

  /** Of two documents about one part the later counts. */
  private <T> void found(SnapshotPart<T> part, String key, T value, Instant at) {
    found
        .computeIfAbsent(part, any -> new HashMap<>())
        .merge(
            ArmId.key(key),
            new Reading.Known<>(value, at),
            (one, other) -> one.at().isBefore(other.at()) ? other : one);
  }

  private void earlierSnapshots() {
    documents.snapshots.stream()
        .sorted(
            Comparator.comparing((Dated<VmSnapshot> any) -> any.value().readAt())
                .thenComparing(any -> any.value().toString()))
        .filter(snapshot -> snapshot.value().vmId().equals(vm))
        .forEach(snapshot -> SnapshotPart.ALL.forEach(part -> earlier(snapshot.value(), part)));
  }

  private <T> void earlier(VmSnapshot snapshot, SnapshotPart<T> part) {
    snapshot
        .all(part)
        .forEach(
            (key, reading) -> {
              if (reading instanceof Reading.Known<T> known) {
                found(part, key, known.value(), known.at());
              }
            });
  }

  private Stream<Resource> latestFirst(String type) {
    return documents.resources.stream()
        .filter(resource -> resource.type().equals(type))
        .sorted(ImportedDocuments.LATEST);
  }

  /** The model from the latest document of it, the instance view from the latest that has one. */
  private void machine() {
    List<Resource> all =
        documents.resources.stream()
            .filter(resource -> isVm(resource) && resource.id().equalsIgnoreCase(vm.toString()))
            .sorted(ImportedDocuments.LATEST)
            .toList();
    Optional<Resource> model =
        all.stream()
            .filter(any -> any.body().path("properties").path("networkProfile").isObject())
            .findFirst();
    if (model.isEmpty()) {
      all.forEach(
          any ->
              documents.problem(
                  any.file(), any.place(), "not the whole VM: it has no networkProfile"));
      return;
    }
    ObjectNode body = ScaleSetInstance.asVirtualMachine(model.get().body());
    ObjectNode properties = (ObjectNode) body.path("properties");
    properties.remove("instanceView");
    Optional<Dated<JsonNode>> view = instanceView(all);
    view.ifPresent(any -> properties.set("instanceView", any.value()));
    Instant at =
        Stream.concat(Stream.of(model.get().at()), view.map(Dated::at).stream())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    extensions(body);
    try {
      VirtualMachineInner sdk = ArmResources.virtualMachine(body);
      found(SnapshotPart.VM, vm.toString(), ArmMapping.virtualMachine(vm.toString(), sdk), at);
      if (body.has("resources")) {
        found(SnapshotPart.EXTENSIONS, vm.toString(), ArmMapping.extensions(sdk), model.get().at());
      }
    } catch (IOException | RuntimeException e) {
      notRead(model.get(), e);
    }
  }

  /** The fullest of the latest; a power state alone is better than nothing. */
  private Optional<Dated<JsonNode>> instanceView(List<Resource> all) {
    return Stream.concat(
            all.stream()
                .map(
                    any ->
                        new Dated<>(
                            any.body().path("properties").path("instanceView"), any.at(), "")),
            documents.instanceViews.stream())
        .filter(view -> view.value().isObject())
        .max(
            Comparator.comparing((Dated<JsonNode> view) -> view.value().has("vmAgent"))
                .thenComparing(Dated::at)
                .thenComparing(view -> view.value().toString()));
  }

  /** Extensions that came as documents of their own. */
  private void extensions(ObjectNode body) {
    Map<String, Resource> own = new TreeMap<>();
    latestFirst(EXTENSION_TYPE)
        .filter(any -> AccessPath.isWithin(any.id(), vm.toString()))
        .forEach(any -> own.putIfAbsent(ArmId.key(any.id()), any));
    if (!body.path("resources").isArray() && !own.isEmpty()) {
      ArrayNode resources = body.putArray("resources");
      own.values().forEach(any -> resources.add(any.body()));
    }
  }

  private void notRead(Resource resource, Exception e) {
    // The message may quote the document.
    documents.problem(
        resource.file(),
        resource.place(),
        "expected a resource of type "
            + resource.type().replaceAll("[^a-z./]", "?")
            + ", got one that cannot be read as such ("
            + e.getClass().getSimpleName()
            + ")");
  }

  private void networkResources() {
    Set<String> done = new HashSet<>();
    documents.resources.stream()
        .sorted(ImportedDocuments.LATEST)
        .forEach(
            resource ->
                ArmResources.kind(resource.type())
                    .ifPresent(
                        kind -> {
                          if (!done.contains(ArmId.key(resource.id())) && read(kind, resource)) {
                            done.add(ArmId.key(resource.id()));
                          }
                        }));
    listed.forEach(
        (part, keys) ->
            keys.forEach(
                (key, elements) -> {
                  if (part != SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS
                      || hasAllGroups(key, elements.keySet())) {
                    foundList(part, key, elements);
                  }
                }));
  }

  /** The NICs that files tell of, by network. */
  private void networkMembers() {
    Map<String, Map<String, Reading.Known<?>>> members = new TreeMap<>();
    found
        .getOrDefault(SnapshotPart.NETWORK_INTERFACES, Map.of())
        .forEach(
            (id, reading) ->
                ((NetworkInterface) reading.value())
                    .ipConfigurations().stream()
                        .flatMap(ip -> ip.subnetId().stream())
                        .map(ArmId::virtualNetworkOf)
                        .forEach(
                            network ->
                                members
                                    .computeIfAbsent(ArmId.key(network), any -> new TreeMap<>())
                                    .put(id, reading)));
    members.forEach((network, nics) -> foundList(SnapshotPart.NETWORK_MEMBERS, network, nics));
  }

  /** A policy names its groups of rules; one that is missing may hold the rule that matters. */
  private boolean hasAllGroups(String policyId, Set<String> groupIds) {
    return latestFirst("microsoft.network/firewallpolicies")
        .filter(policy -> policy.id().equalsIgnoreCase(policyId))
        .findFirst()
        .map(policy -> policy.body().path("properties").path("ruleCollectionGroups"))
        .filter(
            groups ->
                groups.isArray()
                    && ArmJson.objects(groups, group -> ArmId.key(ArmJson.raw(group.path("id"))))
                        .stream()
                        .allMatch(groupIds::contains))
        .isPresent();
  }

  private boolean read(ArmResources.Kind<?> kind, Resource resource) {
    Optional<String> thin = ArmResources.thin(kind, resource.body(), resource.fromTemplate());
    if (thin.isPresent()) {
      documents.problem(
          resource.file(),
          resource.place(),
          "not the whole resource: it has no " + thin.get() + ", so it counts as not read");
      return false;
    }
    try {
      Object value = kind.mapping().map(resource.id(), resource.body());
      put(kind, resource, value);
      return true;
    } catch (IOException | RuntimeException e) {
      notRead(resource, e);
      return false;
    }
  }

  @SuppressWarnings("unchecked")
  private void put(ArmResources.Kind<?> kind, Resource resource, Object value) {
    if (kind.listed()) {
      listed
          .computeIfAbsent(kind.part(), any -> new HashMap<>())
          .computeIfAbsent(ArmId.key(listKey(resource)), any -> new TreeMap<>())
          .put(ArmId.key(resource.id()), new Reading.Known<>(value, resource.at()));
    } else {
      found((SnapshotPart<Object>) kind.part(), resource.id(), value, resource.at());
    }
  }

  /** Lists are kept by subscription; a policy's rules by policy. */
  private static String listKey(Resource resource) {
    return ArmId.owner(resource.id(), Set.of("firewallpolicies"))
        .or(() -> ArmId.owner(resource.id(), Set.of("subscriptions")))
        .orElse(resource.id());
  }

  @SuppressWarnings("unchecked")
  private void foundList(SnapshotPart<?> part, String key, Map<String, Reading.Known<?>> elements) {
    Instant at =
        elements.values().stream()
            .map(Reading.Known::at)
            .min(Comparator.naturalOrder())
            .orElseThrow();
    found(
        (SnapshotPart<Object>) part,
        key,
        elements.values().stream().map(Reading.Known::value).collect(Collectors.toList()),
        at);
  }

  /** Parts of the VM itself, and of its subscription. */
  private void ofTheVm() {
    String subscription = "/subscriptions/" + vm.subscription();
    List<Dated<JitPolicy>> policies = new ArrayList<>();
    Map<String, Dated<ManagementLock>> locks = new TreeMap<>();
    documents.resources.stream()
        .sorted(ImportedDocuments.LATEST)
        .forEach(
            resource -> {
              if (resource.type().equals(JIT_TYPE)) {
                ManagementMapping.jitPolicy(resource.body(), vm)
                    .filter(
                        any ->
                            policies.stream()
                                .noneMatch(p -> p.value().id().equalsIgnoreCase(any.id())))
                    .ifPresent(any -> policies.add(new Dated<>(any, resource.at(), "")));
              } else if (resource.type().equals(LOCK_TYPE)) {
                locks.putIfAbsent(
                    ArmId.key(resource.id()),
                    new Dated<>(ManagementMapping.lock(resource.body()), resource.at(), ""));
              } else if (resource.type().equals(HEALTH_TYPE)
                  && AccessPath.isWithin(resource.id(), vm.toString())) {
                found(
                    SnapshotPart.RESOURCE_HEALTH,
                    vm.toString(),
                    ManagementMapping.health(resource.body()),
                    resource.at());
              }
            });
    list(SnapshotPart.JIT_POLICIES, subscription, policies);
    list(SnapshotPart.LOCKS, subscription, List.copyOf(locks.values()));
    bootDiagnostics();
    classic(documents)
        .max(
            Comparator.comparing((Dated<ClassicDeployment> any) -> any.at())
                .thenComparing(any -> any.value().toString()))
        .ifPresent(
            any -> found(SnapshotPart.CLASSIC_DEPLOYMENT, vm.toString(), any.value(), any.at()));
  }

  private <T> void list(SnapshotPart<List<T>> part, String key, List<Dated<T>> values) {
    values.stream()
        .map(Dated::at)
        .min(Comparator.naturalOrder())
        .ifPresent(
            at ->
                found(
                    part,
                    key,
                    values.stream()
                        .map(Dated::value)
                        .sorted(Comparator.comparing(Object::toString))
                        .toList(),
                    at));
  }

  /** The addresses of screenshot and log are signed: only that they are there is kept. */
  private void bootDiagnostics() {
    Optional<Dated<SerialLog>> log =
        documents.serialLogs.stream()
            .max(
                Comparator.comparing(
                        (Dated<SerialLog> any) ->
                            any.value()
                                .healthReport()
                                .flatMap(GuestHealthReport::at)
                                .orElse(Instant.MIN))
                    .thenComparing(Dated::at)
                    .thenComparing(any -> any.value().toString()));
    Stream.concat(log.map(Dated::at).stream(), documents.bootDiagnostics.stream().map(Dated::at))
        .min(Comparator.naturalOrder())
        .ifPresent(
            at ->
                found(
                    SnapshotPart.BOOT_DIAGNOSTICS,
                    vm.toString(),
                    new BootDiagnostics(
                        has("consoleScreenshotBlobUri"),
                        log.isPresent() || has("serialConsoleLogBlobUri"),
                        log.map(Dated::value)),
                    at));
  }

  private boolean has(String uri) {
    return documents.bootDiagnostics.stream()
        .anyMatch(any -> !ArmJson.raw(any.value().path(uri)).isEmpty());
  }

  /** The answers of operations on a NIC, which do not always say on which. */
  private void effective() {
    for (Dated<JsonNode> reply : documents.effectiveGroups) {
      List<EffectiveSecurityGroup> groups = EffectiveMapping.securityGroups(reply.value());
      Optional<String> nic =
          groups.stream().flatMap(group -> group.networkInterfaceId().stream()).findFirst();
      nic.or(() -> onlyNic().filter(id -> standAt(groups, id)))
          .ifPresentOrElse(
              id -> found(SnapshotPart.EFFECTIVE_SECURITY_GROUPS, id, groups, reply.at()),
              () -> whichNic(reply));
    }
    for (Dated<JsonNode> reply : documents.effectiveRoutes) {
      onlyNic()
          .ifPresentOrElse(
              id ->
                  found(
                      SnapshotPart.EFFECTIVE_ROUTES,
                      id,
                      EffectiveMapping.routes(reply.value()),
                      reply.at()),
              () -> whichNic(reply));
    }
  }

  /** Whether NSGs that stand at subnets stand at one of this NIC's. */
  private boolean standAt(List<EffectiveSecurityGroup> groups, String nicId) {
    Optional<NetworkInterface> nic = reading(SnapshotPart.NETWORK_INTERFACES, nicId).known();
    return groups.stream()
        .flatMap(group -> group.subnetId().stream())
        .allMatch(
            subnet ->
                nic.stream()
                    .flatMap(known -> known.ipConfigurations().stream())
                    .flatMap(ip -> ip.subnetId().stream())
                    .anyMatch(subnet::equalsIgnoreCase));
  }

  private void whichNic(Dated<JsonNode> reply) {
    documents.problem(
        reply.file(),
        "$",
        "it does not say of which NIC, and the VM is not known to have exactly one");
  }

  private Optional<String> onlyNic() {
    Reading.Known<?> machine =
        found.getOrDefault(SnapshotPart.VM, Map.of()).get(ArmId.key(vm.toString()));
    List<String> nics =
        machine == null
            ? nicsOfVm()
            : ((VirtualMachine) machine.value())
                .networkInterfaces().stream()
                    .map(VirtualMachine.NetworkInterfaceReference::id)
                    .toList();
    return nics.size() == 1 ? Optional.of(nics.get(0)) : Optional.empty();
  }

  /** The NICs that say that they are the VM's. */
  List<String> nicsOfVm() {
    return found.getOrDefault(SnapshotPart.NETWORK_INTERFACES, Map.of()).values().stream()
        .map(known -> (NetworkInterface) known.value())
        .filter(nic -> nic.virtualMachineId().filter(vm.toString()::equalsIgnoreCase).isPresent())
        .map(NetworkInterface::id)
        .sorted()
        .toList();
  }

  static Stream<Dated<ClassicDeployment>> classic(ImportedDocuments documents) {
    return Stream.concat(
        documents.classic.stream(),
        documents.resources.stream()
            .filter(resource -> resource.type().equals(CLASSIC_TYPE))
            .flatMap(
                resource -> {
                  try {
                    return Stream.of(
                        new Dated<>(
                            ClassicComputeJson.deployment(resource.body()),
                            resource.at(),
                            resource.file()));
                  } catch (IllegalArgumentException e) {
                    return Stream.empty();
                  }
                }));
  }
}
