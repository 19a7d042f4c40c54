package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.probes.internal.x509.SelfSigned;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A web server on loopback: each request line gets the reply that the test gives for it. */
final class WebPeer implements AutoCloseable {
  /** Reply that keeps the connection open and says nothing. */
  static final String SILENCE = "silence";

  private final ServerSocket listener;
  private final Function<String, String> reply;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private WebPeer(ServerSocket listener, Function<String, String> reply) {
    this.listener = listener;
    this.reply = reply;
    Thread thread = new Thread(this::accept, "web-peer");
    thread.setDaemon(true);
    thread.start();
  }

  static WebPeer plain(Function<String, String> reply) {
    try {
      return new WebPeer(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()), reply);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static WebPeer tls(String name, Duration validFor, Function<String, String> reply) {
    try {
      Instant end = Instant.now().plus(validFor);
      SelfSigned identity = SelfSigned.create(name, end.minus(Duration.ofDays(400)), end);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "web", identity.key(), new char[0], new X509Certificate[] {identity.certificate()});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return new WebPeer(
          context
              .getServerSocketFactory()
              .createServerSocket(0, 16, InetAddress.getLoopbackAddress()),
          reply);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** All heads that came, as text. */
  List<String> requests() {
    return requests;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread thread = new Thread(() -> serve(socket), "web-peer-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        // Closed, which ends the loop, or a client that gave up.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        head.append((char) next);
      }
      requests.add(head.toString());
      String answer = reply.apply(head.substring(0, head.indexOf("\r\n")));
      if (answer.equals(SILENCE)) {
        in.read(); // until the client gives up
        return;
      }
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // The client is gone.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
