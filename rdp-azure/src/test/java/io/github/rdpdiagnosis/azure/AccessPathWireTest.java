package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole read of a VM with every kind of part around it, from full-shape replies. */
class AccessPathWireTest {
  private static final String SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001";
  private static final String GROUP = SUBSCRIPTION + "/resourceGroups/rg1";
  private static final String VM = GROUP + "/providers/Microsoft.Compute/virtualMachines/vm1";
  private static final String NETWORK = GROUP + "/providers/Microsoft.Network";
  private static final String HUB =
      SUBSCRIPTION + "/resourceGroups/hub-rg/providers/Microsoft.Network";
  private static final String NIC = NETWORK + "/networkInterfaces/nic1";
  private static final String BALANCER = NETWORK + "/loadBalancers/lb1";
  private static final Duration ENOUGH = Duration.ofSeconds(30);

  private static final StubArm ARM = StubArm.healthy();

  /** Building the SDK's clients takes seconds: all tests share them, and change what ARM says. */
  private static final VmReader READER = ARM.reader();

  private StubArm arm;

  @BeforeEach
  void healthy() {
    arm = ARM.forget();
    StubArm.json("world").properties().forEach(entry -> arm.put(entry.getKey(), entry.getValue()));
    arm.slow(Duration.ZERO);
  }

  private static VmSnapshot read(SnapshotScope scope, Duration time) throws InterruptedException {
    return READER.read(VmId.parse(VM), scope, Deadline.in(time), SnapshotListener.NONE);
  }

  private static VmSnapshot thorough() throws InterruptedException {
    return read(SnapshotScope.thorough(), ENOUGH);
  }

  private static <T> T known(VmSnapshot snapshot, SnapshotPart<T> part, String id) {
    return snapshot
        .get(part, id)
        .known()
        .orElseThrow(() -> new AssertionError(part + " " + snapshot.get(part, id)));
  }

  @Test
  void readsTheVmAndItsGuestsReports() throws InterruptedException {
    VmSnapshot snapshot = thorough();
    VirtualMachine vm = snapshot.vm().known().orElseThrow();
    assertThat(vm.osProfile().orElseThrow().adminUsername()).contains("operator1");
    assertThat(vm.placement().orElseThrow().priority()).contains("Spot");
    assertThat(vm.placement().orElseThrow().image())
        .contains("MicrosoftWindowsServer:WindowsServer:2022-datacenter-g2");
    VirtualMachine.InstanceView view = vm.instanceView().orElseThrow();
    assertThat(view.osName()).contains("Windows Server 2022 Datacenter");
    assertThat(view.agentVersion()).contains("2.7.41491.1172");
    assertThat(view.bootDiagnosticsEnabled()).contains(true);
    assertThat(view.maintenance().orElseThrow().windowEnd())
        .contains(Instant.parse("2026-12-08T00:00:00Z"));
    List<VirtualMachineExtension> extensions =
        snapshot.ofVm(SnapshotPart.EXTENSIONS).known().orElseThrow();
    assertThat(extensions)
        .extracting(VirtualMachineExtension::name)
        .containsExactly("enablevmaccess", "AADLoginForWindows", "MDE.Windows");
    assertThat(extensions.get(0).statuses().get(0).message().orElseThrow())
        .contains("done, see https://example.blob.core.windows.net/c/log?")
        .doesNotContain("SECRET");
    assertThat(extensions.get(2).publisher())
        .contains("Microsoft.Azure.AzureDefenderForServers.MDE");
    assertThat(snapshot.ofVm(SnapshotPart.RESOURCE_HEALTH).known().orElseThrow())
        .satisfies(
            health -> {
              assertThat(health.availabilityState()).isEqualTo("Degraded");
              assertThat(health.context()).contains("Platform Initiated");
              assertThat(health.occurredAt()).contains(Instant.parse("2026-11-20T08:00:00Z"));
            });
    assertThat(
            snapshot.ofVm(SnapshotPart.BOOT_DIAGNOSTICS).known().orElseThrow().serialLogAvailable())
        .isTrue();
    assertThat(snapshot.ofVm(SnapshotPart.METRICS).known().orElseThrow())
        .extracting(Metric::name, Metric::samples)
        .containsExactly(
            tuple(
                Metric.PROCESSOR,
                List.of(
                    new Metric.Sample(
                        Instant.parse("2026-11-20T08:50:00Z"),
                        Optional.of(12L),
                        Optional.of(3L),
                        Optional.of(100L)))),
            tuple(
                Metric.AVAILABLE_MEMORY,
                List.of(
                    new Metric.Sample(
                        Instant.parse("2026-11-20T08:50:00Z"),
                        Optional.of(5_368_709_120L),
                        Optional.of(5_242_880_000L),
                        Optional.of(5_400_000_000L)))));
    assertThat(snapshot.ofVm(SnapshotPart.ROLE_ASSIGNMENTS).known().orElseThrow())
        .extracting(RoleAssignment::principalType)
        .containsExactly(Optional.of("Group"));
  }

  @Test
  void readsAllAddressesOfTheVm() throws InterruptedException {
    VmSnapshot snapshot = thorough();
    assertThat(snapshot.networkInterfaces()).hasSize(2);
    NetworkInterface nic = known(snapshot, SnapshotPart.NETWORK_INTERFACES, NIC);
    assertThat(nic.ipConfigurations())
        .extracting(IpConfiguration::privateAddress)
        .containsExactly(Optional.of("10.0.0.4"), Optional.of("fd00:10::4"));
    assertThat(nic.virtualMachineId()).contains(VM);
    assertThat(nic.dnsServers()).contains(List.of("10.9.1.4"));
    assertThat(snapshot.publicIpAddresses().keySet())
        .as("own, load balancer's used front end, firewall's")
        .extracting(ArmId::name)
        .containsExactlyInAnyOrder("pip1", "lb-ip", "fw-ip");
    assertThat(snapshot.publicIpAddresses().values()).allMatch(r -> r.known().isPresent());
    VirtualNetwork network =
        snapshot
            .virtualNetworkOf(NETWORK + "/virtualNetworks/vnet1/subnets/x")
            .known()
            .orElseThrow();
    assertThat(network.dnsServers()).contains(List.of("10.9.1.4", "10.9.1.5"));
    assertThat(network.subnets().orElseThrow())
        .filteredOn(subnet -> !subnet.inhabitantIds().isEmpty())
        .extracting(VirtualNetwork.SubnetSummary::name)
        .containsExactly("AzureBastionSubnet");
    assertThat(snapshot.subnets().keySet())
        .extracting(ArmId::name)
        .containsExactlyInAnyOrder("default", "back", "azurebastionsubnet");
    assertThat(snapshot.networkSecurityGroups().keySet())
        .extracting(ArmId::name)
        .containsExactlyInAnyOrder("nic-nsg", "subnet-nsg", "bastion-nsg");
    assertThat(
            known(snapshot, SnapshotPart.NAT_GATEWAYS, NETWORK + "/natGateways/nat1")
                .publicIpAddressIds())
        .hasSize(1);
    assertThat(snapshot.all(SnapshotPart.APPLICATION_SECURITY_GROUPS)).hasSize(1);
  }

  @Test
  void readsNatInAllItsForms() throws InterruptedException {
    VmSnapshot snapshot = thorough();
    LoadBalancer balancer = known(snapshot, SnapshotPart.LOAD_BALANCERS, BALANCER);
    LoadBalancer.InboundNatRule one = balancer.inboundNatRules().get(0);
    assertThat(one.frontendPort()).contains(50000);
    assertThat(one.backendIpConfigurationId()).contains(NIC + "/ipConfigurations/ipconfig1");
    assertThat(one.backendPoolId()).isEmpty();
    LoadBalancer.InboundNatRule range = balancer.inboundNatRules().get(1);
    assertThat(range.frontendPortRangeStart()).contains(50001);
    assertThat(range.backendPoolId()).contains(BALANCER + "/backendAddressPools/pool1");
    assertThat(balancer.inboundNatPools().get(0).frontendPortRangeEnd()).contains(51099);
    assertThat(balancer.probes().get(0).noHealthyBackendsBehavior()).contains("AllProbedDown");
    assertThat(balancer.loadBalancingRules().get(0).backendPoolIds()).hasSize(1);
    assertThat(
            balancer.backendPools().get(0).addresses().get(0).portMappings().get(0).frontendPort())
        .contains(50001);
    assertThat(
            known(
                snapshot,
                SnapshotPart.BACKEND_PORT_MAPPINGS,
                BALANCER + "/backendAddressPools/pool1"))
        .containsExactly(
            new BackendPortMapping(
                NIC + "/ipConfigurations/ipconfig1",
                "rdp-range",
                Optional.of("Tcp"),
                Optional.of(50001),
                Optional.of(3389)));
    assertThat(
            known(
                    snapshot,
                    SnapshotPart.LOAD_BALANCING_RULE_HEALTH,
                    BALANCER + "/loadBalancingRules/rdp-balanced")
                .members())
        .extracting(LoadBalancingRuleHealth.Member::state)
        .containsExactly("Down");
  }

  @Test
  void readsTheEdgeOfTheNetwork() throws InterruptedException {
    VmSnapshot snapshot = thorough();
    List<AzureFirewall> firewalls = known(snapshot, SnapshotPart.AZURE_FIREWALLS, SUBSCRIPTION);
    assertThat(firewalls).as("the other is in no network of ours").hasSize(1);
    AzureFirewall firewall = firewalls.get(0);
    assertThat(firewall.natRuleCollections().get(0).rules().get(0).destinationPorts())
        .containsExactly("3391");
    String policy = firewall.policyId().orElseThrow();
    assertThat(known(snapshot, SnapshotPart.FIREWALL_POLICIES, policy).basePolicyId()).isEmpty();
    List<FirewallRuleCollectionGroup> groups =
        known(snapshot, SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS, policy);
    assertThat(groups.get(0).natRuleCollections()).hasSize(1);
    assertThat(groups.get(0).natRuleCollections().get(0).rules().get(0).translatedAddress())
        .contains("10.0.0.4");
    BastionHost bastion = known(snapshot, SnapshotPart.BASTION_HOSTS, SUBSCRIPTION).get(0);
    assertThat(bastion.allowedClientPrefixes()).containsExactly("198.51.100.0/24");
    assertThat(bastion.tunneling()).contains(true);
    assertThat(known(snapshot, SnapshotPart.PRIVATE_DNS_LINKS, NETWORK + "/virtualNetworks/vnet1"))
        .extracting(PrivateDnsLink::zone)
        .containsExactly("privatelink.blob.core.windows.net");
    String gateway = HUB + "/virtualNetworkGateways/gw1";
    assertThat(known(snapshot, SnapshotPart.VIRTUAL_NETWORK_GATEWAYS, gateway).clientPrefixes())
        .containsExactly("172.16.201.0/24");
    assertThat(known(snapshot, SnapshotPart.GATEWAY_CONNECTIONS, gateway).get(0).status())
        .contains("NotConnected");
    assertThat(
            known(snapshot, SnapshotPart.NEXT_HOP_APPLIANCES, "10.9.0.4").stream()
                .map(NextHopAppliance::ipForwarding))
        .containsExactly(Optional.of(false));
  }

  @Test
  void readsTheRulesAsTheyWork() throws InterruptedException {
    arm.later("POST " + NIC + "/effectiveNetworkSecurityGroups", 1);
    VmSnapshot snapshot = thorough();
    EffectiveSecurityGroup effective =
        known(snapshot, SnapshotPart.EFFECTIVE_SECURITY_GROUPS, NIC).get(0);
    assertThat(effective.rules().get(1).expandedSourcePrefixes())
        .containsExactly("10.0.0.0/16", "10.9.0.0/16", "168.63.129.16/32");
    assertThat(effective.rules().get(0).sourcePorts()).containsExactly("0-65535");
    assertThat(effective.tags()).containsOnlyKeys("VirtualNetwork");
    assertThat(known(snapshot, SnapshotPart.EFFECTIVE_ROUTES, NIC))
        .extracting(EffectiveRoute::nextHopType)
        .containsExactly("VnetLocal", "VirtualAppliance");
    List<SecurityAdminRule> admin =
        known(snapshot, SnapshotPart.SECURITY_ADMIN_RULES, NETWORK + "/virtualNetworks/vnet1");
    assertThat(admin).extracting(SecurityAdminRule::access).containsExactly("Allow", "Deny");
    assertThat(admin.get(1).sources()).containsExactly("*");
  }

  @Test
  void readsWhoMayAndWhatChanged() throws InterruptedException {
    VmSnapshot snapshot = thorough();
    List<JitPolicy> jit = known(snapshot, SnapshotPart.JIT_POLICIES, SUBSCRIPTION);
    assertThat(jit).as("the other names another VM").hasSize(1);
    assertThat(jit.get(0).ports()).hasSize(1);
    assertThat(jit.get(0).ports().get(0).maxRequestDuration()).contains(Duration.ofHours(3));
    assertThat(jit.get(0).requests().get(0).ports().get(0).statusReason()).contains("Expired");
    List<ActivityEvent> events = known(snapshot, SnapshotPart.ACTIVITY_LOG, GROUP);
    assertThat(events).hasSize(2);
    assertThat(events.get(1).errorCode()).contains("AllocationFailed");
    assertThat(known(snapshot, SnapshotPart.LOCKS, SUBSCRIPTION))
        .containsExactly(
            new ManagementLock(
                GROUP + "/providers/Microsoft.Authorization/locks/keep",
                "keep",
                "ReadOnly",
                GROUP));
    assertThat(known(snapshot, SnapshotPart.SUBSCRIPTIONS, SUBSCRIPTION).state())
        .isEqualTo("Warned");
    assertThat(
            snapshot
                .all(SnapshotPart.COMPUTE_USAGES)
                .values()
                .iterator()
                .next()
                .known()
                .orElseThrow())
        .contains(new ComputeUsage("cores", 10, 10));
  }

  @Test
  void asksForEachPartOnceAndInFiveStepsAtMost() throws InterruptedException {
    AtomicInteger deepest = new AtomicInteger();
    Set<String> parts = new HashSet<>();
    VmSnapshot snapshot =
        READER.read(
            VmId.parse(VM),
            SnapshotScope.thorough(),
            Deadline.in(ENOUGH),
            (part, id, reading, level) -> {
              deepest.accumulateAndGet(level, Math::max);
              parts.add(part.name());
              assertThat(reading.known()).as(part + " " + id + ": " + reading).isPresent();
            });
    assertThat(deepest.get()).isEqualTo(5);
    assertThat(arm.urls())
        .as(
            "all that there is, the activity log once for each resource group, Resource Graph for"
                + " next hops and for DNS zones, the serial log")
        .doesNotHaveDuplicates()
        .hasSize(arm.keys().size() + 3);
    assertThat(parts)
        .as("extensions come with the VM, and no rule asks who is in an ASG")
        .hasSize(SnapshotScope.thorough().parts().size() - 2);
    assertThat(VmSnapshotCodec.read(VmSnapshotCodec.write(snapshot), "x")).isEqualTo(snapshot);
  }

  @Test
  void theStandardScopeAsksForNothingElse() throws InterruptedException {
    VmSnapshot snapshot = read(SnapshotScope.standard(), ENOUGH);
    for (SnapshotPart<?> part : SnapshotPart.ALL) {
      assertThat(snapshot.all(part).isEmpty())
          .as(part.name())
          .isEqualTo(
              !SnapshotScope.standard().parts().contains(part)
                  || part == SnapshotPart.NETWORK_MEMBERS);
    }
    assertThat(arm.requests())
        .noneMatch(
            request ->
                request.contains("effective")
                    || request.contains("eventtypes")
                    || request.contains("locks")
                    || request.contains("usages"));
    arm.forget();
    VmSnapshot vmOnly = read(SnapshotScope.of(SnapshotPart.VM), ENOUGH);
    assertThat(arm.requests()).containsExactly("GET " + VM);
    assertThat(vmOnly.get(SnapshotPart.NETWORK_INTERFACES, NIC))
        .isEqualTo(new Reading.NotAsked<>());
  }

  /** What can keep it from being started is worth reading only then. */
  @Test
  void ofAVmThatIsOffTheStandardScopeHasWhatKeepsItOff() throws InterruptedException {
    arm.change(
        "GET " + VM,
        vm -> StubArm.parse(vm.toString().replace("PowerState/running", "PowerState/deallocated")));
    VmSnapshot snapshot = read(SnapshotScope.standard(), ENOUGH);
    for (SnapshotPart<?> part :
        List.of(
            SnapshotPart.LOCKS,
            SnapshotPart.SUBSCRIPTIONS,
            SnapshotPart.COMPUTE_USAGES,
            SnapshotPart.ACTIVITY_LOG)) {
      assertThat(snapshot.all(part).values())
          .as(part.name())
          .isNotEmpty()
          .allMatch(reading -> reading.known().isPresent());
    }
    assertThat(snapshot.all(SnapshotPart.EFFECTIVE_ROUTES)).isEmpty();
  }

  /** Firewalls and Bastion hosts are listed there only when the peering is known. */
  @Test
  void aHubInAnotherSubscriptionTakesNoMoreSteps() throws InterruptedException {
    String other = "/subscriptions/00000000-0000-0000-0000-000000000002";
    String hub = SUBSCRIPTION + "/resourceGroups/hub-rg/";
    Map<String, JsonNode> world = new LinkedHashMap<>();
    for (String key : arm.keys()) {
      JsonNode body = StubArm.json("world").get(key);
      world.put(
          key.replace(hub, other + "/resourceGroups/hub-rg/"),
          StubArm.parse(
              body.toString().replace(hub, other + "/resourceGroups/hub-rg/").replace(hub, other)));
    }
    String list = "GET " + SUBSCRIPTION + "/providers/Microsoft.Network/";
    for (String kind : List.of("azureFirewalls", "azureFirewalls/page2", "bastionHosts")) {
      world.put(
          "GET " + other + (list + kind).substring(("GET " + SUBSCRIPTION).length()),
          world.get(list + kind));
      world.put(list + kind, StubArm.parse("{\"value\":[]}"));
    }
    String events = "/providers/Microsoft.Insights/eventtypes/management/values";
    world.put("GET " + other + events, world.get("GET " + SUBSCRIPTION + events));
    inHub(world, other);
    arm.empty();
    world.forEach(arm::put);
    List<String> tooDeep = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger deepest = new AtomicInteger();
    VmSnapshot snapshot =
        READER.read(
            VmId.parse(VM),
            SnapshotScope.thorough(),
            Deadline.in(ENOUGH),
            (part, id, reading, level) -> {
              deepest.accumulateAndGet(level, Math::max);
              if (level > 5) {
                tooDeep.add(part + " " + id);
              }
            });
    String network = other + "/resourceGroups/hub-rg/providers/Microsoft.Network";
    assertThat(known(snapshot, SnapshotPart.BASTION_HOSTS, other)).hasSize(1);
    assertThat(known(snapshot, SnapshotPart.AZURE_FIREWALLS, other)).hasSize(1);
    assertThat(
            known(
                    snapshot,
                    SnapshotPart.NETWORK_SECURITY_GROUPS,
                    network + "/networkSecurityGroups/bastion-nsg")
                .rules())
        .isNotEmpty();
    assertThat(snapshot.subnet(network + "/virtualNetworks/hub/subnets/AzureBastionSubnet").known())
        .isPresent();
    assertThat(gaps(snapshot)).isEmpty();
    assertThat(tooDeep).isEmpty();
    assertThat(deepest.get()).isEqualTo(5);
  }

  /** The Bastion of the stub stands in the hub, whose network tells of its subnet. */
  private static void inHub(Map<String, JsonNode> world, String subscription) {
    String from = NETWORK + "/virtualNetworks/vnet1/subnets/AzureBastionSubnet";
    String network = subscription + "/resourceGroups/hub-rg/providers/Microsoft.Network";
    String to = network + "/virtualNetworks/hub/subnets/AzureBastionSubnet";
    String nsg = network + "/networkSecurityGroups/bastion-nsg";
    for (String key : List.copyOf(world.keySet())) {
      JsonNode body =
          StubArm.parse(
              world
                  .get(key)
                  .toString()
                  .replace(from, to)
                  .replace(NETWORK + "/networkSecurityGroups/bastion-nsg", nsg));
      world.remove(key);
      world.put(
          key.replace(from, to).replace(NETWORK + "/networkSecurityGroups/bastion-nsg", nsg), body);
    }
    JsonNode own = world.get("GET " + NETWORK + "/virtualNetworks/vnet1");
    ArrayNode subnets = (ArrayNode) own.at("/properties/subnets");
    for (int i = subnets.size() - 1; i >= 0; i--) {
      if (subnets.get(i).path("id").asText().equals(to)) {
        ((ArrayNode) world.get("GET " + network + "/virtualNetworks/hub").at("/properties/subnets"))
            .add(subnets.remove(i));
      }
    }
  }

  @Test
  void theNicsOfTheNetworkAreReadWhereARuleAsksWhoIsInAGroup() throws InterruptedException {
    arm.change(
        "GET " + NIC.replace("networkInterfaces/nic1", "networkSecurityGroups/nic-nsg"),
        group -> {
          ObjectNode rule = (ObjectNode) group.at("/properties/securityRules/0/properties");
          rule.putArray("sourceAddressPrefixes");
          rule.putArray("sourceApplicationSecurityGroups").addObject().put("id", "/asg/jump");
          return group;
        });
    VmSnapshot snapshot = read(SnapshotScope.standard(), ENOUGH);
    assertThat(snapshot.all(SnapshotPart.NETWORK_MEMBERS).values())
        .singleElement()
        .satisfies(
            reading ->
                assertThat(reading.known().orElseThrow())
                    .flatExtracting(NetworkInterface::ipConfigurations)
                    .extracting(IpConfiguration::privateAddress)
                    .containsExactly(Optional.of("10.9.0.4"), Optional.of("10.9.0.44")));
    assertThat(arm.requests()).filteredOn(each -> each.contains("ResourceGraph")).hasSize(2);
  }

  @Test
  void noSecretIsKept() throws InterruptedException {
    String json = new String(VmSnapshotCodec.write(thorough()), StandardCharsets.UTF_8);
    assertThat(json).doesNotContain("SECRET").doesNotContain("stub-token");
  }

  // ---- the serial log --------------------------------------------------------------------------

  private static final String LOG = "GET /c/vm1.serialconsole.log";

  @Test
  void theSerialLogIsFetchedWithoutTheToken() throws InterruptedException {
    List<String> headers = new ArrayList<>();
    arm.when(
        LOG,
        request -> {
          request
              .getHeaders()
              .forEach(header -> headers.add(header.getName().toLowerCase(Locale.ROOT)));
          return StubArm.body("*** STOP: 0x00000050\r\n").to(request);
        });
    BootDiagnostics boot = thorough().ofVm(SnapshotPart.BOOT_DIAGNOSTICS).known().orElseThrow();
    assertThat(boot.serialLog().orElseThrow().signs())
        .extracting(SerialLog.Sign::kind)
        .containsExactly(SerialLog.Kind.STOP_CODE);
    assertThat(headers).contains("range").doesNotContain("authorization");
  }

  @Test
  void thePictureOfTheScreenIsGivenAndNothingElseInItsPlace() {
    String picture = "GET /c/vm1.screenshot.bmp";
    VmId id = VmId.parse(VM);
    Duration time = Duration.ofSeconds(10);
    List<String> headers = new ArrayList<>();
    arm.when(
        picture,
        request -> {
          request
              .getHeaders()
              .forEach(header -> headers.add(header.getName().toLowerCase(Locale.ROOT)));
          return StubArm.body("BM a picture").to(request);
        });
    assertThat(READER.screenshot(id, Deadline.in(time)).known())
        .hasValueSatisfying(
            shown -> assertThat(shown.toBytes()).asString().isEqualTo("BM a picture"));
    assertThat(headers).contains("range").doesNotContain("authorization");
    for (StubArm.Answer answer :
        List.of(StubArm.body("MZ"), StubArm.status(403, "AuthenticationFailed"), StubArm.reset())) {
      arm.forget().when(picture, answer);
      assertThat(READER.screenshot(id, Deadline.in(time)).gap())
          .hasValueSatisfying(why -> assertThat(why).contains("no picture"));
    }
    arm.forget()
        .when(
            "POST " + VM + "/retrieveBootDiagnosticsData",
            StubArm.status(403, "AuthorizationFailed"));
    assertThat(READER.screenshot(id, Deadline.in(time)))
        .isInstanceOfSatisfying(
            Reading.NotPermitted.class,
            no -> assertThat(no.action()).endsWith("/retrieveBootDiagnosticsData/action"));
  }

  @Test
  void aSerialLogElsewhereIsNotFetched() throws InterruptedException {
    String ask = "POST " + VM + "/retrieveBootDiagnosticsData";
    for (String url :
        List.of(
            "http://example.blob.core.windows.net/c/log",
            "https://example.blob.core.windows.net.evil.example/c/log",
            "https://example.blob.core.windows.net:8443/c/log",
            "https://user@evil.example/c/log",
            "https://169.254.169.254/c/log",
            "file:///c/log",
            "no url")) {
      arm.forget().when(ask, StubArm.body("{\"serialConsoleLogBlobUri\":\"" + url + "\"}"));
      assertThat(thorough().ofVm(SnapshotPart.BOOT_DIAGNOSTICS).known().orElseThrow())
          .isEqualTo(new BootDiagnostics(false, true, Optional.empty()));
      assertThat(arm.requests()).as(url).noneMatch(request -> request.endsWith("/c/log"));
    }
    for (StubArm.Answer answer :
        List.of(StubArm.status(403, "AuthenticationFailed"), StubArm.reset())) {
      arm.forget().when(LOG, answer);
      assertThat(thorough().ofVm(SnapshotPart.BOOT_DIAGNOSTICS).known().orElseThrow())
          .isEqualTo(new BootDiagnostics(true, true, Optional.empty()));
    }
  }

  // ---- rights ----------------------------------------------------------------------------------

  private static Map<String, Reading<?>> flat(VmSnapshot snapshot) {
    Map<String, Reading<?>> all = new LinkedHashMap<>();
    for (SnapshotPart<?> part : SnapshotPart.ALL) {
      snapshot.all(part).forEach((id, reading) -> all.put(part + " " + id, reading));
    }
    return all;
  }

  private static SnapshotPart<?> part(String flatKey) {
    return SnapshotPart.ALL.stream()
        .filter(part -> flatKey.startsWith(part.name() + " "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyReadThatIsDeniedNamesItsActionAloneAndInPairs() throws InterruptedException {
    Map<String, Reading<?>> healthy = flat(thorough());
    List<String> keys = arm.keys();
    int cases = 0;
    for (int a = 0; a < keys.size(); a++) {
      for (int b = a; b < keys.size(); b++) {
        arm.forget();
        arm.when(keys.get(a), StubArm.status(403, "AuthorizationFailed"));
        arm.when(keys.get(b), StubArm.status(403, "AuthorizationFailed"));
        Map<String, Reading<?>> seen = flat(thorough());
        List<String> denied = new ArrayList<>();
        seen.forEach(
            (key, reading) -> {
              if (reading instanceof Reading.NotPermitted<?> no) {
                assertThat(no.action()).isEqualTo(part(key).action());
                denied.add(key);
              } else {
                assertThat(reading.known()).as(key).isPresent();
              }
            });
        assertThat(denied).as(keys.get(a)).isNotEmpty();
        assertThat(healthy.keySet()).containsAll(seen.keySet());
        cases++;
      }
    }
    assertThat(cases).isEqualTo(keys.size() * (keys.size() + 1) / 2);
  }

  @Test
  void everyReferenceThatLeadsNowhereIsNotFound() throws InterruptedException {
    for (String key : arm.keys()) {
      arm.forget().when(key, StubArm.status(404, "ResourceNotFound"));
      assertThat(flat(thorough()).values())
          .as(key)
          .anyMatch(reading -> reading instanceof Reading.NotFound)
          .allMatch(reading -> reading instanceof Reading.NotFound || reading.known().isPresent());
    }
  }

  // ---- bad days --------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET " + VM,
        "GET " + NIC,
        "GET " + SUBSCRIPTION + "/providers/Microsoft.Network/azureFirewalls",
        "GET " + SUBSCRIPTION + "/providers/Microsoft.Security/jitNetworkAccessPolicies",
        "POST " + NIC + "/effectiveRouteTable"
      })
  void aBadReplyIsOneGapWithItsCause(String key) throws InterruptedException {
    boolean post = key.startsWith("POST");
    arm.when(key, StubArm.status(429, "TooManyRequests", "Retry-After", "300"));
    assertThat(gaps(thorough())).contains("Azure throttled the request; retry after 300 s");
    arm.forget().when(key, StubArm.reset());
    assertThat(gaps(thorough())).anyMatch(gap -> gap.contains("Connection reset"));
    assertThat(arm.requests().stream().filter(key::equals)).hasSize(post ? 1 : 3);
    arm.forget().when(key, StubArm.status(500, "InternalServerError"));
    assertThat(gaps(thorough())).contains("HTTP 500 InternalServerError");
    assertThat(arm.requests().stream().filter(key::equals)).hasSize(post ? 1 : 3);
    for (String garbage : new String[] {"", "null", "<html>", "{\"value\": 7", "[1,2]"}) {
      arm.forget().when(key, StubArm.body(garbage));
      Map<String, Reading<?>> seen = flat(thorough());
      assertThat(seen).isNotEmpty();
    }
    arm.forget().when(key, StubArm.hang());
    assertThat(gaps(read(SnapshotScope.thorough(), Duration.ofMillis(700)))).contains("deadline");
  }

  private static List<String> gaps(VmSnapshot snapshot) {
    return flat(snapshot).values().stream().flatMap(reading -> reading.gap().stream()).toList();
  }

  @Test
  void aReplyThatNeverComesEndsWithTheDeadline() throws InterruptedException {
    String key = "POST " + NIC + "/effectiveNetworkSecurityGroups";
    arm.later(key, Integer.MAX_VALUE);
    VmSnapshot snapshot = read(SnapshotScope.thorough(), Duration.ofSeconds(2));
    assertThat(snapshot.get(SnapshotPart.EFFECTIVE_SECURITY_GROUPS, NIC))
        .isEqualTo(new Reading.Failed<>("deadline"));
    assertThat(snapshot.vm().known()).isPresent();
  }

  @Test
  void anInterruptedReadEndsAtOnceAndAsksNoMore() throws InterruptedException {
    thorough();
    // Both, for either leads to the network.
    arm.forget()
        .when("GET " + NIC, StubArm.hang())
        .when("GET " + NIC.replace("nic1", "nic2"), StubArm.hang());
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch hanging = new CountDownLatch(1);
    Thread reading =
        new Thread(
            () -> {
              try {
                READER.read(
                    VmId.parse(VM),
                    SnapshotScope.thorough(),
                    Deadline.in(Duration.ofMinutes(10)),
                    (part, id, outcome, level) -> {
                      if (part == SnapshotPart.VM) {
                        hanging.countDown();
                      }
                    });
              } catch (InterruptedException e) {
                ended.countDown();
              }
            });
    reading.start();
    assertThat(hanging.await(60, TimeUnit.SECONDS)).isTrue();
    reading.interrupt();
    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    reading.join();
    assertThat(arm.requests()).noneMatch(("GET " + NETWORK + "/virtualNetworks/vnet1")::equals);
  }

  /** A listener of somebody else's. */
  @Test
  void aListenerThatThrowsDoesNotHoldTheReadUp() throws InterruptedException {
    VmSnapshot snapshot =
        READER.read(
            VmId.parse(VM),
            SnapshotScope.standard(),
            Deadline.in(ENOUGH),
            (part, id, reading, level) -> {
              throw new IllegalStateException("a bug of the listener");
            });
    assertThat(gaps(snapshot)).isEmpty();
    assertThat(snapshot.networkInterface(NIC).known()).isPresent();
  }

  @Test
  void aStoppedVmHasNoEffectiveRules() throws InterruptedException {
    for (String nic : new String[] {"nic1", "nic2"}) {
      arm.when(
          "POST " + NETWORK + "/networkInterfaces/" + nic + "/effectiveNetworkSecurityGroups",
          StubArm.status(400, "NicMustBeAttachedToRunningVmToGetEffectiveSecurityGroups"));
    }
    assertThat(thorough().get(SnapshotPart.EFFECTIVE_SECURITY_GROUPS, NIC))
        .isEqualTo(
            new Reading.Failed<>(
                "Azure says this of running VMs only: HTTP 400 NicMustBeAttachedToRunningVmToGetEffectiveSecurityGroups"));
  }

  @Test
  void aVmWithoutNicHasNoNetwork() throws InterruptedException {
    arm.change(
        "GET " + VM,
        vm -> {
          ((ObjectNode) vm.path("properties")).remove("networkProfile");
          return vm;
        });
    VmSnapshot snapshot = thorough();
    assertThat(snapshot.vm().known().orElseThrow().networkInterfaces()).isEmpty();
    assertThat(snapshot.networkInterfaces()).isEmpty();
    assertThat(snapshot.ofVm(SnapshotPart.RESOURCE_HEALTH).known()).isPresent();
  }

  /** A list that points at itself, as a broken proxy could make it. */
  @Test
  void aListThatNeverEndsIsOneGap() throws InterruptedException {
    String key = "GET " + SUBSCRIPTION + "/providers/Microsoft.Authorization/locks";
    arm.when(
        key,
        StubArm.body("{\"value\":[],\"nextLink\":\"" + StubArm.ARM + key.substring(4) + "\"}"));
    assertThat(gaps(thorough())).anyMatch(gap -> gap.contains("more than 20 pages"));
  }

  @Test
  void aPageElsewhereGetsNoToken() throws InterruptedException {
    String key = "GET " + SUBSCRIPTION + "/providers/Microsoft.Authorization/locks";
    arm.when(key, StubArm.body("{\"value\":[],\"nextLink\":\"https://elsewhere.example/x\"}"));
    assertThat(gaps(thorough())).anyMatch(gap -> gap.contains("refused to send"));
    assertThat(arm.requests()).noneMatch(request -> request.equals("GET /x"));
  }

  // ---- other shapes ----------------------------------------------------------------------------

  private static final List<JsonNode> OTHERS =
      List.of(
          NullNode.getInstance(),
          TextNode.valueOf("SomethingNew"),
          TextNode.valueOf(""),
          IntNode.valueOf(-1),
          BooleanNode.TRUE,
          JsonNodeFactory.instance.objectNode(),
          JsonNodeFactory.instance.arrayNode().addNull());

  /**
   * Any value of any reply replaced, taken out, or joined by one that nobody knows: a snapshot all
   * the same, which can be written and read.
   */
  @Test
  void noReplyOfAnotherShapeEscapes() throws InterruptedException {
    Random random = new Random(20261122);
    List<String> keys = arm.keys();
    Set<String> outcomes = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      String key = keys.get(random.nextInt(keys.size()));
      JsonNode good = StubArm.json("world").get(key);
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        mutate(good, random);
      }
      arm.put(key, good);
      VmSnapshot snapshot = thorough();
      assertThat(VmSnapshotCodec.read(VmSnapshotCodec.write(snapshot), key)).isEqualTo(snapshot);
      flat(snapshot).values().forEach(r -> outcomes.add(r.getClass().getSimpleName()));
      arm.put(key, StubArm.json("world").get(key));
    }
    assertThat(outcomes).contains("Known", "Failed");
  }

  private static void mutate(JsonNode node, Random random) {
    JsonNode at = node;
    while (true) {
      List<JsonNode> inner = new ArrayList<>();
      at.forEach(
          child -> {
            if (child.isContainerNode() && !child.isEmpty()) {
              inner.add(child);
            }
          });
      if (inner.isEmpty() || random.nextInt(4) == 0) {
        break;
      }
      at = inner.get(random.nextInt(inner.size()));
    }
    JsonNode other = OTHERS.get(random.nextInt(OTHERS.size()));
    if (at instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(3)) {
        case 0 -> object.remove(name);
        case 1 -> object.set("nobodyKnows" + random.nextInt(9), other);
        default -> object.set(name, other);
      }
    } else if (at instanceof ArrayNode array && !array.isEmpty()) {
      array.set(random.nextInt(array.size()), other);
    }
  }

  // ---- size ------------------------------------------------------------------------------------

  @Test
  void aSnapshotIsSmall() throws InterruptedException {
    byte[] document = VmSnapshotCodec.write(thorough());
    List<VmSnapshot> kept = new ArrayList<>();
    VmSnapshotCodec.read(document, "warm");
    long before = used();
    for (int i = 0; i < 100; i++) {
      kept.add(VmSnapshotCodec.read(document, "x"));
    }
    long each = (used() - before) / kept.size();
    System.out.println("retained size of a thorough snapshot: " + each + " bytes");
    assertThat(each).isLessThan(200_000);
    assertThat(kept).hasSize(100);
  }

  private static long used() {
    System.gc();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
