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
  /**
   * Answers whatever comes with a disconnect ultimatum, as xrdp does to bytes that are no request.
   */
  DISCONNECTING,
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
  REFUSED,

  // Peers that mean harm. Each keeps to the protocol up to one point.

  /** Confirms one byte a second. */
  DRIP,
  /** Greets, line after line, for ever. */
  ENDLESS_BANNER,
  /** Sends one line without an end. */
  ENDLESS_LINE,
  /** Answers with a TPKT of 65535 bytes, and goes on for ever. */
  HUGE_TPKT,
  /** Answers with a TPKT that is shorter than its own header. */
  TINY_TPKT,
  /** Answers with a TPKT whose X.224 length says something else, and goes on for ever. */
  LYING_TPKT,
  /** Resets after nine bytes of the Confirm. */
  RESET_WITHIN_CONFIRM,
  /** Half-closes after nine bytes of the Confirm. */
  HALF_CLOSE_WITHIN_CONFIRM,
  /** Selects TLS, then half-closes. */
  HALF_CLOSE_AFTER_CONFIRM,
  /** Selects TLS twice. */
  CONFIRM_TWICE,
  /** Sends the request back. */
  ECHO,
  /** Selects a protocol that nobody knows. */
  UNKNOWN_PROTOCOL,
  /** Declines with a code that nobody knows. */
  UNKNOWN_FAILURE,
  /** Selects TLS, then sends a ServerHello one byte a second. */
  TLS_DRIP,
  /** Selects TLS, then sends the ClientHello back. */
  TLS_WRONG_DIRECTION,
  /** Selects TLS, then sends a record of 65535 bytes, and goes on for ever. */
  TLS_HUGE_RECORD,
  /** Selects TLS, then sends a handshake message of 16 MB, and goes on for ever. */
  TLS_HUGE_MESSAGE,
  /** Selects TLS, then sends HelloRequest for ever. */
  TLS_ENDLESS_MESSAGES,
  /** Selects TLS, then sends warnings for ever. */
  TLS_ENDLESS_WARNINGS,
  /** Selects TLS, then sends empty records for ever. */
  TLS_EMPTY_RECORDS,
  /** Selects TLS 1.0, then sends a Certificate message of 16 MB, and goes on for ever. */
  TLS_HUGE_CERTIFICATE,
  /** Selects TLS 1.0, then sends a compressed certificate that says it grows to 16 MB. */
  TLS_COMPRESSED_CERTIFICATE,
  /** Selects TLS 1.0, then sends a certificate of 4000 SEQUENCEs within each other. */
  TLS_NESTED_CERTIFICATE,
  /** Selects TLS, then resets within the ServerHello. */
  TLS_RESET_WITHIN_HELLO,
  /** As {@link #NLA}, and sends the challenge one byte a second. */
  NLA_DRIP,
  /** As {@link #NLA}, and answers with a TSRequest of 2 GB, and goes on for ever. */
  NLA_HUGE_DER,
  /** As {@link #NLA}, and answers with 15000 SEQUENCEs within each other. */
  NLA_NESTED_DER,
  /** As {@link #NLA}, and answers with a TSRequest of fields without an end. */
  NLA_ENDLESS,
  /** As {@link #NLA}, and names itself in 10000 AV_PAIRs. */
  NLA_MANY_PAIRS,
  /** As {@link #NLA}, with an AV_PAIR that is longer than the list. */
  NLA_PAIR_OVERRUN,
  /** As {@link #NLA}, with a list of AV_PAIRs that does not end. */
  NLA_UNTERMINATED,
  /** As {@link #NLA}, with a name of 30000 characters. */
  NLA_HUGE_NAME,
  /** As {@link #NLA}, with a list that lies outside the message. */
  NLA_FIELD_OUTSIDE
}
