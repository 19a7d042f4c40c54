package io.github.rdpdiagnosis.azure.winrm;

import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * One HTTPS connection to a WinRM service. Nothing is sent twice by itself, no redirect is
 * followed, no proxy is used, and replies are bounded.
 */
final class WinRmConnection implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(35);
  private static final int MAX_REPLY = 1024 * 1024;
  private static final ContentType SOAP =
      ContentType.create("application/soap+xml", StandardCharsets.UTF_8);

  private final String where;
  private final HttpHost host;
  private final PinnedCertificate pin;
  private final OneAttempt attempt;
  private final CloseableHttpClient http;
  private final HttpClientContext context = HttpClientContext.create();
  private volatile boolean refused;

  WinRmConnection(
      HttpHost host,
      Thumbprint certificate,
      WinRm.Authentication authentication,
      Credentials credentials) {
    this.host = host;
    this.where = host.getHostName() + " port " + host.getPort();
    this.pin = new PinnedCertificate(certificate);
    this.attempt = new OneAttempt(authentication);
    BasicCredentialsProvider provider = new BasicCredentialsProvider();
    provider.setCredentials(new AuthScope(host), credentials);
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setTlsSocketStrategy(
                        // The pin names the machine; the certificate's own name says nothing more.
                        new DefaultClientTlsStrategy(
                            tls(pin),
                            HostnameVerificationPolicy.CLIENT,
                            NoopHostnameVerifier.INSTANCE))
                    .setMaxConnTotal(1)
                    .setMaxConnPerRoute(1)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.of(CONNECT))
                            .setSocketTimeout(Timeout.of(SILENCE))
                            .build())
                    .build())
            .setDefaultAuthSchemeRegistry(
                name -> name.equalsIgnoreCase(attempt.getName()) ? c -> attempt : null)
            .setDefaultCredentialsProvider(provider)
            .setUserAgent("rdp-diagnosis")
            .disableConnectionState()
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .build();
  }

  private static SSLContext tls(PinnedCertificate pin) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {pin}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /** Sends one request; the reply may be a fault. */
  SoapReply send(SoapRequest request, Deadline deadline) throws WinRmException {
    HttpPost post = new HttpPost("/wsman");
    post.setConfig(
        RequestConfig.custom()
            .setResponseTimeout(Timeout.ofMilliseconds(deadline.millisAtMost(SILENCE)))
            .setTargetPreferredAuthSchemes(List.of(attempt.getName()))
            .build());
    post.setEntity(new ByteArrayEntity(request.text().getBytes(StandardCharsets.UTF_8), SOAP));
    try {
      return http.execute(host, post, context, this::reply).get();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** A reply, or why there is none: the HTTP client lets only its own exceptions through. */
  private record Outcome(Optional<SoapReply> reply, Optional<WinRmException> problem) {
    SoapReply get() throws WinRmException {
      if (problem.isPresent()) {
        throw problem.get();
      }
      return reply.orElseThrow();
    }
  }

  private Outcome reply(ClassicHttpResponse response) throws IOException {
    try {
      return new Outcome(Optional.of(read(response)), Optional.empty());
    } catch (WinRmException e) {
      return new Outcome(Optional.empty(), Optional.of(e));
    }
  }

  private SoapReply read(ClassicHttpResponse response) throws IOException, WinRmException {
    int status = response.getCode();
    byte[] body = bounded(response.getEntity());
    if (status == 401) {
      throw refused(response);
    }
    if (status == 200) {
      return SoapReply.parse(body);
    }
    if (status == 500) {
      SoapReply reply = SoapReply.parse(body);
      if (reply.fault().isPresent()) {
        return reply;
      }
    }
    throw WinRmException.of(
        "WinRM at " + where + " answered HTTP " + status,
        "winrm get winrm/config on the VM, or Run Command instead");
  }

  private static byte[] bounded(HttpEntity entity) throws IOException, WinRmException {
    if (entity == null) {
      return new byte[0];
    }
    try (InputStream in = entity.getContent()) {
      byte[] bytes = in.readNBytes(MAX_REPLY + 1);
      if (bytes.length > MAX_REPLY) {
        throw WinRmException.of(
            "a reply of WinRM is larger than " + MAX_REPLY + " bytes",
            "looking at what listens on that port");
      }
      return bytes;
    }
  }

  /** Whether the credentials were sent and refused. */
  boolean isRefused() {
    return refused;
  }

  private WinRmException refused(ClassicHttpResponse response) {
    if (attempt.isSent()) {
      refused = true;
      return WinRmException.of(
          "WinRM at "
              + where
              + " refused the credentials; they were sent once and are not tried again, so that no"
              + " account is locked",
          "the right name and password of an administrator of that computer");
    }
    String offered =
        Arrays.stream(response.getHeaders("WWW-Authenticate"))
            .map(header -> header.getValue().replaceFirst("[^A-Za-z].*", ""))
            .filter(name -> name.matches("[A-Za-z]{1,20}"))
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .limit(8)
            .collect(Collectors.joining(", "));
    return WinRmException.of(
        "WinRM at "
            + where
            + " offers "
            + (offered.isEmpty() ? "no way to authenticate" : offered)
            + ", not "
            + attempt.getName()
            + (attempt.getName().equals(OneAttempt.BASIC) ? "" : " with NTLM")
            + "; no credentials were sent",
        "another way to authenticate (Kerberos and CredSSP are not supported here)");
  }

  private WinRmException lost(IOException e) {
    Optional<Thumbprint> other = pin.refused();
    if (other.isPresent()) {
      return WinRmException.of(
          "WinRM at "
              + where
              + " shows the certificate "
              + other.get()
              + ", not the one that was named; no credentials were sent",
          "the thumbprint of the WinRM listener's certificate, read on the VM");
    }
    if (e instanceof SSLException) {
      return WinRmException.of(
          "what answers at "
              + where
              + " does not speak TLS as WinRM over HTTPS does; plain HTTP is refused, and no"
              + " credentials were sent",
          "the port of the HTTPS listener, usually 5986");
    }
    boolean connecting =
        e instanceof ConnectException
            || e instanceof UnknownHostException
            || e instanceof NoRouteToHostException;
    if (connecting) {
      return WinRmException.of(
          "no connection to WinRM at " + where + " (" + e.getClass().getSimpleName() + ")",
          "a listener for HTTPS in the VM (Run Command EnableRemotePS makes one), and its port open"
              + " to this computer");
    }
    return WinRmException.of(
        e instanceof SocketTimeoutException
            ? "WinRM at " + where + " did not answer in time"
            : "the connection to WinRM at "
                + where
                + " was lost ("
                + e.getClass().getSimpleName()
                + ")",
        "trying again, or Run Command instead");
  }

  /** Ends what is under way, whatever it waits for. */
  void abort() {
    http.close(CloseMode.IMMEDIATE);
  }

  @Override
  public void close() {
    http.close(CloseMode.IMMEDIATE);
  }
}
