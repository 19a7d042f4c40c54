package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.all;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.any;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.atLeast;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.has;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.in;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.is;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.none;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.not;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.some;

import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.azure.guest.GuestFacts.ListenerCertificate;
import io.github.rdpdiagnosis.azure.guest.GuestFacts.PortOwner;
import io.github.rdpdiagnosis.azure.guest.InboundDecision;
import io.github.rdpdiagnosis.azure.guest.TerminalServer;
import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.probes.Reaction;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.TlsOutcome;
import io.github.rdpdiagnosis.probes.X224Outcome;
import java.util.List;

/**
 * The VM and its guest. Facts of the guest are here only if its record is surely this VM's and
 * fresh ({@link GuestDerivation}).
 *
 * <p>A setting is weighed together with what it does: a service that is disabled and still runs, a
 * local value that policy overrides, a listener value while Remote Desktop listens, or hardening
 * that nothing failed at is no fault. Where the guest says that a thing is as it should be, that
 * excludes the cause.
 */
final class VmRules {
  // ---- what was seen from the client
  private static final Condition ANSWERS = is(PathFacts.RDP_ANSWERS, true);
  private static final Condition ENDS_UNPROMPTED =
      in(PathFacts.UNPROMPTED, Reaction.CLOSED, Reaction.RESET);
  private static final Condition READS_RDP = is(PathFacts.READS_RDP, true);
  private static final Condition ANSWERS_PIECES = is(PathFacts.ANSWERS_PIECES, true);
  private static final Condition LIVE_RDP = any(READS_RDP, ANSWERS_PIECES);
  private static final Condition TINY_ANSWERED =
      in(PathFacts.TINY_HELLO, Reaction.ANSWERED, Reaction.CLOSED, Reaction.RESET);
  private static final Condition PASSES_SMALL = is(PathFacts.PASSES_SMALL, true);
  private static final Condition TIMED_OUT = is(PathFacts.TCP, TcpOutcome.TIMED_OUT);
  private static final Condition NO_CONNECTION =
      in(PathFacts.TCP, TcpOutcome.TIMED_OUT, TcpOutcome.REFUSED, TcpOutcome.NO_ROUTE);
  private static final Condition REQUEST_FAILS =
      in(PathFacts.X224, X224Outcome.SILENT, X224Outcome.CLOSED, X224Outcome.RESET);
  private static final Condition TLS_FAILS =
      in(
          PathFacts.TLS,
          TlsOutcome.ALERT,
          TlsOutcome.CLOSED,
          TlsOutcome.RESET,
          TlsOutcome.SILENT,
          TlsOutcome.OTHER);

  /** What a server without a usable certificate or key shows. */
  private static final Condition NO_CERTIFICATE_SEEN =
      any(
          in(PathFacts.FAILURE_CODE, 3L),
          is(PathFacts.SELECTED, 0L),
          in(PathFacts.X224, X224Outcome.CLOSED, X224Outcome.RESET),
          TLS_FAILS);

  private static final Condition ANY_FAILURE = any(NO_CONNECTION, REQUEST_FAILS, TLS_FAILS);

  // ---- what the guest says of signing in, whoever it is
  private static final Condition DRAINS = atLeast(GuestFacts.DRAIN_MODE, 1);
  private static final Condition LISTENER_REFUSES_LOGONS =
      is(GuestFacts.LISTENER_LOGON_DISABLED, true);
  private static final Condition LOGONS_BARRED = atLeast(GuestFacts.TS_USER_ENABLED, 1);
  private static final Condition LOGONS_OFF = is(GuestFacts.WIN_STATIONS_DISABLED, true);
  private static final Condition TRUST_BROKEN =
      all(
          is(GuestFacts.DOMAIN_JOINED, true),
          is(GuestFacts.SECURE_CHANNEL, false),
          is(GuestFacts.CONTROLLER_FOUND, true));
  private static final Condition NETLOGON_STOPPED =
      all(has(GuestFacts.SERVICES_NOT_RUNNING, "Netlogon"), is(GuestFacts.DOMAIN_JOINED, true));
  private static final Condition NO_LICENCES =
      all(
          is(GuestFacts.SESSION_HOST, true),
          is(GuestFacts.GRACE_DAYS, 0L),
          none(GuestFacts.LICENSE_SERVERS));
  private static final Condition BROKER_AWAY =
      all(
          is(GuestFacts.BROKER_ACTIVE, true),
          any(is(GuestFacts.BROKER_SERVICE_RUNNING, false), atLeast(GuestFacts.BROKER_EVENTS, 1)));

  /**
   * What lies behind the handshake, as far as the guest's record can tell it for one account: no
   * switch that keeps everybody out, and nothing against the account that was named.
   */
  static final Condition SIGN_IN_OPEN =
      all(
          is(GuestFacts.DRAIN_MODE, 0L),
          is(GuestFacts.LISTENER_LOGON_DISABLED, false),
          is(GuestFacts.TS_USER_ENABLED, 0L),
          is(GuestFacts.WIN_STATIONS_DISABLED, false),
          any(is(GuestFacts.DOMAIN_JOINED, false), is(GuestFacts.SECURE_CHANNEL, true)),
          not(NO_LICENCES),
          not(BROKER_AWAY),
          is(PathFacts.USER_DISABLED, false),
          is(PathFacts.USER_LOCKED, false),
          is(PathFacts.USER_MUST_CHANGE, false),
          is(PathFacts.USER_PASSWORD_EXPIRED, false),
          is(PathFacts.USER_EXPIRED, false),
          is(PathFacts.USER_LACKS_RIGHT, false));

  // ---- what the guest says
  private static final Condition LISTENS = is(GuestFacts.PORT_OWNER, PortOwner.TERM_SERVICE);
  private static final Condition NOBODY_LISTENS = is(GuestFacts.PORT_OWNER, PortOwner.NOBODY);
  private static final Condition SERVICE_STOPPED = is(GuestFacts.TERM_SERVICE_STATE, "Stopped");
  private static final Condition SERVICE_RUNS = is(GuestFacts.TERM_SERVICE_STATE, "Running");
  private static final Condition BY_POLICY =
      is(GuestFacts.DENY_CONNECTIONS_ORIGIN, TerminalServer.Origin.POLICY);
  private static final Condition FIREWALL_BY_POLICY = is(GuestFacts.FIREWALL_BY_POLICY, true);

  /** Windows Firewall lets every client in to the port. */
  private static final Condition FIREWALL_OPEN =
      in(
          GuestFacts.FIREWALL_INBOUND,
          InboundDecision.Outcome.OPEN,
          InboundDecision.Outcome.OPEN_BY_DEFAULT,
          InboundDecision.Outcome.FIREWALL_OFF);

  private static final Condition PORTS_EXHAUSTED =
      all(
          atLeast(GuestFacts.TCP_EXHAUSTION_EVENTS, 1),
          atLeast(GuestFacts.TCP_PORTS_IN_USE, 16_000));

  private static final Condition NO_ACCOUNT_TROUBLE =
      all(
          none(GuestFacts.ACCOUNTS_LOCKED),
          none(GuestFacts.PASSWORDS_EXPIRED),
          none(GuestFacts.PASSWORDS_TO_CHANGE),
          none(GuestFacts.ACCOUNTS_EXPIRED));

  static final List<CauseRule> ROWS =
      List.of(
          // ---- Remote Desktop is switched off
          row("VM-01")
              .provenBy(all(is(GuestFacts.DENY_CONNECTIONS, true), not(BY_POLICY)))
              .excludedBy(any(ANSWERS, is(GuestFacts.DENY_CONNECTIONS, false), BY_POLICY)),
          row("VM-02")
              .provenBy(all(is(GuestFacts.DENY_CONNECTIONS, true), BY_POLICY))
              .excludedBy(any(ANSWERS, is(GuestFacts.DENY_CONNECTIONS, false), not(BY_POLICY))),
          row("VM-03")
              .provenBy(all(is(GuestFacts.TS_ENABLED, false), NOBODY_LISTENS))
              .excludedBy(any(ANSWERS, LISTENS, is(GuestFacts.TS_ENABLED, true))),
          row("VM-04")
              .provenBy(all(DRAINS, has(PathFacts.ERROR_CAUSES, "VM-04")))
              .hintedAtBy(DRAINS)
              .excludedBy(is(GuestFacts.DRAIN_MODE, 0L)),
          // One source only says what the value means: the client must have been refused as well.
          row("VM-05")
              .provenBy(all(LOGONS_BARRED, has(PathFacts.ERROR_CAUSES, "VM-05")))
              .hintedAtBy(LOGONS_BARRED)
              .excludedBy(is(GuestFacts.TS_USER_ENABLED, 0L)),
          row("VM-06")
              .provenBy(all(is(GuestFacts.LISTENER_ENABLED, false), NOBODY_LISTENS))
              .excludedBy(any(ANSWERS, LISTENS, is(GuestFacts.LISTENER_ENABLED, true))),
          row("VM-07")
              .provenBy(all(LISTENER_REFUSES_LOGONS, has(PathFacts.ERROR_CAUSES, "VM-07")))
              .hintedAtBy(LISTENER_REFUSES_LOGONS)
              .excludedBy(is(GuestFacts.LISTENER_LOGON_DISABLED, false)),
          row("VM-08")
              .provenBy(
                  all(is(PathFacts.PORT_FITS, PathFacts.PortFit.LISTENER_MOVED), NO_CONNECTION))
              .excludedBy(any(ANSWERS, is(PathFacts.PORT_FITS, PathFacts.PortFit.SAME)))
              .saying(PathFacts.PORT_DETAIL),
          row("VM-09")
              .provenBy(is(GuestFacts.PORT_OWNER, PortOwner.OTHER))
              .excludedBy(any(ANSWERS, LIVE_RDP, LISTENS, NOBODY_LISTENS)),
          row("VM-10")
              .provenBy(
                  all(
                      atLeast(GuestFacts.LAN_ADAPTER, 1),
                      NOBODY_LISTENS,
                      SERVICE_RUNS,
                      is(GuestFacts.DENY_CONNECTIONS, false),
                      is(GuestFacts.TS_ENABLED, true),
                      is(GuestFacts.LISTENER_ENABLED, true)))
              .excludedBy(any(ANSWERS, LISTENS, is(GuestFacts.LAN_ADAPTER, 0L))),
          row("VM-11")
              .provenBy(all(some(GuestFacts.LISTENER_VALUES_MISSING), NOBODY_LISTENS))
              .excludedBy(any(ANSWERS, LISTENS)),
          // ---- the service
          row("VM-12")
              .provenBy(all(SERVICE_STOPPED, is(GuestFacts.TERM_SERVICE_START, 4L)))
              .excludedBy(
                  any(ANSWERS, LISTENS, SERVICE_RUNS, in(GuestFacts.TERM_SERVICE_START, 2L, 3L))),
          row("VM-13")
              .provenBy(
                  all(
                      SERVICE_STOPPED,
                      is(GuestFacts.TERM_SERVICE_ACCOUNT_CHANGED, true),
                      in(GuestFacts.TERM_SERVICE_EXIT_CODE, 1069L, 1079L)))
              .excludedBy(
                  any(
                      ANSWERS,
                      LISTENS,
                      SERVICE_RUNS,
                      is(GuestFacts.TERM_SERVICE_ACCOUNT_CHANGED, false))),
          row("VM-14")
              .provenBy(
                  all(
                      ANY_FAILURE,
                      SERVICE_STOPPED,
                      in(GuestFacts.TERM_SERVICE_START, 2L, 3L),
                      is(GuestFacts.TERM_SERVICE_ACCOUNT_CHANGED, false),
                      any(
                          in(GuestFacts.TERM_SERVICE_EXIT_CODE, 1053L, 1067L, 1070L),
                          all(
                              atLeast(GuestFacts.TERM_SERVICE_FAILURES, 1),
                              not(in(GuestFacts.TERM_SERVICE_EXIT_CODE, 0L, 5L, 1077L))))))
              .excludedBy(any(ANSWERS_PIECES, PASSES_SMALL))
              .unlikelyIf(any(READS_RDP, TINY_ANSWERED, LISTENS)),
          row("VM-15")
              .provenBy(all(SERVICE_STOPPED, is(GuestFacts.TERM_SERVICE_EXIT_CODE, 5L)))
              .excludedBy(any(ANSWERS, LISTENS, SERVICE_RUNS)),
          row("VM-16")
              .suggestedBy(
                  all(
                      has(GuestFacts.SERVICES_NOT_RUNNING, "UmRdpService"),
                      has(PathFacts.ERROR_CAUSES, "VM-16")))
              .excludedBy(not(has(GuestFacts.SERVICES_NOT_RUNNING, "UmRdpService"))),
          // ---- the guest's network
          row("VM-17")
              .provenBy(
                  all(
                      has(GuestFacts.SERVICES_NOT_RUNNING, "Dhcp"),
                      is(PathFacts.GUEST_NO_AZURE_ADDRESS, true),
                      none(GuestFacts.STATIC_ADDRESSES)))
              .excludedBy(any(ANSWERS, is(PathFacts.GUEST_NO_AZURE_ADDRESS, false))),
          row("VM-18")
              .provenBy(has(GuestFacts.SERVICES_NOT_RUNNING, "nsi"))
              .excludedBy(any(ANSWERS, not(has(GuestFacts.SERVICES_NOT_RUNNING, "nsi")))),
          row("VM-19")
              .provenBy(all(NETLOGON_STOPPED, has(PathFacts.ERROR_CAUSES, "VM-19")))
              .hintedAtBy(NETLOGON_STOPPED)
              .excludedBy(
                  any(
                      is(GuestFacts.DOMAIN_JOINED, false),
                      is(GuestFacts.SECURE_CHANNEL, true),
                      not(has(GuestFacts.SERVICES_NOT_RUNNING, "Netlogon")))),
          row("VM-20")
              .provenBy(
                  all(
                      is(PathFacts.GUEST_NO_AZURE_ADDRESS, true),
                      some(GuestFacts.STATIC_ADDRESSES)))
              .excludedBy(any(ANSWERS, is(PathFacts.GUEST_NO_AZURE_ADDRESS, false))),
          row("VM-21")
              .provenBy(all(atLeast(GuestFacts.ADAPTERS_DISABLED, 1), none(GuestFacts.ADDRESSES)))
              .excludedBy(
                  any(
                      ANSWERS,
                      is(GuestFacts.ADAPTERS_DISABLED, 0L),
                      is(PathFacts.GUEST_NO_AZURE_ADDRESS, false))),
          row("VM-22").suggestedBy(all(atLeast(GuestFacts.GHOST_ADAPTERS, 1), NO_CONNECTION)),
          row("VM-23")
              .provenBy(all(in(GuestFacts.NETVSC, "10.0.14393.594", "10.0.15063.0"), TIMED_OUT))
              .excludedBy(
                  any(ANSWERS, not(in(GuestFacts.NETVSC, "10.0.14393.594", "10.0.15063.0")))),
          row("VM-24")
              .provenBy(all(is(GuestFacts.SAFE_MODE, true), NOBODY_LISTENS))
              .excludedBy(any(ANSWERS, LISTENS, is(GuestFacts.SAFE_MODE, false))),
          // ---- Windows Firewall
          row("VM-25")
              .provenBy(
                  all(
                      not(FIREWALL_BY_POLICY),
                      any(
                          firewall(InboundDecision.Outcome.RULE_OFF),
                          all(
                              firewall(InboundDecision.Outcome.NO_RULE),
                              is(GuestFacts.LISTENER_PORT, 3389L)))))
              .excludedBy(any(ANSWERS, otherThan(InboundDecision.Outcome.RULE_OFF))),
          row("VM-26")
              .provenBy(all(firewall(InboundDecision.Outcome.BLOCKS_ALL), not(FIREWALL_BY_POLICY)))
              .excludedBy(any(ANSWERS, not(firewall(InboundDecision.Outcome.BLOCKS_ALL)))),
          row("VM-27")
              .hitsSomeSources()
              .provenBy(
                  all(
                      in(
                          GuestFacts.FIREWALL_INBOUND,
                          InboundDecision.Outcome.BLOCKS_ALL,
                          InboundDecision.Outcome.BLOCK_RULE,
                          InboundDecision.Outcome.OTHER_PROFILE,
                          InboundDecision.Outcome.RULE_OFF),
                      FIREWALL_BY_POLICY))
              .excludedBy(any(ANSWERS, FIREWALL_OPEN, not(FIREWALL_BY_POLICY))),
          row("VM-28")
              .provenBy(
                  all(
                      firewall(InboundDecision.Outcome.NO_RULE),
                      not(is(GuestFacts.LISTENER_PORT, 3389L))))
              .excludedBy(
                  any(
                      ANSWERS,
                      is(GuestFacts.LISTENER_PORT, 3389L),
                      not(firewall(InboundDecision.Outcome.NO_RULE)))),
          row("VM-29")
              .hitsSomeSources()
              .suggestedBy(
                  all(
                      any(some(GuestFacts.FOREIGN_FILTERS), some(GuestFacts.FILTER_DRIVERS)),
                      ANY_FAILURE))
              .excludedBy(
                  any(
                      PASSES_SMALL,
                      all(none(GuestFacts.FOREIGN_FILTERS), none(GuestFacts.FILTER_DRIVERS))))
              .unlikelyIf(any(LIVE_RDP, TINY_ANSWERED)),
          row("VM-65")
              .hitsSomeSources()
              .provenBy(
                  any(
                      all(firewall(InboundDecision.Outcome.OTHER_PROFILE), not(FIREWALL_BY_POLICY)),
                      is(PathFacts.GUEST_SCOPE_LEAVES_OUT, true)))
              .excludedBy(any(ANSWERS, FIREWALL_OPEN, is(PathFacts.GUEST_SCOPE_LEAVES_OUT, false))),
          row("VM-66")
              .hitsSomeSources()
              .provenBy(
                  any(
                      all(firewall(InboundDecision.Outcome.BLOCK_RULE), not(FIREWALL_BY_POLICY)),
                      is(PathFacts.GUEST_SCOPE_BLOCKS, true)))
              .excludedBy(any(ANSWERS, FIREWALL_OPEN, is(PathFacts.GUEST_SCOPE_BLOCKS, false))),
          row("VM-67")
              .hitsSomeSources()
              .provenBy(firewall(InboundDecision.Outcome.LOCAL_RULES_NOT_MERGED))
              .excludedBy(
                  any(ANSWERS, not(firewall(InboundDecision.Outcome.LOCAL_RULES_NOT_MERGED)))),
          row("VM-58")
              .suggestedBy(
                  all(
                      some(GuestFacts.FIREWALL_OUTBOUND_BLOCKS),
                      any(
                          has(PathFacts.ERROR_STAGES, "LOGON"),
                          has(PathFacts.ERROR_STAGES, "LICENSE"))))
              .excludedBy(none(GuestFacts.FIREWALL_OUTBOUND_BLOCKS)),
          // ---- certificate, TLS, negotiation
          row("VM-30")
              .provenBy(
                  all(
                      is(GuestFacts.KEY_READABLE, false),
                      in(
                          GuestFacts.CERTIFICATE,
                          ListenerCertificate.SELF_SIGNED,
                          ListenerCertificate.SELF_SIGNED_MISSING),
                      NO_CERTIFICATE_SEEN))
              .excludedBy(
                  any(
                      ENDS_UNPROMPTED,
                      ANSWERS_PIECES,
                      PASSES_SMALL,
                      is(GuestFacts.KEY_READABLE, true)))
              .unlikelyIf(any(READS_RDP, TINY_ANSWERED)),
          row("VM-32")
              .provenBy(
                  all(
                      in(
                          GuestFacts.CERTIFICATE,
                          ListenerCertificate.CONFIGURED_MISSING,
                          ListenerCertificate.CONFIGURED_WITHOUT_KEY),
                      NO_CERTIFICATE_SEEN))
              .excludedBy(
                  in(
                      GuestFacts.CERTIFICATE,
                      ListenerCertificate.SELF_SIGNED,
                      ListenerCertificate.SELF_SIGNED_MISSING,
                      ListenerCertificate.CONFIGURED)),
          row("VM-33")
              .provenBy(
                  all(
                      is(GuestFacts.CERTIFICATE, ListenerCertificate.SELF_SIGNED_MISSING),
                      any(
                          has(GuestFacts.SERVICES_DISABLED, "SessionEnv"),
                          has(GuestFacts.SERVICES_DISABLED, "CertPropSvc"),
                          has(GuestFacts.SERVICES_DISABLED, "KeyIso"),
                          has(GuestFacts.SERVICES_DISABLED, "CryptSvc")),
                      NO_CERTIFICATE_SEEN))
              .excludedBy(
                  in(
                      GuestFacts.CERTIFICATE,
                      ListenerCertificate.SELF_SIGNED,
                      ListenerCertificate.CONFIGURED)),
          row("VM-34")
              .provenBy(all(is(PathFacts.GUEST_NO_MODERN_TLS, true), TLS_FAILS))
              .excludedBy(is(PathFacts.GUEST_NO_MODERN_TLS, false)),
          row("VM-35")
              .provenBy(all(is(PathFacts.GUEST_WEAK_SUITES, true), TLS_FAILS))
              .excludedBy(is(PathFacts.GUEST_WEAK_SUITES, false)),
          row("VM-36")
              .provenBy(
                  all(
                      any(is(GuestFacts.MIN_ENCRYPTION_LEVEL, 4L), is(GuestFacts.FIPS, true)),
                      has(PathFacts.ERROR_CAUSES, "VM-36")))
              .excludedBy(
                  all(not(is(GuestFacts.MIN_ENCRYPTION_LEVEL, 4L)), is(GuestFacts.FIPS, false))),
          row("VM-37")
              .provenBy(
                  all(
                      any(
                          is(GuestFacts.SECURITY_LAYER, 0L),
                          is(GuestFacts.NEGOTIATION_ALLOWED, false)),
                      any(is(PathFacts.FAILURE_CODE, 2L), is(PathFacts.SELECTED, 0L))))
              .excludedBy(
                  all(
                      not(is(GuestFacts.SECURITY_LAYER, 0L)),
                      is(GuestFacts.NEGOTIATION_ALLOWED, true))),
          row("VM-56")
              .provenBy(
                  all(
                      is(PathFacts.TLS_LEGACY, true),
                      in(PathFacts.TLS, TlsOutcome.ALERT, TlsOutcome.OTHER)))
              .excludedBy(is(PathFacts.GUEST_NO_MODERN_TLS, false)),
          // ---- the domain
          row("VM-38")
              .provenBy(
                  all(
                      is(GuestFacts.NLA_REQUIRED, true),
                      is(GuestFacts.DOMAIN_JOINED, true),
                      is(GuestFacts.CONTROLLER_FOUND, false),
                      has(PathFacts.ERROR_CAUSES, "VM-38")))
              .excludedBy(is(GuestFacts.CONTROLLER_FOUND, true)),
          row("VM-39")
              .provenBy(all(TRUST_BROKEN, has(PathFacts.ERROR_CAUSES, "VM-39")))
              .hintedAtBy(TRUST_BROKEN)
              .excludedBy(is(GuestFacts.SECURE_CHANNEL, true)),
          row("VM-40")
              .provenBy(
                  all(
                      is(GuestFacts.DOMAIN_CREDS_DISABLED, true),
                      has(PathFacts.ERROR_CAUSES, "VM-40")))
              .excludedBy(is(GuestFacts.DOMAIN_CREDS_DISABLED, false)),
          // ---- the account
          row("VM-41")
              .provenBy(
                  all(
                      is(PathFacts.GUEST_WRONG_PASSWORDS, true),
                      has(PathFacts.ERROR_CAUSES, "VM-41"),
                      NO_ACCOUNT_TROUBLE,
                      not(atLeast(GuestFacts.LOGON_FAILURES_PER_HOUR, 100)))),
          row("VM-42")
              .provenBy(is(PathFacts.USER_DISABLED, true))
              .excludedBy(is(PathFacts.USER_DISABLED, false)),
          row("VM-43")
              .provenBy(
                  any(
                      is(PathFacts.USER_MUST_CHANGE, true),
                      all(
                          some(GuestFacts.PASSWORDS_TO_CHANGE),
                          has(PathFacts.ERROR_PROVES, "VM-43"))))
              .excludedBy(is(PathFacts.USER_MUST_CHANGE, false)),
          row("VM-44")
              .provenBy(is(PathFacts.USER_LACKS_RIGHT, true))
              .excludedBy(is(PathFacts.USER_LACKS_RIGHT, false)),
          row("VM-62")
              .provenBy(
                  any(
                      is(PathFacts.USER_LOCKED, true),
                      all(some(GuestFacts.ACCOUNTS_LOCKED), has(PathFacts.ERROR_PROVES, "VM-62"))))
              .excludedBy(is(PathFacts.USER_LOCKED, false)),
          row("VM-63")
              .provenBy(
                  any(
                      is(PathFacts.USER_PASSWORD_EXPIRED, true),
                      is(PathFacts.USER_EXPIRED, true),
                      all(
                          any(
                              some(GuestFacts.PASSWORDS_EXPIRED),
                              some(GuestFacts.ACCOUNTS_EXPIRED),
                              some(GuestFacts.ACCOUNTS_WITH_HOURS)),
                          has(PathFacts.ERROR_PROVES, "VM-63")))),
          row("VM-68")
              .provenBy(all(LOGONS_OFF, has(PathFacts.ERROR_CAUSES, "VM-68")))
              .hintedAtBy(LOGONS_OFF)
              .excludedBy(is(GuestFacts.WIN_STATIONS_DISABLED, false)),
          // ---- licences, sessions, load
          row("VM-45")
              .provenBy(all(NO_LICENCES, has(PathFacts.ERROR_CAUSES, "VM-45")))
              .hintedAtBy(NO_LICENCES)
              .excludedBy(is(GuestFacts.SESSION_HOST, false)),
          row("VM-46")
              .provenBy(
                  all(
                      is(PathFacts.GUEST_SESSIONS_FULL, true),
                      has(PathFacts.ERROR_CAUSES, "VM-46")))
              .excludedBy(any(ANSWERS_PIECES, is(PathFacts.GUEST_SESSIONS_FULL, false)))
              .unlikelyIf(READS_RDP),
          row("VM-47")
              .suggestedBy(all(some(GuestFacts.SESSION_LIMITS), is(PathFacts.ERROR_IS_DROP, true)))
              .excludedBy(none(GuestFacts.SESSION_LIMITS)),
          row("VM-48")
              .provenBy(
                  all(
                      is(GuestFacts.CERTIFICATE_STORE_READABLE, false),
                      has(PathFacts.ERROR_CAUSES, "VM-48"))),
          row("VM-49")
              .provenBy(all(some(GuestFacts.PROFILES_ASIDE), has(PathFacts.ERROR_CAUSES, "VM-49")))
              .excludedBy(none(GuestFacts.PROFILES_ASIDE)),
          row("VM-50")
              .provenBy(all(BROKER_AWAY, has(PathFacts.ERROR_CAUSES, "VM-50")))
              .hintedAtBy(BROKER_AWAY)
              .excludedBy(is(GuestFacts.BROKER_ACTIVE, false)),
          row("VM-51")
              .provenBy(is(GuestFacts.SETUP_IN_PROGRESS, true))
              .excludedBy(any(ANSWERS, is(GuestFacts.SETUP_IN_PROGRESS, false))),
          row("VM-53")
              .provenBy(
                  any(
                      all(
                          not(atLeast(GuestFacts.COMMIT_FREE_PERCENT, 5)),
                          any(ANY_FAILURE, has(PathFacts.ERROR_CAUSES, "VM-53"))),
                      // TCP is answered all the same.
                      all(
                          is(PathFacts.OUT_OF_MEMORY, true),
                          any(REQUEST_FAILS, TLS_FAILS, has(PathFacts.ERROR_CAUSES, "VM-53")))))
              .excludedBy(ANSWERS_PIECES)
              .unlikelyIf(any(READS_RDP, atLeast(GuestFacts.COMMIT_FREE_PERCENT, 20))),
          row("VM-61")
              .provenBy(
                  all(PORTS_EXHAUSTED, any(ANY_FAILURE, has(PathFacts.ERROR_CAUSES, "VM-61"))))
              .hintedAtBy(PORTS_EXHAUSTED)
              .excludedBy(
                  all(
                      not(atLeast(GuestFacts.TCP_EXHAUSTION_EVENTS, 1)),
                      not(atLeast(GuestFacts.TCP_PORTS_IN_USE, 10_000)))),
          // The second attempt works: that is all that can be seen of it from outside.
          row("VM-55")
              .suggestedBy(
                  all(
                      has(PathFacts.ERROR_CAUSES, "VM-55"),
                      is(PathFacts.REACHED, ProvenUpTo.NLA_CHALLENGE))),
          // ---- the VM as Azure sees it
          row("VM-52")
              .provenBy(all(is(PathFacts.START_FAILED, true), ANY_FAILURE))
              .excludedBy(any(ANSWERS, LIVE_RDP))
              .saying(PathFacts.START_DETAIL),
          row("VM-54")
              .provenBy(all(is(PathFacts.AGENT_READY, false), has(PathFacts.ERROR_CAUSES, "VM-54")))
              .excludedBy(is(PathFacts.AGENT_READY, true)),
          row("VM-60")
              .provenBy(all(is(PathFacts.PLATFORM_FAULT, true), ANY_FAILURE))
              .excludedBy(is(PathFacts.PLATFORM_FAULT, false))
              .saying(PathFacts.PLATFORM_DETAIL),
          row("VM-64")
              .provenBy(
                  all(
                      is(PathFacts.ENTRA_SIGN_IN, true),
                      is(PathFacts.NOBODY_MAY_SIGN_IN, true),
                      any(is(PathFacts.FAILURE_CODE, 7L), has(PathFacts.ERROR_CAUSES, "VM-64"))))
              .excludedBy(is(PathFacts.ENTRA_SIGN_IN, false)),
          row("VM-69")
              .provenBy(all(is(PathFacts.VM_RUNNING, false), is(PathFacts.CANNOT_START, true)))
              .saying(PathFacts.CANNOT_START_DETAIL, PathFacts.VM_RESOURCES),
          // The port is the service's own, TCP opens, and from two networks nothing is answered:
          // neither a device of one network, nor another program, nor a filter or want of memory in
          // the guest is left to explain it. The service itself was not seen to hang.
          row("VM-57")
              .suggestedBy(
                  all(
                      is(PathFacts.X224, X224Outcome.SILENT),
                      is(PathFacts.JUNK, Reaction.SILENT),
                      is(PathFacts.FAR_FAILS_ALIKE, true),
                      is(PathFacts.ADDRESS_IS_VMS, true),
                      is(PathFacts.REPLIES, PathFacts.Replies.BACK),
                      SERVICE_RUNS,
                      LISTENS,
                      none(GuestFacts.FOREIGN_FILTERS),
                      none(GuestFacts.FILTER_DRIVERS),
                      atLeast(GuestFacts.COMMIT_FREE_PERCENT, 20),
                      not(atLeast(GuestFacts.CPU_PERCENT, 95))))
              .excludedBy(
                  any(
                      in(PathFacts.JUNK, Reaction.ANSWERED, Reaction.CLOSED),
                      ANSWERS_PIECES,
                      TINY_ANSWERED)),
          row("VM-59")
              .provenBy(is(PathFacts.VM_RUNNING, false))
              .excludedBy(is(PathFacts.VM_RUNNING, true))
              .unlikelyIf(CauseRules.THIS_PORT_ONLY)
              .saying(PathFacts.VM_POWER_DETAIL, PathFacts.VM_RESOURCES));

  private VmRules() {}

  private static CauseRule row(String id) {
    return CauseRule.of(id);
  }

  private static Condition firewall(InboundDecision.Outcome outcome) {
    return is(GuestFacts.FIREWALL_INBOUND, outcome);
  }

  /** Windows Firewall decides, and for another reason. */
  private static Condition otherThan(InboundDecision.Outcome mine) {
    return all(not(firewall(mine)), not(firewall(InboundDecision.Outcome.NO_RULE)));
  }
}
