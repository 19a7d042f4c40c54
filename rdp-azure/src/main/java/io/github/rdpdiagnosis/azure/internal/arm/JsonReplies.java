package io.github.rdpdiagnosis.azure.internal.arm;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import reactor.core.publisher.Mono;

/**
 * Lets no body through that is not JSON, such as the page of a proxy: the SDK writes what it cannot
 * parse to its log, and a page may echo the request with its token.
 */
public final class JsonReplies {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int FIRST_REFUSAL = 400;

  private JsonReplies() {}

  /**
   * The policy. It has to stand before the one that makes a reply a {@link BoundedReply}.
   *
   * @return fails for an answer that is no JSON; takes the body from a refusal that is none, since
   *     its status says enough
   */
  public static HttpPipelinePolicy policy() {
    return (HttpPipelineCallContext context, HttpPipelineNextPolicy next) ->
        next.process().flatMap(JsonReplies::checked);
  }

  private static Mono<HttpResponse> checked(HttpResponse response) {
    return response
        .getBodyAsByteArray()
        .flatMap(
            body -> {
              if (body.length == 0 || isJson(body)) {
                return Mono.just(response);
              }
              return response.getStatusCode() >= FIRST_REFUSAL
                  ? Mono.just(BoundedReply.withoutBody(response))
                  : Mono.error(new NotJson());
            });
  }

  private static boolean isJson(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      boolean any = false;
      while (parser.nextToken() != null) {
        any = true;
      }
      return any;
    } catch (JsonProcessingException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot be read", e);
    }
  }

  /** Says nothing of what came instead. */
  public static final class NotJson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotJson() {
      super("ARM's reply is no JSON");
    }
  }
}
