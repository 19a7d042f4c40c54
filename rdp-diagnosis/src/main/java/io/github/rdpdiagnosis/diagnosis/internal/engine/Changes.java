package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.ActivityEvent;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.PublicIpAddress;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.VirtualMachine;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.azure.policy.SourceDiff;
import io.github.rdpdiagnosis.diagnosis.RecentChange;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.probes.NameOutcome;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What changed since the connection worked: the activity log since the time that the user names,
 * Azure's configuration against an earlier snapshot, and the name against the addresses of then. A
 * pure function of the observations.
 */
public final class Changes {
  /** More than these are not listed: whoever changes so much knows. */
  static final int MOST = 20;

  private static final List<String> RULES = List.of("NW-01", "NW-02", "NW-03", "NW-04", "NW-05");
  private static final List<String> ROUTES = List.of("NW-06", "NW-07", "NW-08");
  private static final List<String> ADDRESSES = List.of("EP-02", "CL-02", "CL-03", "EP-15");

  /** By resource type in operations and by name of snapshot parts, in small letters. */
  static final Map<String, List<String>> POINTS_TO =
      Map.ofEntries(
          Map.entry("networksecuritygroups", RULES),
          Map.entry("applicationsecuritygroups", List.of("NW-04")),
          Map.entry("securityadminrules", List.of("NW-14")),
          Map.entry("networkmanagers", List.of("NW-14")),
          Map.entry("jitnetworkaccesspolicies", List.of("NW-09")),
          Map.entry("jitpolicies", List.of("NW-09")),
          Map.entry("routetables", ROUTES),
          Map.entry("subnets", Stream.concat(RULES.stream(), ROUTES.stream()).toList()),
          Map.entry("virtualnetworkpeerings", List.of("NW-17")),
          Map.entry("virtualnetworks", List.of("NW-17")),
          Map.entry("networkinterfaces", List.of("EP-02", "NW-01", "NW-03")),
          Map.entry("publicipaddresses", ADDRESSES),
          Map.entry("loadbalancers", List.of("EP-05", "EP-13")),
          Map.entry("azurefirewalls", List.of("NW-08", "EP-05")),
          Map.entry("firewallpolicies", List.of("NW-08", "EP-05")),
          Map.entry("rulecollectiongroups", List.of("NW-08", "EP-05")),
          Map.entry("firewallrulecollectiongroups", List.of("NW-08", "EP-05")),
          Map.entry("bastionhosts", List.of("NW-11", "NW-12")),
          Map.entry("virtualmachines", List.of("VM-59")),
          Map.entry("vm", List.of("VM-59")),
          Map.entry("extensions", List.of("VM-01", "VM-08", "VM-12", "VM-25")));

  /** What is measured or asked rather than configured differs each time, and means nothing. */
  private static final Set<SnapshotPart<?>> CONFIGURED =
      Set.of(
          SnapshotPart.NETWORK_INTERFACES,
          SnapshotPart.PUBLIC_IP_ADDRESSES,
          SnapshotPart.SUBNETS,
          SnapshotPart.VIRTUAL_NETWORKS,
          SnapshotPart.ROUTE_TABLES,
          SnapshotPart.NETWORK_SECURITY_GROUPS,
          SnapshotPart.LOAD_BALANCERS,
          SnapshotPart.AZURE_FIREWALLS,
          SnapshotPart.FIREWALL_POLICIES,
          SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS,
          SnapshotPart.BASTION_HOSTS,
          SnapshotPart.SECURITY_ADMIN_RULES,
          SnapshotPart.JIT_POLICIES);

  /** What network security decides is compared by what it means, not by its text. */
  private static final Set<SnapshotPart<?>> COMPARED_BY_MEANING =
      Set.of(SnapshotPart.NETWORK_SECURITY_GROUPS, SnapshotPart.SECURITY_ADMIN_RULES);

  private final List<Observation> all;
  private final Port port;
  private final Optional<ReadSnapshot> now;
  private final Optional<Observation> baseline;
  private final List<RecentChange> found = new ArrayList<>();

  private Changes(List<Observation> all, int port) {
    this.all = all;
    this.port = new Port(port);
    now = ReadSnapshot.in(all).stream().filter(ReadSnapshot::isAzures).findFirst();
    baseline = all.stream().filter(o -> o.facts().has(PathFacts.BASELINE)).findFirst();
  }

  /**
   * What changed.
   *
   * @param all everything that was seen, and what the user gave
   * @param port the TCP port asked for
   * @return those that point to a cause first, and of those the latest first; empty unless the user
   *     said since when, or gave an earlier snapshot
   */
  public static List<RecentChange> in(List<Observation> all, int port) {
    Changes changes = new Changes(all, port);
    changes.since().ifPresent(changes::log);
    changes.baseline.ifPresent(changes::compare);
    return changes.found.stream()
        .distinct()
        .sorted(
            Comparator.comparing((RecentChange change) -> change.causes().isEmpty())
                .thenComparing(change -> change.at().orElse(Instant.MAX), Comparator.reverseOrder())
                .thenComparing(RecentChange::text))
        .limit(MOST)
        .toList();
  }

  /** The time that the user names; else that of the earlier snapshot. */
  private Optional<Instant> since() {
    return all.stream()
        .flatMap(o -> o.facts().get(PathFacts.WORKED_AT).stream())
        .findFirst()
        .or(() -> baseline.map(o -> o.facts().get(PathFacts.BASELINE).orElseThrow().readAt()));
  }

  // ---- the activity log

  private void log(Instant since) {
    if (now.isEmpty()) {
      return;
    }
    VmSnapshot snapshot = now.get().snapshot();
    Set<String> parts =
        Stream.concat(
                Stream.of(snapshot.vmId().toString()),
                SnapshotPart.ALL.stream().flatMap(part -> snapshot.all(part).keySet().stream()))
            .filter(id -> id.contains("/providers/"))
            .map(id -> id.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    Map<String, ActivityEvent> last = new LinkedHashMap<>();
    snapshot.all(SnapshotPart.ACTIVITY_LOG).values().stream()
        .flatMap(reading -> reading.known().stream())
        .flatMap(List::stream)
        .filter(event -> !event.at().isBefore(since))
        .filter(event -> !event.status().equalsIgnoreCase("Failed"))
        .filter(event -> isOf(event.resourceId().toLowerCase(Locale.ROOT), parts))
        .sorted(Comparator.comparing(ActivityEvent::at))
        .forEach(event -> last.put(operationOf(event), event));
    last.values().forEach(event -> found.add(logged(event, now.get().id())));
  }

  private static boolean isOf(String resource, Set<String> parts) {
    return parts.stream()
        .anyMatch(part -> resource.equals(part) || resource.startsWith(part + "/"));
  }

  /** An operation is logged when it begins and when it ends. */
  private static String operationOf(ActivityEvent event) {
    return event.correlationId().orElse(event.at().toString())
        + event.operation().toLowerCase(Locale.ROOT)
        + event.resourceId().toLowerCase(Locale.ROOT);
  }

  private static RecentChange logged(ActivityEvent event, String id) {
    return new RecentChange(
        Optional.of(event.at()),
        "Azure's activity log has "
            + event.operation()
            + " of "
            + last(event.resourceId())
            + (event.status().isBlank() ? "" : " (" + event.status() + ")")
            + ".",
        pointsTo(event.operation().split("/")),
        List.of(id));
  }

  /** By the innermost resource type that is known. */
  private static List<String> pointsTo(String... segments) {
    for (int i = segments.length - 1; i >= 0; i--) {
      List<String> causes = POINTS_TO.get(segments[i].toLowerCase(Locale.ROOT));
      if (causes != null) {
        return causes;
      }
    }
    return List.of();
  }

  private static String last(String armId) {
    return armId.substring(armId.lastIndexOf('/') + 1);
  }

  // ---- an earlier snapshot

  private void compare(Observation given) {
    VmSnapshot before = given.facts().get(PathFacts.BASELINE).orElseThrow();
    name(before, given.id());
    if (now.isEmpty() || !now.get().snapshot().vmId().equals(before.vmId())) {
      return;
    }
    VmSnapshot after = now.get().snapshot();
    List<String> evidence = List.of(given.id(), now.get().id());
    power(before, after, evidence);
    sources(before, after, evidence);
    for (SnapshotPart<?> part : SnapshotPart.ALL) {
      if (CONFIGURED.contains(part)) {
        parts(part, before, after, evidence);
      }
    }
  }

  private void power(VmSnapshot before, VmSnapshot after, List<String> evidence) {
    Optional<String> was = before.vm().known().flatMap(VirtualMachine::powerState);
    Optional<String> is = after.vm().known().flatMap(VirtualMachine::powerState);
    if (was.isPresent() && is.isPresent() && !was.equals(is)) {
      add("The VM was " + was.get() + " and is " + is.get() + ".", pointsTo("vm"), evidence);
    }
  }

  private void sources(VmSnapshot before, VmSnapshot after, List<String> evidence) {
    SourceDiff diff = SourceDiff.of(NetworkPolicy.of(before), NetworkPolicy.of(after), port);
    if (diff.lost().isEmpty()) {
      return;
    }
    List<String> clients =
        all.stream()
            .filter(o -> o.vantage().equals(Vantage.CLIENT))
            .flatMap(o -> o.facts().get(PathFacts.EGRESS).stream())
            .flatMap(List::stream)
            .filter(text -> isIn(diff.lost(), text))
            .distinct()
            .toList();
    add(
        "Network security let "
            + count(diff.lost())
            + " in to port "
            + port
            + " that it keeps out now"
            + (clients.isEmpty() ? "" : ", this client's " + String.join(", ", clients) + " too")
            + ".",
        Stream.concat(RULES.stream(), Stream.of("NW-09", "NW-14")).toList(),
        evidence);
  }

  private static boolean isIn(AddressSet set, String literal) {
    return AzureDerivation.parsed(literal).filter(set::contains).isPresent();
  }

  private static String count(AddressSet set) {
    return set.toPrefixes().size() == 1
        ? set.toPrefixes().get(0).toString()
        : set.toPrefixes().size() + " blocks of addresses";
  }

  private <T> void parts(
      SnapshotPart<T> part, VmSnapshot before, VmSnapshot after, List<String> evidence) {
    List<String> causes = COMPARED_BY_MEANING.contains(part) ? List.of() : pointsTo(part.name());
    before
        .all(part)
        .forEach(
            (id, was) -> {
              Reading<T> is = after.get(part, id);
              if (was.known().isPresent()
                  && is.known().isPresent()
                  && !was.known().equals(is.known())) {
                add(last(id) + " (" + part + ") is set up differently.", causes, evidence);
              }
            });
  }

  /** Whether the name still leads where the VM was, or no longer does. */
  private void name(VmSnapshot before, String given) {
    Optional<Observation> resolved =
        all.stream()
            .filter(o -> o.vantage().equals(Vantage.CLIENT) && o.check().equals("name"))
            .filter(o -> o.facts().has(ProbeFacts.NAME_ADDRESSES))
            .findFirst();
    Set<String> was = publicAddresses(before);
    if (resolved.isEmpty() || was.isEmpty()) {
      return;
    }
    List<String> leadsTo = resolved.get().facts().get(ProbeFacts.NAME_ADDRESSES).orElseThrow();
    boolean isLiteral =
        resolved
            .get()
            .facts()
            .get(ProbeFacts.NAME_OUTCOME)
            .filter(NameOutcome.LITERAL::equals)
            .isPresent();
    boolean still = leadsTo.stream().anyMatch(was::contains);
    Set<String> is = now.map(read -> publicAddresses(read.snapshot())).orElse(Set.of());
    String leads = "The name leads to " + String.join(", ", leadsTo);
    List<String> evidence = List.of(given, resolved.get().id());
    if (still && !is.isEmpty() && leadsTo.stream().noneMatch(is::contains)) {
      add(
          leads + ", where the VM was; it is at " + String.join(", ", is) + ".",
          ADDRESSES,
          evidence);
    } else if (!still && !isLiteral && leadsTo.stream().noneMatch(Changes::isInside)) {
      add(leads + "; the VM was at " + String.join(", ", was) + ".", ADDRESSES, evidence);
    }
  }

  private static boolean isInside(String address) {
    IpAddress parsed = IpAddress.parseZoned(address);
    return parsed.isPrivate() || parsed.isLoopback();
  }

  private static Set<String> publicAddresses(VmSnapshot snapshot) {
    return snapshot.networkInterfaces().values().stream()
        .flatMap(reading -> reading.known().stream())
        .map(NetworkInterface::ipConfigurations)
        .flatMap(List::stream)
        .flatMap(ip -> ip.publicIpAddressId().stream())
        .flatMap(id -> snapshot.publicIpAddress(id).known().stream())
        .map(PublicIpAddress::address)
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void add(String text, List<String> causes, List<String> evidence) {
    found.add(new RecentChange(Optional.empty(), text, causes, evidence));
  }
}
