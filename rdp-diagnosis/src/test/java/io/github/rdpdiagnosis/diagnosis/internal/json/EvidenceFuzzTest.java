package io.github.rdpdiagnosis.diagnosis.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.diagnosis.Evidence;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.FirewallDecision;
import io.github.rdpdiagnosis.probes.GatewayFacts;
import io.github.rdpdiagnosis.probes.LocalFacts;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes are read as evidence that reads back the same, or refused with the documented
 * exception.
 */
class EvidenceFuzzTest {
  static Stream<byte[]> seeds() {
    Vantage vantage = new Vantage("av-off");
    Facts facts =
        Facts.builder()
            .put(ProbeFacts.TCP_PORT, 3389L)
            .put(ProbeFacts.TCP_OUTCOME, TcpOutcome.TIMED_OUT)
            .put(ProbeFacts.TCP_TIME, Duration.ofMillis(5001))
            .put(LocalFacts.FIREWALL_DECISION, FirewallDecision.BLOCKS)
            .put(LocalFacts.INTERFACES, List.of("eth0: 192.168.1.20/24"))
            .put(GatewayFacts.CLOCK_AHEAD, Duration.ofMillis(-12))
            .build();
    Observation seen =
        new Observation(
            "tcp",
            vantage,
            Optional.of("203.0.113.10"),
            Instant.parse("2026-11-22T10:00:00Z"),
            Duration.ofMillis(5001),
            CheckStatus.inconclusive("cut off", "more time"),
            facts);
    String json = new Evidence(vantage, "vm1.example", 3389, List.of(seen, seen)).json();
    return Stream.of(
        json.getBytes(UTF_8),
        json.replace("203.0.113.10", "fe80::1%eth0").getBytes(UTF_8),
        "{\"schemaVersion\":1,\"document\":\"rdp-evidence\"}".getBytes(UTF_8),
        "[]".getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void readsOrRefuses(byte[] bytes) {
    Evidence evidence;
    try {
      evidence = EvidenceJson.read(bytes, "fuzz");
    } catch (JsonDocumentException e) {
      assertThat(e).hasMessageContaining("fuzz");
      return;
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("vantage"); // a name that a diagnosis has for itself
      return;
    }
    String text = evidence.json();
    assertThat(EvidenceJson.read(text.getBytes(UTF_8), "again").json()).isEqualTo(text);
  }

  @Test
  void seededMutationsAreReadOrRefused() {
    Random random = new Random(20261124);
    List<byte[]> seeds = seeds().toList();
    for (int i = 0; i < 1000; i++) {
      byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
      for (int change = 0; change <= random.nextInt(4); change++) {
        int at = random.nextInt(bytes.length);
        bytes[at] =
            random.nextBoolean()
                ? (byte) "{}[]\",:0-e\\".charAt(random.nextInt(11))
                : (byte) random.nextInt(256);
      }
      readsOrRefuses(
          random.nextInt(5) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
    }
  }
}
