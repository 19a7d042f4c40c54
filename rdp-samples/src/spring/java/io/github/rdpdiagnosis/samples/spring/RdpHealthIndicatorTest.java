package io.github.rdpdiagnosis.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

class RdpHealthIndicatorTest {
  @Test
  void saysWhatTheDiagnosisSaysAndNotTooOften() throws IOException {
    AtomicInteger runs = new AtomicInteger();
    Instant[] now = {Instant.parse("2026-11-25T00:00:00Z")};
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return now[0];
          }

          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }
        };
    ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS);
    Port port = new Port(peer.port());
    RdpHealthIndicator indicator =
        new RdpHealthIndicator(
            () -> {
              runs.incrementAndGet();
              return RdpDiagnosis.of("127.0.0.1", port).deadline(Duration.ofSeconds(20));
            },
            Duration.ofMinutes(5),
            clock);
    Health first = indicator.health();
    assertThat(first.getStatus()).isNotEqualTo(Status.DOWN);
    peer.close();
    assertThat(indicator.health()).isSameAs(first);
    assertThat(runs).hasValue(1);

    now[0] = now[0].plus(Duration.ofMinutes(5));
    Health later = indicator.health();
    assertThat(runs).hasValue(2);
    assertThat(later.getStatus()).isNotEqualTo(Status.UP);
    assertThat(later.getDetails()).containsKeys("summary", "at", "causes");
  }
}
