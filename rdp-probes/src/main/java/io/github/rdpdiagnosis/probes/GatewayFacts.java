package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Every fact about an RD Gateway, by the check of {@link RdGateway} that produces it. */
public final class GatewayFacts {
  /** Check {@code gateway-name}: how the system resolver answered for the gateway's name. */
  public static final FactKey<NameOutcome> NAME_OUTCOME =
      new FactKey<>("gateway.name-outcome", FactType.ofEnum(NameOutcome.class));

  /** Check {@code gateway-name}: its addresses, in the resolver's order. */
  public static final FactKey<List<String>> ADDRESSES =
      new FactKey<>("gateway.addresses", FactType.STRINGS);

  /** Check {@code gateway}, one observation for each address: the TCP port that was tried. */
  public static final FactKey<Long> PORT = new FactKey<>("gateway.port", FactType.LONG);

  /** Check {@code gateway}: how the connect ended. */
  public static final FactKey<TcpOutcome> TCP_OUTCOME =
      new FactKey<>("gateway.tcp-outcome", FactType.ofEnum(TcpOutcome.class));

  /** Check {@code gateway}: how the TLS handshake ended. */
  public static final FactKey<TlsOutcome> TLS_OUTCOME =
      new FactKey<>("gateway.tls-outcome", FactType.ofEnum(TlsOutcome.class));

  /** Check {@code gateway}: what is wrong with its certificate, {@link CertificateProblem}. */
  public static final FactKey<List<String>> CERTIFICATE_PROBLEMS =
      new FactKey<>("gateway.certificate-problems", FactType.STRINGS);

  /** Check {@code gateway}: the names that the certificate is for. */
  public static final FactKey<List<String>> CERTIFICATE_NAMES =
      new FactKey<>("gateway.certificate-names", FactType.STRINGS);

  /** Check {@code gateway}: issuer of the certificate, RFC 2253. */
  public static final FactKey<String> CERTIFICATE_ISSUER =
      new FactKey<>("gateway.certificate-issuer", FactType.STRING);

  /** Check {@code gateway}: end of the certificate's validity. */
  public static final FactKey<Instant> CERTIFICATE_NOT_AFTER =
      new FactKey<>("gateway.certificate-not-after", FactType.INSTANT);

  /** Check {@code gateway}: SHA-256 of the certificate's DER form, lower-case hex. */
  public static final FactKey<String> CERTIFICATE_SHA256 =
      new FactKey<>("gateway.certificate-sha256", FactType.STRING);

  /** Check {@code gateway}: how it took a request without credentials. */
  public static final FactKey<GatewayAnswer> ANSWER =
      new FactKey<>("gateway.answer", FactType.ofEnum(GatewayAnswer.class));

  /** Check {@code gateway}: the HTTP status. */
  public static final FactKey<Long> STATUS = new FactKey<>("gateway.status", FactType.LONG);

  /** Check {@code gateway}: the path that gave {@link #ANSWER}. */
  public static final FactKey<String> PATH = new FactKey<>("gateway.path", FactType.STRING);

  /** Check {@code gateway}: the authentication schemes that it offers. */
  public static final FactKey<List<String>> SCHEMES =
      new FactKey<>("gateway.schemes", FactType.STRINGS);

  /**
   * Check {@code gateway}: the gateway's clock (HTTP Date) less this computer's, to about a second.
   */
  public static final FactKey<Duration> CLOCK_AHEAD =
      new FactKey<>("gateway.clock-ahead-millis", FactType.MILLIS);

  /** All keys, for readers of evidence files. */
  public static final Set<FactKey<?>> ALL =
      Set.of(
          NAME_OUTCOME,
          ADDRESSES,
          PORT,
          TCP_OUTCOME,
          TLS_OUTCOME,
          CERTIFICATE_PROBLEMS,
          CERTIFICATE_NAMES,
          CERTIFICATE_ISSUER,
          CERTIFICATE_NOT_AFTER,
          CERTIFICATE_SHA256,
          ANSWER,
          STATUS,
          PATH,
          SCHEMES,
          CLOCK_AHEAD);

  private GatewayFacts() {}
}
