package io.github.rdpdiagnosis.model.cause;

/**
 * The step of a Remote Desktop connection at which a cause shows, in the order of the steps; the
 * last two stand aside.
 *
 * <p>Source: [MS-RDPBCGR] 1.3.1.1 (connection sequence), [MS-CSSP] 3.1.5, [MS-TSGU] 1.3.
 */
public enum Stage {
  /** The client itself stops before any traffic. */
  CLIENT,
  /** The name is resolved. */
  NAME,
  /** An RD Gateway is reached and lets the connection through. */
  GATEWAY,
  /** TCP connects. */
  TCP,
  /** X.224 Connection Request and Confirm, with the security negotiation ([MS-RDPBCGR] 1.3.1.1). */
  X224,
  /** TLS handshake and the server's certificate. */
  TLS,
  /** Network Level Authentication: CredSSP ([MS-CSSP]). */
  NLA,
  /** The user is logged on. */
  LOGON,
  /** Licensing ([MS-RDPELE]). */
  LICENSE,
  /** The session is up. */
  SESSION,
  /** Managing the VM rather than connecting to it. */
  MANAGE
}
