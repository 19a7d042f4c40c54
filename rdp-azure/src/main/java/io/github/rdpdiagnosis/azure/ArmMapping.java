package io.github.rdpdiagnosis.azure;

import com.azure.core.management.SubResource;
import com.azure.core.util.ExpandableStringEnum;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInstanceViewInner;
import com.azure.resourcemanager.compute.models.InstanceViewStatus;
import com.azure.resourcemanager.network.fluent.models.ApplicationSecurityGroupInner;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceInner;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceIpConfigurationInner;
import com.azure.resourcemanager.network.fluent.models.NetworkSecurityGroupInner;
import com.azure.resourcemanager.network.fluent.models.PublicIpAddressInner;
import com.azure.resourcemanager.network.fluent.models.RouteTableInner;
import com.azure.resourcemanager.network.fluent.models.SecurityRuleInner;
import com.azure.resourcemanager.network.fluent.models.SubnetInner;
import com.azure.resourcemanager.network.fluent.models.VirtualNetworkInner;
import com.azure.resourcemanager.network.models.AddressSpace;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From the SDK's raw models, in which anything may be null, to our own records. */
final class ArmMapping {
  private static final Set<String> INHABITANTS =
      Set.of("virtualnetworkgateways", "bastionhosts", "azurefirewalls");

  private ArmMapping() {}

  private static String orId(@Nullable String name, String id) {
    return name == null ? ArmId.name(id) : name;
  }

  private static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
  }

  private static <T> List<String> ids(@Nullable List<T> list, Function<T, @Nullable String> id) {
    return list(list).stream().map(id).filter(Objects::nonNull).toList();
  }

  /**
   * The id of a part that may be linked. A link without an id is a reply that cannot be understood,
   * not "none".
   */
  private static <T> Optional<String> link(
      @Nullable T part, Function<T, @Nullable String> id, String what) {
    if (part == null) {
      return Optional.empty();
    }
    String linked = id.apply(part);
    if (linked == null) {
      throw new IllegalArgumentException("ARM's reply has a " + what + " without an id");
    }
    return Optional.of(linked);
  }

  private static Optional<String> text(@Nullable Object value) {
    return Optional.ofNullable(value).map(Object::toString).filter(text -> !text.isBlank());
  }

  static VirtualMachine virtualMachine(String id, VirtualMachineInner vm) {
    Optional<VirtualMachineInstanceViewInner> view = Optional.ofNullable(vm.instanceView());
    List<InstanceViewStatus> statuses =
        list(view.map(VirtualMachineInstanceViewInner::statuses).orElse(null));
    Optional<InstanceViewStatus> agent =
        list(
                view.map(VirtualMachineInstanceViewInner::vmAgent)
                    .map(any -> any.statuses())
                    .orElse(null))
            .stream()
            .findFirst();
    return new VirtualMachine(
        vm.id() == null ? id : vm.id(),
        orId(vm.name(), id),
        text(vm.location()),
        text(vm.hardwareProfile() == null ? null : vm.hardwareProfile().vmSize()),
        text(
            vm.storageProfile() == null || vm.storageProfile().osDisk() == null
                ? null
                : vm.storageProfile().osDisk().osType()),
        text(view.map(VirtualMachineInstanceViewInner::computerName).orElse(null))
            .or(() -> text(vm.osProfile() == null ? null : vm.osProfile().computerName())),
        statusWithPrefix(statuses, "PowerState/"),
        text(vm.provisioningState()),
        agent.flatMap(status -> text(status.displayStatus())),
        agent.flatMap(status -> text(status.message())),
        list(vm.networkProfile() == null ? null : vm.networkProfile().networkInterfaces()).stream()
            .filter(nic -> nic.id() != null)
            .map(
                nic ->
                    new VirtualMachine.NetworkInterfaceReference(
                        nic.id(), Optional.ofNullable(nic.primary())))
            .toList(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<String> statusWithPrefix(
      List<InstanceViewStatus> statuses, String prefix) {
    return statuses.stream()
        .map(InstanceViewStatus::code)
        .filter(code -> code != null && code.regionMatches(true, 0, prefix, 0, prefix.length()))
        .map(code -> code.substring(prefix.length()))
        .findFirst();
  }

  static NetworkInterface networkInterface(String id, NetworkInterfaceInner nic) {
    return new NetworkInterface(
        nic.id() == null ? id : nic.id(),
        orId(nic.name(), id),
        list(nic.ipConfigurations()).stream().map(ArmMapping::ipConfiguration).toList(),
        link(nic.networkSecurityGroup(), NetworkSecurityGroupInner::id, "network security group"),
        Boolean.TRUE.equals(nic.enableIpForwarding()),
        Optional.ofNullable(nic.virtualMachine()).map(SubResource::id),
        text(nic.macAddress()),
        Optional.ofNullable(nic.dnsSettings()).map(dns -> list(dns.dnsServers())));
  }

  private static IpConfiguration ipConfiguration(NetworkInterfaceIpConfigurationInner ip) {
    return new IpConfiguration(
        ip.name() == null ? "" : ip.name(),
        Boolean.TRUE.equals(ip.primary()),
        text(ip.privateIpAddress()),
        link(ip.subnet(), SubResource::id, "subnet"),
        link(ip.publicIpAddress(), PublicIpAddressInner::id, "public IP address"),
        ids(ip.applicationSecurityGroups(), ApplicationSecurityGroupInner::id),
        ids(ip.loadBalancerInboundNatRules(), SubResource::id),
        ids(ip.loadBalancerBackendAddressPools(), SubResource::id));
  }

  static PublicIpAddress publicIpAddress(String id, PublicIpAddressInner ip) {
    return new PublicIpAddress(
        ip.id() == null ? id : ip.id(),
        orId(ip.name(), id),
        text(ip.ipAddress()),
        text(ip.sku() == null ? null : ip.sku().name()),
        text(ip.publicIpAllocationMethod()),
        text(ip.dnsSettings() == null ? null : ip.dnsSettings().fqdn()),
        text(ip.publicIpAddressVersion()),
        Optional.ofNullable(ip.ipConfiguration()).map(any -> any.id()),
        Optional.ofNullable(ip.idleTimeoutInMinutes()));
  }

  static Subnet subnet(String id, SubnetInner subnet) {
    return new Subnet(
        subnet.id() == null ? id : subnet.id(),
        orId(subnet.name(), id),
        merged(subnet.addressPrefix(), subnet.addressPrefixes()),
        link(
            subnet.networkSecurityGroup(), NetworkSecurityGroupInner::id, "network security group"),
        link(subnet.routeTable(), RouteTableInner::id, "route table"),
        link(subnet.natGateway(), SubResource::id, "NAT gateway"));
  }

  static VirtualNetwork virtualNetwork(String id, VirtualNetworkInner network) {
    return new VirtualNetwork(
        network.id() == null ? id : network.id(),
        orId(network.name(), id),
        prefixes(network.addressSpace()),
        list(network.subnets()).stream().map(SubnetInner::name).filter(Objects::nonNull).toList(),
        list(network.virtualNetworkPeerings()).stream()
            .map(
                peering ->
                    new VirtualNetwork.Peering(
                        peering.name() == null ? "" : peering.name(),
                        Optional.ofNullable(peering.remoteVirtualNetwork()).map(SubResource::id),
                        prefixes(
                            peering.remoteVirtualNetworkAddressSpace() == null
                                ? peering.remoteAddressSpace()
                                : peering.remoteVirtualNetworkAddressSpace()),
                        text(peering.peeringState()),
                        Optional.ofNullable(peering.allowVirtualNetworkAccess()),
                        Boolean.TRUE.equals(peering.useRemoteGateways()),
                        Optional.ofNullable(peering.allowForwardedTraffic()),
                        Optional.ofNullable(peering.allowGatewayTransit())))
            .toList(),
        Optional.of(
            network.dhcpOptions() == null ? List.of() : list(network.dhcpOptions().dnsServers())),
        Optional.of(list(network.subnets()).stream().map(ArmMapping::summary).toList()));
  }

  private static VirtualNetwork.SubnetSummary summary(SubnetInner subnet) {
    return new VirtualNetwork.SubnetSummary(
        subnet.id() == null ? "" : subnet.id(),
        subnet.name() == null ? "" : subnet.name(),
        merged(subnet.addressPrefix(), subnet.addressPrefixes()),
        list(subnet.ipConfigurations()).stream()
            .map(any -> any.id())
            .filter(Objects::nonNull)
            .flatMap(id -> ArmId.owner(id, INHABITANTS).stream())
            .distinct()
            .toList());
  }

  private static List<String> prefixes(@Nullable AddressSpace space) {
    return space == null ? List.of() : list(space.addressPrefixes());
  }

  static RouteTable routeTable(String id, RouteTableInner table) {
    return new RouteTable(
        table.id() == null ? id : table.id(),
        orId(table.name(), id),
        list(table.routes()).stream()
            .map(
                route ->
                    new RouteTable.Route(
                        route.name() == null ? "" : route.name(),
                        route.addressPrefix() == null ? "" : route.addressPrefix(),
                        text(route.nextHopType()),
                        text(route.nextHopIpAddress())))
            .toList(),
        Boolean.TRUE.equals(table.disableBgpRoutePropagation()));
  }

  static NetworkSecurityGroup networkSecurityGroup(String id, NetworkSecurityGroupInner group) {
    List<SecurityRule> rules = new ArrayList<>();
    list(group.securityRules()).forEach(rule -> rules.add(securityRule(rule, false)));
    list(group.defaultSecurityRules()).forEach(rule -> rules.add(securityRule(rule, true)));
    return new NetworkSecurityGroup(
        group.id() == null ? id : group.id(), orId(group.name(), id), rules);
  }

  private static SecurityRule securityRule(SecurityRuleInner rule, boolean isDefault) {
    return new SecurityRule(
        Optional.ofNullable(rule.id()),
        rule.name() == null ? "" : rule.name(),
        Optional.ofNullable(rule.priority()),
        raw(rule.direction()),
        raw(rule.access()),
        raw(rule.protocol()),
        new Endpoint(
            merged(rule.sourceAddressPrefix(), rule.sourceAddressPrefixes()),
            merged(rule.sourcePortRange(), rule.sourcePortRanges()),
            ids(rule.sourceApplicationSecurityGroups(), ApplicationSecurityGroupInner::id)),
        new Endpoint(
            merged(rule.destinationAddressPrefix(), rule.destinationAddressPrefixes()),
            merged(rule.destinationPortRange(), rule.destinationPortRanges()),
            ids(rule.destinationApplicationSecurityGroups(), ApplicationSecurityGroupInner::id)),
        isDefault);
  }

  private static String raw(@Nullable ExpandableStringEnum<?> value) {
    return value == null ? "" : value.toString();
  }

  /** ARM's singular and plural fields as one list. The unused one is absent, empty or blank. */
  private static List<String> merged(@Nullable String one, @Nullable List<String> many) {
    Set<String> all = new LinkedHashSet<>();
    Stream.concat(Stream.ofNullable(one), list(many).stream())
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .forEach(all::add);
    return List.copyOf(all);
  }
}
