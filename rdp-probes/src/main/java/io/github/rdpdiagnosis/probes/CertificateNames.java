package io.github.rdpdiagnosis.probes;

import java.net.IDN;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * The names that a certificate is for: the DNS names and addresses of its subjectAltName; where it
 * has none of either, its common names, as RFC 6125 section 6.4.4 has it and Remote Desktop's own
 * self-signed certificates need it.
 *
 * @param dns host names as they stand
 * @param addresses IP addresses as text
 */
record CertificateNames(List<String> dns, List<String> addresses) {
  private static final int LONGEST = 512;
  private static final int MOST = 64;
  private static final int DNS_NAME = 2; // GeneralName choices, RFC 5280 section 4.2.1.6
  private static final int IP_ADDRESS = 7;

  CertificateNames {
    dns = List.copyOf(dns);
    addresses = List.copyOf(addresses);
  }

  static CertificateNames of(X509Certificate certificate) {
    List<String> dns = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (List<?> name : alternativeNames(certificate)) {
      if (name.get(1) instanceof String text && dns.size() + addresses.size() < MOST) {
        if (name.get(0).equals(DNS_NAME)) {
          dns.add(cut(text));
        } else if (name.get(0).equals(IP_ADDRESS)) {
          addresses.add(cut(text));
        }
      }
    }
    return dns.isEmpty() && addresses.isEmpty()
        ? new CertificateNames(commonNames(certificate), addresses)
        : new CertificateNames(dns, addresses);
  }

  List<String> all() {
    List<String> all = new ArrayList<>(dns);
    all.addAll(addresses);
    return all;
  }

  /**
   * Whether the certificate is for a host. An address matches addresses only; a name matches names
   * without regard to case, and a name whose whole first label is {@code *} stands for exactly one
   * label (RFC 9525 section 6.3).
   *
   * @param host as the user wrote it: a name, with or without a final dot, or an address
   */
  boolean match(String host) {
    Optional<InetAddress> address = Literals.parse(host);
    if (address.isPresent()) {
      return addresses.stream()
          .anyMatch(text -> Literals.parse(text).filter(address.get()::equals).isPresent());
    }
    Optional<String> asked = canonical(host);
    return asked.isPresent()
        && dns.stream()
            .map(CertificateNames::canonical)
            .anyMatch(name -> name.isPresent() && matches(name.get(), asked.get()));
  }

  private static boolean matches(String presented, String asked) {
    if (!presented.startsWith("*.")) {
      return presented.equals(asked);
    }
    String parent = presented.substring(1);
    int dot = asked.indexOf('.');
    return dot > 0
        && parent.indexOf('.', 1) > 0 // not all of a top-level domain
        && parent.indexOf('*') < 0
        && asked.substring(dot).equals(parent);
  }

  /** As A-labels, in lower case, without the final dot; empty for what is no host name. */
  private static Optional<String> canonical(String name) {
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    try {
      return Optional.of(IDN.toASCII(bare, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT))
          .filter(n -> !n.isEmpty());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a label that is too long, or characters that no name has
    }
  }

  private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
    try {
      @Nullable Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      return List.of(); // a broken extension names nobody; the common name is left
    }
  }

  private static List<String> commonNames(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .filter(String.class::isInstance)
              .map(value -> cut((String) value))
              .limit(MOST)
              .toList();
    } catch (InvalidNameException e) {
      return List.of(); // the subject itself is still reported as it stands
    }
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }
}
