package io.github.rdpdiagnosis.probes.internal.wire;

/**
 * The bits of requestedProtocols and the values of selectedProtocol ([MS-RDPBCGR] 2.2.1.1.1 and
 * 2.2.1.2.1).
 */
public final class SecurityProtocol {
  /** PROTOCOL_RDP: standard RDP security, no TLS. */
  public static final long RDP = 0;

  /** PROTOCOL_SSL: TLS. */
  public static final long SSL = 1;

  /** PROTOCOL_HYBRID: CredSSP over TLS. */
  public static final long HYBRID = 2;

  /** PROTOCOL_HYBRID_EX: CredSSP over TLS with the Early User Authorization Result. */
  public static final long HYBRID_EX = 8;

  private SecurityProtocol() {}

  /**
   * Whether the next message on the connection is a TLS ClientHello.
   *
   * @param selected selectedProtocol
   * @return true for {@link #SSL}, {@link #HYBRID} and {@link #HYBRID_EX}
   */
  public static boolean startsTls(long selected) {
    return selected == SSL || isHybrid(selected);
  }

  /**
   * Whether CredSSP follows the TLS handshake.
   *
   * @param selected selectedProtocol
   * @return true for {@link #HYBRID} and {@link #HYBRID_EX}
   */
  public static boolean isHybrid(long selected) {
    return selected == HYBRID || selected == HYBRID_EX;
  }
}
