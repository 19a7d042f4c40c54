package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One handshake by JSSE over a connected socket, offering TLS 1.3 and 1.2, believing any
 * certificate: the point is to see it, and nothing is sent after the handshake.
 */
final class TlsHandshake {
  private static final Logger LOG = LoggerFactory.getLogger(TlsHandshake.class);
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private TlsHandshake() {}

  /**
   * The plain socket is closed at the limit, whatever the handshake is waiting for: read time-outs
   * start anew with every byte, and {@code SSLSocket.close()} may itself wait on a dead path.
   */
  static TlsReading perform(
      Socket plain,
      LadderSettings settings,
      String address,
      Duration limit,
      ScheduledExecutorService timer) {
    Started started = Started.now();
    AtomicBoolean timedOut = new AtomicBoolean();
    Witness witness = new Witness();
    ScheduledFuture<?> alarm =
        timer.schedule(
            () -> {
              timedOut.set(true);
              closeQuietly(plain);
            },
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
    try {
      plain.setSoTimeout(0); // the alarm ends it
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {witness}, null);
      SSLSocket tls =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, address, settings.port(), false);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setProtocols(VERSIONS);
      serverName(settings).ifPresent(name -> parameters.setServerNames(List.of(name)));
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      SSLSession session = tls.getSession();
      return TlsReading.complete(session.getProtocol(), session.getCipherSuite(), witness.seen);
    } catch (IOException | RuntimeException e) {
      // Run-time exceptions: JSSE has thrown them on hostile certificates.
      LOG.debug("TLS with {} failed after {}: {}", address, started.elapsed(), e.toString());
      return TlsReading.failed(e, timedOut.get(), witness.seen);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    } finally {
      alarm.cancel(false);
    }
  }

  private static Optional<SNIHostName> serverName(LadderSettings settings) {
    try {
      return settings.serverName().map(SNIHostName::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a host name that TLS cannot carry, such as one with an underscore
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The handshake ends with an exception either way.
    }
  }

  /**
   * Believes everything and remembers the server's certificate. A plain X509TrustManager would be
   * wrapped in checks of its own.
   */
  private static final class Witness extends X509ExtendedTrustManager {
    private volatile Optional<X509Certificate> seen = Optional.empty();

    private void remember(X509Certificate[] chain) {
      if (chain.length > 0) {
        seen = Optional.of(chain[0]);
      }
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
}
