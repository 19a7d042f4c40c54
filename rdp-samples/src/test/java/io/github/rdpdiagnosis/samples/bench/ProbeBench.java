package io.github.rdpdiagnosis.samples.bench;

import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.probes.RdpLadder;
import io.github.rdpdiagnosis.probes.RdpScan;
import io.github.rdpdiagnosis.probes.ScanMode;
import io.github.rdpdiagnosis.probes.ScanResult;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The Java side of {@code src/test/bench/bench.sh}: prints the median of five runs in milliseconds,
 * on one line. {@code ladder HOST PORT}, {@code filtered COUNT}, {@code negotiate COUNT PORT},
 * {@code serve PORT}.
 */
public final class ProbeBench {
  private static final int RUNS = 5;
  private static final int WARM_UPS = 3;
  private static final byte[] CONFIRM =
      HexFormat.of().parseHex("030000130ed000001234000200080001000000");

  private ProbeBench() {}

  /**
   * Runs one of them.
   *
   * @param args what, and on what
   */
  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "ladder" -> print(median(WARM_UPS, () -> ladder(args[1], number(args[2]))));
      case "once" -> print(median(0, 1, () -> ladder(args[1], number(args[2]))));
      case "filtered" -> print(median(1, () -> filtered(number(args[1]))));
      case "negotiate" -> print(median(1, () -> negotiate(number(args[1]), number(args[2]))));
      case "serve" -> serve(number(args[1]));
      default -> throw new IllegalArgumentException("what is " + args[0] + "?");
    }
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  private static void print(double millis) {
    System.out.printf(java.util.Locale.ROOT, "%.1f%n", millis);
  }

  private static double median(int warmUps, Runnable run) {
    return median(warmUps, RUNS, run);
  }

  private static double median(int warmUps, int runs, Runnable run) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < warmUps + runs; i++) {
      long start = System.nanoTime();
      run.run();
      double took = (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
      if (i >= warmUps) {
        millis.add(took);
      }
    }
    Collections.sort(millis);
    return millis.get(millis.size() / 2);
  }

  private static void ladder(String host, int port) {
    RdpLadder.of(host, port).probe(Deadline.in(Duration.ofSeconds(30)));
  }

  private static void filtered(int count) {
    List<InetSocketAddress> targets = targets(198, 18, count, 3389);
    expect(
        count,
        RdpScan.of(targets).timeout(Duration.ofSeconds(1)).underWay(count),
        r -> r.tcp() == TcpOutcome.TIMED_OUT);
  }

  private static void negotiate(int count, int port) {
    expect(
        count,
        RdpScan.of(targets(127, 1, count, port)).mode(ScanMode.NEGOTIATION).underWay(256),
        ScanResult::isRdp);
  }

  /** A wrong result would make the time worthless. */
  private static void expect(int count, RdpScan scan, Predicate<ScanResult> right) {
    AtomicLong good = new AtomicLong();
    scan.perSecond(RdpScan.UNLIMITED)
        .perNetwork(RdpScan.UNLIMITED)
        .run(result -> good.addAndGet(right.test(result) ? 1 : 0));
    if (good.get() != count) {
      throw new IllegalStateException(good + " of " + count + " results are as they should be");
    }
  }

  private static List<InetSocketAddress> targets(int first, int second, int count, int port) {
    List<InetSocketAddress> targets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] address = {(byte) first, (byte) second, (byte) (i / 250), (byte) (1 + i % 250)};
      try {
        targets.add(new InetSocketAddress(InetAddress.getByAddress(address), port));
      } catch (UnknownHostException e) {
        throw new IllegalStateException(Arrays.toString(address), e);
      }
    }
    return targets;
  }

  /** Confirms TLS to whatever comes, until it is ended. */
  private static void serve(int port) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(port), 4096);
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      ByteBuffer buffer = ByteBuffer.allocate(4096);
      while (true) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isAcceptable()) {
            accept(listener, selector);
          } else {
            answer(key, buffer);
          }
        }
        selector.selectedKeys().clear();
      }
    }
  }

  private static void accept(ServerSocketChannel listener, Selector selector) throws IOException {
    SocketChannel channel = listener.accept();
    while (channel != null) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      channel = listener.accept();
    }
  }

  private static void answer(SelectionKey key, ByteBuffer buffer) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    buffer.clear();
    try {
      if (channel.read(buffer) < 0) {
        channel.close();
      } else {
        channel.write(ByteBuffer.wrap(CONFIRM));
      }
    } catch (IOException e) {
      channel.close(); // the client is gone
    }
  }
}
