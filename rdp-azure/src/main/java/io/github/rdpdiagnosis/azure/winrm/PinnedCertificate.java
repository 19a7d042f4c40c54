package io.github.rdpdiagnosis.azure.winrm;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the one certificate that the caller named, whoever issued it and whatever name and dates
 * it has: those of WinRM are self-signed. Its key must be held, which TLS itself proves.
 */
final class PinnedCertificate extends X509ExtendedTrustManager {
  private final Thumbprint expected;
  private volatile Optional<Thumbprint> refused = Optional.empty();

  PinnedCertificate(Thumbprint expected) {
    this.expected = expected;
  }

  /** What another certificate that was shown hashes to. */
  Optional<Thumbprint> refused() {
    return refused;
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (!expected.isOf(chain[0])) {
      refused =
          Optional.of(Thumbprint.of(chain[0], expected.hex().length() == 40 ? "SHA-1" : "SHA-256"));
      throw new CertificateException("another certificate than the one that was named");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("no clients here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("no clients here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("no clients here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
