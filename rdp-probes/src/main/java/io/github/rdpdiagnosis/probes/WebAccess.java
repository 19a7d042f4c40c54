package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.Vantage;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What HTTP and HTTPS say of the way out: an HTTP proxy, a host that is known to be well, a captive
 * portal, the addresses that others see.
 *
 * <p>Nobody but the target and the system's own proxy is asked unless the caller names them. On the
 * wire: where no address of the target opens directly, one CONNECT to it through the first proxy
 * that this computer is set to use (or the given one), with an X.224 Connection Request through the
 * tunnel; for {@link #knownGood}, one HTTPS and one HTTP GET of {@code /}; for {@link
 * #echoServices}, two questions over each address family. No credential, to proxies neither.
 *
 * <p>Immutable and thread-safe; each method gives a changed copy.
 */
public final class WebAccess {
  private final LadderSettings settings;
  private final Optional<InetSocketAddress> proxy;
  private final Optional<InetSocketAddress> knownGood;
  private final List<URI> echoServices;

  private WebAccess(
      LadderSettings settings,
      Optional<InetSocketAddress> proxy,
      Optional<InetSocketAddress> knownGood,
      List<URI> echoServices) {
    this.settings = settings;
    this.proxy = proxy;
    this.knownGood = knownGood;
    this.echoServices = List.copyOf(echoServices);
  }

  /**
   * The way out as far as it concerns one target.
   *
   * @param host name or address of the target
   * @param port its TCP port
   * @return seen from {@link Vantage#CLIENT}
   * @throws IllegalArgumentException as {@link RdpLadder#of}
   */
  public static WebAccess of(String host, int port) {
    return new WebAccess(
        RdpLadder.of(host, port).settings(), Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * The name of the place that this runs at.
   *
   * @param vantage the first part of all observation ids
   * @return a changed copy
   */
  public WebAccess vantage(Vantage vantage) {
    LadderSettings.Draft draft = new LadderSettings.Draft(settings);
    draft.vantage = vantage;
    return new WebAccess(draft.build(), proxy, knownGood, echoServices);
  }

  /**
   * An HTTP proxy to try in place of the one that this computer is set to use.
   *
   * @param address host, resolved or not, and port
   * @return a changed copy
   */
  public WebAccess proxy(InetSocketAddress address) {
    Objects.requireNonNull(address, "address");
    return new WebAccess(settings, Optional.of(address), knownGood, echoServices);
  }

  /**
   * A host that is known to answer HTTPS and HTTP, to tell whether anything gets out at all, and
   * whether it is that host who answers. Default none: nobody is asked.
   *
   * @param address unresolved host and port, such as of an organisation's own web site
   * @return a changed copy
   */
  public WebAccess knownGood(InetSocketAddress address) {
    Objects.requireNonNull(address, "address");
    return new WebAccess(settings, proxy, Optional.of(address), echoServices);
  }

  /**
   * Services that answer with the address which they see. Default none: nobody is asked. They learn
   * that address, and when it asked.
   *
   * @param services {@code https://HOST/PATH}, whose reply has the address on a line, or {@code
   *     dns://SERVER/NAME} (RFC 4501), whose A or AAAA records are it; at most eight
   * @return a changed copy
   * @throws IllegalArgumentException if one is neither, or there are more
   */
  public WebAccess echoServices(List<URI> services) {
    if (services.size() > EgressCheck.MOST_SERVICES) {
      throw new IllegalArgumentException(
          "echoServices must be at most " + EgressCheck.MOST_SERVICES + ", got " + services.size());
    }
    for (URI service : services) {
      boolean known = "https".equals(service.getScheme()) || "dns".equals(service.getScheme());
      if (!known || service.getHost() == null) {
        throw new IllegalArgumentException(
            "echoServices must be https://HOST/PATH or dns://SERVER/NAME, got " + service);
      }
    }
    return new WebAccess(settings, proxy, knownGood, services);
  }

  /**
   * The checks, for a scheduler. {@code proxy-connect} needs {@link ProbeFacts#TCP_OUTCOME} and
   * {@link LocalFacts#PROXY_SERVERS}; the others need nothing.
   *
   * @return thread-safe checks, usable more than once
   */
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    checks.add(new ProxyConnectCheck(settings, proxy));
    knownGood.ifPresent(host -> checks.add(new HttpsHostCheck(settings, host)));
    if (!echoServices.isEmpty()) {
      checks.add(new EgressCheck(settings, echoServices));
    }
    return checks;
  }
}
