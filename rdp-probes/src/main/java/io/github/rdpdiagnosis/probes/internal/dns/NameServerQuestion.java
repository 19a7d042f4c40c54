package io.github.rdpdiagnosis.probes.internal.dns;

import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.probes.internal.dns.NameServerReply.Kind;
import io.github.rdpdiagnosis.probes.internal.io.AddressText;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * One question, recursion desired, over UDP, and over TCP where the answer was cut (RFC 1035
 * section 4.2, RFC 7766 section 5).
 *
 * <p>The datagram socket is connected, which is what makes an ICMP port unreachable visible; a
 * resolver library that uses an unconnected one can only time out.
 */
public final class NameServerQuestion {
  private static final int LARGEST_DATAGRAM = 4096;
  private static final int LARGEST_TCP_ANSWER = 16384;
  private static final int MOST_RECORDS = 16;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final InetSocketAddress server;
  private final Message query;

  /**
   * A question.
   *
   * @param server whom to ask
   * @param name absolute name
   * @param type record type, A or AAAA
   */
  public NameServerQuestion(InetSocketAddress server, Name name, int type) {
    this.server = server;
    this.query = Message.newQuery(Record.newRecord(name, type, DClass.IN)); // RD is set
  }

  /**
   * Asks once. Sends one datagram, and one TCP connection if the answer was cut.
   *
   * @param until when to give up
   * @return what came
   * @throws InterruptedException if this thread was interrupted while waiting
   */
  public NameServerReply ask(Deadline until) throws InterruptedException {
    try (DatagramChannel channel = DatagramChannel.open();
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      channel.connect(server);
      channel.register(selector, SelectionKey.OP_READ);
      channel.write(ByteBuffer.wrap(query.toWire()));
      ByteBuffer buffer = ByteBuffer.allocate(LARGEST_DATAGRAM);
      while (!until.isOver()) {
        selector.select(until.millisAtMost(LONGEST_WAIT));
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while waiting for " + server);
        }
        selector.selectedKeys().clear();
        buffer.clear();
        if (channel.read(buffer) > 0) {
          byte[] datagram = new byte[buffer.flip().remaining()];
          buffer.get(datagram);
          Optional<NameServerReply> reply = reply(datagram, until);
          if (reply.isPresent()) {
            return reply.get();
          }
        }
      }
      return NameServerReply.without(Kind.TIMED_OUT, "no answer");
    } catch (ClosedByInterruptException e) {
      throw new InterruptedException("interrupted while asking " + server);
    } catch (IOException e) {
      return NameServerReply.without(Kind.UNREACHABLE, String.valueOf(e.getMessage()));
    }
  }

  /** Empty for a datagram with another id: a late answer to someone else, or a forgery. */
  private Optional<NameServerReply> reply(byte[] datagram, Deadline until) {
    if (datagram.length < 2 || (((datagram[0] & 0xff) << 8) | (datagram[1] & 0xff)) != id()) {
      return Optional.empty();
    }
    NameServerReply reply = read(datagram);
    boolean cut = datagram.length > 2 && (datagram[2] & 0x02) != 0; // TC, RFC 1035 section 4.1.1
    return Optional.of(cut ? askOverTcp(until) : reply);
  }

  private NameServerReply askOverTcp(Deadline until) {
    byte[] message = query.toWire();
    byte[] framed = new byte[message.length + 2]; // length (2 bytes), RFC 1035 section 4.2.2
    framed[0] = (byte) (message.length >> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    try (Socket socket = new Socket()) {
      socket.connect(server, until.millisAtMost(LONGEST_WAIT));
      Answer answer =
          Dialogue.ask(socket, framed, NameServerQuestion::wanted, LARGEST_TCP_ANSWER, until);
      byte[] bytes = answer.bytes();
      return answer.end() == Answer.End.COMPLETE
          ? read(Arrays.copyOfRange(bytes, 2, bytes.length))
          : NameServerReply.without(Kind.TIMED_OUT, "cut over UDP, then over TCP " + answer);
    } catch (SocketTimeoutException e) {
      return NameServerReply.without(Kind.TIMED_OUT, "cut over UDP, no connection over TCP");
    } catch (IOException e) {
      return NameServerReply.without(Kind.UNREACHABLE, "cut over UDP, over TCP " + e.getMessage());
    }
  }

  /** ID of the question and of every answer to it. */
  int id() {
    return query.getHeader().getID();
  }

  private static int wanted(byte[] bytes, int count) {
    return count < 2 ? 2 : 2 + (((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff));
  }

  /**
   * Reads a response.
   *
   * @param bytes the message
   * @return an ANSWER, or MALFORMED
   */
  NameServerReply read(byte[] bytes) {
    Message response;
    try {
      response = new Message(bytes);
    } catch (IOException | RuntimeException e) {
      // dnsjava documents IOException; hostile bytes reach constructors of records that throw
      // others.
      return NameServerReply.without(Kind.MALFORMED, String.valueOf(e.getMessage()));
    }
    if (response.getHeader().getID() != id() || !response.getHeader().getFlag(Flags.QR)) {
      return NameServerReply.without(Kind.MALFORMED, "not a response to the question");
    }
    List<String> addresses = new ArrayList<>();
    List<Name> servers = new ArrayList<>();
    List<Name> aliases = new ArrayList<>();
    Set<Integer> types = new HashSet<>();
    int records = 0;
    for (Record each : response.getSection(Section.ANSWER)) {
      if (records++ == MOST_RECORDS) {
        break;
      }
      types.add(each.getType());
      if (each instanceof ARecord a) {
        addresses.add(AddressText.of(a.getAddress()));
      } else if (each instanceof AAAARecord aaaa) {
        addresses.add(AddressText.of(aaaa.getAddress()));
      } else if (each instanceof NSRecord ns) {
        servers.add(ns.getTarget());
      } else if (each instanceof CNAMERecord alias) {
        aliases.add(alias.getTarget());
      }
    }
    return new NameServerReply(
        Kind.ANSWER,
        response.getRcode(),
        response.getHeader().getFlag(Flags.AA),
        addresses,
        servers.isEmpty() ? aliases : servers,
        types,
        "");
  }
}
