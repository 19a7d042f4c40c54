package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the guest's record says, as facts of the path. Only where it is surely the record of the VM
 * that was asked for, and fresh: a record of another machine, or of another day, proves nothing.
 *
 * <p>Names do not tell machines apart, for two resource groups can each have a SQL1. A hardware
 * address does, for Azure gives every NIC its own; and so does the channel, where the collector ran
 * through Run Command of the VM itself.
 */
final class GuestDerivation {
  /** Settings may have changed since. */
  private static final Duration FRESH = Duration.ofHours(1);

  private final List<Observation> seen;
  private final Observation record;
  private final FactBase.Builder facts;
  private final List<VmSnapshot> snapshots;

  private GuestDerivation(
      List<Observation> all,
      List<ReadSnapshot> snapshots,
      Observation record,
      FactBase.Builder facts) {
    this.seen = all.stream().filter(o -> o.vantage().equals(Vantage.GUEST)).toList();
    this.record = record;
    this.facts = facts;
    this.snapshots = snapshots.stream().map(ReadSnapshot::snapshot).toList();
  }

  static void derive(
      List<Observation> all, List<ReadSnapshot> snapshots, Instant now, FactBase.Builder facts) {
    List<Observation> records =
        all.stream()
            .filter(o -> o.vantage().equals(Vantage.GUEST) && o.check().equals("guest-record"))
            .filter(o -> o.facts().has(GuestFacts.COMPUTER_NAME))
            .toList();
    if (records.size() == 1) {
      new GuestDerivation(all, snapshots, records.get(0), facts).run(now);
    } else if (records.size() > 1) {
      facts.put(
          PathFacts.GUEST_NOT_USED,
          "There are " + records.size() + " records of a guest; none of them was used.",
          records.stream().map(Observation::id).toList());
    }
  }

  private void run(Instant now) {
    String name = record.facts().get(GuestFacts.COMPUTER_NAME).orElseThrow();
    Optional<List<String>> identity = identity();
    if (identity.isEmpty()) {
      notUsed(
          "The guest's record is of a computer named "
              + name
              + "; whether that is the VM asked for is not proven, so it was not used: read Azure's"
              + " configuration of its NIC as well (--vm or --snapshot), or collect it through Run"
              + " Command.");
      return;
    }
    if (!isFresh(now)) {
      notUsed(
          "The record of the guest "
              + name
              + " is not of the last hour"
              + record
                  .facts()
                  .get(GuestFacts.READ_AT)
                  .map(at -> " (its own clock says " + at + ")")
                  .orElse("")
              + "; what changed since is not known, so it was not used: collect it again.");
      return;
    }
    facts.put(PathFacts.GUEST_NAME, name, identity.get());
    seen.forEach(o -> GuestFacts.ALL.forEach(key -> copy(o, key)));
    new GuestComparison(facts, snapshots).compare();
  }

  private void notUsed(String why) {
    facts.put(PathFacts.GUEST_NOT_USED, why, record.id());
  }

  /** What shows that it is the VM's own record, or empty. */
  private Optional<List<String>> identity() {
    // Run Command leads to the VM itself; a host that somebody named may be any computer.
    if (record.facts().has(GuestFacts.SCRIPT) && !record.facts().has(GuestFacts.REACHED_AT)) {
      return Optional.of(List.of(record.id()));
    }
    Set<String> azures =
        snapshots.stream()
            .flatMap(s -> s.networkInterfaces().values().stream())
            .flatMap(nic -> nic.known().stream())
            .map(NetworkInterface::macAddress)
            .flatMap(Optional::stream)
            .map(GuestDerivation::digits)
            .collect(Collectors.toSet());
    return seen.stream()
        .filter(
            o ->
                o.facts().get(GuestFacts.MAC_ADDRESSES).stream()
                    .flatMap(List::stream)
                    .anyMatch(azures::contains))
        .findFirst()
        .map(o -> Stream.of(record.id(), o.id()).distinct().toList());
  }

  private static String digits(String mac) {
    return mac.replaceAll("[^0-9A-Fa-f]", "").toUpperCase(Locale.ROOT);
  }

  /** By this computer's clock where it was read now, by the guest's where a file was given. */
  private boolean isFresh(Instant now) {
    List<Instant> times = new ArrayList<>(List.of(record.at()));
    if (!record.facts().has(GuestFacts.SCRIPT)) {
      Optional<Instant> read = record.facts().get(GuestFacts.READ_AT);
      if (read.isEmpty()) {
        return false;
      }
      times.add(read.get());
    }
    return times.stream().allMatch(at -> Duration.between(at, now).abs().compareTo(FRESH) <= 0);
  }

  private <T> void copy(Observation from, FactKey<T> key) {
    from.facts().get(key).ifPresent(value -> facts.put(key, value, from.id()));
  }
}
