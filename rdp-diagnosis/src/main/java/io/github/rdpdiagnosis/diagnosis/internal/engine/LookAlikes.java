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
import io.github.rdpdiagnosis.probes.ForeignProtocol;
import io.github.rdpdiagnosis.probes.GatewayAnswer;
import io.github.rdpdiagnosis.probes.NameOutcome;
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

  private static final Condition TIMED_OUT = is(PathFacts.TCP, TcpOutcome.TIMED_OUT);

  static final List<LookAlike> ALL =
      List.of(
          of(
              "G1",
              "the name of the RD Gateway %s does not exist as far as this computer can tell",
              Stage.GATEWAY,
              is(PathFacts.GATEWAY_NAME, NameOutcome.NOT_FOUND),
              List.of("EP-17", "CL-12")),
          of(
              "G2",
              "no name server gave an answer for the RD Gateway %s",
              Stage.GATEWAY,
              in(PathFacts.GATEWAY_NAME, NameOutcome.TRY_AGAIN, NameOutcome.OTHER),
              List.of("CL-12", "CL-11", "EP-17")),
          of(
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
          of(
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
          of(
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
          of(
              "G6",
              "the RD Gateway %s answers, with a certificate that the client refuses",
              Stage.GATEWAY,
              in(
                  PathFacts.GATEWAY_CERTIFICATE,
                  GatewayCertificate.REFUSED,
                  GatewayCertificate.DOUBTFUL),
              List.of("EP-17", "CL-07", "ED-02")),
          of(
              "D1",
              "the name does not exist as far as this computer can tell",
              Stage.NAME,
              is(PathFacts.NAME, NameOutcome.NOT_FOUND),
              List.of("CL-02", "EP-15", "CL-12")),
          of(
              "D2",
              "no name server gave an answer",
              Stage.NAME,
              in(PathFacts.NAME, NameOutcome.TRY_AGAIN, NameOutcome.OTHER),
              List.of("CL-12", "CL-11")),
          of(
              "T1-stale",
              "TCP to %s timed out, while another address of the same target answers from here",
              Stage.TCP,
              all(TIMED_OUT, is(PathFacts.OTHER_ADDRESS_WORKS, true)),
              timeOut("CL-02", "EP-15", "CL-03", "EP-02", "EP-05")),
          of(
              "T1-private",
              "TCP to the private address %s timed out",
              Stage.TCP,
              all(TIMED_OUT, is(PathFacts.ADDRESS_PRIVATE, true)),
              timeOut("CL-13", "NW-17", "NW-01", "ED-01", "CL-01", "VM-59", "VM-12", "VM-25")),
          of(
              "T1-port",
              "TCP to %s timed out, while another port of that address answers",
              Stage.TCP,
              all(TIMED_OUT, is(PathFacts.OTHER_PORT_ANSWERS, true)),
              timeOut("NW-01", "ED-01", "CL-01", "NW-04", "VM-12", "VM-25", "NW-09", "EP-05")),
          of(
              "T1",
              "TCP to %s timed out",
              Stage.TCP,
              TIMED_OUT,
              timeOut(
                  "NW-01", "VM-59", "CL-02", "ED-01", "CL-01", "VM-12", "NW-04", "VM-25", "NW-09",
                  "EP-05")),
          of(
              "T2",
              "TCP to %s was refused",
              Stage.TCP,
              is(PathFacts.TCP, TcpOutcome.REFUSED),
              join(
                  List.of("ED-01", "VM-12", "EP-05", "CL-01"),
                  NO_LISTENER,
                  STALE_NAME,
                  List.of("CL-04", "EP-14"))),
          of(
              "T3",
              "the network says that there is no way to %s",
              Stage.TCP,
              is(PathFacts.TCP, TcpOutcome.NO_ROUTE),
              join(
                  List.of("ED-01", "CL-01", "EP-05", "VM-59", "NW-07", "NW-17", "CL-11"),
                  STALE_NAME,
                  List.of("CL-13"))),
          of(
              "T5",
              "the network is unreachable for %s",
              Stage.TCP,
              is(PathFacts.TCP, TcpOutcome.NETWORK_UNREACHABLE),
              join(List.of("CL-11", "ED-01", "NW-17"), STALE_NAME, List.of("CL-13"))),
          of(
              "T6",
              "this computer itself refuses to send to %s",
              Stage.TCP,
              is(PathFacts.TCP, TcpOutcome.LOCAL_REFUSAL),
              List.of("CL-11", "CL-01")),
          of(
              "X1",
              "TCP to %s opens, but nothing answers the RDP request",
              Stage.X224,
              is(PathFacts.X224, X224Outcome.SILENT),
              List.of(
                  "VM-57", "ED-09", "VM-09", "VM-14", "EP-14", "CL-01", "EP-13", "VM-29", "NW-07",
                  "VM-52", "VM-53", "CL-04", "ED-07")),
          of(
              "X2",
              "TCP to %s opens and is closed without an answer to the RDP request",
              Stage.X224,
              is(PathFacts.X224, X224Outcome.CLOSED),
              List.of(
                  "VM-14", "VM-30", "VM-09", "ED-09", "EP-13", "EP-14", "VM-29", "CL-01", "CL-04",
                  "ED-07", "VM-46")),
          of(
              "X3",
              "TCP to %s opens and is reset at the RDP request",
              Stage.X224,
              is(PathFacts.X224, X224Outcome.RESET),
              List.of(
                  "ED-09", "VM-14", "VM-09", "VM-30", "EP-13", "EP-14", "VM-29", "CL-01", "CL-04",
                  "ED-07", "NW-15")),
          of(
              "X4-http",
              "a web server or proxy answers on %s instead of RDP",
              Stage.X224,
              all(
                  is(PathFacts.X224, X224Outcome.NOT_TPKT),
                  is(PathFacts.FOREIGN, ForeignProtocol.HTTP)),
              List.of("ED-07", "VM-09", "CL-04", "EP-14", "EP-05")),
          of(
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
          of(
              "N1-2",
              "the server on %s takes standard RDP security only (SSL_NOT_ALLOWED_BY_SERVER)",
              Stage.X224,
              is(PathFacts.FAILURE_CODE, 2L),
              List.of("VM-37")),
          of(
              "N1-3",
              "the server on %s has no usable certificate (SSL_CERT_NOT_ON_SERVER)",
              Stage.X224,
              is(PathFacts.FAILURE_CODE, 3L),
              List.of("VM-32", "VM-33", "VM-30", "VM-31")),
          of(
              "N1-7",
              "the server on %s asks for Entra or user-certificate sign-in, which was not offered",
              Stage.X224,
              in(PathFacts.FAILURE_CODE, 6L, 7L),
              List.of("VM-64", "VM-37")),
          of(
              "N2",
              "the server on %s chose standard RDP security although TLS and CredSSP were offered",
              Stage.X224,
              is(PathFacts.SELECTED, 0L),
              List.of("VM-37", "VM-32", "VM-33", "VM-30")),
          of(
              "S1",
              "the RDP answer of %s came, the TLS handshake got none",
              Stage.TLS,
              is(PathFacts.TLS, TlsOutcome.SILENT),
              List.of("ED-08", "ED-02", "VM-14", "VM-30", "VM-57", "CL-01", "VM-29", "NW-07")),
          of(
              "S2",
              "the RDP answer of %s came, the TLS handshake was cut off",
              Stage.TLS,
              in(PathFacts.TLS, TlsOutcome.RESET, TlsOutcome.CLOSED),
              List.of(
                  "ED-02", "VM-30", "VM-34", "VM-35", "VM-31", "VM-32", "VM-14", "CL-01", "VM-29",
                  "NW-15")),
          of(
              "S3",
              "the server on %s refuses TLS 1.2 and 1.3",
              Stage.TLS,
              all(is(PathFacts.TLS, TlsOutcome.ALERT), is(PathFacts.TLS_ALERT, "protocol_version")),
              List.of("VM-56", "VM-34", "ED-02")),
          of(
              "S4",
              "the server on %s found no common cipher suite",
              Stage.TLS,
              all(
                  is(PathFacts.TLS, TlsOutcome.ALERT),
                  is(PathFacts.TLS_ALERT, "handshake_failure")),
              List.of("VM-35", "VM-56", "VM-34", "VM-36", "VM-32", "ED-02")),
          of(
              "S6",
              "the TLS handshake with %s failed",
              Stage.TLS,
              in(PathFacts.TLS, TlsOutcome.ALERT, TlsOutcome.OTHER),
              List.of("VM-56", "VM-34", "VM-35", "VM-30", "VM-32", "VM-31", "VM-36", "ED-02")),
          of(
              "S5",
              "what %s sends in place of a TLS handshake is not TLS",
              Stage.TLS,
              is(PathFacts.TLS, TlsOutcome.NOT_TLS),
              List.of("VM-09", "ED-02", "VM-14", "EP-14")),
          of(
              "C1-refused",
              "the server's certificate on %s has expired, and the file tells the client to refuse that",
              Stage.TLS,
              is(PathFacts.CERTIFICATE, CertificateState.EXPIRED_AND_REFUSED),
              List.of("VM-31")),
          new LookAlike(
              "C1",
              "the server's certificate on %s has expired: some clients only warn, others refuse it",
              Stage.TLS,
              is(PathFacts.CERTIFICATE, CertificateState.EXPIRED),
              List.of("VM-31"),
              Certainty.POSSIBLE),
          new LookAlike(
              "C2",
              "the server's certificate on %s is not valid yet by this computer's clock: some clients only warn, others"
                  + " refuse it",
              Stage.TLS,
              is(PathFacts.CERTIFICATE, CertificateState.NOT_YET_VALID),
              List.of("CL-07", "VM-31"),
              Certainty.POSSIBLE),
          new LookAlike(
              "C4",
              "the certificate on %s is not the one that another vantage point was shown there",
              Stage.TLS,
              is(PathFacts.FAR_CERTIFICATE_DIFFERS, true),
              List.of("ED-02", "EP-14", "CL-01"),
              Certainty.POSSIBLE),
          new LookAlike(
              "C5",
              "the certificate on %s is not the one on the address that the evidence is about",
              Stage.TLS,
              is(PathFacts.OTHER_ADDRESS_OTHER_CERTIFICATE, true),
              List.of("CL-02", "EP-15", "EP-14", "CL-03"),
              Certainty.POSSIBLE),
          new LookAlike(
              "C3",
              "the file switches CredSSP off, and whether the server on %s insists on it was not seen",
              Stage.X224,
              all(
                  is(PathFacts.FILE_CREDSSP, false),
                  in(PathFacts.REACHED, ProvenUpTo.TLS, ProvenUpTo.NLA_CHALLENGE)),
              List.of("CL-09"),
              Certainty.POSSIBLE),
          new LookAlike(
              "A1",
              "RDP answers on %s, which is none of the VM's own addresses",
              Stage.NLA,
              all(
                  is(PathFacts.ADDRESS_IS_VMS, false),
                  in(PathFacts.REACHED, ProvenUpTo.X224, ProvenUpTo.TLS, ProvenUpTo.NLA_CHALLENGE)),
              List.of("EP-14", "CL-02", "EP-15", "CL-03"),
              Certainty.POSSIBLE));

  private LookAlikes() {}

  private static LookAlike of(
      String id, String sees, Stage stage, Condition when, List<String> members) {
    return new LookAlike(id, sees, stage, when, members, Certainty.CONFIRMED);
  }

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
