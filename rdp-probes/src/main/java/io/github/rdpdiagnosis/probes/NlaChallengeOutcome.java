package io.github.rdpdiagnosis.probes;

/** How the server took the first message of CredSSP, an anonymous NTLM NEGOTIATE. */
public enum NlaChallengeOutcome {
  /**
   * NTLM CHALLENGE: authentication is alive; {@link ProbeFacts} has what the server said of itself.
   */
  CHALLENGE,
  /** An NTSTATUS in place of a token; {@link ProbeFacts#CREDSSP_ERROR_CODE} has it. */
  ERROR_CODE,
  /** No answer within the limit. */
  SILENT,
  /** The connection was closed. */
  CLOSED,
  /** The connection was reset, or TLS ended with an alert. */
  RESET,
  /** TSRequest without an NTLM challenge in it, or something else. */
  MALFORMED
}
