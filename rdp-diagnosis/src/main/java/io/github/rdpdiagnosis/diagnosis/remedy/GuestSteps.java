package io.github.rdpdiagnosis.diagnosis.remedy;

import static io.github.rdpdiagnosis.azure.change.GuestSetting.DENY_CONNECTIONS;
import static io.github.rdpdiagnosis.azure.change.GuestSetting.DRAIN_MODE;
import static io.github.rdpdiagnosis.azure.change.GuestSetting.FIREWALL_RULES;
import static io.github.rdpdiagnosis.azure.change.GuestSetting.LAN_ADAPTER;
import static io.github.rdpdiagnosis.azure.change.GuestSetting.LISTENER_ENABLED;
import static io.github.rdpdiagnosis.azure.change.GuestSetting.LISTENER_LOGON_DISABLED;
import static io.github.rdpdiagnosis.azure.change.GuestSetting.TERM_SERVICE_START;
import static io.github.rdpdiagnosis.azure.change.GuestSetting.TS_ENABLED;
import static io.github.rdpdiagnosis.azure.change.GuestSetting.TS_USER_ENABLED;
import static io.github.rdpdiagnosis.azure.change.GuestSetting.WIN_STATIONS_DISABLED;

import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.change.GuestChange;
import io.github.rdpdiagnosis.azure.change.GuestSetting;
import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.azure.guest.InboundDecision;
import io.github.rdpdiagnosis.azure.guest.TerminalServer;
import io.github.rdpdiagnosis.azure.winrm.Thumbprint;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Steps inside Windows, each from a fact that the collector read: nothing is set on a guess. What
 * policy sets is left to whoever sets the policy: a local value would not count.
 */
final class GuestSteps {
  private static final long DISABLED = 4;

  /** Services that Remote Desktop needs, and the start type that Windows gives them. */
  private static final Map<String, Start> SERVICES =
      Map.of(
          "UmRdpService", new Start("VM-16", GuestSetting.UM_RDP_SERVICE_START, 3),
          "SessionEnv", new Start("VM-33", GuestSetting.SESSION_ENV_START, 3),
          "KeyIso", new Start("VM-33", GuestSetting.KEY_ISO_START, 3),
          "CryptSvc", new Start("VM-33", GuestSetting.CRYPT_SVC_START, 2),
          "Dhcp", new Start("VM-17", GuestSetting.DHCP_START, 2),
          "nsi", new Start("VM-18", GuestSetting.NSI_START, 2),
          "Netlogon", new Start("VM-19", GuestSetting.NETLOGON_START, 2));

  private record Start(String cause, GuestSetting setting, int usual) {}

  private final Diagnosed diagnosed;
  private final Optional<VmId> vm;
  private final List<IpAddress> clients;
  private final List<PlannedStep> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  GuestSteps(Diagnosed diagnosed, Optional<VmId> vm, List<IpAddress> clients) {
    this.diagnosed = diagnosed;
    this.vm = vm;
    this.clients = clients;
  }

  List<String> notes() {
    return notes;
  }

  List<PlannedStep> steps() {
    if (vm.isEmpty()) {
      return List.of();
    }
    boolean byPolicy =
        diagnosed
            .fact(Vantage.GUEST, GuestFacts.DENY_CONNECTIONS_ORIGIN)
            .filter(TerminalServer.Origin.POLICY::equals)
            .isPresent();
    if (!byPolicy) {
      flag("VM-01", GuestFacts.DENY_CONNECTIONS, true, DENY_CONNECTIONS);
    }
    flag("VM-03", GuestFacts.TS_ENABLED, false, TS_ENABLED);
    number("VM-04", GuestFacts.DRAIN_MODE, DRAIN_MODE);
    number("VM-05", GuestFacts.TS_USER_ENABLED, TS_USER_ENABLED);
    flag("VM-68", GuestFacts.WIN_STATIONS_DISABLED, true, WIN_STATIONS_DISABLED);
    flag("VM-06", GuestFacts.LISTENER_ENABLED, false, LISTENER_ENABLED);
    flag("VM-07", GuestFacts.LISTENER_LOGON_DISABLED, true, LISTENER_LOGON_DISABLED);
    services();
    certificate();
    firewall();
    return steps;
  }

  /** A switch that stands wrong is turned over. */
  private void flag(String cause, FactKey<Boolean> key, boolean wrong, GuestSetting setting) {
    if (diagnosed.fact(Vantage.GUEST, key).filter(is -> is == wrong).isPresent()) {
      add(cause, setting, wrong ? 1 : 0, wrong ? 0 : 1);
    }
  }

  /** A number that has to be 0. */
  private void number(String cause, FactKey<Long> key, GuestSetting setting) {
    diagnosed
        .fact(Vantage.GUEST, key)
        .filter(is -> is > 0 && is <= 2)
        .ifPresent(is -> add(cause, setting, Math.toIntExact(is), 0));
  }

  private void services() {
    diagnosed
        .fact(Vantage.GUEST, GuestFacts.TERM_SERVICE_START)
        .filter(start -> start == DISABLED)
        .ifPresent(start -> add("VM-12", TERM_SERVICE_START, (int) DISABLED, 3));
    diagnosed
        .fact(Vantage.GUEST, GuestFacts.SERVICES_DISABLED)
        .orElse(List.of())
        .forEach(
            name ->
                Optional.ofNullable(SERVICES.get(name))
                    .ifPresent(
                        start ->
                            add(start.cause(), start.setting(), (int) DISABLED, start.usual())));
  }

  /** A certificate that is told to be used and is not there, then one of Windows' own. */
  private void certificate() {
    Optional<GuestFacts.ListenerCertificate> is =
        diagnosed.fact(Vantage.GUEST, GuestFacts.CERTIFICATE);
    boolean unusable =
        is.equals(Optional.of(GuestFacts.ListenerCertificate.CONFIGURED_MISSING))
            || is.equals(Optional.of(GuestFacts.ListenerCertificate.CONFIGURED_WITHOUT_KEY));
    if (unusable) {
      diagnosed
          .fact(Vantage.GUEST, GuestFacts.CERTIFICATE_THUMBPRINT)
          .filter(hex -> hex.matches("(?i)[0-9a-f]{40}"))
          .ifPresent(
              hex ->
                  add(
                      "certificate-binding",
                      "VM-32",
                      new GuestChange.CertificateBinding(
                          vm.orElseThrow(), Thumbprint.parse(hex), false),
                      List.of("clients warn: Windows shows its self-signed certificate instead"),
                      "delete SSLCertificateSHA1Hash of RDP-Tcp, or import the certificate with"
                          + " its key"));
    }
    boolean expired = diagnosed.fact(Vantage.GUEST, GuestFacts.CERTIFICATE_EXPIRED).orElse(false);
    boolean missing = is.equals(Optional.of(GuestFacts.ListenerCertificate.SELF_SIGNED_MISSING));
    // An expired one only warns, unless a client says otherwise.
    boolean refused =
        expired
            && is.equals(Optional.of(GuestFacts.ListenerCertificate.SELF_SIGNED))
            && diagnosed.likely().containsKey("VM-31");
    if (missing || refused) {
      add(
          "self-signed-certificate",
          "VM-31",
          new GuestChange.Setting(vm.orElseThrow(), GuestSetting.SELF_SIGNED_CERTIFICATE, 0, 1),
          List.of(
              "certificates of the store Remote Desktop that cannot be used are deleted, which"
                  + " nothing takes back",
              "Remote Desktop Configuration (SessionEnv) is restarted",
              "who pinned the old certificate has to take the new one"),
          "delete what is in the store Remote Desktop of the computer (certlm.msc), then"
              + " Restart-Service SessionEnv");
    }
  }

  private void firewall() {
    boolean byPolicy = diagnosed.fact(Vantage.GUEST, GuestFacts.FIREWALL_BY_POLICY).orElse(false);
    Optional<InboundDecision.Outcome> inbound =
        diagnosed.fact(Vantage.GUEST, GuestFacts.FIREWALL_INBOUND);
    if (inbound.isEmpty() || byPolicy) {
      return;
    }
    switch (inbound.get()) {
      case RULE_OFF -> add("VM-25", FIREWALL_RULES, 0, 1);
      case BLOCKS_ALL ->
          List.of(
                  GuestSetting.INBOUND_RULES_DOMAIN,
                  GuestSetting.INBOUND_RULES_PRIVATE,
                  GuestSetting.INBOUND_RULES_PUBLIC)
              .forEach(profile -> add("VM-26", profile, 0, 1));
      case NO_RULE -> openings("VM-28");
      case OTHER_PROFILE, OPEN_TO_SOME -> {
        if (diagnosed.likely().containsKey("VM-65")) {
          openings("VM-65");
        }
      }
      case FIREWALL_OFF,
          BLOCK_RULE,
          BLOCK_RULE_FOR_SOME,
          OPEN,
          OPEN_BY_DEFAULT,
          LOCAL_RULES_NOT_MERGED -> {}
    }
  }

  /** A rule for each client, and never one for everybody. */
  private void openings(String cause) {
    if (clients.isEmpty()) {
      notes.add(
          "the client's address is not known, and a rule of Windows Firewall for everybody is never"
              + " proposed: plan again with --client ADDRESS");
    }
    diagnosed
        .fact(Vantage.GUEST, GuestFacts.LISTENER_PORT)
        .filter(port -> port > 0 && port <= 65_535)
        .map(port -> new Port(Math.toIntExact(port)))
        .ifPresent(port -> clients.forEach(client -> add(opening(cause, port, client))));
  }

  private PlannedStep opening(String cause, Port port, IpAddress client) {
    GuestChange change = new GuestChange.FirewallOpening(vm.orElseThrow(), port, client, true);
    return step(
        "firewall-opening",
        cause,
        change,
        List.of(
            client + " reaches TCP port " + port + " of Windows, in every profile",
            "it counts where the guest sees that address: not behind a DNAT rule of Azure Firewall"),
        "New-NetFirewallRule -Direction Inbound -Action Allow -Protocol TCP -LocalPort "
            + port
            + " -RemoteAddress "
            + client
            + " -DisplayName 'Remote Desktop for one client'");
  }

  private void add(String cause, GuestSetting setting, int expected, int wanted) {
    List<String> consequences = new ArrayList<>();
    if (setting == LISTENER_ENABLED || setting == LAN_ADAPTER || setting == TS_ENABLED) {
      consequences.add("it counts once TermService or the VM was restarted");
    }
    add(
        setting.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        cause,
        new GuestChange.Setting(vm.orElseThrow(), setting, expected, wanted),
        consequences,
        setting + " from " + expected + " to " + wanted);
  }

  private void add(
      String id, String cause, GuestChange change, List<String> consequences, String byHand) {
    add(step(id, cause, change, consequences, byHand));
  }

  private void add(PlannedStep step) {
    steps.add(step);
  }

  /** A step of the script, which compares by itself. */
  static PlannedStep step(
      String id, String cause, GuestChange change, List<String> consequences, String byHand) {
    List<String> all = new ArrayList<>();
    all.add("a script runs in the guest as SYSTEM, which takes 20 seconds and more");
    all.addAll(consequences);
    return new PlannedStep(
        id,
        cause.isEmpty() ? List.of() : List.of(cause),
        change.what(),
        Optional.of(change),
        "the script compares: it is " + change.before(),
        all,
        "on the VM, as an administrator: " + byHand);
  }
}
