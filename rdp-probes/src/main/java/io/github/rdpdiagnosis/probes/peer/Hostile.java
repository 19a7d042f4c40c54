package io.github.rdpdiagnosis.probes.peer;

import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.probes.internal.credssp.ChallengeMessage;
import io.github.rdpdiagnosis.probes.internal.credssp.NtlmVersion;
import io.github.rdpdiagnosis.probes.internal.credssp.TsRequest;
import io.github.rdpdiagnosis.probes.internal.wire.ConnectionConfirmPdu;
import io.github.rdpdiagnosis.probes.internal.wire.FailureCode;
import io.github.rdpdiagnosis.probes.internal.wire.SecurityProtocol;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** What peers say that mean harm: each keeps to the protocol up to one point. */
final class Hostile {
  private static final int CHUNK = 8192;
  private static final int DRIP_MILLIS = 1000;
  private static final int LONGEST_LIST = 0xffff;

  private Hostile() {}

  static Conversation of(PeerScript script) {
    byte[] confirm = ConnectionConfirmPdu.selecting(SecurityProtocol.SSL).encode();
    return switch (script) {
      case DRIP -> afterRequest(drip(confirm));
      case ENDLESS_BANNER -> endless(text("220 welcome to a very long greeting\r\n"));
      case ENDLESS_LINE -> endless(text("A"));
      case HUGE_TPKT -> afterRequest(then(hex("0300ffff0ed00000"), endless(new byte[CHUNK])));
      case TINY_TPKT -> afterRequest(then(hex("030000030ed00000"), Conversation::swallow));
      case LYING_TPKT ->
          afterRequest(then(hex("03001000fed0000012340002"), endless(new byte[CHUNK])));
      case RESET_WITHIN_CONFIRM ->
          afterRequest(then(Arrays.copyOf(confirm, 9), Conversation::reset));
      case HALF_CLOSE_WITHIN_CONFIRM ->
          afterRequest(then(Arrays.copyOf(confirm, 9), Hostile::halfClose));
      case HALF_CLOSE_AFTER_CONFIRM -> afterRequest(then(confirm, Hostile::halfClose));
      case CONFIRM_TWICE -> afterRequest(then(join(confirm, confirm), Conversation::swallow));
      case ECHO -> Hostile::echo;
      case UNKNOWN_PROTOCOL ->
          afterRequest(then(ConnectionConfirmPdu.selecting(0x20).encode(), Conversation::swallow));
      case UNKNOWN_FAILURE ->
          afterRequest(
              then(
                  ConnectionConfirmPdu.failing(new FailureCode(0xdeadbeefL)).encode(),
                  Conversation::swallow));
      case TLS_DRIP ->
          atHello(drip(new byte[] {22, 3, 3, 0, 42, 2, 0, 0, 38, 3, 3, 1, 2, 3, 4, 5}));
      case TLS_WRONG_DIRECTION -> Conversation.atClientHello(Hostile::sendBack);
      case TLS_HUGE_RECORD -> atHello(then(hex("160303ffff"), endless(new byte[CHUNK])));
      case TLS_HUGE_MESSAGE -> atHello(then(hex("160303400002ffffff0303"), endless(records(0))));
      case TLS_ENDLESS_MESSAGES -> atHello(endless(hex("160303000400000000"))); // HelloRequest
      case TLS_ENDLESS_WARNINGS -> atHello(endless(hex("1503030002015a"))); // user_canceled
      case TLS_EMPTY_RECORDS -> atHello(endless(hex("1603030000")));
      case TLS_HUGE_CERTIFICATE ->
          atHello(
              then(
                  join(Conversation.serverHello(), hex("16030340000bffffffffffffffffff")),
                  endless(records(0x30))));
      case TLS_COMPRESSED_CERTIFICATE -> // RFC 8879, not asked for; says it grows to 16 MB
          atHello(
              then(
                  join(
                      Conversation.serverHello(),
                      hex("160303000d19000009" + "0001ffffff000001" + "00")),
                  Conversation::swallow));
      case TLS_NESTED_CERTIFICATE ->
          atHello(
              then(
                  join(Conversation.serverHello(), Conversation.certificate(nested(4000))),
                  Conversation::swallow));
      case TLS_RESET_WITHIN_HELLO ->
          atHello(then(Arrays.copyOf(Conversation.serverHello(), 20), Conversation::reset));
      case NLA_DRIP -> Conversation.nla(drip(TsRequest.of(challenge(new byte[0])).encode()));
      case NLA_HUGE_DER ->
          Conversation.nla(then(hex("30847fffffffa003020106"), endless(new byte[CHUNK])));
      case NLA_NESTED_DER -> Conversation.nla(then(nested(15_000), Conversation::swallow));
      case NLA_ENDLESS -> Conversation.nla(then(hex("308300ffff"), endless(hex("a003020106"))));
      case NLA_MANY_PAIRS -> challenging(pairs(10_000, 1, "A"));
      case NLA_PAIR_OVERRUN -> challenging(join(pairs(1, 1, "VM1"), hex("0300ffff4100")));
      case NLA_UNTERMINATED -> challenging(pairs(1, 1, "VM1"));
      case NLA_HUGE_NAME -> challenging(pairs(1, 3, "x".repeat(30_000)));
      case NLA_FIELD_OUTSIDE -> Conversation.nla(then(outside(), Conversation::swallow));
      default -> throw new IllegalArgumentException(script + " means no harm");
    };
  }

  private static Conversation afterRequest(Conversation then) {
    return socket -> {
      Conversation.request(socket);
      then.hold(socket);
    };
  }

  private static Conversation atHello(Conversation then) {
    return Conversation.atClientHello((socket, hello) -> then.hold(socket));
  }

  private static Conversation then(byte[] bytes, Conversation next) {
    return socket -> {
      socket.getOutputStream().write(bytes);
      next.hold(socket);
    };
  }

  /** Until the client leaves or the time is over. */
  private static Conversation endless(byte[] piece) {
    byte[] chunk = new byte[Math.max(1, CHUNK / piece.length) * piece.length];
    for (int i = 0; i < chunk.length; i += piece.length) {
      System.arraycopy(piece, 0, chunk, i, piece.length);
    }
    return socket -> {
      Deadline deadline = Deadline.in(Conversation.PATIENCE);
      OutputStream out = socket.getOutputStream();
      while (!deadline.isOver()) {
        out.write(chunk);
      }
    };
  }

  /** One byte a second. */
  private static Conversation drip(byte[] bytes) {
    return socket -> {
      socket.setSoTimeout(DRIP_MILLIS);
      for (byte each : bytes) {
        socket.getOutputStream().write(each);
        try {
          if (socket.getInputStream().read() < 0) {
            return;
          }
        } catch (SocketTimeoutException e) {
          // A second has passed, and the client is still there.
        }
      }
    };
  }

  private static void halfClose(Socket socket) throws IOException {
    socket.shutdownOutput();
    Conversation.swallow(socket);
  }

  private static void echo(Socket socket) throws IOException {
    socket.getOutputStream().write(Conversation.request(socket));
    Conversation.swallow(socket);
  }

  private static void sendBack(Socket socket, byte[] hello) throws IOException {
    socket.getOutputStream().write(hello);
    Conversation.swallow(socket);
  }

  /** A handshake record full of one byte. */
  private static byte[] records(int filler) {
    byte[] record = new byte[5 + 0x4000];
    Arrays.fill(record, (byte) filler);
    System.arraycopy(hex("1603034000"), 0, record, 0, 5);
    return record;
  }

  /** SEQUENCEs within each other, each saying that it is as long as fits. */
  private static byte[] nested(int depth) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * depth);
    for (int left = depth - 1; left >= 0; left--) {
      buffer.put((byte) 0x30).put((byte) 0x82).putShort((short) (4 * left));
    }
    return buffer.array();
  }

  private static byte[] challenge(byte[] list) {
    return new ChallengeMessage(
            "VM1",
            Conversation.CHALLENGE_FLAGS,
            Optional.empty(),
            Optional.of(new NtlmVersion(10, 0, 20348)))
        .encode(Arrays.copyOf(list, Math.min(list.length, LONGEST_LIST)));
  }

  private static Conversation challenging(byte[] list) {
    return Conversation.nla(then(TsRequest.of(challenge(list)).encode(), Conversation::swallow));
  }

  /** TargetInfo that lies behind the end of the message. */
  private static byte[] outside() {
    byte[] message = challenge(pairs(1, 1, "VM1"));
    message[46] = 0x7f; // TargetInfoBufferOffset, third byte
    return TsRequest.of(message).encode();
  }

  private static byte[] pairs(int count, int id, String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer buffer =
        ByteBuffer.allocate(count * (4 + text.length)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      buffer.putShort((short) id).putShort((short) text.length).put(text);
    }
    return buffer.array();
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static byte[] text(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
