package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.all;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.any;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.in;
import static io.github.rdpdiagnosis.diagnosis.internal.engine.Condition.is;

import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.CertificateState;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.GatewayCertificate;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.Stage;
import io.github.rdpdiagnosis.model.net.SpecialPurpose;
import io.github.rdpdiagnosis.probes.ForeignProtocol;
import io.github.rdpdiagnosis.probes.GatewayAnswer;
import io.github.rdpdiagnosis.probes.NameOutcome;
import io.github.rdpdiagnosis.probes.Reaction;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.TlsOutcome;
import io.github.rdpdiagnosis.probes.X224Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The look-alike classes, by the step that failed: G the RD Gateway where there is one, D name, T
 * TCP, X the X.224 exchange, N the negotiation, S the TLS handshake, C the certificate. The first
 * class that applies is the one that counts, so the more specific stand first.
 *
 * <p>Two facts about Windows in Azure shape the T classes. Windows Firewall answers nothing for a
 * port without a listener, and Azure drops what it does not let through: so a time-out excludes no
 * cause at the TCP stage. And nothing in Azure's own network sends RST or ICMP errors: refused or
 * unreachable comes from the client's side, the edge or the guest.
 */
final class LookAlikes {
  /**
   * Causes of the TCP stage that do not stop a connection by themselves, or that show as an answer
   * rather than as none.
   */
  private static final Set<String> NOT_A_TIME_OUT = Set.of("ED-07", "EP-03", "EP-09", "VM-22");

  /** Stale names: the address is somebody else's or nobody's. */
  private static final List<String> STALE_NAME = List.of("CL-02", "EP-15", "CL-03");

  /** What can keep a guest that is up from listening on the port. */
  private static final List<String> NO_LISTENER =
      List.of(
          "VM-12", "VM-08", "VM-01", "VM-02", "VM-06", "VM-03", "VM-13", "VM-14", "VM-15", "VM-10",
          "VM-11", "VM-24", "VM-51");

  private static final List<String> NO_WAY =
      join(
          List.of("ED-01", "CL-01", "EP-05", "VM-59", "NW-07", "NW-17", "CL-11"),
          STALE_NAME,
          List.of("CL-13"));

  /** No answer to the request, the connection stays open. */
  private static final List<String> NO_ANSWER =
      List.of(
          "VM-57", "ED-09", "VM-09", "VM-14", "EP-14", "CL-01", "EP-13", "VM-29", "NW-07", "VM-52",
          "VM-53", "CL-04", "ED-07");

  /** The connection ends, by FIN or RST: which of them, each of these may choose. */
  private static final List<String> ENDED =
      List.of(
          "VM-14", "ED-09", "VM-30", "VM-09", "EP-13", "EP-14", "VM-29", "CL-01", "CL-04", "ED-07",
          "VM-46", "NW-15");

  private static final List<String> NO_TLS =
      List.of("ED-08", "ED-02", "VM-14", "VM-30", "VM-57", "CL-01", "VM-29", "NW-07");

  /** What acts on the content of the request rather than on the connection. */
  private static final List<String> LIVE_FIRST = List.of("ED-09", "CL-01");

  private static final String SILENCE =
      "Azure drops what it does not let through, and Windows Firewall answers nothing for a port"
          + " without a listener: a time-out says nothing about the place.";

  private static final String REFUSAL =
      "nothing in Azure's own network refuses a connection, and a guest whose Windows Firewall is on"
          + " refuses none either: RST or an ICMP error comes from the client's side, from the edge,"
          + " or from a guest without its firewall.";

  private static final String ACCEPTED =
      "Azure Load Balancer passes connections through and accepts none itself: with no healthy VM"
          + " behind it a connect times out. What accepts here is the guest, an appliance or proxy"
          + " in front of it, or something on the client's side.";

  private static final String AT_REQUEST =
      "a service that cannot use its certificate's key ends the connection at the request; Azure's"
          + " load balancers do not.";

  private static final String CONTENT =
      "network security groups and Azure Load Balancer do not look at content, and to the guest a"
          + " request in pieces is the same request: a device or program that does look is on the"
          + " path.";

  private static final Condition ENDS_UNPROMPTED =
      in(PathFacts.UNPROMPTED, Reaction.CLOSED, Reaction.RESET);

  private static final Condition WAITS = is(PathFacts.UNPROMPTED, Reaction.SILENT);

  private static final Condition LIVE_RDP =
      any(is(PathFacts.READS_RDP, true), is(PathFacts.ANSWERS_PIECES, true));

  private static final Condition TIMED_OUT = is(PathFacts.TCP, TcpOutcome.TIMED_OUT);

  static final List<LookAlike> ALL =
      List.of(
          LookAlike.of(
              "G1",
              "the name of the RD Gateway %s does not exist as far as this computer can tell",
              Stage.GATEWAY,
              is(PathFacts.GATEWAY_NAME, NameOutcome.NOT_FOUND),
              List.of("EP-17", "CL-12")),
          LookAlike.of(
              "G2",
              "no name server gave an answer for the RD Gateway %s",
              Stage.GATEWAY,
              in(PathFacts.GATEWAY_NAME, NameOutcome.TRY_AGAIN, NameOutcome.OTHER),
              List.of("CL-12", "CL-11", "EP-17")),
          LookAlike.of(
              "G3",
              "TCP to the RD Gateway %s does not open",
              Stage.GATEWAY,
              in(
                  PathFacts.GATEWAY_TCP,
                  TcpOutcome.TIMED_OUT,
                  TcpOutcome.REFUSED,
                  TcpOutcome.NO_ROUTE,
                  TcpOutcome.NETWORK_UNREACHABLE,
                  TcpOutcome.LOCAL_REFUSAL,
                  TcpOutcome.OTHER),
              List.of("EP-17", "ED-05", "ED-06", "ED-01", "CL-01", "CL-11", "CL-13")),
          LookAlike.of(
              "G4",
              "the TLS handshake with the RD Gateway %s fails",
              Stage.GATEWAY,
              in(
                  PathFacts.GATEWAY_TLS,
                  TlsOutcome.ALERT,
                  TlsOutcome.CLOSED,
                  TlsOutcome.RESET,
                  TlsOutcome.SILENT,
                  TlsOutcome.NOT_TLS,
                  TlsOutcome.OTHER),
              List.of("EP-17", "ED-02", "ED-07", "ED-08", "CL-01")),
          LookAlike.of(
              "G5",
              "what answers for the RD Gateway %s does not answer as a gateway does",
              Stage.GATEWAY,
              in(
                  PathFacts.GATEWAY_ANSWER,
                  GatewayAnswer.PROXY_ASKS_SIGN_IN,
                  GatewayAnswer.REDIRECTS,
                  GatewayAnswer.FORBIDDEN,
                  GatewayAnswer.NO_GATEWAY,
                  GatewayAnswer.FAILS,
                  GatewayAnswer.OTHER_STATUS,
                  GatewayAnswer.NOT_HTTP,
                  GatewayAnswer.CLOSED,
                  GatewayAnswer.SILENT),
              List.of("EP-17", "ED-07", "ED-02", "CL-01")),
          LookAlike.of(
              "G6",
              "the RD Gateway %s answers, with a certificate that the client refuses",
              Stage.GATEWAY,
              in(
                  PathFacts.GATEWAY_CERTIFICATE,
                  GatewayCertificate.REFUSED,
                  GatewayCertificate.DOUBTFUL),
              List.of("EP-17", "CL-07", "ED-02")),
          LookAlike.of(
              "D1",
              "the name does not exist as far as this computer can tell",
              Stage.NAME,
              is(PathFacts.NAME, NameOutcome.NOT_FOUND),
              List.of("CL-02", "EP-15", "CL-12")),
          LookAlike.of(
              "D2",
              "no name server gave an answer",
              Stage.NAME,
              in(PathFacts.NAME, NameOutcome.TRY_AGAIN, NameOutcome.OTHER),
              List.of("CL-12", "CL-11")),
          LookAlike.of(
                  "T1-cache",
                  "TCP to %s timed out, while an address that the zone's own name server gives answers from"
                      + " here",
                  Stage.TCP,
                  all(TIMED_OUT, is(PathFacts.ZONE_ADDRESS_WORKS, true)),
                  timeOut("CL-03", "CL-02", "EP-15", "EP-02", "EP-05"))
              .inAzure(SILENCE),
          LookAlike.of(
                  "T1-stale",
                  "TCP to %s timed out, while another address of the same target answers from here",
                  Stage.TCP,
                  all(TIMED_OUT, is(PathFacts.OTHER_ADDRESS_WORKS, true)),
                  timeOut("CL-02", "EP-15", "CL-03", "EP-02", "EP-05"))
              .inAzure(SILENCE),
          LookAlike.of(
                  "T1-private",
                  "TCP to the private address %s timed out",
                  Stage.TCP,
                  all(TIMED_OUT, is(PathFacts.ADDRESS_PRIVATE, true)),
                  timeOut("CL-13", "NW-17", "NW-01", "ED-01", "CL-01", "VM-59", "VM-12", "VM-25"))
              .inAzure(SILENCE),
          LookAlike.of(
                  "T1-port",
                  "TCP to %s timed out, while another port of that address answers",
                  Stage.TCP,
                  all(TIMED_OUT, is(PathFacts.OTHER_PORT_ANSWERS, true)),
                  timeOut("NW-01", "ED-01", "CL-01", "NW-04", "VM-12", "VM-25", "NW-09", "EP-05"))
              .inAzure(SILENCE),
          LookAlike.of(
                  "T1",
                  "TCP to %s timed out",
                  Stage.TCP,
                  TIMED_OUT,
                  timeOut(
                      "NW-01", "VM-59", "CL-02", "ED-01", "CL-01", "VM-12", "NW-04", "VM-25",
                      "NW-09", "EP-05"))
              .inAzure(SILENCE),
          // No packet leaves this computer, so nothing beyond it can have refused.
          LookAlike.of(
                  "T2-self",
                  "nothing takes connections on %s, which is this computer itself: a tunnel to the VM is not running or"
                      + " has another port",
                  Stage.TCP,
                  all(
                      is(PathFacts.TCP, TcpOutcome.REFUSED),
                      is(PathFacts.ADDRESS_KIND, SpecialPurpose.LOOPBACK)),
                  join(List.of("CL-04", "CL-01"), NO_LISTENER))
              .atMost(Certainty.POSSIBLE),
          LookAlike.of(
                  "T2",
                  "TCP to %s was refused",
                  Stage.TCP,
                  is(PathFacts.TCP, TcpOutcome.REFUSED),
                  join(
                      List.of("ED-01", "VM-12", "EP-05", "CL-01"),
                      NO_LISTENER,
                      STALE_NAME,
                      List.of("CL-04", "EP-14")))
              .inAzure(REFUSAL),
          LookAlike.of(
                  "T4",
                  "a router says after some seconds that nobody answers for %s",
                  Stage.TCP,
                  all(is(PathFacts.TCP, TcpOutcome.NO_ROUTE), is(PathFacts.NOBODY_THERE, true)),
                  join(List.of("EP-05", "VM-59", "CL-11"), NO_WAY))
              .inAzure(REFUSAL),
          LookAlike.of(
                  "T3-port",
                  "the network says that there is no way to %s, while another port of that address answers",
                  Stage.TCP,
                  all(
                      is(PathFacts.TCP, TcpOutcome.NO_ROUTE),
                      is(PathFacts.OTHER_PORT_ANSWERS, true)),
                  NO_WAY)
              .inAzure(REFUSAL),
          LookAlike.of(
                  "T3",
                  "the network says that there is no way to %s",
                  Stage.TCP,
                  is(PathFacts.TCP, TcpOutcome.NO_ROUTE),
                  NO_WAY)
              .inAzure(REFUSAL),
          LookAlike.of(
              "T5",
              "the network is unreachable for %s",
              Stage.TCP,
              is(PathFacts.TCP, TcpOutcome.NETWORK_UNREACHABLE),
              join(List.of("CL-11", "ED-01", "NW-17"), STALE_NAME, List.of("CL-13"))),
          LookAlike.of(
              "T6",
              "this computer itself refuses to send to %s",
              Stage.TCP,
              is(PathFacts.TCP, TcpOutcome.LOCAL_REFUSAL),
              List.of("CL-11", "CL-01")),
          LookAlike.of(
                  "X1-live",
                  "an RDP server reads %s and answers other bytes, but the request gets no answer",
                  Stage.X224,
                  all(is(PathFacts.X224, X224Outcome.SILENT), LIVE_RDP),
                  join(LIVE_FIRST, NO_ANSWER))
              .inAzure(CONTENT),
          LookAlike.of(
                  "X1-queue",
                  "TCP to %s opens a few times, nothing answers, then it takes no more",
                  Stage.X224,
                  all(is(PathFacts.X224, X224Outcome.SILENT), is(PathFacts.QUEUE_FULL, true)),
                  NO_ANSWER)
              .inAzure(ACCEPTED),
          LookAlike.of(
                  "X1",
                  "TCP to %s opens, but nothing answers the RDP request",
                  Stage.X224,
                  is(PathFacts.X224, X224Outcome.SILENT),
                  NO_ANSWER)
              .inAzure(ACCEPTED),
          LookAlike.of(
                  "X2-live",
                  "an RDP server reads %s and answers other bytes, but the request ends the connection",
                  Stage.X224,
                  all(is(PathFacts.X224, X224Outcome.CLOSED), LIVE_RDP),
                  join(LIVE_FIRST, ENDED))
              .inAzure(CONTENT),
          LookAlike.of(
                  "X2-before",
                  "TCP to %s opens and is closed before anything is sent",
                  Stage.X224,
                  all(is(PathFacts.X224, X224Outcome.CLOSED), ENDS_UNPROMPTED),
                  join(List.of("VM-14", "VM-09", "EP-13", "VM-29"), ENDED))
              .inAzure(ACCEPTED),
          LookAlike.of(
                  "X2-after",
                  "TCP to %s opens and is closed once the RDP request is sent",
                  Stage.X224,
                  all(is(PathFacts.X224, X224Outcome.CLOSED), WAITS),
                  join(List.of("VM-14", "VM-30", "VM-09", "ED-09"), ENDED))
              .inAzure(AT_REQUEST),
          LookAlike.of(
              "X2",
              "TCP to %s opens and is closed without an answer to the RDP request",
              Stage.X224,
              is(PathFacts.X224, X224Outcome.CLOSED),
              join(List.of("VM-14", "VM-30", "VM-09", "ED-09"), ENDED)),
          LookAlike.of(
                  "X3-live",
                  "an RDP server reads %s and answers other bytes, but the request is reset",
                  Stage.X224,
                  all(is(PathFacts.X224, X224Outcome.RESET), LIVE_RDP),
                  join(LIVE_FIRST, ENDED))
              .inAzure(CONTENT),
          LookAlike.of(
                  "X3-before",
                  "TCP to %s opens and is reset before anything is sent",
                  Stage.X224,
                  all(is(PathFacts.X224, X224Outcome.RESET), ENDS_UNPROMPTED),
                  join(List.of("VM-14", "VM-09", "EP-13", "VM-29"), ENDED))
              .inAzure(ACCEPTED),
          LookAlike.of(
                  "X3-after",
                  "TCP to %s opens and is reset once the RDP request is sent",
                  Stage.X224,
                  all(is(PathFacts.X224, X224Outcome.RESET), WAITS),
                  join(List.of("ED-09", "VM-14", "VM-09", "VM-30"), ENDED))
              .inAzure(AT_REQUEST),
          LookAlike.of(
              "X3",
              "TCP to %s opens and is reset at the RDP request",
              Stage.X224,
              is(PathFacts.X224, X224Outcome.RESET),
              join(List.of("ED-09", "VM-14", "VM-09", "VM-30"), ENDED)),
          LookAlike.of(
              "X4-http",
              "a web server or proxy answers on %s instead of RDP",
              Stage.X224,
              all(
                  is(PathFacts.X224, X224Outcome.NOT_TPKT),
                  is(PathFacts.FOREIGN, ForeignProtocol.HTTP)),
              List.of("ED-07", "VM-09", "CL-04", "EP-14", "EP-05")),
          LookAlike.of(
              "X4",
              "something that is not RDP answers on %s",
              Stage.X224,
              any(
                  is(PathFacts.X224, X224Outcome.MALFORMED),
                  all(
                      is(PathFacts.X224, X224Outcome.NOT_TPKT),
                      in(
                          PathFacts.FOREIGN,
                          ForeignProtocol.SSH,
                          ForeignProtocol.TLS,
                          ForeignProtocol.OTHER))),
              List.of("VM-09", "CL-04", "EP-14", "EP-05", "ED-07")),
          LookAlike.of(
              "N1-2",
              "the server on %s takes standard RDP security only (SSL_NOT_ALLOWED_BY_SERVER)",
              Stage.X224,
              is(PathFacts.FAILURE_CODE, 2L),
              List.of("VM-37")),
          LookAlike.of(
              "N1-3",
              "the server on %s has no usable certificate (SSL_CERT_NOT_ON_SERVER)",
              Stage.X224,
              is(PathFacts.FAILURE_CODE, 3L),
              List.of("VM-32", "VM-33", "VM-30", "VM-31")),
          LookAlike.of(
              "N1-7",
              "the server on %s asks for Entra or user-certificate sign-in, which was not offered",
              Stage.X224,
              in(PathFacts.FAILURE_CODE, 6L, 7L),
              List.of("VM-64", "VM-37")),
          LookAlike.of(
              "N2",
              "the server on %s chose standard RDP security although TLS and CredSSP were offered",
              Stage.X224,
              is(PathFacts.SELECTED, 0L),
              List.of("VM-37", "VM-32", "VM-33", "VM-30")),
          LookAlike.of(
              "S1-small",
              "TLS on %s answers as long as the answer is small; the full-sized one never comes",
              Stage.TLS,
              all(
                  is(PathFacts.TLS, TlsOutcome.SILENT),
                  in(PathFacts.TINY_HELLO, Reaction.ANSWERED, Reaction.CLOSED, Reaction.RESET)),
              NO_TLS),
          LookAlike.of(
              "S1-none",
              "the RDP answer of %s came, the TLS handshake got none, not even an alert",
              Stage.TLS,
              all(is(PathFacts.TLS, TlsOutcome.SILENT), is(PathFacts.TINY_HELLO, Reaction.SILENT)),
              NO_TLS),
          LookAlike.of(
              "S1",
              "the RDP answer of %s came, the TLS handshake got none",
              Stage.TLS,
              is(PathFacts.TLS, TlsOutcome.SILENT),
              NO_TLS),
          LookAlike.of(
              "S2",
              "the RDP answer of %s came, the TLS handshake was cut off",
              Stage.TLS,
              in(PathFacts.TLS, TlsOutcome.RESET, TlsOutcome.CLOSED),
              List.of(
                  "ED-02", "VM-30", "VM-34", "VM-35", "VM-31", "VM-32", "VM-14", "CL-01", "VM-29",
                  "NW-15")),
          LookAlike.of(
              "S3",
              "the server on %s refuses TLS 1.2 and 1.3",
              Stage.TLS,
              all(is(PathFacts.TLS, TlsOutcome.ALERT), is(PathFacts.TLS_ALERT, "protocol_version")),
              List.of("VM-56", "VM-34", "ED-02")),
          LookAlike.of(
              "S4",
              "the server on %s found no common cipher suite",
              Stage.TLS,
              all(
                  is(PathFacts.TLS, TlsOutcome.ALERT),
                  is(PathFacts.TLS_ALERT, "handshake_failure")),
              List.of("VM-35", "VM-56", "VM-34", "VM-36", "VM-32", "ED-02")),
          LookAlike.of(
              "S6",
              "the TLS handshake with %s failed",
              Stage.TLS,
              in(PathFacts.TLS, TlsOutcome.ALERT, TlsOutcome.OTHER),
              List.of("VM-56", "VM-34", "VM-35", "VM-30", "VM-32", "VM-31", "VM-36", "ED-02")),
          LookAlike.of(
              "S5",
              "what %s sends in place of a TLS handshake is not TLS",
              Stage.TLS,
              is(PathFacts.TLS, TlsOutcome.NOT_TLS),
              List.of("VM-09", "ED-02", "VM-14", "EP-14")),
          LookAlike.of(
              "C1-refused",
              "the server's certificate on %s has expired, and the file tells the client to refuse that",
              Stage.TLS,
              is(PathFacts.CERTIFICATE, CertificateState.EXPIRED_AND_REFUSED),
              List.of("VM-31")),
          LookAlike.of(
                  "C1",
                  "the server's certificate on %s has expired: some clients only warn, others refuse it",
                  Stage.TLS,
                  is(PathFacts.CERTIFICATE, CertificateState.EXPIRED),
                  List.of("VM-31"))
              .atMost(Certainty.POSSIBLE),
          LookAlike.of(
                  "C2",
                  "the server's certificate on %s is not valid yet by this computer's clock: some clients only warn, others"
                      + " refuse it",
                  Stage.TLS,
                  is(PathFacts.CERTIFICATE, CertificateState.NOT_YET_VALID),
                  List.of("CL-07", "VM-31"))
              .atMost(Certainty.POSSIBLE),
          LookAlike.of(
                  "C6",
                  "the certificate on %s comes from an authority that is named after TLS inspection",
                  Stage.TLS,
                  is(PathFacts.PROXY_ISSUED, true),
                  List.of("ED-02", "CL-01", "EP-14"))
              .atMost(Certainty.POSSIBLE),
          LookAlike.of(
                  "C4",
                  "the certificate on %s is not the one that another vantage point was shown there",
                  Stage.TLS,
                  is(PathFacts.FAR_CERTIFICATE_DIFFERS, true),
                  List.of("ED-02", "EP-14", "CL-01"))
              .atMost(Certainty.POSSIBLE),
          LookAlike.of(
                  "C5",
                  "the certificate on %s is not the one on the address that the evidence is about",
                  Stage.TLS,
                  is(PathFacts.OTHER_ADDRESS_OTHER_CERTIFICATE, true),
                  List.of("CL-02", "EP-15", "EP-14", "CL-03"))
              .atMost(Certainty.POSSIBLE),
          LookAlike.of(
                  "C3",
                  "the file switches CredSSP off, and whether the server on %s insists on it was not seen",
                  Stage.X224,
                  all(
                      is(PathFacts.FILE_CREDSSP, false),
                      in(PathFacts.REACHED, ProvenUpTo.TLS, ProvenUpTo.NLA_CHALLENGE)),
                  List.of("CL-09"))
              .atMost(Certainty.POSSIBLE),
          LookAlike.of(
                  "A1",
                  "RDP answers on %s, which is none of the VM's own addresses",
                  Stage.NLA,
                  all(
                      is(PathFacts.ADDRESS_IS_VMS, false),
                      in(
                          PathFacts.REACHED,
                          ProvenUpTo.X224,
                          ProvenUpTo.TLS,
                          ProvenUpTo.NLA_CHALLENGE)),
                  List.of("EP-14", "CL-02", "EP-15", "CL-03"))
              .atMost(Certainty.POSSIBLE));

  private LookAlikes() {}

  /** Everything that can end in a time-out, the given causes first. */
  private static List<String> timeOut(String... first) {
    List<String> members = new ArrayList<>(List.of(first));
    members.addAll(
        List.of("CL-01", "ED-01", "NW-01", "NW-04", "VM-25", "VM-12", "ED-06", "VM-52", "VM-60"));
    members.addAll(STALE_NAME);
    members.addAll(List.of("CL-13", "VM-57"));
    for (Cause cause : CauseCatalogue.standard().causes()) {
      if (cause.stage() == Stage.TCP && !NOT_A_TIME_OUT.contains(cause.id())) {
        members.add(cause.id());
      }
    }
    return List.copyOf(new LinkedHashSet<>(members));
  }

  @SafeVarargs
  private static List<String> join(List<String>... parts) {
    Set<String> members = new LinkedHashSet<>();
    for (List<String> part : parts) {
      members.addAll(part);
    }
    return List.copyOf(members);
  }
}
