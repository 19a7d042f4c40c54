package io.github.rdpdiagnosis.probes.peer;

import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.probes.internal.credssp.ChallengeMessage;
import io.github.rdpdiagnosis.probes.internal.credssp.NtlmVersion;
import io.github.rdpdiagnosis.probes.internal.credssp.TargetInfo;
import io.github.rdpdiagnosis.probes.internal.credssp.TsRequest;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import io.github.rdpdiagnosis.probes.internal.tls.HelloAnswer;
import io.github.rdpdiagnosis.probes.internal.wire.ConnectionConfirmPdu;
import io.github.rdpdiagnosis.probes.internal.wire.ConnectionRequestPdu;
import io.github.rdpdiagnosis.probes.internal.wire.FailureCode;
import io.github.rdpdiagnosis.probes.internal.wire.SecurityProtocol;
import io.github.rdpdiagnosis.probes.internal.wire.Tpkt;
import io.github.rdpdiagnosis.probes.internal.x509.SelfSigned;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * What one peer says over one connection. Returning ends the connection with FIN, after {@link
 * #reset} with RST.
 */
@FunctionalInterface
interface Conversation {
  /** Longest time for anything, so that no thread is held for ever. */
  Duration PATIENCE = Duration.ofSeconds(30);

  /** Bytes of a ClientHello that are looked at. */
  int LONGEST_HELLO = 4096;

  /** The name in the peers' certificates and challenges. */
  String SERVER_NAME = "vm1.example.test";

  Duration DAY = Duration.ofDays(1);
  Duration YEAR = Duration.ofDays(365);

  /** Record header, message header, length of the list, length of the certificate. */
  int RECORD_AND_LENGTHS = 5 + 4 + 3 + 3;

  /** NegotiateFlags of a Windows server ([MS-NLMP] 2.2.2.5). */
  long CHALLENGE_FLAGS = 0xe28a_8215L;

  void hold(Socket socket) throws IOException;

  static Conversation of(PeerScript script) {
    Instant now = Instant.now();
    return switch (script) {
      case TLS -> tls(now.minus(DAY), now.plus(YEAR));
      case NLA -> nla(answer(Conversation::challenge));
      case NLA_SILENT -> nla(tls -> swallow(tls));
      case NLA_CLOSE -> nla(tls -> {});
      case NLA_ERROR -> nla(answer(Conversation::logonFailure));
      case NLA_GARBAGE -> nla(answer(() -> new byte[64]));
      case EXPIRED_CERTIFICATE -> tls(now.minus(YEAR), now.minus(DAY));
      case STANDARD_RDP_ONLY -> answering(ConnectionConfirmPdu.selecting(SecurityProtocol.RDP));
      case NO_CERTIFICATE ->
          answering(ConnectionConfirmPdu.failing(FailureCode.SSL_CERT_NOT_ON_SERVER));
      case SILENT -> Conversation::swallow;
      case CLOSE_ON_ACCEPT -> Socket::shutdownOutput;
      case RESET_ON_ACCEPT -> Conversation::reset;
      case CLOSE_AFTER_REQUEST -> Conversation::request;
      case RESET_AFTER_REQUEST ->
          socket -> {
            request(socket);
            reset(socket);
          };
      case DISCONNECTING ->
          socket -> {
            request(socket);
            socket.getOutputStream().write(disconnectProviderUltimatum());
          };
      case HTTP ->
          socket -> {
            request(socket);
            send(
                socket,
                """
                HTTP/1.1 302 Found\r
                Location: http://portal.example/\r
                Content-Length: 0\r
                Connection: close\r
                \r
                """);
          };
      case SSH ->
          socket -> {
            send(socket, "SSH-2.0-OpenSSH_9.2\r\n");
            swallow(socket);
          };
      case TLS_HANG -> atClientHello((socket, hello) -> swallow(socket));
      case TLS_RESET -> atClientHello((socket, hello) -> reset(socket));
      case TLS_CLOSE -> atClientHello((socket, hello) -> socket.shutdownOutput());
      case TLS_GARBAGE ->
          atClientHello((socket, hello) -> socket.getOutputStream().write(new byte[64]));
      case TLS_VERSION_ALERT ->
          atClientHello(
              (socket, hello) ->
                  socket
                      .getOutputStream()
                      .write(announcesVersions(hello) ? protocolVersionAlert() : tls10Flight()));
      case TLS_1_0_ONLY ->
          atClientHello(
              (socket, hello) -> {
                socket.getOutputStream().write(tls10Flight());
                swallow(socket);
              });
      case DRIP,
          ENDLESS_BANNER,
          ENDLESS_LINE,
          HUGE_TPKT,
          TINY_TPKT,
          LYING_TPKT,
          RESET_WITHIN_CONFIRM,
          HALF_CLOSE_WITHIN_CONFIRM,
          HALF_CLOSE_AFTER_CONFIRM,
          CONFIRM_TWICE,
          ECHO,
          UNKNOWN_PROTOCOL,
          UNKNOWN_FAILURE,
          TLS_DRIP,
          TLS_WRONG_DIRECTION,
          TLS_HUGE_RECORD,
          TLS_HUGE_MESSAGE,
          TLS_ENDLESS_MESSAGES,
          TLS_ENDLESS_WARNINGS,
          TLS_EMPTY_RECORDS,
          TLS_HUGE_CERTIFICATE,
          TLS_COMPRESSED_CERTIFICATE,
          TLS_NESTED_CERTIFICATE,
          TLS_RESET_WITHIN_HELLO,
          NLA_DRIP,
          NLA_HUGE_DER,
          NLA_NESTED_DER,
          NLA_ENDLESS,
          NLA_MANY_PAIRS,
          NLA_PAIR_OVERRUN,
          NLA_UNTERMINATED,
          NLA_HUGE_NAME,
          NLA_FIELD_OUTSIDE ->
          Hostile.of(script);
      case DROP, REFUSED ->
          throw new IllegalArgumentException(script + " never gets as far as a conversation");
    };
  }

  /** What to do once the ClientHello is there. */
  @FunctionalInterface
  interface AtHello {
    void answer(Socket socket, byte[] hello) throws IOException;
  }

  static Conversation atClientHello(AtHello then) {
    return socket -> {
      request(socket);
      Answer hello =
          Dialogue.ask(
              socket,
              ConnectionConfirmPdu.selecting(SecurityProtocol.SSL).encode(),
              Conversation::wholeRecord,
              LONGEST_HELLO,
              Deadline.in(PATIENCE));
      then.answer(socket, hello.bytes());
    };
  }

  private static int wholeRecord(byte[] bytes, int count) {
    return count < HelloAnswer.RECORD_HEADER
        ? HelloAnswer.RECORD_HEADER
        : HelloAnswer.RECORD_HEADER + (((bytes[3] & 0xff) << 8) | (bytes[4] & 0xff));
  }

  /** Completes TLS. */
  private static Conversation tls(Instant notBefore, Instant notAfter) {
    return tls(SecurityProtocol.SSL, notBefore, notAfter, Conversation::swallow);
  }

  /**
   * Completes TLS after CredSSP was selected, reads the first TSRequest, and goes on. A request for
   * TLS alone is turned down.
   */
  static Conversation nla(Conversation afterRequest) {
    Instant now = Instant.now();
    return tls(
        SecurityProtocol.HYBRID_EX,
        now.minus(DAY),
        now.plus(YEAR),
        socket -> {
          Dialogue.ask(
              socket, new byte[0], TsRequest::wanted, TsRequest.LONGEST, Deadline.in(PATIENCE));
          afterRequest.hold(socket);
        });
  }

  private static Conversation answer(Supplier<byte[]> bytes) {
    return socket -> {
      socket.getOutputStream().write(bytes.get());
      swallow(socket);
    };
  }

  private static byte[] logonFailure() {
    int statusLogonFailure = 0xc000006d; // [MS-ERREF] 2.3.1
    return new TsRequest(TsRequest.VERSION, List.of(), OptionalLong.of(statusLogonFailure))
        .encode();
  }

  /** What a Windows server in a workgroup answers, with this computer's clock. */
  private static byte[] challenge() {
    ChallengeMessage message =
        new ChallengeMessage(
            "VM1",
            CHALLENGE_FLAGS,
            Optional.of(TargetInfo.of("VM1", SERVER_NAME, Instant.now())),
            Optional.of(new NtlmVersion(10, 0, 20348)));
    return TsRequest.of(message.encode()).encode();
  }

  private static Conversation tls(
      long protocol, Instant notBefore, Instant notAfter, Conversation inside) {
    SSLContext context = context(SelfSigned.create(SERVER_NAME, notBefore, notAfter));
    return socket -> {
      long requested = ConnectionRequestPdu.parse(request(socket)).requestedProtocols().orElse(0);
      boolean nla = SecurityProtocol.isHybrid(protocol);
      long offered = requested & (SecurityProtocol.HYBRID | SecurityProtocol.HYBRID_EX);
      if (nla && offered == 0) {
        send(socket, ConnectionConfirmPdu.failing(FailureCode.HYBRID_REQUIRED_BY_SERVER));
        return;
      }
      long selected = nla ? Math.min(protocol, Long.highestOneBit(offered)) : protocol;
      send(socket, ConnectionConfirmPdu.selecting(selected));
      SSLSocket tls =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(socket, socket.getInetAddress().getHostAddress(), 0, false);
      tls.setUseClientMode(false);
      tls.startHandshake();
      inside.hold(tls);
    };
  }

  private static SSLContext context(SelfSigned identity) {
    try {
      char[] password = {'n', 'o', 'n', 'e'}; // of a key store that never leaves this method
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "rdp", identity.key(), password, new X509Certificate[] {identity.certificate()});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  private static Conversation answering(ConnectionConfirmPdu confirm) {
    return socket -> {
      ConnectionRequestPdu.parse(request(socket));
      send(socket, confirm);
      swallow(socket);
    };
  }

  /** Reads one packet, or as much as tells that it is none. */
  static byte[] request(Socket socket) {
    return Dialogue.ask(socket, new byte[0], Tpkt::wanted, Tpkt.LONGEST, Deadline.in(PATIENCE))
        .bytes();
  }

  private static void send(Socket socket, ConnectionConfirmPdu confirm) throws IOException {
    socket.getOutputStream().write(confirm.encode());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads and forgets until the client leaves or the time is over. */
  static void swallow(Socket socket) throws IOException {
    Deadline deadline = Deadline.in(PATIENCE);
    byte[] buffer = new byte[1024];
    do {
      socket.setSoTimeout(deadline.millisAtMost(PATIENCE));
    } while (socket.getInputStream().read(buffer) >= 0 && !deadline.isOver());
  }

  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0); // closing then sends RST
  }

  /**
   * Whether the extension supported_versions (43, RFC 8446 section 4.2.1) is there, by its type and
   * the length that JSSE gives it.
   */
  private static boolean announcesVersions(byte[] hello) {
    return HexFormat.of().formatHex(hello).contains("002b0005040304");
  }

  /** X.224 Data with an MCS Disconnect Provider Ultimatum (T.125 section 7). */
  private static byte[] disconnectProviderUltimatum() {
    return HexFormat.of().parseHex("0300000902f0802180");
  }

  private static byte[] protocolVersionAlert() {
    return HexFormat.of().parseHex("15030100020246"); // fatal (2), protocol_version (70)
  }

  /** TLS 1.0, no session, TLS_RSA_WITH_AES_128_CBC_SHA. */
  static byte[] serverHello() {
    return HexFormat.of()
        .parseHex("160301002a" + "02000026" + "0301" + "5a".repeat(32) + "00" + "002f" + "00");
  }

  /**
   * A Certificate message with one certificate in a record of TLS 1.0 (RFC 2246 section 7.4.2).
   *
   * @param der at most 16,000 bytes
   */
  static byte[] certificate(byte[] der) {
    ByteBuffer buffer = ByteBuffer.allocate(RECORD_AND_LENGTHS + der.length);
    buffer.put((byte) 22).putShort((short) 0x0301).putShort((short) (der.length + 10));
    buffer.put((byte) 11).put((byte) 0).putShort((short) (der.length + 6));
    buffer.put((byte) 0).putShort((short) (der.length + 3));
    return buffer.put((byte) 0).putShort((short) der.length).put(der).array();
  }

  /** What an old server sends up to the point where the client would go on. */
  private static byte[] tls10Flight() {
    Instant now = Instant.now();
    try {
      byte[] der =
          SelfSigned.create(SERVER_NAME, now.minus(DAY), now.plus(YEAR)).certificate().getEncoded();
      byte[] certificate = certificate(der);
      byte[] done = HexFormat.of().parseHex("16030100040e000000"); // server_hello_done
      byte[] hello = serverHello();
      return ByteBuffer.allocate(hello.length + certificate.length + done.length)
          .put(hello)
          .put(certificate)
          .put(done)
          .array();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate made here has no DER form", e);
    }
  }
}
