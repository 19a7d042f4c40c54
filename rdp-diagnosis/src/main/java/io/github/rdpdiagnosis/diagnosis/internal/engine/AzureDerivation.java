package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.PublicIpAddress;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.VirtualMachine;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.policy.Cell;
import io.github.rdpdiagnosis.azure.policy.Decider;
import io.github.rdpdiagnosis.azure.policy.Decision;
import io.github.rdpdiagnosis.azure.policy.Gate;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.Inbound;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import io.github.rdpdiagnosis.probes.GatewayFacts;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Azure's configuration says of the diagnosed path. Where the wire contradicts it — the flow
 * passes although the rules deny it, RDP answers although the VM is stopped — the configuration is
 * not used and the contradiction is said.
 */
final class AzureDerivation {
  private final List<Observation> all;
  private final Optional<String> address;
  private final Port port;
  private final FactBase.Builder facts;
  private final VmSnapshot snapshot;
  private final String snapshotId;

  private AzureDerivation(
      List<Observation> all,
      Optional<String> address,
      Port port,
      FactBase.Builder facts,
      VmSnapshot snapshot,
      String snapshotId) {
    this.all = all;
    this.address = address;
    this.port = port;
    this.facts = facts;
    this.snapshot = snapshot;
    this.snapshotId = snapshotId;
  }

  static void derive(
      List<Observation> all,
      List<ReadSnapshot> snapshots,
      Optional<String> address,
      int port,
      FactBase.Builder facts) {
    snapshots.stream()
        .filter(ReadSnapshot::isAzures)
        .forEach(
            s ->
                new AzureDerivation(all, address, new Port(port), facts, s.snapshot(), s.id())
                    .run());
  }

  /** An IP configuration of the VM with what is known of its own public address. */
  private record Entry(IpConfiguration ip, Optional<Reading<PublicIpAddress>> publicIp) {
    Optional<String> publicAddress() {
      return publicIp.flatMap(Reading::known).flatMap(PublicIpAddress::address);
    }

    boolean behindLoadBalancer() {
      return !ip.inboundNatRuleIds().isEmpty() || !ip.backendPoolIds().isEmpty();
    }
  }

  private void run() {
    facts.put(PathFacts.TARGET_AZURE, true, snapshotId);
    facts.put(PathFacts.VM_RESOURCES, List.of(snapshot.vmId().toString()), snapshotId);
    List<Entry> entries = entries();
    Optional<Boolean> isOurs = addressIsTheVms(entries);
    isOurs.ifPresent(ours -> facts.put(PathFacts.ADDRESS_IS_VMS, ours, snapshotId));
    boolean passes =
        isOurs.orElse(false)
            && facts.value(PathFacts.REACHED).orElse(ProvenUpTo.NONE).atLeast(ProvenUpTo.TCP);
    snapshot.vm().known().ifPresent(vm -> power(vm, passes));
    if (throughGateway()) {
      return; // the gateway connects to the VM, from an address and by a way that are not known
    }
    if (entries.stream().noneMatch(Entry::behindLoadBalancer)) {
      publicAddressMissing(entries);
    }
    entry(entries, isOurs.orElse(false)).ifPresent(entry -> inbound(entry, passes));
  }

  private boolean throughGateway() {
    return all.stream()
        .anyMatch(
            o ->
                o.facts().has(PathFacts.FILE_GATEWAY)
                    || GatewayFacts.ALL.stream().anyMatch(o.facts()::has));
  }

  private List<Entry> entries() {
    return snapshot.networkInterfaces().values().stream()
        .flatMap(nic -> nic.known().stream())
        .map(NetworkInterface::ipConfigurations)
        .flatMap(List::stream)
        .map(ip -> new Entry(ip, ip.publicIpAddressId().map(snapshot::publicIpAddress)))
        .toList();
  }

  /**
   * Empty where it cannot be told: a tunnel on loopback, a load balancer or firewall in between, a
   * part that was not read.
   */
  private Optional<Boolean> addressIsTheVms(List<Entry> entries) {
    if (address.isEmpty()) {
      return Optional.empty();
    }
    if (isOneOf(entries, address.get())) {
      return Optional.of(true);
    }
    if (IpAddress.parseZoned(address.get()).isLoopback()) {
      return Optional.empty();
    }
    boolean allRead =
        snapshot.vm().known().isPresent()
            && snapshot.networkInterfaces().values().stream().allMatch(r -> r.known().isPresent())
            && entries.stream()
                .allMatch(e -> e.publicIp().map(r -> r.known().isPresent()).orElse(true));
    boolean direct = entries.stream().anyMatch(e -> e.publicAddress().isPresent());
    return allRead && direct && entries.stream().noneMatch(Entry::behindLoadBalancer)
        ? Optional.of(false)
        : Optional.empty();
  }

  private static boolean isOneOf(List<Entry> entries, String literal) {
    IpAddress asked = IpAddress.parseZoned(literal);
    return entries.stream()
        .flatMap(e -> Stream.concat(e.publicAddress().stream(), e.ip().privateAddress().stream()))
        .anyMatch(a -> parsed(a).filter(asked::equals).isPresent());
  }

  static Optional<IpAddress> parsed(String literal) {
    try {
      return Optional.of(IpAddress.parse(literal));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a snapshot from outside may hold anything
    }
  }

  // ---- power
  // -------------------------------------------------------------------------------------------------------------------

  private void power(VirtualMachine vm, boolean passes) {
    Optional<String> state = vm.powerState().map(s -> s.toLowerCase(Locale.ROOT));
    if (state.isEmpty()) {
      return;
    }
    boolean off =
        Set.of("stopped", "stopping", "deallocated", "deallocating").contains(state.get());
    if (off && passes) {
      // The state is a fact all the same; whoever answers there is not this VM as it was read.
      contradiction(
          "Azure says that the VM is " + state.get() + ", yet something answers at its address.");
    }
    if (off || state.get().equals("running")) {
      facts.put(PathFacts.VM_RUNNING, !off, idsOf("vm"));
      facts.put(
          PathFacts.VM_POWER_DETAIL,
          "Azure says that the VM " + vm.name() + " is " + state.get() + ".",
          idsOf("vm"));
    }
  }

  private void publicAddressMissing(List<Entry> entries) {
    List<Entry> withPublic = entries.stream().filter(e -> e.publicIp().isPresent()).toList();
    if (!withPublic.isEmpty()
        && withPublic.stream()
            .allMatch(
                e ->
                    e.publicIp()
                        .flatMap(Reading::known)
                        .filter(p -> p.address().isEmpty())
                        .isPresent())) {
      facts.put(PathFacts.PUBLIC_ADDRESS_MISSING, true, idsOf("public-ip-address"));
    }
  }

  // ---- network security
  // --------------------------------------------------------------------------------------------------------

  /** The IP configuration that the connection ends at, where that is clear. */
  private Optional<Entry> entry(List<Entry> entries, boolean isOurs) {
    List<Entry> candidates =
        isOurs
            ? entries.stream().filter(e -> isOneOf(List.of(e), address.orElseThrow())).toList()
            : entries.stream().filter(e -> e.publicIp().isPresent()).toList();
    return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
  }

  private void inbound(Entry entry, boolean passes) {
    Optional<IpAddress> inside = entry.ip().privateAddress().flatMap(AzureDerivation::parsed);
    if (inside.isEmpty() || isWorkingTunnel(passes)) {
      return;
    }
    NetworkPolicy policy = NetworkPolicy.of(snapshot);
    AddressSet internet = policy.internetSpace(inside.get());
    List<Cell> cells = policy.inboundPartition(inside.get(), Protocol.TCP, port);
    List<IpAddress> sources = sources(entry);
    if (!sources.isEmpty()) {
      facts.put(
          PathFacts.SEEN_BY_GUEST_AS,
          sources.stream().map(IpAddress::toString).toList(),
          egressIds().isEmpty() ? List.of(snapshotId) : egressIds());
    }
    if (sources.isEmpty() && isPrivateTarget()) {
      return; // which of the private addresses the network sees is not known
    }
    List<Decision> decisions =
        sources.isEmpty()
            ? cells.stream()
                .filter(c -> !c.addresses().intersect(internet).isEmpty())
                .map(Cell::decision)
                .toList()
            : sources.stream()
                .map(s -> policy.inbound(s, inside.get(), Protocol.TCP, port))
                .toList();
    Set<Verdict> verdicts = new LinkedHashSet<>(decisions.stream().map(Decision::verdict).toList());
    if (verdicts.contains(Verdict.INCONCLUSIVE) || verdicts.isEmpty()) {
      return;
    }
    List<String> evidence =
        Stream.concat(idsOf("network-security-group").stream(), egressIds().stream()).toList();
    if (verdicts.equals(Set.of(Verdict.ALLOW))) {
      facts.put(PathFacts.INBOUND, Inbound.ALLOWED, evidence);
      return;
    }
    if (verdicts.contains(Verdict.ALLOW)) {
      facts.put(PathFacts.INBOUND, Inbound.DEPENDS_ON_SOURCE, evidence);
      return;
    }
    boolean othersGetIn =
        cells.stream()
            .anyMatch(
                c ->
                    c.decision().verdict() == Verdict.ALLOW
                        && !c.addresses().intersect(internet).isEmpty());
    Decision decision = mostTelling(decisions);
    Optional<Inbound> why =
        new DenialReason(snapshot, entry.ip(), port, all)
            .of(decision, why(decision, !sources.isEmpty() && othersGetIn));
    String detail = detail(decision, sources);
    if (passes) {
      contradiction(
          "network security as it was read denies the flow, yet it passes; so it was not used: "
              + detail);
      return;
    }
    why.ifPresent(reason -> facts.put(PathFacts.INBOUND, reason, evidence));
    facts.put(PathFacts.INBOUND_DETAIL, detail, evidence);
    facts.put(PathFacts.INBOUND_RESOURCES, resources(decision), evidence);
  }

  /** RDP answers through loopback: that connection does not come to the VM from the Internet. */
  private boolean isWorkingTunnel(boolean passes) {
    return !passes
        && address.map(IpAddress::parseZoned).filter(IpAddress::isLoopback).isPresent()
        && facts
            .value(PathFacts.REACHED)
            .filter(reached -> reached.atLeast(ProvenUpTo.X224))
            .isPresent();
  }

  private boolean isPrivateTarget() {
    return address
        .map(IpAddress::parseZoned)
        .filter(a -> a.isPrivate() && !a.isLoopback())
        .isPresent();
  }

  /** The addresses that Azure sees this client with, where that is known. */
  private List<IpAddress> sources(Entry entry) {
    List<IpAddress> given =
        all.stream()
            .filter(o -> o.vantage().equals(Vantage.CLIENT))
            .flatMap(o -> o.facts().get(PathFacts.EGRESS).stream())
            .flatMap(List::stream)
            .flatMap(a -> parsed(a).stream())
            .toList();
    boolean direct = isPrivateTarget() && entry.ip().privateAddress().equals(address);
    if (!given.isEmpty() || !direct) {
      return given;
    }
    return all.stream()
        .filter(o -> o.vantage().equals(Vantage.CLIENT) && o.address().equals(address))
        .flatMap(o -> o.facts().get(ProbeFacts.LOCAL_SOURCE_ADDRESS).stream())
        .map(IpAddress::parseZoned)
        .toList();
  }

  /** Of several denials the one by the default rule: where it decides, no rule lets anybody in. */
  private static Decision mostTelling(List<Decision> decisions) {
    return decisions.stream()
        .filter(d -> d.deciders().stream().anyMatch(AzureDerivation::deniesByDefault))
        .findFirst()
        .orElse(decisions.get(0));
  }

  private static boolean deniesByDefault(Decider decider) {
    return decider.verdict() == Verdict.DENY
        && decider.rule().filter(Decider.Rule::isDefault).isPresent();
  }

  private static Inbound why(Decision decision, boolean othersGetIn) {
    if (decision.deciders().stream()
        .anyMatch(d -> d.gate() == Gate.PUBLIC_IP_SKU && d.verdict() == Verdict.DENY)) {
      return Inbound.CLOSED_BY_PLATFORM;
    }
    if (decision.deciders().stream()
        .anyMatch(d -> d.gate() == Gate.ADMIN_RULES && d.verdict() == Verdict.DENY)) {
      return Inbound.DENIED_BY_ADMIN_RULE;
    }
    boolean otherGateLetsIn =
        decision.deciders().stream()
            .anyMatch(
                d ->
                    d.verdict() == Verdict.ALLOW
                        && d.rule().filter(r -> !r.isDefault()).isPresent());
    boolean byDefault =
        decision.deciders().stream()
            .filter(d -> d.verdict() == Verdict.DENY)
            .allMatch(AzureDerivation::deniesByDefault);
    if (othersGetIn && byDefault) {
      return Inbound.DENIED_FOR_SOURCE;
    }
    if (otherGateLetsIn) {
      return Inbound.DENIED_AT_ONE_GATE;
    }
    return byDefault ? Inbound.DENIED_BY_DEFAULT : Inbound.DENIED_BY_RULE;
  }

  private String detail(Decision decision, List<IpAddress> sources) {
    String who =
        sources.isEmpty()
            ? "every public address"
            : String.join(", ", sources.stream().map(IpAddress::toString).toList());
    List<String> reasons =
        decision.deciders().stream()
            .filter(d -> d.verdict() == Verdict.DENY)
            .map(
                d ->
                    d.rule()
                        .map(
                            r ->
                                "rule "
                                    + r
                                    + " of the NSG "
                                    + name(d.resource().orElse("?"))
                                    + " on the "
                                    + (d.gate() == Gate.NIC_NSG ? "nic" : "subnet"))
                        .orElse(d.why()))
            .toList();
    String assuming =
        decision.assumptions().isEmpty()
            ? ""
            : "; assuming that " + String.join(" and that ", decision.assumptions());
    return "TCP port "
        + port
        + " from "
        + who
        + " is denied by "
        + String.join(" and ", reasons)
        + assuming
        + ".";
  }

  private static String name(String armId) {
    return armId.substring(armId.lastIndexOf('/') + 1);
  }

  private static List<String> resources(Decision decision) {
    return decision.deciders().stream()
        .filter(d -> d.verdict() == Verdict.DENY)
        .flatMap(d -> d.rule().flatMap(Decider.Rule::id).or(d::resource).stream())
        .distinct()
        .toList();
  }

  // ---- evidence
  // ----------------------------------------------------------------------------------------------------------------

  private void contradiction(String what) {
    facts.put(PathFacts.CONTRADICTION, what, snapshotId);
  }

  /** The observation that shows this part, or the snapshot as a whole. */
  private List<String> idsOf(String check) {
    return all.stream()
        .filter(o -> o.vantage().equals(Vantage.AZURE) && o.check().equals(check))
        .map(Observation::id)
        .findFirst()
        .map(List::of)
        .orElse(List.of(snapshotId));
  }

  private List<String> egressIds() {
    return all.stream().filter(o -> o.facts().has(PathFacts.EGRESS)).map(Observation::id).toList();
  }
}
