package io.github.rdpdiagnosis.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.rdpdiagnosis.azure.internal.arm.RetryWithinDeadline;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Plain requests over the pipeline, for what the SDK's packages have no call or lose fields of.
 * Replies are JSON as it came.
 *
 * <p>Every call blocks until its deadline at most, and ends at once when its thread is interrupted.
 */
final class ArmRequests {
  private static final int MAX_REPLY = 16 * 1024 * 1024;
  private static final int MAX_PAGES = 20;
  private static final Duration FIRST_POLL = Duration.ofMillis(500);
  private static final Duration LAST_POLL = Duration.ofSeconds(5);

  /** Where a reply that takes time says that it will be. */
  private static final HttpHeaderName ASYNC_OPERATION =
      HttpHeaderName.fromString("Azure-AsyncOperation");

  private final HttpPipeline pipeline;
  private final String arm;

  ArmRequests(HttpPipeline pipeline, URI arm) {
    this.pipeline = pipeline;
    this.arm = arm.toString().replaceAll("/+$", "");
  }

  static Context context(Deadline deadline) {
    return new Context(RetryWithinDeadline.DEADLINE, deadline)
        .addData(
            RetryWithinDeadline.RESPONSE_TIMEOUT,
            deadline.atMost(Duration.ofSeconds(30)).plusMillis(1));
  }

  /** One document. The path starts with a slash and has its api-version. */
  JsonNode get(String path, Deadline deadline) {
    return json(await(send(get(arm + path), deadline), deadline));
  }

  /** The members of {@code value}, over all pages. */
  List<JsonNode> list(String path, Deadline deadline) {
    List<JsonNode> all = new ArrayList<>();
    Optional<String> next = Optional.of(arm + path);
    for (int page = 0; next.isPresent() && page < MAX_PAGES; page++) {
      JsonNode reply = json(await(send(get(next.get()), deadline), deadline));
      reply.path("value").forEach(all::add);
      next = Optional.of(reply.path("nextLink").asText("")).filter(link -> !link.isBlank());
    }
    if (next.isPresent()) {
      throw new IllegalStateException("ARM's list has more than " + MAX_PAGES + " pages");
    }
    return all;
  }

  /**
   * Asks by POST, once. Where ARM answers that the reply takes time, it is waited for.
   *
   * @return a missing node where ARM says that there is nothing
   */
  JsonNode ask(String path, Map<String, ?> body, Deadline deadline) {
    HttpRequest request =
        new HttpRequest(HttpMethod.POST, url(arm + path))
            .setHeader(HttpHeaderName.CONTENT_TYPE, "application/json")
            .setBody(BinaryData.fromBytes(StrictJson.write(body)));
    return json(
        await(
            send(request, deadline).flatMap(reply -> result(reply, deadline, FIRST_POLL)),
            deadline));
  }

  private Mono<HttpResponse> result(HttpResponse reply, Deadline deadline, Duration interval) {
    if (reply.getStatusCode() != 202) {
      return Mono.just(reply);
    }
    String location = reply.getHeaderValue(HttpHeaderName.LOCATION);
    String where = location == null ? reply.getHeaderValue(ASYNC_OPERATION) : location;
    if (where == null) {
      return Mono.error(new IllegalStateException("ARM does not say where its reply will be"));
    }
    Duration wait =
        RetryWithinDeadline.retryAfter(reply).filter(after -> !after.isZero()).orElse(interval);
    Duration longer = interval.multipliedBy(2);
    // A wait beyond the deadline ends with the deadline.
    return Mono.delay(wait)
        .then(Mono.defer(() -> send(get(where), deadline)))
        .flatMap(
            next ->
                result(
                    withLocation(next, where),
                    deadline,
                    longer.compareTo(LAST_POLL) > 0 ? LAST_POLL : longer));
  }

  /** A reply that still takes time need not repeat where it will be. */
  private static HttpResponse withLocation(HttpResponse reply, String where) {
    if (reply.getStatusCode() == 202
        && reply.getHeaderValue(HttpHeaderName.LOCATION) == null
        && reply.getHeaderValue(ASYNC_OPERATION) == null) {
      reply.getHeaders().set(HttpHeaderName.LOCATION, where);
    }
    return reply;
  }

  private static HttpRequest get(String url) {
    return new HttpRequest(HttpMethod.GET, url(url));
  }

  private static URL url(String text) {
    try {
      return URI.create(text).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not a URL: " + e.getMessage(), e);
    }
  }

  private Mono<HttpResponse> send(HttpRequest request, Deadline deadline) {
    return Mono.defer(() -> pipeline.send(request.copy(), context(deadline)));
  }

  static HttpResponse await(Mono<HttpResponse> reply, Deadline deadline) {
    HttpResponse response =
        reply
            .timeout(
                deadline.remaining().plusMillis(1),
                Mono.error(() -> new java.util.concurrent.CancellationException("deadline")))
            .block();
    if (response == null) {
      throw new IllegalStateException("ARM's reply is empty");
    }
    return response;
  }

  private static JsonNode json(HttpResponse reply) {
    byte[] body = reply.getBodyAsByteArray().blockOptional().orElseGet(() -> new byte[0]);
    if (reply.getStatusCode() == 204) {
      return MissingNode.getInstance();
    }
    if (reply.getStatusCode() != 200) {
      throw ArmRefusal.of(reply, body);
    }
    return StrictJson.readTree(body, MAX_REPLY, "ARM's reply");
  }
}
