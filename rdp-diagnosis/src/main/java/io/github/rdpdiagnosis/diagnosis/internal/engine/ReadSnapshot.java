package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.AzureFacts;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
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

  String id() {
    return from.id();
  }
}
