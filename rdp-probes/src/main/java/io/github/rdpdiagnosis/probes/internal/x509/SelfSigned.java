package io.github.rdpdiagnosis.probes.internal.x509;

import io.github.rdpdiagnosis.probes.internal.asn1.Der;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;

/**
 * A fresh P-256 key and a version 3 certificate without extensions that it signs itself (RFC 5280
 * section 4.1).
 *
 * @param key the private key
 * @param certificate subject and issuer are {@code CN=} the name
 */
public record SelfSigned(PrivateKey key, X509Certificate certificate) {
  private static final byte[] ECDSA_WITH_SHA256 =
      Der.sequence(Der.oid(42, 840, 10045, 4, 3, 2)); // 1.2.840.10045.4.3.2
  private static final byte[] COMMON_NAME = Der.oid(85, 4, 3); // 2.5.4.3
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Makes one.
   *
   * @param commonName the common name
   * @param notBefore start of validity; fractions of a second are dropped
   * @param notAfter end of validity; fractions of a second are dropped
   * @return key and certificate
   */
  public static SelfSigned create(String commonName, Instant notBefore, Instant notAfter) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      KeyPair pair = generator.generateKeyPair();
      byte[] name = Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.utf8(commonName))));
      byte[] body =
          Der.sequence(
              Der.tagged(0, Der.integer(BigInteger.TWO)), // version 3
              Der.integer(new BigInteger(64, RANDOM).setBit(63)), // serialNumber
              ECDSA_WITH_SHA256, // signature
              name, // issuer
              Der.sequence(Der.time(notBefore), Der.time(notAfter)), // validity
              name, // subject
              pair.getPublic().getEncoded()); // subjectPublicKeyInfo
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(body);
      byte[] whole = Der.sequence(body, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(whole));
      return new SelfSigned(pair.getPrivate(), certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot sign with P-256 and SHA-256", e);
    }
  }
}
