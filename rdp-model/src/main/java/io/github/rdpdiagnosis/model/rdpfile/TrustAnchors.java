package io.github.rdpdiagnosis.model.rdpfile;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom to trust, and when. Revocation is not looked at: that would take a connection. */
record TrustAnchors(Set<X509Certificate> anchors, Instant at) {
  /** What this JVM trusts, in its {@code cacerts} or wherever it was told to look. */
  static TrustAnchors ofJvm(Instant at) {
    Set<X509Certificate> anchors = new HashSet<>();
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          anchors.addAll(List.of(x509.getAcceptedIssuers()));
        }
      }
    } catch (GeneralSecurityException e) {
      return new TrustAnchors(Set.of(), at); // nobody is trusted, and objection() says so
    }
    return new TrustAnchors(anchors, at);
  }

  /** Why a certificate is not trusted, in one sentence; empty where it is. */
  Optional<String> objection(X509Certificate certificate, Collection<X509Certificate> others) {
    if (at.isAfter(certificate.getNotAfter().toInstant())) {
      return Optional.of(
          "Its certificate expired at " + certificate.getNotAfter().toInstant() + ".");
    }
    if (at.isBefore(certificate.getNotBefore().toInstant())) {
      return Optional.of(
          "Its certificate is not valid before " + certificate.getNotBefore().toInstant() + ".");
    }
    if (anchors.isEmpty()) {
      return Optional.of("There is no trust anchor to compare its certificate with.");
    }
    if (anchors.contains(certificate)) {
      return Optional.empty();
    }
    return hasPath(certificate, others)
        ? Optional.empty()
        : Optional.of("Its certificate leads to none of the trust anchors here.");
  }

  private boolean hasPath(X509Certificate certificate, Collection<X509Certificate> others) {
    Set<TrustAnchor> trusted = new HashSet<>();
    anchors.forEach(anchor -> trusted.add(new TrustAnchor(anchor, null)));
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(certificate);
    try {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, target);
      parameters.addCertStore(
          CertStore.getInstance(
              "Collection", new CollectionCertStoreParameters(new ArrayList<>(others))));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      CertPathBuilder.getInstance("PKIX").build(parameters);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
