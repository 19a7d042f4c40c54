package io.github.rdpdiagnosis.azure;

import static io.github.rdpdiagnosis.azure.ArmMapping.id;
import static io.github.rdpdiagnosis.azure.ArmMapping.ids;
import static io.github.rdpdiagnosis.azure.ArmMapping.link;
import static io.github.rdpdiagnosis.azure.ArmMapping.list;
import static io.github.rdpdiagnosis.azure.ArmMapping.orEmpty;
import static io.github.rdpdiagnosis.azure.ArmMapping.orId;
import static io.github.rdpdiagnosis.azure.ArmMapping.prefixes;
import static io.github.rdpdiagnosis.azure.ArmMapping.text;

import com.azure.core.management.SubResource;
import com.azure.resourcemanager.network.fluent.models.ApplicationSecurityGroupInner;
import com.azure.resourcemanager.network.fluent.models.AzureFirewallInner;
import com.azure.resourcemanager.network.fluent.models.BastionHostInner;
import com.azure.resourcemanager.network.fluent.models.FirewallPolicyInner;
import com.azure.resourcemanager.network.fluent.models.FirewallPolicyRuleCollectionGroupInner;
import com.azure.resourcemanager.network.fluent.models.VirtualNetworkGatewayConnectionListEntityInner;
import com.azure.resourcemanager.network.fluent.models.VirtualNetworkGatewayInner;
import com.azure.resourcemanager.network.models.AzureFirewallNatRule;
import com.azure.resourcemanager.network.models.AzureFirewallNatRuleCollection;
import com.azure.resourcemanager.network.models.BastionHostIpConfiguration;
import com.azure.resourcemanager.network.models.FirewallPolicyNatRuleCollection;
import com.azure.resourcemanager.network.models.FirewallPolicyRule;
import com.azure.resourcemanager.network.models.HubIpAddresses;
import com.azure.resourcemanager.network.models.NatRule;
import io.github.rdpdiagnosis.azure.AzureFirewall.NatRuleCollection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What stands at the edge of a network: firewalls, Bastion hosts and gateways, from the SDK. */
final class PerimeterMapping {
  private PerimeterMapping() {}

  static AzureFirewall firewall(AzureFirewallInner firewall) {
    Optional<HubIpAddresses> hub = Optional.ofNullable(firewall.hubIpAddresses());
    return new AzureFirewall(
        orId(firewall.id(), ""),
        orEmpty(firewall.name(), ""),
        text(firewall.sku() == null ? null : firewall.sku().tier()),
        text(firewall.provisioningState()),
        list(firewall.ipConfigurations()).stream()
            .map(
                front ->
                    new AzureFirewall.FrontEnd(
                        orEmpty(front.name(), ""),
                        id(front.publicIpAddress()),
                        id(front.subnet()),
                        text(front.privateIpAddress())))
            .toList(),
        link(firewall.firewallPolicy(), SubResource::id, "firewall policy"),
        id(firewall.virtualHub()),
        list(hub.map(HubIpAddresses::publicIPs).map(ips -> ips.addresses()).orElse(null)).stream()
            .map(address -> address.address())
            .filter(Objects::nonNull)
            .toList(),
        hub.flatMap(addresses -> text(addresses.privateIpAddress())),
        list(firewall.natRuleCollections()).stream().map(PerimeterMapping::natRules).toList(),
        text(firewall.threatIntelMode()));
  }

  private static NatRuleCollection natRules(AzureFirewallNatRuleCollection collection) {
    return new NatRuleCollection(
        orEmpty(collection.name(), ""),
        Optional.ofNullable(collection.priority()),
        list(collection.rules()).stream().map(PerimeterMapping::natRule).toList());
  }

  private static AzureFirewall.NatRule natRule(AzureFirewallNatRule rule) {
    return new AzureFirewall.NatRule(
        orEmpty(rule.name(), ""),
        list(rule.protocols()).stream().map(Object::toString).toList(),
        list(rule.sourceAddresses()),
        list(rule.sourceIpGroups()),
        list(rule.destinationAddresses()),
        list(rule.destinationPorts()),
        text(rule.translatedAddress()),
        text(rule.translatedFqdn()),
        text(rule.translatedPort()));
  }

  static FirewallPolicy policy(String id, FirewallPolicyInner policy) {
    return new FirewallPolicy(
        orId(policy.id(), id),
        orEmpty(policy.name(), id),
        link(policy.basePolicy(), SubResource::id, "base policy"),
        text(policy.threatIntelMode()),
        text(policy.provisioningState()));
  }

  static FirewallRuleCollectionGroup ruleGroup(FirewallPolicyRuleCollectionGroupInner group) {
    return new FirewallRuleCollectionGroup(
        orId(group.id(), ""),
        orEmpty(group.name(), ""),
        Optional.ofNullable(group.priority()),
        list(group.ruleCollections()).stream()
            .filter(FirewallPolicyNatRuleCollection.class::isInstance)
            .map(FirewallPolicyNatRuleCollection.class::cast)
            .map(PerimeterMapping::natRules)
            .toList());
  }

  private static NatRuleCollection natRules(FirewallPolicyNatRuleCollection collection) {
    return new NatRuleCollection(
        orEmpty(collection.name(), ""),
        Optional.ofNullable(collection.priority()),
        list(collection.rules()).stream().flatMap(PerimeterMapping::natRule).toList());
  }

  private static Stream<AzureFirewall.NatRule> natRule(FirewallPolicyRule any) {
    return any instanceof NatRule rule
        ? Stream.of(
            new AzureFirewall.NatRule(
                orEmpty(rule.name(), ""),
                list(rule.ipProtocols()).stream().map(Object::toString).toList(),
                list(rule.sourceAddresses()),
                list(rule.sourceIpGroups()),
                list(rule.destinationAddresses()),
                list(rule.destinationPorts()),
                text(rule.translatedAddress()),
                text(rule.translatedFqdn()),
                text(rule.translatedPort())))
        : Stream.empty();
  }

  static BastionHost bastion(BastionHostInner host) {
    List<BastionHostIpConfiguration> addresses = list(host.ipConfigurations());
    return new BastionHost(
        orId(host.id(), ""),
        orEmpty(host.name(), ""),
        text(host.sku() == null ? null : host.sku().name()),
        text(host.provisioningState()),
        addresses.stream().flatMap(ip -> id(ip.subnet()).stream()).findFirst(),
        id(host.virtualNetwork()),
        addresses.stream().flatMap(ip -> id(ip.publicIpAddress()).stream()).findFirst(),
        text(host.dnsName()),
        Optional.ofNullable(host.enableTunneling()),
        Optional.ofNullable(host.enableIpConnect()),
        Optional.ofNullable(host.enableShareableLink()),
        Optional.ofNullable(host.enableKerberos()),
        ids(
            host.networkAcls() == null ? null : host.networkAcls().ipRules(),
            rule -> rule.addressPrefix()),
        Optional.ofNullable(host.scaleUnits()));
  }

  static VirtualNetworkGateway gateway(String id, VirtualNetworkGatewayInner gateway) {
    return new VirtualNetworkGateway(
        orId(gateway.id(), id),
        orEmpty(gateway.name(), id),
        text(gateway.gatewayType()),
        text(gateway.vpnType()),
        text(gateway.sku() == null ? null : gateway.sku().name()),
        text(gateway.provisioningState()),
        gateway.vpnClientConfiguration() == null
            ? List.of()
            : prefixes(gateway.vpnClientConfiguration().vpnClientAddressPool()),
        list(gateway.ipConfigurations()).stream()
            .flatMap(ip -> id(ip.publicIpAddress()).stream())
            .toList());
  }

  static GatewayConnection connection(VirtualNetworkGatewayConnectionListEntityInner connection) {
    return new GatewayConnection(
        orId(connection.id(), ""),
        orEmpty(connection.name(), ""),
        text(connection.connectionType()),
        text(connection.connectionStatus()),
        text(connection.provisioningState()),
        id(connection.peer())
            .or(() -> Optional.ofNullable(connection.localNetworkGateway2()).map(any -> any.id())));
  }

  static ApplicationSecurityGroup asg(String id, ApplicationSecurityGroupInner group) {
    return new ApplicationSecurityGroup(
        orId(group.id(), id), orEmpty(group.name(), id), text(group.location()));
  }
}
