package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.JitPolicy;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.Subnet;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.policy.Decider;
import io.github.rdpdiagnosis.azure.policy.Decision;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.Inbound;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.PortRange;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a flow is denied, where the deciding rule alone does not tell: just-in-time access that waits
 * for a request, and allow rules that are for a tag or group which the client is not in.
 */
final class DenialReason {
  /** The rule that just-in-time access puts in place is called so, with the VM behind it. */
  private static final List<String> JIT_RULES =
      List.of("MicrosoftDefenderForCloud-JITRule", "SecurityCenter-JITRule");

  private final VmSnapshot snapshot;
  private final IpConfiguration ip;
  private final Port port;
  private final Optional<Instant> now;

  DenialReason(VmSnapshot snapshot, IpConfiguration ip, Port port, List<Observation> all) {
    this.snapshot = snapshot;
    this.ip = ip;
    this.port = port;
    // Requests end: what counts is the time of reading, which travels with the evidence.
    this.now = all.stream().map(Observation::at).max(Comparator.naturalOrder());
  }

  /** Empty where just-in-time access' own rule denies, and its policies could not be read. */
  Optional<Inbound> of(Decision decision, Inbound found) {
    boolean jitDenies =
        decision.deciders().stream()
            .filter(d -> d.verdict() == Verdict.DENY)
            .anyMatch(d -> d.rule().filter(DenialReason::isJit).isPresent());
    return jitDenies && !policiesAreRead()
        ? Optional.empty()
        : Optional.of(reason(decision, found));
  }

  private boolean policiesAreRead() {
    return snapshot.all(SnapshotPart.JIT_POLICIES).values().stream()
        .allMatch(reading -> reading.known().isPresent());
  }

  private Inbound reason(Decision decision, Inbound found) {
    boolean byDefaultOrJit =
        decision.deciders().stream()
            .filter(d -> d.verdict() == Verdict.DENY)
            .allMatch(d -> d.rule().filter(r -> r.isDefault() || isJit(r)).isPresent());
    boolean closable =
        found == Inbound.DENIED_BY_DEFAULT
            || found == Inbound.DENIED_BY_RULE
            || found == Inbound.DENIED_FOR_SOURCE;
    if (closable && byDefaultOrJit && waitsForRequest()) {
      return Inbound.DENIED_UNTIL_REQUESTED;
    }
    return found == Inbound.DENIED_BY_DEFAULT && onlyTagsAllow()
        ? Inbound.DENIED_TAG_MISREAD
        : found;
  }

  private static boolean isJit(Decider.Rule rule) {
    return JIT_RULES.stream().anyMatch(prefix -> rule.name().startsWith(prefix));
  }

  /** A policy guards the port, and no request for it is running, for whomever. */
  private boolean waitsForRequest() {
    List<JitPolicy> policies =
        snapshot.all(SnapshotPart.JIT_POLICIES).values().stream()
            .flatMap(reading -> reading.known().orElse(List.of()).stream())
            .filter(policy -> policy.ports().stream().anyMatch(p -> isPort(p.number())))
            .toList();
    return !policies.isEmpty()
        && now.isPresent()
        && policies.stream()
            .flatMap(policy -> policy.requests().stream())
            .flatMap(request -> request.ports().stream())
            .filter(request -> isPort(request.number()))
            .noneMatch(request -> request.endsAt().map(end -> end.isAfter(now.get())).orElse(true));
  }

  private boolean isPort(Optional<Integer> number) {
    return number.equals(Optional.of(port.number()));
  }

  /** There are allow rules for the port, and each is for a tag or an application security group. */
  private boolean onlyTagsAllow() {
    List<SecurityRule> allows =
        groups()
            .flatMap(group -> group.rules().stream())
            .filter(
                rule ->
                    !rule.isDefault()
                        && rule.direction().equalsIgnoreCase("Inbound")
                        && rule.access().equalsIgnoreCase("Allow")
                        && !rule.protocol().equalsIgnoreCase("Udp"))
            .filter(rule -> rule.destination().ports().stream().anyMatch(this::covers))
            .toList();
    return !allows.isEmpty() && allows.stream().allMatch(DenialReason::isByTag);
  }

  private Stream<NetworkSecurityGroup> groups() {
    Stream<String> ofNic =
        snapshot.networkInterfaces().values().stream()
            .flatMap(nic -> nic.known().stream())
            .filter(nic -> nic.ipConfigurations().contains(ip))
            .map(NetworkInterface::networkSecurityGroupId)
            .flatMap(Optional::stream);
    Stream<String> ofSubnet =
        ip
            .subnetId()
            .flatMap(id -> snapshot.subnet(id).known())
            .flatMap(Subnet::networkSecurityGroupId)
            .stream();
    return Stream.concat(ofNic, ofSubnet)
        .flatMap(id -> snapshot.networkSecurityGroup(id).known().stream());
  }

  private boolean covers(String ports) {
    try {
      return ports.equals("*") || PortRange.parse(ports).contains(port);
    } catch (IllegalArgumentException e) {
      return true; // what cannot be read may cover it: then the tag is not said to be the reason
    }
  }

  private static boolean isByTag(SecurityRule rule) {
    boolean group =
        !rule.source().applicationSecurityGroupIds().isEmpty()
            || !rule.destination().applicationSecurityGroupIds().isEmpty();
    boolean tag =
        !rule.source().prefixes().isEmpty()
            && rule.source().prefixes().stream()
                .allMatch(prefix -> prefix.matches("[A-Za-z][A-Za-z0-9.]*"));
    return group || tag;
  }
}
