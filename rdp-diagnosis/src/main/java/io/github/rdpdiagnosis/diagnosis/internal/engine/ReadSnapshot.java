package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.ActivityEvent;
import io.github.rdpdiagnosis.azure.AzureFacts;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import java.util.Collection;
import java.util.List;

/**
 * Azure's configuration, decoded once for all derivations: of all facts it is by far the largest.
 *
 * @param snapshot the configuration
 * @param from the observation that carries it
 */
record ReadSnapshot(VmSnapshot snapshot, Observation from) {
  static List<ReadSnapshot> in(List<Observation> all) {
    return all.stream()
        .flatMap(o -> o.facts().get(AzureFacts.SNAPSHOT).stream().map(s -> new ReadSnapshot(s, o)))
        .toList();
  }

  boolean isAzures() {
    return from.vantage().equals(Vantage.AZURE);
  }

  /** Whether it says what was changed, in each resource group that was asked about. */
  boolean hasActivityLog() {
    Collection<Reading<List<ActivityEvent>>> log = snapshot.all(SnapshotPart.ACTIVITY_LOG).values();
    return !log.isEmpty() && log.stream().allMatch(reading -> reading.known().isPresent());
  }

  String id() {
    return from.id();
  }
}
