package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.udp.SynDatagram;
import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Asks the first address whether the RDP UDP transport is there: a SYN of 1232 bytes that names
 * version 2, and where nothing comes back for a second, one of version 1 ([MS-RDPEUDP] 2.2.2). The
 * exchange is never gone on with, so the server forgets it after its own time-out; it may log that.
 * A session works without this transport, over TCP alone: no outcome is a fault by itself.
 */
final class UdpCheck implements Check {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int LONGEST = 2048;
  private static final int MOST_DATAGRAMS = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final LadderSettings settings;

  UdpCheck(LadderSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "udp";
  }

  @Override
  public Set<FactKey<?>> needs() {
    return Set.of(ProbeFacts.NAME_OUTCOME);
  }

  @Override
  public Set<FactKey<?>> produces() {
    return Set.of(ProbeFacts.UDP_OUTCOME, ProbeFacts.UDP_VERSION, ProbeFacts.UDP_ANSWER);
  }

  @Override
  public void run(CheckContext context) {
    Started started = Started.now();
    List<String> targets = settings.targets(context);
    Optional<InetAddress> target = targets.stream().findFirst().flatMap(Literals::parse);
    if (target.isEmpty()) {
      report(
          context,
          Optional.empty(),
          started,
          CheckStatus.notRun(settings.id(LadderSettings.NAME, Optional.empty())),
          Facts.none());
      return;
    }
    Facts.Builder facts = Facts.builder();
    UdpOutcome outcome = ask(target.get(), context.deadline(), facts);
    boolean cut = outcome == UdpOutcome.SILENT && started.elapsed().compareTo(PATIENCE) < 0;
    if (!cut) {
      facts.put(ProbeFacts.UDP_OUTCOME, outcome);
    }
    report(
        context,
        Optional.of(targets.get(0)),
        started,
        outcome == UdpOutcome.ANSWERED
            ? CheckStatus.holds()
            : CheckStatus.inconclusive(
                "the RDP UDP transport: " + outcome + ", and sessions do without it",
                "UDP port " + settings.port() + " in the firewalls and NSGs on the way"),
        facts.build());
  }

  private UdpOutcome ask(InetAddress target, Deadline deadline, Facts.Builder facts) {
    int sequence = RANDOM.nextInt();
    List<SynDatagram> questions =
        List.of(
            SynDatagram.syn(sequence, OptionalInt.of(SynDatagram.VERSION_2)),
            SynDatagram.syn(sequence, OptionalInt.empty()));
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(target, settings.port()); // ICMP errors come back to connected sockets only
      for (SynDatagram question : questions) {
        byte[] bytes = question.encode();
        socket.send(new DatagramPacket(bytes, bytes.length));
        Optional<UdpOutcome> outcome = await(socket, deadline.orSooner(PATIENCE), facts);
        if (outcome.isPresent() || deadline.isOver()) {
          return outcome.orElse(UdpOutcome.SILENT);
        }
      }
      return UdpOutcome.SILENT;
    } catch (PortUnreachableException e) {
      return UdpOutcome.REFUSED;
    } catch (IOException | java.io.UncheckedIOException e) {
      return UdpOutcome.NOT_SENT;
    }
  }

  /** Empty if nothing came. */
  private static Optional<UdpOutcome> await(
      DatagramSocket socket, Deadline until, Facts.Builder facts) throws IOException {
    Optional<UdpOutcome> outcome = Optional.empty();
    for (int i = 0; i < MOST_DATAGRAMS && !until.isOver(); i++) {
      DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
      try {
        socket.setSoTimeout(until.millisAtMost(PATIENCE));
        socket.receive(packet);
      } catch (SocketTimeoutException e) {
        return outcome;
      }
      byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
      facts.put(
          ProbeFacts.UDP_ANSWER,
          Climb.hex(Arrays.copyOf(bytes, Math.min(bytes.length, Climb.REPORTED_BYTES))));
      outcome = Optional.of(read(bytes, facts));
      if (outcome.get() == UdpOutcome.ANSWERED) {
        return outcome;
      }
    }
    return outcome;
  }

  private static UdpOutcome read(byte[] bytes, Facts.Builder facts) {
    try {
      SynDatagram answer = SynDatagram.parse(bytes);
      if (!answer.ack()) {
        return UdpOutcome.NOT_RDPEUDP; // a SYN of its own, or ours sent back
      }
      int version = answer.version().orElse(SynDatagram.VERSION_1);
      facts.put(ProbeFacts.UDP_VERSION, version == SynDatagram.VERSION_3 ? 3L : version);
      return UdpOutcome.ANSWERED;
    } catch (WireFormatException e) {
      return UdpOutcome.NOT_RDPEUDP;
    }
  }

  private void report(
      CheckContext context,
      Optional<String> address,
      Started started,
      CheckStatus status,
      Facts facts) {
    context.report(settings.observation(name(), address, started, status, facts));
  }
}
