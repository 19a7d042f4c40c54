package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.internal.x509.SelfSigned;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
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
    CertificateFacts.put(facts, certificate);
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
        builder, SelfSigned.create("x".repeat(5000), now, now.plusSeconds(1)).certificate());
    Facts facts = builder.build();

    assertThat(facts.get(ProbeFacts.CERTIFICATE_SUBJECT).orElseThrow()).hasSize(512);
    assertThat(facts.get(ProbeFacts.CERTIFICATE_NAMES).orElseThrow().get(0)).hasSize(512);
  }
}
