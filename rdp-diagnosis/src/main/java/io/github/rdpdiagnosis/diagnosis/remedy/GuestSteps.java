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
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
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
  private final List<PlannedStep> steps = new ArrayList<>();

  GuestSteps(Diagnosed diagnosed, Optional<VmId> vm) {
    this.diagnosed = diagnosed;
    this.vm = vm;
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

  private void firewall() {
    boolean byPolicy = diagnosed.fact(Vantage.GUEST, GuestFacts.FIREWALL_BY_POLICY).orElse(false);
    diagnosed
        .fact(Vantage.GUEST, GuestFacts.FIREWALL_INBOUND)
        .filter(outcome -> outcome == InboundDecision.Outcome.RULE_OFF && !byPolicy)
        .ifPresent(outcome -> add("VM-25", FIREWALL_RULES, 0, 1));
  }

  private void add(String cause, GuestSetting setting, int expected, int wanted) {
    GuestChange change = new GuestChange.Setting(vm.orElseThrow(), setting, expected, wanted);
    List<String> consequences = new ArrayList<>();
    consequences.add("a script runs in the guest as SYSTEM, which takes 20 seconds and more");
    if (setting == LISTENER_ENABLED || setting == LAN_ADAPTER || setting == TS_ENABLED) {
      consequences.add("it counts once TermService or the VM was restarted");
    }
    steps.add(
        new PlannedStep(
            setting.name().toLowerCase(Locale.ROOT).replace('_', '-'),
            List.of(cause),
            change.what(),
            Optional.of(change),
            "the script compares: it is " + expected,
            consequences,
            "on the VM, as an administrator: " + setting + " from " + expected + " to " + wanted));
  }
}
