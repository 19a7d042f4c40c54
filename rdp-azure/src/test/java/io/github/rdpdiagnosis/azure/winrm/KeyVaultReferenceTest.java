package io.github.rdpdiagnosis.azure.winrm;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.rdpdiagnosis.azure.internal.arm.PlainToken;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A vault on loopback: what is asked of it, and what is made of its answers. */
@Timeout(60)
class KeyVaultReferenceTest {
  private static final String VERSION = "0123456789abcdef0123456789abcdef";
  private static final String VAULT = "https://sales.vault.azure.net";
  private static final String ID = VAULT + "/certificates/winrm/" + VERSION;

  /** A self-signed certificate of nobody, and its hash. */
  private static final String CERTIFICATE =
      "MIIBhjCCAS2gAwIBAgIUVEfJl4CkWsn9g5Oq0lo8yO1ZBqowCgYIKoZIzj0EAwIwGDEWMBQGA1UE"
          + "AwwNd2lucm0uZXhhbXBsZTAgFw0yNjExMjUxNTI2MjVaGA8yMTI2MTEwMTE1MjYyNVowGDEWMBQG"
          + "A1UEAwwNd2lucm0uZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABGouXza9Sw+Rgjac"
          + "m+t+aZYvJrftEi7zk4mXZmEPmq8+DpTU2hpEQXr9dioOWExU/Sl7r9+iadjr+pC472VttV2jUzBR"
          + "MB0GA1UdDgQWBBR7E9nPpRtVyaGQ7JG9AGMQg1dPODAfBgNVHSMEGDAWgBR7E9nPpRtVyaGQ7JG9"
          + "AGMQg1dPODAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIDRdXjCGCn7pozKbuNcn"
          + "uDIG8HHrTmiXtAYEzmo5KSQNAiAoruB5UOCL94Ba8/I+kVJpjtaSELX6IaIdZ9nV1VJ83Q==";

  private static final String SHA256 =
      "B36BCB81BD9ADD6E5D934A54B6C1EE086727B5853354CD9307938A0662489C58";

  private static WireMockServer vault;
  private final List<String> asked = new ArrayList<>();

  @BeforeAll
  static void start() {
    vault = new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
    vault.start();
  }

  @AfterAll
  static void stop() {
    vault.stop();
  }

  @BeforeEach
  void forget() {
    vault.resetAll();
  }

  /** Notes the URL and asks the vault on loopback instead. */
  private HttpClient toLoopback() {
    HttpClient real = HttpClient.createDefault();
    return request -> {
      asked.add(request.getHttpMethod() + " " + request.getUrl());
      try {
        HttpRequest copy = request.copy();
        copy.setUrl(
            URI.create("http://127.0.0.1:" + vault.port() + request.getUrl().getFile()).toURL());
        return real.send(copy);
      } catch (MalformedURLException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private Thumbprint read(String url, Duration span) throws Exception {
    return KeyVaultReference.parse(url)
        .read(PlainToken.policy(Secret.of("s3cret-token")), toLoopback(), Deadline.in(span));
  }

  private static void answers(ResponseDefinitionBuilder reply) {
    vault.stubFor(get(anyUrl()).willReturn(reply));
  }

  private static ResponseDefinitionBuilder certificate(String id, String cer) {
    return aResponse()
        .withHeader("Content-Type", "application/json")
        .withBody("{\"id\":\"" + id + "\",\"x5t\":\"x\",\"cer\":\"" + cer + "\"}");
  }

  private WinRmException refused(String url, Duration span) {
    return catchThrowableOfType(WinRmException.class, () -> read(url, span));
  }

  @Test
  void theCertificateIsReadAndNeverItsSecret() throws Exception {
    vault.stubFor(
        get(urlPathEqualTo("/certificates/winrm/" + VERSION))
            .withQueryParam("api-version", equalTo("7.4"))
            .withHeader("Authorization", equalTo("Bearer s3cret-token"))
            .willReturn(certificate(ID, CERTIFICATE)));
    for (String url : List.of(ID, VAULT + "/secrets/winrm/" + VERSION)) {
      assertThat(read(url, Duration.ofSeconds(20))).isEqualTo(new Thumbprint(SHA256));
    }
    assertThat(asked).containsOnly("GET " + ID + "?api-version=7.4");
    assertThat(vault.getAllServeEvents()).hasSize(2);
    assertThat(vault.getAllServeEvents().get(0).getRequest())
        .extracting(LoggedRequest::getBodyAsString)
        .isEqualTo("");
  }

  @Test
  void aMissingRightIsNamed() {
    for (int status : new int[] {401, 403}) {
      answers(aResponse().withStatus(status).withBody("{\"error\":{\"code\":\"Forbidden\"}}"));
      assertThat(refused(ID, Duration.ofSeconds(20)).status())
          .isEqualTo(CheckStatus.notPermitted("Microsoft.KeyVault/vaults/certificates/read"));
    }
  }

  @Test
  void whatIsNoCertificateIsNoThumbprint() {
    for (ResponseDefinitionBuilder reply :
        List.of(
            aResponse().withStatus(404),
            aResponse().withStatus(302).withHeader("Location", "http://127.0.0.1:1/"),
            aResponse().withBody("hello"),
            aResponse().withBody("{}"),
            certificate(ID, ""),
            certificate(ID, "AAAA"),
            certificate(ID, "!"),
            certificate(ID.replace("winrm", "other"), CERTIFICATE),
            certificate(ID.replace("sales", "other"), CERTIFICATE),
            aResponse().withBody("x".repeat(300_000)))) {
      answers(reply);
      assertThat(refused(ID, Duration.ofSeconds(20)))
          .hasMessageContaining("sales.vault.azure.net")
          .hasMessageNotContaining("s3cret");
    }
  }

  @Test
  void aSlowVaultIsNotWaitedForBeyondTheDeadline() {
    answers(certificate(ID, CERTIFICATE).withFixedDelay(20_000));
    long began = System.nanoTime();
    assertThat(refused(ID, Duration.ofMillis(400))).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void aTokenGoesToAVaultOfAzureOnly() {
    for (String url :
        List.of(
            "http://sales.vault.azure.net/certificates/winrm",
            "https://sales.vault.azure.net.example/certificates/winrm",
            "https://vault.azure.net/certificates/winrm",
            "https://a@sales.vault.azure.net/certificates/winrm",
            "https://sales.vault.azure.net:8443/certificates/winrm",
            "https://sales.vault.azure.net/keys/winrm",
            "https://sales.vault.azure.net/certificates/winrm/../x",
            "https://sales.vault.azure.net/certificates/winrm/12",
            "https://sales.vault.azure.net/certificates/winrm?x=1",
            "https://example.org/certificates/winrm",
            "")) {
      assertThatThrownBy(() -> KeyVaultReference.parse(url))
          .as(url)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(KeyVaultReference.parse("https://Sales.Vault.Azure.CN/secrets/winrm/").toString())
        .isEqualTo("https://sales.vault.azure.cn/certificates/winrm");
  }
}
