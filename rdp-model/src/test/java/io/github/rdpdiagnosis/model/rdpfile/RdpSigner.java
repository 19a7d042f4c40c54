package io.github.rdpdiagnosis.model.rdpfile;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Signs files as rdpsign does, with keys of its own. Written from the format, not from the check.
 */
final class RdpSigner {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final Map<String, String> LABELS = new LinkedHashMap<>();

  static {
    LABELS.put("full address", "Full Address");
    LABELS.put("alternate full address", "Alternate Full Address");
    LABELS.put("server port", "Server Port");
    LABELS.put("enablecredsspsupport", "EnableCredSspSupport");
    LABELS.put("gatewayhostname", "GatewayHostname");
    LABELS.put("authentication level", "Authentication Level");
    LABELS.put("redirectclipboard", "RedirectClipboard");
    LABELS.put("drivestoredirect", "DrivesToRedirect");
  }

  final X509Certificate root;
  final X509Certificate own;
  final KeyPair keys;
  private final String algorithm;
  private boolean hasAttributes;
  private List<X509Certificate> sent;

  RdpSigner(String keyType, String algorithm) throws Exception {
    this.algorithm = algorithm;
    KeyPair rootKeys = keys(keyType);
    keys = keys(keyType);
    root = certificate("CN=Example Root", rootKeys, "CN=Example Root", rootKeys, true);
    own = certificate("CN=Example Publisher,O=Example", keys, "CN=Example Root", rootKeys, false);
    sent = List.of(own);
  }

  private static KeyPair keys(String type) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
    generator.initialize(type.equals("EC") ? 256 : 2048);
    return generator.generateKeyPair();
  }

  private X509Certificate certificate(
      String subject, KeyPair subjectKeys, String issuer, KeyPair issuerKeys, boolean isCa)
      throws Exception {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Principal(issuer),
            BigInteger.valueOf(isCa ? 1 : 2),
            Date.from(Instant.parse("2026-01-01T00:00:00Z")),
            Date.from(Instant.parse("2028-01-01T00:00:00Z")),
            new X500Principal(subject),
            subjectKeys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isCa));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder(
                        issuerKeys.getPrivate().getAlgorithm().equals("EC")
                            ? "SHA256withECDSA"
                            : "SHA256withRSA")
                    .build(issuerKeys.getPrivate())));
  }

  /** With signed attributes, as other signing tools put in. */
  RdpSigner withAttributes() {
    hasAttributes = true;
    return this;
  }

  /** Sends these certificates instead of the signer's alone. */
  RdpSigner sending(X509Certificate... certificates) {
    sent = List.of(certificates);
    return this;
  }

  /** The lines with CRLF, and the two that a signer adds. */
  String sign(String... settings) throws Exception {
    List<String> lines = new ArrayList<>(List.of(settings));
    boolean hasAlternate = lines.stream().anyMatch(l -> l.startsWith("alternate full address:"));
    for (String line : settings) {
      if (line.startsWith("full address:s:") && !hasAlternate) {
        lines.add("alternate " + line);
      }
    }
    List<String> signed = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    LABELS.forEach(
        (name, label) -> {
          for (String line : lines) {
            if (line.startsWith(name + ":")) {
              signed.add(line);
              labels.add(label);
            }
          }
        });
    String scope = "signscope:s:" + String.join(",", labels);
    String text = String.join("\r\n", signed) + "\r\n" + scope + "\r\n\0";
    lines.add(scope);
    lines.add("signature:s:" + wrapped(container(cms(text.getBytes(UTF_16LE)))));
    return String.join("\r\n", lines) + "\r\n";
  }

  private byte[] cms(byte[] text) throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .setDirectSignature(!hasAttributes)
            .build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()), own));
    generator.addCertificates(new JcaCertStore(sent));
    return generator.generate(new CMSProcessableByteArray(text), false).getEncoded("DER");
  }

  static byte[] container(byte[] cms) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    out.writeBytes(header.putInt(0x00010001).putInt(1).putInt(cms.length).array());
    out.writeBytes(cms);
    return out.toByteArray();
  }

  /** Base64 in pieces of 64 with two blanks after each, as the Windows tool writes it. */
  static String wrapped(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes).replaceAll("(.{1,64})", "$1  ");
  }
}
