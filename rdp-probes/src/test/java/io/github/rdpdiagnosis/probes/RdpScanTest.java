package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RdpScanTest {
  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static Map<Integer, ScanResult> scan(RdpScan scan) {
    Map<Integer, ScanResult> byPort = new HashMap<>();
    ScanSummary summary = scan.run(r -> byPort.put(r.target().getPort(), r));
    assertThat(summary.cancelled()).isFalse();
    return byPort;
  }

  @Test
  void eachTargetGetsTheResultThatItsServerGives() {
    Map<PeerScript, ScriptedPeer> peers = new EnumMap<>(PeerScript.class);
    try {
      for (PeerScript script :
          List.of(
              PeerScript.TLS,
              PeerScript.NLA,
              PeerScript.STANDARD_RDP_ONLY,
              PeerScript.NO_CERTIFICATE,
              PeerScript.SILENT,
              PeerScript.CLOSE_AFTER_REQUEST,
              PeerScript.RESET_AFTER_REQUEST,
              PeerScript.HTTP,
              PeerScript.SSH,
              PeerScript.REFUSED)) {
        peers.put(script, ScriptedPeer.start(script));
      }
      List<InetSocketAddress> targets =
          peers.values().stream().map(p -> loopback(p.port())).toList();
      Map<Integer, ScanResult> seen =
          scan(
              RdpScan.of(targets)
                  .mode(ScanMode.NEGOTIATION)
                  .perNetwork(RdpScan.UNLIMITED)
                  .timeout(Duration.ofSeconds(2)));
      Map<PeerScript, ScanResult> by = new EnumMap<>(PeerScript.class);
      peers.forEach((script, peer) -> by.put(script, seen.get(peer.port())));

      assertThat(by.get(PeerScript.TLS).selectedProtocol()).contains(1L);
      assertThat(by.get(PeerScript.NLA).selectedProtocol()).contains(8L);
      assertThat(by.get(PeerScript.STANDARD_RDP_ONLY).selectedProtocol()).contains(0L);
      assertThat(by.get(PeerScript.NO_CERTIFICATE).x224()).contains(X224Outcome.FAILURE);
      assertThat(by.get(PeerScript.NO_CERTIFICATE).failureCode()).contains(3L);
      assertThat(by.get(PeerScript.NO_CERTIFICATE).isRdp()).isTrue();
      assertThat(by.get(PeerScript.SILENT).x224()).contains(X224Outcome.SILENT);
      assertThat(by.get(PeerScript.CLOSE_AFTER_REQUEST).x224()).contains(X224Outcome.CLOSED);
      assertThat(by.get(PeerScript.RESET_AFTER_REQUEST).x224()).contains(X224Outcome.RESET);
      assertThat(by.get(PeerScript.HTTP).x224()).contains(X224Outcome.NOT_TPKT);
      assertThat(by.get(PeerScript.SSH).x224()).contains(X224Outcome.NOT_TPKT);
      assertThat(by.get(PeerScript.SSH).isRdp()).isFalse();
      assertThat(by.get(PeerScript.REFUSED).tcp()).isEqualTo(TcpOutcome.REFUSED);
      assertThat(by.get(PeerScript.REFUSED).x224()).isEmpty();
      peers.forEach(
          (script, peer) -> {
            if (script != PeerScript.REFUSED) {
              assertThat(peer.connections()).as(script.name()).isEqualTo(1);
            }
          });
    } finally {
      peers.values().forEach(ScriptedPeer::close);
    }
  }

  @Test
  void tcpModeSendsNothingAndTellsOpenClosedAndSilentApart() {
    try (ScriptedPeer open = ScriptedPeer.start(PeerScript.SILENT);
        ScriptedPeer closed = ScriptedPeer.start(PeerScript.REFUSED);
        ScriptedPeer dropped = ScriptedPeer.start(PeerScript.DROP)) {
      Map<Integer, ScanResult> seen =
          scan(
              RdpScan.of(
                      List.of(
                          loopback(dropped.port()), loopback(open.port()), loopback(closed.port())))
                  .timeout(Duration.ofMillis(700)));
      assertThat(seen.get(open.port()).tcp()).isEqualTo(TcpOutcome.OPEN);
      assertThat(seen.get(open.port()).x224()).isEmpty();
      assertThat(seen.get(closed.port()).tcp()).isEqualTo(TcpOutcome.REFUSED);
      assertThat(seen.get(dropped.port()).tcp()).isEqualTo(TcpOutcome.TIMED_OUT);
    }
  }

  @Test
  void targetsAreTakenOnlyAsThereIsRoomForThem() {
    try (ScriptedPeer refusing = ScriptedPeer.start(PeerScript.REFUSED)) {
      int closed = refusing.port();
      AtomicLong taken = new AtomicLong();
      AtomicLong results = new AtomicLong();
      AtomicLong mostAhead = new AtomicLong();
      Iterable<InetSocketAddress> many =
          () ->
              new Iterator<>() {
                @Override
                public boolean hasNext() {
                  return taken.get() < 20_000;
                }

                @Override
                public InetSocketAddress next() {
                  taken.incrementAndGet();
                  mostAhead.accumulateAndGet(taken.get() - results.get(), Math::max);
                  return loopback(closed);
                }
              };
      ScanSummary summary =
          RdpScan.of(many)
              .underWay(100)
              .perSecond(RdpScan.UNLIMITED)
              .perNetwork(RdpScan.UNLIMITED)
              .run(r -> results.incrementAndGet());
      assertThat(summary.targets()).isEqualTo(20_000);
      assertThat(results.get()).isEqualTo(20_000);
      assertThat(mostAhead.get()).isLessThanOrEqualTo(102);
    }
  }

  @Test
  void anInterruptEndsItWithoutFalseResults() throws Exception {
    try (ScriptedPeer silent = ScriptedPeer.start(PeerScript.SILENT)) {
      List<ScanResult> results = Collections.synchronizedList(new ArrayList<>());
      List<ScanSummary> ends = Collections.synchronizedList(new ArrayList<>());
      RdpScan scan =
          RdpScan.of(List.of(loopback(silent.port()), loopback(silent.port())))
              .mode(ScanMode.NEGOTIATION)
              .timeout(Duration.ofMinutes(5));
      Thread thread =
          new Thread(
              () -> {
                ends.add(scan.run(results::add));
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
              });
      thread.start();
      while (silent.connections() < 2) {
        Thread.onSpinWait();
      }
      thread.interrupt();
      thread.join();
      assertThat(ends).hasSize(1);
      assertThat(ends.get(0).cancelled()).isTrue();
      assertThat(results).isEmpty();
    }
  }

  @Test
  void whatTheConsumerThrowsEndsTheScan() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      RdpScan scan = RdpScan.of(Collections.nCopies(10, loopback(peer.port())));
      assertThatThrownBy(
              () ->
                  scan.run(
                      r -> {
                        throw new IllegalStateException("disk full");
                      }))
          .hasMessage("disk full");
    }
  }

  @Test
  void settingsAreChecked() {
    RdpScan scan = RdpScan.of(List.of());
    assertThat(scan.run(r -> {}).targets()).isZero();
    assertThatThrownBy(() -> scan.underWay(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scan.perSecond(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scan.perNetwork(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scan.timeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(scan(RdpScan.of(List.of(InetSocketAddress.createUnresolved("nowhere", 3389)))))
        .hasValueSatisfying(
            new org.assertj.core.api.Condition<>(r -> r.tcp() == TcpOutcome.OTHER, "not tried"));
  }

  @Test
  void aPaceGivesPermitsEvenly() {
    Pace pace = new Pace(100, 0);
    int atOnce = 0;
    while (pace.hasPermit(0)) {
      pace.take();
      atOnce++;
    }
    assertThat(atOnce).isEqualTo(10);
    assertThat(pace.nanosToPermit(0)).isEqualTo(10_000_000);
    assertThat(pace.hasPermit(9_999_000)).isFalse();
    assertThat(pace.hasPermit(10_000_001)).isTrue();
    int inASecond = 0;
    for (long now = 10_000_001; now < 1_010_000_001L; now += 1_000_000) {
      if (pace.hasPermit(now)) {
        pace.take();
        inASecond++;
      }
    }
    assertThat(inASecond).isBetween(99, 101);
  }

  @Test
  void networksAreHeldApartAndIdleOnesForgotten() throws Exception {
    NetworkPaces paces = new NetworkPaces(10);
    InetAddress a1 = InetAddress.getByName("192.0.2.1");
    InetAddress a2 = InetAddress.getByName("192.0.2.254");
    InetAddress b = InetAddress.getByName("192.0.3.1");
    InetAddress c = InetAddress.getByName("2001:db8::1");
    assertThat(paces.of(a1, 0)).isSameAs(paces.of(a2, 0)).isNotSameAs(paces.of(b, 0));
    assertThat(paces.of(c, 0)).isSameAs(paces.of(InetAddress.getByName("2001:db8::2"), 0));
    paces.of(a1, 0).take();
    assertThat(paces.of(a1, 0).hasPermit(0)).isFalse();
    assertThat(paces.of(b, 0).hasPermit(0)).isTrue();
    for (int i = 0; i < 100_000; i++) {
      long now = i * 1_000_000L;
      byte[] address = {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
      paces
          .of(InetAddress.getByAddress(new byte[] {11, address[1], address[2], address[3]}), now)
          .take();
    }
    assertThat(paces.size()).isLessThan(1000);
  }
}
