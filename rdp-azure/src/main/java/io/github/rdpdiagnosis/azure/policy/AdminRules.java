package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.SecurityAdminRule;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import java.util.List;
import java.util.Optional;

/** The rules of Azure Virtual Network Manager over a subnet's network, as a group of rules. */
final class AdminRules {
  private static final List<String> ANY = List.of("*");

  private AdminRules() {}

  private static Optional<String> network(VmSnapshot snapshot, Optional<String> subnetId) {
    return subnetId.map(
        id ->
            snapshot
                .virtualNetworkOf(id)
                .known()
                .map(network -> network.id())
                .orElseGet(() -> id.replaceFirst("(?i)/subnets/[^/]*$", "")));
  }

  private static Optional<List<SecurityAdminRule>> rules(
      VmSnapshot snapshot, Optional<String> subnetId) {
    return network(snapshot, subnetId)
        .map(id -> snapshot.get(SnapshotPart.SECURITY_ADMIN_RULES, id))
        .flatMap(Reading::known);
  }

  static boolean areKnown(VmSnapshot snapshot, Optional<String> subnetId) {
    return rules(snapshot, subnetId).isPresent();
  }

  /** Empty where there are none or they are not known. */
  static Optional<NetworkSecurityGroup> of(VmSnapshot snapshot, Optional<String> subnetId) {
    return rules(snapshot, subnetId)
        .filter(rules -> !rules.isEmpty())
        .map(
            rules ->
                new NetworkSecurityGroup(
                    network(snapshot, subnetId).orElseThrow(),
                    "the network manager",
                    rules.stream().map(AdminRules::rule).toList()));
  }

  static boolean alwaysAllow(NetworkSecurityGroup rules) {
    return rules.rules().stream().anyMatch(Rule::isAlwaysAllow);
  }

  private static SecurityRule rule(SecurityAdminRule rule) {
    return new SecurityRule(
        rule.id(),
        rule.name(),
        rule.priority(),
        rule.direction(),
        rule.access(),
        rule.protocol(),
        new Endpoint(rule.sources(), orAny(rule.sourcePorts()), List.of()),
        new Endpoint(rule.destinations(), orAny(rule.destinationPorts()), List.of()),
        false);
  }

  private static List<String> orAny(List<String> ports) {
    return ports.isEmpty() ? ANY : ports;
  }
}
