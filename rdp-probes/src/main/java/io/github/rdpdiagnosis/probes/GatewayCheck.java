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
import io.github.rdpdiagnosis.probes.internal.io.AddressText;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.io.OpenSockets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Looks at the addresses of an RD Gateway, one after another; see {@link RdGateway}. */
final class GatewayCheck implements Check {
  private static final String NAME = "gateway-name";
  private static final String CHECK = "gateway";
  private static final int MOST_ADDRESSES = 2;

  private static final String MODERN = "/remoteDesktopGateway/";
  private static final String OLD = "/rpc/rpcproxy.dll?localhost:3388";

  private final LadderSettings settings;

  GatewayCheck(LadderSettings settings) {
    this.settings = settings;
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
    return GatewayFacts.ALL;
  }

  @Override
  public void run(CheckContext context) throws InterruptedException {
    Started started = Started.now();
    NameCheck.Reading name = new NameCheck(settings).read(context);
    Facts.Builder facts = Facts.builder().put(GatewayFacts.NAME_OUTCOME, name.outcome());
    if (!name.addresses().isEmpty()) {
      facts.put(GatewayFacts.ADDRESSES, name.addresses());
    }
    context.report(
        settings.observation(NAME, Optional.empty(), started, name.status(), facts.build()));
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(LadderSettings.threads());
    try (OpenSockets sockets = new OpenSockets()) {
      for (String address : name.addresses().stream().limit(MOST_ADDRESSES).toList()) {
        Optional<InetAddress> literal = Literals.parse(address);
        if (literal.isPresent()) {
          Observation seen = look(literal.get(), sockets, timer, context.deadline());
          context.report(seen);
          if (seen.facts().has(GatewayFacts.ANSWER)) {
            return; // a client takes the first address that answers
          }
        }
      }
    } finally {
      timer.shutdownNow();
    }
  }

  private Observation look(
      InetAddress literal, OpenSockets sockets, ScheduledExecutorService timer, Deadline deadline) {
    Started started = Started.now();
    InetSocketAddress address = new InetSocketAddress(literal, settings.port());
    Facts.Builder facts = Facts.builder().put(GatewayFacts.PORT, (long) settings.port());
    WebConnection.Attempt attempt = open(address, sockets, timer, deadline);
    facts.put(GatewayFacts.TCP_OUTCOME, attempt.tcp());
    attempt.tls().ifPresent(outcome -> facts.put(GatewayFacts.TLS_OUTCOME, outcome));
    CheckStatus status;
    if (attempt.connection().isEmpty()) {
      status =
          CheckStatus.violated(
              (attempt.tls().isPresent() ? "" : "TCP to the gateway failed: ") + attempt.why());
    } else {
      List<CertificateProblem> problems = certificate(attempt.connection().get(), facts);
      Asked asked = ask(attempt.connection().get(), MODERN, deadline);
      if (asked.answer() == GatewayAnswer.NO_GATEWAY) {
        Optional<WebConnection> second = open(address, sockets, timer, deadline).connection();
        Optional<Asked> old =
            second
                .map(connection -> ask(connection, OLD, deadline))
                .filter(a -> a.answer() == GatewayAnswer.ASKS_SIGN_IN);
        asked = old.orElse(asked);
      }
      asked.put(facts);
      status = status(asked, problems);
    }
    return settings.observation(
        CHECK, Optional.of(AddressText.of(literal)), started, status, facts.build());
  }

  private WebConnection.Attempt open(
      InetSocketAddress address,
      OpenSockets sockets,
      ScheduledExecutorService timer,
      Deadline deadline) {
    return WebConnection.open(settings, address, settings.host(), sockets, timer, deadline);
  }

  private List<CertificateProblem> certificate(WebConnection connection, Facts.Builder facts) {
    List<CertificateProblem> problems = connection.problems(Instant.now());
    facts.put(
        GatewayFacts.CERTIFICATE_PROBLEMS,
        problems.stream().map(CertificateProblem::name).toList());
    connection.certificate().ifPresent(certificate -> put(certificate, facts));
    return problems;
  }

  private void put(X509Certificate certificate, Facts.Builder facts) {
    Facts.Builder all = Facts.builder();
    CertificateFacts.put(all, List.of(certificate), settings.host());
    Facts read = all.build();
    read.get(ProbeFacts.CERTIFICATE_NAMES)
        .ifPresent(v -> facts.put(GatewayFacts.CERTIFICATE_NAMES, v));
    read.get(ProbeFacts.CERTIFICATE_ISSUER)
        .ifPresent(v -> facts.put(GatewayFacts.CERTIFICATE_ISSUER, v));
    read.get(ProbeFacts.CERTIFICATE_NOT_AFTER)
        .ifPresent(v -> facts.put(GatewayFacts.CERTIFICATE_NOT_AFTER, v));
    read.get(ProbeFacts.CERTIFICATE_SHA256)
        .ifPresent(v -> facts.put(GatewayFacts.CERTIFICATE_SHA256, v));
  }

  /** What one request gave. */
  private record Asked(String path, GatewayAnswer answer, Optional<HttpHead> head, Instant at) {
    void put(Facts.Builder facts) {
      facts.put(GatewayFacts.ANSWER, answer).put(GatewayFacts.PATH, path);
      head.ifPresent(
          h -> {
            facts
                .put(GatewayFacts.STATUS, (long) h.status())
                .put(GatewayFacts.SCHEMES, h.schemes("www-authenticate"));
            h.date()
                .ifPresent(date -> facts.put(GatewayFacts.CLOCK_AHEAD, Duration.between(at, date)));
          });
    }

    String said() {
      return head.map(h -> "HTTP status " + h.status()).orElse(answer.name());
    }
  }

  private Asked ask(WebConnection connection, String path, Deadline deadline) {
    Answer answer = connection.ask(request(path), deadline.orSooner(settings.readTimeout()));
    Optional<HttpHead> head = HttpHead.parse(answer.bytes());
    return new Asked(path, answer(answer, head), head, Instant.now());
  }

  /** [MS-TSGU]: the method names the channel; the ids only tie the two channels together. */
  private String request(String path) {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    String ids =
        path.equals(MODERN)
            ? "RDG-Connection-Id: {"
                + UUID.randomUUID()
                + "}\r\n"
                + "RDG-Correlation-Id: {"
                + UUID.randomUUID()
                + "}\r\n"
            : "Content-Length: 0\r\n";
    return (path.equals(MODERN) ? "RDG_OUT_DATA " : "RPC_OUT_DATA ")
        + path
        + " HTTP/1.1\r\nHost: "
        + host
        + (settings.port() == RdGateway.DEFAULT_PORT ? "" : ":" + settings.port())
        + "\r\nAccept: */*\r\nCache-Control: no-cache\r\nUser-Agent: rdpdiag\r\n"
        + ids
        + "Connection: Keep-Alive\r\n\r\n";
  }

  private static GatewayAnswer answer(Answer answer, Optional<HttpHead> head) {
    if (head.isEmpty()) {
      boolean nothing = answer.bytes().length == 0;
      return !nothing
          ? GatewayAnswer.NOT_HTTP
          : answer.end() == Answer.End.SILENT ? GatewayAnswer.SILENT : GatewayAnswer.CLOSED;
    }
    int status = head.get().status();
    return switch (status) {
      case 101, 200 -> GatewayAnswer.ACCEPTS;
      case 401 -> GatewayAnswer.ASKS_SIGN_IN;
      case 403 -> GatewayAnswer.FORBIDDEN;
      case 407 -> GatewayAnswer.PROXY_ASKS_SIGN_IN;
      case 400, 404, 405, 411, 501 -> GatewayAnswer.NO_GATEWAY;
      case 500, 502, 503, 504 -> GatewayAnswer.FAILS;
      default -> status / 100 == 3 ? GatewayAnswer.REDIRECTS : GatewayAnswer.OTHER_STATUS;
    };
  }

  private static CheckStatus status(Asked asked, List<CertificateProblem> problems) {
    boolean refused =
        problems.stream().anyMatch(problem -> problem != CertificateProblem.UNTRUSTED_HERE);
    if (refused) {
      return CheckStatus.violated("a client refuses the gateway's certificate: " + problems);
    }
    boolean gateway =
        asked.answer() == GatewayAnswer.ASKS_SIGN_IN || asked.answer() == GatewayAnswer.ACCEPTS;
    if (!gateway) {
      return CheckStatus.violated(
          "what answers is no gateway that takes requests: " + asked.said());
    }
    return problems.isEmpty()
        ? CheckStatus.holds()
        : CheckStatus.inconclusive(
            "this JVM does not trust the gateway's certificate; the client may",
            "the certificate in the user's own browser");
  }
}
