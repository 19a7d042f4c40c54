package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.all;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.any;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.atLeast;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.has;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.in;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.is;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.not;

import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.GatewayCertificate;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.Inbound;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.PortFit;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.Replies;
import io.github.rdpdiagnosis.probes.ForeignProtocol;
import io.github.rdpdiagnosis.probes.NameOutcome;
import io.github.rdpdiagnosis.probes.Reaction;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.TlsOutcome;
import io.github.rdpdiagnosis.probes.X224Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One row for each cause that something can be said about beyond its look-alike classes: what
 * proves it and what excludes it. Causes without a row can be suspected only; the catalogue says
 * what evidence they need.
 */
final class CauseRules {
  private static final Condition LITERAL = is(PathFacts.NAME, NameOutcome.LITERAL);
  private static final Condition OTHER_ADDRESS_WORKS = is(PathFacts.OTHER_ADDRESS_WORKS, true);

  /** Another vantage point got an RDP answer at the same address, which this client did not. */
  private static final Condition RDP_SEEN_THERE = is(PathFacts.FAR_FURTHER, true);

  /** This computer reaches RDP on the reference host, so it lets such connections out. */
  private static final Condition REFERENCE_WORKS =
      in(PathFacts.REFERENCE, ProvenUpTo.X224, ProvenUpTo.TLS, ProvenUpTo.NLA_CHALLENGE);

  /** And it lets TLS through to it. */
  private static final Condition REFERENCE_TLS =
      in(PathFacts.REFERENCE, ProvenUpTo.TLS, ProvenUpTo.NLA_CHALLENGE);

  /** Direct TCP leaves this network, if not to the RDP port. */
  private static final Condition HTTPS_OUT = is(PathFacts.HTTPS_OUT, true);

  /** Classic endpoints have names of their own. */
  private static final Condition NOT_CLASSIC = is(PathFacts.CLASSIC_NAME, false);

  private static final Condition IS_THE_VMS = is(PathFacts.ADDRESS_IS_VMS, true);

  private static final Condition IS_NOT_THE_VMS = is(PathFacts.ADDRESS_IS_VMS, false);

  /** No firewall of somebody else's can be what the address belongs to. */
  private static final Condition NO_OTHER_INGRESS = is(PathFacts.NO_OTHER_INGRESS, true);

  /** The key of this certificate is in the guest, so it is the guest that answers here. */
  private static final Condition GUESTS_CERTIFICATE = is(PathFacts.CERTIFICATE_IS_GUESTS, true);

  /** The server says of itself that it is not the VM. */
  private static final Condition ANOTHER_MACHINE =
      any(
          is(PathFacts.ANNOUNCED_NAME_IS_OTHERS, true),
          is(PathFacts.CERTIFICATE_NAMES_OTHER, true));

  /** The address leads to the VM that was asked for. A name is no proof: two can have it. */
  static final Condition RIGHT_VM = any(IS_THE_VMS, GUESTS_CERTIFICATE);

  private static final Condition REPLIES_COME_BACK = is(PathFacts.REPLIES, Replies.BACK);

  private static final Condition TIMED_OUT = is(PathFacts.TCP, TcpOutcome.TIMED_OUT);

  private static final Condition NO_CONNECTION =
      in(PathFacts.TCP, TcpOutcome.TIMED_OUT, TcpOutcome.REFUSED, TcpOutcome.NO_ROUTE);

  /** What was asked for does not answer as RDP does. */
  private static final Condition NO_RDP =
      any(
          NO_CONNECTION,
          in(
              PathFacts.X224,
              X224Outcome.SILENT,
              X224Outcome.CLOSED,
              X224Outcome.RESET,
              X224Outcome.NOT_TPKT,
              X224Outcome.MALFORMED));

  /** Network security lets this client in, whichever rule was suspected. */
  private static final Condition LETS_IN = is(PathFacts.INBOUND, Inbound.ALLOWED);

  /** This client's own address never gets to the rules: what they would do to it is no fault. */
  private static final Condition NEVER_ARRIVES =
      any(
          is(PathFacts.PEERING_DOWN, true),
          all(is(PathFacts.ADDRESS_PRIVATE, true), is(PathFacts.MAY_ARRIVE, false)));

  /** It does, or a public address is in front. */
  private static final Condition ARRIVES =
      any(is(PathFacts.ADDRESS_PRIVATE, false), is(PathFacts.MAY_ARRIVE, true));

  /** TLS with a certificate that is good for the gateway's name: nobody in between answered. */
  private static final Condition GATEWAYS_OWN_WORD =
      is(PathFacts.GATEWAY_CERTIFICATE, GatewayCertificate.GOOD);

  /** The peer ends the connection before anything is sent, so content is not what it acts on. */
  private static final Condition ENDS_UNPROMPTED =
      in(PathFacts.UNPROMPTED, Reaction.CLOSED, Reaction.RESET);

  /** An RDP server reads this port, and packets pass both ways. */
  private static final Condition READS_RDP = is(PathFacts.READS_RDP, true);

  /** To the server it is the same request, however it is cut: so the server is not at fault. */
  private static final Condition ANSWERS_PIECES = is(PathFacts.ANSWERS_PIECES, true);

  private static final Condition LIVE_RDP = any(READS_RDP, ANSWERS_PIECES);

  /** TLS answers as long as the answer is small: the server, and packets both ways, are alive. */
  private static final Condition TINY_ANSWERED =
      in(PathFacts.TINY_HELLO, Reaction.ANSWERED, Reaction.CLOSED, Reaction.RESET);

  /** The same handshake passes in small segments: only size stops it. */
  private static final Condition PASSES_SMALL = is(PathFacts.PASSES_SMALL, true);

  /** At once, and for this port only: a filter says it, not a router that finds nobody. */
  static final Condition THIS_PORT_ONLY =
      all(
          is(PathFacts.TCP, TcpOutcome.NO_ROUTE),
          is(PathFacts.NOBODY_THERE, false),
          is(PathFacts.OTHER_PORT_ANSWERS, true));

  private static final Map<String, CauseRule> BY_ID =
      Stream.of(
              Stream.of(
                  // client computer
                  row("CL-01")
                      .provenBy(is(PathFacts.LOCAL_RULE_BLOCKS, true))
                      .suggestedBy(is(PathFacts.FLIPS_WITH_NAME, true))
                      .excludedBy(
                          any(
                              OTHER_ADDRESS_WORKS,
                              REFERENCE_WORKS,
                              GATEWAYS_OWN_WORD,
                              PASSES_SMALL))
                      .unlikelyIf(any(TINY_ANSWERED, is(PathFacts.NEIGHBOUR_FAILS, true)))
                      .saying(PathFacts.LOCAL_RULE_DETAIL),
                  row("CL-02")
                      .provenBy(
                          all(
                              is(PathFacts.NAME, NameOutcome.NOT_FOUND),
                              is(PathFacts.NAME_SERVER_SAYS_NO, true)))
                      .excludedBy(any(LITERAL, RDP_SEEN_THERE, IS_THE_VMS, GUESTS_CERTIFICATE)),
                  row("CL-03")
                      .excludedBy(
                          any(
                              LITERAL,
                              RDP_SEEN_THERE,
                              IS_THE_VMS,
                              GUESTS_CERTIFICATE,
                              is(PathFacts.ZONE_AGREES, true)))
                      .provenBy(
                          all(
                              IS_NOT_THE_VMS,
                              is(PathFacts.DNS_GIVES_VMS, true),
                              NO_OTHER_INGRESS,
                              NO_CONNECTION))
                      .saying(PathFacts.HOSTS_OVERRIDES),
                  row("CL-04")
                      .provenBy(all(is(PathFacts.PORT_FITS, PortFit.ASKED_FOR_ANOTHER), NO_RDP))
                      .excludedBy(
                          any(
                              OTHER_ADDRESS_WORKS,
                              RDP_SEEN_THERE,
                              LIVE_RDP,
                              is(PathFacts.PORT_FITS, PortFit.SAME)))
                      .saying(PathFacts.PORT_DETAIL),
                  row("CL-05")
                      .provenBy(
                          all(
                              has(PathFacts.ERROR_CAUSES, "CL-05"),
                              is(PathFacts.GUEST_CREDSSP_OLD, true)))
                      .excludedBy(is(PathFacts.GUEST_CREDSSP_OLD, false)),
                  row("CL-06")
                      .provenBy(
                          all(
                              has(PathFacts.ERROR_CAUSES, "CL-06"),
                              is(PathFacts.USER_AUTHORITY_UNKNOWN, true)))
                      .excludedBy(is(PathFacts.USER_AUTHORITY_UNKNOWN, false)),
                  row("CL-07")
                      .provenBy(
                          all(
                              has(PathFacts.ERROR_CAUSES, "CL-07"),
                              is(PathFacts.CLOCKS_APART, true))),
                  row("CL-08").suggestedBy(has(PathFacts.ERROR_CAUSES, "CL-08")),
                  row("CL-09")
                      .provenBy(
                          all(is(PathFacts.FILE_CREDSSP, false), is(PathFacts.NLA_REQUIRED, true)))
                      .excludedBy(
                          any(
                              is(PathFacts.FILE_CREDSSP, true),
                              is(PathFacts.NLA_REQUIRED, false),
                              is(PathFacts.SELECTED, 1L))),
                  // The dialog comes before any packet: only its own words tell of it.
                  row("CL-10")
                      .suggestedBy(
                          all(
                              has(PathFacts.ERROR_CAUSES, "CL-10"),
                              is(PathFacts.FILE_UNSIGNED_REDIRECTIONS, true)))
                      .excludedBy(is(PathFacts.FILE_UNSIGNED_REDIRECTIONS, false)),
                  row("CL-11")
                      .provenBy(is(PathFacts.LOCAL_USABLE, false))
                      .excludedBy(
                          any(
                              all(
                                  is(PathFacts.NAME, NameOutcome.TRY_AGAIN),
                                  any(
                                      OTHER_ADDRESS_WORKS,
                                      is(PathFacts.NAME_SERVER_ANSWERS, true),
                                      is(PathFacts.NAME_SERVER_REFUSES, true))),
                              all(
                                  is(PathFacts.TCP, TcpOutcome.NETWORK_UNREACHABLE),
                                  is(PathFacts.LOCAL_USABLE, true)),
                              is(PathFacts.OTHER_PORT_ANSWERS, true),
                              HTTPS_OUT)),
                  row("CL-12")
                      .provenBy(
                          all(
                              is(PathFacts.NAME, NameOutcome.TRY_AGAIN),
                              is(PathFacts.NAME_SERVER_REFUSES, true)))
                      .excludedBy(is(PathFacts.NAME_SERVER_ANSWERS, true)),
                  row("CL-13")
                      .excludedBy(is(PathFacts.ADDRESS_PRIVATE, false))
                      .unlikelyIf(THIS_PORT_ONLY)
                      .provenBy(
                          all(
                              is(PathFacts.ADDRESS_PRIVATE, true),
                              IS_THE_VMS,
                              is(PathFacts.CLIENT_OUTSIDE_NETWORK, true),
                              NO_CONNECTION)),
                  // edge of the client's network
                  row("ED-01").excludedBy(OTHER_ADDRESS_WORKS),
                  // A filter may look at more than the name that both hellos carry.
                  row("ED-02")
                      .provenBy(
                          any(
                              // Two computers share who shows this certificate; it is not the VM.
                              all(
                                  is(PathFacts.CERTIFICATE_IS_GUESTS, false),
                                  is(PathFacts.FAR_CERTIFICATE_IS_GUESTS, true),
                                  is(PathFacts.NEIGHBOUR_CERTIFICATE_SAME, true)),
                              // Cut from this network only, by what is neither this computer nor
                              // far away.
                              all(
                                  in(PathFacts.TLS, TlsOutcome.RESET, TlsOutcome.CLOSED),
                                  is(PathFacts.NEIGHBOUR_FAILS, true),
                                  in(
                                      PathFacts.FAR_REACHED,
                                      ProvenUpTo.TLS,
                                      ProvenUpTo.NLA_CHALLENGE),
                                  REFERENCE_TLS)))
                      .excludedBy(any(GATEWAYS_OWN_WORD, PASSES_SMALL, GUESTS_CERTIFICATE))
                      .unlikelyIf(TINY_ANSWERED),
                  // The edge lets no HTTPS out: that Azure is out of reach as well is seen, not
                  // that
                  // RDP is.
                  row("ED-05")
                      .suggestedBy(
                          all(
                              is(PathFacts.MANAGEMENT_OUT_OF_REACH, true),
                              is(PathFacts.PROXY_ANSWERS, false),
                              REFERENCE_WORKS,
                              any(NO_RDP, has(PathFacts.ERROR_CAUSES, "ED-05"))))
                      .excludedBy(HTTPS_OUT),
                  row("ED-06")
                      .suggestedBy(
                          all(
                              is(PathFacts.HTTPS_OUT, false),
                              is(PathFacts.PROXY_ANSWERS, true),
                              REFERENCE_WORKS,
                              TIMED_OUT))
                      .excludedBy(
                          any(
                              OTHER_ADDRESS_WORKS,
                              is(PathFacts.OTHER_PORT_ANSWERS, true),
                              HTTPS_OUT)),
                  row("ED-07")
                      .provenBy(
                          all(
                              is(PathFacts.FOREIGN, ForeignProtocol.HTTP),
                              is(PathFacts.PORTAL, true)))
                      .excludedBy(any(GATEWAYS_OWN_WORD, LIVE_RDP)),
                  row("ED-08").excludedBy(is(PathFacts.TINY_HELLO, Reaction.SILENT)),
                  // Inspection that puts streams together meets the bytes of the request in any
                  // form.
                  row("ED-09")
                      .excludedBy(ENDS_UNPROMPTED)
                      .unlikelyIf(
                          all(
                              is(PathFacts.X224, X224Outcome.SILENT),
                              is(PathFacts.JUNK, Reaction.SILENT))),
                  // cloud endpoint
                  row("EP-02")
                      .provenBy(is(PathFacts.PUBLIC_ADDRESS_MISSING, true))
                      .excludedBy(IS_THE_VMS),
                  row("EP-03").suggestedBy(all(is(PathFacts.BASIC_ADDRESS, true), TIMED_OUT)),
                  row("EP-04")
                      .provenBy(is(PathFacts.INBOUND, Inbound.CLOSED_BY_PLATFORM))
                      .excludedBy(inboundOtherThan(Inbound.CLOSED_BY_PLATFORM))
                      .saying(PathFacts.INBOUND_DETAIL, PathFacts.INBOUND_RESOURCES),
                  // Azure drops what no NAT rule maps; only other networks' gateways refuse it.
                  row("EP-05")
                      .excludedBy(
                          all(
                              is(PathFacts.TARGET_AZURE, true),
                              in(
                                  PathFacts.TCP,
                                  TcpOutcome.REFUSED,
                                  TcpOutcome.NO_ROUTE,
                                  TcpOutcome.NETWORK_UNREACHABLE)))
                      .provenBy(
                          all(
                              in(PathFacts.PORT_FITS, PortFit.NO_MAPPING, PortFit.NAT_TO_ANOTHER),
                              NO_RDP))
                      .saying(PathFacts.PORT_DETAIL),
                  row("EP-06")
                      .suggestedBy(
                          all(
                              is(PathFacts.THROUGH_LOAD_BALANCER, true),
                              is(PathFacts.ERROR_IS_DROP, true))),
                  row("EP-07")
                      .suggestedBy(all(is(PathFacts.CLASSIC_NAME, true), NO_RDP))
                      .excludedBy(NOT_CLASSIC),
                  row("EP-09")
                      .provenBy(
                          all(
                              is(PathFacts.GUEST_SOURCE_NOT_PRIMARY, true),
                              is(PathFacts.GUEST_NO_AZURE_ADDRESS, false),
                              is(PathFacts.AGENT_READY, false)))
                      .hintedAtBy(
                          all(
                              is(PathFacts.GUEST_SOURCE_NOT_PRIMARY, true),
                              is(PathFacts.GUEST_NO_AZURE_ADDRESS, false)))
                      .excludedBy(is(PathFacts.AGENT_READY, true)),
                  row("EP-10")
                      .provenBy(is(PathFacts.CLASSIC_NO_ENDPOINT, true))
                      .excludedBy(any(NOT_CLASSIC, is(PathFacts.CLASSIC_NO_ENDPOINT, false))),
                  row("EP-11")
                      .provenBy(is(PathFacts.CLASSIC_OTHER_PORT, true))
                      .excludedBy(any(NOT_CLASSIC, is(PathFacts.CLASSIC_OTHER_PORT, false))),
                  row("EP-12")
                      .hitsSomeSources()
                      .provenBy(is(PathFacts.CLASSIC_ACL_DENIES, true))
                      .excludedBy(any(NOT_CLASSIC, is(PathFacts.CLASSIC_ACL_DENIES, false))),
                  row("EP-17")
                      .provenBy(is(PathFacts.GATEWAY_CERTIFICATE, GatewayCertificate.REFUSED)),
                  // A balancer without a backend has no reason to wait for the first byte.
                  row("EP-13")
                      .excludedBy(any(LIVE_RDP, is(PathFacts.UNPROMPTED, Reaction.SILENT)))
                      .provenBy(all(is(PathFacts.NO_HEALTHY_BACKEND, true), TIMED_OUT)),
                  row("EP-14")
                      .provenBy(all(ANOTHER_MACHINE, IS_NOT_THE_VMS, NO_OTHER_INGRESS))
                      .hintedAtBy(all(ANOTHER_MACHINE, IS_NOT_THE_VMS))
                      .excludedBy(
                          any(
                              LIVE_RDP,
                              is(PathFacts.ANNOUNCED_NAME_IS_OTHERS, false),
                              GUESTS_CERTIFICATE)),
                  row("EP-15")
                      .excludedBy(
                          any(
                              LITERAL,
                              IS_THE_VMS,
                              GUESTS_CERTIFICATE,
                              is(PathFacts.ZONE_ADDRESS_WORKS, true)))
                      .provenBy(
                          all(
                              IS_NOT_THE_VMS,
                              is(PathFacts.ZONE_AGREES, true),
                              NO_OTHER_INGRESS,
                              NO_CONNECTION)),
                  row("EP-16")
                      .provenBy(
                          all(
                              is(PathFacts.NO_WAY_IN, true),
                              any(NO_CONNECTION, is(PathFacts.NAME, NameOutcome.NOT_FOUND))))
                      .excludedBy(is(PathFacts.NO_WAY_IN, false)),
                  row("EP-18").provenBy(is(PathFacts.ERROR_CAUSES, List.of("EP-18"))),
                  // network security
                  row("NW-01")
                      .provenBy(is(PathFacts.INBOUND, Inbound.DENIED_BY_DEFAULT))
                      .excludedBy(
                          any(
                              is(PathFacts.PEERING_DOWN, true),
                              inboundOtherThan(Inbound.DENIED_BY_DEFAULT)))
                      .saying(PathFacts.INBOUND_DETAIL, PathFacts.INBOUND_RESOURCES),
                  row("NW-02")
                      .hitsSomeSources()
                      .provenBy(is(PathFacts.INBOUND, Inbound.DENIED_BY_RULE))
                      .excludedBy(inboundOtherThan(Inbound.DENIED_BY_RULE))
                      .saying(PathFacts.INBOUND_DETAIL, PathFacts.INBOUND_RESOURCES),
                  row("NW-03")
                      .hitsSomeSources()
                      .provenBy(is(PathFacts.INBOUND, Inbound.DENIED_AT_ONE_GATE))
                      .excludedBy(inboundOtherThan(Inbound.DENIED_AT_ONE_GATE))
                      .saying(PathFacts.INBOUND_DETAIL, PathFacts.INBOUND_RESOURCES),
                  row("NW-04")
                      .hitsSomeSources()
                      .provenBy(all(is(PathFacts.INBOUND, Inbound.DENIED_FOR_SOURCE), ARRIVES))
                      .excludedBy(
                          any(
                              NEVER_ARRIVES,
                              in(
                                  PathFacts.INBOUND,
                                  Inbound.ALLOWED,
                                  Inbound.DENIED_BY_DEFAULT,
                                  Inbound.DENIED_BY_RULE,
                                  Inbound.DENIED_AT_ONE_GATE,
                                  Inbound.DENIED_BY_ADMIN_RULE,
                                  Inbound.DENIED_TAG_MISREAD,
                                  Inbound.DENIED_UNTIL_REQUESTED,
                                  Inbound.CLOSED_BY_PLATFORM)))
                      .saying(PathFacts.INBOUND_DETAIL, PathFacts.INBOUND_RESOURCES),
                  row("NW-05")
                      .hitsSomeSources()
                      .excludedBy(any(LETS_IN, NEVER_ARRIVES))
                      .provenBy(all(is(PathFacts.INBOUND, Inbound.DENIED_TAG_MISREAD), ARRIVES))
                      .saying(PathFacts.INBOUND_DETAIL, PathFacts.INBOUND_RESOURCES),
                  row("NW-06")
                      .hitsSomeSources()
                      .provenBy(all(is(PathFacts.REPLIES, Replies.ELSEWHERE), TIMED_OUT))
                      .excludedBy(REPLIES_COME_BACK)
                      .saying(PathFacts.REPLIES_DETAIL, PathFacts.REPLIES_RESOURCES),
                  row("NW-07")
                      .hitsSomeSources()
                      .provenBy(
                          all(is(PathFacts.REPLIES, Replies.APPLIANCE_DOES_NOT_FORWARD), TIMED_OUT))
                      .excludedBy(any(LIVE_RDP, TINY_ANSWERED, PASSES_SMALL, REPLIES_COME_BACK))
                      .saying(PathFacts.REPLIES_DETAIL, PathFacts.REPLIES_RESOURCES),
                  row("NW-08")
                      .hitsSomeSources()
                      .provenBy(
                          any(
                              all(is(PathFacts.REPLIES, Replies.AZURE_FIREWALL), TIMED_OUT),
                              all(is(PathFacts.FIREWALL_WITHOUT_RULE, true), TIMED_OUT)))
                      .excludedBy(REPLIES_COME_BACK)
                      .saying(PathFacts.REPLIES_DETAIL, PathFacts.REPLIES_RESOURCES),
                  row("NW-09")
                      .hitsSomeSources()
                      .provenBy(all(is(PathFacts.INBOUND, Inbound.DENIED_UNTIL_REQUESTED), ARRIVES))
                      .excludedBy(any(LETS_IN, NEVER_ARRIVES))
                      .saying(PathFacts.INBOUND_DETAIL, PathFacts.INBOUND_RESOURCES),
                  row("NW-10")
                      .suggestedBy(
                          all(
                              is(PathFacts.JIT_GUARDS, true),
                              is(PathFacts.THROUGH_FIREWALL, true),
                              is(PathFacts.FIREWALL_HAS_POLICY, true),
                              NO_CONNECTION)),
                  row("NW-11")
                      .provenBy(all(is(PathFacts.BASTION_SHUT_OUT, true), NO_RDP))
                      .excludedBy(is(PathFacts.BASTION_SHUT_OUT, false))
                      .saying(PathFacts.BASTION_DETAIL),
                  row("NW-12")
                      .provenBy(all(is(PathFacts.BASTION_CUT_OFF, true), NO_RDP))
                      .excludedBy(is(PathFacts.BASTION_CUT_OFF, false))
                      .saying(PathFacts.BASTION_CUT_OFF_DETAIL),
                  // Whoever got as far as signing in came through Bastion, whose portal takes
                  // accounts of a domain as user@domain only. Who may use Bastion is not seen:
                  // role assignments name people by object id.
                  row("NW-13")
                      .suggestedBy(
                          all(
                              is(PathFacts.ONLY_BASTION, true),
                              is(PathFacts.USER_WITH_NETBIOS_DOMAIN, true),
                              any(
                                  has(PathFacts.ERROR_STAGES, "NLA"),
                                  has(PathFacts.ERROR_STAGES, "LOGON")),
                              NO_RDP)),
                  row("NW-14")
                      .hitsSomeSources()
                      .provenBy(is(PathFacts.INBOUND, Inbound.DENIED_BY_ADMIN_RULE))
                      .excludedBy(inboundOtherThan(Inbound.DENIED_BY_ADMIN_RULE))
                      .saying(PathFacts.INBOUND_DETAIL, PathFacts.INBOUND_RESOURCES),
                  row("NW-15")
                      .excludedBy(ANSWERS_PIECES)
                      .unlikelyIf(READS_RDP)
                      .provenBy(
                          all(
                              atLeast(GuestFacts.LOGON_FAILURES_PER_HOUR, 1000),
                              any(
                                  in(
                                      PathFacts.X224,
                                      X224Outcome.SILENT,
                                      X224Outcome.CLOSED,
                                      X224Outcome.RESET),
                                  has(PathFacts.ERROR_CAUSES, "NW-15")))),
                  row("NW-16")
                      .provenBy(
                          all(
                              is(PathFacts.OUTBOUND_DENIED, true),
                              has(PathFacts.ERROR_CAUSES, "NW-16")))
                      .excludedBy(is(PathFacts.OUTBOUND_DENIED, false)),
                  row("NW-17")
                      .excludedBy(is(PathFacts.ADDRESS_PRIVATE, false))
                      .unlikelyIf(THIS_PORT_ONLY)
                      .provenBy(all(is(PathFacts.PEERING_DOWN, true), NO_CONNECTION))
                      .saying(PathFacts.PEERING_DETAIL)),
              VmRules.ROWS.stream())
          .flatMap(rows -> rows)
          .collect(
              Collectors.collectingAndThen(
                  Collectors.toMap(
                      CauseRule::id,
                      Function.identity(),
                      (a, b) -> {
                        throw new IllegalStateException("two rows for " + a.id());
                      },
                      LinkedHashMap::new),
                  Collections::unmodifiableMap));

  private CauseRules() {}

  static CauseRule rule(String id) {
    return BY_ID.getOrDefault(id, CauseRule.of(id));
  }

  static Map<String, CauseRule> rows() {
    return BY_ID;
  }

  private static CauseRule row(String id) {
    return CauseRule.of(id);
  }

  /** The decision is known, and it is another one that does not leave room for this. */
  private static Condition inboundOtherThan(Inbound mine) {
    return all(
        not(is(PathFacts.INBOUND, mine)), not(is(PathFacts.INBOUND, Inbound.DEPENDS_ON_SOURCE)));
  }
}
