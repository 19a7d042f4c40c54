package io.github.rdpdiagnosis.probes;

/** How the system resolver, the one that the Remote Desktop client uses, answered. */
public enum NameOutcome {
  /** The host is an IP address; nobody was asked. */
  LITERAL,
  /** At least one address. */
  RESOLVED,
  /** The name is unknown (class D1). */
  NOT_FOUND,
  /** A temporary failure: no name server gave an answer (class D2). */
  TRY_AGAIN,
  /** Another failure; the message is in {@link ProbeFacts#NAME_MESSAGE}. */
  OTHER
}
