package io.github.rdpdiagnosis.azure;

import com.azure.core.management.serializer.SerializerFactory;
import com.azure.core.util.serializer.SerializerAdapter;
import com.azure.core.util.serializer.SerializerEncoding;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.network.fluent.models.ApplicationSecurityGroupInner;
import com.azure.resourcemanager.network.fluent.models.AzureFirewallInner;
import com.azure.resourcemanager.network.fluent.models.BastionHostInner;
import com.azure.resourcemanager.network.fluent.models.FirewallPolicyInner;
import com.azure.resourcemanager.network.fluent.models.FirewallPolicyRuleCollectionGroupInner;
import com.azure.resourcemanager.network.fluent.models.LoadBalancerInner;
import com.azure.resourcemanager.network.fluent.models.NatGatewayInner;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceInner;
import com.azure.resourcemanager.network.fluent.models.NetworkSecurityGroupInner;
import com.azure.resourcemanager.network.fluent.models.PublicIpAddressInner;
import com.azure.resourcemanager.network.fluent.models.RouteTableInner;
import com.azure.resourcemanager.network.fluent.models.SubnetInner;
import com.azure.resourcemanager.network.fluent.models.VirtualNetworkGatewayInner;
import com.azure.resourcemanager.network.fluent.models.VirtualNetworkInner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Which type of resource becomes which part of a snapshot, and what a document of it must have to
 * be the whole of it: a list that was cut down to some columns would say "no NSG" where it says
 * nothing. The same mappings serve {@link VmReader}.
 */
final class ArmResources {
  private static final SerializerAdapter SDK =
      SerializerFactory.createDefaultManagementSerializerAdapter();

  /**
   * A type of resource.
   *
   * @param part what it becomes; for a list, one element of it
   * @param listed whether the part is a list under a key of its own
   * @param needs members of {@code properties}, one of which a whole document has
   */
  record Kind<T>(SnapshotPart<?> part, boolean listed, List<String> needs, Mapping<T> mapping) {}

  /** From a resource in ARM's form to a record. */
  interface Mapping<T> {
    T map(String id, ObjectNode resource) throws IOException;
  }

  private static final Map<String, Kind<?>> KINDS = new HashMap<>();

  static {
    network(
        "networkInterfaces",
        SnapshotPart.NETWORK_INTERFACES,
        NetworkInterfaceInner.class,
        ArmMapping::networkInterface,
        "ipConfigurations");
    network(
        "publicIPAddresses",
        SnapshotPart.PUBLIC_IP_ADDRESSES,
        PublicIpAddressInner.class,
        ArmMapping::publicIpAddress,
        "publicIPAllocationMethod");
    // Those of an instance of a uniform scale set are parts of it.
    alike("networkInterfaces", ScaleSetInstance.NIC_TYPE);
    alike("publicIPAddresses", ScaleSetInstance.NIC_TYPE + "/ipconfigurations/publicipaddresses");
    network(
        "virtualNetworks",
        SnapshotPart.VIRTUAL_NETWORKS,
        VirtualNetworkInner.class,
        ArmMapping::virtualNetwork,
        "addressSpace");
    network(
        "virtualNetworks/subnets",
        SnapshotPart.SUBNETS,
        SubnetInner.class,
        ArmMapping::subnet,
        "addressPrefix",
        "addressPrefixes");
    network(
        "networkSecurityGroups",
        SnapshotPart.NETWORK_SECURITY_GROUPS,
        NetworkSecurityGroupInner.class,
        ArmMapping::networkSecurityGroup,
        "securityRules");
    network(
        "routeTables",
        SnapshotPart.ROUTE_TABLES,
        RouteTableInner.class,
        ArmMapping::routeTable,
        "routes");
    network(
        "loadBalancers",
        SnapshotPart.LOAD_BALANCERS,
        LoadBalancerInner.class,
        LoadBalancerMapping::loadBalancer,
        "frontendIPConfigurations");
    network(
        "natGateways",
        SnapshotPart.NAT_GATEWAYS,
        NatGatewayInner.class,
        LoadBalancerMapping::natGateway,
        "idleTimeoutInMinutes");
    network(
        "applicationSecurityGroups",
        SnapshotPart.APPLICATION_SECURITY_GROUPS,
        ApplicationSecurityGroupInner.class,
        PerimeterMapping::asg);
    network(
        "firewallPolicies",
        SnapshotPart.FIREWALL_POLICIES,
        FirewallPolicyInner.class,
        PerimeterMapping::policy);
    network(
        "virtualNetworkGateways",
        SnapshotPart.VIRTUAL_NETWORK_GATEWAYS,
        VirtualNetworkGatewayInner.class,
        PerimeterMapping::gateway,
        "gatewayType");
    listed(
        "azureFirewalls",
        SnapshotPart.AZURE_FIREWALLS,
        AzureFirewallInner.class,
        (id, firewall) -> PerimeterMapping.firewall(firewall),
        "ipConfigurations",
        "hubIPAddresses");
    listed(
        "bastionHosts",
        SnapshotPart.BASTION_HOSTS,
        BastionHostInner.class,
        (id, host) -> PerimeterMapping.bastion(host),
        "ipConfigurations",
        "virtualNetwork");
    listed(
        "firewallPolicies/ruleCollectionGroups",
        SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS,
        FirewallPolicyRuleCollectionGroupInner.class,
        (id, group) -> PerimeterMapping.ruleGroup(group),
        "ruleCollections");
  }

  private ArmResources() {}

  private static <I, T> void network(
      String type,
      SnapshotPart<T> part,
      Class<I> model,
      BiFunction<String, I, T> mapping,
      String... needs) {
    KINDS.put(
        ArmId.key("Microsoft.Network/" + type),
        new Kind<>(
            part,
            false,
            List.of(needs),
            (id, resource) -> mapping.apply(id, model(resource, model))));
  }

  private static void alike(String networkType, String type) {
    KINDS.put(type, KINDS.get(ArmId.key("Microsoft.Network/" + networkType)));
  }

  private static <I, T> void listed(
      String type,
      SnapshotPart<List<T>> part,
      Class<I> model,
      BiFunction<String, I, T> mapping,
      String... needs) {
    KINDS.put(
        ArmId.key("Microsoft.Network/" + type),
        new Kind<>(
            part,
            true,
            List.of(needs),
            (id, resource) -> mapping.apply(id, model(resource, model))));
  }

  static Optional<Kind<?>> kind(String type) {
    return Optional.ofNullable(KINDS.get(type));
  }

  private static <I> I model(JsonNode resource, Class<I> type) throws IOException {
    I model = SDK.deserialize(resource.toString(), type, SerializerEncoding.JSON);
    if (model == null) {
      throw new IOException("the resource is empty");
    }
    return model;
  }

  static VirtualMachineInner virtualMachine(JsonNode resource) throws IOException {
    return model(resource, VirtualMachineInner.class);
  }

  /** A resource as the part that it becomes; empty for a type that becomes none. */
  static Optional<Object> value(String type, String id, ObjectNode resource) throws IOException {
    Kind<?> kind = KINDS.get(ArmId.key(type));
    return kind == null || kind.listed()
        ? Optional.empty()
        : Optional.ofNullable(kind.mapping().map(id, resource));
  }

  /** A NIC in ARM's form; empty for a row that is not the whole of one. */
  static Optional<NetworkInterface> networkInterface(JsonNode row) {
    try {
      return row.path("properties").has("ipConfigurations")
          ? Optional.of(
              ArmMapping.networkInterface(
                  ArmJson.raw(row.path("id")), model(row, NetworkInterfaceInner.class)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // whose addresses stay unknown
    }
  }

  /** What is missing of a resource that is not the whole of it. */
  static Optional<String> thin(Kind<?> kind, JsonNode resource, boolean fromTemplate) {
    JsonNode properties = resource.path("properties");
    if (!kind.needs().isEmpty() && kind.needs().stream().noneMatch(properties::has)) {
      return Optional.of(kind.needs().get(0));
    }
    return fromTemplate || properties.has("provisioningState")
        ? Optional.empty()
        : Optional.of("provisioningState");
  }

  /** Azure adds the same six rules to every NSG; a template does not have them. */
  static void addDefaultRules(ObjectNode group) {
    if (!(group.path("properties") instanceof ObjectNode properties)
        || properties.has("defaultSecurityRules")) {
      return;
    }
    ArrayNode rules = properties.putArray("defaultSecurityRules");
    rule(rules, "AllowVnetInBound", 65_000, "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork");
    rule(
        rules,
        "AllowAzureLoadBalancerInBound",
        65_001,
        "Inbound",
        "Allow",
        "AzureLoadBalancer",
        "*");
    rule(rules, "DenyAllInBound", 65_500, "Inbound", "Deny", "*", "*");
    rule(
        rules,
        "AllowVnetOutBound",
        65_000,
        "Outbound",
        "Allow",
        "VirtualNetwork",
        "VirtualNetwork");
    rule(rules, "AllowInternetOutBound", 65_001, "Outbound", "Allow", "*", "Internet");
    rule(rules, "DenyAllOutBound", 65_500, "Outbound", "Deny", "*", "*");
  }

  private static void rule(
      ArrayNode rules,
      String name,
      int priority,
      String direction,
      String access,
      String source,
      String destination) {
    rules
        .addObject()
        .put("name", name)
        .putObject("properties")
        .put("priority", priority)
        .put("direction", direction)
        .put("access", access)
        .put("protocol", "*")
        .put("sourceAddressPrefix", source)
        .put("sourcePortRange", "*")
        .put("destinationAddressPrefix", destination)
        .put("destinationPortRange", "*");
  }
}
