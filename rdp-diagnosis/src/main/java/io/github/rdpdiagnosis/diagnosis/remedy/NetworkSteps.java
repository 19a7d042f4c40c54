package io.github.rdpdiagnosis.diagnosis.remedy;

import io.github.rdpdiagnosis.azure.JitPolicy;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.change.JitRequest;
import io.github.rdpdiagnosis.azure.change.Operation;
import io.github.rdpdiagnosis.azure.change.ResourceChange;
import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.azure.policy.Change;
import io.github.rdpdiagnosis.azure.policy.IngressPath;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.azure.policy.PolicyCompiler;
import io.github.rdpdiagnosis.azure.policy.Proposal;
import io.github.rdpdiagnosis.azure.policy.SmallestChange;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Steps that let the client's address through Azure's network rules, and nobody else. */
final class NetworkSteps {
  private static final Duration JIT_SPAN = Duration.ofHours(3);

  private final Diagnosed diagnosed;
  private final VmSnapshot snapshot;
  private final PolicyCompiler compiler = new PolicyCompiler();
  private final List<PlannedStep> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  NetworkSteps(Diagnosed diagnosed, VmSnapshot snapshot, List<IpAddress> clients) {
    this.diagnosed = diagnosed;
    this.snapshot = snapshot;
    Optional<IngressPath> path = path();
    if (path.isEmpty()) {
      notes.add(
          "the way that leads to "
              + diagnosed.host()
              + " port "
              + diagnosed.port()
              + " is not in what was read of Azure: no rule is proposed");
    } else if (clients.isEmpty()) {
      notes.add(
          "the client's public address is not known, and a rule for everybody is never proposed:"
              + " plan again with --client ADDRESS");
    } else {
      clients.forEach(client -> open(path.get(), client));
    }
  }

  List<PlannedStep> steps() {
    return steps;
  }

  List<String> notes() {
    return notes;
  }

  /** The way that the user takes: to the address and port that the client connects to. */
  private Optional<IngressPath> path() {
    NetworkPolicy policy = NetworkPolicy.of(snapshot, compiler);
    return Stream.concat(
            diagnosed.fact(Vantage.GUEST, GuestFacts.LISTENER_PORT).stream().map(Long::intValue),
            Stream.of(diagnosed.port(), Port.RDP.number()))
        .distinct()
        .flatMap(port -> policy.paths(new Port(port)).stream())
        .filter(path -> path.frontEndPort().number() == diagnosed.port())
        .filter(
            path ->
                Stream.concat(path.frontEnd().stream(), Stream.of(path.privateAddress()))
                    .map(IpAddress::toString)
                    .anyMatch(a -> diagnosed.addresses().contains(a) || diagnosed.host().equals(a)))
        .findFirst();
  }

  private void open(IngressPath path, IpAddress client) {
    List<Proposal> proposals = SmallestChange.of(snapshot, compiler, path, client);
    if (proposals.isEmpty()) {
      notes.add("no change that is known lets " + client + " in, or it is let in already");
      return;
    }
    Proposal best = proposals.get(0);
    for (Change change : best.changes()) {
      steps.add(step(change, best, path, client));
    }
  }

  private PlannedStep step(Change change, Proposal proposal, IngressPath path, IpAddress client) {
    Optional<Operation> operation = operation(change, path, client);
    List<String> consequences = new ArrayList<>();
    consequences.add(
        "lets in " + proposal.exposure() + " more pairs of source address and port of the VM");
    if (operation.filter(JitRequest.class::isInstance).isPresent()) {
      consequences.add("Azure takes it back by itself after " + JIT_SPAN.toHours() + " hours");
    }
    return new PlannedStep(
        change.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        diagnosed.likely().keySet().stream().filter(id -> id.startsWith("NW-")).toList(),
        change.what(),
        operation,
        operation.isPresent()
            ? "compared with what is there, right before; changes by others are never overwritten"
            : "nothing is carried out: people do this themselves",
        consequences,
        "portal: " + change.resource().map(id -> id + ", ").orElse("") + change.what());
  }

  private Optional<Operation> operation(Change change, IngressPath path, IpAddress client) {
    return switch (change.kind()) {
      case NEW_RULE -> newRule(change);
      case JIT_REQUEST -> jitRequest(path, client);
      case NEW_RULE_AND_REORDER, WIDEN_RULE, NEW_NSG, NEW_ROUTE, WIDEN_NAT_RULE, ADMIN_RULE_NOTE ->
          Optional.empty();
    };
  }

  /** The one rule that the group has more. */
  private Optional<Operation> newRule(Change change) {
    String id = change.resource().orElseThrow();
    List<SecurityRule> before = rules(snapshot, id);
    return rules(change.applyTo(snapshot), id).stream()
        .filter(rule -> !before.contains(rule))
        .findFirst()
        .map(
            rule ->
                new ResourceChange(
                    id + "/securityRules/" + rule.name(),
                    Optional.empty(),
                    Optional.of(described(rule))));
  }

  private static List<SecurityRule> rules(VmSnapshot snapshot, String id) {
    return snapshot
        .networkSecurityGroup(id)
        .known()
        .map(NetworkSecurityGroup::rules)
        .orElse(List.of());
  }

  static Map<String, Object> properties(SecurityRule rule) {
    Map<String, Object> properties = new TreeMap<>();
    properties.put("access", rule.access());
    properties.put("direction", rule.direction());
    properties.put("protocol", rule.protocol());
    properties.put("priority", (long) rule.priority().orElseThrow());
    put(properties, "source", rule.source());
    put(properties, "destination", rule.destination());
    return properties;
  }

  private static Map<String, Object> described(SecurityRule rule) {
    Map<String, Object> properties = properties(rule);
    properties.put("description", "Remote Desktop for one client, by rdpdiag");
    return properties;
  }

  /** ARM's singular fields for one value, its plural ones for more. */
  private static void put(Map<String, Object> properties, String side, Endpoint endpoint) {
    put(properties, side + "AddressPrefix", side + "AddressPrefixes", endpoint.prefixes());
    put(properties, side + "PortRange", side + "PortRanges", endpoint.ports());
  }

  private static void put(
      Map<String, Object> properties, String one, String many, List<String> values) {
    if (values.size() == 1) {
      properties.put(one, values.get(0));
    } else if (!values.isEmpty()) {
      properties.put(many, values);
    }
  }

  private Optional<Operation> jitRequest(IngressPath path, IpAddress client) {
    return snapshot.all(SnapshotPart.JIT_POLICIES).values().stream()
        .flatMap(reading -> reading.known().orElse(List.of()).stream())
        .filter(
            policy ->
                policy.ports().stream()
                    .anyMatch(port -> port.number().equals(Optional.of(path.port().number()))))
        .findFirst()
        .map(JitPolicy::id)
        .map(id -> new JitRequest(id, snapshot.vmId(), path.port(), Prefix.of(client), JIT_SPAN));
  }
}
