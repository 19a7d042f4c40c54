package io.github.rdpdiagnosis.azure.winrm;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.util.Context;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.azure.internal.arm.BoundedReply;
import io.github.rdpdiagnosis.azure.internal.arm.PlainToken;
import io.github.rdpdiagnosis.azure.internal.arm.RetryWithinDeadline;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.ByteArrayInputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate in a Key Vault, by the URL that Azure names it with; also by that of its secret,
 * which is what a VM's {@code secrets} hold. Only the public certificate is read, never the secret.
 *
 * <p>On the wire: one GET of {@code /certificates/{name}/{version}} at the vault itself, with a
 * token for the vault, which one for Azure Resource Manager is not. It needs the data action {@code
 * Microsoft.KeyVault/vaults/certificates/read} (role Key Vault Reader) or, in a vault with access
 * policies, the certificate permission Get; and a network way to the vault. Source: Key Vault REST
 * API, Get Certificate.
 *
 * @param host the vault, such as {@code sales.vault.azure.net}
 * @param name the certificate's name in it
 * @param version 32 hexadecimal digits; empty for the current one
 */
public record KeyVaultReference(String host, String name, String version) {
  /** The right that reading takes. */
  public static final String ACTION = "Microsoft.KeyVault/vaults/certificates/read";

  private static final int MAX_REPLY = 256 * 1024;
  private static final Duration RESPONSE = Duration.ofSeconds(20);

  /** The clouds' own names: a token goes to nobody else. */
  private static final String HOST =
      "[a-z][a-z0-9-]{1,22}[a-z0-9]\\.vault\\.(?:azure\\.net|azure\\.cn|usgovcloudapi\\.net)";

  private static final Pattern URL =
      Pattern.compile(
          "https://("
              + HOST
              + ")(?::443)?/(?:certificates|secrets)/([0-9A-Za-z-]{1,127})(?:/([0-9a-fA-F]{32}))?/?",
          Pattern.CASE_INSENSITIVE);

  /** Checks each part. */
  public KeyVaultReference {
    if (!host.matches(HOST)
        || !name.matches("[0-9A-Za-z-]{1,127}")
        || !version.matches("|[0-9a-f]{32}")) {
      throw new IllegalArgumentException(expected());
    }
  }

  private static String expected() {
    return "expected https://VAULT.vault.azure.net/certificates/NAME/VERSION, or /secrets/NAME/VERSION"
        + " (also vault.azure.cn and vault.usgovcloudapi.net)";
  }

  /**
   * From the URL.
   *
   * @param url of the certificate or of its secret, with or without a version
   * @return the reference
   * @throws IllegalArgumentException if it is none of a vault of Azure
   */
  public static KeyVaultReference parse(String url) {
    Matcher parts = URL.matcher(url.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(expected());
    }
    String version = parts.group(3) == null ? "" : parts.group(3);
    return new KeyVaultReference(
        parts.group(1).toLowerCase(Locale.ROOT), parts.group(2), version.toLowerCase(Locale.ROOT));
  }

  /**
   * Reads the certificate and hashes it. Blocks, within the deadline.
   *
   * @param credential asked for a token for the vault
   * @param deadline when to be back
   * @return SHA-256 of the certificate
   * @throws WinRmException if it cannot be read, and why
   * @throws InterruptedException if the thread was interrupted
   */
  public Thumbprint read(TokenCredential credential, Deadline deadline)
      throws WinRmException, InterruptedException {
    String scope = "https://" + host.substring(host.indexOf('.') + 1) + "/.default";
    return read(
        new BearerTokenAuthenticationPolicy(credential, scope),
        HttpClient.createDefault(),
        deadline);
  }

  /**
   * The same with a plain token.
   *
   * @param bearerToken for the vault; sent to it only
   * @param deadline when to be back
   * @return SHA-256 of the certificate
   * @throws WinRmException if it cannot be read, and why
   * @throws InterruptedException if the thread was interrupted
   */
  public Thumbprint read(Secret bearerToken, Deadline deadline)
      throws WinRmException, InterruptedException {
    return read(PlainToken.policy(bearerToken), HttpClient.createDefault(), deadline);
  }

  Thumbprint read(HttpPipelinePolicy authentication, HttpClient http, Deadline deadline)
      throws WinRmException, InterruptedException {
    HttpPipeline pipeline =
        new HttpPipelineBuilder()
            .httpClient(http)
            .policies(
                new UserAgentPolicy("rdp-diagnosis"),
                new RetryWithinDeadline(),
                authentication,
                BoundedReply.policy(MAX_REPLY))
            .build();
    Context context =
        new Context(RetryWithinDeadline.DEADLINE, deadline)
            .addData(RetryWithinDeadline.RESPONSE_TIMEOUT, deadline.atMost(RESPONSE).plusMillis(1));
    try {
      HttpResponse reply =
          pipeline
              .send(new HttpRequest(HttpMethod.GET, url().toURL()), context)
              .timeout(deadline.remaining().plusMillis(1))
              .blockOptional()
              .orElseThrow(() -> unusable("its reply is empty"));
      return taken(reply);
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    } catch (RuntimeException e) {
      if (Thread.interrupted() || e.getCause() instanceof InterruptedException) {
        throw new InterruptedException("interrupted while the vault was asked");
      }
      // The text of what went wrong below can hold anything; its kind cannot.
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw unusable(cause.getClass().getSimpleName());
    }
  }

  private URI url() {
    return URI.create(
        "https://"
            + host
            + "/certificates/"
            + name
            + (version.isEmpty() ? "" : "/" + version)
            + "?api-version=7.4");
  }

  private Thumbprint taken(HttpResponse reply) throws WinRmException {
    int status = reply.getStatusCode();
    if (status == 401 || status == 403) {
      throw new WinRmException(CheckStatus.notPermitted(ACTION));
    }
    if (status == 404) {
      throw unusable("it has no certificate of that name and version");
    }
    if (status != 200) {
      throw unusable("HTTP " + status);
    }
    byte[] body = reply.getBodyAsByteArray().blockOptional().orElseGet(() -> new byte[0]);
    try {
      JsonNode certificate = StrictJson.readTree(body, MAX_REPLY, "the vault's reply");
      requireSame(certificate.path("id").asText(""));
      byte[] der = Base64.getDecoder().decode(certificate.path("cer").asText(""));
      X509Certificate parsed =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      return Thumbprint.of(parsed, "SHA-256");
    } catch (IllegalArgumentException | CertificateException e) {
      throw unusable("its reply holds no certificate");
    }
  }

  /** The reply has to be about what was asked for. */
  private void requireSame(String id) throws WinRmException {
    KeyVaultReference said = parse(id);
    boolean same =
        said.host().equals(host)
            && said.name().equalsIgnoreCase(name)
            && (version.isEmpty() || said.version().equals(version));
    if (!same) {
      throw unusable("its reply is about another certificate");
    }
  }

  private WinRmException unusable(String why) {
    return WinRmException.of(
        "the certificate could not be read from the vault " + host + ": " + why,
        "the thumbprint itself, read on the VM");
  }

  @Override
  public String toString() {
    return "https://" + host + "/certificates/" + name + (version.isEmpty() ? "" : "/" + version);
  }
}
