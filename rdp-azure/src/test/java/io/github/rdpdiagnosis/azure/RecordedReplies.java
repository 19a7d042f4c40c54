package io.github.rdpdiagnosis.azure;

import com.azure.core.management.serializer.SerializerFactory;
import com.azure.core.util.serializer.SerializerEncoding;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.network.fluent.models.ApplicationSecurityGroupInner;
import com.azure.resourcemanager.network.fluent.models.AzureFirewallInner;
import com.azure.resourcemanager.network.fluent.models.BastionHostInner;
import com.azure.resourcemanager.network.fluent.models.LoadBalancerInner;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceInner;
import com.azure.resourcemanager.network.fluent.models.NetworkSecurityGroupInner;
import com.azure.resourcemanager.network.fluent.models.PublicIpAddressInner;
import com.azure.resourcemanager.network.fluent.models.RouteTableInner;
import com.azure.resourcemanager.network.fluent.models.SubnetInner;
import com.azure.resourcemanager.network.fluent.models.VirtualNetworkInner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Recorded bodies through the SDK's own deserializer and our mapping: the way of {@link VmReader},
 * without HTTP.
 */
public final class RecordedReplies {
  private RecordedReplies() {}

  private static <T> T inner(JsonNode body, Class<T> type) throws IOException {
    return SerializerFactory.createDefaultManagementSerializerAdapter()
        .deserialize(body.toString(), type, SerializerEncoding.JSON);
  }

  private static String id(JsonNode body) {
    return body.path("id").asText("/missing/id");
  }

  public static VirtualMachine virtualMachine(JsonNode body) throws IOException {
    return ArmMapping.virtualMachine(id(body), inner(body, VirtualMachineInner.class));
  }

  public static NetworkInterface networkInterface(JsonNode body) throws IOException {
    return ArmMapping.networkInterface(id(body), inner(body, NetworkInterfaceInner.class));
  }

  public static NetworkSecurityGroup networkSecurityGroup(JsonNode body) throws IOException {
    return ArmMapping.networkSecurityGroup(id(body), inner(body, NetworkSecurityGroupInner.class));
  }

  public static PublicIpAddress publicIpAddress(JsonNode body) throws IOException {
    return ArmMapping.publicIpAddress(id(body), inner(body, PublicIpAddressInner.class));
  }

  public static Subnet subnet(JsonNode body) throws IOException {
    return ArmMapping.subnet(id(body), inner(body, SubnetInner.class));
  }

  public static VirtualNetwork virtualNetwork(JsonNode body) throws IOException {
    return ArmMapping.virtualNetwork(id(body), inner(body, VirtualNetworkInner.class));
  }

  public static RouteTable routeTable(JsonNode body) throws IOException {
    return ArmMapping.routeTable(id(body), inner(body, RouteTableInner.class));
  }

  static LoadBalancer loadBalancer(JsonNode body) throws IOException {
    return LoadBalancerMapping.loadBalancer(id(body), inner(body, LoadBalancerInner.class));
  }

  static AzureFirewall firewall(JsonNode body) throws IOException {
    return PerimeterMapping.firewall(inner(body, AzureFirewallInner.class));
  }

  static BastionHost bastion(JsonNode body) throws IOException {
    return PerimeterMapping.bastion(inner(body, BastionHostInner.class));
  }

  static ApplicationSecurityGroup asg(JsonNode body) throws IOException {
    return PerimeterMapping.asg(id(body), inner(body, ApplicationSecurityGroupInner.class));
  }

  /** An extension comes with its VM. */
  static VirtualMachineExtension extension(JsonNode body) throws IOException {
    ObjectNode vm = JsonNodeFactory.instance.objectNode();
    vm.putArray("resources").add(body);
    return ArmMapping.extensions(inner(vm, VirtualMachineInner.class)).get(0);
  }
}
