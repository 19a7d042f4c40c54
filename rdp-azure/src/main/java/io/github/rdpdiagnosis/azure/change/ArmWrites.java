package io.github.rdpdiagnosis.azure.change;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.AddDatePolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.azure.internal.arm.BoundedReply;
import io.github.rdpdiagnosis.azure.internal.arm.RetryWithinDeadline;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * The requests of changes: GETs, and the writes that the operations of this package consist of. Any
 * other write and any other host is refused before it is sent. A write is sent once, whatever comes
 * of it.
 */
final class ArmWrites {
  private static final int MAX_REPLY = 4 * 1024 * 1024;
  private static final Duration RESPONSE = Duration.ofSeconds(60);

  private static final String GROUP = "/subscriptions/[^/]+/resourceGroups/[^/]+/providers/";
  private static final String VM = GROUP + "Microsoft\\.Compute/virtualMachines/[^/]+";

  /** Method and path of every write there is. */
  private static final Pattern WRITES =
      Pattern.compile(
          "(?i)POST "
              + VM
              + "/(?:start|restart|redeploy|deallocate|powerOff|runCommand)"
              + "|PATCH "
              + VM
              + "|PUT "
              + VM
              + "/extensions/[^/]+"
              + "|(?:PUT|DELETE) "
              + GROUP
              + "Microsoft\\.Network/networkSecurityGroups/[^/]+/securityRules/[^/]+"
              + "|PUT "
              + GROUP
              + "Microsoft\\.Network/networkInterfaces/[^/]+"
              + "|(?:PUT|DELETE) "
              + GROUP
              + "Microsoft\\.Network/loadBalancers/[^/]+/inboundNatRules/[^/]+"
              + "|POST "
              + GROUP
              + "Microsoft\\.Security/locations/[^/]+/jitNetworkAccessPolicies/[^/]+/initiate");

  private final URI arm;
  private final HttpPipelinePolicy authentication;
  private final Supplier<HttpClient> http;
  private volatile @org.jspecify.annotations.Nullable HttpPipeline pipeline;

  ArmWrites(AzureCloud cloud, HttpPipelinePolicy authentication, Supplier<HttpClient> http) {
    this.arm = cloud.resourceManager();
    this.authentication = authentication;
    this.http = http;
  }

  /** A write. Its body may hold a secret, so it has no toString of its own. */
  static final class Write {
    private final HttpMethod method;
    private final String path;
    private final Optional<Map<String, ?>> body;
    private final Map<HttpHeaderName, String> headers;

    Write(
        HttpMethod method,
        String path,
        Optional<Map<String, ?>> body,
        Map<HttpHeaderName, String> headers) {
      this.method = method;
      this.path = path;
      this.body = body;
      this.headers = Map.copyOf(headers);
    }
  }

  /**
   * An answer of ARM.
   *
   * @param status HTTP status
   * @param body its JSON; missing where there is none
   * @param etag the ETag of its header
   * @param next where to ask on, for an operation that takes time
   * @param retryAfter how long ARM wants callers to wait
   */
  record Reply(
      int status,
      JsonNode body,
      Optional<String> etag,
      Optional<URI> next,
      Optional<Duration> retryAfter) {
    /** Status and, if it looks like one, ARM's code. The message is left out: it holds anything. */
    String said() {
      String code = body.path("error").path("code").asText(body.path("code").asText(""));
      return "HTTP " + status + (code.matches("[A-Za-z0-9.]{1,80}") ? " " + code : "");
    }
  }

  Reply get(String path, Deadline deadline) throws IOException, InterruptedException {
    return send(new HttpRequest(HttpMethod.GET, at(path).toURL()), deadline);
  }

  Reply poll(URI where, Deadline deadline) throws IOException, InterruptedException {
    return send(new HttpRequest(HttpMethod.GET, where.toURL()), deadline);
  }

  Reply send(Write write, Deadline deadline) throws IOException, InterruptedException {
    HttpRequest request = new HttpRequest(write.method, at(write.path).toURL());
    write.headers.forEach(request::setHeader);
    if (write.body.isPresent()) {
      request
          .setHeader(HttpHeaderName.CONTENT_TYPE, "application/json")
          .setBody(BinaryData.fromBytes(StrictJson.write(write.body.get())));
    } else {
      request.setBody(BinaryData.fromBytes(new byte[0]));
    }
    return send(request, deadline);
  }

  private URI at(String path) {
    return URI.create(arm.toString().replaceAll("/+$", "") + path);
  }

  private HttpPipeline pipeline() {
    HttpPipeline built = pipeline;
    if (built == null) {
      built =
          new HttpPipelineBuilder()
              .httpClient(http.get())
              .policies(
                  guard(),
                  new UserAgentPolicy("rdp-diagnosis"),
                  new RequestIdPolicy(),
                  new RetryWithinDeadline(),
                  new AddDatePolicy(),
                  authentication,
                  BoundedReply.policy(MAX_REPLY))
              .build();
      pipeline = built;
    }
    return built;
  }

  private HttpPipelinePolicy guard() {
    return (context, next) -> {
      HttpRequest request = context.getHttpRequest();
      URL url = request.getUrl();
      boolean sameHost =
          arm.getHost().equalsIgnoreCase(url.getHost())
              && arm.getScheme().equalsIgnoreCase(url.getProtocol())
              && port(arm.getPort(), url) == port(url.getPort(), url);
      boolean listed =
          request.getHttpMethod() == HttpMethod.GET
              || WRITES.matcher(request.getHttpMethod() + " " + url.getPath()).matches();
      return sameHost && listed
          ? next.process()
          : Mono.error(
              new IllegalStateException(
                  "refused to send a write that is none of this library's, or to another host"));
    };
  }

  private static int port(int port, URL url) {
    return port < 0 ? url.getDefaultPort() : port;
  }

  private Reply send(HttpRequest request, Deadline deadline)
      throws IOException, InterruptedException {
    Context context =
        new Context(RetryWithinDeadline.DEADLINE, deadline)
            .addData(RetryWithinDeadline.RESPONSE_TIMEOUT, deadline.atMost(RESPONSE).plusMillis(1));
    try {
      HttpResponse response =
          pipeline()
              .send(request, context)
              .timeout(deadline.remaining().plusMillis(1))
              .blockOptional()
              .orElseThrow(() -> new IOException("ARM's reply is empty"));
      return reply(response);
    } catch (RuntimeException e) {
      if (Thread.interrupted() || e.getCause() instanceof InterruptedException) {
        throw new InterruptedException("interrupted while Azure was asked");
      }
      // The text of what went wrong below can hold anything; its kind cannot.
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("no usable reply of Azure (" + cause.getClass().getSimpleName() + ")");
    }
  }

  private static Reply reply(HttpResponse response) {
    byte[] body = response.getBodyAsByteArray().blockOptional().orElseGet(() -> new byte[0]);
    String operation = response.getHeaderValue(HttpHeaderName.fromString("Azure-AsyncOperation"));
    String where = operation == null ? response.getHeaderValue(HttpHeaderName.LOCATION) : operation;
    return new Reply(
        response.getStatusCode(),
        json(body, response.getStatusCode() < 300),
        Optional.ofNullable(response.getHeaderValue(HttpHeaderName.ETAG)),
        Optional.ofNullable(where).map(URI::create),
        RetryWithinDeadline.retryAfter(response));
  }

  /** The first body of an operation that takes time is empty or the word null. */
  private static JsonNode json(byte[] body, boolean strict) {
    if (body.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return StrictJson.readTree(body, MAX_REPLY, "Azure's reply");
    } catch (JsonDocumentException e) {
      if (strict) {
        throw e;
      }
      return MissingNode.getInstance();
    }
  }
}
