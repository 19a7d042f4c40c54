package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Every fact about HTTP and HTTPS from here, by the check of {@link WebAccess} that produces it.
 */
public final class WebFacts {
  /** Check {@code https-host}: the host that was tried. */
  public static final FactKey<String> HTTPS_HOST =
      new FactKey<>("https-host.host", FactType.STRING);

  /** Check {@code https-host}: how far it got. */
  public static final FactKey<WebOutcome> HTTPS_OUTCOME =
      new FactKey<>("https-host.outcome", FactType.ofEnum(WebOutcome.class));

  /** Check {@code https-host}: issuer of its certificate, RFC 2253. */
  public static final FactKey<String> HTTPS_ISSUER =
      new FactKey<>("https-host.issuer", FactType.STRING);

  /** Check {@code https-host}: its clock (HTTP Date) less this computer's, to about a second. */
  public static final FactKey<Duration> HTTPS_CLOCK_AHEAD =
      new FactKey<>("https-host.clock-ahead-millis", FactType.MILLIS);

  /**
   * Check {@code captive-portal}: whether plain HTTP to the same host is answered by somebody else:
   * 511 (RFC 6585), or a redirection to a host of another domain.
   */
  public static final FactKey<Boolean> PORTAL =
      new FactKey<>("captive-portal.found", FactType.BOOLEAN);

  /** Check {@code captive-portal}: where it redirects to. */
  public static final FactKey<String> PORTAL_LOCATION =
      new FactKey<>("captive-portal.location", FactType.STRING);

  /** Check {@code proxy-connect}: the proxy, {@code host:port}. */
  public static final FactKey<String> PROXY = new FactKey<>("proxy-connect.proxy", FactType.STRING);

  /** Check {@code proxy-connect}: how it took a CONNECT to the target's address. */
  public static final FactKey<ProxyOutcome> PROXY_OUTCOME =
      new FactKey<>("proxy-connect.outcome", FactType.ofEnum(ProxyOutcome.class));

  /** Check {@code proxy-connect}: the HTTP status of that. */
  public static final FactKey<Long> PROXY_STATUS =
      new FactKey<>("proxy-connect.status", FactType.LONG);

  /**
   * Check {@code egress-seen}: the addresses that echo services saw. HTTPS and DNS may leave by
   * another address than connections to port 3389.
   */
  public static final FactKey<List<String>> EGRESS_SEEN =
      new FactKey<>("egress-seen.addresses", FactType.STRINGS);

  /** All keys, for readers of evidence files. */
  public static final Set<FactKey<?>> ALL =
      Set.of(
          HTTPS_HOST,
          HTTPS_OUTCOME,
          HTTPS_ISSUER,
          HTTPS_CLOCK_AHEAD,
          PORTAL,
          PORTAL_LOCATION,
          PROXY,
          PROXY_OUTCOME,
          PROXY_STATUS,
          EGRESS_SEEN);

  private WebFacts() {}
}
