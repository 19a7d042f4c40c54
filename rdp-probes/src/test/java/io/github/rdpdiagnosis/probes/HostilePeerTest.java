package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a peer does, a probe ends in time, keeps little, and says nothing that is not so. */
class HostilePeerTest {
  private static final Duration DEADLINE = Duration.ofSeconds(4);
  private static final Duration GRACE = Duration.ofMillis(500);
  private static final long MOST_HEAP = 16L << 20;
  private static final Set<PeerScript> HOSTILE =
      EnumSet.range(PeerScript.DRIP, PeerScript.NLA_FIELD_OUTSIDE);

  /** What the probes have seen, by script; filled once, side by side. */
  private static final Map<PeerScript, List<Observation>> SEEN = new ConcurrentHashMap<>();

  private static final Map<PeerScript, Duration> TOOK = new ConcurrentHashMap<>();
  private static final AtomicLong STALL = new AtomicLong();
  private static long heapGrowth;

  @BeforeAll
  static void probeThemAll() throws Exception {
    probe(PeerScript.NLA); // classes that load once are nobody's fault
    long before = usedHeap();
    ScheduledExecutorService canary = Executors.newSingleThreadScheduledExecutor();
    ExecutorService workers = Executors.newFixedThreadPool(4);
    ScheduledFuture<?> watch = watchForStalls(canary);
    try {
      List<Callable<Void>> probes = new ArrayList<>();
      for (PeerScript script : HOSTILE) {
        probes.add(
            () -> {
              probe(script);
              return null;
            });
      }
      for (Future<Void> each : workers.invokeAll(probes)) {
        each.get();
      }
    } finally {
      workers.shutdownNow();
      watch.cancel(false);
      canary.shutdownNow();
    }
    heapGrowth = usedHeap() - before;
  }

  @AfterAll
  static void forget() {
    SEEN.clear();
    TOOK.clear();
  }

  private static void probe(PeerScript script) {
    try (ScriptedPeer peer = ScriptedPeer.start(script)) {
      RdpLadder ladder = RdpLadder.of("127.0.0.1", peer.port()).readTimeout(Duration.ofSeconds(2));
      long start = System.nanoTime();
      SEEN.put(script, ladder.probe(Deadline.in(DEADLINE)));
      TOOK.put(script, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /** How late this computer itself wakes a thread up: nobody can end a probe sooner than that. */
  private static ScheduledFuture<?> watchForStalls(ScheduledExecutorService canary) {
    long period = TimeUnit.MILLISECONDS.toNanos(20);
    AtomicLong last = new AtomicLong(System.nanoTime());
    return canary.scheduleAtFixedRate(
        () -> {
          long now = System.nanoTime();
          STALL.accumulateAndGet(now - last.getAndSet(now) - period, Math::max);
        },
        period,
        period,
        TimeUnit.NANOSECONDS);
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static <E extends Enum<E>> String outcome(PeerScript script, FactKey<E> key) {
    return SEEN.get(script).stream()
        .flatMap(o -> o.facts().get(key).stream())
        .map(Enum::name)
        .distinct()
        .collect(Collectors.joining("+"));
  }

  @Test
  void thereAreAtLeast25() {
    assertThat(HOSTILE).hasSizeGreaterThanOrEqualTo(25);
  }

  @Test
  void eachProbeEndsWithinItsDeadline() {
    Duration limit = DEADLINE.plus(GRACE).plusNanos(STALL.get());
    TOOK.forEach((script, took) -> assertThat(took).as(script.name()).isLessThan(limit));
    assertThat(TOOK).containsKeys(HOSTILE.toArray(PeerScript[]::new));
  }

  @Test
  void littleIsKept() {
    assertThat(heapGrowth).isLessThan(MOST_HEAP);
  }

  @Test
  void observationsAreShort() {
    SEEN.forEach(
        (script, seen) -> {
          assertThat(seen).as(script.name()).hasSizeLessThan(40);
          assertThat(seen.toString().length()).as(script.name()).isLessThan(64_000);
        });
  }

  @Test
  void noProbeFailsByItself() {
    SEEN.forEach(
        (script, seen) ->
            assertThat(seen)
                .as(script.name())
                .noneMatch(
                    o ->
                        o.status().why().filter(w -> w.contains("report of this bug")).isPresent()
                            || o.status().why().filter(w -> w.contains("failed: ja")).isPresent()));
  }

  /** Empty: no claim may be made. A claim is an outcome that a check reports as a fact. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "DRIP, -, -, -",
        "ENDLESS_BANNER, NOT_TPKT, -, -",
        "ENDLESS_LINE, NOT_TPKT, -, -",
        "HUGE_TPKT, MALFORMED, -, -",
        "TINY_TPKT, MALFORMED, -, -",
        "LYING_TPKT, MALFORMED, -, -",
        "RESET_WITHIN_CONFIRM, RESET, -, -",
        "HALF_CLOSE_WITHIN_CONFIRM, MALFORMED, -, -",
        "HALF_CLOSE_AFTER_CONFIRM, CONFIRMED, CLOSED, -",
        "CONFIRM_TWICE, CONFIRMED, NOT_TLS, -",
        "ECHO, MALFORMED, -, -",
        "UNKNOWN_PROTOCOL, CONFIRMED, -, -",
        "UNKNOWN_FAILURE, FAILURE, -, -",
        "TLS_DRIP, CONFIRMED, SILENT, -",
        "TLS_WRONG_DIRECTION, CONFIRMED, OTHER, -",
        "TLS_HUGE_RECORD, CONFIRMED, OTHER+NOT_TLS, -",
        "TLS_HUGE_MESSAGE, CONFIRMED, OTHER+SILENT, -",
        "TLS_ENDLESS_MESSAGES, CONFIRMED, OTHER+SILENT, -",
        "TLS_ENDLESS_WARNINGS, CONFIRMED, OTHER+SILENT, -",
        "TLS_EMPTY_RECORDS, CONFIRMED, OTHER+SILENT, -",
        "TLS_HUGE_CERTIFICATE, CONFIRMED, OTHER, -",
        "TLS_COMPRESSED_CERTIFICATE, CONFIRMED, OTHER, -",
        "TLS_NESTED_CERTIFICATE, CONFIRMED, OTHER, -",
        "TLS_RESET_WITHIN_HELLO, CONFIRMED, RESET, -",
        "NLA_DRIP, CONFIRMED, HANDSHAKE, SILENT",
        "NLA_HUGE_DER, CONFIRMED, HANDSHAKE, MALFORMED",
        "NLA_NESTED_DER, CONFIRMED, HANDSHAKE, MALFORMED",
        "NLA_ENDLESS, CONFIRMED, HANDSHAKE, MALFORMED",
        "NLA_MANY_PAIRS, CONFIRMED, HANDSHAKE, CHALLENGE",
        "NLA_PAIR_OVERRUN, CONFIRMED, HANDSHAKE, CHALLENGE",
        "NLA_UNTERMINATED, CONFIRMED, HANDSHAKE, CHALLENGE",
        "NLA_HUGE_NAME, CONFIRMED, HANDSHAKE, CHALLENGE",
        "NLA_FIELD_OUTSIDE, CONFIRMED, HANDSHAKE, MALFORMED"
      })
  void claimsAreTrueOrNotMade(PeerScript script, String x224, String tls, String challenge) {
    check(script, ProbeFacts.X224_OUTCOME, x224);
    check(script, ProbeFacts.TLS_OUTCOME, tls);
    check(script, ProbeFacts.NLA_CHALLENGE_OUTCOME, challenge);
  }

  private static <E extends Enum<E>> void check(
      PeerScript script, FactKey<E> key, @org.jspecify.annotations.Nullable String allowed) {
    String seen = outcome(script, key);
    if (allowed == null) {
      assertThat(seen).as(script + " " + key.id()).isEmpty();
    } else if (seen.isEmpty()) {
      // Cut short by the deadline: then the check says so.
      assertThat(SEEN.get(script))
          .as(script + " " + key.id())
          .anyMatch(o -> o.status().kind() == CheckStatus.Kind.INCONCLUSIVE);
    } else {
      assertThat(List.of(allowed.split("\\+"))).as(script + " " + key.id()).contains(seen);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NLA_MANY_PAIRS, TOO_MANY",
    "NLA_PAIR_OVERRUN, OVERRUN",
    "NLA_UNTERMINATED, UNTERMINATED",
    "NLA_HUGE_NAME, UNTERMINATED"
  })
  void brokenListsAreNamed(PeerScript script, String ending) {
    assertThat(outcome(script, ProbeFacts.NTLM_TARGET_INFO)).isEqualTo(ending);
  }
}
