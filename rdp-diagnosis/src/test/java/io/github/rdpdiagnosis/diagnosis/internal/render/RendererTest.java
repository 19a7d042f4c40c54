package io.github.rdpdiagnosis.diagnosis.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.NextStep;
import io.github.rdpdiagnosis.diagnosis.Note;
import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.Facts;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RendererTest {
  private static final String HOSTILE = "vm1\u001b[31m\u202e.example";

  private static Diagnosis diagnosis() {
    return new Diagnosis(
        "id-1",
        Instant.parse("2026-11-22T10:00:00Z"),
        Duration.ofMillis(1234),
        new Diagnosis.Target(
            HOSTILE, 3389, List.of("203.0.113.10"), Optional.of("a.rdp"), Optional.empty()),
        Verdict.FAULT_FOUND,
        "The rule DenyRdp of " + HOSTILE + " denies it.",
        ProvenUpTo.NAME,
        Optional.of("T1"),
        Arrays.stream(FaultDomain.values())
            .map(d -> new DomainVerdict(d, DomainStatus.UNKNOWN, List.of("nothing seen")))
            .toList(),
        List.of(
            new Finding(
                CauseCatalogue.standard().cause("NW-02"),
                Certainty.CONFIRMED,
                "It is denied.",
                List.of("azure/nsg"),
                List.of("Remove it."),
                List.of("/subscriptions/x"))),
        List.of("VM-12"),
        List.of(new Note("A note.", List.of())),
        List.of(
            new Observation(
                "nsg",
                Vantage.AZURE,
                Optional.empty(),
                Instant.parse("2026-11-22T10:00:01Z"),
                Duration.ofMillis(5),
                CheckStatus.notPermitted("Microsoft.Network/networkSecurityGroups/read"),
                Facts.none())),
        List.of(new NextStep("look", List.of("VM-12"), "there")));
  }

  @Test
  void jsonHasTheContractsFields() throws IOException {
    JsonNode json = new ObjectMapper().readTree(Renderer.json().render(diagnosis()));
    assertThat(json.at("/schemaVersion").asInt()).isEqualTo(1);
    assertThat(json.at("/startedAt").asText()).isEqualTo("2026-11-22T10:00:00Z");
    assertThat(json.at("/verdict").asText()).isEqualTo("FAULT_FOUND");
    assertThat(json.at("/provenUpTo").asText()).isEqualTo("NAME");
    assertThat(json.at("/target/host").asText()).isEqualTo(HOSTILE);
    assertThat(json.at("/target").has("vmId")).isFalse();
    assertThat(json.at("/domains")).hasSize(5);
    assertThat(json.at("/domains/0/domain").asText()).isEqualTo("CLIENT");
    assertThat(json.at("/findings/0/cause").asText()).isEqualTo("NW-02");
    assertThat(json.at("/findings/0/certainty").asText()).isEqualTo("CONFIRMED");
    assertThat(json.at("/findings/0/domain").asText()).isEqualTo("NETWORK");
    assertThat(json.at("/checks/0/id").asText()).isEqualTo("azure/nsg");
    assertThat(json.at("/checks/0/permission").asText())
        .isEqualTo("Microsoft.Network/networkSecurityGroups/read");
    assertThat(json.at("/nextSteps/0/separates/0").asText()).isEqualTo("VM-12");
    List<String> keys = new java.util.ArrayList<>();
    json.fieldNames().forEachRemaining(keys::add);
    assertThat(keys).isSorted();
  }

  @Test
  void textBeginsWithTheVerdictAndKeepsToTheWidth() {
    String text = Renderer.text(60).render(diagnosis());
    assertThat(text).startsWith("FAULT_FOUND: ").contains("NW-02 CONFIRMED", "VM-12", "A note.");
    assertThat(text.lines().filter(line -> line.length() > 60 && !line.contains("/"))).isEmpty();
  }

  @Test
  void textBringsNoControlCharactersToTheTerminal() {
    String text = Renderer.text(100).render(diagnosis());
    assertThat(text.codePoints().filter(c -> c != '\n'))
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
  }
}
