package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.internal.x509.SelfSigned;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateFactsTest {
  private static Facts facts(String subject, String issuer, GeneralName... names) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    Instant now = Instant.parse("2026-11-22T10:00:00Z");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(issuer),
            BigInteger.ONE,
            Date.from(now),
            Date.from(now.plusSeconds(3600)),
            new X500Name(subject),
            pair.getPublic());
    if (names.length > 0) {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    Facts.Builder facts = Facts.builder();
    CertificateFacts.put(facts, List.of(certificate), "vm1.example.test");
    return facts.build();
  }

  @Test
  void alternativeNamesComeBeforeTheCommonName() throws Exception {
    Facts facts =
        facts(
            "CN=old-name,O=Example",
            "CN=Example CA",
            new GeneralName(GeneralName.dNSName, "vm1.example.test"),
            new GeneralName(GeneralName.rfc822Name, "admin@example.test"),
            new GeneralName(GeneralName.iPAddress, "203.0.113.7"));

    assertThat(facts.get(ProbeFacts.CERTIFICATE_NAMES))
        .contains(List.of("vm1.example.test", "203.0.113.7"));
    assertThat(facts.get(ProbeFacts.CERTIFICATE_SELF_SIGNED)).contains(false);
    assertThat(facts.get(ProbeFacts.CERTIFICATE_ISSUER)).contains("CN=Example CA");
    assertThat(facts.get(ProbeFacts.CERTIFICATE_NOT_BEFORE))
        .contains(Instant.parse("2026-11-22T10:00:00Z"));
  }

  @Test
  void theCommonNameIsUnescaped() throws Exception {
    assertThat(facts("CN=a\\,b", "CN=a\\,b").get(ProbeFacts.CERTIFICATE_NAMES))
        .contains(List.of("a,b"));
  }

  @Test
  void overlongTextIsCut() {
    Instant now = Instant.parse("2026-11-22T10:00:00Z");
    Facts.Builder builder = Facts.builder();
    CertificateFacts.put(
        builder,
        List.of(SelfSigned.create("x".repeat(5000), now, now.plusSeconds(1)).certificate()),
        "vm1.example.test");
    Facts facts = builder.build();

    assertThat(facts.get(ProbeFacts.CERTIFICATE_SUBJECT).orElseThrow()).hasSize(512);
    assertThat(facts.get(ProbeFacts.CERTIFICATE_NAMES).orElseThrow().get(0)).hasSize(512);
  }

  @Test
  void keySignatureAndNameAreFacts() throws Exception {
    Facts facts =
        facts("CN=Example", "CN=Example", new GeneralName(GeneralName.dNSName, "*.example.test"));

    assertThat(facts.get(ProbeFacts.CERTIFICATE_KEY)).contains("EC");
    assertThat(facts.get(ProbeFacts.CERTIFICATE_KEY_BITS)).contains(256L);
    assertThat(facts.get(ProbeFacts.CERTIFICATE_SIGNATURE)).contains("SHA256withECDSA");
    assertThat(facts.get(ProbeFacts.CERTIFICATE_NAME_MATCHES)).contains(true);
    assertThat(facts.get(ProbeFacts.CERTIFICATE_SELF_SIGNED)).contains(true);
    assertThat(facts.has(ProbeFacts.CERTIFICATE_CHAIN_SHA256)).isFalse();
  }

  @Test
  void sameNamesWithAnotherKeyAreNotSelfSigned() throws Exception {
    Instant now = Instant.parse("2026-11-22T10:00:00Z");
    SelfSigned one = SelfSigned.create("vm1", now, now.plusSeconds(60));
    byte[] forged = one.certificate().getEncoded();
    forged[forged.length - 1] ^= 1; // the signature's last byte
    Facts.Builder builder = Facts.builder();
    CertificateFacts.put(builder, CertificateFacts.parse(List.of(forged)), "vm1");
    assertThat(builder.build().get(ProbeFacts.CERTIFICATE_SELF_SIGNED)).contains(false);
  }

  @Test
  void chainIsShownInOrderAndBounded() {
    Instant now = Instant.parse("2026-11-22T10:00:00Z");
    List<X509Certificate> chain = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      chain.add(SelfSigned.create("n" + i, now, now.plusSeconds(60)).certificate());
    }
    Facts.Builder builder = Facts.builder();
    CertificateFacts.put(builder, chain, "n0");
    Facts facts = builder.build();
    assertThat(facts.get(ProbeFacts.CERTIFICATE_CHAIN_SUBJECTS).orElseThrow())
        .hasSize(8)
        .startsWith("CN=n0", "CN=n1");
    assertThat(facts.get(ProbeFacts.CERTIFICATE_CHAIN_SHA256).orElseThrow())
        .hasSize(8)
        .first()
        .isEqualTo(facts.get(ProbeFacts.CERTIFICATE_SHA256).orElseThrow());
  }

  @Test
  void chainEndsBeforeWhatIsNoCertificate() throws Exception {
    Instant now = Instant.parse("2026-11-22T10:00:00Z");
    byte[] der = SelfSigned.create("vm1", now, now.plusSeconds(60)).certificate().getEncoded();
    assertThat(CertificateFacts.parse(List.of(der, new byte[] {0x30, 0x01}, der))).hasSize(1);
    assertThat(CertificateFacts.parse(List.of(new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "vm1.example.test, vm1.example.test, true",
    "vm1.example.test, VM1.Example.TEST., true",
    "vm1.example.test, vm1, false",
    "vm1, vm1, true",
    "*.example.test, vm1.example.test, true",
    "*.example.test, a.vm1.example.test, false",
    "*.example.test, example.test, false",
    "vm*.example.test, vm1.example.test, false",
    "*.test, vm1.test, false",
    "*, vm1, false",
    "*.*.test, a.b.test, false",
    "xn--bcher-kva.example.test, bücher.example.test, true",
    "203.0.113.7, 203.0.113.7, false"
  })
  void hostNamesAreComparedAsRfc9525Says(String presented, String asked, boolean match) {
    assertThat(new CertificateNames(List.of(presented), List.of()).match(asked)).isEqualTo(match);
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7, true",
    "203.0.113.7, 203.0.113.8, false",
    "2001:db8:0:0:0:0:0:1, 2001:db8::1, true",
    "203.0.113.7, vm1.example.test, false"
  })
  void addressesMatchAddresses(String presented, String asked, boolean match) {
    assertThat(new CertificateNames(List.of(), List.of(presented)).match(asked)).isEqualTo(match);
  }
}
