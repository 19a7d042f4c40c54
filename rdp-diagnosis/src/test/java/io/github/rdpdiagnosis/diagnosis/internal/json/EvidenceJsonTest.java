package io.github.rdpdiagnosis.diagnosis.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.diagnosis.Evidence;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceJsonTest {
  private static final Vantage ALT = new Vantage("alt");

  private static Evidence sample() {
    List<Observation> all = new ArrayList<>();
    all.add(observation("tcp", CheckStatus.holds(), fact()));
    all.add(observation("x224", CheckStatus.violated("closed"), Facts.none()));
    all.add(observation("tls", CheckStatus.inconclusive("cut off", "another run"), Facts.none()));
    all.add(observation("nla", CheckStatus.notPermitted("a/b/read"), Facts.none()));
    all.add(observation("junk", CheckStatus.notRun("alt/tcp"), Facts.none()));
    all.add(observation("name", CheckStatus.notApplicable("none"), Facts.none()));
    return new Evidence(ALT, "vm1.example", 3389, all);
  }

  private static Facts fact() {
    return Facts.builder()
        .put(ProbeFacts.TCP_PORT, 3389L)
        .put(ProbeFacts.TCP_OUTCOME, TcpOutcome.OPEN)
        .put(ProbeFacts.TCP_TIME, Duration.ofMillis(12))
        .build();
  }

  private static Observation observation(String check, CheckStatus status, Facts facts) {
    return new Observation(
        check,
        ALT,
        Optional.of("203.0.113.10"),
        Instant.parse("2026-11-22T10:00:00Z"),
        Duration.ofMillis(7),
        status,
        facts);
  }

  private static Evidence read(String json) {
    return EvidenceJson.read(json.getBytes(StandardCharsets.UTF_8), "e.json");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(read(sample().json())).isEqualTo(sample());
  }

  @Test
  void factsOfUnknownKeysSurvive() {
    Facts facts = Facts.ofJson(Map.of("future.fact", List.of(1L, "x")));
    Evidence evidence =
        new Evidence(
            ALT, "vm1.example", 3389, List.of(observation("tcp", CheckStatus.holds(), facts)));
    assertThat(read(evidence.json())).isEqualTo(evidence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "schemaVersion" : 1     | "schemaVersion" : 2      | $
          "OPEN"                  | "AJAR"                   | $.checks[0].facts
          "tcp.port" : 3389       | "tcp.port" : "x"         | $.checks[0].facts
          "status" : "HOLDS"      | "status" : "FINE"        | $.checks[0].status
          "at" : "2026-           | "at" : "yesterday-       | $.checks[0].at
          "address" : "203        | "address" : "host203     | $.checks[0].address
          "durationMillis" : 7    | "durationMillis" : -7    | $.checks[0].durationMillis
          """)
  void aDocumentOfAnotherShapeIsRefusedWithItsPlace(String from, String to, String place) {
    String json = sample().json();
    assertThat(json).contains(from);
    assertThatThrownBy(() -> read(json.replace(from, to)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(place);
  }

  @Test
  void aVantageNameOfThisRunsOwnIsRefused() {
    String renamed = sample().json().replace("\"alt\"", "\"client\"");
    assertThatThrownBy(() -> read(renamed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("client");
  }

  @Test
  void anotherDocumentIsRefused() {
    assertThatThrownBy(() -> read("{}"))
        .isInstanceOf(JsonDocumentException.class)
        .hasMessageContaining("evidence file");
    assertThatThrownBy(() -> read("[1]")).isInstanceOf(JsonDocumentException.class);
  }
}
