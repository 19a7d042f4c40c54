package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Signer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignerDigestMismatchException;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.RuntimeOperatorException;

/**
 * A detached CMS signature (RFC 5652 section 5). The only class that needs Bouncy Castle, which may
 * be absent: whoever uses it is prepared for {@link NoClassDefFoundError}.
 */
final class CmsSignature {
  /** Signers send a chain of two or three; each more would make the search for a path longer. */
  private static final int MAX_CERTIFICATES = 8;

  /** These data are no signature that could be judged. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean isDamage;

    Unreadable(String message, boolean isDamage) {
      super(message);
      this.isDamage = isDamage;
    }

    /** Whether the data are none at all, rather than of a kind that is not known. */
    boolean isDamage() {
      return isDamage;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  private final byte[] der;
  private final X509Certificate certificate;
  private final List<X509Certificate> certificates;
  private final SignerInformationVerifier verifier;

  private CmsSignature(
      byte[] der,
      X509Certificate certificate,
      List<X509Certificate> certificates,
      SignerInformationVerifier verifier) {
    this.der = der;
    this.certificate = certificate;
    this.certificates = List.copyOf(certificates);
    this.verifier = verifier;
  }

  static CmsSignature read(byte[] der) throws Unreadable {
    CMSSignedData signed = parse(der, new byte[0]);
    Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
    if (signers.size() != 1) {
      throw new Unreadable("The signature has " + signers.size() + " signers, not one", false);
    }
    SignerInformation signer = signers.iterator().next();
    Collection<X509CertificateHolder> all = signed.getCertificates().getMatches(null);
    if (all.size() > MAX_CERTIFICATES) {
      throw new Unreadable(
          "The signature carries "
              + all.size()
              + " certificates, at most "
              + MAX_CERTIFICATES
              + " are read",
          false);
    }
    List<X509Certificate> certificates = new ArrayList<>();
    X509Certificate own = null;
    for (X509CertificateHolder holder : all) {
      X509Certificate read = certificate(holder);
      certificates.add(read);
      own = signer.getSID().match(holder) ? read : own;
    }
    if (own == null) {
      throw new Unreadable("The signature does not carry its signer's certificate", false);
    }
    try {
      return new CmsSignature(
          der,
          own,
          certificates,
          new JcaSimpleSignerInfoVerifierBuilder().build(own.getPublicKey()));
    } catch (OperatorCreationException e) {
      throw new Unreadable("The signer's key is of a kind that this JVM does not know", false);
    }
  }

  private static CMSSignedData parse(byte[] der, byte[] text) throws Unreadable {
    try {
      return new CMSSignedData(new CMSProcessableByteArray(text), der);
    } catch (CMSException | RuntimeException e) {
      throw new Unreadable("The signature holds no CMS data", true);
    }
  }

  private static X509Certificate certificate(X509CertificateHolder holder) throws Unreadable {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
    } catch (IOException | CertificateException e) {
      throw new Unreadable("The signature carries a certificate that cannot be read", true);
    }
  }

  X509Certificate certificate() {
    return certificate;
  }

  List<X509Certificate> certificates() {
    return certificates;
  }

  Signer signer() {
    return new Signer(
        Printable.excerpt(certificate.getSubjectX500Principal().getName()),
        Printable.excerpt(certificate.getIssuerX500Principal().getName()),
        thumbprint(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant());
  }

  private String thumbprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest).toUpperCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException | CertificateException e) {
      throw new IllegalStateException(e); // every JVM has SHA-256, and the certificate was read
    }
  }

  /** Whether the signature was made over this text with the certificate's key. */
  boolean verifies(byte[] text) throws Unreadable {
    try {
      return parse(der, text).getSignerInfos().getSigners().iterator().next().verify(verifier);
    } catch (CMSSignerDigestMismatchException | RuntimeOperatorException e) {
      return false; // another text, or bytes that no key of this kind makes
    } catch (CMSException e) {
      throw new Unreadable("The signature is of a kind that this JVM does not know", false);
    }
  }
}
