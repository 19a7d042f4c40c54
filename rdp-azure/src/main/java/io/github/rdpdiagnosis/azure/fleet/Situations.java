package io.github.rdpdiagnosis.azure.fleet;

import io.github.rdpdiagnosis.azure.Inventory;
import io.github.rdpdiagnosis.azure.Inventory.Machine;
import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Finds the {@link Situation} of each VM of an inventory. Thread-safe. */
final class Situations {
  /** Destinations that every address of a network is in. */
  private static final Set<String> EVERY_ADDRESS = Set.of("*", "ANY", "VIRTUALNETWORK");

  private final Inventory inventory;
  private final Map<String, Boolean> tellingApart = new ConcurrentHashMap<>();

  Situations(Inventory inventory) {
    this.inventory = inventory;
  }

  Situation of(Machine machine) {
    List<Situation.Address> addresses = new ArrayList<>();
    for (NetworkInterface nic : inventory.networkInterfaces(machine)) {
      for (IpConfiguration ip : nic.ipConfigurations()) {
        addresses.add(address(nic, ip));
      }
    }
    return new Situation(List.copyOf(addresses));
  }

  private Situation.Address address(NetworkInterface nic, IpConfiguration ip) {
    Optional<String> group = nic.networkSecurityGroupId().map(Situations::key);
    Optional<String> subnetGroup =
        ip.subnetId().flatMap(inventory::subnet).flatMap(Subnet::networkSecurityGroupId);
    boolean apart =
        Stream.concat(group.stream(), subnetGroup.map(Situations::key).stream())
            .anyMatch(this::tellsAddressesApart);
    List<String> behind = new ArrayList<>(ip.backendPoolIds());
    behind.addAll(ip.inboundNatRuleIds());
    return new Situation.Address(
        ip.privateAddress().map(text -> !text.contains(":")).orElse(true),
        apart || ip.privateAddress().isEmpty() ? ip.privateAddress() : Optional.empty(),
        ip.subnetId().map(Situations::key),
        group,
        ip.publicIpAddressId().map(this::publicAddress),
        ip.applicationSecurityGroupIds().stream().map(Situations::key).sorted().toList(),
        behind.stream().map(Situations::key).sorted().toList());
  }

  private String publicAddress(String id) {
    return inventory
        .publicIpAddress(id)
        .map(known -> known.sku().orElse("?") + (known.address().isPresent() ? "" : " unassigned"))
        .orElseGet(() -> key(id));
  }

  private boolean tellsAddressesApart(String groupId) {
    return tellingApart.computeIfAbsent(
        groupId,
        id ->
            inventory.networkSecurityGroup(id).map(NetworkSecurityGroup::rules).stream()
                .flatMap(List::stream)
                .filter(rule -> !rule.direction().equalsIgnoreCase("Outbound"))
                .map(SecurityRule::destination)
                .flatMap(side -> side.prefixes().stream())
                .anyMatch(text -> !EVERY_ADDRESS.contains(text.strip().toUpperCase(Locale.ROOT))));
  }

  private static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
