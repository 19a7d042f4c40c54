package io.github.rdpdiagnosis.azure;

import com.azure.core.management.SubResource;
import com.azure.core.util.ExpandableStringEnum;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineExtensionInner;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInstanceViewInner;
import com.azure.resourcemanager.compute.models.DiagnosticsProfile;
import com.azure.resourcemanager.compute.models.ImageReference;
import com.azure.resourcemanager.compute.models.InstanceViewStatus;
import com.azure.resourcemanager.compute.models.OSProfile;
import com.azure.resourcemanager.compute.models.StorageProfile;
import com.azure.resourcemanager.compute.models.VirtualMachineAgentInstanceView;
import com.azure.resourcemanager.compute.models.VirtualMachineExtensionInstanceView;
import com.azure.resourcemanager.compute.models.WindowsConfiguration;
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
import io.github.rdpdiagnosis.model.Secret;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From the SDK's raw models, in which anything may be null, to our own records. */
final class ArmMapping {
  private static final int MAX_MESSAGE = 1000;

  private static final Set<String> INHABITANTS =
      Set.of("virtualnetworkgateways", "bastionhosts", "azurefirewalls");

  private ArmMapping() {}

  /** A name, else the one in the id. */
  static String orEmpty(@Nullable String name, String id) {
    return name == null ? ArmId.name(id) : name;
  }

  /** An id, else the one that was asked for. */
  static String orId(@Nullable String id, String asked) {
    return id == null ? asked : id;
  }

  static Optional<String> id(@Nullable SubResource part) {
    return Optional.ofNullable(part).map(SubResource::id);
  }

  static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
  }

  static <T> List<String> ids(@Nullable List<T> list, Function<T, @Nullable String> id) {
    return list(list).stream().map(id).filter(Objects::nonNull).toList();
  }

  /**
   * The id of a part that may be linked. A link without an id is a reply that cannot be understood,
   * not "none".
   */
  static <T> Optional<String> link(
      @Nullable T part, Function<T, @Nullable String> id, String what) {
    if (part == null) {
      return Optional.empty();
    }
    String linked = id.apply(part);
    if (linked == null || !linked.startsWith("/")) {
      throw new IllegalArgumentException("ARM's reply has a " + what + " without an id");
    }
    return Optional.of(linked);
  }

  static Optional<String> text(@Nullable Object value) {
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
        orId(vm.id(), id),
        orEmpty(vm.name(), id),
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
        Optional.ofNullable(vm.osProfile()).map(ArmMapping::osProfile),
        Optional.of(placement(vm)),
        view.map(any -> instanceView(vm, any)));
  }

  private static VirtualMachine.OsProfile osProfile(OSProfile profile) {
    return new VirtualMachine.OsProfile(
        text(profile.computerName()),
        text(profile.adminUsername()),
        Optional.ofNullable(profile.windowsConfiguration())
            .map(WindowsConfiguration::provisionVMAgent),
        Optional.ofNullable(profile.allowExtensionOperations()));
  }

  private static VirtualMachine.Placement placement(VirtualMachineInner vm) {
    Optional<ImageReference> image =
        Optional.ofNullable(vm.storageProfile()).map(StorageProfile::imageReference);
    return new VirtualMachine.Placement(
        list(vm.zones()),
        id(vm.availabilitySet()),
        id(vm.virtualMachineScaleSet()),
        text(vm.priority()),
        text(vm.evictionPolicy()),
        image
            .filter(any -> any.offer() != null)
            .map(any -> any.publisher() + ":" + any.offer() + ":" + any.sku()));
  }

  private static VirtualMachine.InstanceView instanceView(
      VirtualMachineInner vm, VirtualMachineInstanceViewInner view) {
    Optional<VirtualMachineAgentInstanceView> agent = Optional.ofNullable(view.vmAgent());
    return new VirtualMachine.InstanceView(
        text(view.osName()),
        text(view.osVersion()),
        agent.flatMap(any -> text(any.vmAgentVersion())),
        statuses(agent.map(VirtualMachineAgentInstanceView::statuses).orElse(null)),
        statuses(view.statuses()),
        Optional.ofNullable(vm.diagnosticsProfile())
            .map(DiagnosticsProfile::bootDiagnostics)
            .map(any -> any.enabled()),
        Optional.ofNullable(view.maintenanceRedeployStatus())
            .map(
                status ->
                    new VirtualMachine.Maintenance(
                        Optional.ofNullable(status.isCustomerInitiatedMaintenanceAllowed()),
                        instant(status.maintenanceWindowStartTime()),
                        instant(status.maintenanceWindowEndTime()),
                        text(status.lastOperationResultCode()))));
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }

  private static List<StatusEntry> statuses(@Nullable List<InstanceViewStatus> statuses) {
    return list(statuses).stream()
        .map(
            status ->
                new StatusEntry(
                    status.code() == null ? "" : status.code(),
                    text(status.level()),
                    text(status.displayStatus()),
                    text(status.message()).map(ArmMapping::message),
                    instant(status.time())))
        .toList();
  }

  /** A message of a service or guest: bounded, without the signatures of URLs. */
  static String message(String text) {
    String line = text.replaceAll("(https?://[^\\s?\"']*)\\?[^\\s\"']*", "$1?" + Secret.REDACTED);
    return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "...";
  }

  /** What was asked for (the VM's child resources) joined by name with what the VM reports. */
  static List<VirtualMachineExtension> extensions(VirtualMachineInner vm) {
    Map<String, VirtualMachineExtensionInstanceView> reported = new LinkedHashMap<>();
    list(vm.instanceView() == null ? null : vm.instanceView().extensions()).stream()
        .filter(view -> view.name() != null)
        .forEach(view -> reported.put(ArmId.key(view.name()), view));
    List<VirtualMachineExtension> all = new ArrayList<>();
    for (VirtualMachineExtensionInner asked : list(vm.resources())) {
      String name = asked.name() == null ? "" : asked.name();
      VirtualMachineExtensionInstanceView view = reported.remove(ArmId.key(name));
      all.add(
          new VirtualMachineExtension(
              name,
              text(asked.publisher()),
              text(asked.typePropertiesType()),
              text(asked.typeHandlerVersion()),
              text(asked.provisioningState()),
              view == null ? List.of() : statuses(view.statuses())));
    }
    reported
        .values()
        .forEach(
            view ->
                all.add(
                    new VirtualMachineExtension(
                        view.name(),
                        publisher(view.type()),
                        text(view.type()).map(type -> type.substring(type.lastIndexOf('.') + 1)),
                        text(view.typeHandlerVersion()),
                        Optional.empty(),
                        statuses(view.statuses()))));
    return all;
  }

  /** In an instance view the type is the publisher's name, a dot, and the type. */
  private static Optional<String> publisher(@Nullable String type) {
    return text(type)
        .filter(any -> any.contains("."))
        .map(any -> any.substring(0, any.lastIndexOf('.')));
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
        orId(nic.id(), id),
        orEmpty(nic.name(), id),
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
        orId(ip.id(), id),
        orEmpty(ip.name(), id),
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
        orId(subnet.id(), id),
        orEmpty(subnet.name(), id),
        merged(subnet.addressPrefix(), subnet.addressPrefixes()),
        link(
            subnet.networkSecurityGroup(), NetworkSecurityGroupInner::id, "network security group"),
        link(subnet.routeTable(), RouteTableInner::id, "route table"),
        link(subnet.natGateway(), SubResource::id, "NAT gateway"));
  }

  static VirtualNetwork virtualNetwork(String id, VirtualNetworkInner network) {
    return new VirtualNetwork(
        orId(network.id(), id),
        orEmpty(network.name(), id),
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
            .toList(),
        link(
            subnet.networkSecurityGroup(),
            NetworkSecurityGroupInner::id,
            "network security group"));
  }

  static List<String> prefixes(@Nullable AddressSpace space) {
    return space == null ? List.of() : list(space.addressPrefixes());
  }

  static RouteTable routeTable(String id, RouteTableInner table) {
    return new RouteTable(
        orId(table.id(), id),
        orEmpty(table.name(), id),
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
    return new NetworkSecurityGroup(orId(group.id(), id), orEmpty(group.name(), id), rules);
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

  static String raw(@Nullable ExpandableStringEnum<?> value) {
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
