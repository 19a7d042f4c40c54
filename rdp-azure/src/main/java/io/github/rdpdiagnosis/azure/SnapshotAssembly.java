package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rdpdiagnosis.azure.ImportedDocuments.Dated;
import io.github.rdpdiagnosis.azure.ImportedDocuments.Resource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One VM's snapshot from the documents of an import. First it is found which VM is meant, then all
 * documents become {@link ImportedRecords}, then {@link AccessPath} says which of them belong to
 * the VM, as it does when Azure is read.
 */
final class SnapshotAssembly {
  private static final Set<String> NIC_TYPES =
      Set.of("microsoft.network/networkinterfaces", ScaleSetInstance.NIC_TYPE);

  /** Types that are looked for by themselves and not by a link. */
  private static final Set<String> OF_THE_VM =
      Set.of(
          ImportedRecords.EXTENSION_TYPE,
          ImportedRecords.CLASSIC_TYPE,
          ImportedRecords.JIT_TYPE,
          ImportedRecords.HEALTH_TYPE,
          ImportedRecords.LOCK_TYPE);

  /** Lists of all there are, of which files may have some only. */
  private static final List<SnapshotPart<?>> FROM_FILES_NEVER_WHOLE =
      List.of(SnapshotPart.AZURE_FIREWALLS, SnapshotPart.BASTION_HOSTS, SnapshotPart.LOCKS);

  /** Stands for what a document does not tell. */
  private static final String NO_SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";

  private static final String NO_GROUP = "template";
  private static final int MAX_NAMED = 10;

  private final ImportedDocuments documents;
  private final VmId vm;
  private final ImportedRecords records;

  SnapshotAssembly(ImportedDocuments documents, Optional<VmId> wanted) {
    this.documents = documents;
    Optional<VmId> named = wanted.or(() -> unique(documents.resources));
    templates(
        named.map(VmId::subscription).orElse(NO_SUBSCRIPTION),
        named.map(VmId::resourceGroup).orElse(NO_GROUP));
    this.vm =
        named
            .or(() -> unique(documents.resources))
            .or(this::classicId)
            .orElseThrow(
                () -> new IllegalArgumentException("no file tells of a VM" + firstProblem()));
    withoutOwner();
    this.records = new ImportedRecords(documents, vm);
  }

  private String firstProblem() {
    return documents.problems.isEmpty() ? "" : "; " + documents.problems.get(0);
  }

  /** The one VM that the documents tell of. */
  private Optional<VmId> unique(List<Resource> resources) {
    Set<VmId> machines = new LinkedHashSet<>();
    resources.stream()
        .filter(ImportedRecords::isVm)
        .flatMap(resource -> vmId(resource.id()).stream())
        .forEach(machines::add);
    documents.snapshots.forEach(snapshot -> machines.add(snapshot.value().vmId()));
    if (machines.isEmpty()) {
      resources.stream()
          .filter(resource -> NIC_TYPES.contains(resource.type()))
          .map(nic -> nic.body().path("properties").path("virtualMachine").path("id").asText())
          .flatMap(id -> vmId(id).stream())
          .forEach(machines::add);
    }
    return only(machines, VmId::name);
  }

  private static Optional<VmId> only(Set<VmId> machines, Function<VmId, String> called) {
    if (machines.size() > 1) {
      throw new IllegalArgumentException(
          "the files tell of "
              + machines.size()
              + " VMs; say which one is meant: "
              + machines.stream().map(called).sorted().limit(MAX_NAMED).toList());
    }
    return machines.stream().findFirst();
  }

  private static Optional<VmId> vmId(String id) {
    try {
      return Optional.of(VmId.parse(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A classic VM has no id in ARM: the cloud service stands for the resource group. */
  private Optional<VmId> classicId() {
    Set<VmId> machines = new LinkedHashSet<>();
    ImportedRecords.classic(documents)
        .map(Dated::value)
        .forEach(
            deployment ->
                deployment.roles().stream()
                    .flatMap(role -> classicId(deployment, role).stream())
                    .forEach(machines::add));
    return only(machines, VmId::toString); // nobody would guess these ids
  }

  private static Optional<VmId> classicId(
      ClassicDeployment deployment, ClassicDeployment.Role role) {
    return vmId(
        "/subscriptions/"
            + NO_SUBSCRIPTION
            + "/resourceGroups/"
            + deployment.name()
            + "/providers/Microsoft.Compute/virtualMachines/"
            + role.name());
  }

  private void templates(String subscription, String group) {
    for (Dated<JsonNode> template : documents.templates) {
      new ArmTemplate(
              template.value(),
              documents.templateValues,
              subscription,
              group,
              (place, resource) -> template(template, place, resource),
              (place, problem) -> documents.problem(template.file(), place, problem))
          .read();
    }
  }

  private void template(Dated<JsonNode> template, String place, ObjectNode resource) {
    ObjectNode shaped = ArmShape.of(resource);
    if (ArmShape.type(shaped.path("id").asText())
        .equals("microsoft.network/networksecuritygroups")) {
      ArmResources.addDefaultRules(shaped);
    }
    documents.add(shaped, place, template.at(), template.file(), true);
  }

  /** Where the files tell of several VMs, what does not say of which one it is, is of none. */
  private void withoutOwner() {
    long machines =
        documents.resources.stream()
            .filter(ImportedRecords::isVm)
            .map(resource -> ArmId.key(resource.id()))
            .distinct()
            .count();
    if (machines > 1) {
      ownerless(documents.instanceViews);
      ownerless(documents.bootDiagnostics);
      ownerless(documents.serialLogs);
      ownerless(documents.effectiveRoutes);
    }
  }

  private <T> void ownerless(List<Dated<T>> list) {
    list.forEach(
        any ->
            documents.problem(
                any.file(), "$", "it does not say of which VM, and the files tell of several"));
    list.clear();
  }

  ImportedSnapshot assemble() {
    VmSnapshot.Builder snapshot = VmSnapshot.builder(vm, records.oldest());
    Set<String> used = new HashSet<>();
    Set<String> missing = new TreeSet<>();
    nicsWithoutVm(snapshot, used);
    for (boolean more = true; more; ) {
      more = false;
      for (AccessPath.Wanted wanted :
          AccessPath.wanted(snapshot.build(), SnapshotScope.thorough())) {
        if (used.add(wanted.key())) {
          more = true;
          put(snapshot, wanted, missing);
        }
      }
    }
    put(snapshot, SnapshotPart.EXTENSIONS);
    put(snapshot, SnapshotPart.CLASSIC_DEPLOYMENT);
    VmSnapshot assembled = withoutEmptyLists(AccessPath.trimmed(snapshot.build()));
    return new ImportedSnapshot(
        assembled,
        count(assembled),
        List.copyOf(missing),
        unrelated(assembled),
        documents.problems);
  }

  /** That no file has one which matters does not say that there is none. */
  private static VmSnapshot withoutEmptyLists(VmSnapshot snapshot) {
    VmSnapshot.Builder kept = snapshot.toBuilder();
    for (SnapshotPart<?> part : FROM_FILES_NEVER_WHOLE) {
      notAskedWhereEmpty(snapshot, part, kept);
    }
    return kept.build();
  }

  private static <T> void notAskedWhereEmpty(
      VmSnapshot snapshot, SnapshotPart<T> part, VmSnapshot.Builder kept) {
    snapshot
        .all(part)
        .forEach(
            (id, reading) -> {
              if (reading.known().filter(List.of()::equals).isPresent()) {
                kept.put(part, id, new Reading.NotAsked<>());
              }
            });
  }

  private static int count(VmSnapshot snapshot) {
    return SnapshotPart.ALL.stream()
        .mapToInt(
            part ->
                (int)
                    snapshot.all(part).values().stream()
                        .filter(reading -> reading.known().isPresent())
                        .count())
        .sum();
  }

  /** Where no document of the VM itself is there, its NICs still say that they are its. */
  private void nicsWithoutVm(VmSnapshot.Builder snapshot, Set<String> used) {
    if (records.reading(SnapshotPart.VM, vm.toString()).known().isEmpty()) {
      for (String id : records.nicsOfVm()) {
        used.add(new AccessPath.Wanted(SnapshotPart.NETWORK_INTERFACES, id).key());
        snapshot.put(
            SnapshotPart.NETWORK_INTERFACES,
            id,
            records.reading(SnapshotPart.NETWORK_INTERFACES, id));
      }
    }
  }

  private void put(VmSnapshot.Builder snapshot, AccessPath.Wanted wanted, Set<String> missing) {
    put(snapshot, wanted.part(), wanted.id(), missing);
  }

  private <T> void put(
      VmSnapshot.Builder snapshot, SnapshotPart<T> part, String id, Set<String> missing) {
    Reading<T> reading = records.reading(part, id);
    boolean worth = SnapshotScope.standard().parts().contains(part);
    if (reading.known().isPresent() || worth) {
      snapshot.put(part, id, reading);
    }
    if (reading.known().isEmpty() && worth) {
      missing.add(part + " " + id);
    }
  }

  private <T> void put(VmSnapshot.Builder snapshot, SnapshotPart<T> part) {
    Reading<T> reading = records.reading(part, vm.toString());
    if (reading.known().isPresent()) {
      snapshot.put(part, reading);
    }
  }

  private List<String> unrelated(VmSnapshot assembled) {
    Set<String> used =
        SnapshotPart.ALL.stream()
            .flatMap(part -> assembled.all(part).keySet().stream())
            .collect(Collectors.toSet());
    return documents.resources.stream()
        .filter(resource -> resource.rank() == 0)
        .filter(resource -> !OF_THE_VM.contains(resource.type()))
        .filter(resource -> ArmResources.kind(resource.type()).filter(k -> k.listed()).isEmpty())
        .map(Resource::id)
        .filter(id -> !used.contains(ArmId.key(id)))
        .map(ArmId::key)
        .distinct()
        .sorted()
        .toList();
  }
}
