package io.github.rdpdiagnosis.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An ARM in memory: one VM with everything around it, each reply by method and path, and faults by
 * the same keys.
 */
final class StubArm implements HttpClient {
  static final String ARM = "https://arm.example";
  private static final int MAX = 1 << 20;

  private final Map<String, JsonNode> world = new LinkedHashMap<>();
  private final Map<String, Answer> faults = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> urls = Collections.synchronizedList(new ArrayList<>());
  private Duration delay = Duration.ZERO;

  /** What ARM does. */
  interface Answer {
    Mono<HttpResponse> to(HttpRequest request);
  }

  static StubArm healthy() {
    StubArm arm = new StubArm();
    json("world").properties().forEach(entry -> arm.world.put(entry.getKey(), entry.getValue()));
    return arm;
  }

  static JsonNode json(String fixture) {
    try (InputStream in = StubArm.class.getResourceAsStream("/arm/" + fixture + ".json")) {
      return StrictJson.readTree(in.readAllBytes(), MAX, fixture);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode parse(String body) {
    return StrictJson.readTree(body.getBytes(StandardCharsets.UTF_8), MAX, "request");
  }

  VmReader reader() {
    return VmReader.of(
        io.github.rdpdiagnosis.model.Secret.of("stub-token-7f3a"),
        AzureCloud.of(java.net.URI.create(ARM)),
        () -> this,
        // A clock that leaps a second each time: the budget is never used up.
        () -> {
          AtomicLong seconds = new AtomicLong();
          return new RequestBudget(() -> seconds.incrementAndGet() * 1_000_000_000L);
        });
  }

  List<String> keys() {
    return List.copyOf(world.keySet());
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  /** With their queries; those of Resource Graph are in its body. */
  List<String> urls() {
    return List.copyOf(urls);
  }

  StubArm forget() {
    faults.clear();
    requests.clear();
    urls.clear();
    return this;
  }

  /** Knows no resource any more. */
  StubArm empty() {
    world.clear();
    return this;
  }

  StubArm change(String key, UnaryOperator<JsonNode> change) {
    world.put(key, change.apply(world.get(key).deepCopy()));
    return this;
  }

  StubArm put(String key, JsonNode body) {
    world.put(key, body);
    return this;
  }

  StubArm when(String key, Answer answer) {
    faults.put(key, answer);
    return this;
  }

  StubArm slow(Duration each) {
    delay = each;
    return this;
  }

  static Answer status(int status, String code, String... headers) {
    return request ->
        Mono.just(
            new Reply(
                request,
                status,
                "{\"error\":{\"code\":\"" + code + "\",\"message\":\"sig=x\"}}",
                headers));
  }

  static Answer body(String text) {
    return request -> Mono.just(new Reply(request, 200, text));
  }

  static Answer hang() {
    return request -> Mono.never();
  }

  static Answer reset() {
    return request -> Mono.error(new IOException("Connection reset"));
  }

  /** Says that the reply is elsewhere, this many times, and then gives it. */
  StubArm later(String key, int times) {
    String where = "GET /later" + key.substring(key.indexOf('/'));
    String url = ARM + where.substring(4);
    int[] asked = new int[1];
    faults.put(key, request -> Mono.just(new Reply(request, 202, "null", "Location", url)));
    faults.put(
        where,
        request ->
            Mono.just(
                asked[0]++ < times
                    ? new Reply(request, 202, "null", "Location", url, "Retry-After", "0")
                    : new Reply(request, 200, world.get(key).toString())));
    return this;
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    String key = request.getHttpMethod() + " " + request.getUrl().getPath();
    requests.add(key);
    urls.add(
        request.getHttpMethod()
            + " "
            + request.getUrl()
            + (request.getUrl().getPath().endsWith("/Microsoft.ResourceGraph/resources")
                ? " " + request.getBodyAsBinaryData()
                : ""));
    Answer fault = faults.get(key);
    Mono<HttpResponse> reply =
        fault != null
            ? fault.to(request)
            : Mono.just(
                world.entrySet().stream()
                    .filter(entry -> same(entry.getKey(), key))
                    .findFirst()
                    .map(entry -> new Reply(request, 200, text(entry.getValue())))
                    .orElseGet(
                        () ->
                            new Reply(
                                request,
                                404,
                                "{\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"\"}}")));
    return delay.isZero() ? reply : Mono.delay(delay).then(reply);
  }

  private static boolean same(String a, String b) {
    return a.toLowerCase(Locale.ROOT).equals(b.toLowerCase(Locale.ROOT));
  }

  private static String text(JsonNode body) {
    return body.toString().replace("${arm}", ARM);
  }

  /** A reply of JSON. */
  static final class Reply extends HttpResponse {
    private final int status;
    private final byte[] body;
    private final HttpHeaders headers = new HttpHeaders();

    Reply(HttpRequest request, int status, String body, String... headers) {
      this(request, status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Reply(HttpRequest request, int status, byte[] body, String... headers) {
      super(request);
      this.status = status;
      this.body = body;
      this.headers.set(HttpHeaderName.CONTENT_TYPE, "application/json; charset=utf-8");
      for (int i = 0; i < headers.length; i += 2) {
        this.headers.set(HttpHeaderName.fromString(headers[i]), headers[i + 1]);
      }
    }

    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    @Deprecated
    public String getHeaderValue(String name) {
      return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
      return Flux.defer(() -> Flux.just(ByteBuffer.wrap(body)));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(body);
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
}
