package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.diagnosis.RecentChange;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.CertificateState;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import io.github.rdpdiagnosis.probes.LocalRoute;
import io.github.rdpdiagnosis.probes.NameServerOutcome;
import io.github.rdpdiagnosis.probes.NlaChallengeOutcome;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.ProxyOutcome;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.TlsOutcome;
import io.github.rdpdiagnosis.probes.WebFacts;
import io.github.rdpdiagnosis.probes.X224Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Observations in, facts of the diagnosed path out. All comparisons between observations are made
 * here, and only here.
 */
final class Derivation {
  /**
   * Evidence from elsewhere that is older or newer than this says nothing about the path as it is
   * now.
   */
  private static final Duration FRESH = Duration.ofHours(1);

  /** Default of the policy "Maximum tolerance for computer clock synchronization". */
  private static final Duration KERBEROS_TOLERANCE = Duration.ofMinutes(5);

  /**
   * A router asks three times, a second each, who has an address before it says that nobody has.
   */
  private static final Duration NOBODY_THERE = Duration.ofMillis(2500);

  /** TPKT version 3 and its reserved byte, hex: only RDP answers like that. */
  private static final String TPKT = "0300";

  private static final List<ProvenUpTo> STEPS = List.of(ProvenUpTo.values());

  private final List<Observation> all;
  private final String host;
  private final int port;
  private final Instant now;
  private final List<ReadSnapshot> snapshots;
  private final FactBase.Builder facts = FactBase.builder();

  private Derivation(List<Observation> all, String host, int port, Instant now) {
    this.all = all;
    this.host = host;
    this.port = port;
    this.now = now;
    this.snapshots = ReadSnapshot.in(all);
  }

  /** The facts, and which address of the target they are about. */
  record Path(FactBase facts, List<String> addresses, Optional<String> address) {}

  static Path derive(List<Observation> observations, String host, int port, Instant now) {
    return new Derivation(observations, host, port, now).run();
  }

  private Path run() {
    List<String> addresses = addresses();
    Optional<String> address =
        addresses.stream()
            .max(Comparator.comparingInt(this::rank).thenComparing(firstOf(addresses)));
    name();
    // Part of the question, not something seen: it rests on no observation.
    facts.put(
        PathFacts.CLASSIC_NAME, host.toLowerCase(Locale.ROOT).endsWith(".cloudapp.net"), Set.of());
    address.ifPresent(this::ownPath);
    families(addresses);
    ProvenUpTo reached = reached(address);
    facts.put(PathFacts.REACHED, reached, idsOf(Vantage.CLIENT, address.orElse("")));
    local(addresses, reached);
    own("name").ifPresent(o -> zone(addresses, address, reached));
    // Without the name's own observation, no address can be called another one.
    own("name").ifPresent(o -> elsewhere(addresses, address, reached));
    copy(
        "rdp-file",
        PathFacts.FILE_CREDSSP,
        PathFacts.FILE_AUTHENTICATION_LEVEL,
        PathFacts.FILE_UNSIGNED_REDIRECTIONS,
        PathFacts.FILE_GATEWAY);
    GatewayDerivation.derive(all, facts);
    address.ifPresent(a -> LocalDerivation.derive(all, a, facts));
    address.ifPresent(a -> throughProxy(a, reached));
    address.ifPresent(
        a -> BeforeAfter.derive(all, otherVantages(), a, this::at, this::reachedAt, facts));
    copy("reference", PathFacts.REFERENCE);
    copy(
        "client-error",
        PathFacts.ERROR_STAGES,
        PathFacts.ERROR_CAUSES,
        PathFacts.ERROR_PROVES,
        PathFacts.ERROR_IS_DROP);
    all.stream()
        .filter(o -> o.vantage().equals(Vantage.CLIENT))
        .filter(o -> o.facts().get(WebFacts.PORTAL).orElse(false))
        .forEach(o -> facts.put(PathFacts.PORTAL, true, o.id()));
    copy("rdp-file", PathFacts.USER);

    copy("user", PathFacts.USER);
    AzureDerivation.derive(all, snapshots, address, port, facts);
    if (reached.atLeast(ProvenUpTo.X224)
        && facts.value(PathFacts.ADDRESS_IS_VMS).orElse(true)
        && address.map(IpAddress::parseZoned).filter(a -> !a.isLoopback()).isPresent()) {
      facts.put(PathFacts.RDP_ANSWERS, true, idsOf(Vantage.CLIENT, address.orElseThrow()));
    }
    GuestDerivation.derive(all, snapshots, now, facts);
    configuration(address);
    changes();
    address.ifPresent(
        a ->
            IdentityDerivation.derive(
                at(Vantage.CLIENT, a),
                otherVantages().stream().map(v -> at(v, a)).toList(),
                facts));
    return new Path(facts.build(), addresses, address);
  }

  // ---- Azure's configuration against what was seen
  // -----------------------------------------------------------------------------

  private void configuration(Optional<String> address) {
    address.ifPresent(
        a -> {
          List<String> own =
              at(Vantage.CLIENT, a).stream()
                  .flatMap(o -> o.facts().get(ProbeFacts.LOCAL_SOURCE_ADDRESS).stream())
                  .distinct()
                  .toList();
          if (!own.isEmpty()) {
            facts.put(PathFacts.LOCAL_SOURCES, own, idsOf(Vantage.CLIENT, a));
          }
        });
    List<IpAddress> sources =
        of(Vantage.CLIENT, "egress").stream()
            .flatMap(o -> o.facts().get(PathFacts.EGRESS).stream())
            .flatMap(List::stream)
            .flatMap(text -> AzureDerivation.parsed(text).stream())
            .toList();
    Port asked = new Port(port);
    for (ReadSnapshot read : snapshots) {
      if (read.isAzures()) {
        VmSnapshot snapshot = read.snapshot();
        WayDerivation.derive(
            snapshot, address.map(IpAddress::parseZoned), asked, sources, facts, read.id());
        PlatformDerivation.derive(snapshot, asked, sources, facts, read.id());
        dns(snapshot, address);
      }
    }
  }

  private void changes() {
    List<RecentChange> changes = Changes.in(all, port);
    List<String> causes =
        changes.stream().flatMap(change -> change.causes().stream()).distinct().toList();
    if (!causes.isEmpty()) {
      facts.put(
          PathFacts.CHANGES_POINT_TO,
          causes,
          changes.stream().flatMap(change -> change.evidence().stream()).distinct().toList());
    }
  }

  /** Whether name servers that were asked directly give the VM's address, and not this one. */
  private void dns(VmSnapshot snapshot, Optional<String> address) {
    Set<String> vms =
        snapshot.networkInterfaces().values().stream()
            .flatMap(nic -> nic.known().stream())
            .flatMap(nic -> nic.ipConfigurations().stream())
            .flatMap(ip -> ip.publicIpAddressId().stream())
            .flatMap(id -> snapshot.publicIpAddress(id).known().stream())
            .flatMap(ip -> ip.address().stream())
            .collect(Collectors.toSet());
    for (Observation o : all) {
      List<String> given =
          o.facts()
              .get(ProbeFacts.ZONE_SERVER_ADDRESSES)
              .or(() -> o.facts().get(ProbeFacts.NAME_SERVER_ADDRESSES))
              .orElse(List.of());
      if (o.vantage().equals(Vantage.CLIENT)
          && given.stream().anyMatch(vms::contains)
          && address.filter(given::contains).isEmpty()) {
        facts.put(PathFacts.DNS_GIVES_VMS, true, o.id());
      }
    }
  }

  // ---- the name
  // ----------------------------------------------------------------------------------------------------------------

  private List<String> addresses() {
    return own("name").flatMap(o -> o.facts().get(ProbeFacts.NAME_ADDRESSES)).orElse(List.of());
  }

  private void name() {
    own("name")
        .ifPresent(
            o ->
                o.facts()
                    .get(ProbeFacts.NAME_OUTCOME)
                    .ifPresent(v -> facts.put(PathFacts.NAME, v, o.id())));
    for (Observation o : of(Vantage.CLIENT, "name-server")) {
      NameServerOutcome outcome =
          o.facts().get(ProbeFacts.NAME_SERVER_OUTCOME).orElse(NameServerOutcome.OTHER);
      switch (outcome) {
        case NO_SUCH_NAME -> facts.put(PathFacts.NAME_SERVER_SAYS_NO, true, o.id());
        case REFUSED -> facts.put(PathFacts.NAME_SERVER_REFUSES, true, o.id());
        case ANSWERED -> facts.put(PathFacts.NAME_SERVER_ANSWERS, true, o.id());
        case NO_ADDRESS, SERVER_FAILURE, TIMED_OUT, UNREACHABLE, OTHER -> {
          // Shown among the checks; none of these points to one cause.
        }
      }
    }
  }

  // ---- the path from here
  // ------------------------------------------------------------------------------------------------------

  private void ownPath(String address) {
    for (Observation o : at(Vantage.CLIENT, address)) {
      pass(o, ProbeFacts.TCP_OUTCOME, PathFacts.TCP);
      if (o.facts().get(ProbeFacts.TCP_OUTCOME).filter(TcpOutcome.NO_ROUTE::equals).isPresent()) {
        o.facts()
            .get(ProbeFacts.TCP_TIME)
            .map(took -> took.compareTo(NOBODY_THERE) > 0)
            .ifPresent(late -> facts.put(PathFacts.NOBODY_THERE, late, o.id()));
      }
      pass(o, ProbeFacts.X224_OUTCOME, PathFacts.X224);
      pass(o, ProbeFacts.X224_FOREIGN, PathFacts.FOREIGN);
      pass(o, ProbeFacts.X224_FAILURE_CODE, PathFacts.FAILURE_CODE);
      pass(o, ProbeFacts.X224_SELECTED, PathFacts.SELECTED);
      pass(o, ProbeFacts.NLA_REQUIRED, PathFacts.NLA_REQUIRED);
      pass(o, ProbeFacts.NLA_CHALLENGE_OUTCOME, PathFacts.NLA_CHALLENGE);
      if (clocksApart(o)) {
        facts.put(PathFacts.CLOCKS_APART, true, o.id());
      }
      pass(o, ProbeFacts.IDLE_OUTCOME, PathFacts.UNPROMPTED);
      pass(o, ProbeFacts.JUNK_OUTCOME, PathFacts.JUNK);
      pass(o, ProbeFacts.TINY_HELLO_OUTCOME, PathFacts.TINY_HELLO);
      pass(o, ProbeFacts.TLS_OUTCOME, PathFacts.TLS);
      pass(o, ProbeFacts.TLS_ALERT, PathFacts.TLS_ALERT);
      if (isLegacy(o)) {
        facts.put(PathFacts.TLS_LEGACY, true, o.id());
      }
      if (o.facts().get(ProbeFacts.OTHER_PORT_OUTCOME).filter(Derivation::answered).isPresent()) {
        facts.put(PathFacts.OTHER_PORT_ANSWERS, true, o.id());
      }
      certificate(o);
    }
    experiments(address);
    IpAddress.parseZoned(address)
        .specialPurpose()
        .ifPresent(kind -> facts.put(PathFacts.ADDRESS_KIND, kind, idsOf(Vantage.CLIENT, address)));
    facts.put(
        PathFacts.ADDRESS_PRIVATE,
        IpAddress.parseZoned(address).isPrivate(),
        idsOf(Vantage.CLIENT, address));
  }

  /** What became of the same question in another form. A success counts only with its control. */
  private void experiments(String address) {
    List<Observation> seen = at(Vantage.CLIENT, address);
    for (Observation o : seen) {
      if (o.facts().get(ProbeFacts.JUNK_ANSWER).filter(a -> a.startsWith(TPKT)).isPresent()) {
        facts.put(PathFacts.READS_RDP, true, o.id());
      }
      if (o.facts()
          .get(ProbeFacts.RECONNECT_OUTCOME)
          .filter(TcpOutcome.TIMED_OUT::equals)
          .isPresent()) {
        facts.put(PathFacts.QUEUE_FULL, true, o.id());
      }
    }
    seen.stream()
        .filter(o -> o.facts().get(ProbeFacts.FAILS_AGAIN).orElse(false))
        .findFirst()
        .ifPresent(control -> controlled(seen, control));
  }

  private void controlled(List<Observation> seen, Observation control) {
    for (Observation o : seen) {
      List<String> evidence = List.of(o.id(), control.id());
      if (o.facts()
          .get(ProbeFacts.BYTEWISE_OUTCOME)
          .filter(v -> v == X224Outcome.CONFIRMED || v == X224Outcome.FAILURE)
          .isPresent()) {
        facts.put(PathFacts.ANSWERS_PIECES, true, evidence);
      }
      if (o.facts()
          .get(ProbeFacts.SMALL_WINDOW_OUTCOME)
          .filter(TlsOutcome.HANDSHAKE::equals)
          .isPresent()) {
        facts.put(PathFacts.PASSES_SMALL, true, evidence);
      }
    }
  }

  /** How far each address family got, where the target has both. */
  private void families(List<String> addresses) {
    for (boolean ipv4 : new boolean[] {true, false}) {
      addresses.stream()
          .filter(a -> IpAddress.parseZoned(a).isIpv4() == ipv4)
          .filter(a -> has(a, ProbeFacts.TCP_OUTCOME))
          .max(Comparator.comparingInt(this::rank).thenComparing(firstOf(addresses)))
          .ifPresent(
              best ->
                  facts.put(
                      ipv4 ? PathFacts.IPV4_REACHED : PathFacts.IPV6_REACHED,
                      reachedAt(Vantage.CLIENT, best),
                      idsOf(Vantage.CLIENT, best)));
    }
  }

  private boolean has(String address, FactKey<?> key) {
    return at(Vantage.CLIENT, address).stream().anyMatch(o -> o.facts().has(key));
  }

  /**
   * Bytes or an RST came back from something that holds the address. ICMP errors come from others,
   * but Java shows two alike.
   */
  private static boolean answered(TcpOutcome outcome) {
    return outcome == TcpOutcome.OPEN || outcome == TcpOutcome.REFUSED;
  }

  private static boolean clocksApart(Observation o) {
    Optional<Duration> skew = o.facts().get(ProbeFacts.CLOCK_SKEW);
    Duration uncertainty = o.facts().get(ProbeFacts.CLOCK_SKEW_UNCERTAINTY).orElse(Duration.ZERO);
    return skew.filter(s -> s.abs().minus(uncertainty).compareTo(KERBEROS_TOLERANCE) > 0)
        .isPresent();
  }

  /** The offer went up to TLS 1.2, so what the server chose from it is the best it has. */
  private static boolean isLegacy(Observation o) {
    boolean oldVersion =
        o.facts()
            .get(ProbeFacts.TLS_LEGACY_VERSION)
            .filter(v -> Set.of("SSLv3", "TLSv1", "TLSv1.1").contains(v))
            .isPresent();
    boolean oldSuite =
        o.facts()
            .get(ProbeFacts.TLS_LEGACY_SUITE)
            .filter(s -> s.contains("RC4") || s.contains("3DES") || s.contains("_DES_"))
            .isPresent();
    return oldVersion || oldSuite;
  }

  private void certificate(Observation tls) {
    Optional<Instant> notBefore = tls.facts().get(ProbeFacts.CERTIFICATE_NOT_BEFORE);
    Optional<Instant> notAfter = tls.facts().get(ProbeFacts.CERTIFICATE_NOT_AFTER);
    if (notBefore.isEmpty() || notAfter.isEmpty()) {
      return;
    }
    Optional<Observation> file = own("rdp-file");
    Optional<Long> level = file.flatMap(o -> o.facts().get(PathFacts.FILE_AUTHENTICATION_LEVEL));
    CertificateState state;
    if (tls.at().isBefore(notBefore.get())) {
      state = CertificateState.NOT_YET_VALID;
    } else if (tls.at().isBefore(notAfter.get())) {
      state = CertificateState.IN_TIME;
    } else if (level.isEmpty()) {
      state = CertificateState.EXPIRED;
    } else {
      state =
          level.get() == 1
              ? CertificateState.EXPIRED_AND_REFUSED
              : CertificateState.EXPIRED_WITH_WARNING;
    }
    if (tls.facts().get(ProbeFacts.CERTIFICATE_ISSUER).filter(ProxyIssuers::isOne).isPresent()) {
      facts.put(PathFacts.PROXY_ISSUED, true, tls.id());
    }
    Set<String> evidence = new LinkedHashSet<>(Set.of(tls.id()));
    level.ifPresent(l -> evidence.add(file.orElseThrow().id()));
    facts.put(PathFacts.CERTIFICATE, state, evidence);
  }

  private ProvenUpTo reached(Optional<String> address) {
    if (address.isPresent()) {
      return reachedAt(Vantage.CLIENT, address.get());
    }
    return ProvenUpTo.NONE;
  }

  private void local(List<String> addresses, ProvenUpTo reached) {
    List<Observation> seen = of(Vantage.CLIENT, "local-network");
    List<String> ids = seen.stream().map(Observation::id).toList();
    if (reached.atLeast(ProvenUpTo.TCP)) {
      facts.put(PathFacts.LOCAL_USABLE, true, ids);
      return;
    }
    boolean onlyLoopback =
        !addresses.isEmpty()
            && addresses.stream().allMatch(a -> IpAddress.parseZoned(a).isLoopback());
    boolean noInterface =
        !onlyLoopback
            && seen.stream()
                .anyMatch(
                    o ->
                        o.facts()
                            .get(ProbeFacts.LOCAL_INTERFACES_UP)
                            .filter(n -> n == 0)
                            .isPresent());
    if (noInterface) {
      facts.put(PathFacts.LOCAL_USABLE, false, ids);
      return;
    }
    List<LocalRoute> routes =
        seen.stream().flatMap(o -> o.facts().get(ProbeFacts.LOCAL_ROUTE).stream()).toList();
    boolean none = routes.stream().allMatch(r -> r != LocalRoute.ROUTE && r != LocalRoute.OTHER);
    if (!routes.isEmpty() && none && routes.size() >= Math.max(1, addresses.size())) {
      facts.put(PathFacts.LOCAL_USABLE, false, ids);
    } else if (routes.contains(LocalRoute.ROUTE)) {
      facts.put(PathFacts.LOCAL_USABLE, true, ids);
    }
  }

  // ---- the same target from elsewhere, and other addresses from here
  // -----------------------------------------------------------

  private void elsewhere(List<String> addresses, Optional<String> address, ProvenUpTo reached) {
    Set<String> others = new TreeSet<>();
    for (Observation o : all) {
      o.address()
          .filter(a -> o.check().equals("tcp") && !addresses.contains(a) && samePort(o))
          .ifPresent(others::add);
    }
    address.ifPresent(a -> certificates(a, others));
    for (Vantage vantage : otherVantages()) {
      address.ifPresent(a -> farAt(vantage, a, reached));
      for (String other : others) {
        if (reachedAt(vantage, other).atLeast(ProvenUpTo.X224)
            && !reached.atLeast(ProvenUpTo.X224)) {
          facts.put(PathFacts.FAR_OTHER_ADDRESS_WORKS, true, idsOf(vantage, other));
        }
      }
    }
    for (String other : others) {
      if (reachedAt(Vantage.CLIENT, other).atLeast(ProvenUpTo.X224)
          && !reached.atLeast(ProvenUpTo.X224)) {
        facts.put(PathFacts.OTHER_ADDRESS_WORKS, true, idsOf(Vantage.CLIENT, other));
      }
    }
  }

  /** A proxy that connects to the address is a vantage point of its own, at the edge. */
  private void throughProxy(String address, ProvenUpTo reached) {
    for (Observation o : at(Vantage.CLIENT, address)) {
      boolean answers =
          o.facts()
              .get(WebFacts.PROXY_OUTCOME)
              .filter(ProxyOutcome.RDP_ANSWERS::equals)
              .isPresent();
      if (answers && !reached.atLeast(ProvenUpTo.X224)) {
        facts.put(PathFacts.PROXY_REACHES, true, o.id());
        facts.put(PathFacts.FAR_FURTHER, true, o.id());
        if (!facts.value(PathFacts.FAR_REACHED).orElse(ProvenUpTo.NONE).atLeast(ProvenUpTo.X224)) {
          facts.put(PathFacts.FAR_REACHED, ProvenUpTo.X224, o.id());
        }
      }
    }
  }

  private void farAt(Vantage vantage, String address, ProvenUpTo here) {
    Optional<Observation> tcp =
        at(vantage, address).stream()
            .filter(o -> o.check().equals("tcp") && samePort(o))
            .findFirst();
    if (tcp.isEmpty()) {
      return;
    }
    ProvenUpTo reached = reachedAt(vantage, address);
    Optional<ProvenUpTo> best = facts.value(PathFacts.FAR_REACHED);
    if (best.isEmpty() || reached.compareTo(best.get()) > 0) {
      facts.put(PathFacts.FAR_REACHED, reached, idsOf(vantage, address));
    }
    TcpOutcome outcome = tcp.get().facts().get(ProbeFacts.TCP_OUTCOME).orElse(TcpOutcome.OTHER);
    boolean further = reached.atLeast(ProvenUpTo.X224) && reached.compareTo(here) > 0;
    if (further) {
      facts.put(PathFacts.FAR_FURTHER, true, idsOf(vantage, address));
    }
    boolean itsOwnTrouble =
        outcome == TcpOutcome.NETWORK_UNREACHABLE
            || outcome == TcpOutcome.LOCAL_REFUSAL
            || outcome == TcpOutcome.OTHER;
    boolean failed = !further && !reached.atLeast(ProvenUpTo.TLS);
    if (failed && failsLikeHere(vantage, address) && isNeighbour(vantage, address)) {
      facts.put(PathFacts.NEIGHBOUR_FAILS, true, idsOf(vantage, address));
    }
    if (failed && !itsOwnTrouble && otherNetwork(vantage, address)) {
      facts.put(PathFacts.FAR_FAILED, true, idsOf(vantage, address));
      if (failsLikeHere(vantage, address)) {
        facts.put(PathFacts.FAR_FAILS_ALIKE, true, idsOf(vantage, address));
      }
    }
  }

  /** Compares the certificate seen here with those that others, or other addresses, showed. */
  private void certificates(String address, Set<String> others) {
    Optional<String> here = certificate(Vantage.CLIENT, address);
    if (here.isEmpty()) {
      return;
    }
    List<Vantage> everywhere = new ArrayList<>(otherVantages());
    everywhere.add(Vantage.CLIENT);
    for (Vantage vantage : everywhere) {
      Optional<String> there = certificate(vantage, address);
      if (there.filter(c -> !c.equals(here.get())).isPresent()) {
        facts.put(PathFacts.FAR_CERTIFICATE_DIFFERS, true, idsOf(vantage, address));
      }
      if (there.equals(here) && isNeighbour(vantage, address)) {
        facts.put(PathFacts.NEIGHBOUR_CERTIFICATE_SAME, true, idsOf(vantage, address));
      }
      for (String other : others) {
        if (certificate(vantage, other).filter(c -> !c.equals(here.get())).isPresent()) {
          facts.put(PathFacts.OTHER_ADDRESS_OTHER_CERTIFICATE, true, idsOf(vantage, other));
        }
      }
    }
  }

  private Optional<String> certificate(Vantage vantage, String address) {
    return at(vantage, address).stream()
        .flatMap(o -> o.facts().get(ProbeFacts.CERTIFICATE_SHA256).stream())
        .findFirst();
  }

  /** Whether the vantage point is surely not behind this client's own edge. */
  private boolean otherNetwork(Vantage vantage, String address) {
    return ofThisSite(vantage, address).filter(ofThisSite -> !ofThisSite).isPresent();
  }

  /** Whether the vantage point is surely another computer of this client's own network. */
  private boolean isNeighbour(Vantage vantage, String address) {
    return ofThisSite(vantage, address).orElse(false);
  }

  /** Empty where it is not known that the vantage point is another computer. */
  private Optional<Boolean> ofThisSite(Vantage vantage, String address) {
    Optional<IpAddress> theirs = sourceAddress(vantage, address);
    Optional<IpAddress> ours = sourceAddress(Vantage.CLIENT, address);
    if (theirs.isEmpty() || ours.isEmpty() || theirs.equals(ours)) {
      return Optional.empty();
    }
    return Optional.of(
        theirs.get().isPrivate() && ours.get().isPrivate() && sameSite(theirs.get(), ours.get()));
  }

  private boolean failsLikeHere(Vantage vantage, String address) {
    return Stream.of(ProbeFacts.TCP_OUTCOME, ProbeFacts.X224_OUTCOME, ProbeFacts.TLS_OUTCOME)
        .allMatch(key -> first(vantage, address, key).equals(first(Vantage.CLIENT, address, key)));
  }

  private Optional<?> first(Vantage vantage, String address, FactKey<?> key) {
    return at(vantage, address).stream().flatMap(o -> o.facts().get(key).stream()).findFirst();
  }

  /**
   * Two private addresses that may well be of one site: the first 16 bits of IPv4, the first 48 of
   * IPv6.
   */
  private static boolean sameSite(IpAddress a, IpAddress b) {
    int bits = a.isIpv4() ? 16 : 48;
    return a.isIpv4() == b.isIpv4() && new Prefix(a, bits).equals(new Prefix(b, bits));
  }

  private Optional<IpAddress> sourceAddress(Vantage vantage, String address) {
    return at(vantage, address).stream()
        .flatMap(o -> o.facts().get(ProbeFacts.LOCAL_SOURCE_ADDRESS).stream())
        .findFirst()
        .map(IpAddress::parseZoned);
  }

  /** What the zone itself says, against what the resolver made of the name. */
  private void zone(List<String> addresses, Optional<String> address, ProvenUpTo reached) {
    for (Observation o : of(Vantage.CLIENT, "zone-server")) {
      List<String> given = o.facts().get(ProbeFacts.ZONE_SERVER_ADDRESSES).orElse(List.of());
      if (address.filter(given::contains).isPresent()) {
        facts.put(PathFacts.ZONE_AGREES, true, o.id());
      }
      boolean differs = given.stream().noneMatch(addresses::contains);
      for (String other :
          differs && !reached.atLeast(ProvenUpTo.X224) ? given : List.<String>of()) {
        if (reachedAt(Vantage.CLIENT, other).atLeast(ProvenUpTo.X224)) {
          List<String> evidence = new ArrayList<>(idsOf(Vantage.CLIENT, other));
          evidence.add(o.id());
          facts.put(PathFacts.ZONE_ADDRESS_WORKS, true, evidence);
        }
      }
    }
  }

  // ---- reading observations
  // ----------------------------------------------------------------------------------------------------

  private ProvenUpTo reachedAt(Vantage vantage, String address) {
    ProvenUpTo reached = ProvenUpTo.NAME;
    for (Observation o : at(vantage, address)) {
      reached =
          later(
              reached,
              o.facts().get(ProbeFacts.TCP_OUTCOME).filter(TcpOutcome.OPEN::equals),
              ProvenUpTo.TCP);
      reached =
          later(
              reached,
              o.facts()
                  .get(ProbeFacts.X224_OUTCOME)
                  .filter(v -> v == X224Outcome.CONFIRMED || v == X224Outcome.FAILURE),
              ProvenUpTo.X224);
      reached =
          later(
              reached,
              o.facts().get(ProbeFacts.TLS_OUTCOME).filter(TlsOutcome.HANDSHAKE::equals),
              ProvenUpTo.TLS);
      reached =
          later(
              reached,
              o.facts()
                  .get(ProbeFacts.NLA_CHALLENGE_OUTCOME)
                  .filter(NlaChallengeOutcome.CHALLENGE::equals),
              ProvenUpTo.NLA_CHALLENGE);
    }
    return reached;
  }

  private static ProvenUpTo later(ProvenUpTo reached, Optional<?> fact, ProvenUpTo step) {
    return fact.isPresent() && step.compareTo(reached) > 0 ? step : reached;
  }

  /**
   * Which of several addresses tells most: the one that got furthest; a local failure tells least.
   */
  private int rank(String address) {
    boolean localFailure =
        at(Vantage.CLIENT, address).stream()
            .flatMap(o -> o.facts().get(ProbeFacts.TCP_OUTCOME).stream())
            .anyMatch(v -> v == TcpOutcome.NETWORK_UNREACHABLE || v == TcpOutcome.LOCAL_REFUSAL);
    return 2 * STEPS.indexOf(reachedAt(Vantage.CLIENT, address)) + (localFailure ? 0 : 1);
  }

  private static Comparator<String> firstOf(List<String> addresses) {
    return Comparator.<String>comparingInt(addresses::indexOf).reversed();
  }

  private boolean samePort(Observation tcp) {
    return tcp.facts().get(ProbeFacts.TCP_PORT).filter(p -> p == port).isPresent();
  }

  private Optional<Observation> own(String check) {
    return of(Vantage.CLIENT, check).stream().findFirst();
  }

  private List<Observation> of(Vantage vantage, String check) {
    return all.stream()
        .filter(o -> o.vantage().equals(vantage) && o.check().equals(check))
        .toList();
  }

  private List<Observation> at(Vantage vantage, String address) {
    return all.stream()
        .filter(o -> o.vantage().equals(vantage) && o.address().filter(address::equals).isPresent())
        .filter(o -> vantage.equals(Vantage.CLIENT) || isFresh(o))
        .toList();
  }

  private boolean isFresh(Observation o) {
    return Duration.between(o.at(), now).abs().compareTo(FRESH) <= 0;
  }

  private List<Vantage> otherVantages() {
    return all.stream()
        .map(Observation::vantage)
        .distinct()
        .filter(v -> !Vantage.OWN.contains(v))
        .toList();
  }

  private List<String> idsOf(Vantage vantage, String address) {
    return at(vantage, address).stream()
        .filter(o -> o.status().isConclusive())
        .map(Observation::id)
        .toList();
  }

  private <T> void pass(Observation from, FactKey<T> read, FactKey<T> derived) {
    from.facts().get(read).ifPresent(v -> facts.put(derived, v, from.id()));
  }

  private void copy(String check, FactKey<?>... keys) {
    own(check).ifPresent(o -> List.of(keys).forEach(key -> pass(o, key)));
  }

  private <T> void pass(Observation from, FactKey<T> key) {
    pass(from, key, key);
  }
}
