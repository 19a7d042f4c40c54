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
import java.util.function.Function;

/** Finds the {@link Situation} of each VM of an inventory. Thread-safe. */
final class Situations {
  /** Destinations that every address of a network is in. */
  private static final Set<String> EVERY_ADDRESS = Set.of("*", "ANY", "VIRTUALNETWORK");

  private final Inventory inventory;

  /** By id as it was spelled, so that most ids need no second spelling. */
  private final Map<String, Group> groups = new ConcurrentHashMap<>();

  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private final Map<Object, String> names = new ConcurrentHashMap<>();

  Situations(Inventory inventory) {
    this.inventory = inventory;
  }

  /**
   * An NSG.
   *
   * @param key the id in lower case
   * @param rules the same text for two NSGs whose rules differ in nothing but their ids; the key
   *     where they are not known
   */
  private record Group(String key, String rules, boolean tellsAddressesApart) {}

  /**
   * A subnet.
   *
   * @param key the id in lower case
   * @param around the same text for two subnets of one network and one route table; the key where
   *     the subnet is not known
   */
  private record Place(String key, String around, Optional<Group> group) {}

  Situation of(Machine machine) {
    List<NetworkInterface> nics = inventory.networkInterfaces(machine);
    if (nics.size() == 1 && nics.get(0).ipConfigurations().size() == 1) {
      return new Situation(
          List.of(address(nics.get(0), nics.get(0).ipConfigurations().get(0), false)));
    }
    return of(nics, false);
  }

  /**
   * What the clients of a VM depend on, whatever its NSGs and subnets are called: two VMs that are
   * alike have the same clients, kept out by rules of the same place in their own NSGs.
   */
  Situation likeness(Machine machine) {
    return of(inventory.networkInterfaces(machine), true);
  }

  private Situation of(List<NetworkInterface> nics, boolean likeness) {
    List<Situation.Address> addresses = new ArrayList<>();
    for (NetworkInterface nic : nics) {
      for (IpConfiguration ip : nic.ipConfigurations()) {
        addresses.add(address(nic, ip, likeness));
      }
    }
    return new Situation(List.copyOf(addresses));
  }

  private Situation.Address address(NetworkInterface nic, IpConfiguration ip, boolean likeness) {
    Optional<Group> own = nic.networkSecurityGroupId().map(this::group);
    Optional<Place> place = ip.subnetId().map(this::place);
    Optional<Group> around = place.flatMap(Place::group);
    boolean apart =
        own.map(Group::tellsAddressesApart).orElse(false)
            || around.map(Group::tellsAddressesApart).orElse(false);
    Function<Group, String> group = likeness ? Group::rules : Group::key;
    return new Situation.Address(
        ip.privateAddress().map(text -> text.indexOf(':') < 0).orElse(true),
        apart || ip.privateAddress().isEmpty() ? ip.privateAddress() : Optional.empty(),
        place.map(likeness ? Place::around : Place::key),
        likeness ? around.map(group) : Optional.empty(),
        own.map(group),
        ip.publicIpAddressId().map(this::publicAddress),
        keys(ip.applicationSecurityGroupIds()),
        keys(ip.backendPoolIds()),
        keys(ip.inboundNatRuleIds()));
  }

  private static List<String> keys(List<String> ids) {
    return ids.isEmpty() ? ids : ids.stream().map(Situations::key).sorted().toList();
  }

  private String publicAddress(String id) {
    return inventory
        .publicIpAddress(id)
        .map(known -> known.sku().orElse("?") + (known.address().isPresent() ? "" : " unassigned"))
        .orElseGet(() -> key(id));
  }

  private Group group(String id) {
    Group known = groups.get(id);
    return known != null ? known : groups.computeIfAbsent(id, this::read);
  }

  private Group read(String id) {
    Optional<NetworkSecurityGroup> known = inventory.networkSecurityGroup(id);
    String key = name(key(id), key(id));
    return known
        .map(NetworkSecurityGroup::rules)
        .map(rules -> new Group(key, name(nameless(rules), "like " + key), tellsApart(rules)))
        .orElseGet(() -> new Group(key, key, false));
  }

  /** The first name that something of this content was given. */
  private String name(Object content, String name) {
    return names.computeIfAbsent(content, unseen -> name);
  }

  private static List<SecurityRule> nameless(List<SecurityRule> rules) {
    return rules.stream()
        .map(
            rule ->
                new SecurityRule(
                    Optional.empty(),
                    rule.name(),
                    rule.priority(),
                    rule.direction(),
                    rule.access(),
                    rule.protocol(),
                    rule.source(),
                    rule.destination(),
                    rule.isDefault()))
        .toList();
  }

  private static boolean tellsApart(List<SecurityRule> rules) {
    return rules.stream()
        .filter(rule -> !rule.direction().equalsIgnoreCase("Outbound"))
        .flatMap(rule -> rule.destination().prefixes().stream())
        .anyMatch(text -> !EVERY_ADDRESS.contains(text.strip().toUpperCase(Locale.ROOT)));
  }

  private Place place(String id) {
    Place known = places.get(id);
    return known != null ? known : places.computeIfAbsent(id, this::readPlace);
  }

  private Place readPlace(String id) {
    String key = name(key(id), key(id));
    Optional<Subnet> subnet = inventory.subnet(id);
    int end = key.lastIndexOf("/subnets/");
    return subnet
        .filter(known -> end > 0)
        .map(
            known ->
                new Place(
                    key,
                    key.substring(0, end)
                        + known.prefixes()
                        + known.routeTableId().map(Situations::key).orElse(""),
                    known.networkSecurityGroupId().map(this::group)))
        .orElseGet(() -> new Place(key, key, Optional.empty()));
  }

  private static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
