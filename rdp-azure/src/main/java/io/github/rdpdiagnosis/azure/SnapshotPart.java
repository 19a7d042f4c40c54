package io.github.rdpdiagnosis.azure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One kind of part of a {@link VmSnapshot}: what it is called in documents, what its values are,
 * and which right reading it needs.
 *
 * <p>Parts are kept by key, which is an ARM id unless the constant says otherwise; some parts are
 * of the VM itself and there is one of them.
 *
 * @param <T> the type of value
 */
public final class SnapshotPart<T> {
  /** The VM itself, with its instance view. */
  public static final SnapshotPart<VirtualMachine> VM =
      ofVm("vm", "Microsoft.Compute/virtualMachines/read", JsonForm.ofRecord(VirtualMachine.class));

  /** The VM's extensions, which come with the VM. */
  public static final SnapshotPart<List<VirtualMachineExtension>> EXTENSIONS =
      ofVm(
          "extensions",
          "Microsoft.Compute/virtualMachines/read",
          JsonForm.listOf(JsonForm.ofRecord(VirtualMachineExtension.class)));

  /** The VM's NICs. */
  public static final SnapshotPart<NetworkInterface> NETWORK_INTERFACES =
      byId(
          "networkInterfaces",
          "Microsoft.Network/networkInterfaces/read",
          JsonForm.ofRecord(NetworkInterface.class));

  /** Public addresses of the VM's NICs, load balancers and firewalls. */
  public static final SnapshotPart<PublicIpAddress> PUBLIC_IP_ADDRESSES =
      byId(
          "publicIpAddresses",
          "Microsoft.Network/publicIPAddresses/read",
          JsonForm.ofRecord(PublicIpAddress.class));

  /** Subnets of the VM's NICs and of Bastion hosts. */
  public static final SnapshotPart<Subnet> SUBNETS =
      byId(
          "subnets",
          "Microsoft.Network/virtualNetworks/subnets/read",
          JsonForm.ofRecord(Subnet.class));

  /** Networks of the VM's NICs and the networks that they peer with. */
  public static final SnapshotPart<VirtualNetwork> VIRTUAL_NETWORKS =
      byId(
          "virtualNetworks",
          "Microsoft.Network/virtualNetworks/read",
          JsonForm.ofRecord(VirtualNetwork.class));

  /** Route tables of the subnets of the VM's NICs. */
  public static final SnapshotPart<RouteTable> ROUTE_TABLES =
      byId(
          "routeTables", "Microsoft.Network/routeTables/read", JsonForm.ofRecord(RouteTable.class));

  /** NSGs of the VM's NICs, of their subnets and of the subnets of Bastion hosts. */
  public static final SnapshotPart<NetworkSecurityGroup> NETWORK_SECURITY_GROUPS =
      byId(
          "networkSecurityGroups",
          "Microsoft.Network/networkSecurityGroups/read",
          JsonForm.ofRecord(NetworkSecurityGroup.class));

  /** ASGs of the VM's NICs. */
  public static final SnapshotPart<ApplicationSecurityGroup> APPLICATION_SECURITY_GROUPS =
      byId(
          "applicationSecurityGroups",
          "Microsoft.Network/applicationSecurityGroups/read",
          JsonForm.ofRecord(ApplicationSecurityGroup.class));

  /**
   * By network: the NICs in it and their ASGs, read where a rule of an NSG asks for the ASGs of the
   * far end. From Resource Graph, which may lag some minutes and hides what this identity may not
   * read; of a network with more than 1,000 NICs, that many.
   */
  public static final SnapshotPart<List<NetworkInterface>> NETWORK_MEMBERS =
      byId(
          "networkMembers",
          "Microsoft.Network/networkInterfaces/read",
          JsonForm.listOf(JsonForm.ofRecord(NetworkInterface.class)));

  /** Load balancers that the VM's NICs are behind. */
  public static final SnapshotPart<LoadBalancer> LOAD_BALANCERS =
      byId(
          "loadBalancers",
          "Microsoft.Network/loadBalancers/read",
          JsonForm.ofRecord(LoadBalancer.class));

  /** By backend pool: the ports that NAT rules over it gave to the VM. */
  public static final SnapshotPart<List<BackendPortMapping>> BACKEND_PORT_MAPPINGS =
      byId(
          "backendPortMappings",
          "Microsoft.Network/loadBalancers/backendAddressPools/queryInboundNatRulePortMapping/action",
          JsonForm.listOf(JsonForm.ofRecord(BackendPortMapping.class)));

  /** By load-balancing rule: which members are healthy. */
  public static final SnapshotPart<LoadBalancingRuleHealth> LOAD_BALANCING_RULE_HEALTH =
      byId(
          "loadBalancingRuleHealth",
          "Microsoft.Network/loadBalancers/loadBalancingRules/health/action",
          JsonForm.ofRecord(LoadBalancingRuleHealth.class));

  /** NAT gateways of the subnets of the VM's NICs. */
  public static final SnapshotPart<NatGateway> NAT_GATEWAYS =
      byId(
          "natGateways", "Microsoft.Network/natGateways/read", JsonForm.ofRecord(NatGateway.class));

  /**
   * By subscription: the firewalls in the VM's networks and those that they peer with, and in
   * virtual hubs.
   */
  public static final SnapshotPart<List<AzureFirewall>> AZURE_FIREWALLS =
      byId(
          "azureFirewalls",
          "Microsoft.Network/azureFirewalls/read",
          JsonForm.listOf(JsonForm.ofRecord(AzureFirewall.class)));

  /** Policies of those firewalls. */
  public static final SnapshotPart<FirewallPolicy> FIREWALL_POLICIES =
      byId(
          "firewallPolicies",
          "Microsoft.Network/firewallPolicies/read",
          JsonForm.ofRecord(FirewallPolicy.class));

  /** By firewall policy: its groups. */
  public static final SnapshotPart<List<FirewallRuleCollectionGroup>>
      FIREWALL_RULE_COLLECTION_GROUPS =
          byId(
              "firewallRuleCollectionGroups",
              "Microsoft.Network/firewallPolicies/ruleCollectionGroups/read",
              JsonForm.listOf(JsonForm.ofRecord(FirewallRuleCollectionGroup.class)));

  /** By subscription: the Bastion hosts of the VM's networks and of those that they peer with. */
  public static final SnapshotPart<List<BastionHost>> BASTION_HOSTS =
      byId(
          "bastionHosts",
          "Microsoft.Network/bastionHosts/read",
          JsonForm.listOf(JsonForm.ofRecord(BastionHost.class)));

  /** Gateways in the VM's networks and in those that they peer with. */
  public static final SnapshotPart<VirtualNetworkGateway> VIRTUAL_NETWORK_GATEWAYS =
      byId(
          "virtualNetworkGateways",
          "Microsoft.Network/virtualNetworkGateways/read",
          JsonForm.ofRecord(VirtualNetworkGateway.class));

  /** By gateway: its connections. */
  public static final SnapshotPart<List<GatewayConnection>> GATEWAY_CONNECTIONS =
      byId(
          "gatewayConnections",
          "Microsoft.Network/virtualNetworkGateways/connections/read",
          JsonForm.listOf(JsonForm.ofRecord(GatewayConnection.class)));

  /** By network: the rules of network managers, which come before NSGs. */
  public static final SnapshotPart<List<SecurityAdminRule>> SECURITY_ADMIN_RULES =
      byId(
          "securityAdminRules",
          "Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules/action",
          JsonForm.listOf(JsonForm.ofRecord(SecurityAdminRule.class)));

  /**
   * By network of a Bastion host: the private DNS zones linked to it, found through Resource Graph,
   * which may lag some minutes and hides what this identity may not read.
   */
  public static final SnapshotPart<List<PrivateDnsLink>> PRIVATE_DNS_LINKS =
      byId(
          "privateDnsLinks",
          "Microsoft.Network/privateDnsZones/virtualNetworkLinks/read",
          JsonForm.listOf(JsonForm.ofRecord(PrivateDnsLink.class)));

  /** By NIC: the NSGs as they work on it. Only for a running VM. */
  public static final SnapshotPart<List<EffectiveSecurityGroup>> EFFECTIVE_SECURITY_GROUPS =
      byId(
          "effectiveSecurityGroups",
          "Microsoft.Network/networkInterfaces/effectiveNetworkSecurityGroups/action",
          JsonForm.listOf(JsonForm.ofRecord(EffectiveSecurityGroup.class)));

  /** By NIC: the routes as they work on it. Only for a running VM. */
  public static final SnapshotPart<List<EffectiveRoute>> EFFECTIVE_ROUTES =
      byId(
          "effectiveRoutes",
          "Microsoft.Network/networkInterfaces/effectiveRouteTable/action",
          JsonForm.listOf(JsonForm.ofRecord(EffectiveRoute.class)));

  /**
   * By address: what stands at the next hop of a user-defined route, found through Resource Graph,
   * which may lag some minutes and hides what this identity may not read.
   */
  public static final SnapshotPart<List<NextHopAppliance>> NEXT_HOP_APPLIANCES =
      byId(
          "nextHopAppliances",
          "Microsoft.Network/networkInterfaces/read",
          JsonForm.listOf(JsonForm.ofRecord(NextHopAppliance.class)));

  /** By subscription: the just-in-time access policies that name the VM. */
  public static final SnapshotPart<List<JitPolicy>> JIT_POLICIES =
      byId(
          "jitPolicies",
          "Microsoft.Security/locations/jitNetworkAccessPolicies/read",
          JsonForm.listOf(JsonForm.ofRecord(JitPolicy.class)));

  /** What the platform says of the VM's health. */
  public static final SnapshotPart<ResourceHealth> RESOURCE_HEALTH =
      ofVm(
          "resourceHealth",
          "Microsoft.ResourceHealth/availabilityStatuses/read",
          JsonForm.ofRecord(ResourceHealth.class));

  /** How busy the VM was in the last hour, as its host measured it. */
  public static final SnapshotPart<List<Metric>> METRICS =
      ofVm(
          "metrics",
          "Microsoft.Insights/metrics/read",
          JsonForm.listOf(JsonForm.ofRecord(Metric.class)));

  /** How far back the activity log is read: seven days. */
  public static final Duration ACTIVITY_LOG_SPAN = Duration.ofDays(7);

  /** By resource group: what was changed in the last days on the VM and the parts around it. */
  public static final SnapshotPart<List<ActivityEvent>> ACTIVITY_LOG =
      byId(
          "activityLog",
          "Microsoft.Insights/eventtypes/values/Read",
          JsonForm.listOf(JsonForm.ofRecord(ActivityEvent.class)));

  /** By subscription: the locks on the VM, its NICs, and above them. */
  public static final SnapshotPart<List<ManagementLock>> LOCKS =
      byId(
          "locks",
          "Microsoft.Authorization/locks/read",
          JsonForm.listOf(JsonForm.ofRecord(ManagementLock.class)));

  /** The VM's subscription. */
  public static final SnapshotPart<Subscription> SUBSCRIPTIONS =
      byId(
          "subscriptions",
          "Microsoft.Resources/subscriptions/read",
          JsonForm.ofRecord(Subscription.class));

  /** By region: the quotas that a start or resize needs. */
  public static final SnapshotPart<List<ComputeUsage>> COMPUTE_USAGES =
      byId(
          "computeUsages",
          "Microsoft.Compute/locations/usages/read",
          JsonForm.listOf(JsonForm.ofRecord(ComputeUsage.class)));

  /** Who was given which role at the VM or above it. */
  public static final SnapshotPart<List<RoleAssignment>> ROLE_ASSIGNMENTS =
      ofVm(
          "roleAssignments",
          "Microsoft.Authorization/roleAssignments/read",
          JsonForm.listOf(JsonForm.ofRecord(RoleAssignment.class)));

  /**
   * What boot diagnostics say of the guest. Where ARM gives a signed URL of the serial log, the log
   * is fetched from Azure's blob storage, without the token.
   */
  public static final SnapshotPart<BootDiagnostics> BOOT_DIAGNOSTICS =
      ofVm(
          "bootDiagnostics",
          "Microsoft.Compute/virtualMachines/retrieveBootDiagnosticsData/action",
          JsonForm.ofRecord(BootDiagnostics.class));

  /** By flow: what {@link NetworkWatcher} was asked, and how it judges NSGs and admin rules. */
  public static final SnapshotPart<IpFlowVerdict> IP_FLOWS =
      byId(
          "ipFlows",
          "Microsoft.Network/networkWatchers/ipFlowVerify/action",
          JsonForm.ofRecord(IpFlowVerdict.class));

  /** By address: where {@link NetworkWatcher} says that replies to it go. */
  public static final SnapshotPart<NextHop> NEXT_HOPS =
      byId(
          "nextHops",
          "Microsoft.Network/networkWatchers/nextHop/action",
          JsonForm.ofRecord(NextHop.class));

  /** By flow: how {@link NetworkWatcher} judges it at each NSG. */
  public static final SnapshotPart<List<NsgDiagnostic>> NSG_DIAGNOSTICS =
      byId(
          "nsgDiagnostics",
          "Microsoft.Network/networkWatchers/networkConfigurationDiagnostic/action",
          JsonForm.listOf(JsonForm.ofRecord(NsgDiagnostic.class)));

  /** By destination: what {@link NetworkWatcher}'s agent saw from inside the VM. */
  public static final SnapshotPart<ConnectivityCheck> CONNECTIVITY_CHECKS =
      byId(
          "connectivityChecks",
          "Microsoft.Network/networkWatchers/connectivityCheck/action",
          JsonForm.ofRecord(ConnectivityCheck.class));

  /** The classic deployment that the VM belongs to, from a document. */
  public static final SnapshotPart<ClassicDeployment> CLASSIC_DEPLOYMENT =
      ofVm(
          "classicDeployment",
          "Microsoft.ClassicCompute/virtualMachines/read",
          JsonForm.ofRecord(ClassicDeployment.class));

  /** All of them, in the order in which they lead to each other. */
  public static final List<SnapshotPart<?>> ALL =
      List.of(
          VM,
          EXTENSIONS,
          NETWORK_INTERFACES,
          PUBLIC_IP_ADDRESSES,
          SUBNETS,
          VIRTUAL_NETWORKS,
          ROUTE_TABLES,
          NETWORK_SECURITY_GROUPS,
          APPLICATION_SECURITY_GROUPS,
          NETWORK_MEMBERS,
          LOAD_BALANCERS,
          BACKEND_PORT_MAPPINGS,
          LOAD_BALANCING_RULE_HEALTH,
          NAT_GATEWAYS,
          AZURE_FIREWALLS,
          FIREWALL_POLICIES,
          FIREWALL_RULE_COLLECTION_GROUPS,
          BASTION_HOSTS,
          VIRTUAL_NETWORK_GATEWAYS,
          GATEWAY_CONNECTIONS,
          SECURITY_ADMIN_RULES,
          PRIVATE_DNS_LINKS,
          EFFECTIVE_SECURITY_GROUPS,
          EFFECTIVE_ROUTES,
          NEXT_HOP_APPLIANCES,
          JIT_POLICIES,
          RESOURCE_HEALTH,
          METRICS,
          ACTIVITY_LOG,
          LOCKS,
          SUBSCRIPTIONS,
          COMPUTE_USAGES,
          ROLE_ASSIGNMENTS,
          BOOT_DIAGNOSTICS,
          IP_FLOWS,
          NEXT_HOPS,
          NSG_DIAGNOSTICS,
          CONNECTIVITY_CHECKS,
          CLASSIC_DEPLOYMENT);

  /** How actions begin, by how those of the same kind of part of other VMs begin. */
  private static final Map<String, String> SCALE_SET_FORMS =
      Map.of(
          "Microsoft.Compute/virtualMachines/",
          "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/",
          "Microsoft.Network/networkInterfaces/",
          "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces/",
          "Microsoft.Network/publicIPAddresses/",
          "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces"
              + "/ipConfigurations/publicIPAddresses/");

  private final String name;
  private final String action;
  private final boolean isOfVm;
  private final JsonForm<Reading<T>> form;

  private SnapshotPart(String name, String action, boolean isOfVm, JsonForm<T> value) {
    this.name = name;
    this.action = action;
    this.isOfVm = isOfVm;
    this.form = new ReadingForm<>(value);
  }

  private static <T> SnapshotPart<T> ofVm(String name, String action, JsonForm<T> value) {
    return new SnapshotPart<>(name, action, true, value);
  }

  private static <T> SnapshotPart<T> byId(String name, String action, JsonForm<T> value) {
    return new SnapshotPart<>(name, action, false, value);
  }

  /**
   * What documents call it.
   *
   * @return such as {@code networkInterfaces}
   */
  public String name() {
    return name;
  }

  /**
   * The RBAC action that reading it needs.
   *
   * @return such as {@code Microsoft.Network/networkInterfaces/read}
   */
  public String action() {
    return action;
  }

  /**
   * Whether it is a part of the VM itself, of which there is one.
   *
   * @return false for parts that are kept by key
   */
  public boolean isOfVm() {
    return isOfVm;
  }

  /**
   * The RBAC action that reading it of a certain resource needs: those of an instance of a uniform
   * scale set have actions of their own.
   *
   * @param id ARM id of the resource
   * @return such as {@code Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read}
   */
  public String action(String id) {
    if (!ArmId.isOfScaleSet(id)) {
      return action;
    }
    return SCALE_SET_FORMS.entrySet().stream()
        .filter(form -> action.startsWith(form.getKey()))
        .map(form -> form.getValue() + action.substring(form.getKey().length()))
        .findFirst()
        .orElse(action);
  }

  JsonForm<Reading<T>> form() {
    return form;
  }

  @Override
  public String toString() {
    return name;
  }
}
