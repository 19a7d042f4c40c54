package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.io.AddressText;
import io.github.rdpdiagnosis.probes.internal.io.SystemMessages;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the system resolver, once: the JVM keeps a failure for ten seconds and answers a second
 * question without the reason.
 *
 * <p>Always produces {@link ProbeFacts#NAME_OUTCOME}, so that what only has to wait for it can run
 * whatever it says.
 */
final class NameCheck implements Check {
  private static final Logger LOG = LoggerFactory.getLogger(NameCheck.class);

  /**
   * Three name servers, two tries, five seconds each: the resolver's own patience on Linux
   * (resolv.conf(5)).
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MOST_ADDRESSES = 32;
  private static final int LONGEST_MESSAGE = 256;

  /**
   * What resolvers say of a name that does not exist, or that has no address: glibc, musl, macOS,
   * Windows.
   */
  private static final List<String> NOT_FOUND =
      List.of(
          "name or service not known",
          "no address associated with",
          "name does not resolve",
          "nodename nor servname provided",
          "no such host is known",
          "no data of the requested type");

  /** What resolvers say when nobody gave an answer: glibc, musl, Windows. */
  private static final List<String> TRY_AGAIN =
      List.of("temporary failure in name resolution", "try again", "usually a temporary error");

  private final LadderSettings settings;

  NameCheck(LadderSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return LadderSettings.NAME;
  }

  @Override
  public Set<FactKey<?>> needs() {
    return Set.of();
  }

  @Override
  public Set<FactKey<?>> produces() {
    return Set.of(ProbeFacts.NAME_OUTCOME, ProbeFacts.NAME_ADDRESSES, ProbeFacts.NAME_MESSAGE);
  }

  @Override
  public void run(CheckContext context) throws InterruptedException {
    Started started = Started.now();
    Reading reading = read(context);
    LOG.debug("name {}: {}", settings.host(), reading);
    context.report(
        settings.observation(name(), Optional.empty(), started, reading.status(), reading.facts()));
  }

  /** What the resolver said, as this check reports it. */
  record Reading(Facts facts) {
    NameOutcome outcome() {
      return facts.get(ProbeFacts.NAME_OUTCOME).orElseThrow();
    }

    List<String> addresses() {
      return facts.get(ProbeFacts.NAME_ADDRESSES).orElse(List.of());
    }

    CheckStatus status() {
      return NameCheck.status(facts);
    }
  }

  /** Asks, or takes the literal, without reporting it. */
  Reading read(CheckContext context) throws InterruptedException {
    Optional<String> literal = settings.literal();
    return new Reading(
        literal.isPresent()
            ? addresses(NameOutcome.LITERAL, List.of(literal.get()))
            : resolve(context));
  }

  private Facts resolve(CheckContext context) throws InterruptedException {
    ExecutorService worker = Executors.newSingleThreadExecutor(LadderSettings.threads());
    Duration limit = context.deadline().atMost(PATIENCE);
    try {
      Future<List<InetAddress>> answer =
          worker.submit(() -> settings.resolver().resolve(settings.asciiHost()));
      return addresses(
          NameOutcome.RESOLVED,
          answer.get(limit.toNanos(), TimeUnit.NANOSECONDS).stream()
              .map(AddressText::of)
              .distinct()
              .limit(MOST_ADDRESSES)
              .toList());
    } catch (TimeoutException e) {
      return failure(
          NameOutcome.OTHER, "the resolver gave no answer within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      return e.getCause() instanceof UnknownHostException unknown
          ? failure(classify(unknown), String.valueOf(unknown.getMessage()))
          : failure(NameOutcome.OTHER, String.valueOf(e.getCause()));
    } finally {
      worker.shutdownNow(); // a look-up under way cannot be stopped; its daemon thread ends with it
    }
  }

  static NameOutcome classify(UnknownHostException exception) {
    String message = SystemMessages.english(exception.getMessage()).toLowerCase(Locale.ROOT);
    if (NOT_FOUND.stream().anyMatch(message::contains)) {
      return NameOutcome.NOT_FOUND;
    }
    return TRY_AGAIN.stream().anyMatch(message::contains)
        ? NameOutcome.TRY_AGAIN
        : NameOutcome.OTHER;
  }

  private static Facts addresses(NameOutcome outcome, List<String> addresses) {
    return Facts.builder()
        .put(ProbeFacts.NAME_OUTCOME, outcome)
        .put(ProbeFacts.NAME_ADDRESSES, addresses)
        .build();
  }

  private static Facts failure(NameOutcome outcome, String message) {
    String text =
        message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
    return Facts.builder()
        .put(ProbeFacts.NAME_OUTCOME, outcome)
        .put(ProbeFacts.NAME_MESSAGE, text)
        .build();
  }

  private static CheckStatus status(Facts facts) {
    String message = facts.get(ProbeFacts.NAME_MESSAGE).orElse("");
    return switch (facts.get(ProbeFacts.NAME_OUTCOME).orElseThrow()) {
      case LITERAL, RESOLVED -> CheckStatus.holds();
      case NOT_FOUND -> CheckStatus.violated("the resolver does not know the name: " + message);
      case TRY_AGAIN ->
          CheckStatus.inconclusive(
              "the resolver had no answer: " + message, "asking the name servers directly");
      case OTHER ->
          CheckStatus.inconclusive(
              "the resolver failed: " + message, "asking the name servers directly");
    };
  }
}
