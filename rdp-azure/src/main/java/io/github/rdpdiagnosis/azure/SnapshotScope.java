package io.github.rdpdiagnosis.azure;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which kinds of parts are read. A kind brings those along through which it is found.
 *
 * @param parts the kinds
 * @param whileOff kinds that are read as well of a VM that does not run
 */
public record SnapshotScope(Set<SnapshotPart<?>> parts, Set<SnapshotPart<?>> whileOff) {
  private static final Map<SnapshotPart<?>, List<SnapshotPart<?>>> FOUND_THROUGH =
      Map.ofEntries(
          through(SnapshotPart.EXTENSIONS, SnapshotPart.VM),
          through(SnapshotPart.NETWORK_INTERFACES, SnapshotPart.VM),
          through(SnapshotPart.PUBLIC_IP_ADDRESSES, SnapshotPart.NETWORK_INTERFACES),
          through(SnapshotPart.SUBNETS, SnapshotPart.NETWORK_INTERFACES),
          through(SnapshotPart.VIRTUAL_NETWORKS, SnapshotPart.NETWORK_INTERFACES),
          through(SnapshotPart.ROUTE_TABLES, SnapshotPart.SUBNETS),
          through(SnapshotPart.NETWORK_SECURITY_GROUPS, SnapshotPart.SUBNETS),
          through(SnapshotPart.APPLICATION_SECURITY_GROUPS, SnapshotPart.NETWORK_INTERFACES),
          through(SnapshotPart.NETWORK_MEMBERS, SnapshotPart.NETWORK_SECURITY_GROUPS),
          through(SnapshotPart.LOAD_BALANCERS, SnapshotPart.NETWORK_INTERFACES),
          through(SnapshotPart.BACKEND_PORT_MAPPINGS, SnapshotPart.LOAD_BALANCERS),
          through(SnapshotPart.LOAD_BALANCING_RULE_HEALTH, SnapshotPart.LOAD_BALANCERS),
          through(SnapshotPart.NAT_GATEWAYS, SnapshotPart.SUBNETS),
          through(SnapshotPart.AZURE_FIREWALLS, SnapshotPart.VIRTUAL_NETWORKS),
          through(SnapshotPart.FIREWALL_POLICIES, SnapshotPart.AZURE_FIREWALLS),
          through(SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS, SnapshotPart.AZURE_FIREWALLS),
          through(SnapshotPart.BASTION_HOSTS, SnapshotPart.VIRTUAL_NETWORKS),
          through(SnapshotPart.VIRTUAL_NETWORK_GATEWAYS, SnapshotPart.VIRTUAL_NETWORKS),
          through(SnapshotPart.GATEWAY_CONNECTIONS, SnapshotPart.VIRTUAL_NETWORK_GATEWAYS),
          through(SnapshotPart.PRIVATE_DNS_LINKS, SnapshotPart.BASTION_HOSTS),
          through(SnapshotPart.SECURITY_ADMIN_RULES, SnapshotPart.NETWORK_INTERFACES),
          through(SnapshotPart.EFFECTIVE_SECURITY_GROUPS, SnapshotPart.NETWORK_INTERFACES),
          through(SnapshotPart.EFFECTIVE_ROUTES, SnapshotPart.NETWORK_INTERFACES),
          through(SnapshotPart.NEXT_HOP_APPLIANCES, SnapshotPart.ROUTE_TABLES),
          through(SnapshotPart.ACTIVITY_LOG, SnapshotPart.NETWORK_INTERFACES),
          through(SnapshotPart.LOCKS, SnapshotPart.NETWORK_INTERFACES),
          through(SnapshotPart.COMPUTE_USAGES, SnapshotPart.VM));

  /**
   * All but what only documents tell, for Azure has no classic deployments any more, and the
   * answers of {@link NetworkWatcher}, which are to questions.
   */
  private static final SnapshotScope THOROUGH =
      new SnapshotScope(
          SnapshotPart.ALL.stream().filter(PartReaders::canRead).collect(Collectors.toSet()),
          Set.of());

  private static final SnapshotScope STANDARD =
      new SnapshotScope(
          Set.of(
              SnapshotPart.VM,
              SnapshotPart.EXTENSIONS,
              SnapshotPart.RESOURCE_HEALTH,
              SnapshotPart.METRICS,
              SnapshotPart.PUBLIC_IP_ADDRESSES,
              SnapshotPart.ROUTE_TABLES,
              SnapshotPart.NETWORK_SECURITY_GROUPS,
              SnapshotPart.NETWORK_MEMBERS,
              SnapshotPart.BACKEND_PORT_MAPPINGS,
              SnapshotPart.LOAD_BALANCING_RULE_HEALTH,
              SnapshotPart.FIREWALL_POLICIES,
              SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS,
              SnapshotPart.BASTION_HOSTS,
              SnapshotPart.VIRTUAL_NETWORK_GATEWAYS,
              SnapshotPart.SECURITY_ADMIN_RULES,
              SnapshotPart.PRIVATE_DNS_LINKS,
              SnapshotPart.JIT_POLICIES),
          Set.of(
              SnapshotPart.SUBSCRIPTIONS,
              SnapshotPart.LOCKS,
              SnapshotPart.COMPUTE_USAGES,
              SnapshotPart.ACTIVITY_LOG));

  /** Adds what each kind is found through. */
  public SnapshotScope {
    parts = withWays(parts);
    whileOff = withWays(whileOff);
  }

  private static Set<SnapshotPart<?>> withWays(Set<SnapshotPart<?>> parts) {
    Set<SnapshotPart<?>> all = new LinkedHashSet<>();
    parts.forEach(part -> addWithWay(part, all));
    return Collections.unmodifiableSet(all);
  }

  /** The kinds that are read, as far as is known of the VM. */
  Set<SnapshotPart<?>> partsOf(VmSnapshot seen) {
    boolean off = seen.vm().known().flatMap(VirtualMachine::isRunning).equals(Optional.of(false));
    if (!off || whileOff.isEmpty()) {
      return parts;
    }
    Set<SnapshotPart<?>> all = new LinkedHashSet<>(parts);
    all.addAll(whileOff);
    return all;
  }

  private static Map.Entry<SnapshotPart<?>, List<SnapshotPart<?>>> through(
      SnapshotPart<?> part, SnapshotPart<?>... way) {
    return Map.entry(part, List.of(way));
  }

  private static void addWithWay(SnapshotPart<?> part, Set<SnapshotPart<?>> all) {
    if (all.add(part)) {
      foundThrough(part).forEach(way -> addWithWay(way, all));
    }
  }

  /** What must be known before it can be said that there are no more parts of this kind. */
  static List<SnapshotPart<?>> foundThrough(SnapshotPart<?> part) {
    return FOUND_THROUGH.getOrDefault(part, List.of());
  }

  /**
   * What decides who reaches the VM, and of a VM that does not run what can keep it from being
   * started: the default. The role Reader may read all of it but for the queries (POST) of network
   * managers and load balancers.
   *
   * @return the VM, its health, all ways in, and all rules on them; locks, quotas, subscription and
   *     activity log of a VM that is off
   */
  public static SnapshotScope standard() {
    return STANDARD;
  }

  /**
   * Everything, also what is slow or needs more rights: effective rules and routes, gateway
   * connections, appliances at next hops, the activity log, locks, quotas, role assignments and
   * boot diagnostics.
   *
   * @return all kinds that ARM can be asked for
   */
  public static SnapshotScope thorough() {
    return THOROUGH;
  }

  /**
   * Certain kinds.
   *
   * @param parts the kinds
   * @return these, and those through which they are found
   */
  public static SnapshotScope of(SnapshotPart<?>... parts) {
    return new SnapshotScope(new LinkedHashSet<>(Arrays.asList(parts)), Set.of());
  }

  /**
   * These kinds and more.
   *
   * @param more the kinds to add
   * @return both, and those through which they are found
   */
  public SnapshotScope with(SnapshotPart<?>... more) {
    Set<SnapshotPart<?>> all = new LinkedHashSet<>(parts);
    all.addAll(Arrays.asList(more));
    return new SnapshotScope(all, whileOff);
  }

  /**
   * Whether a part is asked for.
   *
   * @param part a kind of part
   * @return true also for a part that is only read to find another
   */
  public boolean has(SnapshotPart<?> part) {
    return parts.contains(part);
  }
}
