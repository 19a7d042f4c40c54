package io.github.rdpdiagnosis.probes.internal.wire;

import java.util.List;

/**
 * failureCode of RDP_NEG_FAILURE ([MS-RDPBCGR] 2.2.1.2.2). An open set: a value that the
 * specification does not have is kept.
 *
 * @param value the code
 */
public record FailureCode(long value) {
  /** The server wants TLS, and the client did not offer it. */
  public static final FailureCode SSL_REQUIRED_BY_SERVER = new FailureCode(1);

  /** The server is set to standard RDP security, and the client insists on more. */
  public static final FailureCode SSL_NOT_ALLOWED_BY_SERVER = new FailureCode(2);

  /** The server has no usable certificate. */
  public static final FailureCode SSL_CERT_NOT_ON_SERVER = new FailureCode(3);

  /** The requested protocols contradict the state of the connection. */
  public static final FailureCode INCONSISTENT_FLAGS = new FailureCode(4);

  /** The server wants CredSSP (NLA), and the client did not offer it. */
  public static final FailureCode HYBRID_REQUIRED_BY_SERVER = new FailureCode(5);

  /** The server wants TLS with certificate-based client authentication. */
  public static final FailureCode SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER = new FailureCode(6);

  /** The server wants sign-in by Microsoft Entra ID, and the client did not offer it. */
  public static final FailureCode ENTRA_AUTH_REQUIRED_BY_SERVER = new FailureCode(7);

  private static final List<String> MEANINGS =
      List.of(
          "the server wants TLS, which was not offered",
          "the server is set to standard RDP security, and only more was offered",
          "the server has no certificate that it can use",
          "the requested protocols contradict the state of the connection",
          "the server insists on CredSSP (NLA), which was not offered",
          "the server wants TLS with a client certificate",
          "the server insists on sign-in by Microsoft Entra ID, which was not offered");

  private static final List<String> NAMES =
      List.of(
          "SSL_REQUIRED_BY_SERVER",
          "SSL_NOT_ALLOWED_BY_SERVER",
          "SSL_CERT_NOT_ON_SERVER",
          "INCONSISTENT_FLAGS",
          "HYBRID_REQUIRED_BY_SERVER",
          "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER",
          "ENTRA_AUTH_REQUIRED_BY_SERVER");

  /** Checks that the value fits four bytes. */
  public FailureCode {
    if (value >>> 32 != 0) {
      throw new IllegalArgumentException("failureCode must fit 32 bits, got " + value);
    }
  }

  /**
   * The name that the specification gives it.
   *
   * @return such as {@code HYBRID_REQUIRED_BY_SERVER}, or {@code UNKNOWN(0x8)}
   */
  public String name() {
    return value >= 1 && value <= NAMES.size()
        ? NAMES.get((int) value - 1)
        : String.format("UNKNOWN(0x%x)", value);
  }

  /**
   * What it means, for people.
   *
   * @return a clause without a full stop
   */
  public String meaning() {
    return value >= 1 && value <= MEANINGS.size()
        ? MEANINGS.get((int) value - 1)
        : "a code that the specification did not have when this was written";
  }

  @Override
  public String toString() {
    return name();
  }
}
