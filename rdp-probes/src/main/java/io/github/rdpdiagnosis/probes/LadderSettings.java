package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.internal.io.AddressText;
import io.github.rdpdiagnosis.probes.spi.Connector;
import io.github.rdpdiagnosis.probes.spi.HostResolver;
import java.net.IDN;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** What the checks of one ladder have in common. Immutable. */
record LadderSettings(
    String host,
    int port,
    Vantage vantage,
    Duration connectTimeout,
    Duration readTimeout,
    boolean survey,
    boolean udp,
    int mostConnections,
    List<String> alsoTry,
    List<FactKey<List<String>>> alsoTryFound,
    HostResolver resolver,
    Connector connector,
    Optional<List<InetSocketAddress>> nameServers) {
  static final String NAME = "name";
  private static final AtomicInteger THREADS = new AtomicInteger();

  LadderSettings {
    alsoTry = List.copyOf(alsoTry);
    alsoTryFound = List.copyOf(alsoTryFound);
    nameServers = nameServers.isEmpty() ? nameServers : Optional.of(List.copyOf(nameServers.get()));
  }

  /** Settings in the making: the defaults, or a copy of others. Not thread-safe. */
  static final class Draft {
    private final String host;
    private final int port;
    Vantage vantage = Vantage.CLIENT;
    Duration connectTimeout = Duration.ofSeconds(5);
    Duration readTimeout = Duration.ofSeconds(4);
    boolean survey;
    boolean udp;
    int mostConnections = RdpLadder.DEFAULT_MOST_CONNECTIONS;
    List<String> alsoTry = List.of();
    List<FactKey<List<String>>> alsoTryFound = List.of();
    HostResolver resolver = HostResolver.system();
    Connector connector = Connector.direct();
    Optional<List<InetSocketAddress>> nameServers = Optional.empty();

    Draft(String host, int port) {
      this.host = host;
      this.port = port;
    }

    Draft(LadderSettings from) {
      this(from.host, from.port);
      vantage = from.vantage;
      connectTimeout = from.connectTimeout;
      readTimeout = from.readTimeout;
      survey = from.survey;
      udp = from.udp;
      mostConnections = from.mostConnections;
      alsoTry = from.alsoTry;
      alsoTryFound = from.alsoTryFound;
      resolver = from.resolver;
      connector = from.connector;
      nameServers = from.nameServers;
    }

    LadderSettings build() {
      return new LadderSettings(
          host,
          port,
          vantage,
          connectTimeout,
          readTimeout,
          survey,
          udp,
          mostConnections,
          alsoTry,
          alsoTryFound,
          resolver,
          connector,
          nameServers);
    }
  }

  LadderSettings withoutSurvey() {
    Draft draft = new Draft(this);
    draft.survey = false;
    return draft.build();
  }

  /** A fresh budget, for one run. */
  ConnectionBudget budget() {
    return new ConnectionBudget(mostConnections);
  }

  /** The host where it is an address, in the form of {@link AddressText#of}. */
  Optional<String> literal() {
    return Literals.parse(host).map(AddressText::of);
  }

  /**
   * The host as DNS and TLS carry it: labels beyond ASCII as A-labels (RFC 3490 section 4, which is
   * what Windows' own resolver does). A resolver that is given {@code müller.example} as it is may
   * not know a name that exists.
   */
  String asciiHost() {
    if (host.chars().allMatch(c -> c < 0x80)) {
      return host;
    }
    try {
      return IDN.toASCII(host);
    } catch (IllegalArgumentException e) {
      return host; // no such label can exist; the resolver will say that it does not know the name
    }
  }

  /**
   * The host as it may stand in server_name (RFC 6066 section 3): a name, without a trailing dot.
   */
  Optional<String> serverName() {
    if (literal().isPresent()) {
      return Optional.empty();
    }
    String name = asciiHost();
    return Optional.of(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
  }

  /** All addresses to look at: those of the name first, then the additional ones, each once. */
  List<String> targets(CheckContext context) {
    Set<String> targets = new LinkedHashSet<>();
    factOfName(context, ProbeFacts.NAME_ADDRESSES).ifPresent(targets::addAll);
    targets.addAll(alsoTry);
    return List.copyOf(targets);
  }

  private <T> Optional<T> factOfName(CheckContext context, FactKey<T> key) {
    return context.observations().stream()
        .filter(o -> o.check().equals(NAME) && o.vantage().equals(vantage))
        .flatMap(o -> o.facts().get(key).stream())
        .findFirst();
  }

  String id(String check, Optional<String> address) {
    return vantage.name() + "/" + check + address.map(a -> "@" + a).orElse("");
  }

  Observation observation(
      String check, Optional<String> address, Started started, CheckStatus status, Facts facts) {
    return new Observation(check, vantage, address, started.at(), started.elapsed(), status, facts);
  }

  /**
   * When a step began, by the wall clock for the report and by the monotonic clock for its
   * duration.
   */
  record Started(Instant at, long nanos) {
    static Started now() {
      return new Started(Instant.now(), System.nanoTime());
    }

    Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - nanos);
    }
  }

  static ThreadFactory threads() {
    return task -> {
      Thread thread = new Thread(task, "rdp-probe-" + THREADS.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
