package io.github.rdpdiagnosis.azure.guest;

import io.github.rdpdiagnosis.azure.guest.GuestFacts.PortOwner;
import io.github.rdpdiagnosis.azure.guest.GuestFirewall.ProfileName;
import io.github.rdpdiagnosis.azure.guest.TerminalServer.InForce;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A record as observations. A pure function; it knows no cause. */
final class GuestObservations {
  /** Services that Remote Desktop, the network or sign-in cannot do without. */
  private static final Set<String> NEEDED = Set.of("TermService", "RpcSs", "Dhcp", "nsi", "BFE");

  private static final Set<String> TERM_SERVICE_ACCOUNTS =
      Set.of("nt authority\\networkservice", "nt authority\\network service");

  /**
   * Provider keys of Windows' own filters, which block by design, and the loopback of its rules.
   */
  private static final Set<String> WINDOWS_PROVIDERS =
      Set.of(
          "{decc16ca-3f33-4346-be1e-8fb4ae0f3d62}",
          "{4b153735-1049-4480-aab4-d1b9bdc03710}",
          "{1bebc969-61a5-4732-a177-847a0817862a}",
          "{3c6c05a9-c05c-4bb9-8338-2327814ce8bf}",
          "{76cfcd30-3394-432d-bed3-441ae50e63c9}",
          "{896aa19e-9a34-4bcb-ae79-beb9127c84b9}");

  private static final List<String> LISTENER_VALUES =
      List.of("PortNumber", "fEnableWinStation", "LoadableProtocol_Object");

  private final GuestRecord record;
  private final List<GuestPart> parts = new ArrayList<>();

  private GuestObservations(GuestRecord record) {
    this.record = record;
  }

  static List<Observation> of(GuestRecord record, Instant at, Duration took) {
    return of(record, Optional.empty(), Optional.empty(), at, took);
  }

  static List<Observation> of(
      GuestRecord record,
      Optional<String> script,
      Optional<String> reachedAt,
      Instant at,
      Duration took) {
    GuestObservations all = new GuestObservations(record);
    all.host(script, reachedAt);
    all.services();
    all.terminalServer();
    all.listener();
    all.portOwner();
    all.firewall();
    all.parts.add(CertificateFacts.of(record));
    all.tlsPolicy();
    all.domain();
    all.network();
    all.licensing();
    all.parts.add(LogonFacts.of(record));
    all.events();
    all.resources();
    all.products();
    return all.parts.stream().map(part -> part.observe(at, took)).toList();
  }

  private GuestPart part(String check) {
    GuestPart part = new GuestPart(check);
    parts.add(part);
    return part;
  }

  static Item<Boolean> isOne(Item<Long> number) {
    return number.map(n -> n == 1);
  }

  private void host(Optional<String> script, Optional<String> reachedAt) {
    GuestHost host = record.host();
    List<String> gaps =
        record.gaps().entrySet().stream()
            .map(gap -> gap.getKey().word() + ": " + gap.getValue())
            .toList();
    GuestPart read = part("guest-record");
    gaps.forEach(read::gap);
    read.note(GuestFacts.RECORD_GAPS, Optional.of(gaps))
        .note(GuestFacts.SCRIPT, script)
        .note(GuestFacts.REACHED_AT, reachedAt)
        .put(GuestFacts.COMPUTER_NAME, host.computerName())
        .put(GuestFacts.BUILD, host.build())
        .put(GuestFacts.DOMAIN_CONTROLLER, host.productType().map(type -> type == 2))
        .put(GuestFacts.READ_AT, host.now())
        .put(GuestFacts.BOOTED_AT, host.booted());

    GuestHost.Start start = host.start();
    Item<Boolean> safeMode = start.safeMode().map(mode -> mode != 0);
    Item<Boolean> setup = either(start.setupInProgress(), start.oobeInProgress());
    part("windows-start")
        .put(GuestFacts.SAFE_MODE, safeMode, false)
        .put(GuestFacts.SAFE_MODE_NEXT, start.safeModeNext())
        .put(GuestFacts.SETUP_IN_PROGRESS, setup)
        .put(GuestFacts.PENDING_REBOOT, host.pendingReboot())
        .brokenIf(safeMode.known(), "Windows runs in safe mode")
        .brokenIf(setup.known(), "the setup of Windows is not over");
  }

  /** Whether one of two flags is set; a set one decides whatever the other is. */
  private static Item<Boolean> either(Item<Long> a, Item<Long> b) {
    if (a.valueOr(0L).orElse(0L) != 0 || b.valueOr(0L).orElse(0L) != 0) {
      return new Item.Present<>(true);
    }
    Optional<String> gap = a.gap().or(b::gap);
    return gap.isPresent() ? new Item.NotRead<>(gap.get()) : new Item.Present<>(false);
  }

  private void services() {
    GuestPart part = part("services");
    Item<GuestService> term = record.service(GuestService.TERM_SERVICE);
    term.known().ifPresent(service -> termService(part, service));
    term.gap().ifPresent(part::gap);
    part.brokenIf(Optional.of(term.isAbsent()), "there is no service TermService");
    Item<Listing<GuestService>> all = record.services();
    part.put(GuestFacts.SERVICES_NOT_RUNNING, all.map(list -> names(list, s -> !runs(s))));
    part.put(
        GuestFacts.SERVICES_DISABLED,
        all.map(
            list ->
                names(
                    list,
                    s -> s.start().known().filter(n -> n == GuestService.DISABLED).isPresent())));
    all.known().stream()
        .flatMap(list -> list.entries().stream())
        .filter(s -> NEEDED.contains(s.name()) && !runs(s))
        .forEach(
            s ->
                part.brokenIf(Optional.of(true), s.name() + " is " + s.state().known().orElse("")));
  }

  private static boolean runs(GuestService service) {
    return service.isRunning().known().orElse(true);
  }

  private static List<String> names(Listing<GuestService> list, Predicate<GuestService> which) {
    return list.entries().stream().filter(which).map(GuestService::name).toList();
  }

  private static void termService(GuestPart part, GuestService service) {
    Item<Boolean> changed =
        service
            .account()
            .map(account -> !TERM_SERVICE_ACCOUNTS.contains(account.toLowerCase(Locale.ROOT)));
    part.put(GuestFacts.TERM_SERVICE_STATE, service.state())
        .put(GuestFacts.TERM_SERVICE_START, service.start())
        .put(GuestFacts.TERM_SERVICE_ACCOUNT_CHANGED, changed);
    if (service.isRunning().known().filter(running -> !running).isPresent()) {
      // 1066: the service has an error number of its own.
      Item<Long> code =
          service.exitCode().known().filter(n -> n == 1066).isPresent()
              ? service.specificExitCode()
              : service.exitCode();
      part.put(GuestFacts.TERM_SERVICE_EXIT_CODE, code);
    }
  }

  private void terminalServer() {
    TerminalServer ts = record.terminalServer();
    Item<Boolean> denied = ts.denyConnections().map(set -> set.number() != 0);
    Item<Boolean> enabled = isOne(ts.server().number("TSEnabled"));
    Item<Long> drain = ts.server().number("TSServerDrainMode");
    Item<Long> users = ts.server().number("TSUserEnabled");
    Item<Boolean> noLogons = isOne(ts.server().number("WinStationsDisabled"));
    part("terminal-server")
        .put(GuestFacts.DENY_CONNECTIONS, denied)
        .put(GuestFacts.DENY_CONNECTIONS_ORIGIN, ts.denyConnections().map(InForce::origin))
        .put(GuestFacts.TS_ENABLED, enabled)
        .put(GuestFacts.DRAIN_MODE, drain, 0L)
        .put(GuestFacts.TS_USER_ENABLED, users, 0L)
        .put(GuestFacts.WIN_STATIONS_DISABLED, noLogons, false)
        .put(
            GuestFacts.IGNORE_USER_CONFIG_ERRORS,
            isOne(ts.server().number("IgnoreRegUserConfigErrors")),
            false)
        .brokenIf(
            denied.known(),
            "fDenyTSConnections is 1 by "
                + ts.denyConnections().known().map(set -> set.origin().name()).orElse(""))
        .brokenIf(enabled.known().map(on -> !on), "TSEnabled is 0")
        .brokenIf(drain.known().map(n -> n != 0), "TSServerDrainMode is not 0")
        .brokenIf(users.known().map(n -> n != 0), "TSUserEnabled is not 0")
        .brokenIf(noLogons.known(), "WinStationsDisabled is 1");
  }

  private void listener() {
    TerminalServer ts = record.terminalServer();
    RegistryValues listener = ts.listener();
    Item<Boolean> enabled = isOne(listener.number("fEnableWinStation"));
    Item<Boolean> noLogons = isOne(listener.number("fLogonDisabled"));
    List<String> missing =
        LISTENER_VALUES.stream().filter(name -> listener.text(name).isAbsent()).toList();
    Optional<String> gap =
        LISTENER_VALUES.stream().flatMap(name -> listener.text(name).gap().stream()).findFirst();
    part("listener-settings")
        .put(GuestFacts.LISTENER_ENABLED, enabled)
        .put(GuestFacts.LISTENER_LOGON_DISABLED, noLogons, false)
        .put(GuestFacts.LISTENER_PORT, listener.number("PortNumber"))
        .put(GuestFacts.LAN_ADAPTER, listener.number("LanAdapter"), 0L)
        .put(GuestFacts.LISTENER_VALUES_MISSING, unless(gap, missing))
        .put(GuestFacts.SECURITY_LAYER, number(ts, "SecurityLayer"))
        .put(GuestFacts.NEGOTIATION_ALLOWED, isOne(listener.number("fAllowSecProtocolNegotiation")))
        .put(GuestFacts.NLA_REQUIRED, isOne(number(ts, "UserAuthentication")))
        .put(GuestFacts.MIN_ENCRYPTION_LEVEL, number(ts, "MinEncryptionLevel"))
        .put(GuestFacts.MAX_INSTANCES, number(ts, "MaxInstanceCount"))
        .put(GuestFacts.SESSION_LIMITS, sessionLimits(ts))
        .brokenIf(enabled.known().map(on -> !on), "fEnableWinStation is 0")
        .brokenIf(noLogons.known(), "fLogonDisabled is 1")
        .brokenIf(Optional.of(!missing.isEmpty()), "RDP-Tcp lacks " + String.join(", ", missing));
  }

  private static Item<Long> number(TerminalServer ts, String name) {
    return ts.listenerInForce(name).map(InForce::number);
  }

  /** Settings that end a session or keep it from being taken up again, away from no limit. */
  private static Item<List<String>> sessionLimits(TerminalServer ts) {
    List<String> limits = new ArrayList<>();
    Map<String, Item<Long>> settings = new LinkedHashMap<>();
    for (String name : List.of("MaxDisconnectionTime", "MaxConnectionTime", "MaxIdleTime")) {
      settings.put(name, number(ts, name));
    }
    settings.put("fDisableAutoReconnect", ts.policy().number("fDisableAutoReconnect"));
    Item<Long> keepAlive = ts.listener().number("KeepAliveTimeout");
    Optional<String> gap = keepAlive.gap();
    for (Map.Entry<String, Item<Long>> setting : settings.entrySet()) {
      gap = gap.or(setting.getValue()::gap);
      setting
          .getValue()
          .known()
          .filter(n -> n != 0)
          .ifPresent(n -> limits.add(setting.getKey() + "=" + n));
    }
    keepAlive.known().filter(n -> n == 0).ifPresent(n -> limits.add("KeepAliveTimeout=0"));
    return unless(gap, limits);
  }

  /** A list that is whole only where nothing of it was not read. */
  private static Item<List<String>> unless(Optional<String> gap, List<String> list) {
    return gap.<Item<List<String>>>map(Item.NotRead::new).orElseGet(() -> new Item.Present<>(list));
  }

  private void portOwner() {
    PortUse port = record.port();
    Item<PortOwner> owner = owner(port);
    part("port-owner")
        .put(GuestFacts.PORT_OWNER, owner)
        .put(GuestFacts.TCP_PORTS_IN_USE, port.tcpPortsInUse())
        .note(
            GuestFacts.PORT_OWNER_IMAGE,
            port.listeners().known().stream()
                .flatMap(list -> list.entries().stream())
                .filter(l -> l.isTermService().known().filter(is -> !is).isPresent())
                .flatMap(l -> l.image().known().stream())
                .findFirst())
        .brokenIf(owner.known().map(o -> o == PortOwner.NOBODY), "nobody listens on the port")
        .brokenIf(owner.known().map(o -> o == PortOwner.OTHER), "another program has the port");
  }

  private static Item<PortOwner> owner(PortUse port) {
    Optional<Listing<PortUse.Listener>> listeners = port.listeners().known();
    if (listeners.isEmpty()) {
      return new Item.NotRead<>(port.listeners().gap().orElse("listeners were not listed"));
    }
    List<PortUse.Listener> all = listeners.get().entries();
    if (all.stream().anyMatch(l -> l.isTermService().known().orElse(false))) {
      return new Item.Present<>(PortOwner.TERM_SERVICE);
    }
    Optional<String> gap = all.stream().flatMap(l -> l.isTermService().gap().stream()).findFirst();
    if (gap.isPresent() || !listeners.get().isComplete()) {
      return new Item.NotRead<>(gap.orElse("the list of listeners was cut"));
    }
    return new Item.Present<>(all.isEmpty() ? PortOwner.NOBODY : PortOwner.OTHER);
  }

  private void firewall() {
    Item<Long> port = record.terminalServer().listener().number("PortNumber");
    Item<InboundDecision> inbound =
        port.known()
            .map(number -> record.firewall().inbound(number))
            .orElseGet(
                () -> new Item.NotRead<>("the port: " + port.gap().orElse("PortNumber is absent")));
    part("windows-firewall")
        .put(GuestFacts.FIREWALL_INBOUND, inbound.map(InboundDecision::outcome))
        .put(GuestFacts.FIREWALL_BY_POLICY, inbound.map(InboundDecision::byPolicy))
        .put(GuestFacts.FIREWALL_RULES, inbound.map(InboundDecision::rules))
        .put(GuestFacts.FIREWALL_REMOTE_ADDRESSES, inbound.map(InboundDecision::remoteAddresses))
        .note(GuestFacts.FIREWALL_OUTBOUND_BLOCKS, outboundBlocks())
        .brokenIf(
            inbound.known().map(decision -> decision.outcome().isBlocking()),
            "Windows Firewall keeps the port shut: "
                + inbound.known().map(decision -> decision.outcome().name()).orElse(""));
  }

  private Optional<List<String>> outboundBlocks() {
    GuestFirewall firewall = record.firewall();
    if (firewall.rules().stream().anyMatch(store -> store.known().isEmpty())) {
      return Optional.empty();
    }
    List<String> blocks = new ArrayList<>();
    for (ProfileName name : ProfileName.values()) {
      Optional.ofNullable(firewall.profiles().get(name))
          .flatMap(profile -> profile.inForce("DefaultOutboundAction").known())
          .filter(set -> set.number() == 1)
          .ifPresent(set -> blocks.add("default " + name.word()));
    }
    firewall.rules().stream()
        .flatMap(store -> store.known().stream())
        .flatMap(list -> list.entries().stream())
        .filter(rule -> rule.active() && !rule.inbound() && !rule.allows())
        .forEach(rule -> blocks.add(rule.id()));
    return Optional.of(blocks);
  }

  private void tlsPolicy() {
    RegistryValues security = record.security();
    GuestPart part = part("tls-policy");
    List<String> disabled = new ArrayList<>();
    Optional<String> gap = Optional.empty();
    for (String version : List.of("TLS1.0", "TLS1.1", "TLS1.2", "TLS1.3")) {
      Item<Long> enabled = security.number(version + ".Enabled");
      enabled.known().filter(n -> n == 0).ifPresent(n -> disabled.add(version));
      gap = gap.or(enabled::gap);
    }
    part.put(GuestFacts.TLS_DISABLED, unless(gap, disabled))
        .put(GuestFacts.CIPHER_SUITES, security.words("cipherPolicy.Functions"))
        .put(GuestFacts.FIPS, isOne(security.number("fips.Enabled")), false)
        .put(GuestFacts.CREDSSP_ORACLE, security.number("credSsp.AllowEncryptionOracle"))
        .put(GuestFacts.TSPKG, security.text("credSsp.tspkg"))
        .put(GuestFacts.MAX_TOKEN_SIZE, security.number("kerberos.MaxTokenSize"));
  }

  private void domain() {
    DomainMembership domain = record.domain();
    Item<Boolean> credentials = isOne(record.security().number("lsa.disabledomaincreds"));
    part("domain")
        .put(GuestFacts.DOMAIN_JOINED, domain.joined())
        .put(GuestFacts.SECURE_CHANNEL, domain.secureChannel())
        .put(GuestFacts.CONTROLLER_FOUND, domain.controllerFound())
        .put(GuestFacts.DOMAIN_CREDS_DISABLED, credentials, false)
        .brokenIf(
            domain.secureChannel().known().map(works -> !works),
            "the secure channel to the domain is broken")
        .brokenIf(
            domain.controllerFound().known().map(found -> !found),
            "no domain controller answers the guest");
  }

  private void network() {
    GuestNetwork network = record.network();
    Item<List<GuestNetwork.Address>> addresses = network.addresses().map(Listing::entries);
    Item<Long> disabled = disabledAdapters(network);
    Item<List<String>> literals =
        addresses.map(list -> list.stream().map(GuestNetwork.Address::address).toList());
    part("guest-network")
        .put(GuestFacts.ADDRESSES, literals)
        .put(
            GuestFacts.STATIC_ADDRESSES,
            addresses.map(
                list ->
                    list.stream()
                        .filter(a -> a.origin().known().orElse(0L) == GuestNetwork.Address.MANUAL)
                        .map(GuestNetwork.Address::address)
                        .toList()))
        .put(GuestFacts.SOURCE_ADDRESSES, addresses.map(GuestObservations::sources))
        .put(GuestFacts.MAC_ADDRESSES, network.adapters().map(GuestObservations::macs))
        .put(GuestFacts.ADAPTERS_DISABLED, disabled)
        .put(GuestFacts.GHOST_ADAPTERS, network.ghostAdapters())
        .put(GuestFacts.NETVSC, network.netvsc())
        .put(GuestFacts.DNS_SERVERS, network.dnsServers())
        .brokenIf(
            literals.known().map(List::isEmpty), "Windows has no address but for link-local ones");
  }

  private static List<String> sources(List<GuestNetwork.Address> addresses) {
    return addresses.stream()
        .filter(a -> !a.address().contains(":"))
        .filter(a -> a.skipAsSource().known().filter(skip -> !skip).isPresent())
        .map(GuestNetwork.Address::address)
        .flatMap(GuestObservations::parsed)
        .sorted()
        .map(IpAddress::toString)
        .toList();
  }

  private static List<String> macs(Listing<GuestNetwork.Adapter> adapters) {
    return adapters.entries().stream()
        .flatMap(adapter -> adapter.mac().known().stream())
        .map(mac -> mac.replaceAll("[^0-9A-Fa-f]", "").toUpperCase(Locale.ROOT))
        .toList();
  }

  private static Stream<IpAddress> parsed(String literal) {
    try {
      return Stream.of(IpAddress.parse(literal));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }

  private static Item<Long> disabledAdapters(GuestNetwork network) {
    Item<Long> shown =
        network
            .adapters()
            .map(
                list ->
                    list.entries().stream().filter(a -> a.admin().known().orElse(1L) == 2).count());
    Item<Long> devices = network.disabledDevices();
    if (shown.known().isPresent() && devices.known().isPresent()) {
      return shown.map(n -> Math.max(n, devices.known().get()));
    }
    // One that was seen is enough; none seen in half of the places is not none.
    return shown.known().filter(n -> n > 0).isPresent() || shown.gap().isPresent()
        ? shown
        : devices;
  }

  private void licensing() {
    Licensing licensing = record.licensing();
    Item<Long> policyMode = record.terminalServer().policy().number("LicensingMode");
    Item<List<String>> policyServers = record.terminalServer().policy().words("LicenseServers");
    Item<GuestService> broker = record.service("Tssdis");
    part("licensing")
        .put(GuestFacts.SESSION_HOST, isOne(licensing.terminalServerMode()))
        .put(
            GuestFacts.LICENSING_MODE,
            policyMode.isAbsent() ? licensing.licensingMode() : policyMode)
        .put(
            GuestFacts.LICENSE_SERVERS,
            policyServers.isAbsent() ? licensing.licenseServers() : policyServers,
            List.of())
        .put(GuestFacts.GRACE_DAYS, licensing.graceDays())
        .put(GuestFacts.BROKER_ACTIVE, isOne(licensing.brokerActive()), false)
        .note(
            GuestFacts.BROKER_SERVICE_RUNNING,
            broker.known().flatMap(service -> service.isRunning().known()));
  }

  private void events() {
    GuestEvents events = record.events();
    part("events")
        .put(
            GuestFacts.LOGON_FAILURES,
            events
                .logonFailures()
                .map(list -> list.stream().map(f -> f.status() + "=" + f.count()).toList()))
        .note(GuestFacts.LOGON_FAILURES_PER_HOUR, perHour(events.count(4625)))
        .put(GuestFacts.ACCOUNT_LOCKOUTS, sum(events, 4740))
        .put(GuestFacts.TCP_EXHAUSTION_EVENTS, sum(events, 4227, 4231))
        .put(GuestFacts.KEY_EVENTS, sum(events, 1057, 1058, 36870))
        .put(GuestFacts.TERM_SERVICE_FAILURES, aboutTermService(events))
        .put(GuestFacts.PROFILE_EVENTS, sum(events, 1511))
        .note(GuestFacts.BROKER_EVENTS, sum(events, 2056, 1296).known());
  }

  private static Item<Long> sum(GuestEvents events, long... ids) {
    long sum = 0;
    for (long id : ids) {
      Item<GuestEvents.Count> count = events.count(id);
      if (count.known().isEmpty()) {
        return new Item.NotRead<>("event " + id + ": " + count.gap().orElse("not counted"));
      }
      sum += count.known().get().count();
    }
    return new Item.Present<>(sum);
  }

  private static Item<Long> aboutTermService(GuestEvents events) {
    long sum = 0;
    for (long id : new long[] {7022, 7023, 7031, 7034}) {
      Item<GuestEvents.Count> count = events.count(id);
      Optional<Long> about = count.known().flatMap(c -> c.aboutTermService().known());
      if (about.isEmpty()) {
        return new Item.NotRead<>("event " + id + ": " + count.gap().orElse("not told apart"));
      }
      sum += about.get();
    }
    return new Item.Present<>(sum);
  }

  private static Optional<Long> perHour(Item<GuestEvents.Count> failures) {
    return failures
        .known()
        .filter(count -> count.count() >= 2)
        .flatMap(
            count ->
                count
                    .first()
                    .known()
                    .flatMap(
                        first ->
                            count
                                .last()
                                .known()
                                .map(
                                    last ->
                                        (count.count() - 1)
                                            * 3600
                                            / Math.max(
                                                1, Duration.between(first, last).toSeconds()))));
  }

  private void resources() {
    GuestResources resources = record.resources();
    part("resources")
        .put(GuestFacts.CPU_PERCENT, resources.cpuPercent())
        .put(
            GuestFacts.MEMORY_FREE_PERCENT,
            percent(resources.memoryFreeKiB(), resources.memoryKiB()))
        .put(
            GuestFacts.COMMIT_FREE_PERCENT,
            percent(resources.commitFreeKiB(), resources.commitLimitKiB()))
        .put(GuestFacts.SYSTEM_DISK_FREE, resources.systemDiskFreeBytes());
  }

  private static Item<Long> percent(Item<Long> part, Item<Long> whole) {
    return whole.known().filter(n -> n > 0).isPresent()
        ? part.map(n -> n * 100 / whole.known().orElseThrow())
        : new Item.NotRead<>(whole.gap().orElse("the whole was not read"));
  }

  private void products() {
    GuestProducts products = record.products();
    part("security-products")
        .put(GuestFacts.SECURITY_PRODUCTS, names(products.securityProducts()))
        .put(GuestFacts.FILTER_DRIVERS, products.filterDrivers().map(Listing::entries))
        .put(
            GuestFacts.FOREIGN_FILTERS,
            names(products.blockingProviders())
                .map(
                    list ->
                        list.stream()
                            .filter(id -> !WINDOWS_PROVIDERS.contains(id.toLowerCase(Locale.ROOT)))
                            .toList()));
  }

  private static Item<List<String>> names(Item<Listing<Item<String>>> listing) {
    return listing.map(
        list -> list.entries().stream().flatMap(name -> name.known().stream()).toList());
  }
}
