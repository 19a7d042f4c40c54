package io.github.rdpdiagnosis.samples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.rdpdiagnosis.azure.winrm.Thumbprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A WinRM service over HTTPS on loopback for one made-up computer: it asks for NTLM inside
 * Negotiate and verifies the answer by its own computation, keeps shells as Windows does, and runs
 * this library's two scripts and nothing else.
 */
public final class WinRmStub implements AutoCloseable {
  /** How it behaves. */
  public enum Behaviour {
    /** As a healthy service. */
    HONEST,
    /** Offers Basic and verifies it. */
    BASIC,
    /** Offers Kerberos only. */
    KERBEROS,
    /** Takes the account, and then answers with an error that is no SOAP. */
    ERROR,
    /** Takes the account, and refuses it a shell. */
    NO_ADMINISTRATOR,
    /** Takes the account, and then answers with noise. */
    GARBAGE,
    /** Takes the account, and then sends a byte now and then, without end. */
    SLOW,
    /** Everything goes well, but the script never ends. */
    ENDLESS,
    /** The script fails, and says so where errors go. */
    SCRIPT_FAILS
  }

  /** What runs scripts: by name and with parameters. */
  @FunctionalInterface
  public interface Scripts {
    /**
     * Runs one.
     *
     * @param parameters of the script; {@code What} is one of the script that changes settings only
     * @return what it prints
     */
    String run(Map<String, String> parameters);
  }

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(WinRmStub::daemon);
  private final X509Certificate certificate;
  private final String computer;
  private final String user;
  private final String password;
  private final WinRmShells shells;
  private final Map<InetSocketAddress, NtlmVerifier> challenged = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, Boolean> accepted = new ConcurrentHashMap<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = Behaviour.HONEST;

  private WinRmStub(String computer, String user, String password, Scripts scripts) {
    this.computer = computer;
    this.user = user;
    this.password = password;
    this.shells = new WinRmShells(scripts);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      KeyPair pair = generator.generateKeyPair();
      this.certificate = certificate(computer, pair);
      this.server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls(certificate, pair)));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("this JVM cannot make a certificate", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/wsman", this::answer);
    server.start();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "winrm-stub");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts one on a free port.
   *
   * @param computer the name of the made-up computer
   * @param user its one account
   * @param password the account's password
   * @param scripts what runs there
   * @return the stub
   */
  public static WinRmStub start(String computer, String user, String password, Scripts scripts) {
    return new WinRmStub(computer, user, password, scripts);
  }

  private static X509Certificate certificate(String name, KeyPair pair)
      throws GeneralSecurityException, OperatorCreationException {
    X500Name subject = new X500Name("CN=" + name);
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            BigInteger.valueOf(now.toEpochMilli()),
            Date.from(now.minus(1, ChronoUnit.DAYS)),
            Date.from(now.plus(1, ChronoUnit.DAYS)),
            subject,
            pair.getPublic());
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  private static SSLContext tls(X509Certificate certificate, KeyPair pair)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "winrm",
        pair.getPrivate(),
        new char[0],
        new java.security.cert.Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /**
   * Plants a behaviour.
   *
   * @param planted from the next request on
   * @return this stub
   */
  public WinRmStub behaving(Behaviour planted) {
    behaviour = planted;
    return this;
  }

  /**
   * Where it listens, on 127.0.0.1.
   *
   * @return the TCP port
   */
  public int port() {
    return server.getAddress().getPort();
  }

  /**
   * The hash of its certificate.
   *
   * @return SHA-1, as Windows shows it
   */
  public Thumbprint thumbprint() {
    return thumbprint("SHA-1");
  }

  /**
   * The hash of its certificate.
   *
   * @param algorithm {@code SHA-1} or {@code SHA-256}
   * @return the hash
   */
  public Thumbprint thumbprint(String algorithm) {
    try {
      byte[] hash = MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
      return Thumbprint.parse(HexFormat.of().formatHex(hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * How often credentials were tried.
   *
   * @return AUTHENTICATE messages of NTLM, or Basic headers
   */
  public int attempts() {
    return attempts.get();
  }

  /**
   * What was asked of it, once the account was accepted.
   *
   * @return last parts of SOAP actions, such as {@code Receive}, with what a script was about
   */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /**
   * Shells that were made and not deleted.
   *
   * @return their number
   */
  public int openShells() {
    return shells.open();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (isAccepted(exchange)) {
        accepted(exchange, body);
      }
    }
  }

  // ---- who asks

  private boolean isAccepted(HttpExchange exchange) throws IOException {
    if (behaviour == Behaviour.KERBEROS) {
      return unauthorized(exchange, "Kerberos");
    }
    String header =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    if (behaviour == Behaviour.BASIC) {
      if (header.isEmpty()) {
        return unauthorized(exchange, "Basic realm=\"WSMAN\"");
      }
      attempts.incrementAndGet();
      String right =
          Base64.getEncoder()
              .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
      return header.equals("Basic " + right) || unauthorized(exchange, "Basic realm=\"WSMAN\"");
    }
    InetSocketAddress connection = exchange.getRemoteAddress();
    if (header.isEmpty()) {
      return accepted.containsKey(connection) || unauthorized(exchange, "Negotiate", "Kerberos");
    }
    byte[] message =
        header.startsWith("Negotiate ")
            ? Base64.getDecoder().decode(header.substring("Negotiate ".length()))
            : new byte[0];
    return switch (NtlmVerifier.type(message)) {
      case 1 -> {
        NtlmVerifier verifier = new NtlmVerifier(computer, user, password);
        challenged.put(connection, verifier);
        yield unauthorized(
            exchange, "Negotiate " + Base64.getEncoder().encodeToString(verifier.challenge()));
      }
      case 3 -> {
        attempts.incrementAndGet();
        NtlmVerifier verifier = challenged.remove(connection);
        if (verifier != null && verifier.accepts(message)) {
          accepted.put(connection, true);
          yield true;
        }
        yield unauthorized(exchange, "Negotiate", "Kerberos");
      }
      default -> unauthorized(exchange, "Negotiate", "Kerberos");
    };
  }

  private static boolean unauthorized(HttpExchange exchange, String... offers) throws IOException {
    for (String offer : offers) {
      exchange.getResponseHeaders().add("WWW-Authenticate", offer);
    }
    exchange.sendResponseHeaders(401, -1);
    return false;
  }

  // ---- what is asked

  private void accepted(HttpExchange exchange, byte[] body) throws IOException {
    switch (behaviour) {
      case ERROR -> send(exchange, 500, "text/html", "<html>Service Unavailable</html>");
      case GARBAGE -> send(exchange, 200, "application/soap+xml", "\u0000\u0001<s:Envelope");
      case SLOW -> drip(exchange);
      case NO_ADMINISTRATOR ->
          send(exchange, 500, "application/soap+xml", WinRmShells.fault("AccessDenied", 5));
      default -> {
        WinRmShells.Reply reply =
            shells.answer(
                new ByteArrayInputStream(body),
                calls,
                behaviour == Behaviour.ENDLESS,
                behaviour == Behaviour.SCRIPT_FAILS);
        send(exchange, reply.status(), "application/soap+xml;charset=UTF-8", reply.body());
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    try {
      for (int i = 0; i < 600; i++) {
        out.write(' ');
        out.flush();
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "WinRM of %s on port %d", computer, port());
  }
}
