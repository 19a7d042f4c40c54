package io.github.rdpdiagnosis.azure;

import com.azure.core.http.rest.PagedIterable;
import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.compute.models.InstanceViewTypes;
import com.azure.resourcemanager.network.fluent.NetworkInterfacesClient;
import com.azure.resourcemanager.network.fluent.PublicIpAddressesClient;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceInner;
import com.azure.resourcemanager.network.fluent.models.PublicIpAddressInner;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How each kind of part is read: one request of one part, or one list. */
final class PartReaders {
  private static final String NETWORK_VERSION = "?api-version=2025-03-01";
  private static final Duration MEASURED = Duration.ofHours(1);
  private static final int MAX_EVENTS = 1000;
  private static final int MAX_LISTED = 2000;

  private static final Map<SnapshotPart<?>, PartReader<?>> ALL = new LinkedHashMap<>();

  static {
    computeParts();
    addressParts();
    networkParts();
    inboundParts();
    perimeterParts();
    effectiveParts();
    managementParts();
  }

  private PartReaders() {}

  /** Reads one part, or throws what {@link ReadFailures} understands. */
  interface PartReader<T> {
    T read(Call call);
  }

  /** One request: what is asked for, with what, and until when. */
  record Call(ArmClients arm, String id, VmSnapshot soFar, Deadline deadline, Context context) {
    String group() {
      return segment("resourceGroups");
    }

    String segment(String name) {
      return ArmId.segmentAfter(id, name);
    }

    <I> I value(Response<I> response) {
      return present(response.getValue());
    }

    <I> I present(@Nullable I value) {
      if (value == null) {
        throw new IllegalStateException("ARM's reply is empty");
      }
      return value;
    }

    /** All of a list, over all pages. */
    <I, T> List<T> all(PagedIterable<I> pages, Function<I, T> mapping) {
      List<T> all = pages.stream().limit(MAX_LISTED + 1L).map(mapping).toList();
      if (all.size() > MAX_LISTED) {
        throw new IllegalStateException("ARM's list has more than " + MAX_LISTED + " entries");
      }
      return all;
    }

    JsonNode get(String path) {
      return arm.requests().get(path, deadline);
    }

    List<JsonNode> list(String path) {
      return arm.requests().list(path, deadline);
    }

    JsonNode ask(String path, Map<String, ?> body) {
      return arm.requests().ask(path, body, deadline);
    }
  }

  /** The VM as it came: two kinds of parts are in it. */
  static VirtualMachineInner virtualMachine(Call call) {
    if (ArmId.isOfScaleSet(call.id())) {
      return ScaleSetInstance.virtualMachine(
          call.get(call.id() + "?$expand=instanceView&api-version=2025-04-01"));
    }
    return call.value(
        call.arm()
            .compute()
            .getVirtualMachines()
            .getByResourceGroupWithResponse(
                call.group(),
                call.segment("virtualMachines"),
                InstanceViewTypes.INSTANCE_VIEW,
                call.context()));
  }

  /** Whether ARM can be asked for it; other kinds come from documents only. */
  static boolean canRead(SnapshotPart<?> part) {
    return part == SnapshotPart.VM || part == SnapshotPart.EXTENSIONS || ALL.containsKey(part);
  }

  @SuppressWarnings("unchecked")
  static <T> PartReader<T> of(SnapshotPart<T> part) {
    PartReader<?> reader = ALL.get(part);
    if (reader == null) {
      throw new IllegalArgumentException("nobody reads " + part);
    }
    return (PartReader<T>) reader;
  }

  private static <T> void reads(SnapshotPart<T> part, PartReader<T> reader) {
    ALL.put(part, reader);
  }

  private static void computeParts() {
    reads(
        SnapshotPart.COMPUTE_USAGES,
        call ->
            call.all(
                call.arm().compute().getUsages().list(call.segment("locations"), call.context()),
                usage ->
                    new ComputeUsage(usage.name().value(), usage.currentValue(), usage.limit())));
    reads(
        SnapshotPart.BOOT_DIAGNOSTICS,
        call -> {
          JsonNode reply =
              call.ask(call.id() + "/retrieveBootDiagnosticsData?api-version=2025-04-01", Map.of());
          Optional<String> log = ArmJson.text(reply.path("serialConsoleLogBlobUri"));
          return new BootDiagnostics(
              ArmJson.text(reply.path("consoleScreenshotBlobUri")).isPresent(),
              log.isPresent(),
              log.flatMap(url -> call.arm().blobs().serialLog(url, call.deadline())));
        });
  }

  private static void addressParts() {
    reads(
        SnapshotPart.NETWORK_INTERFACES,
        call ->
            ArmMapping.networkInterface(call.id(), call.value(PartReaders.networkInterface(call))));
    reads(
        SnapshotPart.PUBLIC_IP_ADDRESSES,
        call ->
            ArmMapping.publicIpAddress(call.id(), call.value(PartReaders.publicIpAddress(call))));
    reads(
        SnapshotPart.APPLICATION_SECURITY_GROUPS,
        call ->
            PerimeterMapping.asg(
                call.id(),
                call.value(
                    call.arm()
                        .network()
                        .getApplicationSecurityGroups()
                        .getByResourceGroupWithResponse(
                            call.group(),
                            call.segment("applicationSecurityGroups"),
                            call.context()))));
  }

  private static Response<NetworkInterfaceInner> networkInterface(Call call) {
    NetworkInterfacesClient all = call.arm().network().getNetworkInterfaces();
    String name = call.segment("networkInterfaces");
    return ArmId.isOfScaleSet(call.id())
        ? all.getVirtualMachineScaleSetNetworkInterfaceWithResponse(
            call.group(),
            call.segment("virtualMachineScaleSets"),
            call.segment("virtualMachines"),
            name,
            null,
            call.context())
        : all.getByResourceGroupWithResponse(call.group(), name, null, call.context());
  }

  private static Response<PublicIpAddressInner> publicIpAddress(Call call) {
    PublicIpAddressesClient all = call.arm().network().getPublicIpAddresses();
    String name = call.segment("publicIPAddresses");
    return ArmId.isOfScaleSet(call.id())
        ? all.getVirtualMachineScaleSetPublicIpAddressWithResponse(
            call.group(),
            call.segment("virtualMachineScaleSets"),
            call.segment("virtualMachines"),
            call.segment("networkInterfaces"),
            call.segment("ipConfigurations"),
            name,
            null,
            call.context())
        : all.getByResourceGroupWithResponse(call.group(), name, null, call.context());
  }

  private static void networkParts() {
    reads(
        SnapshotPart.SUBNETS,
        call ->
            ArmMapping.subnet(
                call.id(),
                call.value(
                    call.arm()
                        .network()
                        .getSubnets()
                        .getWithResponse(
                            call.group(),
                            call.segment("virtualNetworks"),
                            call.segment("subnets"),
                            null,
                            call.context()))));
    reads(
        SnapshotPart.VIRTUAL_NETWORKS,
        call ->
            ArmMapping.virtualNetwork(
                call.id(),
                call.value(
                    call.arm()
                        .network()
                        .getVirtualNetworks()
                        .getByResourceGroupWithResponse(
                            call.group(), call.segment("virtualNetworks"), null, call.context()))));
    reads(
        SnapshotPart.ROUTE_TABLES,
        call ->
            ArmMapping.routeTable(
                call.id(),
                call.value(
                    call.arm()
                        .network()
                        .getRouteTables()
                        .getByResourceGroupWithResponse(
                            call.group(), call.segment("routeTables"), null, call.context()))));
    reads(
        SnapshotPart.NETWORK_SECURITY_GROUPS,
        call ->
            ArmMapping.networkSecurityGroup(
                call.id(),
                call.value(
                    call.arm()
                        .network()
                        .getNetworkSecurityGroups()
                        .getByResourceGroupWithResponse(
                            call.group(),
                            call.segment("networkSecurityGroups"),
                            null,
                            call.context()))));
  }

  private static void inboundParts() {
    reads(
        SnapshotPart.LOAD_BALANCERS,
        call ->
            LoadBalancerMapping.loadBalancer(
                call.id(),
                call.value(
                    call.arm()
                        .network()
                        .getLoadBalancers()
                        .getByResourceGroupWithResponse(
                            call.group(), call.segment("loadBalancers"), null, call.context()))));
    reads(SnapshotPart.BACKEND_PORT_MAPPINGS, PartReaders::portMappings);
    reads(
        SnapshotPart.LOAD_BALANCING_RULE_HEALTH,
        call ->
            LoadBalancerMapping.health(
                call.ask(call.id() + "/health" + NETWORK_VERSION, Map.of())));
    reads(
        SnapshotPart.NAT_GATEWAYS,
        call ->
            LoadBalancerMapping.natGateway(
                call.id(),
                call.value(
                    call.arm()
                        .network()
                        .getNatGateways()
                        .getByResourceGroupWithResponse(
                            call.group(), call.segment("natGateways"), null, call.context()))));
  }

  /** One question for each of the VM's IP configurations in the pool. */
  private static List<BackendPortMapping> portMappings(Call call) {
    List<BackendPortMapping> all = new ArrayList<>();
    for (Reading<NetworkInterface> reading : call.soFar().networkInterfaces().values()) {
      for (NetworkInterface nic : reading.known().stream().toList()) {
        for (IpConfiguration ip : nic.ipConfigurations()) {
          if (ip.backendPoolIds().stream().anyMatch(call.id()::equalsIgnoreCase)) {
            String ipId = nic.id() + "/ipConfigurations/" + ip.name();
            all.addAll(
                LoadBalancerMapping.portMappings(
                    ipId,
                    call.ask(
                        call.id() + "/queryInboundNatRulePortMapping" + NETWORK_VERSION,
                        Map.of("ipConfiguration", Map.of("id", ipId)))));
          }
        }
      }
    }
    return all;
  }

  private static void perimeterParts() {
    reads(
        SnapshotPart.AZURE_FIREWALLS,
        call ->
            call.all(
                call.arm().network().getAzureFirewalls().list(call.context()),
                PerimeterMapping::firewall));
    reads(
        SnapshotPart.FIREWALL_POLICIES,
        call ->
            PerimeterMapping.policy(
                call.id(),
                call.value(
                    call.arm()
                        .network()
                        .getFirewallPolicies()
                        .getByResourceGroupWithResponse(
                            call.group(),
                            call.segment("firewallPolicies"),
                            null,
                            call.context()))));
    reads(
        SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS,
        call ->
            call.all(
                call.arm()
                    .network()
                    .getFirewallPolicyRuleCollectionGroups()
                    .list(call.group(), call.segment("firewallPolicies"), call.context()),
                PerimeterMapping::ruleGroup));
    reads(
        SnapshotPart.BASTION_HOSTS,
        call ->
            call.all(
                call.arm().network().getBastionHosts().list(call.context()),
                PerimeterMapping::bastion));
    reads(
        SnapshotPart.VIRTUAL_NETWORK_GATEWAYS,
        call ->
            PerimeterMapping.gateway(
                call.id(),
                call.value(
                    call.arm()
                        .network()
                        .getVirtualNetworkGateways()
                        .getByResourceGroupWithResponse(
                            call.group(),
                            call.segment("virtualNetworkGateways"),
                            call.context()))));
    reads(
        SnapshotPart.GATEWAY_CONNECTIONS,
        call ->
            call.all(
                call.arm()
                    .network()
                    .getVirtualNetworkGateways()
                    .listConnections(
                        call.group(), call.segment("virtualNetworkGateways"), call.context()),
                PerimeterMapping::connection));
  }

  private static void effectiveParts() {
    reads(
        SnapshotPart.EFFECTIVE_SECURITY_GROUPS,
        call ->
            EffectiveMapping.securityGroups(
                call.ask(
                    call.id() + "/effectiveNetworkSecurityGroups" + NETWORK_VERSION, Map.of())));
    reads(
        SnapshotPart.EFFECTIVE_ROUTES,
        call ->
            EffectiveMapping.routes(
                call.ask(call.id() + "/effectiveRouteTable" + NETWORK_VERSION, Map.of())));
    reads(SnapshotPart.SECURITY_ADMIN_RULES, PartReaders::adminRules);
    reads(SnapshotPart.NEXT_HOP_APPLIANCES, PartReaders::appliances);
    reads(SnapshotPart.NETWORK_MEMBERS, PartReaders::members);
    reads(SnapshotPart.PRIVATE_DNS_LINKS, PartReaders::privateDnsLinks);
  }

  /** All pages of the rules: a page says how to ask for the next. */
  private static List<SecurityAdminRule> adminRules(Call call) {
    String path = call.id() + "/listNetworkManagerEffectiveSecurityAdminRules" + NETWORK_VERSION;
    List<SecurityAdminRule> rules = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      JsonNode page = call.ask(path, token.map(at -> Map.of("skipToken", at)).orElseGet(Map::of));
      rules.addAll(ArmJson.objects(page.path("value"), EffectiveMapping::adminRule));
      Optional<String> next = ArmJson.text(page.path("skipToken"));
      if (next.isPresent() && next.equals(token)) {
        throw new IllegalStateException("ARM's list does not end");
      }
      token = next;
    } while (token.isPresent());
    return rules;
  }

  private static List<PrivateDnsLink> privateDnsLinks(Call call) {
    JsonNode reply =
        call.ask(
            ResourceGraph.PATH,
            ResourceGraph.query(
                List.of(),
                "resources | where type =~ 'microsoft.network/privatednszones/virtualnetworklinks'"
                    + " | where properties.virtualNetwork.id =~ "
                    + ResourceGraph.quoted(List.of(call.id()))
                    + " | project id, properties"));
    return ArmJson.objects(reply.path("data"), ManagementMapping::privateDnsLink).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static List<NextHopAppliance> appliances(Call call) {
    if (!call.id().matches("[0-9a-fA-F.:]{2,45}")) {
      throw new IllegalArgumentException("the next hop is no address: " + call.id());
    }
    JsonNode reply =
        call.ask(
            ResourceGraph.PATH,
            ResourceGraph.query(
                List.of(call.soFar().vmId().subscription()),
                "resources | where type in~ ('microsoft.network/networkinterfaces',"
                    + " 'microsoft.network/loadbalancers', 'microsoft.network/azurefirewalls')"
                    + " | where tostring(properties) has '"
                    + call.id()
                    + "' | project id, type, properties"));
    return ArmJson.objects(reply.path("data"), row -> ManagementMapping.appliance(call.id(), row))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static List<NetworkInterface> members(Call call) {
    if (call.id().matches(".*['\\\\\\p{Cntrl}].*")) {
      throw new IllegalArgumentException("the network's id is none: " + call.id());
    }
    JsonNode reply =
        call.ask(
            ResourceGraph.PATH,
            ResourceGraph.query(
                List.of(call.segment("subscriptions")),
                "resources | where type =~ 'microsoft.network/networkinterfaces'"
                    + " | where tostring(properties.ipConfigurations) contains "
                    + ResourceGraph.quoted(List.of(call.id() + "/subnets/"))
                    + " | project id, name, type, properties"));
    return ArmJson.objects(reply.path("data"), ArmResources::networkInterface).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static void managementParts() {
    reads(
        SnapshotPart.JIT_POLICIES,
        call ->
            call
                .list(
                    call.id()
                        + "/providers/Microsoft.Security/jitNetworkAccessPolicies"
                        + "?api-version=2020-01-01")
                .stream()
                .flatMap(
                    policy -> ManagementMapping.jitPolicy(policy, call.soFar().vmId()).stream())
                .toList());
    reads(
        SnapshotPart.RESOURCE_HEALTH,
        call ->
            ManagementMapping.health(
                call.get(
                    call.id()
                        + "/providers/Microsoft.ResourceHealth/availabilityStatuses/current"
                        + "?api-version=2020-05-01")));
    reads(SnapshotPart.METRICS, PartReaders::metrics);
    reads(SnapshotPart.ACTIVITY_LOG, PartReaders::events);
    reads(
        SnapshotPart.LOCKS,
        call ->
            call
                .list(call.id() + "/providers/Microsoft.Authorization/locks?api-version=2016-09-01")
                .stream()
                .map(ManagementMapping::lock)
                .toList());
    reads(
        SnapshotPart.SUBSCRIPTIONS,
        call -> ManagementMapping.subscription(call.get(call.id() + "?api-version=2022-12-01")));
    reads(
        SnapshotPart.ROLE_ASSIGNMENTS,
        call ->
            call
                .list(
                    call.id()
                        + "/providers/Microsoft.Authorization/roleAssignments"
                        + "?api-version=2022-04-01&$filter=atScope()")
                .stream()
                .map(ManagementMapping::roleAssignment)
                .toList());
  }

  private static List<Metric> metrics(Call call) {
    Instant end = call.soFar().readAt();
    return ManagementMapping.metrics(
        call.get(
            call.id()
                + "/providers/Microsoft.Insights/metrics?api-version=2018-01-01&metricnames="
                + (Metric.PROCESSOR + "," + Metric.AVAILABLE_MEMORY).replace(" ", "%20")
                + "&timespan="
                + end.minus(MEASURED).truncatedTo(ChronoUnit.SECONDS)
                + "/"
                + end.truncatedTo(ChronoUnit.SECONDS)
                + "&interval=PT5M&aggregation=Average,Minimum,Maximum"));
  }

  private static List<ActivityEvent> events(Call call) {
    Instant end = call.soFar().readAt();
    String filter =
        "eventTimestamp ge '"
            + end.minus(SnapshotPart.ACTIVITY_LOG_SPAN)
            + "' and eventTimestamp le '"
            + end
            + "' and resourceGroupName eq '"
            + call.group()
            + "'";
    return call
        .list(
            "/subscriptions/"
                + call.segment("subscriptions")
                + "/providers/Microsoft.Insights/eventtypes/management/values"
                + "?api-version=2015-04-01&$filter="
                + filter.replace(" ", "%20")
                + "&$select=eventTimestamp,operationName,status,subStatus,resourceId,caller,"
                + "correlationId,properties")
        .stream()
        .flatMap(event -> ManagementMapping.event(event).stream())
        .filter(event -> isChange(event.operation()))
        .limit(MAX_EVENTS)
        .toList();
  }

  private static boolean isChange(String operation) {
    return Stream.of("/write", "/delete", "/action")
        .anyMatch(end -> ArmId.key(operation).endsWith(end));
  }
}
