package io.github.rdpdiagnosis.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.rdpdiagnosis.azure.guest.CollectorRequest;
import io.github.rdpdiagnosis.azure.guest.CollectorScript;
import io.github.rdpdiagnosis.azure.guest.GuestOutputs;
import io.github.rdpdiagnosis.azure.guest.GuestReading;
import io.github.rdpdiagnosis.azure.guest.GuestSection;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Run Command against a scripted ARM: the replies have the shape of recorded ones. */
class RunCommandWireTest {
  private static final String TOKEN = "stub-token-91ce";
  private static final String SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001";
  private static final String VM =
      SUBSCRIPTION + "/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/vm1";
  private static final String RUN = VM + "/runCommand";
  private static final String OPERATION =
      SUBSCRIPTION + "/providers/Microsoft.Compute/locations/westeurope/operations/op1";

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
  void running() {
    arm.stubFor(get(urlPathEqualTo(VM)).willReturn(json(200, fixture("vm-running"))));
    arm.stubFor(post(urlPathEqualTo(RUN)).willReturn(accepted()));
  }

  /** Whatever happens: GETs, and the one action; never another verb, never without the token. */
  @AfterEach
  void nothingButGetsAndTheAction() {
    assertThat(arm.findAll(anyRequestedFor(anyUrl())))
        .allSatisfy(
            request -> {
              assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + TOKEN);
              if (!request.getMethod().equals(RequestMethod.GET)) {
                assertThat(request.getMethod()).isEqualTo(RequestMethod.POST);
                assertThat(request.getUrl()).startsWith(RUN + "?api-version=");
              }
            });
    arm.resetAll();
  }

  private static String fixture(String name) {
    try (InputStream in = RunCommandWireTest.class.getResourceAsStream("/arm/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json; charset=utf-8")
        .withBody(body);
  }

  private static ResponseDefinitionBuilder error(int status, String code) {
    return json(
        status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"secret-" + TOKEN + "\"}}");
  }

  private static ResponseDefinitionBuilder accepted() {
    return aResponse()
        .withStatus(202)
        .withHeader(
            "Azure-AsyncOperation",
            "http://127.0.0.1:" + arm.port() + OPERATION + "?api-version=2025-04-01")
        .withHeader("Location", "http://127.0.0.1:" + arm.port() + OPERATION + "?monitor=true")
        .withHeader("Retry-After", "0")
        .withBody("null");
  }

  private static String text(String value) {
    return new String(StrictJson.write(Map.of("v", value)), StandardCharsets.UTF_8)
        .strip()
        .replaceAll("(?s)^\\{\\s*\"v\"\\s*:\\s*", "")
        .replaceAll("\\s*\\}$", "");
  }

  private static ResponseDefinitionBuilder inProgress() {
    return json(
        200,
        "{\"startTime\":\"2026-11-24T09:30:00.5+00:00\",\"status\":\"InProgress\",\"name\":\"op1\"}");
  }

  private static ResponseDefinitionBuilder succeeded(String out, String err) {
    return json(
        200,
        "{\"startTime\":\"2026-11-24T09:30:00.5+00:00\",\"endTime\":\"2026-11-24T09:30:31.1+00:00\","
            + "\"status\":\"Succeeded\",\"properties\":{\"output\":{\"value\":["
            + "{\"code\":\"ComponentStatus/StdOut/succeeded\",\"level\":\"Info\","
            + "\"displayStatus\":\"Provisioning succeeded\",\"message\":"
            + text(out)
            + "},{\"code\":\"ComponentStatus/StdErr/succeeded\",\"level\":\"Info\","
            + "\"displayStatus\":\"Provisioning succeeded\",\"message\":"
            + text(err)
            + "}]}},\"name\":\"op1\"}");
  }

  private static void operation(ResponseDefinitionBuilder answer) {
    arm.stubFor(get(urlPathEqualTo(OPERATION)).willReturn(answer));
  }

  private static GuestReading collect() throws InterruptedException {
    return collect(Duration.ofSeconds(30));
  }

  private static GuestReading collect(Duration time) throws InterruptedException {
    GuestReading reading =
        reader
            .runCommand(VmId.parse(VM))
            .collect(CollectorRequest.now(Instant.ofEpochSecond(1_764_000_000)), Deadline.in(time));
    assertThat(reading.toString()).doesNotContain(TOKEN);
    return reading;
  }

  private static String why(GuestReading reading) {
    return reading.status().kind() + ": " + reading.status().why().orElse("");
  }

  @Test
  void runsTheScriptAndReadsItsRecord() throws InterruptedException {
    arm.stubFor(
        get(urlPathEqualTo(OPERATION))
            .inScenario("slow")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(inProgress())
            .willSetStateTo("done"));
    arm.stubFor(
        get(urlPathEqualTo(OPERATION))
            .inScenario("slow")
            .whenScenarioStateIs("done")
            .willReturn(succeeded(GuestOutputs.healthy(), "")));
    GuestReading reading = collect();
    assertThat(reading.status()).isEqualTo(CheckStatus.holds());
    assertThat(reading.record().orElseThrow().host().computerName().known()).contains("SQL1");

    List<JsonNode> bodies =
        arm.findAll(postRequestedFor(urlPathEqualTo(RUN))).stream()
            .map(request -> StrictJson.readTree(request.getBody(), 1 << 20, "body"))
            .toList();
    assertThat(bodies).hasSize(1);
    assertThat(bodies.get(0).path("commandId").asText()).isEqualTo("RunPowerShellScript");
    StringBuilder script = new StringBuilder();
    bodies.get(0).path("script").forEach(line -> script.append(line.asText()).append('\n'));
    assertThat(script).hasToString(CollectorScript.text());
    assertThat(bodies.get(0).path("parameters"))
        .extracting(p -> p.path("name").asText() + "=" + p.path("value").asText())
        .containsExactly("Limit=4000", "Days=3", "ProbeBegan=1764000000");
  }

  @Test
  void readsTheOlderShapesOfOutput() throws InterruptedException {
    String message =
        text("Enable succeeded: \n[stdout]\n" + GuestOutputs.healthy() + "\n[stderr]\n");
    String entry =
        "[{\"code\":\"ProvisioningState/succeeded\",\"level\":\"Info\",\"displayStatus\":"
            + "\"Provisioning succeeded\",\"message\":"
            + message
            + "}]";
    operation(
        json(
            200,
            "{\"status\":\"Succeeded\",\"properties\":{\"output\":" + entry + "},\"name\":\"x\"}"));
    assertThat(collect().record()).isPresent();
    operation(json(200, "{\"value\":" + entry + "}"));
    assertThat(collect().record()).isPresent();
    arm.stubFor(post(urlPathEqualTo(RUN)).willReturn(json(200, "{\"value\":" + entry + "}")));
    assertThat(collect().record()).isPresent();
  }

  @Test
  void asksForWhatDidNotFit() throws InterruptedException {
    arm.stubFor(
        get(urlPathEqualTo(OPERATION))
            .inScenario("parts")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(succeeded(GuestOutputs.part("events,resources", "ts", "services"), ""))
            .willSetStateTo("second"));
    arm.stubFor(
        get(urlPathEqualTo(OPERATION))
            .inScenario("parts")
            .whenScenarioStateIs("second")
            .willReturn(succeeded(GuestOutputs.part("", "events", "resources"), "")));
    var record = collect().record().orElseThrow();
    assertThat(record.left()).isEmpty();
    assertThat(record.resources().cpuPercent().known()).contains(4L);
    assertThat(
            arm.findAll(postRequestedFor(urlPathEqualTo(RUN))).stream()
                .map(request -> request.getBodyAsString().replaceAll("\\s", ""))
                .collect(Collectors.toList())
                .get(1))
        .contains("\"events,resources\"");
  }

  @Test
  void keepsTheFirstPartWhereTheSecondFails() throws InterruptedException {
    arm.stubFor(
        post(urlPathEqualTo(RUN))
            .inScenario("busy")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(accepted())
            .willSetStateTo("busy"));
    arm.stubFor(
        post(urlPathEqualTo(RUN))
            .inScenario("busy")
            .whenScenarioStateIs("busy")
            .willReturn(error(409, "Conflict")));
    operation(succeeded(GuestOutputs.part("events", "ts"), ""));
    var record = collect().record().orElseThrow();
    assertThat(record.left()).containsExactly(GuestSection.EVENTS);
    assertThat(record.gaps().get(GuestSection.EVENTS)).contains("did not fit into the reply");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "409; Conflict; NOT_RUN: another Run Command or extension is at work in the VM (HTTP 409 Conflict)",
        "403; AuthorizationFailed; NOT_PERMITTED: this identity lacks Microsoft.Compute/virtualMachines/runCommand/action",
        "401; ExpiredAuthenticationToken; INCONCLUSIVE: Azure refused the token (HTTP 401",
        "404; ResourceNotFound; INCONCLUSIVE: ARM knows no such VM",
        "429; TooManyRequests; NOT_RUN: Azure throttled the request",
        "500; InternalServerError; INCONCLUSIVE: Run Command: HTTP 500 InternalServerError",
      })
  void namesWhatTheActionSays(int status, String code, String expected)
      throws InterruptedException {
    arm.stubFor(post(urlPathEqualTo(RUN)).willReturn(error(status, code)));
    assertThat(why(collect())).startsWith(expected);
    // Not safe to send twice: it was sent once.
    assertThat(arm.findAll(postRequestedFor(urlPathEqualTo(RUN)))).hasSize(1);
  }

  @Test
  void aDeadAgentIsSaidBeforeAnythingIsStarted() throws InterruptedException {
    String dead =
        fixture("vm-running")
            .replace("\"displayStatus\": \"Ready\"", "\"displayStatus\": \"Not Ready\"");
    arm.stubFor(get(urlPathEqualTo(VM)).willReturn(json(200, dead)));
    assertThat(why(collect()))
        .isEqualTo("NOT_RUN: Run Command needs the VM agent, which reports 'Not Ready'");
    arm.stubFor(get(urlPathEqualTo(VM)).willReturn(json(200, fixture("vm-deallocated"))));
    assertThat(why(collect()))
        .isEqualTo("NOT_RUN: Run Command needs a running VM; it is deallocated");
    arm.stubFor(get(urlPathEqualTo(VM)).willReturn(error(403, "AuthorizationFailed")));
    assertThat(why(collect()))
        .isEqualTo("NOT_PERMITTED: this identity lacks Microsoft.Compute/virtualMachines/read");
    assertThat(arm.findAll(postRequestedFor(anyUrl()))).isEmpty();
  }

  @Test
  void truncatedOutputIsNamed() throws InterruptedException {
    String whole = GuestOutputs.healthy();
    operation(succeeded(whole.substring(whole.length() - 4096), ""));
    assertThat(why(collect()))
        .startsWith("INCONCLUSIVE: guest record: its beginning was cut off: only the last");
  }

  @Test
  void garbageIsNamed() throws InterruptedException {
    operation(succeeded("Get-CimInstance : ...", ""));
    assertThat(why(collect()))
        .startsWith("INCONCLUSIVE: guest record: there is none in the output");
    operation(succeeded("", "At line:1 char:1 " + "x".repeat(500)));
    assertThat(why(collect())).startsWith("INCONCLUSIVE: the collector failed: At line:1 char:1");
    operation(json(200, "<html>"));
    assertThat(why(collect())).startsWith("INCONCLUSIVE: IOException: ARM's reply");
    operation(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
    assertThat(why(collect(Duration.ofSeconds(5)))).startsWith("INCONCLUSIVE: ");
    operation(
        json(200, "{\"status\":\"Failed\",\"error\":{\"code\":\"VMExtensionProvisioningError\"}}"));
    assertThat(why(collect()))
        .startsWith("INCONCLUSIVE: Run Command ended with Failed VMExtensionProvisioningError");
    arm.stubFor(post(urlPathEqualTo(RUN)).willReturn(aResponse().withStatus(202)));
    assertThat(why(collect())).startsWith("INCONCLUSIVE: ARM does not say where");
  }

  @Test
  void theTokenGoesToNoOtherHost() throws InterruptedException {
    arm.stubFor(
        post(urlPathEqualTo(RUN))
            .willReturn(
                aResponse()
                    .withStatus(202)
                    .withHeader("Azure-AsyncOperation", "http://127.0.0.2:" + arm.port() + "/x")));
    assertThat(why(collect())).startsWith("INCONCLUSIVE: IOException: refused to send anything");
    arm.stubFor(
        post(urlPathEqualTo(RUN))
            .willReturn(aResponse().withStatus(202).withHeader("Location", "not a link")));
    assertThat(why(collect())).startsWith("INCONCLUSIVE: ");
  }

  @Test
  void endlessPollingEndsAtTheDeadline() throws InterruptedException {
    operation(inProgress());
    long began = System.nanoTime();
    assertThat(why(collect(Duration.ofSeconds(4))))
        .startsWith("INCONCLUSIVE: the collector was not done by the deadline");
    // Not a matter of speed: a poll every 30 s would be seen by its count.
    assertThat(arm.findAll(anyRequestedFor(urlPathEqualTo(OPERATION)))).hasSizeBetween(2, 8);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void aSilentArmEndsAtTheDeadline() throws InterruptedException {
    arm.stubFor(post(urlPathEqualTo(RUN)).willReturn(accepted().withFixedDelay(20_000)));
    assertThat(why(collect(Duration.ofSeconds(3))))
        .startsWith("INCONCLUSIVE: the collector was not done by the deadline");
  }

  @Test
  void throttledPollsWaitAsTheyAreTold() throws InterruptedException {
    arm.stubFor(
        get(urlPathEqualTo(OPERATION))
            .inScenario("throttled")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(error(429, "TooManyRequests").withHeader("Retry-After", "1"))
            .willSetStateTo("free"));
    arm.stubFor(
        get(urlPathEqualTo(OPERATION))
            .inScenario("throttled")
            .whenScenarioStateIs("free")
            .willReturn(succeeded(GuestOutputs.healthy(), "")));
    assertThat(collect().record()).isPresent();
  }

  @Test
  void sectionsThatAreAskedForAreNamesOnly() {
    CollectorRequest request =
        new CollectorRequest(Set.of(GuestSection.EVENTS, GuestSection.TS), 7, Optional.empty());
    assertThat(request.parameters(0))
        .isEqualTo(Map.of("Sections", "ts,events", "Limit", "0", "Days", "7"));
  }
}
