package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which addresses of a network are in the ASGs that rules name. The address of a NIC that was read
 * is in one or is not; any other address of the network may be that of a NIC that was not read.
 */
final class GroupMembers {
  private GroupMembers() {}

  /**
   * The members of each ASG that a rule names.
   *
   * @param space the addresses of the network
   * @return by id in lower case; empty where no NIC of the network is known
   */
  static Map<String, Extent> of(
      VmSnapshot snapshot, IpConfiguration ip, AddressSet space, List<Place.GateState> gates) {
    if (snapshot.all(SnapshotPart.NETWORK_MEMBERS).isEmpty()) {
      return Map.of();
    }
    Optional<List<NetworkInterface>> nics =
        ip.subnetId()
            .map(id -> id.toLowerCase(Locale.ROOT).replaceFirst("/subnets/[^/]*$", ""))
            .flatMap(network -> snapshot.get(SnapshotPart.NETWORK_MEMBERS, network).known());
    Set<String> named = nics.isPresent() ? named(gates) : Set.of();
    if (named.isEmpty()) {
      return Map.of();
    }
    Map<String, List<IpConfiguration>> members = new HashMap<>();
    List<IpConfiguration> all =
        Stream.concat(
                Stream.of(ip), nics.get().stream().flatMap(nic -> nic.ipConfigurations().stream()))
            .toList();
    for (IpConfiguration each : all) {
      for (String id : each.applicationSecurityGroupIds()) {
        members.computeIfAbsent(id.toLowerCase(Locale.ROOT), any -> new ArrayList<>()).add(each);
      }
    }
    AddressSet known = addresses(all);
    AddressSet rest = space.minus(known);
    Map<String, Extent> extents = new HashMap<>();
    for (String id : named) {
      Extent sure = Extent.exactly(addresses(members.getOrDefault(id, List.of())));
      extents.put(id, sure.or(Extent.within(rest, World.membersOf(id))));
    }
    return extents;
  }

  private static Set<String> named(List<Place.GateState> gates) {
    Set<String> ids = new TreeSet<>();
    gates.stream()
        .flatMap(gate -> gate.group().stream())
        .map(NetworkSecurityGroup::rules)
        .flatMap(List::stream)
        .flatMap(rule -> Stream.of(rule.source(), rule.destination()))
        .flatMap(side -> side.applicationSecurityGroupIds().stream())
        .forEach(id -> ids.add(id.toLowerCase(Locale.ROOT)));
    return ids;
  }

  private static AddressSet addresses(List<IpConfiguration> configurations) {
    return AddressSet.of(
        configurations.stream()
            .flatMap(each -> each.privateAddress().stream())
            .flatMap(text -> NetworkPolicy.literal(text).stream())
            .map(address -> new Prefix(address, address.isIpv4() ? 32 : 128))
            .toList());
  }
}
