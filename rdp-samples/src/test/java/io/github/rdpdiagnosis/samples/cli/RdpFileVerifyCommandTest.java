package io.github.rdpdiagnosis.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rdpdiag rdp-file verify}. */
class RdpFileVerifyCommandTest {
  private static final String SIGNED_LINES =
      String.join(
          "\r\n",
          "full address:s:a.example",
          "alternate full address:s:a.example",
          "signscope:s:Full Address,Alternate Full Address",
          "");

  @TempDir static Path folder;
  private static String signed;
  private static String certificate;

  private record Ran(int status, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  @BeforeAll
  static void sign() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair keys = generator.generateKeyPair();
    ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    X500Principal name = new X500Principal("CN=Example Publisher");
    Instant now = Instant.now();
    X509Certificate own =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        keys.getPublic())
                    .build(signer));
    CMSSignedDataGenerator cms = new CMSSignedDataGenerator();
    cms.addSignerInfoGenerator(
        new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .setDirectSignature(true)
            .build(signer, own));
    cms.addCertificates(new JcaCertStore(List.of(own)));
    byte[] der =
        cms.generate(new CMSProcessableByteArray((SIGNED_LINES + "\0").getBytes(UTF_16LE)), false)
            .getEncoded("DER");
    ByteBuffer container = ByteBuffer.allocate(12 + der.length).order(ByteOrder.LITTLE_ENDIAN);
    container.putInt(0x00010001).putInt(1).putInt(der.length).put(der);
    signed =
        "username:s:A\\ops\r\n"
            + SIGNED_LINES
            + "signature:s:"
            + Base64.getEncoder().encodeToString(container.array())
            + "\r\n";
    certificate =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(own.getEncoded())
            + "\n-----END CERTIFICATE-----\n";
  }

  private static Ran verify(String file, String... more) throws IOException {
    String path = Files.writeString(folder.resolve("sql1.rdp"), file).toString();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> args = new ArrayList<>(List.of("rdp-file", "verify", path));
    args.addAll(List.of(more));
    int status =
        RdpDiag.run(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            args.toArray(String[]::new));
    return new Ran(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static String trusted() throws IOException {
    return Files.writeString(folder.resolve("trusted.pem"), certificate).toString();
  }

  @Test
  void aGoodSignatureOfATrustedSignerIsClean() throws IOException {
    Ran ran = verify(signed, "--trust", trusted());

    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .startsWith("signature VALID\n")
        .contains("signer    CN=Example Publisher\n")
        .contains("signed    line   2  full address:s:a.example\n")
        .contains("unsigned  line   1  username:s:A\\ops\n");
  }

  @Test
  void whomThisJvmDoesNotTrustIsAFinding() throws IOException {
    Ran ran = verify(signed, "--output", "json");

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.json().at("/signature").asText()).isEqualTo("UNTRUSTED");
    assertThat(ran.json().at("/signer/sha256").asText()).hasSize(64);
    assertThat(ran.json().at("/signed").toString()).isEqualTo("[2,3]");
  }

  @Test
  void aChangedLineIsNamed() throws IOException {
    String changed = signed.replace("\nfull address:s:a.", "\nfull address:s:b.");
    Ran ran = verify(changed, "--trust", trusted(), "--output", "json");

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.json().at("/signature").asText()).isEqualTo("BROKEN");
    assertThat(ran.json().at("/changes/0/line").asInt()).isEqualTo(2);
    assertThat(ran.json().at("/changes/0/what").asText()).contains("was a.example");
    assertThat(verify(changed, "--trust", trusted()).out()).startsWith("signature BROKEN\n");
  }

  @Test
  void anAddressThatIsNotSignedIsAFinding() throws IOException {
    Ran ran = verify(signed + "server port:i:3390\r\n", "--trust", trusted());

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).startsWith("signature VALID\n").contains("line 6: RDP-18 WARNING: ");
  }

  @Test
  void aFileWithoutSignatureIsNotClean() throws IOException {
    Ran ran = verify("full address:s:a\r\n");

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).startsWith("signature UNSIGNED\n");
  }

  @Test
  void whatCannotBeReadIsOneLine() throws IOException {
    String noCertificate = Files.writeString(folder.resolve("no.pem"), "hello").toString();
    for (Ran ran :
        List.of(
            verify(signed, "--trust", noCertificate),
            verify(signed, "--trust", folder.resolve("none.pem").toString()),
            verify(""))) {
      assertThat(ran.status()).isEqualTo(2);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).startsWith("rdpdiag: ").hasLineCount(1);
    }
  }
}
