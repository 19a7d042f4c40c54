package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.io.Alarm;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One handshake by JSSE over a connected socket, offering TLS 1.3 and 1.2, believing any
 * certificate: the point is to see it.
 */
final class TlsHandshake {
  private static final Logger LOG = LoggerFactory.getLogger(TlsHandshake.class);
  private static final AtomicBoolean PREPARED = new AtomicBoolean();
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private TlsHandshake() {}

  /**
   * How it ended, and what can be gone on with.
   *
   * @param socket where it was complete; closing the plain socket below is enough
   */
  record Done(TlsReading reading, Optional<SSLSocket> socket) {}

  /**
   * Loads what a handshake needs by writing a ClientHello that nobody gets. A fresh JVM takes some
   * hundred milliseconds for it, which are better spent while the server is waited for anyway. Does
   * so once; whoever comes second goes on at once.
   */
  static void prepare() {
    if (PREPARED.getAndSet(true)) {
      return;
    }
    try {
      SSLContext context = context(new CertificateWitness());
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(true);
      engine.wrap(
          ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    } catch (SSLException e) {
      LOG.debug("no ClientHello could be written in advance: {}", e.toString());
    }
  }

  /**
   * The plain socket is closed at the limit, whatever the handshake is waiting for: read time-outs
   * start anew with every byte, and {@code SSLSocket.close()} may itself wait on a dead path.
   */
  static Done perform(
      Socket plain,
      LadderSettings settings,
      String address,
      Duration limit,
      ScheduledExecutorService timer) {
    Started started = Started.now();
    CertificateWitness witness = new CertificateWitness();
    SSLSocket tls;
    try {
      plain.setSoTimeout(0); // the alarm ends it
      tls = socket(plain, settings, address, witness); // not on the server's time
    } catch (IOException e) {
      return new Done(TlsReading.failed(e, false, witness.chain()), Optional.empty());
    }
    try (Alarm alarm = new Alarm(plain, limit, timer)) {
      try {
        tls.startHandshake();
        SSLSession session = tls.getSession();
        return new Done(
            TlsReading.complete(session.getProtocol(), session.getCipherSuite(), witness.chain()),
            Optional.of(tls));
      } catch (IOException | RuntimeException e) {
        // Run-time exceptions: JSSE has thrown them on hostile certificates.
        LOG.debug("TLS with {} failed after {}: {}", address, started.elapsed(), e.toString());
        return new Done(TlsReading.failed(e, alarm.hasRung(), witness.chain()), Optional.empty());
      }
    }
  }

  private static SSLSocket socket(
      Socket plain, LadderSettings settings, String address, CertificateWitness witness)
      throws IOException {
    SSLSocket tls =
        (SSLSocket)
            context(witness)
                .getSocketFactory()
                .createSocket(plain, address, settings.port(), false);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(VERSIONS);
    serverName(settings).ifPresent(name -> parameters.setServerNames(List.of(name)));
    tls.setSSLParameters(parameters);
    return tls;
  }

  private static SSLContext context(CertificateWitness witness) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {witness}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  private static Optional<SNIHostName> serverName(LadderSettings settings) {
    try {
      return settings.serverName().map(SNIHostName::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a host name that TLS cannot carry, such as one with an underscore
    }
  }
}
