package io.github.rdpdiagnosis.azure;

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
import io.github.rdpdiagnosis.azure.internal.arm.BoundedReply;
import io.github.rdpdiagnosis.azure.internal.arm.RetryWithinDeadline;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The requests of Run Command to one VM: GETs, and the one POST of the action. Anything else, and
 * any other host, is refused before it is sent.
 */
final class RunCommandRequests {
  static final String API_VERSION = "2025-04-01";
  private static final int MAX_REPLY = 4 * 1024 * 1024;
  private static final Duration RESPONSE = Duration.ofSeconds(30);

  private final AzureCloud cloud;
  private final VmId vm;
  private final HttpPipelinePolicy authentication;
  private final Supplier<HttpClient> http;
  private @Nullable HttpPipeline pipeline;

  RunCommandRequests(
      AzureCloud cloud, HttpPipelinePolicy authentication, Supplier<HttpClient> http, VmId vm) {
    this.cloud = cloud;
    this.vm = vm;
    this.authentication = authentication;
    this.http = http;
  }

  /** The RBAC action on the VM that ends so, such as {@code read}. */
  String action(String end) {
    return "Microsoft.Compute/"
        + vm.scaleSet().map(set -> "virtualMachineScaleSets/").orElse("")
        + "virtualMachines/"
        + end;
  }

  /** Built when the first request is sent. */
  private synchronized HttpPipeline pipeline() {
    if (pipeline == null) {
      pipeline =
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
    }
    return pipeline;
  }

  private HttpPipelinePolicy guard() {
    String action = vm + "/runCommand";
    return (context, next) -> {
      HttpRequest request = context.getHttpRequest();
      boolean listed =
          request.getHttpMethod() == HttpMethod.GET
              || (request.getHttpMethod() == HttpMethod.POST
                  && request.getUrl().getPath().endsWith(action));
      return cloud.serves(request.getUrl()) && listed
          ? next.process()
          : Mono.error(
              new IllegalStateException(
                  "refused to send anything but a GET or runCommand to "
                      + cloud.resourceManager().getHost()));
    };
  }

  /**
   * An answer of ARM.
   *
   * @param status HTTP status
   * @param body its JSON; missing where there is none
   * @param next where to ask on, for an operation that takes time
   * @param retryAfter how long ARM wants callers to wait
   */
  record Answer(int status, JsonNode body, Optional<URI> next, Optional<Duration> retryAfter) {
    /** ARM's error code, if it looks like one. The message is left out: it can hold anything. */
    String code() {
      String code = body.path("error").path("code").asText(body.path("code").asText(""));
      return code.matches("[A-Za-z0-9.]{1,80}") ? " " + code : "";
    }
  }

  /** A VM with its instance view. */
  Answer virtualMachine(Deadline deadline) throws IOException, InterruptedException {
    return send(
        HttpMethod.GET, at(vm + "?api-version=" + API_VERSION + "&$expand=instanceView"), deadline);
  }

  /** Starts a script. Sent once only, whatever comes of it. */
  Answer run(Map<String, ?> body, Deadline deadline) throws IOException, InterruptedException {
    HttpRequest request =
        new HttpRequest(HttpMethod.POST, at(vm + "/runCommand?api-version=" + API_VERSION).toURL())
            .setHeader(HttpHeaderName.CONTENT_TYPE, "application/json")
            .setBody(BinaryData.fromBytes(StrictJson.write(body)));
    return send(request, deadline);
  }

  Answer poll(URI where, Deadline deadline) throws IOException, InterruptedException {
    return send(HttpMethod.GET, where, deadline);
  }

  private URI at(String path) {
    return URI.create(cloud.resourceManager().toString().replaceAll("/+$", "") + path);
  }

  private Answer send(HttpMethod method, URI where, Deadline deadline)
      throws IOException, InterruptedException {
    return send(new HttpRequest(method, where.toURL()), deadline);
  }

  private Answer send(HttpRequest request, Deadline deadline)
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
      return answer(response);
    } catch (RuntimeException e) {
      throw checked(e);
    }
  }

  /** What reactor wrapped, as it was thrown. */
  private static IOException checked(RuntimeException e) throws InterruptedException {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    if (cause instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
      throw new InterruptedException("interrupted while ARM was asked");
    }
    if (cause instanceof TimeoutException) {
      return new IOException("no reply from ARM in time");
    }
    if (cause instanceof IOException io) {
      return io;
    }
    // What ARM sent cannot be used: no JSON, too large, a link to elsewhere.
    if (e instanceof IllegalArgumentException
        || e instanceof IllegalStateException
        || e instanceof BoundedReply.TooLarge) {
      return new IOException(e.getMessage(), e);
    }
    throw e;
  }

  private Answer answer(HttpResponse response) {
    byte[] body = response.getBodyAsByteArray().blockOptional().orElseGet(() -> new byte[0]);
    boolean success = response.getStatusCode() < 300;
    return new Answer(
        response.getStatusCode(),
        json(body, success),
        next(response),
        RetryWithinDeadline.retryAfter(response));
  }

  /** The first body of an operation that takes time is empty or the word null. */
  private static JsonNode json(byte[] body, boolean strict) {
    if (body.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return StrictJson.readTree(body, MAX_REPLY, "ARM's reply");
    } catch (JsonDocumentException e) {
      if (strict) {
        throw e;
      }
      return MissingNode.getInstance();
    }
  }

  private static Optional<URI> next(HttpResponse response) {
    String operation = response.getHeaderValue(HttpHeaderName.fromString("Azure-AsyncOperation"));
    String where = operation == null ? response.getHeaderValue(HttpHeaderName.LOCATION) : operation;
    return Optional.ofNullable(where).map(URI::create);
  }
}
