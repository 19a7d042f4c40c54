package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.probes.FirewallDecision;
import io.github.rdpdiagnosis.probes.FirewallEffect;
import io.github.rdpdiagnosis.probes.LocalFacts;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.ProxyOutcome;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.WebFacts;
import io.github.rdpdiagnosis.probes.WebOutcome;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What this computer itself says of the diagnosed path: its packet filter and its hosts file. */
final class LocalDerivation {
  /** Azure Resource Manager and sign-in, in each cloud. */
  private static final Set<String> MANAGEMENT =
      Set.of(
          "management.azure.com",
          "login.microsoftonline.com",
          "management.usgovcloudapi.net",
          "login.microsoftonline.us",
          "management.chinacloudapi.cn",
          "login.chinacloudapi.cn");

  private final List<Observation> own;
  private final String address;
  private final FactBase.Builder facts;

  private LocalDerivation(List<Observation> own, String address, FactBase.Builder facts) {
    this.own = own;
    this.address = address;
    this.facts = facts;
  }

  static void derive(List<Observation> all, String address, FactBase.Builder facts) {
    List<Observation> own = all.stream().filter(o -> o.vantage().equals(Vantage.CLIENT)).toList();
    LocalDerivation local = new LocalDerivation(own, address, facts);
    local.firewall();
    local.hostsFile();
    own.forEach(local::https);
    own.forEach(local::proxy);
  }

  /** Direct TCP to somewhere else: whether this network lets out anything at all. */
  private void https(Observation o) {
    Optional<WebOutcome> outcome = o.facts().get(WebFacts.HTTPS_OUTCOME);
    if (outcome.isEmpty() || outcome.get() == WebOutcome.NO_ADDRESS) {
      return;
    }
    boolean opens = outcome.get() != WebOutcome.TCP_FAILED;
    facts.put(PathFacts.HTTPS_OUT, opens, o.id());
    boolean azures =
        o.facts()
            .get(WebFacts.HTTPS_HOST)
            .filter(host -> MANAGEMENT.contains(host.toLowerCase(Locale.ROOT)))
            .isPresent();
    if (azures && !opens) {
      facts.put(PathFacts.MANAGEMENT_OUT_OF_REACH, true, o.id());
    }
  }

  private void proxy(Observation o) {
    o.facts()
        .get(WebFacts.PROXY_OUTCOME)
        .map(v -> v != ProxyOutcome.SILENT && v != ProxyOutcome.UNREACHABLE)
        .or(() -> o.facts().get(LocalFacts.PROXY_SERVERS).filter(List::isEmpty).map(none -> false))
        .ifPresent(answers -> facts.put(PathFacts.PROXY_ANSWERS, answers, o.id()));
  }

  /**
   * A rule counts only if the connect ended as that rule makes it end: a filter that was read
   * wrongly would not be caught otherwise.
   */
  private void firewall() {
    for (Observation o : own) {
      boolean blocks =
          o.facts()
              .get(LocalFacts.FIREWALL_DECISION)
              .filter(FirewallDecision.BLOCKS::equals)
              .isPresent();
      Optional<TcpOutcome> tcp = facts.value(PathFacts.TCP);
      Optional<FirewallEffect> effect = o.facts().get(LocalFacts.FIREWALL_EFFECT);
      if (blocks
          && o.address().filter(address::equals).isPresent()
          && tcp.isPresent()
          && effect.filter(e -> explains(e, tcp.get())).isPresent()) {
        Set<String> evidence = new LinkedHashSet<>(Set.of(o.id()));
        evidence.add(Vantage.CLIENT.name() + "/tcp@" + address);
        facts.put(PathFacts.LOCAL_RULE_BLOCKS, true, evidence);
        String rule = o.facts().get(LocalFacts.FIREWALL_RULE).orElse("a rule");
        facts.put(
            PathFacts.LOCAL_RULE_DETAIL,
            "This computer's own packet filter blocks the connection: " + rule + ".",
            evidence);
      }
    }
  }

  private static boolean explains(FirewallEffect effect, TcpOutcome outcome) {
    return switch (effect) {
      case ACCEPT -> false;
      case DROP -> outcome == TcpOutcome.TIMED_OUT || outcome == TcpOutcome.LOCAL_REFUSAL;
      case REFUSE -> outcome == TcpOutcome.REFUSED;
      case UNREACHABLE ->
          outcome == TcpOutcome.NO_ROUTE || outcome == TcpOutcome.NETWORK_UNREACHABLE;
    };
  }

  /** The hosts file goes before DNS; where they disagree, whoever wrote it knows why. */
  private void hostsFile() {
    Set<String> given = new LinkedHashSet<>();
    Set<String> evidence = new LinkedHashSet<>();
    for (Observation o : own) {
      if (o.facts().has(ProbeFacts.NAME_SERVER_ADDRESSES)) {
        given.addAll(o.facts().get(ProbeFacts.NAME_SERVER_ADDRESSES).orElse(List.of()));
        evidence.add(o.id());
      }
    }
    for (Observation o : own) {
      List<String> hosts = o.facts().get(LocalFacts.HOSTS_ADDRESSES).orElse(List.of());
      boolean decides = hosts.stream().anyMatch(h -> same(h, address));
      if (decides && !given.isEmpty() && given.stream().noneMatch(g -> same(g, address))) {
        evidence.add(o.id());
        facts.put(
            PathFacts.HOSTS_OVERRIDES,
            "The hosts file of this computer gives "
                + address
                + " for the name, DNS gives "
                + String.join(", ", given)
                + ".",
            evidence);
      }
    }
  }

  private static boolean same(String a, String b) {
    try {
      return IpAddress.parse(a).equals(IpAddress.parse(b));
    } catch (IllegalArgumentException e) {
      return false; // with a zone, or from a file that holds anything
    }
  }
}
