package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.http.HttpHead;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import io.github.rdpdiagnosis.probes.internal.io.OpenSockets;
import io.github.rdpdiagnosis.probes.internal.wire.ConnectionRequestPdu;
import io.github.rdpdiagnosis.probes.internal.wire.Tpkt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One CONNECT to the target's address where it does not open directly; see {@link WebAccess}. */
final class ProxyConnectCheck implements Check {
  private static final String CHECK = "proxy-connect";

  /** A proxy on the way finds out within three failed ARP requests that nobody is there. */
  private static final Duration AT_ONCE = Duration.ofMillis(2500);

  /** Proxies wait longer for their far side than this computer does for its. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final LadderSettings settings;
  private final Optional<InetSocketAddress> given;

  ProxyConnectCheck(LadderSettings settings, Optional<InetSocketAddress> given) {
    this.settings = settings;
    this.given = given;
  }

  @Override
  public String name() {
    return CHECK;
  }

  @Override
  public Set<FactKey<?>> needs() {
    return Set.of(ProbeFacts.TCP_OUTCOME, LocalFacts.PROXY_SERVERS);
  }

  @Override
  public Set<FactKey<?>> produces() {
    return Set.of(WebFacts.PROXY, WebFacts.PROXY_OUTCOME, WebFacts.PROXY_STATUS);
  }

  @Override
  public void run(CheckContext context) {
    List<Observation> own =
        context.observations().stream()
            .filter(o -> o.vantage().equals(settings.vantage()))
            .toList();
    boolean direct =
        own.stream()
            .anyMatch(
                o ->
                    o.facts()
                        .get(ProbeFacts.TCP_OUTCOME)
                        .filter(TcpOutcome.OPEN::equals)
                        .isPresent());
    Optional<InetSocketAddress> proxy = given.or(() -> configured(own));
    Optional<String> target =
        own.stream()
            .filter(o -> o.facts().has(ProbeFacts.TCP_OUTCOME))
            .flatMap(o -> o.address().stream())
            .findFirst();
    Started started = Started.now();
    if (direct || proxy.isEmpty() || target.isEmpty()) {
      String why = direct ? "the target opens directly" : "this computer is not set to use a proxy";
      context.report(
          settings.observation(
              CHECK, Optional.empty(), started, CheckStatus.notApplicable(why), Facts.none()));
      return;
    }
    context.report(connect(proxy.get(), target.get(), context.deadline().orSooner(PATIENCE)));
  }

  private static Optional<InetSocketAddress> configured(List<Observation> own) {
    return own.stream()
        .flatMap(o -> o.facts().get(LocalFacts.PROXY_SERVERS).stream())
        .flatMap(List::stream)
        .findFirst()
        .map(
            text -> {
              int colon = text.lastIndexOf(':');
              return InetSocketAddress.createUnresolved(
                  text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
            });
  }

  /** What the proxy and the tunnel said. */
  private record Said(ProxyOutcome outcome, Optional<HttpHead> head) {}

  private Observation connect(InetSocketAddress proxy, String target, Deadline until) {
    Started started = Started.now();
    Said said = ask(proxy, target, started, until);
    Facts.Builder facts =
        Facts.builder()
            .put(WebFacts.PROXY, proxy.getHostString() + ":" + proxy.getPort())
            .put(WebFacts.PROXY_OUTCOME, said.outcome());
    said.head().ifPresent(h -> facts.put(WebFacts.PROXY_STATUS, (long) h.status()));
    CheckStatus status =
        switch (said.outcome()) {
          case RDP_ANSWERS -> CheckStatus.holds();
          case DENIED, FAILED_AT_ONCE, FAILED_LATE, SILENT, SOMETHING_ANSWERS, NOTHING_ANSWERS ->
              CheckStatus.violated("through the proxy: " + said.outcome());
          case ASKS_SIGN_IN, UNREACHABLE, OTHER ->
              CheckStatus.inconclusive(
                  "the proxy was of no use: " + said.outcome(), "a CONNECT by somebody who may");
        };
    return settings.observation(CHECK, Optional.of(target), started, status, facts.build());
  }

  private Said ask(InetSocketAddress proxy, String target, Started started, Deadline until) {
    try (OpenSockets sockets = new OpenSockets()) {
      Socket socket = sockets.open();
      InetSocketAddress resolved =
          proxy.isUnresolved()
              ? new InetSocketAddress(
                  settings.resolver().resolve(proxy.getHostString()).get(0), proxy.getPort())
              : proxy;
      settings.connector().connect(socket, resolved, until.atMost(settings.connectTimeout()));
      Answer answer =
          Dialogue.ask(
              socket,
              request(target).getBytes(StandardCharsets.US_ASCII),
              (bytes, count) -> HttpHead.end(bytes, count) < 0 ? count + 1 : count,
              HttpHead.MOST_BYTES,
              until);
      Optional<HttpHead> head = HttpHead.parse(answer.bytes());
      return new Said(
          head.map(h -> outcome(h, socket, started, until))
              .orElse(answer.end() == Answer.End.SILENT ? ProxyOutcome.SILENT : ProxyOutcome.OTHER),
          head);
    } catch (IOException e) {
      return new Said(ProxyOutcome.UNREACHABLE, Optional.empty());
    }
  }

  private String request(String target) {
    String authority = (target.contains(":") ? "[" + target + "]" : target) + ":" + settings.port();
    return "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
  }

  private ProxyOutcome outcome(HttpHead head, Socket socket, Started started, Deadline until) {
    int status = head.status();
    if (status / 100 == 2) {
      return throughTheTunnel(socket, until);
    }
    return switch (status) {
      case 403, 405 -> ProxyOutcome.DENIED;
      case 407 -> ProxyOutcome.ASKS_SIGN_IN;
      default ->
          status / 100 != 5
              ? ProxyOutcome.OTHER
              : started.elapsed().compareTo(AT_ONCE) < 0
                  ? ProxyOutcome.FAILED_AT_ONCE
                  : ProxyOutcome.FAILED_LATE;
    };
  }

  private ProxyOutcome throughTheTunnel(Socket socket, Deadline until) {
    Answer answer =
        Dialogue.ask(
            socket,
            ConnectionRequestPdu.of(Climb.REQUESTED).encode(),
            Tpkt::wanted,
            Tpkt.LONGEST,
            until.orSooner(settings.readTimeout()));
    X224Outcome outcome = X224Reading.of(answer).outcome();
    return switch (outcome) {
      case CONFIRMED, FAILURE -> ProxyOutcome.RDP_ANSWERS;
      case MALFORMED, NOT_TPKT -> ProxyOutcome.SOMETHING_ANSWERS;
      case SILENT, CLOSED, RESET -> ProxyOutcome.NOTHING_ANSWERS;
    };
  }
}
