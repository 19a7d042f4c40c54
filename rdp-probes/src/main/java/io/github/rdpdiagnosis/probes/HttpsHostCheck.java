package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.http.HttpHead;
import io.github.rdpdiagnosis.probes.internal.io.AddressText;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import io.github.rdpdiagnosis.probes.internal.io.OpenSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * HTTPS to a host that is known to be well, and plain HTTP to the same one: whether anything gets
 * out, whether it is that host who answers, and what time it has. See {@link WebAccess#knownGood}.
 */
final class HttpsHostCheck implements Check {
  private static final String HTTPS = "https-host";
  private static final String PORTAL = "captive-portal";
  private static final int HTTP_PORT = 80;
  private static final int NETWORK_AUTHENTICATION_REQUIRED = 511;

  private final LadderSettings settings;
  private final InetSocketAddress host;
  private final int httpPort;

  HttpsHostCheck(LadderSettings settings, InetSocketAddress host) {
    this(settings, host, HTTP_PORT);
  }

  HttpsHostCheck(LadderSettings settings, InetSocketAddress host, int httpPort) {
    this.settings = settings;
    this.host = host;
    this.httpPort = httpPort;
  }

  @Override
  public String name() {
    return HTTPS;
  }

  @Override
  public Set<FactKey<?>> needs() {
    return Set.of();
  }

  @Override
  public Set<FactKey<?>> produces() {
    return Set.of(
        WebFacts.HTTPS_HOST,
        WebFacts.HTTPS_OUTCOME,
        WebFacts.HTTPS_ISSUER,
        WebFacts.HTTPS_CLOCK_AHEAD,
        WebFacts.PORTAL,
        WebFacts.PORTAL_LOCATION);
  }

  @Override
  public void run(CheckContext context) {
    Started started = Started.now();
    Facts.Builder facts = Facts.builder().put(WebFacts.HTTPS_HOST, host.getHostString());
    List<InetAddress> addresses;
    try {
      addresses = settings.resolver().resolve(host.getHostString());
    } catch (IOException e) {
      facts.put(WebFacts.HTTPS_OUTCOME, WebOutcome.NO_ADDRESS);
      context.report(
          settings.observation(
              HTTPS,
              Optional.empty(),
              started,
              CheckStatus.violated("the name gives no address: " + e.getMessage()),
              facts.build()));
      return;
    }
    InetAddress address = addresses.get(0);
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(LadderSettings.threads());
    try (OpenSockets sockets = new OpenSockets()) {
      WebOutcome outcome = https(address, sockets, timer, context.deadline(), facts);
      facts.put(WebFacts.HTTPS_OUTCOME, outcome);
      CheckStatus status =
          outcome == WebOutcome.ANSWERED
              ? CheckStatus.holds()
              : CheckStatus.violated("HTTPS to " + host.getHostString() + ": " + outcome);
      Optional<String> at = Optional.of(AddressText.of(address));
      context.report(settings.observation(HTTPS, at, started, status, facts.build()));
      portal(context, address, sockets);
    } finally {
      timer.shutdownNow();
    }
  }

  private WebOutcome https(
      InetAddress address,
      OpenSockets sockets,
      ScheduledExecutorService timer,
      Deadline deadline,
      Facts.Builder facts) {
    WebConnection.Attempt attempt =
        WebConnection.open(
            settings,
            new InetSocketAddress(address, host.getPort()),
            host.getHostString(),
            sockets,
            timer,
            deadline);
    if (attempt.connection().isEmpty()) {
      return attempt.tls().isPresent() ? WebOutcome.TLS_FAILED : WebOutcome.TCP_FAILED;
    }
    WebConnection connection = attempt.connection().get();
    connection
        .certificate()
        .ifPresent(c -> facts.put(WebFacts.HTTPS_ISSUER, c.getIssuerX500Principal().getName()));
    Answer answer = connection.ask(get(), deadline.orSooner(settings.readTimeout()));
    Optional<HttpHead> head = HttpHead.parse(answer.bytes());
    head.flatMap(HttpHead::date)
        .ifPresent(
            date -> facts.put(WebFacts.HTTPS_CLOCK_AHEAD, Duration.between(Instant.now(), date)));
    if (head.isEmpty()) {
      return WebOutcome.NO_REPLY;
    }
    return connection.problems(Instant.now()).isEmpty()
        ? WebOutcome.ANSWERED
        : WebOutcome.ANSWERED_UNTRUSTED;
  }

  private String get() {
    return "GET / HTTP/1.1\r\nHost: "
        + host.getHostString()
        + "\r\nUser-Agent: rdpdiag\r\nConnection: close\r\n\r\n";
  }

  private void portal(CheckContext context, InetAddress address, OpenSockets sockets) {
    Started started = Started.now();
    Facts.Builder facts = Facts.builder();
    CheckStatus status;
    try {
      Socket socket = sockets.open();
      settings
          .connector()
          .connect(
              socket,
              new InetSocketAddress(address, httpPort),
              context.deadline().atMost(settings.connectTimeout()));
      Answer answer =
          Dialogue.ask(
              socket,
              get().getBytes(StandardCharsets.US_ASCII),
              (bytes, count) -> HttpHead.end(bytes, count) < 0 ? count + 1 : count,
              HttpHead.MOST_BYTES,
              context.deadline().orSooner(settings.readTimeout()));
      Optional<HttpHead> head = HttpHead.parse(answer.bytes());
      status = head.map(h -> portal(h, facts)).orElseGet(HttpsHostCheck::noPlainHttp);
    } catch (IOException e) {
      status = noPlainHttp();
    }
    context.report(
        settings.observation(
            PORTAL, Optional.of(AddressText.of(address)), started, status, facts.build()));
  }

  private static CheckStatus noPlainHttp() {
    return CheckStatus.inconclusive("plain HTTP gets no answer there", "a web browser");
  }

  private CheckStatus portal(HttpHead head, Facts.Builder facts) {
    Optional<String> location = head.values("location").stream().findFirst();
    boolean elsewhere = head.status() / 100 == 3 && location.filter(l -> !isRelated(l)).isPresent();
    boolean portal = elsewhere || head.status() == NETWORK_AUTHENTICATION_REQUIRED;
    facts.put(WebFacts.PORTAL, portal);
    if (portal) {
      location.ifPresent(l -> facts.put(WebFacts.PORTAL_LOCATION, l));
    }
    return portal
        ? CheckStatus.violated(
            "somebody else answers plain HTTP, as a captive portal does"
                + location.map(l -> ": sent to " + l).orElse(""))
        : CheckStatus.holds();
  }

  /** A path, the host itself, or one of the two within the other's domain. */
  private boolean isRelated(String location) {
    try {
      String there = URI.create(location).getHost();
      if (there == null) {
        return true;
      }
      String one = there.toLowerCase(Locale.ROOT);
      String other = host.getHostString().toLowerCase(Locale.ROOT);
      return one.equals(other) || one.endsWith("." + other) || other.endsWith("." + one);
    } catch (IllegalArgumentException e) {
      return true; // unreadable: that proves nobody in between
    }
  }
}
