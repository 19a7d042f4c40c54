package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.fact.Facts;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the facts out of the certificates that a server showed, however they were read. Texts are
 * cut to a sane length: the server made them.
 */
final class CertificateFacts {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateFacts.class);
  private static final int LONGEST = 512;
  private static final int MOST_CERTIFICATES = 8;

  private CertificateFacts() {}

  /**
   * Parses DER. The chain ends before the first certificate that cannot be read.
   *
   * @param chain the server's own first
   */
  static List<X509Certificate> parse(List<byte[]> chain) {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (byte[] der : chain) {
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      }
    } catch (CertificateException | RuntimeException e) {
      // Run-time exceptions: parsers of the JDK have thrown them on hostile certificates.
      LOG.debug("certificate {} cannot be read: {}", certificates.size(), e.toString());
    }
    return certificates;
  }

  /**
   * Adds the facts, none for an empty chain.
   *
   * @param chain the server's own first
   * @param host what was asked for
   */
  static void put(Facts.Builder facts, List<X509Certificate> chain, String host) {
    if (chain.isEmpty()) {
      return;
    }
    X509Certificate own = chain.get(0);
    CertificateNames names = CertificateNames.of(own);
    facts
        .put(ProbeFacts.CERTIFICATE_SUBJECT, subject(own))
        .put(ProbeFacts.CERTIFICATE_ISSUER, cut(own.getIssuerX500Principal().getName()))
        .put(ProbeFacts.CERTIFICATE_NAMES, names.all())
        .put(ProbeFacts.CERTIFICATE_NAME_MATCHES, names.match(host))
        .put(ProbeFacts.CERTIFICATE_NOT_BEFORE, own.getNotBefore().toInstant())
        .put(ProbeFacts.CERTIFICATE_NOT_AFTER, own.getNotAfter().toInstant())
        .put(ProbeFacts.CERTIFICATE_SHA256, hash(own, "SHA-256"))
        .put(ProbeFacts.CERTIFICATE_SHA1, hash(own, "SHA-1"))
        .put(ProbeFacts.CERTIFICATE_SIGNATURE, cut(own.getSigAlgName()));
    selfSigned(own).ifPresent(is -> facts.put(ProbeFacts.CERTIFICATE_SELF_SIGNED, is));
    putKey(facts, own);
    if (chain.size() > 1) {
      List<X509Certificate> shown = chain.subList(0, Math.min(MOST_CERTIFICATES, chain.size()));
      facts
          .put(
              ProbeFacts.CERTIFICATE_CHAIN_SUBJECTS,
              shown.stream().map(CertificateFacts::subject).toList())
          .put(
              ProbeFacts.CERTIFICATE_CHAIN_SHA256,
              shown.stream().map(c -> hash(c, "SHA-256")).toList());
    }
  }

  private static void putKey(Facts.Builder facts, X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    facts.put(ProbeFacts.CERTIFICATE_KEY, cut(key.getAlgorithm()));
    bits(key).ifPresent(bits -> facts.put(ProbeFacts.CERTIFICATE_KEY_BITS, bits));
  }

  private static OptionalLong bits(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return OptionalLong.of(rsa.getModulus().bitLength());
    }
    if (key instanceof ECPublicKey ec) {
      return OptionalLong.of(ec.getParams().getOrder().bitLength());
    }
    return key instanceof DSAPublicKey dsa && dsa.getParams() != null
        ? OptionalLong.of(dsa.getParams().getP().bitLength())
        : OptionalLong.empty();
  }

  /** Empty where this JVM does not know the algorithm, so that it cannot be told. */
  private static Optional<Boolean> selfSigned(X509Certificate certificate) {
    if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return Optional.of(false);
    }
    try {
      certificate.verify(certificate.getPublicKey());
      return Optional.of(true);
    } catch (SignatureException | InvalidKeyException e) {
      return Optional.of(false);
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static String subject(X509Certificate certificate) {
    return cut(certificate.getSubjectX500Principal().getName());
  }

  private static String hash(X509Certificate certificate, String algorithm) {
    try {
      byte[] hash = MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("a parsed certificate has no " + algorithm, e);
    }
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }
}
