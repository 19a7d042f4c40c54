package io.github.rdpdiagnosis.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class VmReaderWireTest {
  private static final String TOKEN = "stub-token-7f3a";
  private static final String GROUP =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg1";
  private static final String VM = GROUP + "/providers/Microsoft.Compute/virtualMachines/vm1";
  private static final String NETWORK = GROUP + "/providers/Microsoft.Network";
  private static final String NIC = NETWORK + "/networkInterfaces/nic1";
  private static final String PUBLIC_IP = NETWORK + "/publicIPAddresses/pip1";
  private static final String VNET = NETWORK + "/virtualNetworks/vnet1";
  private static final String SUBNET = VNET + "/subnets/default";
  private static final String NIC_NSG = NETWORK + "/networkSecurityGroups/nic-nsg";
  private static final String SUBNET_NSG =
      NETWORK.replace("rg1", "RG1") + "/networkSecurityGroups/subnet-nsg";
  private static final String ROUTES = NETWORK + "/routeTables/rt1";

  private static WireMockServer arm;
  private static VmReader reader;

  @BeforeAll
  static void start() {
    arm =
        new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    arm.start();
    reader =
        VmReader.of(Secret.of(TOKEN), AzureCloud.of(URI.create("http://127.0.0.1:" + arm.port())));
  }

  @AfterAll
  static void stop() {
    arm.stop();
  }

  @BeforeEach
  void healthy() {
    stub(VM, ok("vm-running"));
    stub(NIC, ok("nic"));
    stub(PUBLIC_IP, ok("public-ip"));
    stub(SUBNET, ok("subnet"));
    stub(VNET, ok("virtual-network"));
    stub(NIC_NSG, ok("nic-nsg"));
    stub(SUBNET_NSG, ok("subnet-nsg"));
    stub(ROUTES, ok("route-table"));
  }

  /** Whatever happens, nothing but questions with the token reached ARM. */
  @AfterEach
  void onlyReads() {
    assertThat(arm.findAll(anyRequestedFor(anyUrl())))
        .allSatisfy(
            request -> {
              if (!request.getMethod().equals(RequestMethod.GET)) {
                assertThat(request.getMethod()).isEqualTo(RequestMethod.POST);
                assertThat(request.getUrl())
                    .contains("/listNetworkManagerEffectiveSecurityAdminRules?");
              }
              assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + TOKEN);
            });
    arm.resetAll();
  }

  private static void stub(String path, ResponseDefinitionBuilder answer) {
    arm.stubFor(get(urlPathEqualTo(path)).willReturn(answer));
  }

  private static ResponseDefinitionBuilder ok(String fixture) {
    return json(200, fixture(fixture));
  }

  private static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json; charset=utf-8")
        .withBody(body);
  }

  private static ResponseDefinitionBuilder error(int status, String code) {
    return json(
        status,
        "{\"error\": {\"code\": \"" + code + "\", \"message\": \"sig=secret-" + TOKEN + "\"}}");
  }

  private static String fixture(String name) {
    try (InputStream in = VmReaderWireTest.class.getResourceAsStream("/arm/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static VmSnapshot read() throws InterruptedException {
    return read(Duration.ofSeconds(30));
  }

  private static VmSnapshot read(Duration time) throws InterruptedException {
    return reader.read(VmId.parse(VM), Deadline.in(time));
  }

  @Test
  void readsAHealthyVm() throws InterruptedException {
    VmSnapshot snapshot = read();
    VirtualMachine vm = snapshot.vm().known().orElseThrow();
    assertThat(vm.powerState()).contains("running");
    assertThat(vm.provisioningState()).contains("Succeeded");
    assertThat(vm.agentStatus()).contains("Ready");
    assertThat(vm.computerName()).contains("VM1");
    assertThat(vm.size()).contains("Standard_D2s_v5");
    assertThat(vm.osType()).contains("Windows");
    assertThat(vm.networkInterfaces())
        .containsExactly(new VirtualMachine.NetworkInterfaceReference(NIC, Optional.of(true)));

    NetworkInterface nic = snapshot.networkInterface(NIC).known().orElseThrow();
    assertThat(nic.networkSecurityGroupId()).contains(NIC_NSG);
    IpConfiguration ip = nic.ipConfigurations().get(0);
    assertThat(ip.privateAddress()).contains("10.0.0.4");
    assertThat(ip.primary()).isTrue();
    assertThat(ip.applicationSecurityGroupIds())
        .containsExactly(NETWORK + "/applicationSecurityGroups/jump");
    assertThat(ip.inboundNatRuleIds()).hasSize(1);
    assertThat(ip.backendPoolIds()).hasSize(1);

    PublicIpAddress publicIp = snapshot.publicIpAddress(PUBLIC_IP).known().orElseThrow();
    assertThat(publicIp.address()).contains("203.0.113.10");
    assertThat(publicIp.sku()).contains("Standard");
    assertThat(publicIp.fqdn()).contains("vm1.westeurope.cloudapp.azure.com");

    Subnet subnet = snapshot.subnet(SUBNET).known().orElseThrow();
    assertThat(subnet.prefixes()).containsExactly("10.0.0.0/24");
    VirtualNetwork network = snapshot.virtualNetworkOf(SUBNET).known().orElseThrow();
    assertThat(network.addressSpace()).containsExactly("10.0.0.0/16");
    assertThat(network.peerings().get(0).remoteAddressSpace()).containsExactly("10.9.0.0/16");
    assertThat(snapshot.routeTable(ROUTES).known().orElseThrow().routes().get(0).nextHopAddress())
        .contains("10.9.0.4");

    NetworkSecurityGroup nsg = snapshot.networkSecurityGroup(NIC_NSG).known().orElseThrow();
    assertThat(nsg.rules()).hasSize(7);
    assertThat(nsg.rules().get(0).source().prefixes())
        .containsExactly("198.51.100.0/24", "203.0.113.77");
    assertThat(nsg.rules().get(0).destination().ports()).containsExactly("3389", "5985-5986");
    assertThat(nsg.rules().get(0).isDefault()).isFalse();
    assertThat(nsg.rules().get(6).isDefault()).isTrue();
    assertThat(snapshot.networkSecurityGroups()).hasSize(2);
    assertThat(VmSnapshotCodec.read(VmSnapshotCodec.write(snapshot), "x")).isEqualTo(snapshot);

    NetworkPolicy policy = NetworkPolicy.of(snapshot);
    assertThat(inbound(policy, "198.51.100.9")).isEqualTo(Verdict.ALLOW);
    assertThat(inbound(policy, "8.8.8.8")).isEqualTo(Verdict.DENY);
  }

  private static Verdict inbound(NetworkPolicy policy, String source) {
    return policy
        .inbound(IpAddress.parse(source), IpAddress.parse("10.0.0.4"), Protocol.TCP, Port.RDP)
        .verdict();
  }

  @Test
  void asksForEachPartOnceAndForTheVmWithItsInstanceView() throws InterruptedException {
    read();
    arm.verify(
        1, getRequestedFor(urlPathEqualTo(VM)).withQueryParam("$expand", equalTo("instanceView")));
    assertThat(arm.findAll(anyRequestedFor(anyUrl())))
        .extracting(request -> request.getUrl())
        .hasSizeGreaterThan(8)
        .doesNotHaveDuplicates();
  }

  @Test
  void aDeallocatedVmHasNoAgent() throws InterruptedException {
    stub(VM, ok("vm-deallocated"));
    VirtualMachine vm = read().vm().known().orElseThrow();
    assertThat(vm.powerState()).contains("deallocated");
    assertThat(vm.isRunning()).contains(false);
    assertThat(vm.agentStatus()).isEmpty();
    assertThat(vm.computerName()).as("as it was given").contains("VM1");
  }

  @Test
  void aForbiddenNsgNamesTheActionAndStopsNothingElse() throws InterruptedException {
    stub(NIC_NSG, error(403, "AuthorizationFailed"));
    VmSnapshot snapshot = read();
    assertThat(snapshot.networkSecurityGroup(NIC_NSG))
        .isEqualTo(new Reading.NotPermitted<>("Microsoft.Network/networkSecurityGroups/read"));
    assertThat(snapshot.networkSecurityGroup(SUBNET_NSG).known()).isPresent();
    assertThat(snapshot.routeTable(ROUTES).known()).isPresent();
    assertThat(inbound(NetworkPolicy.of(snapshot), "198.51.100.9")).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void aTokenThatIsNotAcceptedIsSaidSo() throws InterruptedException {
    stub(VM, error(401, "ExpiredAuthenticationToken"));
    assertThat(read().vm().gap())
        .contains(
            "Azure refused the token: it has expired, or this computer's clock is wrong; get a new"
                + " one (HTTP 401 ExpiredAuthenticationToken)");
    stub(VM, error(401, "InvalidAuthenticationTokenTenant"));
    assertThat(read().vm().gap().orElseThrow()).contains("another tenant");
    stub(VM, error(404, "SubscriptionNotFound"));
    assertThat(read().vm().gap().orElseThrow()).contains("no such subscription");
  }

  @Test
  void aNicThatIsGone() throws InterruptedException {
    stub(NIC, error(404, "ResourceNotFound"));
    VmSnapshot snapshot = read();
    assertThat(snapshot.networkInterface(NIC)).isEqualTo(new Reading.NotFound<>(NIC));
    assertThat(snapshot.vm().known()).isPresent();
    assertThat(snapshot.subnets()).isEmpty();
  }

  @Test
  void aShortThrottleIsWaitedFor() throws InterruptedException {
    throttleOnce("0");
    assertThat(read().networkInterface(NIC).known()).isPresent();
    arm.verify(2, getRequestedFor(urlPathEqualTo(NIC)));
  }

  private static void throttleOnce(String retryAfter) {
    arm.stubFor(
        get(urlPathEqualTo(NIC))
            .inScenario("throttle")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(error(429, "TooManyRequests").withHeader("Retry-After", retryAfter))
            .willSetStateTo("calm"));
    arm.stubFor(
        get(urlPathEqualTo(NIC))
            .inScenario("throttle")
            .whenScenarioStateIs("calm")
            .willReturn(ok("nic")));
  }

  @Test
  void aLongThrottleIsReportedAtOnce() throws InterruptedException {
    throttleOnce("300");
    VmSnapshot snapshot = read();
    assertThat(snapshot.networkInterface(NIC))
        .isEqualTo(new Reading.Throttled<>(Duration.ofMinutes(5)));
    arm.verify(1, getRequestedFor(urlPathEqualTo(NIC)));
  }

  @Test
  void aServerErrorIsRetriedTwiceAndThenReportedWithoutItsMessage() throws InterruptedException {
    stub(NIC_NSG, error(500, "InternalServerError"));
    assertThat(read().networkSecurityGroup(NIC_NSG))
        .isEqualTo(new Reading.Failed<>("HTTP 500 InternalServerError"));
    arm.verify(3, getRequestedFor(urlPathEqualTo(NIC_NSG)));
  }

  /**
   * The SDK's own pipeline would register the provider here: a write. The check is in {@link
   * #onlyReads()}.
   */
  @Test
  void aMissingRegistrationIsReportedAndNotMended() throws InterruptedException {
    stub(VM, error(409, "MissingSubscriptionRegistration"));
    assertThat(read().vm())
        .isEqualTo(new Reading.Failed<>("HTTP 409 MissingSubscriptionRegistration"));
    arm.verify(1, getRequestedFor(urlPathEqualTo(VM)));
  }

  @Test
  void whatIsNotThereByTheDeadlineHasFailed() throws InterruptedException {
    read();
    stub(SUBNET, ok("subnet").withFixedDelay(25_000));
    long began = System.nanoTime();
    VmSnapshot snapshot = read(Duration.ofSeconds(5));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    assertThat(snapshot.subnet(SUBNET)).isEqualTo(new Reading.Failed<>("deadline"));
    assertThat(snapshot.networkInterface(NIC).known()).isPresent();
    assertThat(snapshot.networkSecurityGroup(NIC_NSG).known()).isPresent();
  }

  @Test
  void aDeadlineThatIsOverReadsNothing() throws InterruptedException {
    assertThat(read(Duration.ZERO).vm()).isEqualTo(new Reading.Failed<>("deadline"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"properties\": 7}",
        "<html>",
        "{\"properties\": {\"securityRules\": [null, {}, {\"name\": \"x\"}]}}"
      })
  void hostileRepliesAreDataToo(String body) throws InterruptedException {
    stub(NIC_NSG, json(200, body));
    stub(VM, ok("vm-running"));
    VmSnapshot snapshot = read();
    assertThat(snapshot.networkSecurityGroup(NIC_NSG))
        .isInstanceOfAny(Reading.Failed.class, Reading.Known.class);
    assertThat(inbound(NetworkPolicy.of(snapshot), "8.8.8.8")).isNotEqualTo(Verdict.ALLOW);
    snapshot
        .networkSecurityGroup(NIC_NSG)
        .gap()
        .ifPresent(why -> assertThat(why).doesNotContain("\n").hasSizeLessThan(210));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"200 | ARM's reply is no JSON", "502 | 502", "403 | Microsoft.Network"})
  void ofAPageNothingIsKept(int status, String said) throws InterruptedException {
    stub(NIC_NSG, json(status, "<html>proxy: you sent " + TOKEN));
    Reading<NetworkSecurityGroup> reading = read().networkSecurityGroup(NIC_NSG);
    assertThat(reading.gap().orElseThrow()).contains(said).doesNotContain("proxy");
  }

  @Test
  void aThinVmIsRead() throws InterruptedException {
    stub(VM, json(200, "{\"name\": \"vm1\"}"));
    VirtualMachine vm = read().vm().known().orElseThrow();
    assertThat(vm.id()).isEqualTo(VM);
    assertThat(vm.powerState()).isEmpty();
    assertThat(vm.networkInterfaces()).isEmpty();
  }

  @Test
  void valuesThatTheSdkDoesNotKnowAreKept() throws InterruptedException {
    stub(
        VM,
        json(
            200,
            fixture("vm-running")
                .replace("PowerState/running", "PowerState/hibernated")
                .replace("Standard_D2s_v5", "Quantum_Q1")));
    stub(NIC_NSG, json(200, fixture("nic-nsg").replace("\"Tcp\"", "\"Sctp\"")));
    VmSnapshot snapshot = read();
    assertThat(snapshot.vm().known().orElseThrow().powerState()).contains("hibernated");
    assertThat(snapshot.vm().known().orElseThrow().size()).contains("Quantum_Q1");
    assertThat(
            snapshot.networkSecurityGroup(NIC_NSG).known().orElseThrow().rules().get(0).protocol())
        .isEqualTo("Sctp");
  }

  @Test
  void aReplyThatIsTooLargeIsRefused() throws InterruptedException {
    stub(NIC_NSG, json(200, "{\"x\": \"" + "y".repeat(17 * 1024 * 1024) + "\"}"));
    assertThat(read().networkSecurityGroup(NIC_NSG).gap().orElseThrow())
        .contains("larger than 16777216 bytes");
  }

  @Test
  void aBrokenConnectionIsRetriedAndReportedWithoutTheToken() throws InterruptedException {
    stub(NIC_NSG, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    Reading<NetworkSecurityGroup> reading = read().networkSecurityGroup(NIC_NSG);
    assertThat(reading).isInstanceOf(Reading.Failed.class);
    assertThat(reading.toString()).doesNotContain(TOKEN);
    // The JDK's client sends each GET a second time by itself when its connection breaks.
    assertThat(arm.findAll(getRequestedFor(urlPathEqualTo(NIC_NSG)))).hasSizeBetween(3, 6);
  }

  @Test
  void nobodyThere() throws InterruptedException {
    VmReader lost = VmReader.of(Secret.of(TOKEN), AzureCloud.of(URI.create("http://127.0.0.1:1")));
    Reading<VirtualMachine> reading =
        lost.read(VmId.parse(VM), Deadline.in(Duration.ofSeconds(20))).vm();
    assertThat(reading.gap().orElseThrow()).contains("Connect");
  }

  @Test
  void aCredentialNeedsHttps() {
    AzureCloud plain = AzureCloud.of(URI.create("http://127.0.0.1:" + arm.port()));
    assertThatThrownBy(
            () ->
                VmReader.of(
                    request ->
                        Mono.just(
                            new AccessToken("x", OffsetDateTime.now(ZoneOffset.UTC).plusHours(1))),
                    plain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https");
    assertThatThrownBy(() -> VmReader.of(Secret.of("two\r\nlines"), plain))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("lines");
  }

  private static Map<String, Observation> observations(
      io.github.rdpdiagnosis.model.check.Check check) throws InterruptedException {
    List<Observation> seen = new ArrayList<>();
    check.run(
        new CheckContext() {
          @Override
          public Deadline deadline() {
            return Deadline.in(Duration.ofSeconds(30));
          }

          @Override
          public List<Observation> observations() {
            return List.of();
          }

          @Override
          public void report(Observation observation) {
            seen.add(observation);
          }
        });
    return seen.stream().collect(Collectors.toMap(Observation::id, Function.identity()));
  }

  @Test
  void theCheckReportsEachKindOnce() throws InterruptedException {
    stub(NIC_NSG, error(403, "AuthorizationFailed"));
    stub(VM, ok("vm-deallocated"));
    Map<String, Observation> seen = observations(reader.check(VmId.parse(VM)));
    assertThat(seen)
        .as(
            "the seven kinds with terms of their own, and what else the standard scope asks for of"
                + " a VM that is off")
        .containsOnlyKeys(
            "azure/activity-log",
            "azure/locks",
            "azure/compute-usages",
            "azure/subscriptions",
            "azure/azure-firewalls",
            "azure/bastion-hosts",
            "azure/jit-policies",
            "azure/load-balancers",
            "azure/metrics",
            "azure/resource-health",
            "azure/security-admin-rules",
            "azure/vm",
            "azure/network-interface",
            "azure/public-ip-address",
            "azure/subnet",
            "azure/virtual-network",
            "azure/route-table",
            "azure/network-security-group",
            "azure/snapshot");
    Observation vm = seen.get("azure/vm");
    assertThat(vm.status().kind()).isEqualTo(CheckStatus.Kind.VIOLATED);
    assertThat(vm.facts().get(AzureFacts.POWER_STATE)).contains("deallocated");
    assertThat(seen.get("azure/azure-firewalls").status().kind())
        .as("hidden is not absent")
        .isEqualTo(CheckStatus.Kind.INCONCLUSIVE);
    Observation nsg = seen.get("azure/network-security-group");
    assertThat(nsg.status().permission()).contains("Microsoft.Network/networkSecurityGroups/read");
    assertThat(nsg.facts().get(AzureFacts.RESOURCES).orElseThrow())
        .containsExactly(ArmId.key(NIC_NSG));
    assertThat(
            seen.get("azure/public-ip-address")
                .facts()
                .get(AzureFacts.PUBLIC_ADDRESSES)
                .orElseThrow())
        .containsExactly("203.0.113.10");
    assertThat(
            seen.get("azure/network-interface")
                .facts()
                .get(AzureFacts.PRIVATE_ADDRESSES)
                .orElseThrow())
        .containsExactly("10.0.0.4");

    VmSnapshot snapshot = seen.get("azure/snapshot").facts().get(AzureFacts.SNAPSHOT).orElseThrow();
    Map<String, Observation> offline = observations(SnapshotCheck.of(snapshot));
    assertThat(offline).containsOnlyKeys(seen.keySet());
    offline.forEach(
        (id, observation) -> {
          assertThat(observation.status()).isEqualTo(seen.get(id).status());
          assertThat(observation.facts()).isEqualTo(seen.get(id).facts());
        });
  }

  @Test
  void hiddenPartsAreNotAbsentParts() throws InterruptedException {
    stub(NIC, error(403, "AuthorizationFailed"));
    Map<String, Observation> seen = observations(reader.check(VmId.parse(VM)));
    assertThat(seen.get("azure/network-security-group").status().kind())
        .isEqualTo(CheckStatus.Kind.NOT_RUN);
    assertThat(seen.get("azure/public-ip-address").facts().has(AzureFacts.PUBLIC_ADDRESSES))
        .isFalse();

    stub(NIC, json(200, fixture("nic").replaceAll("\"publicIPAddress\": \\{[^}]*\\},", "")));
    Map<String, Observation> none = observations(reader.check(VmId.parse(VM)));
    assertThat(none.get("azure/public-ip-address").status().kind())
        .isEqualTo(CheckStatus.Kind.NOT_APPLICABLE);
    assertThat(none.get("azure/public-ip-address").facts().get(AzureFacts.PUBLIC_ADDRESSES))
        .contains(List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com",
        "http://10.0.0.1",
        "ftp://localhost",
        "nowhere",
        "https://u:p@arm.example",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        ""
      })
  void refusesCloudsThatWouldLeakTheToken(String text) {
    assertThatThrownBy(() -> AzureCloud.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsTheClouds() {
    assertThat(AzureCloud.parse("public").resourceManager().getHost())
        .isEqualTo("management.azure.com");
    assertThat(AzureCloud.parse("USGov").resourceManager().getHost())
        .isEqualTo("management.usgovcloudapi.net");
    assertThat(AzureCloud.parse("china").resourceManager().getHost())
        .isEqualTo("management.chinacloudapi.cn");
    assertThat(AzureCloud.parse("https://arm.local.azurestack.external/").tokenScope())
        .isEqualTo("https://arm.local.azurestack.external/.default");
    assertThat(AzureCloud.parse("http://[::1]:8080").resourceManager().getPort()).isEqualTo(8080);
    assertThat(AzureCloud.US_GOVERNMENT.authority())
        .contains(URI.create("https://login.microsoftonline.us/"));
    assertThat(AzureCloud.CHINA.authority())
        .contains(URI.create("https://login.chinacloudapi.cn/"));
    assertThat(AzureCloud.PUBLIC.authority()).isEmpty();
  }
}
