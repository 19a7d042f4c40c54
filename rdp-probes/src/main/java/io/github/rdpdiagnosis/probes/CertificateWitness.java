package io.github.rdpdiagnosis.probes;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes everything and remembers the server's certificates. A plain X509TrustManager would be
 * wrapped in checks of its own.
 */
final class CertificateWitness extends X509ExtendedTrustManager {
  private volatile List<X509Certificate> seen = List.of();

  /** The server's certificates, its own first; empty before the handshake came to them. */
  List<X509Certificate> chain() {
    return seen;
  }

  private void remember(X509Certificate[] chain) {
    seen = List.of(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
    remember(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
    remember(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {
    remember(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
    throw new UnsupportedOperationException("this side is the client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
    throw new UnsupportedOperationException("this side is the client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {
    throw new UnsupportedOperationException("this side is the client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
