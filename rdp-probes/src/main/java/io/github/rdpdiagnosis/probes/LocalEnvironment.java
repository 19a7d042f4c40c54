package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.Vantage;
import java.util.List;

/**
 * What this computer itself says about its network and about what keeps it from reaching a target:
 * interfaces, default route, name servers, hosts file, proxies, packet filter rules, security
 * software.
 *
 * <p>Nothing goes over the wire. Files and the system's own tools are read as far as this user may:
 * on Linux {@code nft} or {@code iptables} list their rules for root only, on Windows the registry
 * gives them to everyone, on macOS {@code pfctl} wants root. What cannot be read is INCONCLUSIVE
 * and says why. No tool is given an argument that changes anything.
 *
 * <p>The observations name this computer's addresses, name servers, proxies and programs; an
 * evidence file carries them to whoever gets it.
 *
 * <p>Immutable and thread-safe.
 */
public final class LocalEnvironment {
  private final LadderSettings settings;

  private LocalEnvironment(LadderSettings settings) {
    this.settings = settings;
  }

  /**
   * The environment as far as it concerns one target.
   *
   * @param host name or address of the target
   * @param port its TCP port
   * @return an environment of the vantage {@link Vantage#CLIENT}
   * @throws IllegalArgumentException as {@link RdpLadder#of}
   */
  public static LocalEnvironment of(String host, int port) {
    return new LocalEnvironment(RdpLadder.of(host, port).settings());
  }

  /**
   * The name of the place that this runs at.
   *
   * @param vantage the first part of all observation ids
   * @return a changed copy
   */
  public LocalEnvironment vantage(Vantage vantage) {
    LadderSettings.Draft draft = new LadderSettings.Draft(settings);
    draft.vantage = vantage;
    return new LocalEnvironment(draft.build());
  }

  /**
   * The checks, for a scheduler. {@code local-firewall} needs {@link ProbeFacts#NAME_OUTCOME},
   * which {@link RdpLadder#checks()} produces, and judges the rules for each address of the target;
   * the others need nothing.
   *
   * @return thread-safe checks, usable more than once
   */
  public List<Check> checks() {
    return List.of(
        new EnvironmentCheck(settings),
        new HostsFileCheck(settings),
        new ProxyCheck(settings),
        new LocalFirewallCheck(settings),
        new SecuritySoftwareCheck(settings));
  }
}
