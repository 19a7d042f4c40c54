package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.probes.internal.http.HttpHead;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import io.github.rdpdiagnosis.probes.internal.io.OpenSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * One HTTPS connection for a look at the server: any certificate is taken, and what is wrong with
 * it is told afterwards. Not thread-safe; closing its sockets from another thread ends each wait.
 */
final class WebConnection {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final Socket socket;
  private final String host;
  private final CertificateWitness witness;

  private WebConnection(Socket socket, String host, CertificateWitness witness) {
    this.socket = socket;
    this.host = host;
    this.witness = witness;
  }

  /**
   * How the attempt to connect ended.
   *
   * @param tcp how TCP ended
   * @param tls how TLS ended, if TCP opened
   * @param connection present exactly if the handshake was completed
   * @param why what failed, in the system's words
   */
  record Attempt(
      TcpOutcome tcp, Optional<TlsOutcome> tls, Optional<WebConnection> connection, String why) {}

  /** Connects and shakes hands; each at most as long as given. */
  static Attempt open(
      LadderSettings settings,
      InetSocketAddress address,
      String host,
      OpenSockets sockets,
      ScheduledExecutorService timer,
      Deadline deadline) {
    Socket plain;
    try {
      plain = sockets.open();
    } catch (IOException e) {
      return new Attempt(TcpOutcome.OTHER, Optional.empty(), Optional.empty(), "cancelled");
    }
    try {
      settings.connector().connect(plain, address, deadline.atMost(settings.connectTimeout()));
    } catch (IOException e) {
      TcpOutcome outcome = TcpFailures.classify(e);
      if (outcome != TcpOutcome.OPEN) {
        return new Attempt(
            outcome, Optional.empty(), Optional.empty(), String.valueOf(e.getMessage()));
      }
    }
    return handshake(plain, host, timer, deadline.atMost(settings.readTimeout()));
  }

  private static Attempt handshake(
      Socket plain, String host, ScheduledExecutorService timer, Duration limit) {
    CertificateWitness witness = new CertificateWitness();
    AtomicBoolean timedOut = new AtomicBoolean();
    ScheduledFuture<?> alarm =
        timer.schedule(
            () -> {
              timedOut.set(true);
              closeQuietly(plain);
            },
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {witness}, null);
      SSLSocket tls =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), false);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setProtocols(VERSIONS);
      serverName(host).ifPresent(name -> parameters.setServerNames(List.of(name)));
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      return new Attempt(
          TcpOutcome.OPEN,
          Optional.of(TlsOutcome.HANDSHAKE),
          Optional.of(new WebConnection(tls, host, witness)),
          "");
    } catch (IOException | RuntimeException e) {
      // Run-time exceptions: JSSE has thrown them on hostile certificates.
      TlsReading reading = TlsReading.failed(e, timedOut.get(), List.of());
      return new Attempt(
          TcpOutcome.OPEN, Optional.of(reading.outcome()), Optional.empty(), reading.why());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    } finally {
      alarm.cancel(false);
    }
  }

  private static Optional<SNIHostName> serverName(String host) {
    try {
      return Literals.parse(host).isPresent()
          ? Optional.empty()
          : Optional.of(new SNIHostName(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a name that TLS cannot carry
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The handshake ends with an exception either way.
    }
  }

  /** Sends the request and reads the head of the reply, and what of its body comes with it. */
  Answer ask(String request, Deadline until) {
    return Dialogue.ask(
        socket,
        request.getBytes(StandardCharsets.US_ASCII),
        (bytes, count) -> {
          int end = HttpHead.end(bytes, count);
          return end < 0 ? count + 1 : count;
        },
        HttpHead.MOST_BYTES,
        until);
  }

  /** As {@link #ask}, and reads on until the server closes. */
  Answer askAll(String request, Deadline until) {
    return Dialogue.ask(
        socket,
        request.getBytes(StandardCharsets.US_ASCII),
        (bytes, count) -> count + 1,
        HttpHead.MOST_BYTES,
        until);
  }

  /** The server's certificate. */
  Optional<X509Certificate> certificate() {
    return witness.chain().stream().findFirst();
  }

  /** What a client that insists on a good certificate would say. */
  List<CertificateProblem> problems(Instant now) {
    if (witness.chain().isEmpty()) {
      return List.of();
    }
    List<CertificateProblem> problems = new ArrayList<>();
    X509Certificate own = witness.chain().get(0);
    if (now.isAfter(own.getNotAfter().toInstant())) {
      problems.add(CertificateProblem.EXPIRED);
    } else if (now.isBefore(own.getNotBefore().toInstant())) {
      problems.add(CertificateProblem.NOT_YET_VALID);
    }
    if (!CertificateNames.of(own).match(host)) {
      problems.add(CertificateProblem.OTHER_NAME);
    }
    if (problems.isEmpty() && !isTrusted()) {
      problems.add(CertificateProblem.UNTRUSTED_HERE);
    }
    return problems;
  }

  private boolean isTrusted() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager trust) {
          trust.checkServerTrusted(witness.chain().toArray(X509Certificate[]::new), "UNKNOWN");
          return true;
        }
      }
      return false;
    } catch (CertificateException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no trust store", e);
    }
  }
}
