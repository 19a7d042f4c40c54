package io.github.rdpdiagnosis.probes.peer;

/** What a {@link ScriptedPeer} does with those who connect. */
public enum PeerScript {
  /**
   * Selects TLS and completes the handshake, with a self-signed certificate that is valid for a
   * year.
   */
  TLS,
  /**
   * Network Level Authentication: selects CredSSP where it is offered, turns a request for TLS
   * alone down, completes TLS, answers the first message of CredSSP with an NTLM challenge.
   */
  NLA,
  /** As {@link #NLA}, and says nothing to the first message of CredSSP. */
  NLA_SILENT,
  /** As {@link #NLA}, and closes at the first message of CredSSP. */
  NLA_CLOSE,
  /** As {@link #NLA}, with an NTSTATUS in place of a challenge. */
  NLA_ERROR,
  /** As {@link #NLA}, with zeros in place of a challenge. */
  NLA_GARBAGE,
  /** As {@link #TLS}, with a certificate that expired. */
  EXPIRED_CERTIFICATE,
  /**
   * Selects standard RDP security whatever is asked, as xrdp does when its certificate is missing.
   */
  STANDARD_RDP_ONLY,
  /** Declines with SSL_CERT_NOT_ON_SERVER: a certificate that the service cannot use. */
  NO_CERTIFICATE,
  /** Accepts and never says a word: a hung service, or inspection that swallows the request. */
  SILENT,
  /** Accepts and closes: a service in trouble, or a balancer without a live backend. */
  CLOSE_ON_ACCEPT,
  /** Accepts and resets. */
  RESET_ON_ACCEPT,
  /** Reads the request and closes. */
  CLOSE_AFTER_REQUEST,
  /** Reads the request and resets. */
  RESET_AFTER_REQUEST,
  /** Answers whatever comes with an HTTP redirection, as a captive portal does. */
  HTTP,
  /** Sends an SSH identification: the port leads to another service. */
  SSH,
  /** Selects TLS, then swallows the ClientHello. */
  TLS_HANG,
  /** Selects TLS, then resets at the ClientHello. */
  TLS_RESET,
  /** Selects TLS, then closes at the ClientHello. */
  TLS_CLOSE,
  /** Selects TLS, then answers the ClientHello with zeros. */
  TLS_GARBAGE,
  /**
   * Speaks TLS 1.0 only and knows how new clients announce versions: those get the alert
   * protocol_version, old ones an answer.
   */
  TLS_VERSION_ALERT,
  /** Speaks TLS 1.0 only and answers everyone with it, as old Windows does. */
  TLS_1_0_ONLY,
  /**
   * Lets connects time out: a listener whose queue is full, which drops each further SYN (Linux;
   * other systems may refuse).
   */
  DROP,
  /** A port that nobody listens on, kept from being used by others. */
  REFUSED
}
