package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.io.OpenSockets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Climbs TCP, X.224 and TLS of each address, the addresses side by side, the connections to one
 * address one after another.
 *
 * <p>Reports observations named {@code tcp}, {@code x224} and {@code tls} for each address, and
 * {@code nla-challenge}, {@code nla}, {@code junk} and {@code tls-legacy} where those were tried.
 * At most three addresses and three connections to each: a server with a small backlog looks dead
 * to whoever comes next.
 */
final class LadderCheck implements Check {
  /** With four connections to each, twelve in all. Later addresses are reported as NOT_RUN. */
  static final int MOST_ADDRESSES = 3;

  private static final int MOST_REPORTED = 32;

  private final LadderSettings settings;

  LadderCheck(LadderSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "ladder";
  }

  /**
   * The outcome, not the addresses: additional addresses are climbed even if the name gave none.
   */
  @Override
  public Set<FactKey<?>> needs() {
    return Set.of(ProbeFacts.NAME_OUTCOME);
  }

  @Override
  public Set<FactKey<?>> produces() {
    Set<FactKey<?>> keys = new HashSet<>(ProbeFacts.ALL);
    for (Check other :
        List.of(
            new NameCheck(settings),
            new NameServerCheck(settings),
            new LocalNetworkCheck(settings),
            new UdpCheck(settings))) {
      keys.removeAll(other.produces());
    }
    return keys;
  }

  @Override
  public void run(CheckContext context) throws InterruptedException {
    List<String> targets = settings.targets(context);
    if (targets.isEmpty()) {
      notRun(context, Optional.empty(), settings.id(LadderSettings.NAME, Optional.empty()));
      return;
    }
    List<String> climbed = targets.subList(0, Math.min(MOST_ADDRESSES, targets.size()));
    climb(context, climbed);
    targets.stream()
        .skip(MOST_ADDRESSES)
        .limit(MOST_REPORTED)
        .forEach(
            address ->
                notRun(
                    context,
                    Optional.of(address),
                    "only the first " + MOST_ADDRESSES + " addresses are climbed"));
  }

  private void climb(CheckContext context, List<String> addresses) throws InterruptedException {
    ExecutorService workers =
        // One thread to climb each address, and one to try its other port meanwhile.
        Executors.newFixedThreadPool(2 * addresses.size(), LadderSettings.threads());
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(LadderSettings.threads());
    try (OpenSockets sockets = new OpenSockets()) {
      Map<String, Future<?>> climbs = new LinkedHashMap<>();
      for (String address : addresses) {
        Optional<InetAddress> target = Literals.parse(address);
        if (target.isEmpty()) {
          notRun(context, Optional.of(address), "not an address: " + address);
          continue;
        }
        LadderSettings own = climbs.isEmpty() ? settings : settings.withoutSurvey();
        InetSocketAddress endpoint = new InetSocketAddress(target.get(), settings.port());
        AddressLadder ladder =
            new AddressLadder(new Climb(own, address, endpoint, context, sockets, timer, workers));
        climbs.put(address, workers.submit(ladder::climb));
      }
      try {
        for (Map.Entry<String, Future<?>> climb : climbs.entrySet()) {
          await(context, climb.getKey(), climb.getValue());
        }
      } catch (InterruptedException e) {
        sockets.cancel(); // ends each blocked read; the climbs then report what they have
        awaitEnd(workers);
        throw e;
      }
    } finally {
      timer.shutdownNow();
      workers.shutdownNow();
    }
  }

  private void await(CheckContext context, String address, Future<?> climb)
      throws InterruptedException {
    Started started = Started.now();
    try {
      climb.get();
    } catch (ExecutionException e) {
      context.report(
          settings.observation(
              name(),
              Optional.of(address),
              started,
              CheckStatus.inconclusive("the probe failed: " + e.getCause(), "a report of this bug"),
              Facts.none()));
    }
  }

  /** After the sockets are closed the climbs end by themselves within moments. */
  private static void awaitEnd(ExecutorService workers) throws InterruptedException {
    workers.shutdown();
    if (!workers.awaitTermination(1, TimeUnit.SECONDS)) {
      workers.shutdownNow();
    }
  }

  private void notRun(CheckContext context, Optional<String> address, String because) {
    Started started = Started.now();
    for (String step : List.of("tcp", "x224", "tls")) {
      context.report(
          settings.observation(step, address, started, CheckStatus.notRun(because), Facts.none()));
    }
  }
}
