package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import java.util.List;
import java.util.Set;

/**
 * Every fact about the computer itself, by the check of {@link LocalEnvironment} that produces it.
 */
public final class LocalFacts {
  /**
   * Check {@code environment}: a name for this computer that says nothing about it: the first half
   * of a SHA-256 over its machine id and host name. Two evidence files with the same one come from
   * the same computer.
   */
  public static final FactKey<String> COMPUTER =
      new FactKey<>("environment.computer", FactType.STRING);

  /** Check {@code environment}: each interface that is up, with its addresses. */
  public static final FactKey<List<String>> INTERFACES =
      new FactKey<>("environment.interfaces", FactType.STRINGS);

  /**
   * Check {@code environment}: those interfaces whose name or kind is that of a VPN. A hint, never
   * a proof.
   */
  public static final FactKey<List<String>> VPN_LIKE =
      new FactKey<>("environment.vpn-like", FactType.STRINGS);

  /** Check {@code environment}: the default routes; absent where they could not be read. */
  public static final FactKey<List<String>> DEFAULT_ROUTES =
      new FactKey<>("environment.default-routes", FactType.STRINGS);

  /** Check {@code environment}: the name servers that this computer is set to use. */
  public static final FactKey<List<String>> DNS_SERVERS =
      new FactKey<>("environment.dns-servers", FactType.STRINGS);

  /** Check {@code environment}: the domains that are tried behind short names. */
  public static final FactKey<List<String>> DNS_SUFFIXES =
      new FactKey<>("environment.dns-suffixes", FactType.STRINGS);

  /** Check {@code hosts-file}: the addresses that the hosts file gives the target's name. */
  public static final FactKey<List<String>> HOSTS_ADDRESSES =
      new FactKey<>("hosts-file.addresses", FactType.STRINGS);

  /** Check {@code proxy}: what each place names as proxy, without user names and passwords. */
  public static final FactKey<List<String>> PROXY_SETTINGS =
      new FactKey<>("proxy.settings", FactType.STRINGS);

  /** Check {@code proxy}: the HTTP proxies among them, {@code host:port}. */
  public static final FactKey<List<String>> PROXY_SERVERS =
      new FactKey<>("proxy.servers", FactType.STRINGS);

  /**
   * Check {@code local-firewall}, one observation for each address of the target: what the packet
   * filters of this computer decide about the connection.
   */
  public static final FactKey<FirewallDecision> FIREWALL_DECISION =
      new FactKey<>("local-firewall.decision", FactType.ofEnum(FirewallDecision.class));

  /** Check {@code local-firewall}: what the program that connects notices of the rule. */
  public static final FactKey<FirewallEffect> FIREWALL_EFFECT =
      new FactKey<>("local-firewall.effect", FactType.ofEnum(FirewallEffect.class));

  /** Check {@code local-firewall}: the rule that decides, or that leaves it open. */
  public static final FactKey<String> FIREWALL_RULE =
      new FactKey<>("local-firewall.rule", FactType.STRING);

  /**
   * Check {@code security-software}: products that are known to look into or to redirect network
   * traffic, of which a process runs. A hint, never a proof.
   */
  public static final FactKey<List<String>> SECURITY_SOFTWARE =
      new FactKey<>("security-software.products", FactType.STRINGS);

  /** All keys, for readers of evidence files. */
  public static final Set<FactKey<?>> ALL =
      Set.of(
          COMPUTER,
          INTERFACES,
          VPN_LIKE,
          DEFAULT_ROUTES,
          DNS_SERVERS,
          DNS_SUFFIXES,
          HOSTS_ADDRESSES,
          PROXY_SETTINGS,
          PROXY_SERVERS,
          FIREWALL_DECISION,
          FIREWALL_EFFECT,
          FIREWALL_RULE,
          SECURITY_SOFTWARE);

  private LocalFacts() {}
}
