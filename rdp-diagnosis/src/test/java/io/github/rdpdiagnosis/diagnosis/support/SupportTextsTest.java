package io.github.rdpdiagnosis.diagnosis.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.rdpdiagnosis.diagnosis.bundle.EvidenceBundle;
import io.github.rdpdiagnosis.diagnosis.internal.engine.Stories;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SupportTextsTest {
  private static SupportTexts texts(String story) {
    return SupportTexts.of(EvidenceBundle.of(Stories.all().get(story)));
  }

  @Test
  void theQuestionTellsNoNameAndNoPublicAddress() {
    Stories.all()
        .keySet()
        .forEach(
            story -> {
              String question = texts(story).question();
              assertThat(question)
                  .as(story)
                  .startsWith("# Remote Desktop to a Windows VM in Azure")
                  .contains("## Question")
                  .doesNotContain("vm1.example", "203.0.113.10");
            });
    assertThat(texts("tcp-TIMED_OUT").question())
        .contains("TCP to public-address-1:3389 timed out");
    assertThat(SupportTexts.of(EvidenceBundle.of(Stories.hostile())).question())
        .doesNotContain("<script", "<img");
  }

  @Test
  void theIncidentOffersReCreationFirstAndListsEachStep() {
    String incident = texts("deallocated").incident();
    assertThat(incident.indexOf("recreate")).isPositive().isLessThan(incident.indexOf("| Step |"));
    assertThat(incident)
        .contains(
            "| 1 diagnostics | done |",
            "| 2 the client's error message | not done |",
            "| 3 state of the VM | done | power state deallocated |",
            "| 3 restart, resize | not done |",
            "| 4.1 client computer |",
            "| 5 forum | not done |");
    assertThat(texts("works").incident()).contains("| 3 state of the VM | not done |");
  }

  @Test
  void thePayloadHasTheShapeOfASupportTicket() throws IOException {
    JsonNode json =
        new ObjectMapper()
            .readTree(
                texts("deallocated").payload(SupportTexts.Severity.MODERATE, "two clerks wait"));
    assertThat(json.at("/properties/severity").asText()).isEqualTo("moderate");
    assertThat(json.at("/properties/title").asText()).contains("vm1.example");
    assertThat(json.at("/properties/description").asText()).startsWith("Impact: two clerks wait");
    assertThat(json.at("/impact").asText()).isEqualTo("two clerks wait");
    assertThat(json.at("/fillIn")).hasSize(3);
  }

  @Test
  void thePlanKeepsTheDisksBeforeItDeletesAnything() {
    String plan = texts("deallocated").recreate();
    assertThat(plan).contains("temporary disk");
    assertThat(plan.indexOf("deleteOption=Detach")).isLessThan(plan.indexOf("az vm delete"));
    assertThat(plan.indexOf("az snapshot create")).isLessThan(plan.indexOf("az vm delete"));
    assertThat(SupportTexts.of(EvidenceBundle.of(Stories.hostile())).recreate())
        .contains("az vm delete --ids VM_ID --yes");
  }
}
