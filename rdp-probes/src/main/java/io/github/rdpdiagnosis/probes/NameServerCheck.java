package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.dns.NameServerQuestion;
import io.github.rdpdiagnosis.probes.internal.dns.NameServerReply;
import io.github.rdpdiagnosis.probes.internal.io.AddressText;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks each of the first three configured name servers directly, side by side: A, and AAAA where
 * there is no A. That tells an unknown name, a refusal, a failing server and a dead one apart where
 * the system resolver only says "temporary failure".
 *
 * <p>The name is taken as absolute: the search list is not applied, and the hosts file is not
 * looked at, so a single-label name may be unknown here and resolve all the same.
 */
final class NameServerCheck implements Check {
  private static final Logger LOG = LoggerFactory.getLogger(NameServerCheck.class);
  private static final String CHECK = "name-server";
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST_SERVERS = 3;

  private final LadderSettings settings;

  NameServerCheck(LadderSettings settings) {
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
    return Set.of(
        ProbeFacts.NAME_SERVER_OUTCOME,
        ProbeFacts.NAME_SERVER_ADDRESSES,
        ProbeFacts.NAME_SERVER_AUTHORITATIVE);
  }

  @Override
  public void run(CheckContext context) throws InterruptedException {
    Started started = Started.now();
    if (settings.literal().isPresent()) {
      reportAlone(
          context, started, CheckStatus.notApplicable("the host is an address, not a name"));
      return;
    }
    Name name;
    try {
      name = Name.fromString(settings.asciiHost(), Name.root);
    } catch (TextParseException e) {
      reportAlone(context, started, CheckStatus.notApplicable("not a DNS name: " + e.getMessage()));
      return;
    }
    List<InetSocketAddress> servers = servers(settings);
    if (servers.isEmpty()) {
      reportAlone(
          context,
          started,
          CheckStatus.inconclusive(
              "no name server is configured that this JVM can see", "the system's DNS settings"));
      return;
    }
    askAll(context, servers, name);
  }

  /** The name servers of this computer, or those that the caller gave. */
  static List<InetSocketAddress> servers(LadderSettings settings) {
    return settings.nameServers().orElseGet(NameServerCheck::configured).stream()
        .filter(server -> !server.isUnresolved())
        .distinct()
        .limit(MOST_SERVERS)
        .toList();
  }

  private static List<InetSocketAddress> configured() {
    ResolverConfig.refresh(); // a laptop changes networks while its JVM lives on
    return ResolverConfig.getCurrentConfig().servers();
  }

  private void askAll(CheckContext context, List<InetSocketAddress> servers, Name name)
      throws InterruptedException {
    ExecutorService workers =
        Executors.newFixedThreadPool(servers.size(), LadderSettings.threads());
    try {
      List<Future<Observation>> futures =
          servers.stream()
              .map(
                  server ->
                      workers.submit(
                          (Callable<Observation>) () -> ask(server, name, context.deadline())))
              .toList();
      for (Future<Observation> future : futures) {
        context.report(future.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking a name server failed", e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private Observation ask(InetSocketAddress server, Name name, Deadline deadline)
      throws InterruptedException {
    Started started = Started.now();
    NameServerReply reply =
        new NameServerQuestion(server, name, Type.A).ask(deadline.orSooner(PATIENCE));
    if (outcome(reply) == NameServerOutcome.NO_ADDRESS) {
      NameServerReply second =
          new NameServerQuestion(server, name, Type.AAAA).ask(deadline.orSooner(PATIENCE));
      reply = second.kind() == NameServerReply.Kind.ANSWER ? second : reply;
    }
    boolean cutShort = reply.kind() == NameServerReply.Kind.TIMED_OUT && deadline.isOver();
    LOG.debug("name server {}: {}", server, reply);
    return settings.observation(
        CHECK,
        Optional.of(AddressText.of(server.getAddress())),
        started,
        cutShort
            ? CheckStatus.inconclusive("the deadline left no time for an answer", "more time")
            : status(reply),
        cutShort ? Facts.none() : facts(reply));
  }

  private static NameServerOutcome outcome(NameServerReply reply) {
    return switch (reply.kind()) {
      case TIMED_OUT -> NameServerOutcome.TIMED_OUT;
      case UNREACHABLE -> NameServerOutcome.UNREACHABLE;
      case MALFORMED -> NameServerOutcome.OTHER;
      case ANSWER ->
          switch (reply.rcode()) {
            case Rcode.NOERROR ->
                reply.addresses().isEmpty()
                    ? NameServerOutcome.NO_ADDRESS
                    : NameServerOutcome.ANSWERED;
            case Rcode.NXDOMAIN -> NameServerOutcome.NO_SUCH_NAME;
            case Rcode.SERVFAIL -> NameServerOutcome.SERVER_FAILURE;
            case Rcode.REFUSED -> NameServerOutcome.REFUSED;
            default -> NameServerOutcome.OTHER;
          };
    };
  }

  private static CheckStatus status(NameServerReply reply) {
    return switch (outcome(reply)) {
      case ANSWERED -> CheckStatus.holds();
      case NO_ADDRESS -> CheckStatus.violated("the name exists, without an address");
      case NO_SUCH_NAME -> CheckStatus.violated("there is no such name (NXDOMAIN)");
      case SERVER_FAILURE -> CheckStatus.violated("the server failed (SERVFAIL)");
      case REFUSED -> CheckStatus.violated("the server refused to answer (REFUSED)");
      case TIMED_OUT -> CheckStatus.violated(reply.detail());
      case UNREACHABLE -> CheckStatus.violated("no way to it: " + reply.detail());
      case OTHER ->
          CheckStatus.inconclusive(
              reply.kind() == NameServerReply.Kind.ANSWER
                  ? "the server answered " + Rcode.string(reply.rcode())
                  : "the answer was no DNS response: " + reply.detail(),
              "the server's own log");
    };
  }

  private static Facts facts(NameServerReply reply) {
    Facts.Builder facts = Facts.builder().put(ProbeFacts.NAME_SERVER_OUTCOME, outcome(reply));
    if (reply.kind() == NameServerReply.Kind.ANSWER) {
      facts
          .put(ProbeFacts.NAME_SERVER_ADDRESSES, reply.addresses())
          .put(ProbeFacts.NAME_SERVER_AUTHORITATIVE, reply.authoritative());
    }
    return facts.build();
  }

  private void reportAlone(CheckContext context, Started started, CheckStatus status) {
    context.report(settings.observation(CHECK, Optional.empty(), started, status, Facts.none()));
  }
}
