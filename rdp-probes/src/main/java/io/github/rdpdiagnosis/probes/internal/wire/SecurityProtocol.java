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

  /** PROTOCOL_RDSTLS: TLS, then redirection with a token, as a connection broker sets up. */
  public static final long RDSTLS = 4;

  /** PROTOCOL_HYBRID_EX: CredSSP over TLS with the Early User Authorization Result. */
  public static final long HYBRID_EX = 8;

  /** PROTOCOL_RDSAAD: TLS, then sign-in by Microsoft Entra ID. */
  public static final long RDSAAD = 16;

  private SecurityProtocol() {}

  /**
   * The name of a value of selectedProtocol.
   *
   * @param selected any value
   * @return such as {@code HYBRID (2)}, or {@code UNKNOWN(0x20)}
   */
  public static String name(long selected) {
    if (selected == RDP) {
      return "RDP (0)";
    }
    if (selected == SSL) {
      return "SSL (1)";
    }
    if (selected == HYBRID) {
      return "HYBRID (2)";
    }
    if (selected == RDSTLS) {
      return "RDSTLS (4)";
    }
    if (selected == HYBRID_EX) {
      return "HYBRID_EX (8)";
    }
    return selected == RDSAAD ? "RDSAAD (16)" : String.format("UNKNOWN(0x%x)", selected);
  }

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
