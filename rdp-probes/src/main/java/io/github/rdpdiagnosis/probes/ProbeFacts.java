package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Every fact that the checks of this module produce, by the check that produces it. */
public final class ProbeFacts {
  /** Check {@code name}: how the system resolver answered. */
  public static final FactKey<NameOutcome> NAME_OUTCOME =
      new FactKey<>("name.outcome", FactType.ofEnum(NameOutcome.class));

  /**
   * Check {@code name}: the addresses, in the resolver's order; the literal itself for a literal.
   */
  public static final FactKey<List<String>> NAME_ADDRESSES =
      new FactKey<>("name.addresses", FactType.STRINGS);

  /** Check {@code name}: the resolver's own message where it failed. */
  public static final FactKey<String> NAME_MESSAGE = new FactKey<>("name.message", FactType.STRING);

  /** Check {@code name-server}, one observation for each server asked: its answer. */
  public static final FactKey<NameServerOutcome> NAME_SERVER_OUTCOME =
      new FactKey<>("name-server.outcome", FactType.ofEnum(NameServerOutcome.class));

  /** Check {@code name-server}: the addresses it gave. */
  public static final FactKey<List<String>> NAME_SERVER_ADDRESSES =
      new FactKey<>("name-server.addresses", FactType.STRINGS);

  /** Check {@code name-server}: whether the answer came with the AA bit. */
  public static final FactKey<Boolean> NAME_SERVER_AUTHORITATIVE =
      new FactKey<>("name-server.authoritative", FactType.BOOLEAN);

  /**
   * Check {@code zone-server}: the addresses that a name server of the zone itself gave, in an
   * answer with the AA bit; an empty list where the zone has none.
   */
  public static final FactKey<List<String>> ZONE_SERVER_ADDRESSES =
      new FactKey<>("zone-server.addresses", FactType.STRINGS);

  /**
   * Check {@code local-network}: how many interfaces other than loopback are up, running and have a
   * global or site address.
   */
  public static final FactKey<Long> LOCAL_INTERFACES_UP =
      new FactKey<>("local.interfaces-up", FactType.LONG);

  /** Check {@code local-network}: what the routing table says of the address. */
  public static final FactKey<LocalRoute> LOCAL_ROUTE =
      new FactKey<>("local.route", FactType.ofEnum(LocalRoute.class));

  /** Check {@code local-network}: the local address that a connection to the address would have. */
  public static final FactKey<String> LOCAL_SOURCE_ADDRESS =
      new FactKey<>("local.source-address", FactType.STRING);

  /** Check {@code tcp}: the port that was tried. */
  public static final FactKey<Long> TCP_PORT = new FactKey<>("tcp.port", FactType.LONG);

  /** Check {@code tcp}: how the connect ended. */
  public static final FactKey<TcpOutcome> TCP_OUTCOME =
      new FactKey<>("tcp.outcome", FactType.ofEnum(TcpOutcome.class));

  /** Check {@code tcp}: how long the connect took. */
  public static final FactKey<Duration> TCP_TIME = new FactKey<>("tcp.millis", FactType.MILLIS);

  /** Check {@code tcp}: the system's own message where it failed. */
  public static final FactKey<String> TCP_MESSAGE = new FactKey<>("tcp.message", FactType.STRING);

  /**
   * Checks {@code other-port} and {@code other-port-3389}, made where the RDP port gives no answer
   * within a second, or the network says that there is no way to it: how a connect to port 443, or
   * 3389, of the same address ended. An answer, be it RST, says that somebody holds the address.
   */
  public static final FactKey<TcpOutcome> OTHER_PORT_OUTCOME =
      new FactKey<>("other-port.outcome", FactType.ofEnum(TcpOutcome.class));

  /**
   * Any check that needs a further connection to an address that took the first one, where that
   * connect failed; and check {@code reconnect}, which only connects.
   */
  public static final FactKey<TcpOutcome> RECONNECT_OUTCOME =
      new FactKey<>("reconnect.outcome", FactType.ofEnum(TcpOutcome.class));

  /** Check {@code x224}: requestedProtocols of the RDP_NEG_REQ that was sent. */
  public static final FactKey<Long> X224_REQUESTED = new FactKey<>("x224.requested", FactType.LONG);

  /** Check {@code x224}: how the peer answered. */
  public static final FactKey<X224Outcome> X224_OUTCOME =
      new FactKey<>("x224.outcome", FactType.ofEnum(X224Outcome.class));

  /**
   * Check {@code x224}: selectedProtocol; 0 is standard RDP security, 1 TLS, 2 CredSSP, 8 CredSSP
   * with early authorization.
   */
  public static final FactKey<Long> X224_SELECTED = new FactKey<>("x224.selected", FactType.LONG);

  /** Check {@code x224}: failureCode of an RDP_NEG_FAILURE. */
  public static final FactKey<Long> X224_FAILURE_CODE =
      new FactKey<>("x224.failure-code", FactType.LONG);

  /** Check {@code x224}: the first bytes of the answer, hex, at most 64 bytes. */
  public static final FactKey<String> X224_ANSWER = new FactKey<>("x224.answer", FactType.STRING);

  /** Check {@code x224}: what seems to speak there, where the answer was no TPKT. */
  public static final FactKey<ForeignProtocol> X224_FOREIGN =
      new FactKey<>("x224.foreign", FactType.ofEnum(ForeignProtocol.class));

  /**
   * Check {@code nla}: whether the server insists on CredSSP: true when a request for TLS alone got
   * HYBRID_REQUIRED_BY_SERVER, false when it was accepted. Absent where that was not asked.
   */
  public static final FactKey<Boolean> NLA_REQUIRED =
      new FactKey<>("nla.required", FactType.BOOLEAN);

  /** Check {@code nla-challenge}: how the server took the first message of CredSSP. */
  public static final FactKey<NlaChallengeOutcome> NLA_CHALLENGE_OUTCOME =
      new FactKey<>("nla-challenge.outcome", FactType.ofEnum(NlaChallengeOutcome.class));

  /** Check {@code nla-challenge}: the first bytes of the answer, hex, at most 64 bytes. */
  public static final FactKey<String> NLA_CHALLENGE_ANSWER =
      new FactKey<>("nla-challenge.answer", FactType.STRING);

  /** Check {@code nla-challenge}: the server's version of CredSSP, {@code version} of TSRequest. */
  public static final FactKey<Long> CREDSSP_VERSION =
      new FactKey<>("credssp.version", FactType.LONG);

  /** Check {@code nla-challenge}: {@code errorCode} of TSRequest, an NTSTATUS, unsigned. */
  public static final FactKey<Long> CREDSSP_ERROR_CODE =
      new FactKey<>("credssp.error-code", FactType.LONG);

  /** Check {@code nla-challenge}: how the list of names that the server gave ended. */
  public static final FactKey<NtlmTargetInfo> NTLM_TARGET_INFO =
      new FactKey<>("ntlm.target-info", FactType.ofEnum(NtlmTargetInfo.class));

  /** Check {@code nla-challenge}: the computer's NetBIOS name, as the server says. */
  public static final FactKey<String> NTLM_NETBIOS_COMPUTER =
      new FactKey<>("ntlm.netbios-computer", FactType.STRING);

  /**
   * Check {@code nla-challenge}: the NetBIOS name of its domain; the computer's own where it is in
   * none.
   */
  public static final FactKey<String> NTLM_NETBIOS_DOMAIN =
      new FactKey<>("ntlm.netbios-domain", FactType.STRING);

  /** Check {@code nla-challenge}: the computer's full DNS name. */
  public static final FactKey<String> NTLM_DNS_COMPUTER =
      new FactKey<>("ntlm.dns-computer", FactType.STRING);

  /** Check {@code nla-challenge}: the DNS name of its domain. */
  public static final FactKey<String> NTLM_DNS_DOMAIN =
      new FactKey<>("ntlm.dns-domain", FactType.STRING);

  /** Check {@code nla-challenge}: the DNS name of its forest. */
  public static final FactKey<String> NTLM_DNS_TREE =
      new FactKey<>("ntlm.dns-tree", FactType.STRING);

  /**
   * Check {@code nla-challenge}: the operating system's version and build, such as {@code
   * 10.0.20348}, as the server says; servers other than Windows say what they like.
   */
  public static final FactKey<String> NTLM_OS_VERSION =
      new FactKey<>("ntlm.os-version", FactType.STRING);

  /** Check {@code nla-challenge}: the server's clock. */
  public static final FactKey<Instant> NTLM_TIMESTAMP =
      new FactKey<>("ntlm.timestamp", FactType.INSTANT);

  /**
   * Check {@code nla-challenge}: the server's clock against this computer's; negative where the
   * server is behind.
   */
  public static final FactKey<Duration> CLOCK_SKEW =
      new FactKey<>("clock.skew-millis", FactType.MILLIS);

  /** Check {@code nla-challenge}: how far the true skew may be from that, on either side. */
  public static final FactKey<Duration> CLOCK_SKEW_UNCERTAINTY =
      new FactKey<>("clock.skew-uncertainty-millis", FactType.MILLIS);

  /**
   * Check {@code idle}, made where the connection ended at the request: what became of one on which
   * nothing was sent for 2.5 s. {@link Reaction#SILENT}: it stayed open.
   */
  public static final FactKey<Reaction> IDLE_OUTCOME =
      new FactKey<>("idle.outcome", FactType.ofEnum(Reaction.class));

  /** Check {@code junk}: how the peer took bytes that are no Connection Request. */
  public static final FactKey<Reaction> JUNK_OUTCOME =
      new FactKey<>("junk.outcome", FactType.ofEnum(Reaction.class));

  /** Check {@code junk}: the first bytes of the answer, hex, at most 64 bytes. */
  public static final FactKey<String> JUNK_ANSWER = new FactKey<>("junk.answer", FactType.STRING);

  /** Check {@code bytewise}: how the peer took the request when it came one byte a segment. */
  public static final FactKey<X224Outcome> BYTEWISE_OUTCOME =
      new FactKey<>("bytewise.outcome", FactType.ofEnum(X224Outcome.class));

  /**
   * Check {@code again}, the control of an experiment that succeeded: whether what failed at first
   * failed in the same way once more.
   */
  public static final FactKey<Boolean> FAILS_AGAIN = new FactKey<>("again.same", FactType.BOOLEAN);

  /** Check {@code tls}: how the handshake ended. */
  public static final FactKey<TlsOutcome> TLS_OUTCOME =
      new FactKey<>("tls.outcome", FactType.ofEnum(TlsOutcome.class));

  /**
   * Check {@code tls}: the alert's name as RFC 8446 section 6 spells it, such as {@code
   * protocol_version}.
   */
  public static final FactKey<String> TLS_ALERT = new FactKey<>("tls.alert", FactType.STRING);

  /** Check {@code tls}: the message where it failed otherwise. */
  public static final FactKey<String> TLS_MESSAGE = new FactKey<>("tls.message", FactType.STRING);

  /** Check {@code tls}: negotiated version, such as {@code TLSv1.2}. */
  public static final FactKey<String> TLS_VERSION = new FactKey<>("tls.version", FactType.STRING);

  /** Check {@code tls}: negotiated suite. */
  public static final FactKey<String> TLS_SUITE = new FactKey<>("tls.suite", FactType.STRING);

  /**
   * Check {@code tls-alert}, made where the handshake got no answer: how the peer took a
   * ClientHello that can only be answered with a few bytes.
   */
  public static final FactKey<Reaction> TINY_HELLO_OUTCOME =
      new FactKey<>("tls-alert.outcome", FactType.ofEnum(Reaction.class));

  /**
   * Check {@code tls-small-window}: how the handshake ended when the server was allowed about a
   * kilobyte at once.
   */
  public static final FactKey<TlsOutcome> SMALL_WINDOW_OUTCOME =
      new FactKey<>("tls-small-window.outcome", FactType.ofEnum(TlsOutcome.class));

  /**
   * Check {@code tls-legacy}: the version that the server chose when offered TLS 1.2 at most with
   * the suites of old servers: {@code SSLv3}, {@code TLSv1} or {@code TLSv1.1} where only an old
   * version is spoken; {@code TLSv1.2} where the version is good and only suites or signatures that
   * this JVM refuses are left.
   */
  public static final FactKey<String> TLS_LEGACY_VERSION =
      new FactKey<>("tls.legacy-version", FactType.STRING);

  /**
   * Check {@code tls-legacy}: the suite that the server chose then, such as {@code
   * TLS_RSA_WITH_RC4_128_SHA}.
   */
  public static final FactKey<String> TLS_LEGACY_SUITE =
      new FactKey<>("tls.legacy-suite", FactType.STRING);

  /** Check {@code tls-legacy}: the alert that the server turned the old ClientHello down with. */
  public static final FactKey<String> TLS_LEGACY_ALERT =
      new FactKey<>("tls.legacy-alert", FactType.STRING);

  /**
   * Check {@code tls-legacy}, made by a survey where TLS came up: whether the server turned a
   * ClientHello up to TLS 1.2 down for its version, so speaks TLS 1.3 only.
   */
  public static final FactKey<Boolean> TLS_13_ONLY =
      new FactKey<>("tls.only-1-3", FactType.BOOLEAN);

  /**
   * Check {@code tls-legacy}: the first bytes, hex, at most 64, that came in place of a TLS answer.
   * {@code 0300…} is RDP in the clear: the RDP server itself could not do TLS, and no stranger
   * stands in between.
   */
  public static final FactKey<String> TLS_LEGACY_ANSWER =
      new FactKey<>("tls.legacy-answer", FactType.STRING);

  /**
   * Checks {@code tls} and {@code tls-legacy}, as all facts of certificates: subject of the
   * server's certificate, RFC 2253.
   */
  public static final FactKey<String> CERTIFICATE_SUBJECT =
      new FactKey<>("certificate.subject", FactType.STRING);

  /** Check {@code tls}: issuer, RFC 2253. */
  public static final FactKey<String> CERTIFICATE_ISSUER =
      new FactKey<>("certificate.issuer", FactType.STRING);

  /**
   * Check {@code tls}: the names it is for: DNS names and addresses of its subjectAltName, else the
   * common name.
   */
  public static final FactKey<List<String>> CERTIFICATE_NAMES =
      new FactKey<>("certificate.names", FactType.STRINGS);

  /** Check {@code tls}: start of validity. */
  public static final FactKey<Instant> CERTIFICATE_NOT_BEFORE =
      new FactKey<>("certificate.not-before", FactType.INSTANT);

  /** Check {@code tls}: end of validity. */
  public static final FactKey<Instant> CERTIFICATE_NOT_AFTER =
      new FactKey<>("certificate.not-after", FactType.INSTANT);

  /**
   * Check {@code tls}: whether subject and issuer are the same and the certificate's own key signed
   * it. Absent where this JVM does not know the algorithm.
   */
  public static final FactKey<Boolean> CERTIFICATE_SELF_SIGNED =
      new FactKey<>("certificate.self-signed", FactType.BOOLEAN);

  /** Check {@code tls}: SHA-256 of the DER form, lower-case hex. */
  public static final FactKey<String> CERTIFICATE_SHA256 =
      new FactKey<>("certificate.sha256", FactType.STRING);

  /**
   * Check {@code tls}: SHA-1 of the DER form, lower-case hex: what Windows calls its thumbprint, to
   * be compared with the guest's own.
   */
  public static final FactKey<String> CERTIFICATE_SHA1 =
      new FactKey<>("certificate.sha1", FactType.STRING);

  /**
   * Check {@code tls}: whether the certificate is for the host that was asked for, as RFC 9525 has
   * it (common names count where there is no subjectAltName).
   */
  public static final FactKey<Boolean> CERTIFICATE_NAME_MATCHES =
      new FactKey<>("certificate.name-matches", FactType.BOOLEAN);

  /** Check {@code tls}: the key's algorithm, such as {@code RSA}. */
  public static final FactKey<String> CERTIFICATE_KEY =
      new FactKey<>("certificate.key", FactType.STRING);

  /** Check {@code tls}: the key's size in bits. */
  public static final FactKey<Long> CERTIFICATE_KEY_BITS =
      new FactKey<>("certificate.key-bits", FactType.LONG);

  /** Check {@code tls}: the signature's algorithm, such as {@code SHA256withRSA}. */
  public static final FactKey<String> CERTIFICATE_SIGNATURE =
      new FactKey<>("certificate.signature", FactType.STRING);

  /**
   * Check {@code tls}: subjects of all certificates that the server showed, its own first, at most
   * eight. Absent where it showed only its own.
   */
  public static final FactKey<List<String>> CERTIFICATE_CHAIN_SUBJECTS =
      new FactKey<>("certificate.chain-subjects", FactType.STRINGS);

  /** Check {@code tls}: SHA-256 of the same certificates. */
  public static final FactKey<List<String>> CERTIFICATE_CHAIN_SHA256 =
      new FactKey<>("certificate.chain-sha256", FactType.STRINGS);

  /**
   * Check {@code x224}: the Connection Request as it was sent, hex. requestedProtocols are its last
   * four bytes, the least significant first.
   */
  public static final FactKey<String> X224_REQUEST = new FactKey<>("x224.request", FactType.STRING);

  /**
   * Check {@code x224}: what the answer says, where in it, and how that goes with the request, in
   * the words of [MS-RDPBCGR] 2.2.1.2.
   */
  public static final FactKey<String> X224_MEANING = new FactKey<>("x224.meaning", FactType.STRING);

  /**
   * Check {@code x224}: whether the selected protocol is one of those that were asked for. Some
   * servers select standard RDP security whatever is asked.
   */
  public static final FactKey<Boolean> X224_SELECTED_ASKED =
      new FactKey<>("x224.selected-asked", FactType.BOOLEAN);

  /** Checks of the survey: how the peer answered that request. */
  public static final FactKey<X224Outcome> SURVEY_OUTCOME =
      new FactKey<>("survey.outcome", FactType.ofEnum(X224Outcome.class));

  /** Checks of the survey: requestedProtocols; absent for the request without RDP_NEG_REQ. */
  public static final FactKey<Long> SURVEY_REQUESTED =
      new FactKey<>("survey.requested", FactType.LONG);

  /** Checks of the survey: selectedProtocol. */
  public static final FactKey<Long> SURVEY_SELECTED =
      new FactKey<>("survey.selected", FactType.LONG);

  /** Checks of the survey: failureCode of an RDP_NEG_FAILURE. */
  public static final FactKey<Long> SURVEY_FAILURE_CODE =
      new FactKey<>("survey.failure-code", FactType.LONG);

  /** Checks of the survey: the request, hex. */
  public static final FactKey<String> SURVEY_REQUEST =
      new FactKey<>("survey.request", FactType.STRING);

  /** Checks of the survey: the first bytes of the answer, hex, at most 64 bytes. */
  public static final FactKey<String> SURVEY_ANSWER =
      new FactKey<>("survey.answer", FactType.STRING);

  /** Checks of the survey: as {@link #X224_MEANING}. */
  public static final FactKey<String> SURVEY_MEANING =
      new FactKey<>("survey.meaning", FactType.STRING);

  /** Check {@code udp}: how the peer took the first datagram of the RDP UDP transport. */
  public static final FactKey<UdpOutcome> UDP_OUTCOME =
      new FactKey<>("udp.outcome", FactType.ofEnum(UdpOutcome.class));

  /**
   * Check {@code udp}: the highest version that the server offers ([MS-RDPEUDP] 2.2.2.9): {@code
   * 1}, {@code 2}, or {@code 3}, which is the transport of [MS-RDPEUDP2].
   */
  public static final FactKey<Long> UDP_VERSION = new FactKey<>("udp.version", FactType.LONG);

  /** Check {@code udp}: the first bytes of the answer, hex, at most 64 bytes. */
  public static final FactKey<String> UDP_ANSWER = new FactKey<>("udp.answer", FactType.STRING);

  /** All keys, for readers of evidence files. */
  public static final Set<FactKey<?>> ALL =
      Set.of(
          NAME_OUTCOME,
          NAME_ADDRESSES,
          NAME_MESSAGE,
          NAME_SERVER_OUTCOME,
          NAME_SERVER_ADDRESSES,
          NAME_SERVER_AUTHORITATIVE,
          ZONE_SERVER_ADDRESSES,
          LOCAL_INTERFACES_UP,
          LOCAL_ROUTE,
          LOCAL_SOURCE_ADDRESS,
          TCP_PORT,
          TCP_OUTCOME,
          TCP_TIME,
          TCP_MESSAGE,
          OTHER_PORT_OUTCOME,
          RECONNECT_OUTCOME,
          X224_REQUESTED,
          X224_OUTCOME,
          X224_SELECTED,
          X224_FAILURE_CODE,
          X224_ANSWER,
          X224_FOREIGN,
          NLA_REQUIRED,
          NLA_CHALLENGE_OUTCOME,
          NLA_CHALLENGE_ANSWER,
          CREDSSP_VERSION,
          CREDSSP_ERROR_CODE,
          NTLM_TARGET_INFO,
          NTLM_NETBIOS_COMPUTER,
          NTLM_NETBIOS_DOMAIN,
          NTLM_DNS_COMPUTER,
          NTLM_DNS_DOMAIN,
          NTLM_DNS_TREE,
          NTLM_OS_VERSION,
          NTLM_TIMESTAMP,
          CLOCK_SKEW,
          CLOCK_SKEW_UNCERTAINTY,
          IDLE_OUTCOME,
          JUNK_OUTCOME,
          JUNK_ANSWER,
          BYTEWISE_OUTCOME,
          FAILS_AGAIN,
          TINY_HELLO_OUTCOME,
          SMALL_WINDOW_OUTCOME,
          TLS_OUTCOME,
          TLS_ALERT,
          TLS_MESSAGE,
          TLS_VERSION,
          TLS_SUITE,
          TLS_LEGACY_VERSION,
          TLS_LEGACY_SUITE,
          TLS_LEGACY_ANSWER,
          TLS_LEGACY_ALERT,
          TLS_13_ONLY,
          CERTIFICATE_SUBJECT,
          CERTIFICATE_ISSUER,
          CERTIFICATE_NAMES,
          CERTIFICATE_NOT_BEFORE,
          CERTIFICATE_NOT_AFTER,
          CERTIFICATE_SELF_SIGNED,
          CERTIFICATE_SHA256,
          CERTIFICATE_SHA1,
          CERTIFICATE_NAME_MATCHES,
          CERTIFICATE_KEY,
          CERTIFICATE_KEY_BITS,
          CERTIFICATE_SIGNATURE,
          CERTIFICATE_CHAIN_SUBJECTS,
          CERTIFICATE_CHAIN_SHA256,
          X224_REQUEST,
          X224_MEANING,
          X224_SELECTED_ASKED,
          SURVEY_OUTCOME,
          SURVEY_REQUESTED,
          SURVEY_SELECTED,
          SURVEY_FAILURE_CODE,
          SURVEY_REQUEST,
          SURVEY_ANSWER,
          SURVEY_MEANING,
          UDP_OUTCOME,
          UDP_VERSION,
          UDP_ANSWER);

  private ProbeFacts() {}
}
