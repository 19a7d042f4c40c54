package io.github.rdpdiagnosis.azure.winrm;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The hash of a certificate's DER form by which Windows and Azure name it.
 *
 * @param hex 40 hexadecimal digits of SHA-1, as Windows and Key Vault show it, or 64 of SHA-256;
 *     upper case
 */
public record Thumbprint(String hex) {
  /** Checks the digits. */
  public Thumbprint {
    if (!hex.matches("[0-9A-F]{40}|[0-9A-F]{64}")) {
      throw new IllegalArgumentException(
          "a thumbprint has 40 (SHA-1) or 64 (SHA-256) hexadecimal digits, got "
              + hex.length()
              + " characters");
    }
  }

  /**
   * From text as people copy it: any case, with blanks, colons, and the invisible mark that the
   * certificate dialog of Windows puts before it.
   *
   * @param text the text
   * @return the thumbprint
   * @throws IllegalArgumentException if it is none; the URL of a Key Vault is for {@link
   *     KeyVaultReference}
   */
  public static Thumbprint parse(String text) {
    if (text.strip().toLowerCase(Locale.ROOT).startsWith("https:")) {
      throw new IllegalArgumentException(
          "the URL of a Key Vault is no thumbprint: KeyVaultReference reads the certificate there");
    }
    return new Thumbprint(text.replaceAll("[\\s:\u200e\u200f]", "").toUpperCase(Locale.ROOT));
  }

  boolean isOf(X509Certificate certificate) {
    return hex.equals(of(certificate, hex.length() == 40 ? "SHA-1" : "SHA-256").hex());
  }

  static Thumbprint of(X509Certificate certificate, String algorithm) {
    try {
      byte[] hash = MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
      return new Thumbprint(HexFormat.of().withUpperCase().formatHex(hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
