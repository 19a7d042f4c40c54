package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.fact.Facts;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Takes the facts out of a server's certificate. Texts are cut to a sane length: the server made
 * them.
 */
final class CertificateFacts {
  private static final int LONGEST = 512;
  private static final int MOST_NAMES = 64;
  private static final int DNS_NAME = 2; // GeneralName choices, RFC 5280 section 4.2.1.6
  private static final int IP_ADDRESS = 7;

  private CertificateFacts() {}

  static void put(Facts.Builder facts, X509Certificate certificate) {
    X500Principal subject = certificate.getSubjectX500Principal();
    X500Principal issuer = certificate.getIssuerX500Principal();
    facts
        .put(ProbeFacts.CERTIFICATE_SUBJECT, cut(subject.getName()))
        .put(ProbeFacts.CERTIFICATE_ISSUER, cut(issuer.getName()))
        .put(ProbeFacts.CERTIFICATE_NAMES, names(certificate))
        .put(ProbeFacts.CERTIFICATE_NOT_BEFORE, certificate.getNotBefore().toInstant())
        .put(ProbeFacts.CERTIFICATE_NOT_AFTER, certificate.getNotAfter().toInstant())
        .put(ProbeFacts.CERTIFICATE_SELF_SIGNED, subject.equals(issuer));
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      facts.put(ProbeFacts.CERTIFICATE_SHA256, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("a parsed certificate has no SHA-256", e);
    }
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    for (List<?> name : alternativeNames(certificate)) {
      boolean wanted = name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS);
      if (wanted && name.get(1) instanceof String text && names.size() < MOST_NAMES) {
        names.add(cut(text));
      }
    }
    return names.isEmpty() ? commonNames(certificate.getSubjectX500Principal()) : names;
  }

  private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
    try {
      @Nullable Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      return List.of(); // a broken extension names nobody; the common name is left
    }
  }

  private static List<String> commonNames(X500Principal subject) {
    try {
      return new LdapName(subject.getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .filter(String.class::isInstance)
              .map(value -> cut((String) value))
              .limit(MOST_NAMES)
              .toList();
    } catch (InvalidNameException e) {
      return List.of(); // the subject itself is still reported as it stands
    }
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }
}
