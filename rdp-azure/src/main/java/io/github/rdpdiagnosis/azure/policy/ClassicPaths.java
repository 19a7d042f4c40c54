package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.ClassicDeployment;
import io.github.rdpdiagnosis.azure.ClassicDeployment.InputEndpoint;
import io.github.rdpdiagnosis.azure.ClassicDeployment.Role;
import io.github.rdpdiagnosis.azure.EndpointAcl;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.net.AddressPartition;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The input endpoints of a classic VM, each behind its access-control list. A VM that is
 * deallocated has no address, and so no way leads to it.
 */
final class ClassicPaths {
  private final VmSnapshot snapshot;
  private final ClassicDeployment deployment;

  private ClassicPaths(VmSnapshot snapshot, ClassicDeployment deployment) {
    this.snapshot = snapshot;
    this.deployment = deployment;
  }

  static List<IngressPath> of(VmSnapshot snapshot) {
    return snapshot
        .get(SnapshotPart.CLASSIC_DEPLOYMENT, snapshot.vmId().toString())
        .known()
        .map(deployment -> new ClassicPaths(snapshot, deployment).paths())
        .orElse(List.of());
  }

  private List<IngressPath> paths() {
    List<IngressPath> paths = new ArrayList<>();
    for (Role role : roles()) {
      for (ClassicDeployment.RoleInstance instance : role.instances()) {
        instance
            .privateAddress()
            .flatMap(NetworkPolicy::literal)
            .filter(IpAddress::isIpv4)
            .ifPresent(
                address ->
                    role.inputEndpoints().stream()
                        .filter(each -> each.isTcp() && each.localPort().isPresent())
                        .forEach(each -> paths.add(path(role, each, address))));
      }
    }
    return paths;
  }

  /** The VM is the role of its name; a deployment of one VM needs no name. */
  private List<Role> roles() {
    List<Role> named =
        deployment.roles().stream()
            .filter(role -> role.name().equalsIgnoreCase(snapshot.vmId().name()))
            .toList();
    return named.isEmpty() && deployment.roles().size() == 1 ? deployment.roles() : named;
  }

  private IngressPath path(Role role, InputEndpoint endpoint, IpAddress address) {
    Port to = new Port(endpoint.localPort().orElseThrow());
    String name = endpoint.name().orElse("TCP port " + endpoint.publicPort());
    return new IngressPath(
        IngressPath.Kind.CLASSIC_ENDPOINT,
        name,
        Optional.empty(),
        endpoint
            .virtualIpAddress()
            .or(() -> deployment.virtualIpAddresses().stream().findFirst())
            .flatMap(NetworkPolicy::literal),
        new Port(endpoint.publicPort()),
        address,
        to,
        Optional.empty(),
        front(role, endpoint, name));
  }

  /** Sources that no rule tells apart are decided together. */
  private List<Cell> front(Role role, InputEndpoint endpoint, String name) {
    AddressPartition alike = AddressPartition.whole(true, 0);
    for (EndpointAcl.Rule rule : rules(endpoint)) {
      Optional<AddressSet> covered = covered(rule);
      if (covered.isPresent()) {
        alike =
            alike.overlay(
                AddressPartition.firstOf(true, List.of(covered.get())),
                new CompiledPolicy.Numbering()::of);
      }
    }
    Map<Decider, AddressSet> cells = new LinkedHashMap<>();
    for (AddressSet sources : alike.byOwner().values()) {
      EndpointAcl.Decision decision =
          deployment.decide(role, endpoint, sources.first().orElseThrow());
      cells.merge(decider(role, name, decision), sources, AddressSet::union);
    }
    return cells.entrySet().stream()
        .map(
            cell ->
                new Cell(
                    cell.getValue(),
                    new Decision(cell.getKey().verdict(), List.of(cell.getKey()), List.of())))
        .toList();
  }

  /** Those of a load-balanced set count for all of it. */
  private List<EndpointAcl.Rule> rules(InputEndpoint endpoint) {
    Optional<String> set = endpoint.loadBalancedEndpointSetName();
    return deployment.roles().stream()
        .flatMap(role -> role.inputEndpoints().stream())
        .filter(
            each ->
                each.equals(endpoint)
                    || (set.isPresent() && each.loadBalancedEndpointSetName().equals(set)))
        .flatMap(each -> each.acl().stream())
        .flatMap(acl -> acl.rules().stream())
        .toList();
  }

  private static Optional<AddressSet> covered(EndpointAcl.Rule rule) {
    try {
      return Optional.of(AddressSet.of(List.of(Prefix.parse(rule.remoteSubnet()))));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // what it covers is not known, so it tells no sources apart
    }
  }

  private static Decider decider(Role role, String name, EndpointAcl.Decision decision) {
    String of = "the access-control list of endpoint " + name + " of " + role.name();
    Optional<Decider.Rule> rule =
        decision
            .rule()
            .map(
                each ->
                    new Decider.Rule(
                        each.action() + " " + each.remoteSubnet(),
                        Optional.empty(),
                        each.order(),
                        false));
    String basis =
        switch (decision.basis()) {
          case RULE -> "rule " + rule.orElseThrow() + " of " + of + " decides";
          case NO_RULES -> of + " has no rules and lets everybody in";
          case ONLY_PERMIT_RULES -> of + " permits others only";
          case ONLY_DENY_RULES -> of + " denies others only";
          case MIXED_RULES -> of + " permits and denies others, and is taken to deny the rest";
          case NOT_KNOWN ->
              role.networkSecurityGroup()
                  .map(
                      group ->
                          "classic network security group "
                              + group
                              + " takes the place of "
                              + of
                              + ", and its rules are not in the document")
                  .orElse(of + " is not known well enough");
        };
    boolean open =
        decision.access() == EndpointAcl.Access.UNKNOWN
            || decision.basis() == EndpointAcl.Basis.MIXED_RULES;
    Verdict verdict =
        open
            ? Verdict.INCONCLUSIVE
            : decision.access() == EndpointAcl.Access.PERMIT ? Verdict.ALLOW : Verdict.DENY;
    return new Decider(
        Gate.ENDPOINT_ACL,
        verdict,
        Optional.empty(),
        rule,
        basis,
        open ? Optional.of(new Doubt(basis, "a connection attempt from there")) : Optional.empty());
  }
}
