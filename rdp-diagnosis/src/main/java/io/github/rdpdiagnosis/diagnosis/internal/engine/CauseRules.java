package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.all;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.any;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.in;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.is;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.not;

import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.GatewayCertificate;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.Inbound;
import io.github.rdpdiagnosis.probes.JunkOutcome;
import io.github.rdpdiagnosis.probes.NameOutcome;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.TlsOutcome;
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

  private static final Map<String, CauseRule> BY_ID =
      Stream.of(
              // client computer
              row("CL-01")
                  .provenBy(is(PathFacts.LOCAL_RULE_BLOCKS, true))
                  .suggestedBy(is(PathFacts.FLIPS_WITH_NAME, true))
                  .excludedBy(any(OTHER_ADDRESS_WORKS, REFERENCE_WORKS, GATEWAYS_OWN_WORD))
                  .saying(PathFacts.LOCAL_RULE_DETAIL),
              row("CL-02")
                  .provenBy(
                      all(
                          is(PathFacts.NAME, NameOutcome.NOT_FOUND),
                          is(PathFacts.NAME_SERVER_SAYS_NO, true)))
                  .excludedBy(any(LITERAL, RDP_SEEN_THERE, IS_THE_VMS)),
              row("CL-03").excludedBy(any(LITERAL, RDP_SEEN_THERE, IS_THE_VMS)),
              row("CL-04").excludedBy(any(OTHER_ADDRESS_WORKS, RDP_SEEN_THERE)),
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
              row("CL-13").excludedBy(is(PathFacts.ADDRESS_PRIVATE, false)),
              // edge of the client's network
              row("ED-01").excludedBy(OTHER_ADDRESS_WORKS),
              row("ED-02").excludedBy(GATEWAYS_OWN_WORD),
              row("ED-07").excludedBy(GATEWAYS_OWN_WORD),
              row("ED-06")
                  .excludedBy(any(OTHER_ADDRESS_WORKS, is(PathFacts.OTHER_PORT_ANSWERS, true))),
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
              row("EP-17").provenBy(is(PathFacts.GATEWAY_CERTIFICATE, GatewayCertificate.REFUSED)),
              row("EP-15").excludedBy(any(LITERAL, IS_THE_VMS)),
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
              row("NW-07").hitsSomeSources(),
              row("NW-08").hitsSomeSources(),
              row("NW-09").hitsSomeSources().excludedBy(LETS_IN),
              row("NW-14").hitsSomeSources(),
              row("NW-17").excludedBy(is(PathFacts.ADDRESS_PRIVATE, false)),
              // the VM
              row("VM-09").excludedBy(in(PathFacts.JUNK, JunkOutcome.ANSWERED)),
              row("VM-56")
                  .provenBy(
                      all(
                          is(PathFacts.TLS_LEGACY, true),
                          in(PathFacts.TLS, TlsOutcome.ALERT, TlsOutcome.OTHER))),
              row("VM-57").excludedBy(in(PathFacts.JUNK, JunkOutcome.ANSWERED, JunkOutcome.CLOSED)),
              row("VM-59")
                  .provenBy(is(PathFacts.VM_RUNNING, false))
                  .excludedBy(is(PathFacts.VM_RUNNING, true))
                  .saying(PathFacts.VM_POWER_DETAIL, PathFacts.VM_RESOURCES),
              row("VM-27").hitsSomeSources(),
              row("VM-29").hitsSomeSources(),
              row("VM-65").hitsSomeSources(),
              row("VM-66").hitsSomeSources(),
              row("VM-67").hitsSomeSources())
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
