package io.github.rdpdiagnosis.azure.internal.arm;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Sends a GET again, twice at most, when ARM was busy or the connection broke, and only if the wait
 * that ARM asked for leaves time. A reply of 429 that would have to wait longer is handed on at
 * once, so that the caller learns how long.
 */
public final class RetryWithinDeadline implements HttpPipelinePolicy {
  /** Key of the {@link Deadline} in a call's context. */
  public static final String DEADLINE = "io.github.rdpdiagnosis.azure.deadline";

  /** Key of the SDK in a call's context: how long to wait for the reply to begin. */
  public static final String RESPONSE_TIMEOUT = "azure-response-timeout";

  private static final int MAX_RETRIES = 2;
  private static final Duration FIRST_WAIT = Duration.ofMillis(300);

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    if (context.getHttpRequest().getHttpMethod() != HttpMethod.GET) {
      return next.process();
    }
    Deadline deadline =
        (Deadline) context.getData(DEADLINE).orElseGet(() -> Deadline.in(Duration.ZERO));
    return attempt(next, deadline, 0);
  }

  private static Mono<HttpResponse> attempt(
      HttpPipelineNextPolicy next, Deadline deadline, int retries) {
    // A call that is cloned before it is used can be sent again.
    HttpPipelineNextPolicy again = next.clone();
    return next.process()
        .onErrorResume(
            IOException.class,
            failure -> {
              Duration wait = FIRST_WAIT.multipliedBy(1L << retries);
              return retries < MAX_RETRIES && deadline.remaining().compareTo(wait) > 0
                  ? Mono.delay(wait).then(attempt(again, deadline, retries + 1))
                  : Mono.error(failure);
            })
        .flatMap(
            response -> {
              if (retries >= MAX_RETRIES || !isBusy(response.getStatusCode())) {
                return Mono.just(response);
              }
              Duration wait = retryAfter(response).orElse(FIRST_WAIT.multipliedBy(1L << retries));
              if (deadline.remaining().compareTo(wait) <= 0) {
                return Mono.just(response);
              }
              response.close();
              return Mono.delay(wait).then(attempt(again, deadline, retries + 1));
            });
  }

  private static boolean isBusy(int status) {
    return status == 408
        || status == 429
        || status == 500
        || status == 502
        || status == 503
        || status == 504;
  }

  /**
   * The Retry-After header in seconds (RFC 9110 section 10.2.3); ARM does not use its date form.
   *
   * @param response a reply
   * @return how long to wait; empty where it says nothing
   */
  public static Optional<Duration> retryAfter(HttpResponse response) {
    String value = response.getHeaderValue(HttpHeaderName.RETRY_AFTER);
    return value != null && value.matches("\\d{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
        : Optional.empty();
  }
}
