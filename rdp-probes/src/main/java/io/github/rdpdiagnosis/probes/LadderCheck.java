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
import java.util.ArrayList;
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
 * those of the steps that were tried where one of these left a question open. At most three
 * addresses, and all connections together within one budget: a server with a small backlog looks
 * dead to whoever comes next.
 */
final class LadderCheck implements Check {
  /** Others are reported as NOT_RUN. */
  static final int MOST_ADDRESSES = 3;

  private static final int MOST_REPORTED = 32;

  private final LadderSettings settings;
  private final ConnectionBudget budget;
  private final Optional<FactKey<List<String>>> found;
  private final Set<FactKey<?>> produces;

  LadderCheck(LadderSettings settings, ConnectionBudget budget) {
    this(settings, budget, Optional.empty());
  }

  /**
   * The same ladder to other addresses of the target, past its name: those that another check finds
   * and the first ladder does not climb.
   */
  static LadderCheck toWhat(
      FactKey<List<String>> found, LadderSettings settings, ConnectionBudget budget) {
    return new LadderCheck(settings, budget, Optional.of(found));
  }

  private LadderCheck(
      LadderSettings settings, ConnectionBudget budget, Optional<FactKey<List<String>>> found) {
    this.settings = settings;
    this.budget = budget;
    this.found = found;
    this.produces = factsOfNoOther(settings);
  }

  @Override
  public String name() {
    // Names of checks have no dots, names of facts do.
    return found.map(key -> "ladder-to-" + key.id().replace('.', '-')).orElse("ladder");
  }

  /**
   * The outcome, not the addresses: additional addresses are climbed even if the name gave none.
   */
  @Override
  public Set<FactKey<?>> needs() {
    Set<FactKey<?>> keys = new HashSet<>(Set.of(ProbeFacts.NAME_OUTCOME));
    found.ifPresent(keys::add);
    return keys;
  }

  @Override
  public Set<FactKey<?>> produces() {
    return produces;
  }

  private static Set<FactKey<?>> factsOfNoOther(LadderSettings settings) {
    Set<FactKey<?>> keys = new HashSet<>(ProbeFacts.ALL);
    for (Check other :
        List.of(
            new NameCheck(settings),
            new NameServerCheck(settings),
            new ZoneServerCheck(settings, ZoneServerCheck.DNS_PORT),
            new LocalNetworkCheck(settings),
            new UdpCheck(settings))) {
      keys.removeAll(other.produces());
    }
    return Set.copyOf(keys);
  }

  @Override
  public void run(CheckContext context) throws InterruptedException {
    if (found.isPresent()) {
      climb(context, bothFamilies(further(context, found.get())));
      return;
    }
    List<String> targets = settings.targets(context);
    if (targets.isEmpty()) {
      notRun(context, Optional.empty(), settings.id(LadderSettings.NAME, Optional.empty()));
      return;
    }
    List<String> climbed = bothFamilies(targets);
    climb(context, climbed);
    targets.stream()
        .filter(address -> !climbed.contains(address))
        .limit(MOST_REPORTED)
        .forEach(
            address ->
                notRun(
                    context,
                    Optional.of(address),
                    "only " + MOST_ADDRESSES + " addresses are climbed"));
  }

  private List<String> further(CheckContext context, FactKey<List<String>> key) {
    List<String> known = settings.targets(context);
    return context.observations().stream()
        .flatMap(o -> o.facts().get(key).stream().flatMap(List::stream))
        .filter(address -> !known.contains(address))
        .distinct()
        .toList();
  }

  /**
   * The first addresses, but where the target has both families the last place is for the one that
   * would be left out: which family fails is worth more than one more address of the other.
   */
  static List<String> bothFamilies(List<String> targets) {
    List<String> first =
        new ArrayList<>(targets.subList(0, Math.min(MOST_ADDRESSES, targets.size())));
    for (boolean ipv6 : new boolean[] {false, true}) {
      if (!first.isEmpty() && first.stream().noneMatch(a -> isIpv6(a) == ipv6)) {
        targets.stream()
            .filter(a -> isIpv6(a) == ipv6)
            .findFirst()
            .ifPresent(a -> first.set(first.size() - 1, a));
      }
    }
    return List.copyOf(first);
  }

  private static boolean isIpv6(String address) {
    return address.indexOf(':') >= 0;
  }

  private void climb(CheckContext context, List<String> addresses) throws InterruptedException {
    if (addresses.isEmpty()) {
      return;
    }
    ExecutorService workers =
        // One thread to climb each address, and one to try its other ports meanwhile.
        Executors.newFixedThreadPool(2 * addresses.size(), LadderSettings.threads());
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(LadderSettings.threads());
    try (OpenSockets sockets = new OpenSockets()) {
      workers.execute(TlsHandshake::prepare);
      Map<String, Future<?>> climbs = new LinkedHashMap<>();
      for (String address : addresses) {
        Optional<InetAddress> target = Literals.parse(address);
        if (target.isEmpty()) {
          notRun(context, Optional.of(address), "not an address: " + address);
          continue;
        }
        if (!budget.take()) {
          notRun(context, Optional.of(address), budget.exhausted());
          continue;
        }
        LadderSettings own = climbs.isEmpty() ? settings : settings.withoutSurvey();
        InetSocketAddress endpoint = new InetSocketAddress(target.get(), settings.port());
        AddressLadder ladder =
            new AddressLadder(
                new Climb(own, address, endpoint, context, budget, sockets, timer, workers));
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
