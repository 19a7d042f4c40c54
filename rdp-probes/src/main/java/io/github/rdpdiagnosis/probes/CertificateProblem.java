package io.github.rdpdiagnosis.probes;

/** Why a client that insists on a good certificate refuses one. */
public enum CertificateProblem {
  /** By this computer's clock its time is over. */
  EXPIRED,
  /** By this computer's clock its time has not begun. */
  NOT_YET_VALID,
  /** It is for other names. */
  OTHER_NAME,
  /**
   * Its chain does not end at an authority that this JVM trusts. The client may trust more, such as
   * an organisation's own authority.
   */
  UNTRUSTED_HERE
}
