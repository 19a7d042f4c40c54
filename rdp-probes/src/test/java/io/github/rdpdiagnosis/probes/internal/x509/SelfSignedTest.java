package io.github.rdpdiagnosis.probes.internal.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Instant;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfSignedTest {
  @ParameterizedTest
  @CsvSource({
    "2021-01-01T00:00:00Z, 2022-01-01T00:00:00Z",
    "2049-12-31T23:59:59Z, 2050-01-01T00:00:00Z",
    "2100-02-28T12:00:00Z, 2999-12-31T23:59:59Z"
  })
  void isWhatWasAskedFor(Instant from, Instant to) throws Exception {
    X509Certificate certificate = SelfSigned.create("vm1.example.test", from, to).certificate();

    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getVersion()).isEqualTo(3);
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=vm1.example.test");
    assertThat(certificate.getNotBefore().toInstant()).isEqualTo(from);
    assertThat(certificate.getNotAfter().toInstant()).isEqualTo(to);
  }

  @Test
  void aSecondImplementationReadsTheSame() throws Exception {
    Instant now = Instant.parse("2026-11-22T00:00:00Z");
    String longName = "x".repeat(60) + "." + "y".repeat(60) + "." + "z".repeat(100);
    X509Certificate certificate =
        SelfSigned.create(longName, now, now.plusSeconds(60)).certificate();
    X509CertificateHolder holder = new X509CertificateHolder(certificate.getEncoded());

    assertThat(holder.getSubject()).hasToString("CN=" + longName).isEqualTo(holder.getIssuer());
    assertThat(holder.toASN1Structure().getEncoded("DER")).isEqualTo(certificate.getEncoded());
    assertThat(holder.getSignatureAlgorithm().getAlgorithm().getId())
        .isEqualTo("1.2.840.10045.4.3.2");
  }
}
