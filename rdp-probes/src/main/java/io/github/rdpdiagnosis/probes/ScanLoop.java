package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.wire.ConnectionRequestPdu;
import io.github.rdpdiagnosis.probes.internal.wire.FailureCode;
import io.github.rdpdiagnosis.probes.internal.wire.SecurityProtocol;
import io.github.rdpdiagnosis.probes.internal.wire.Tpkt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of an {@link RdpScan}: a selector loop on the caller's thread. Not thread-safe. */
final class ScanLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScanLoop.class);

  /** Targets of networks that are at their limit, put aside to go on with others. */
  private static final int MOST_ASIDE = 1024;

  private static final int ANSWER_BYTES = 64;
  private static final long LONGEST_WAIT_MILLIS = 1000;
  private static final byte[] REQUEST =
      ConnectionRequestPdu.of(
              SecurityProtocol.SSL | SecurityProtocol.HYBRID | SecurityProtocol.HYBRID_EX)
          .encode();

  private final RdpScan.Settings settings;
  private final Iterator<InetSocketAddress> targets;
  private final Consumer<ScanResult> consumer;
  private final LongSupplier clock;
  private final Selector selector;
  private final Pace pace;
  private final NetworkPaces networks;
  private final Deque<InetSocketAddress> aside = new ArrayDeque<>();

  /** In the order in which they time out, for all have the same time. */
  private final Set<Attempt> connecting = new LinkedHashSet<>();

  private final Set<Attempt> reading = new LinkedHashSet<>();
  private int mostUnderWay;
  private long results;

  ScanLoop(
      RdpScan.Settings settings,
      Iterator<InetSocketAddress> targets,
      Consumer<ScanResult> consumer,
      LongSupplier clock)
      throws IOException {
    this.settings = settings;
    this.targets = targets;
    this.consumer = consumer;
    this.clock = clock;
    this.selector = Selector.open();
    this.pace = new Pace(settings.perSecond(), clock.getAsLong());
    this.networks = new NetworkPaces(settings.perNetwork());
    this.mostUnderWay = settings.underWay();
  }

  /** One connection under way. */
  private static final class Attempt {
    private final InetSocketAddress target;
    private final SocketChannel channel;
    private final long started;
    private long until;
    private byte[] bytes = new byte[0];
    private ByteBuffer answer = ByteBuffer.wrap(bytes);

    Attempt(InetSocketAddress target, SocketChannel channel, long started, long until) {
      this.target = target;
      this.channel = channel;
      this.started = started;
      this.until = until;
    }
  }

  ScanSummary run() throws IOException {
    long started = clock.getAsLong();
    boolean cancelled = false;
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        cancelled = true;
        break;
      }
      begin();
      if (underWay() == 0 && aside.isEmpty() && !targets.hasNext()) {
        break;
      }
      selector.select(Math.max(1, waitMillis()));
      for (SelectionKey key : selector.selectedKeys()) {
        go((Attempt) key.attachment(), key);
      }
      selector.selectedKeys().clear();
      expire();
    }
    return new ScanSummary(results, cancelled, Duration.ofNanos(clock.getAsLong() - started));
  }

  private int underWay() {
    return connecting.size() + reading.size();
  }

  // ---- new connections

  private void begin() throws IOException {
    int turns = aside.size();
    for (int i = 0; i < turns && mayBegin(); i++) {
      beginOrPutAside(aside.remove());
    }
    while (aside.size() < MOST_ASIDE && mayBegin() && targets.hasNext()) {
      beginOrPutAside(targets.next());
    }
  }

  private boolean mayBegin() {
    return underWay() < mostUnderWay && pace.hasPermit(clock.getAsLong());
  }

  private void beginOrPutAside(InetSocketAddress target) throws IOException {
    if (target.isUnresolved()) {
      report(target, clock.getAsLong(), TcpOutcome.OTHER);
      return;
    }
    long now = clock.getAsLong();
    Pace network = networks.of(target.getAddress(), now);
    if (!network.hasPermit(now)) {
      aside.add(target);
      return;
    }
    SocketChannel channel;
    try {
      channel = SocketChannel.open();
    } catch (IOException e) {
      if (underWay() == 0) {
        throw e;
      }
      LOG.debug("no descriptor for more than {} connections: {}", underWay(), e.getMessage());
      mostUnderWay = underWay();
      aside.addFirst(target);
      return;
    }
    pace.take();
    network.take();
    connect(channel, target, now);
  }

  private void connect(SocketChannel channel, InetSocketAddress target, long now) {
    Attempt attempt = new Attempt(target, channel, now, now + settings.timeout().toNanos());
    try {
      channel.configureBlocking(false);
      if (channel.connect(target)) {
        opened(attempt, channel.register(selector, 0, attempt));
      } else {
        channel.register(selector, SelectionKey.OP_CONNECT, attempt);
        connecting.add(attempt);
      }
    } catch (IOException e) {
      failed(attempt, e);
    }
  }

  // ---- what happens to them

  private void go(Attempt attempt, SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.isConnectable()) {
      try {
        attempt.channel.finishConnect();
        connecting.remove(attempt);
        opened(attempt, key);
      } catch (IOException e) {
        failed(attempt, e);
      }
    } else if (key.isReadable()) {
      read(attempt);
    }
  }

  private void failed(Attempt attempt, IOException why) {
    end(attempt);
    if (!(why instanceof ClosedByInterruptException)) {
      report(attempt.target, attempt.started, TcpFailures.classify(why));
    }
  }

  private void opened(Attempt attempt, SelectionKey key) {
    if (settings.mode() == ScanMode.TCP) {
      end(attempt);
      report(attempt.target, attempt.started, TcpOutcome.OPEN);
      return;
    }
    attempt.until = clock.getAsLong() + settings.timeout().toNanos();
    attempt.bytes = new byte[ANSWER_BYTES];
    attempt.answer = ByteBuffer.wrap(attempt.bytes);
    try {
      attempt.channel.write(ByteBuffer.wrap(REQUEST)); // an empty send buffer takes it whole
      key.interestOps(SelectionKey.OP_READ);
      reading.add(attempt);
    } catch (ClosedByInterruptException e) {
      end(attempt); // cancelled: that is no answer of the target
    } catch (IOException e) {
      answered(attempt, Answer.End.RESET);
    }
  }

  private void read(Attempt attempt) {
    ByteBuffer answer = attempt.answer;
    try {
      if (attempt.channel.read(answer) < 0) {
        answered(attempt, Answer.End.CLOSED);
      } else if (answer.remaining() == 0
          || answer.position() >= Tpkt.wanted(attempt.bytes, answer.position())) {
        answered(attempt, Answer.End.COMPLETE);
      }
    } catch (ClosedByInterruptException e) {
      end(attempt); // cancelled: that is no answer of the target
    } catch (IOException e) {
      answered(attempt, Answer.End.RESET);
    }
  }

  private void answered(Attempt attempt, Answer.End how) {
    end(attempt);
    X224Reading reading = X224Reading.of(new Answer(attempt.bytes, attempt.answer.position(), how));
    results++;
    consumer.accept(
        new ScanResult(
            attempt.target,
            TcpOutcome.OPEN,
            Optional.of(reading.outcome()),
            reading.selected(),
            reading.failure().map(FailureCode::value),
            Duration.ofNanos(clock.getAsLong() - attempt.started)));
  }

  private void report(InetSocketAddress target, long started, TcpOutcome outcome) {
    results++;
    consumer.accept(
        new ScanResult(
            target,
            outcome,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofNanos(clock.getAsLong() - started)));
  }

  private void end(Attempt attempt) {
    connecting.remove(attempt);
    reading.remove(attempt);
    try {
      attempt.channel.close();
    } catch (IOException e) {
      LOG.debug("closing {}: {}", attempt.target, e.getMessage());
    }
  }

  // ---- time

  private void expire() {
    long now = clock.getAsLong();
    for (Attempt attempt : overdue(connecting, now)) {
      end(attempt);
      report(attempt.target, attempt.started, TcpOutcome.TIMED_OUT);
    }
    for (Attempt attempt : overdue(reading, now)) {
      answered(attempt, Answer.End.SILENT);
    }
  }

  private static List<Attempt> overdue(Set<Attempt> attempts, long now) {
    List<Attempt> overdue = new ArrayList<>();
    for (Attempt attempt : attempts) {
      if (attempt.until - now > 0) {
        break;
      }
      overdue.add(attempt);
    }
    return overdue;
  }

  private long waitMillis() {
    long now = clock.getAsLong();
    long nanos = TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS);
    for (Set<Attempt> attempts : List.of(connecting, reading)) {
      Iterator<Attempt> first = attempts.iterator();
      if (first.hasNext()) {
        nanos = Math.min(nanos, first.next().until - now);
      }
    }
    boolean more = !aside.isEmpty() || targets.hasNext();
    if (more && underWay() < mostUnderWay) {
      nanos =
          aside.isEmpty() || !pace.hasPermit(now)
              ? Math.min(nanos, pace.nanosToPermit(now))
              : TimeUnit.MILLISECONDS.toNanos(1); // until one of the networks has one again
    }
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  @Override
  public void close() throws IOException {
    for (Set<Attempt> attempts : List.of(connecting, reading)) {
      List.copyOf(attempts).forEach(this::end);
    }
    selector.close();
  }
}
