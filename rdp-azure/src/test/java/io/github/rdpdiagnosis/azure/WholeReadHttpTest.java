package io.github.rdpdiagnosis.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.request;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The thorough read of a VM with everything around it, over HTTP, from full-shape replies. */
class WholeReadHttpTest {
  private static final String SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001";
  private static final String GROUP = SUBSCRIPTION + "/resourceGroups/rg1";
  private static final String VM = GROUP + "/providers/Microsoft.Compute/virtualMachines/vm1";
  private static final String NETWORK = GROUP + "/providers/Microsoft.Network";
  private static final Duration ENOUGH = Duration.ofSeconds(60);

  private static WireMockServer arm;
  private static VmReader reader;

  private JsonNode world;

  @BeforeAll
  static void start() {
    arm =
        new WireMockServer(
            WireMockConfiguration.options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .containerThreads(40));
    arm.start();
    reader =
        VmReader.of(
            Secret.of("stub-token"), AzureCloud.of(URI.create("http://127.0.0.1:" + arm.port())));
  }

  @AfterAll
  static void stop() {
    arm.stop();
  }

  @BeforeEach
  void everythingThere() {
    world = StubArm.json("world");
    // Nothing outside this computer is asked, not even for the serial log.
    ((ObjectNode) world.get("POST " + VM + "/retrieveBootDiagnosticsData"))
        .put("serialConsoleLogBlobUri", "https://elsewhere.invalid/log");
  }

  private VmSnapshot read(SnapshotScope scope, Duration each, SnapshotListener listener)
      throws InterruptedException {
    arm.resetAll();
    arm.stubFor(
        any(anyUrl())
            .atPriority(9)
            .willReturn(answer(404, "{\"error\":{\"code\":\"ResourceNotFound\"}}", each)));
    for (Map.Entry<String, JsonNode> entry : world.properties()) {
      String[] key = entry.getKey().split(" ", 2);
      int status = entry.getValue().path("stubStatus").asInt(200);
      String body = entry.getValue().toString().replace("${arm}", "http://127.0.0.1:" + arm.port());
      arm.stubFor(request(key[0], urlPathEqualTo(key[1])).willReturn(answer(status, body, each)));
    }
    return reader.read(VmId.parse(VM), scope, Deadline.in(ENOUGH), listener);
  }

  private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder answer(
      int status, String body, Duration delay) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json; charset=utf-8")
        .withFixedDelay((int) delay.toMillis())
        .withBody(body);
  }

  private VmSnapshot read() throws InterruptedException {
    return read(SnapshotScope.thorough(), Duration.ZERO, SnapshotListener.NONE);
  }

  private static Map<String, Reading<?>> flat(VmSnapshot snapshot) {
    Map<String, Reading<?>> all = new LinkedHashMap<>();
    for (SnapshotPart<?> part : SnapshotPart.ALL) {
      snapshot.all(part).forEach((id, reading) -> all.put(part + " " + id, reading));
    }
    return all;
  }

  private static Map<String, Object> values(VmSnapshot snapshot) {
    Map<String, Object> values = new LinkedHashMap<>();
    flat(snapshot).forEach((key, reading) -> values.put(key, reading.known().orElseThrow()));
    return values;
  }

  @Test
  void readsEverythingOnceInFiveSteps() throws InterruptedException {
    AtomicInteger deepest = new AtomicInteger();
    VmSnapshot snapshot =
        read(
            SnapshotScope.thorough(),
            Duration.ZERO,
            (part, id, reading, level) -> deepest.accumulateAndGet(level, Math::max));
    System.out.printf(
        "thorough snapshot over HTTP: %d calls in %d steps%n",
        arm.findAll(anyRequestedFor(anyUrl())).size(), deepest.get());
    assertThat(deepest.get()).isEqualTo(5);
    assertThat(arm.findAll(anyRequestedFor(anyUrl())))
        .extracting(
            request ->
                request.getMethod()
                    + " "
                    + request.getUrl()
                    + (request.getUrl().contains("ResourceGraph") ? request.getBodyAsString() : ""))
        .as(
            "two resource groups have an activity log, Resource Graph is asked two questions, each"
                + " other part is asked for once")
        .hasSize(world.size() + 2)
        .doesNotHaveDuplicates();
    assertThat(values(snapshot))
        .as("as without HTTP")
        .isEqualTo(
            values(
                StubArm.healthy()
                    .reader()
                    .read(
                        VmId.parse(VM),
                        SnapshotScope.thorough(),
                        Deadline.in(ENOUGH),
                        SnapshotListener.NONE)));
  }

  /** Any null that ARM may write in place of leaving a member out. */
  @Test
  void nullsAreAsGoodAsNothing() throws InterruptedException {
    VmSnapshot without = read();
    world.forEach(WholeReadHttpTest::addNulls);
    assertThat(values(read())).isEqualTo(values(without));
  }

  private static void addNulls(JsonNode node) {
    node.forEach(WholeReadHttpTest::addNulls);
    if (node instanceof ObjectNode object && object.path("properties").isObject()) {
      ObjectNode properties = (ObjectNode) object.get("properties");
      for (String name : new String[] {"ipTags", "extendedLocation", "somethingNew"}) {
        if (!properties.has(name)) {
          properties.putNull(name);
        }
      }
    }
  }

  @Test
  void wordsThatTheSdkDoesNotKnowAreKept() throws InterruptedException {
    world = StubArm.parse(world.toString().replace("\"VirtualAppliance\"", "\"QuantumLink\""));
    VmSnapshot snapshot = read();
    assertThat(
            snapshot
                .get(SnapshotPart.EFFECTIVE_ROUTES, NETWORK + "/networkInterfaces/nic1")
                .known()
                .orElseThrow())
        .extracting(EffectiveRoute::nextHopType)
        .contains("QuantumLink");
    assertThat(snapshot.routeTables().values().iterator().next().known().orElseThrow().routes())
        .extracting(route -> route.nextHopType().orElse(""))
        .contains("QuantumLink");
  }

  @Test
  void aReferenceThatLeadsNowhereIsOneGap() throws InterruptedException {
    Map<String, Object> whole = values(read());
    ((ObjectNode) world).remove("GET " + NETWORK + "/routeTables/rt1");
    Map<String, Reading<?>> seen = flat(read());
    seen.forEach(
        (key, reading) -> {
          if (key.endsWith("/routetables/rt1")) {
            assertThat(reading).isInstanceOf(Reading.NotFound.class);
          } else {
            assertThat((Object) reading.known().orElseThrow()).as(key).isEqualTo(whole.get(key));
          }
        });
  }

  @Test
  void aVmThatIsOffHasNoEffectiveRulesAndEverythingElse() throws InterruptedException {
    for (Map.Entry<String, JsonNode> entry : world.properties()) {
      if (entry.getKey().toLowerCase(Locale.ROOT).contains("/effective")) {
        ObjectNode body = (ObjectNode) entry.getValue();
        body.removeAll();
        body.put("stubStatus", 400);
        body.putObject("error").put("code", "NicMustBeAttachedToRunningVmToGetEffectiveRoutes");
      }
    }
    flat(read())
        .forEach(
            (key, reading) -> {
              if (key.startsWith("effective")) {
                assertThat(reading.gap().orElseThrow()).contains("running VMs only");
              } else {
                assertThat(reading.known()).as(key).isPresent();
              }
            });
  }

  @Test
  void everyListMayComeInPages() throws InterruptedException {
    Map<String, Object> whole = values(read());
    String locks = "GET " + SUBSCRIPTION + "/providers/Microsoft.Authorization/locks";
    ObjectNode first = (ObjectNode) world.get(locks);
    ArrayNode all = (ArrayNode) first.get("value");
    ObjectNode second = first.deepCopy();
    ((ArrayNode) second.get("value")).removeAll().addAll(all.deepCopy());
    all.removeAll();
    first.put("nextLink", "${arm}" + locks.substring(4) + "/page2?api-version=2016-09-01");
    ((ObjectNode) world).set(locks + "/page2", second);
    assertThat(values(read())).isEqualTo(whole);
  }

  /** Not asserted: a busy computer would decide. */
  @Test
  void saysHowLongARegionAwayTakes() throws InterruptedException {
    read();
    long began = System.nanoTime();
    VmSnapshot snapshot =
        read(SnapshotScope.standard(), Duration.ofMillis(150), SnapshotListener.NONE);
    System.out.printf(
        "standard snapshot over HTTP, 150 ms a call: %d ms, %d calls%n",
        (System.nanoTime() - began) / 1_000_000, arm.findAll(anyRequestedFor(anyUrl())).size());
    assertThat(values(snapshot)).isNotEmpty();
  }

  // ---- a computer whose clock is wrong ---------------------------------------------------------

  @Test
  void aTokenOfAnotherTimeIsSaidSoAndAskedForTwiceAtMost() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    TokenCredential credential =
        request -> {
          asked.incrementAndGet();
          return Mono.just(
              new AccessToken("old", OffsetDateTime.now(ZoneOffset.UTC).minusHours(2)));
        };
    StubArm stub = StubArm.healthy();
    stub.when("GET " + VM, StubArm.status(401, "ExpiredAuthenticationToken"));
    VmReader skewed = VmReader.of(credential, AzureCloud.of(URI.create(StubArm.ARM)), () -> stub);
    Reading<VirtualMachine> vm =
        skewed
            .read(
                VmId.parse(VM),
                SnapshotScope.of(SnapshotPart.VM),
                Deadline.in(Duration.ofSeconds(20)),
                SnapshotListener.NONE)
            .vm();
    assertThat(vm.gap().orElseThrow()).contains("clock is wrong");
    assertThat(asked.get()).isBetween(1, 2);
  }
}
