package io.github.rdpdiagnosis.probes.internal.tls;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cipher suites that servers without TLS 1.3 know, most wanted first (names and codes: IANA TLS
 * Cipher Suites registry).
 */
final class OldSuites {
  /** Code to name, in the order in which they are offered. */
  static final Map<Integer, String> BY_CODE = table();

  private OldSuites() {}

  static String name(int code) {
    return BY_CODE.getOrDefault(code, String.format("UNKNOWN(0x%04x)", code));
  }

  private static Map<Integer, String> table() {
    Map<Integer, String> suites = new LinkedHashMap<>();
    suites.put(0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    suites.put(0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    suites.put(0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    suites.put(0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    suites.put(0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384");
    suites.put(0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256");
    suites.put(0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA");
    suites.put(0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA");
    suites.put(0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");
    suites.put(0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");
    suites.put(0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA");
    suites.put(0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA");
    suites.put(0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256");
    suites.put(0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256");
    suites.put(0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA");
    suites.put(0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA");
    suites.put(0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA");
    suites.put(0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA");
    suites.put(0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA");
    suites.put(0x0005, "TLS_RSA_WITH_RC4_128_SHA");
    suites.put(0x0004, "TLS_RSA_WITH_RC4_128_MD5");
    suites.put(0x0009, "TLS_RSA_WITH_DES_CBC_SHA");
    return Collections.unmodifiableMap(suites);
  }
}
