package io.github.rdpdiagnosis.samples.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands say where Azure lets nobody in, each as a process of its own. */
@Timeout(240)
class AzureRefusalsTest {
  private static final String TOKEN = "s3cret-token";
  private static final String VM =
      "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/demo/providers"
          + "/Microsoft.Compute/virtualMachines/vm1";

  private WireMockServer arm;

  @BeforeEach
  void start() {
    arm =
        new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    arm.start();
  }

  @AfterEach
  void stop() {
    arm.stop();
  }

  private Command.Result run(String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--cloud", "http://127.0.0.1:" + arm.port()));
    Command.Result ran =
        Command.run(Map.of("RDPDIAG_ACCESS_TOKEN", TOKEN), all.toArray(String[]::new));
    assertThat(ran.out() + ran.err()).doesNotContain(TOKEN).doesNotContain("sig=x");
    return ran;
  }

  private void everythingIs(int status, String code) {
    arm.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(status)
                    .withHeader("Content-Type", "application/json")
                    .withBody(
                        "{\"error\":{\"code\":\""
                            + code
                            + "\",\"message\":\"sig=x "
                            + TOKEN
                            + "\"}}")));
  }

  @ParameterizedTest
  @CsvSource({
    "401, ExpiredAuthenticationToken, 'it has expired, or this computer''s clock is wrong'",
    "401, InvalidAuthenticationTokenTenant, sign in to the subscription's tenant",
    "401, InvalidAuthenticationToken, it is not valid for this cloud",
    "404, SubscriptionNotFound, 'no such subscription, or this identity may see nothing in it'",
    "403, AuthorizationFailed, Microsoft.Compute/virtualMachines/read"
  })
  void saysWhyTheVmIsNotRead(int status, String code, String why) throws Exception {
    everythingIs(status, code);
    Command.Result ran = run("snapshot", "--vm", VM);
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.err()).contains("the VM itself could not be read").contains(why);
  }

  @Test
  void saysThatThereIsNoSubscription() throws Exception {
    arm.stubFor(
        any(urlPathEqualTo("/providers/Microsoft.ResourceGraph/resources"))
            .willReturn(okJson("{\"totalRecords\":0,\"data\":[]}")));
    arm.stubFor(any(urlPathEqualTo("/subscriptions")).willReturn(okJson("{\"value\":[]}")));
    Command.Result ran = run("vms");
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.err())
        .contains("this identity sees no subscription; sign in to the tenant that it is in")
        .contains("this identity sees no such VM");
  }

  @Test
  void saysWhyThereIsNoList() throws Exception {
    everythingIs(401, "ExpiredAuthenticationToken");
    Command.Result ran = run("vms");
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.err()).contains("no list of VMs: Azure refused the token: it has expired");
    Command.Result named = run("snapshot", "--vm", "vm1");
    assertThat(named.status()).isEqualTo(2);
    assertThat(named.err()).contains("cannot look vm1 up: Azure refused the token");
  }

  /** Not asserted: a busy computer would decide. */
  @Test
  void saysHowLongItTakesToAskAzure() throws Exception {
    everythingIs(403, "AuthorizationFailed");
    long began = System.currentTimeMillis();
    run("snapshot", "--vm", VM);
    long first =
        arm.findAll(anyRequestedFor(anyUrl())).stream()
            .map(request -> request.getLoggedDate().toInstant())
            .min(Comparator.naturalOrder())
            .orElseThrow()
            .toEpochMilli();
    System.out.printf(
        "rdpdiag snapshot: %d ms from its start to the first request to ARM%n", first - began);
    assertThat(first).isGreaterThanOrEqualTo(began);
  }
}
