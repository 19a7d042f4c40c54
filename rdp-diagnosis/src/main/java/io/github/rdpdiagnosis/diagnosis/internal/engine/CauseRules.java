package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.all;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.any;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.in;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.is;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.not;

import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.GatewayCertificate;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.Inbound;
import io.github.rdpdiagnosis.probes.NameOutcome;
import io.github.rdpdiagnosis.probes.Reaction;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.X224Outcome;
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

  /** Classic endpoints have names of their own. */
  private static final Condition NOT_CLASSIC = is(PathFacts.CLASSIC_NAME, false);

  private static final Condition IS_THE_VMS = is(PathFacts.ADDRESS_IS_VMS, true);

  /** Network security lets this client in, whichever rule was suspected. */
  private static final Condition LETS_IN = is(PathFacts.INBOUND, Inbound.ALLOWED);

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
                      .unlikelyIf(TINY_ANSWERED)
                      .saying(PathFacts.LOCAL_RULE_DETAIL),
                  row("CL-02")
                      .provenBy(
                          all(
                              is(PathFacts.NAME, NameOutcome.NOT_FOUND),
                              is(PathFacts.NAME_SERVER_SAYS_NO, true)))
                      .excludedBy(any(LITERAL, RDP_SEEN_THERE, IS_THE_VMS)),
                  row("CL-03")
                      .excludedBy(
                          any(
                              LITERAL,
                              RDP_SEEN_THERE,
                              IS_THE_VMS,
                              is(PathFacts.ZONE_AGREES, true))),
                  row("CL-04").excludedBy(any(OTHER_ADDRESS_WORKS, RDP_SEEN_THERE, LIVE_RDP)),
                  row("CL-09")
                      .provenBy(
                          all(is(PathFacts.FILE_CREDSSP, false), is(PathFacts.NLA_REQUIRED, true)))
                      .excludedBy(
                          any(
                              is(PathFacts.FILE_CREDSSP, true),
                              is(PathFacts.NLA_REQUIRED, false),
                              is(PathFacts.SELECTED, 1L))),
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
                              is(PathFacts.OTHER_PORT_ANSWERS, true))),
                  row("CL-12")
                      .provenBy(
                          all(
                              is(PathFacts.NAME, NameOutcome.TRY_AGAIN),
                              is(PathFacts.NAME_SERVER_REFUSES, true)))
                      .excludedBy(is(PathFacts.NAME_SERVER_ANSWERS, true)),
                  row("CL-13")
                      .excludedBy(is(PathFacts.ADDRESS_PRIVATE, false))
                      .unlikelyIf(THIS_PORT_ONLY),
                  // edge of the client's network
                  row("ED-01").excludedBy(OTHER_ADDRESS_WORKS),
                  // A filter may look at more than the name that both hellos carry.
                  row("ED-02")
                      .excludedBy(any(GATEWAYS_OWN_WORD, PASSES_SMALL))
                      .unlikelyIf(TINY_ANSWERED),
                  row("ED-06")
                      .excludedBy(any(OTHER_ADDRESS_WORKS, is(PathFacts.OTHER_PORT_ANSWERS, true))),
                  row("ED-07").excludedBy(any(GATEWAYS_OWN_WORD, LIVE_RDP)),
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
                                  TcpOutcome.NETWORK_UNREACHABLE))),
                  row("EP-07").excludedBy(NOT_CLASSIC),
                  row("EP-10").excludedBy(NOT_CLASSIC),
                  row("EP-11").excludedBy(NOT_CLASSIC),
                  row("EP-12").hitsSomeSources().excludedBy(NOT_CLASSIC),
                  row("EP-17")
                      .provenBy(is(PathFacts.GATEWAY_CERTIFICATE, GatewayCertificate.REFUSED)),
                  // A balancer without a backend has no reason to wait for the first byte.
                  row("EP-13").excludedBy(any(LIVE_RDP, is(PathFacts.UNPROMPTED, Reaction.SILENT))),
                  row("EP-14").excludedBy(LIVE_RDP),
                  row("EP-15")
                      .excludedBy(any(LITERAL, IS_THE_VMS, is(PathFacts.ZONE_ADDRESS_WORKS, true))),
                  // network security
                  row("NW-01")
                      .provenBy(is(PathFacts.INBOUND, Inbound.DENIED_BY_DEFAULT))
                      .excludedBy(inboundOtherThan(Inbound.DENIED_BY_DEFAULT))
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
                      .provenBy(is(PathFacts.INBOUND, Inbound.DENIED_FOR_SOURCE))
                      .excludedBy(
                          in(
                              PathFacts.INBOUND,
                              Inbound.ALLOWED,
                              Inbound.DENIED_BY_DEFAULT,
                              Inbound.DENIED_BY_RULE,
                              Inbound.DENIED_AT_ONE_GATE,
                              Inbound.CLOSED_BY_PLATFORM))
                      .saying(PathFacts.INBOUND_DETAIL, PathFacts.INBOUND_RESOURCES),
                  row("NW-05").hitsSomeSources().excludedBy(LETS_IN),
                  row("NW-06").hitsSomeSources(),
                  row("NW-07")
                      .hitsSomeSources()
                      .excludedBy(any(LIVE_RDP, TINY_ANSWERED, PASSES_SMALL)),
                  row("NW-08").hitsSomeSources(),
                  row("NW-09").hitsSomeSources().excludedBy(LETS_IN),
                  row("NW-14").hitsSomeSources(),
                  row("NW-15").excludedBy(ANSWERS_PIECES).unlikelyIf(READS_RDP),
                  row("NW-17")
                      .excludedBy(is(PathFacts.ADDRESS_PRIVATE, false))
                      .unlikelyIf(THIS_PORT_ONLY)),
              VmRules.ROWS.stream())
          .flatMap(rows -> rows)
          .collect(Collectors.toUnmodifiableMap(CauseRule::id, Function.identity()));

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
