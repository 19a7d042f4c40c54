package io.github.rdpdiagnosis.azure;

import static io.github.rdpdiagnosis.azure.ArmMapping.id;
import static io.github.rdpdiagnosis.azure.ArmMapping.ids;
import static io.github.rdpdiagnosis.azure.ArmMapping.link;
import static io.github.rdpdiagnosis.azure.ArmMapping.list;
import static io.github.rdpdiagnosis.azure.ArmMapping.orEmpty;
import static io.github.rdpdiagnosis.azure.ArmMapping.orId;
import static io.github.rdpdiagnosis.azure.ArmMapping.raw;
import static io.github.rdpdiagnosis.azure.ArmMapping.text;

import com.azure.core.management.SubResource;
import com.azure.resourcemanager.network.fluent.models.BackendAddressPoolInner;
import com.azure.resourcemanager.network.fluent.models.FrontendIpConfigurationInner;
import com.azure.resourcemanager.network.fluent.models.InboundNatRuleInner;
import com.azure.resourcemanager.network.fluent.models.LoadBalancerInner;
import com.azure.resourcemanager.network.fluent.models.LoadBalancingRuleInner;
import com.azure.resourcemanager.network.fluent.models.NatGatewayInner;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceIpConfigurationInner;
import com.azure.resourcemanager.network.fluent.models.OutboundRuleInner;
import com.azure.resourcemanager.network.fluent.models.ProbeInner;
import com.azure.resourcemanager.network.fluent.models.PublicIpAddressInner;
import com.azure.resourcemanager.network.fluent.models.SubnetInner;
import com.azure.resourcemanager.network.models.InboundNatPool;
import com.azure.resourcemanager.network.models.LoadBalancerBackendAddress;
import com.azure.resourcemanager.network.models.NatRulePortMapping;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.azure.LoadBalancer.BackendAddress;
import io.github.rdpdiagnosis.azure.LoadBalancer.BackendPool;
import io.github.rdpdiagnosis.azure.LoadBalancer.FrontEnd;
import io.github.rdpdiagnosis.azure.LoadBalancer.InboundNatRule;
import io.github.rdpdiagnosis.azure.LoadBalancer.LoadBalancingRule;
import io.github.rdpdiagnosis.azure.LoadBalancer.OutboundRule;
import io.github.rdpdiagnosis.azure.LoadBalancer.PortMapping;
import io.github.rdpdiagnosis.azure.LoadBalancer.Probe;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Load balancers and NAT gateways, from the SDK's raw models and from raw JSON. */
final class LoadBalancerMapping {
  private LoadBalancerMapping() {}

  static LoadBalancer loadBalancer(String id, LoadBalancerInner balancer) {
    return new LoadBalancer(
        orId(balancer.id(), id),
        orEmpty(balancer.name(), id),
        text(balancer.sku() == null ? null : balancer.sku().name()),
        text(balancer.sku() == null ? null : balancer.sku().tier()),
        list(balancer.frontendIpConfigurations()).stream()
            .map(LoadBalancerMapping::frontEnd)
            .toList(),
        list(balancer.backendAddressPools()).stream().map(LoadBalancerMapping::pool).toList(),
        list(balancer.inboundNatRules()).stream().map(LoadBalancerMapping::natRule).toList(),
        list(balancer.inboundNatPools()).stream().map(LoadBalancerMapping::natPool).toList(),
        list(balancer.loadBalancingRules()).stream().map(LoadBalancerMapping::rule).toList(),
        list(balancer.probes()).stream().map(LoadBalancerMapping::probe).toList(),
        list(balancer.outboundRules()).stream().map(LoadBalancerMapping::outbound).toList());
  }

  private static FrontEnd frontEnd(FrontendIpConfigurationInner front) {
    return new FrontEnd(
        orId(front.id(), ""),
        orEmpty(front.name(), ""),
        link(front.publicIpAddress(), PublicIpAddressInner::id, "public IP address"),
        id(front.publicIpPrefix()),
        text(front.privateIpAddress()),
        Optional.ofNullable(front.subnet()).map(SubnetInner::id),
        id(front.gatewayLoadBalancer()));
  }

  private static BackendPool pool(BackendAddressPoolInner pool) {
    return new BackendPool(
        orId(pool.id(), ""),
        orEmpty(pool.name(), ""),
        ids(pool.backendIpConfigurations(), NetworkInterfaceIpConfigurationInner::id),
        list(pool.loadBalancerBackendAddresses()).stream()
            .map(LoadBalancerMapping::address)
            .toList(),
        id(pool.virtualNetwork()));
  }

  private static BackendAddress address(LoadBalancerBackendAddress address) {
    return new BackendAddress(
        orEmpty(address.name(), ""),
        text(address.ipAddress()),
        id(address.networkInterfaceIpConfiguration()),
        text(address.adminState()),
        list(address.inboundNatRulesPortMapping()).stream()
            .map(LoadBalancerMapping::portMapping)
            .toList());
  }

  private static PortMapping portMapping(NatRulePortMapping mapping) {
    return new PortMapping(
        orEmpty(mapping.inboundNatRuleName(), ""),
        Optional.empty(),
        Optional.ofNullable(mapping.frontendPort()),
        Optional.ofNullable(mapping.backendPort()));
  }

  private static InboundNatRule natRule(InboundNatRuleInner rule) {
    return new InboundNatRule(
        orId(rule.id(), ""),
        orEmpty(rule.name(), ""),
        id(rule.frontendIpConfiguration()),
        raw(rule.protocol()),
        Optional.ofNullable(rule.frontendPort()),
        Optional.ofNullable(rule.frontendPortRangeStart()),
        Optional.ofNullable(rule.frontendPortRangeEnd()),
        Optional.ofNullable(rule.backendPort()),
        link(
            rule.backendIpConfiguration(),
            NetworkInterfaceIpConfigurationInner::id,
            "back-end IP configuration"),
        link(rule.backendAddressPool(), SubResource::id, "back-end pool"),
        Optional.ofNullable(rule.idleTimeoutInMinutes()),
        Optional.ofNullable(rule.enableFloatingIp()),
        Optional.ofNullable(rule.enableTcpReset()));
  }

  private static LoadBalancer.InboundNatPool natPool(InboundNatPool pool) {
    return new LoadBalancer.InboundNatPool(
        orId(pool.id(), ""),
        orEmpty(pool.name(), ""),
        id(pool.frontendIpConfiguration()),
        raw(pool.protocol()),
        number(pool.frontendPortRangeStart()),
        number(pool.frontendPortRangeEnd()),
        number(pool.backendPort()),
        Optional.ofNullable(pool.idleTimeoutInMinutes()),
        Optional.ofNullable(pool.enableFloatingIp()),
        Optional.ofNullable(pool.enableTcpReset()));
  }

  private static Optional<Integer> number(@org.jspecify.annotations.Nullable Integer value) {
    return Optional.ofNullable(value);
  }

  private static LoadBalancingRule rule(LoadBalancingRuleInner rule) {
    Set<String> pools = new LinkedHashSet<>(ids(rule.backendAddressPools(), SubResource::id));
    id(rule.backendAddressPool()).ifPresent(pools::add);
    return new LoadBalancingRule(
        orId(rule.id(), ""),
        orEmpty(rule.name(), ""),
        id(rule.frontendIpConfiguration()),
        List.copyOf(pools),
        link(rule.probe(), SubResource::id, "probe"),
        raw(rule.protocol()),
        number(rule.frontendPort()),
        number(rule.backendPort()),
        Optional.ofNullable(rule.idleTimeoutInMinutes()),
        Optional.ofNullable(rule.enableFloatingIp()),
        Optional.ofNullable(rule.enableTcpReset()),
        text(rule.loadDistribution()));
  }

  private static Probe probe(ProbeInner probe) {
    return new Probe(
        orId(probe.id(), ""),
        orEmpty(probe.name(), ""),
        raw(probe.protocol()),
        number(probe.port()),
        text(probe.requestPath()),
        Optional.ofNullable(probe.intervalInSeconds()),
        Optional.ofNullable(probe.numberOfProbes()),
        Optional.ofNullable(probe.probeThreshold()),
        text(probe.noHealthyBackendsBehavior()));
  }

  private static OutboundRule outbound(OutboundRuleInner rule) {
    return new OutboundRule(
        orId(rule.id(), ""),
        orEmpty(rule.name(), ""),
        ids(rule.frontendIpConfigurations(), SubResource::id),
        id(rule.backendAddressPool()),
        raw(rule.protocol()),
        Optional.ofNullable(rule.allocatedOutboundPorts()),
        Optional.ofNullable(rule.idleTimeoutInMinutes()),
        Optional.ofNullable(rule.enableTcpReset()));
  }

  static NatGateway natGateway(String id, NatGatewayInner gateway) {
    return new NatGateway(
        orId(gateway.id(), id),
        orEmpty(gateway.name(), id),
        text(gateway.sku() == null ? null : gateway.sku().name()),
        ids(gateway.publicIpAddresses(), SubResource::id),
        ids(gateway.publicIpPrefixes(), SubResource::id),
        Optional.ofNullable(gateway.idleTimeoutInMinutes()));
  }

  static List<BackendPortMapping> portMappings(String ipConfigurationId, JsonNode reply) {
    return ArmJson.objects(
        reply.path("inboundNatRulePortMappings"),
        mapping ->
            new BackendPortMapping(
                ipConfigurationId,
                ArmJson.raw(mapping.path("inboundNatRuleName")),
                ArmJson.text(mapping.path("protocol")),
                ArmJson.number(mapping.path("frontendPort")),
                ArmJson.number(mapping.path("backendPort"))));
  }

  static LoadBalancingRuleHealth health(JsonNode reply) {
    return new LoadBalancingRuleHealth(
        ArmJson.number(reply.path("up")),
        ArmJson.number(reply.path("down")),
        ArmJson.objects(
            reply.path("loadBalancerBackendAddresses"),
            member ->
                new LoadBalancingRuleHealth.Member(
                    ArmJson.text(member.path("ipAddress")),
                    ArmJson.text(member.path("networkInterfaceIPConfigurationId").path("id"))
                        .or(() -> ArmJson.text(member.path("networkInterfaceIPConfigurationId"))),
                    ArmJson.raw(member.path("state")),
                    ArmJson.text(member.path("reason")))));
  }
}
