package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.dns.NameServerQuestion;
import io.github.rdpdiagnosis.probes.internal.dns.NameServerReply;
import io.github.rdpdiagnosis.probes.internal.http.HttpHead;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.io.OpenSockets;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks echo services for the address that they see, each twice over each address family that it
 * has: a network may leave by several addresses. See {@link WebAccess#echoServices}.
 */
final class EgressCheck implements Check {
  static final int MOST_SERVICES = 8;
  private static final String CHECK = "egress-seen";
  private static final int ROUNDS = 2;
  private static final int DNS_PORT = 53;
  private static final int HTTPS_PORT = 443;
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final LadderSettings settings;
  private final List<URI> services;

  EgressCheck(LadderSettings settings, List<URI> services) {
    this.settings = settings;
    this.services = services;
  }

  @Override
  public String name() {
    return CHECK;
  }

  @Override
  public Set<FactKey<?>> needs() {
    return Set.of();
  }

  @Override
  public Set<FactKey<?>> produces() {
    return Set.of(WebFacts.EGRESS_SEEN);
  }

  @Override
  public void run(CheckContext context) throws InterruptedException {
    Started started = Started.now();
    Set<String> seen = new TreeSet<>();
    List<String> failed = new ArrayList<>();
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(LadderSettings.threads());
    try (OpenSockets sockets = new OpenSockets()) {
      for (URI service : services) {
        Set<String> answers = new TreeSet<>();
        for (InetAddress address : oneOfEachFamily(service.getHost())) {
          for (int round = 0; round < ROUNDS; round++) {
            Deadline until = context.deadline().orSooner(PATIENCE);
            answers.addAll(
                "dns".equals(service.getScheme())
                    ? overDns(service, address, until)
                    : overHttps(service, address, sockets, timer, until));
          }
        }
        seen.addAll(answers);
        if (answers.isEmpty()) {
          failed.add(service.getHost());
        }
      }
    } finally {
      timer.shutdownNow();
    }
    CheckStatus status =
        seen.isEmpty()
            ? CheckStatus.inconclusive(
                "no address from " + String.join(", ", failed), "another echo service")
            : CheckStatus.holds();
    Facts facts =
        seen.isEmpty()
            ? Facts.none()
            : Facts.builder().put(WebFacts.EGRESS_SEEN, List.copyOf(seen)).build();
    context.report(settings.observation(CHECK, Optional.empty(), started, status, facts));
  }

  private List<InetAddress> oneOfEachFamily(String host) {
    List<InetAddress> all;
    try {
      Optional<InetAddress> literal = Literals.parse(host);
      all = literal.isPresent() ? List.of(literal.get()) : settings.resolver().resolve(host);
    } catch (IOException e) {
      return List.of(); // counted among those that gave no address
    }
    List<InetAddress> chosen = new ArrayList<>();
    all.stream().filter(Inet4Address.class::isInstance).findFirst().ifPresent(chosen::add);
    all.stream().filter(a -> !(a instanceof Inet4Address)).findFirst().ifPresent(chosen::add);
    return chosen;
  }

  private static List<String> overDns(URI service, InetAddress server, Deadline until)
      throws InterruptedException {
    int port = service.getPort() < 0 ? DNS_PORT : service.getPort();
    try {
      Name name = Name.fromString(service.getPath().replaceFirst("^/", ""), Name.root);
      int type = server instanceof Inet4Address ? Type.A : Type.AAAA;
      NameServerReply reply =
          new NameServerQuestion(new InetSocketAddress(server, port), name, type).ask(until);
      return reply.kind() == NameServerReply.Kind.ANSWER ? reply.addresses() : List.of();
    } catch (TextParseException e) {
      return List.of(); // a path that is no name
    }
  }

  private List<String> overHttps(
      URI service,
      InetAddress server,
      OpenSockets sockets,
      ScheduledExecutorService timer,
      Deadline until) {
    int port = service.getPort() < 0 ? HTTPS_PORT : service.getPort();
    Optional<WebConnection> connection =
        WebConnection.open(
                settings,
                new InetSocketAddress(server, port),
                service.getHost(),
                sockets,
                timer,
                until)
            .connection();
    if (connection.isEmpty()) {
      return List.of();
    }
    String path =
        service.getRawPath() == null || service.getRawPath().isEmpty() ? "/" : service.getRawPath();
    Answer answer =
        connection
            .get()
            .askAll(
                "GET "
                    + path
                    + " HTTP/1.1\r\nHost: "
                    + service.getHost()
                    + "\r\nUser-Agent: rdpdiag\r\nAccept: text/plain\r\nConnection: close\r\n\r\n",
                until);
    Optional<HttpHead> head = HttpHead.parse(answer.bytes()).filter(h -> h.status() == 200);
    return head.map(h -> addresses(answer.bytes(), h.length())).orElse(List.of());
  }

  /** Every line of the body that is an address and nothing else. */
  private static List<String> addresses(byte[] reply, int from) {
    return new String(reply, from, reply.length - from, StandardCharsets.ISO_8859_1)
        .lines()
        .map(String::strip)
        .flatMap(line -> address(line).stream())
        .toList();
  }

  private static Optional<String> address(String line) {
    try {
      return Optional.of(IpAddress.parse(line).toString());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
