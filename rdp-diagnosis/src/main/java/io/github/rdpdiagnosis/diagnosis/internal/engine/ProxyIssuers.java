package io.github.rdpdiagnosis.diagnosis.internal.engine;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names by which certificate authorities of TLS inspection go: products at the edge of a network
 * and security software on a computer, and what administrators call their own. A VM makes its RDP
 * certificate itself or gets one from a company's or a public authority, none of which is called
 * so.
 */
final class ProxyIssuers {
  private static final List<String> NAMES =
      List.of(
          "avast web/mail shield",
          "avg web/mail shield",
          "barracuda",
          "bitdefender",
          "blue coat",
          "bluecoat",
          "cato networks",
          "charles proxy",
          "check point",
          "cisco umbrella",
          "contentkeeper",
          "do_not_trust_fiddler",
          "eset ssl filter",
          "forcepoint",
          "fortigate",
          "fortinet",
          "iboss",
          "kaspersky",
          "mcafee web gateway",
          "menlo security",
          "mitmproxy",
          "netskope",
          "palo alto",
          "portswigger",
          "skyhigh security",
          "smoothwall",
          "sonicwall",
          "sophos",
          "squid",
          "untangle",
          "watchguard",
          "websense",
          "zscaler");

  /**
   * What no authority for servers is called: inspection, interception, decryption of TLS, a proxy.
   */
  private static final Pattern KIND =
      Pattern.compile(
          "\\b(?:(?:tls|ssl|https|web|forward)[ -]?"
              + "(?:proxy|inspection|interception|decryption|filter|gateway)|proxy ca)\\b");

  private ProxyIssuers() {}

  /**
   * Whether an issuer's name gives inspection away.
   *
   * @param issuer RFC 2253
   */
  static boolean isOne(String issuer) {
    String text = issuer.toLowerCase(Locale.ROOT);
    return NAMES.stream().anyMatch(text::contains) || KIND.matcher(text).find();
  }
}
