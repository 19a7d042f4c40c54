package io.github.rdpdiagnosis.diagnosis.remedy;

import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.change.Operation;
import io.github.rdpdiagnosis.azure.change.PublicIpAssociation;
import io.github.rdpdiagnosis.azure.change.ResourceChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Steps in the network around the VM that somebody asked for by name. */
final class WishedNetworkSteps {
  private final VmSnapshot snapshot;

  WishedNetworkSteps(VmSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  private record Found(String id, SecurityRule rule) {}

  /** A rule that allows; one that denies keeps out whom nobody can name. */
  PlannedStep removeRule(String wish) {
    List<Found> found = new ArrayList<>();
    snapshot.networkSecurityGroups().values().stream()
        .flatMap(reading -> reading.known().stream())
        .forEach(group -> rules(group, wish).forEach(found::add));
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "the network security groups that were read have "
              + (found.isEmpty() ? "no rule " : "more than one rule ")
              + wish
              + (found.isEmpty() ? " of their own" : ": give its ARM id"));
    }
    SecurityRule rule = found.get(0).rule();
    if (!rule.access().equalsIgnoreCase("Allow")) {
      throw new IllegalArgumentException(
          "rule "
              + rule.name()
              + " denies: whom it keeps out nobody can name, so it is not removed; a rule for"
              + " --client ADDRESS goes before it");
    }
    ResourceChange change =
        new ResourceChange(
            found.get(0).id(), Optional.of(NetworkSteps.properties(rule)), Optional.empty());
    return step(
        "remove-rule",
        change,
        "compared with what is there, right before; changes by others are never overwritten",
        List.of(
            "whoever comes in through this rule only is kept out, new connections at once",
            "the rule's text is in the journal: rollback makes it again as it was, which needs"
                + " Microsoft.Network/networkSecurityGroups/securityRules/write"),
        "portal: the network security group, Inbound security rules, Delete; or: az network nsg rule"
            + " delete --ids "
            + change.id());
  }

  private static List<Found> rules(NetworkSecurityGroup group, String wish) {
    return group.rules().stream()
        .filter(rule -> !rule.isDefault() && rule.priority().isPresent())
        .map(rule -> new Found(group.id() + "/securityRules/" + rule.name(), rule))
        .filter(
            each -> wish.equalsIgnoreCase(each.rule().name()) || wish.equalsIgnoreCase(each.id()))
        .toList();
  }

  /** On the first IP configuration of the first NIC that has none. */
  PlannedStep publicIp(String publicIp) {
    for (NetworkInterface nic :
        snapshot.networkInterfaces().values().stream()
            .flatMap(reading -> reading.known().stream())
            .toList()) {
      for (IpConfiguration ip : nic.ipConfigurations()) {
        if (ip.primary() && ip.publicIpAddressId().isEmpty()) {
          return associate(new PublicIpAssociation(nic.id(), ip.name(), publicIp, true));
        }
      }
    }
    throw new IllegalArgumentException(
        "no NIC of the VM that was read has a primary IP configuration without a public address");
  }

  private static PlannedStep associate(PublicIpAssociation change) {
    return step(
        "public-ip",
        change,
        "the IP configuration has no public address, and that one belongs to nothing else",
        List.of(
            "the VM is reachable from the internet as far as its network security groups let in",
            "an address of the SKU Standard lets nobody in without such a group",
            "outgoing connections come from that address, and open ones may end",
            "the address is paid for"),
        "portal: the NIC, IP configurations, Associate public IP address; or: az network nic ip-config"
            + " update --public-ip-address "
            + change.publicIp()
            + " --nic-name NIC -n "
            + change.ipConfiguration()
            + " -g GROUP");
  }

  private static PlannedStep step(
      String id, Operation change, String precondition, List<String> consequences, String byHand) {
    return new PlannedStep(
        id, List.of(), change.what(), Optional.of(change), precondition, consequences, byHand);
  }
}
