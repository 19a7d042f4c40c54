package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.io.AddressText;
import io.github.rdpdiagnosis.probes.spi.Connector;
import io.github.rdpdiagnosis.probes.spi.HostResolver;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The path of a Remote Desktop connection as far as it can be seen from here without credentials:
 * name, local network, TCP, X.224, TLS, CredSSP's challenge.
 *
 * <pre>{@code
 * List<Observation> seen =
 *     RdpLadder.of("sql1.example.com", 3389).probe(Deadline.in(Duration.ofSeconds(30)));
 * }</pre>
 *
 * <p>What goes over the wire: one system look-up of the name; one or two DNS questions to each of
 * at most three configured name servers; to at most three addresses TCP connections, those to one
 * address one after another, {@value #DEFAULT_MOST_CONNECTIONS} in all unless {@link
 * #mostConnections} sets another limit. The first sends an X.224 Connection Request that offers TLS
 * and CredSSP ([MS-RDPBCGR] 2.2.1.1) and, if the server agrees, goes through a TLS handshake; where
 * the server selects CredSSP, one message of that follows, an NTLM NEGOTIATE that names nobody, and
 * the server's challenge is read ([MS-CSSP] 3.1.5, [MS-NLMP] 2.2.1). The others are made only where
 * the first leaves a question open: whether NLA is insisted on, whether only old TLS is spoken; and
 * where it got no answer: one on which nothing is sent, one with seven bytes of junk, one with the
 * same request one byte a segment, one with a ClientHello that no server can agree to, one with a
 * small receive window, one that repeats the first, one that only connects. While the RDP port
 * gives no answer, one TCP connection to port 443 of the same address, and to 3389 if that is not
 * the port, without a byte of data. No credential and no user name is ever sent, so no log-on can
 * fail and no account be locked out. Windows logs aborted handshakes (Schannel events, and
 * TermService's in the event log), and intrusion detection may raise an alert.
 *
 * <p>What is wrong with the target is in the observations ({@link ProbeFacts} names their facts),
 * never an exception.
 *
 * <p>Immutable and thread-safe; each method below gives a changed copy.
 */
public final class RdpLadder {
  /**
   * The names of those observations that each stand for one TCP connection attempt from here to the
   * target; a CONNECT through a proxy is not among them.
   */
  public static final Set<String> CONNECTING =
      Stream.concat(
              Stream.of(
                  "tcp",
                  "other-port",
                  "other-port-3389",
                  "nla",
                  "idle",
                  "junk",
                  "bytewise",
                  "tls-legacy",
                  "tls-alert",
                  "tls-small-window",
                  "again",
                  "reconnect"),
              SurveyStep.checks().stream())
          .collect(Collectors.toUnmodifiableSet());

  /** How many connections to one target are made in all, unless {@link #mostConnections} is set. */
  public static final int DEFAULT_MOST_CONNECTIONS = 12;

  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
  private static final int LONGEST_HOST = 255;

  private final LadderSettings settings;

  private RdpLadder(LadderSettings settings) {
    this.settings = settings;
  }

  /**
   * Loads what a TLS handshake needs, once; a fresh JVM takes a tenth of a second or more for it. A
   * ladder does so by itself while it waits for the server; a program that is over after one probe
   * can do it earlier, on a thread of its own. Sends nothing.
   */
  public static void prepare() {
    TlsHandshake.prepare();
  }

  /**
   * A ladder with the defaults: vantage {@link Vantage#CLIENT}, 5 s to connect, 4 s to be answered.
   *
   * @param host name, IPv4 dotted quad, or IPv6 literal with or without brackets
   * @param port TCP port
   * @return the ladder
   * @throws IllegalArgumentException if the host is blank, has white space or control characters,
   *     or is longer than 255 characters, or the port is not 1 to 65535
   */
  public static RdpLadder of(String host, int port) {
    if (host.isEmpty()
        || host.length() > LONGEST_HOST
        || host.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      throw new IllegalArgumentException(
          "host must be 1 to 255 characters without white space, got '" + host + "'");
    }
    return new RdpLadder(new LadderSettings.Draft(host, new Port(port).number()).build());
  }

  /**
   * The name of the place that this runs at. Default {@link Vantage#CLIENT}.
   *
   * @param vantage the first part of all observation ids
   * @return a changed copy
   */
  public RdpLadder vantage(Vantage vantage) {
    Objects.requireNonNull(vantage, "vantage");
    return with(draft -> draft.vantage = vantage);
  }

  /**
   * How long to wait for a TCP connection. Default 5 s. Below 3.1 s a router's "no route to host",
   * which comes after three failed ARP requests, turns into a time-out.
   *
   * @param timeout more than zero, at most ten minutes
   * @return a changed copy
   */
  public RdpLadder connectTimeout(Duration timeout) {
    return with(draft -> draft.connectTimeout = checked("connectTimeout", timeout));
  }

  /**
   * How long to wait for the whole answer to the X.224 request, and again for the whole TLS
   * handshake. Default 4 s.
   *
   * @param timeout more than zero, at most ten minutes
   * @return a changed copy
   */
  public RdpLadder readTimeout(Duration timeout) {
    return with(draft -> draft.readTimeout = checked("readTimeout", timeout));
  }

  /**
   * Also asks what the server agrees to: eight more Connection Requests to the first address, each
   * on a connection of its own that ends after the answer, for no protocol at all, PROTOCOL_RDP,
   * SSL, HYBRID, RDSTLS, HYBRID_EX, RDSAAD, and SSL with HYBRID; and, where TLS came up, a
   * ClientHello that offers TLS 1.2 at most, which tells servers apart that speak TLS 1.3 only.
   * Reported as observations named {@code survey-…} and {@code tls-legacy}. Default off: the server
   * logs each connection.
   *
   * @return a changed copy
   */
  public RdpLadder survey() {
    return with(draft -> draft.survey = true);
  }

  /**
   * Also asks whether the server offers the RDP UDP transport, which a session uses for pictures
   * and sound where it can, beside TCP: at most two datagrams of 1232 bytes to the same port number
   * ([MS-RDPEUDP] 3.1.5.1.1). Reported as an observation named {@code udp}. Default off: where
   * nothing answers it takes two seconds.
   *
   * @return a changed copy
   */
  public RdpLadder udp() {
    return with(draft -> draft.udp = true);
  }

  /**
   * How many TCP connections to the target one run may make, over all addresses and ports. Default
   * {@value #DEFAULT_MOST_CONNECTIONS}. Windows logs each aborted handshake, and intrusion
   * detection may raise an alert. Steps beyond the limit are reported as NOT_RUN.
   *
   * @param most at least 1
   * @return a changed copy
   * @throws IllegalArgumentException if it is less
   */
  public RdpLadder mostConnections(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("mostConnections must be at least 1, got " + most);
    }
    return with(draft -> draft.mostConnections = most);
  }

  /**
   * Further addresses to climb, after those that the name gives: such as one that another vantage
   * point used. Default none. Three addresses are climbed in all.
   *
   * @param addresses IPv4 or IPv6 literals, in place of those given before
   * @return a changed copy
   * @throws IllegalArgumentException if one is not an address literal
   */
  public RdpLadder alsoTry(List<String> addresses) {
    List<String> literals =
        addresses.stream()
            .map(
                text ->
                    Literals.parse(text)
                        .map(AddressText::of)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "alsoTry must be IP address literals, got '" + text + "'")))
            .toList();
    return with(draft -> draft.alsoTry = literals);
  }

  /**
   * A fact with further addresses that another check of the same run may find, such as those that
   * the cloud's own records give: climbed once they are known, by {@link #checks} only.
   *
   * @param addresses a fact whose value is a list of literals
   * @return a changed copy
   */
  public RdpLadder alsoTryFound(FactKey<List<String>> addresses) {
    Objects.requireNonNull(addresses, "addresses");
    return with(
        draft -> {
          List<FactKey<List<String>>> all = new ArrayList<>(draft.alsoTryFound);
          all.add(addresses);
          draft.alsoTryFound = all;
        });
  }

  /**
   * What resolves the name. Default {@link HostResolver#system()}.
   *
   * @param resolver asked at most once a run
   * @return a changed copy
   */
  public RdpLadder resolver(HostResolver resolver) {
    Objects.requireNonNull(resolver, "resolver");
    return with(draft -> draft.resolver = resolver);
  }

  /**
   * What opens TCP connections. Default {@link Connector#direct()}.
   *
   * @param connector asked for each connection, see {@link #mostConnections}
   * @return a changed copy
   */
  public RdpLadder connector(Connector connector) {
    Objects.requireNonNull(connector, "connector");
    return with(draft -> draft.connector = connector);
  }

  /**
   * The name servers to ask directly. Default: those that this computer is set to use.
   *
   * @param servers addresses and ports; the first three are asked
   * @return a changed copy
   */
  public RdpLadder nameServers(List<InetSocketAddress> servers) {
    return with(draft -> draft.nameServers = Optional.of(servers));
  }

  /**
   * The checks, for a scheduler: {@code name} and {@code name-server} can run at once; {@code
   * local-network} and {@code ladder} need {@link ProbeFacts#NAME_OUTCOME} and find the addresses
   * in {@link CheckContext#observations()}. {@code ladder} reports observations named {@code tcp},
   * {@code x224}, {@code tls} and {@code nla-challenge}, and further ones of {@link #CONNECTING}
   * where a question is open.
   *
   * <p>For a name there is also {@code zone-server}, which asks the zone's own name servers; and
   * for each fact of {@link #alsoTryFound}, and for what {@code zone-server} finds, one more
   * ladder, to addresses that the name does not give.
   *
   * @return the checks, thread-safe; for one run, because they share its {@link #mostConnections}
   */
  public List<Check> checks() {
    ConnectionBudget budget = settings.budget();
    List<Check> checks =
        new ArrayList<>(
            List.of(
                new NameCheck(settings),
                new NameServerCheck(settings),
                new LocalNetworkCheck(settings),
                new LadderCheck(settings, budget)));
    if (settings.udp()) {
      checks.add(new UdpCheck(settings));
    }
    List<FactKey<List<String>>> found = new ArrayList<>(settings.alsoTryFound());
    if (settings.literal().isEmpty()) {
      checks.add(new ZoneServerCheck(settings, ZoneServerCheck.DNS_PORT));
      found.add(ProbeFacts.ZONE_SERVER_ADDRESSES);
    }
    found.forEach(key -> checks.add(LadderCheck.toWhat(key, settings, budget)));
    return List.copyOf(checks);
  }

  /**
   * Runs the checks and waits for them. Blocks for at most the deadline and a moment; on an
   * interrupt closes its sockets, keeps the thread's interrupt flag set, and returns what it has.
   *
   * @param deadline when all must be over
   * @return the observations, in the order in which they were made
   */
  public List<Observation> probe(Deadline deadline) {
    Run run = new Run(deadline);
    ExecutorService worker = Executors.newFixedThreadPool(2, LadderSettings.threads());
    try {
      Future<?> nameServers = worker.submit(() -> run.take(new NameServerCheck(settings)));
      boolean interrupted =
          run.take(new NameCheck(settings)) || run.take(new LocalNetworkCheck(settings));
      Future<?> udp = worker.submit(() -> settings.udp() && !run.take(new UdpCheck(settings)));
      interrupted = interrupted || run.take(new LadderCheck(settings, settings.budget()));
      if (!interrupted) {
        nameServers.get();
        udp.get();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("run.take throws nothing", e);
    } finally {
      worker.shutdownNow();
    }
    return List.copyOf(run.observations());
  }

  /** For the checks that look at the same target in other ways. */
  LadderSettings settings() {
    return settings;
  }

  private RdpLadder with(Consumer<LadderSettings.Draft> change) {
    LadderSettings.Draft draft = new LadderSettings.Draft(settings);
    change.accept(draft);
    return new RdpLadder(draft.build());
  }

  private static Duration checked(String name, Duration timeout) {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          name + " must be more than zero and at most ten minutes, got " + timeout);
    }
    return timeout;
  }

  /** Collects what the checks of one run report. Thread-safe. */
  private final class Run implements CheckContext {
    private final Deadline deadline;
    private final List<Observation> seen = new CopyOnWriteArrayList<>();

    Run(Deadline deadline) {
      this.deadline = deadline;
    }

    /** Returns whether it was interrupted. */
    boolean take(Check check) {
      Started started = Started.now();
      try {
        check.run(this);
        return false;
      } catch (InterruptedException e) {
        return true;
      } catch (RuntimeException e) {
        report(
            settings.observation(
                check.name(),
                Optional.empty(),
                started,
                CheckStatus.inconclusive("the check failed: " + e, "a report of this bug"),
                Facts.none()));
        return false;
      }
    }

    @Override
    public Deadline deadline() {
      return deadline;
    }

    @Override
    public List<Observation> observations() {
      return List.copyOf(seen);
    }

    @Override
    public void report(Observation observation) {
      seen.add(observation);
    }
  }
}
