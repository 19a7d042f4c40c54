package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.AzureFirewall;
import io.github.rdpdiagnosis.azure.EffectiveRoute;
import io.github.rdpdiagnosis.azure.JitPolicy;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.RouteTable;
import io.github.rdpdiagnosis.azure.SecurityAdminRule;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.Subnet;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The smallest changes that let one client through one way. Each gate that denies is opened for the
 * client's address alone and for the VM's port alone; "any" is never proposed. Every set of changes
 * is checked by evaluating the configuration with it, and ranked by what it lets in besides.
 */
public final class SmallestChange {
  private static final String NAME = "Allow-Rdp-Client";
  private static final int LOWEST = 100;
  private static final int HIGHEST = 4096;
  private static final int MAX_STEPS = 8;

  private final VmSnapshot before;
  private final PolicyCompiler compiler;
  private final IngressPath path;
  private final IpAddress client;

  /** What new rules are for: the VM's own address and perhaps others, as a rule has them. */
  private final List<String> targets;

  private final List<Proposal> proposals = new ArrayList<>();

  private SmallestChange(
      VmSnapshot before,
      PolicyCompiler compiler,
      IngressPath path,
      IpAddress client,
      AddressSet targets) {
    this.targets = targets.toPrefixes().stream().map(SmallestChange::text).toList();
    this.before = before;
    this.compiler = compiler;
    this.path = path;
    this.client = client;
  }

  /**
   * What would let a client through a way that is closed for it.
   *
   * @param snapshot the configuration
   * @param compiler what the policy was compiled with
   * @param path the way, one of {@link NetworkPolicy#paths}
   * @param client the client's address, as Azure sees it
   * @return by ascending exposure, a just-in-time request first where the port is under one; empty
   *     where the way is not denied or no change that is known opens it
   */
  public static List<Proposal> of(
      VmSnapshot snapshot, PolicyCompiler compiler, IngressPath path, IpAddress client) {
    return of(snapshot, compiler, path, client, AddressSet.of(path.privateAddress()));
  }

  /**
   * The changes that open a way for a client to several VMs at once: new rules are for all of their
   * addresses.
   *
   * @param snapshot the configuration of one of them
   * @param compiler what the policy was compiled with
   * @param path the way to that one
   * @param client the client's address, as Azure sees it
   * @param targets the private addresses of all of them
   * @return as for one VM, whose exposure is counted
   */
  public static List<Proposal> of(
      VmSnapshot snapshot,
      PolicyCompiler compiler,
      IngressPath path,
      IpAddress client,
      AddressSet targets) {
    if (client.isIpv4() != path.privateAddress().isIpv4()) {
      return List.of();
    }
    SmallestChange search = new SmallestChange(snapshot, compiler, path, client, targets);
    search.search(snapshot, List.of());
    search.proposals.sort(
        Comparator.comparing((Proposal proposal) -> !isJit(proposal))
            .thenComparing(Proposal::exposure)
            .thenComparing(proposal -> proposal.changes().size()));
    return List.copyOf(search.proposals);
  }

  private static boolean isJit(Proposal proposal) {
    return proposal.changes().stream().anyMatch(c -> c.kind() == Change.Kind.JIT_REQUEST);
  }

  /** Opens the first gate that denies in each way there is, and goes on from there. */
  private void search(VmSnapshot at, List<Change> changes) {
    Optional<Decision> decision = decision(at);
    if (decision.isEmpty() || changes.size() > MAX_STEPS || proposals.size() >= 16) {
      return;
    }
    Optional<Decider> blocker =
        decision.get().deciders().stream()
            .filter(decider -> decider.verdict() == Verdict.DENY)
            .findFirst();
    if (blocker.isEmpty()) {
      if (!changes.isEmpty()) {
        proposals.add(new Proposal(changes, exposure(at), decision.get()));
      }
      return;
    }
    for (Change candidate : candidates(at, blocker.get())) {
      List<Change> more = new ArrayList<>(changes);
      more.add(candidate);
      search(candidate.applyTo(at), more);
    }
  }

  private Optional<Decision> decision(VmSnapshot at) {
    NetworkPolicy policy = NetworkPolicy.of(at, compiler);
    return policy.paths(path.port()).stream()
        .filter(
            each ->
                each.kind() == path.kind()
                    && each.name().equals(path.name())
                    && each.resource().equals(path.resource())
                    && each.privateAddress().equals(path.privateAddress())
                    && each.frontEndPort().equals(path.frontEndPort()))
        .findFirst()
        .map(same -> policy.compile(same).decide(client));
  }

  /** Who NSGs and routes see: the client, or who sends its packets on. */
  private List<String> seen() {
    return path.seenAs()
        .map(any -> any.toPrefixes().stream().map(Prefix::toString).toList())
        .orElse(List.of(Prefix.of(client).toString()));
  }

  private List<Change> candidates(VmSnapshot at, Decider blocker) {
    return switch (blocker.gate()) {
      case SUBNET_NSG, NIC_NSG -> nsg(at, blocker);
      case ADMIN_RULES -> adminRules(blocker);
      case PUBLIC_IP_SKU -> newNsg();
      case ROUTES -> route(at);
      case AZURE_FIREWALL -> natRule(blocker);
      case LOAD_BALANCER, HEALTH_PROBE, ENDPOINT_ACL, BASTION -> List.of();
    };
  }

  // ---- NSGs

  private List<Change> nsg(VmSnapshot at, Decider blocker) {
    Optional<NetworkSecurityGroup> group =
        blocker.resource().flatMap(id -> at.networkSecurityGroup(id).known());
    if (group.isEmpty() || blocker.rule().isEmpty() || seen().isEmpty()) {
      return List.of();
    }
    int denies = blocker.rule().get().priority();
    if (isUnderJit(at)) {
      return List.of(
          new Change(
              Change.Kind.JIT_REQUEST,
              blocker.gate(),
              blocker.resource(),
              "request just-in-time access to TCP port "
                  + path.port()
                  + " from "
                  + String.join(", ", seen()),
              snapshot -> withRuleInEachGroup(snapshot)));
    }
    List<Change> changes = new ArrayList<>();
    changes.add(newRule(group.get(), denies, blocker));
    group.get().rules().stream()
        .filter(rule -> canBeWidened(rule, denies))
        .findFirst()
        .ifPresent(rule -> changes.add(widened(group.get(), rule, blocker)));
    return changes;
  }

  private boolean isUnderJit(VmSnapshot at) {
    return at.all(SnapshotPart.JIT_POLICIES).values().stream()
        .flatMap(reading -> reading.known().orElse(List.of()).stream())
        .map(JitPolicy::ports)
        .flatMap(List::stream)
        .anyMatch(
            port ->
                port.number().equals(Optional.of(path.port().number()))
                    && !port.protocol().equalsIgnoreCase("UDP"));
  }

  private VmSnapshot withRuleInEachGroup(VmSnapshot snapshot) {
    VmSnapshot changed = snapshot;
    for (Reading<NetworkSecurityGroup> reading : snapshot.networkSecurityGroups().values()) {
      Optional<NetworkSecurityGroup> group = reading.known();
      if (group.isPresent()) {
        changed = with(changed, added(group.get(), LOWEST));
      }
    }
    return changed;
  }

  private SecurityRule rule(NetworkSecurityGroup group, int priority) {
    String name = NAME;
    Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    group.rules().forEach(rule -> taken.add(rule.name()));
    for (int i = 2; taken.contains(name); i++) {
      name = NAME + "-" + i;
    }
    return new SecurityRule(
        Optional.empty(),
        name,
        Optional.of(priority),
        "Inbound",
        "Allow",
        "Tcp",
        new Endpoint(seen(), List.of("*"), List.of()),
        new Endpoint(targets, List.of(path.port().toString()), List.of()),
        false);
  }

  /** A single address stands alone, as people write it. */
  private static String text(Prefix prefix) {
    return prefix.first().equals(prefix.last()) ? prefix.first().toString() : prefix.toString();
  }

  private Change newRule(NetworkSecurityGroup group, int denies, Decider blocker) {
    Optional<Integer> free = freeBefore(group, denies);
    String from = " from " + String.join(", ", seen());
    String to = " to TCP port " + path.port() + " of " + String.join(", ", targets);
    if (free.isPresent()) {
      return new Change(
          Change.Kind.NEW_RULE,
          blocker.gate(),
          Optional.of(group.id()),
          "add an inbound rule with priority "
              + free.get()
              + " to "
              + group.name()
              + " that allows"
              + from
              + to,
          edit(group, known -> added(known, free.get())));
    }
    int place = Math.max(LOWEST, Math.min(denies, HIGHEST));
    return new Change(
        Change.Kind.NEW_RULE_AND_REORDER,
        blocker.gate(),
        Optional.of(group.id()),
        "add an inbound rule with priority "
            + place
            + " to "
            + group.name()
            + " that allows"
            + from
            + to
            + ", and move the rules from there on to the next priorities, in their order",
        edit(group, known -> added(known, place)));
  }

  private static Set<Integer> used(NetworkSecurityGroup group) {
    Set<Integer> used = new TreeSet<>();
    group.rules().stream()
        .filter(rule -> rule.direction().equalsIgnoreCase("Inbound"))
        .forEach(rule -> rule.priority().ifPresent(used::add));
    return used;
  }

  /** The last free priority before a rule. */
  private static Optional<Integer> freeBefore(NetworkSecurityGroup group, int priority) {
    Set<Integer> used = used(group);
    for (int free = Math.min(priority - 1, HIGHEST); free >= LOWEST; free--) {
      if (!used.contains(free)) {
        return Optional.of(free);
      }
    }
    return Optional.empty();
  }

  /** With the rule at a priority; rules that are in its way move on by one each, in their order. */
  private NetworkSecurityGroup added(NetworkSecurityGroup group, int priority) {
    Set<Integer> used = used(group);
    int free = priority;
    while (used.contains(free)) {
      free++;
    }
    List<SecurityRule> rules = new ArrayList<>();
    for (SecurityRule rule : group.rules()) {
      int at = rule.priority().orElse(0);
      boolean moves = rule.direction().equalsIgnoreCase("Inbound") && priority <= at && at < free;
      rules.add(moves ? moved(rule, at + 1) : rule);
    }
    rules.add(rule(group, priority));
    return new NetworkSecurityGroup(group.id(), group.name(), rules);
  }

  private static SecurityRule moved(SecurityRule rule, int priority) {
    return new SecurityRule(
        rule.id(),
        rule.name(),
        Optional.of(priority),
        rule.direction(),
        rule.access(),
        rule.protocol(),
        rule.source(),
        rule.destination(),
        rule.isDefault());
  }

  private boolean canBeWidened(SecurityRule rule, int denies) {
    boolean before = rule.priority().map(priority -> priority < denies).orElse(false);
    Rule read =
        Rule.of(
            rule.priority().isPresent() ? rule : moved(rule, HIGHEST),
            "",
            false,
            side -> Side.of(side, compiler.serviceTags()));
    return before
        && !rule.isDefault()
        && rule.direction().equalsIgnoreCase("Inbound")
        && read.access() == Verdict.ALLOW
        && read.match(Protocol.TCP).orElse(false)
        && read.sourcePorts().all()
        && read.destinationPorts().match(Optional.of(path.port())).orElse(false)
        && read.destination().literal().contains(path.privateAddress())
        && read.source().isFixed()
        && !rule.source().prefixes().contains("*");
  }

  private Change widened(NetworkSecurityGroup group, SecurityRule rule, Decider blocker) {
    List<String> sources = new ArrayList<>(rule.source().prefixes());
    sources.addAll(seen());
    SecurityRule wider =
        new SecurityRule(
            rule.id(),
            rule.name(),
            rule.priority(),
            rule.direction(),
            rule.access(),
            rule.protocol(),
            new Endpoint(sources, rule.source().ports(), List.of()),
            rule.destination(),
            false);
    return new Change(
        Change.Kind.WIDEN_RULE,
        blocker.gate(),
        Optional.of(group.id()),
        "add "
            + String.join(", ", seen())
            + " to the sources of rule "
            + rule.name()
            + " of "
            + group.name(),
        edit(
            group,
            known ->
                new NetworkSecurityGroup(
                    known.id(),
                    known.name(),
                    known.rules().stream()
                        .map(each -> each.equals(rule) ? wider : each)
                        .toList())));
  }

  /** The same NSG becomes the same object in each snapshot: what was worked out from it holds. */
  private static UnaryOperator<VmSnapshot> edit(
      NetworkSecurityGroup group, UnaryOperator<NetworkSecurityGroup> change) {
    NetworkSecurityGroup changed = change.apply(group);
    return snapshot ->
        snapshot
            .networkSecurityGroup(group.id())
            .known()
            .map(known -> with(snapshot, known.equals(group) ? changed : change.apply(known)))
            .orElse(snapshot);
  }

  private static VmSnapshot with(VmSnapshot snapshot, NetworkSecurityGroup group) {
    return snapshot.toBuilder()
        .put(
            SnapshotPart.NETWORK_SECURITY_GROUPS,
            group.id(),
            new Reading.Known<>(group, snapshot.readAt()))
        .build();
  }

  private List<Change> newNsg() {
    return List.of(
        new Change(
            Change.Kind.NEW_NSG,
            Gate.PUBLIC_IP_SKU,
            Optional.empty(),
            "create an NSG for the NIC that allows from "
                + String.join(", ", seen())
                + " to TCP port "
                + path.port()
                + " of "
                + path.privateAddress(),
            this::withNsg));
  }

  private VmSnapshot withNsg(VmSnapshot snapshot) {
    for (Reading<NetworkInterface> reading : snapshot.networkInterfaces().values()) {
      Optional<NetworkInterface> nic = reading.known().filter(this::isTarget);
      if (nic.isPresent()) {
        NetworkInterface old = nic.get();
        String id =
            old.id().replaceFirst("(?i)/networkInterfaces/", "/networkSecurityGroups/") + "-nsg";
        NetworkSecurityGroup empty = new NetworkSecurityGroup(id, old.name() + "-nsg", List.of());
        NetworkInterface guarded =
            new NetworkInterface(
                old.id(),
                old.name(),
                old.ipConfigurations(),
                Optional.of(id),
                old.ipForwarding(),
                old.virtualMachineId(),
                old.macAddress(),
                old.dnsServers());
        VmSnapshot changed =
            snapshot.toBuilder()
                .put(
                    SnapshotPart.NETWORK_INTERFACES,
                    old.id(),
                    new Reading.Known<>(guarded, snapshot.readAt()))
                .build();
        return with(changed, added(empty, HIGHEST));
      }
    }
    return snapshot;
  }

  private boolean isTarget(NetworkInterface nic) {
    return nic.ipConfigurations().stream()
        .flatMap(ip -> ip.privateAddress().stream())
        .flatMap(text -> NetworkPolicy.literal(text).stream())
        .anyMatch(path.privateAddress()::equals);
  }

  // ---- the other gates

  private List<Change> adminRules(Decider blocker) {
    Decider.Rule rule = blocker.rule().orElseThrow();
    SecurityAdminRule exception =
        new SecurityAdminRule(
            Optional.empty(),
            NAME,
            "Allow",
            "Inbound",
            Optional.of(rule.priority() - 1),
            "Tcp",
            seen(),
            List.of(path.privateAddress().toString()),
            List.of(),
            List.of(path.port().toString()),
            Optional.empty());
    String networkId = blocker.resource().orElseThrow();
    return List.of(
        new Change(
            Change.Kind.ADMIN_RULE_NOTE,
            Gate.ADMIN_RULES,
            rule.id().or(blocker::resource),
            "ask the owner of the network manager for an Allow rule before "
                + rule
                + " from "
                + String.join(", ", seen())
                + " to TCP port "
                + path.port()
                + " of "
                + path.privateAddress(),
            snapshot -> withAdminRule(snapshot, networkId, exception)));
  }

  /** Rules before the place make room; their order is all that counts. */
  private static VmSnapshot withAdminRule(
      VmSnapshot snapshot, String networkId, SecurityAdminRule exception) {
    int place = exception.priority().orElseThrow();
    List<SecurityAdminRule> rules = new ArrayList<>();
    for (SecurityAdminRule rule :
        snapshot.get(SnapshotPart.SECURITY_ADMIN_RULES, networkId).known().orElse(List.of())) {
      boolean earlier = rule.priority().map(priority -> priority <= place).orElse(false);
      rules.add(
          earlier
              ? new SecurityAdminRule(
                  rule.id(),
                  rule.name(),
                  rule.access(),
                  rule.direction(),
                  rule.priority().map(priority -> priority - 1),
                  rule.protocol(),
                  rule.sources(),
                  rule.destinations(),
                  rule.sourcePorts(),
                  rule.destinationPorts(),
                  rule.configuration())
              : rule);
    }
    rules.add(exception);
    return snapshot.toBuilder()
        .put(
            SnapshotPart.SECURITY_ADMIN_RULES,
            networkId,
            new Reading.Known<>(rules, snapshot.readAt()))
        .build();
  }

  /** Back where the packets came from: across the internet, or inside the network. */
  private List<Change> route(VmSnapshot at) {
    boolean direct = path.isPublic() && path.seenAs().isEmpty();
    String hop = direct ? "Internet" : "VnetLocal";
    return List.of(
        new Change(
            Change.Kind.NEW_ROUTE,
            Gate.ROUTES,
            tableOf(at),
            "add a user-defined route for "
                + String.join(", ", seen())
                + " with the next hop "
                + hop,
            snapshot -> withRoutes(snapshot, hop)));
  }

  private Optional<String> tableOf(VmSnapshot at) {
    return subnetIds(at).stream()
        .flatMap(id -> at.subnet(id).known().stream())
        .flatMap(subnet -> subnet.routeTableId().stream())
        .findFirst();
  }

  private List<String> subnetIds(VmSnapshot at) {
    return at.networkInterfaces().values().stream()
        .flatMap(reading -> reading.known().filter(this::isTarget).stream())
        .flatMap(nic -> nic.ipConfigurations().stream())
        .flatMap(ip -> ip.subnetId().stream())
        .distinct()
        .toList();
  }

  private VmSnapshot withRoutes(VmSnapshot snapshot, String hop) {
    VmSnapshot.Builder builder = snapshot.toBuilder();
    for (String subnetId : subnetIds(snapshot)) {
      Optional<RouteTable> table =
          snapshot
              .subnet(subnetId)
              .known()
              .flatMap(Subnet::routeTableId)
              .flatMap(id -> snapshot.routeTable(id).known());
      table.ifPresent(
          known ->
              builder.put(
                  SnapshotPart.ROUTE_TABLES,
                  known.id(),
                  new Reading.Known<>(withRoutes(known, hop), snapshot.readAt())));
    }
    snapshot
        .all(SnapshotPart.EFFECTIVE_ROUTES)
        .forEach(
            (id, reading) ->
                reading
                    .known()
                    .ifPresent(
                        routes -> {
                          List<EffectiveRoute> more = new ArrayList<>(routes);
                          more.add(
                              new EffectiveRoute(
                                  Optional.of(NAME),
                                  "User",
                                  "Active",
                                  seen(),
                                  hop,
                                  List.of(),
                                  Optional.empty()));
                          builder.put(
                              SnapshotPart.EFFECTIVE_ROUTES,
                              id,
                              new Reading.Known<>(more, snapshot.readAt()));
                        }));
    return builder.build();
  }

  private RouteTable withRoutes(RouteTable table, String hop) {
    List<RouteTable.Route> routes = new ArrayList<>();
    table.routes().stream().filter(route -> !seen().contains(route.prefix())).forEach(routes::add);
    for (String prefix : seen()) {
      routes.add(new RouteTable.Route(NAME, prefix, Optional.of(hop), Optional.empty()));
    }
    return new RouteTable(table.id(), table.name(), routes, table.gatewayRoutesDisabled());
  }

  private List<Change> natRule(Decider blocker) {
    return List.of(
        new Change(
            Change.Kind.WIDEN_NAT_RULE,
            Gate.AZURE_FIREWALL,
            blocker.resource(),
            "add " + client + " to the sources of NAT rule " + path.name(),
            this::withNatSource));
  }

  private VmSnapshot withNatSource(VmSnapshot snapshot) {
    VmSnapshot.Builder builder = snapshot.toBuilder();
    snapshot
        .all(SnapshotPart.AZURE_FIREWALLS)
        .forEach(
            (id, reading) ->
                reading
                    .known()
                    .ifPresent(
                        firewalls ->
                            builder.put(
                                SnapshotPart.AZURE_FIREWALLS,
                                id,
                                new Reading.Known<>(
                                    firewalls.stream().map(this::widened).toList(),
                                    snapshot.readAt()))));
    return builder.build();
  }

  private AzureFirewall widened(AzureFirewall firewall) {
    if (!path.resource().equals(Optional.of(firewall.id()))) {
      return firewall;
    }
    return new AzureFirewall(
        firewall.id(),
        firewall.name(),
        firewall.tier(),
        firewall.provisioningState(),
        firewall.frontEnds(),
        firewall.policyId(),
        firewall.virtualHubId(),
        firewall.hubPublicAddresses(),
        firewall.hubPrivateAddress(),
        firewall.natRuleCollections().stream()
            .map(
                collection ->
                    new AzureFirewall.NatRuleCollection(
                        collection.name(),
                        collection.priority(),
                        collection.rules().stream().map(this::widened).toList()))
            .toList(),
        firewall.threatIntelMode());
  }

  private AzureFirewall.NatRule widened(AzureFirewall.NatRule rule) {
    if (!rule.name().equals(path.name())) {
      return rule;
    }
    List<String> sources = new ArrayList<>(rule.sourceAddresses());
    sources.add(client.toString());
    return new AzureFirewall.NatRule(
        rule.name(),
        rule.protocols(),
        sources,
        rule.sourceIpGroupIds(),
        rule.destinationAddresses(),
        rule.destinationPorts(),
        rule.translatedAddress(),
        rule.translatedFqdn(),
        rule.translatedPort());
  }

  // ---- exposure

  private BigInteger exposure(VmSnapshot after) {
    return exposure(before, after, path, compiler);
  }

  /**
   * How many pairs of source address and TCP port of the VM a change lets in on a way, apart from
   * the gate in front of it.
   */
  static BigInteger exposure(
      VmSnapshot before, VmSnapshot after, IngressPath path, PolicyCompiler compiler) {
    NetworkPolicy old = NetworkPolicy.of(before, compiler);
    NetworkPolicy changed = NetworkPolicy.of(after, compiler);
    BigInteger pairs = BigInteger.ZERO;
    for (Map.Entry<Integer, Integer> range : portRanges(before, after).entrySet()) {
      IngressPath at = bare(path, new Port(range.getKey()));
      AddressSet more =
          changed
              .compile(at)
              .addresses(Verdict.ALLOW)
              .minus(old.compile(at).addresses(Verdict.ALLOW))
              .intersect(path.seenAs().isPresent() ? path.seenAs().get() : old.clients(path));
      pairs = pairs.add(more.size().multiply(BigInteger.valueOf(range.getValue())));
    }
    return pairs;
  }

  private static IngressPath bare(IngressPath path, Port port) {
    return new IngressPath(
        path.seenAs().isPresent() ? IngressPath.Kind.PRIVATE_ADDRESS : path.kind(),
        path.name(),
        path.resource(),
        path.frontEnd(),
        path.frontEndPort(),
        path.privateAddress(),
        port,
        Optional.empty(),
        List.of());
  }

  /** The first port of each range in which no rule tells ports apart, and how many there are. */
  private static Map<Integer, Integer> portRanges(VmSnapshot before, VmSnapshot after) {
    Set<Integer> starts = new TreeSet<>(Set.of(1));
    for (VmSnapshot snapshot : List.of(before, after)) {
      snapshot.networkSecurityGroups().values().stream()
          .flatMap(reading -> reading.known().stream())
          .flatMap(group -> group.rules().stream())
          .forEach(rule -> starts(starts, rule.destination().ports()));
      snapshot.all(SnapshotPart.SECURITY_ADMIN_RULES).values().stream()
          .flatMap(reading -> reading.known().orElse(List.of()).stream())
          .forEach(rule -> starts(starts, rule.destinationPorts()));
    }
    List<Integer> sorted = new ArrayList<>(starts);
    Map<Integer, Integer> ranges = new LinkedHashMap<>();
    for (int i = 0; i < sorted.size(); i++) {
      int end = i + 1 < sorted.size() ? sorted.get(i + 1) : 65_536;
      ranges.put(sorted.get(i), end - sorted.get(i));
    }
    return ranges;
  }

  private static void starts(Set<Integer> starts, List<String> ports) {
    Ports.of(ports)
        .ranges()
        .forEach(
            range -> {
              starts.add(Math.max(1, range.first()));
              if (range.last() < 65_535) {
                starts.add(range.last() + 1);
              }
            });
  }
}
