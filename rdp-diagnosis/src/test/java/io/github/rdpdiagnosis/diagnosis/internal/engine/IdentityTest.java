package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether what answers is the VM that was asked for, by its certificate. */
class IdentityTest {
  private static final String NOT_THE_VMS_ADDRESS =
      "azure publicIpAddresses > ip1 > address = \"203.0.113.77\"";
  private static final String TIMES =
      " certificate.not-before=2026-08-30T22:14:05Z certificate.not-after=2027-03-01T22:14:05Z";
  private static final String GUESTS =
      " certificate.sha1=9a3d1f70c2b84e5566778899aabbccddeeff0011 certificate.sha256=aa";
  private static final String FOREIGN =
      " certificate.sha1=00000000000000000000000000000000000000ff certificate.sha256=bb";

  private static String tls(String vantage, String certificate) {
    return "see " + vantage + "/tls@203.0.113.10 tls.outcome=HANDSHAKE" + certificate + TIMES;
  }

  private static List<String> from(String vantage, String source, String certificate) {
    return List.of(
        "see "
            + vantage
            + "/local-network@203.0.113.10 local.route=ROUTE local.source-address="
            + source,
        "see " + vantage + "/tcp@203.0.113.10 tcp.port=3389 tcp.outcome=OPEN",
        "see " + vantage + "/x224@203.0.113.10 x224.outcome=CONFIRMED x224.selected=2",
        tls(vantage, certificate));
  }

  private static Diagnosis withoutNla(String... lines) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "unsee client/nla",
                "see client/x224@203.0.113.10 x224.outcome=CONFIRMED x224.selected=1"));
    all.addAll(List.of(lines));
    return Scene.of(all).diagnosed();
  }

  private static List<String> shown(Diagnosis d) {
    return d.findings().stream().map(f -> f.cause().id() + " " + f.certainty()).toList();
  }

  @Test
  void aWildcardTellsNothing() {
    Diagnosis d =
        withoutNla(
            NOT_THE_VMS_ADDRESS,
            tls("client", " certificate.self-signed=true certificate.names=[\"*.example\"]"));
    assertThat(d.verdict()).isEqualTo(Verdict.UNDETERMINED);
    assertThat(d.findings()).allMatch(f -> f.certainty() == Certainty.POSSIBLE);
    assertThat(d.domain(FaultDomain.ENDPOINT).status()).isNotEqualTo(DomainStatus.CLEARED);
  }

  @Test
  void aServerThatSaysNothingOfItselfMayBeAnotherOne() {
    Diagnosis d =
        withoutNla(
            "without wire",
            "see client/name name.outcome=LITERAL name.addresses=[\"127.0.0.1\"]",
            "see client/tcp@127.0.0.1 tcp.port=3389 tcp.outcome=OPEN",
            "see client/x224@127.0.0.1 x224.outcome=CONFIRMED x224.selected=1",
            "see client/tls@127.0.0.1 tls.outcome=HANDSHAKE certificate.names=[\"*.example\"]"
                + TIMES);
    assertThat(d.domain(FaultDomain.ENDPOINT).status()).isEqualTo(DomainStatus.UNKNOWN);
    assertThat(d.domain(FaultDomain.ENDPOINT).because())
        .last()
        .asString()
        .contains("cannot be told");
  }

  @Test
  void theCertificateOfTheGuestIsTheVmByWhateverName() {
    Diagnosis d =
        withoutNla(
            NOT_THE_VMS_ADDRESS,
            tls("client", GUESTS + " certificate.self-signed=true certificate.names=[\"WEB9\"]"));
    assertThat(shown(d)).doesNotContain("EP-14 CONFIRMED", "EP-14 POSSIBLE");
  }

  @Test
  void anotherCertificateOnThisComputerAloneMayBeItsOwnSoftware() {
    List<String> lines = new ArrayList<>(from("client", "10.9.1.7", FOREIGN));
    lines.addAll(from("far", "192.0.2.2", GUESTS));
    assertThat(shown(Scene.of(lines).diagnosed()))
        .contains("ED-02 POSSIBLE", "CL-01 POSSIBLE")
        .doesNotContain("ED-02 CONFIRMED");
    lines.addAll(from("desk2", "10.9.1.8", FOREIGN));
    assertThat(shown(Scene.of(lines).diagnosed())).first().isEqualTo("ED-02 CONFIRMED");
  }
}
