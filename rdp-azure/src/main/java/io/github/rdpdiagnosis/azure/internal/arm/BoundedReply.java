package io.github.rdpdiagnosis.azure.internal.arm;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A reply of ARM with its body in memory, refused as soon as it grows beyond a limit. */
public final class BoundedReply extends HttpResponse {
  private final HttpResponse head;
  private final byte[] body;

  private BoundedReply(HttpResponse head, byte[] body) {
    super(head.getRequest());
    this.head = head;
    this.body = body;
  }

  /**
   * The policy that makes every reply one of these.
   *
   * @param limit most bytes of a body
   * @return the policy
   */
  public static HttpPipelinePolicy policy(int limit) {
    return (HttpPipelineCallContext context, HttpPipelineNextPolicy next) ->
        next.process().flatMap(response -> read(response, limit));
  }

  static HttpResponse withoutBody(HttpResponse head) {
    return new BoundedReply(head, new byte[0]);
  }

  private static Mono<HttpResponse> read(HttpResponse response, int limit) {
    return response
        .getBody()
        .reduceWith(ByteArrayOutputStream::new, (all, part) -> append(all, part, limit))
        .<HttpResponse>map(all -> new BoundedReply(response, all.toByteArray()))
        .doOnError(failure -> response.close());
  }

  private static ByteArrayOutputStream append(
      ByteArrayOutputStream all, ByteBuffer part, int limit) {
    if (all.size() + part.remaining() > limit) {
      throw new TooLarge(limit);
    }
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    all.writeBytes(bytes);
    return all;
  }

  /** Not an {@link IOException}: asking again would give the same. */
  public static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge(int limit) {
      super("ARM's reply is larger than " + limit + " bytes");
    }
  }

  @Override
  public int getStatusCode() {
    return head.getStatusCode();
  }

  @Override
  @Deprecated
  public String getHeaderValue(String name) {
    return head.getHeaders().getValue(HttpHeaderName.fromString(name));
  }

  @Override
  public HttpHeaders getHeaders() {
    return head.getHeaders();
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return Flux.just(ByteBuffer.wrap(body));
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return Mono.just(body.clone());
  }

  @Override
  public Mono<String> getBodyAsString() {
    return getBodyAsString(StandardCharsets.UTF_8);
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return Mono.just(new String(body, charset));
  }
}
