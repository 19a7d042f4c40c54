package io.github.rdpdiagnosis.samples.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExpectationTest {
  private static final String EDGE_SUSPECT =
      """
      {"verdict": "UNDETERMINED",
       "domains": [
         {"domain": "CLIENT", "status": "SUSPECT"}, {"domain": "EDGE", "status": "SUSPECT"},
         {"domain": "ENDPOINT", "status": "CLEARED"}, {"domain": "NETWORK", "status": "SUSPECT"},
         {"domain": "VM", "status": "CLEARED"}],
       "findings": [
         {"cause": "ED-01", "certainty": "POSSIBLE", "domain": "EDGE"},
         {"cause": "CL-01", "certainty": "POSSIBLE", "domain": "CLIENT"},
         {"cause": "NW-04", "certainty": "POSSIBLE", "domain": "NETWORK"}],
       "notes": ["nothing to see"], "alsoPossible": ["VM-12"], "lookAlike": "T1-port",
       "target": {"host": "vm1.lab.test"},
       "checks": [{"check": "tcp", "vantage": "client", "facts": {"tcp.outcome": "TIMED_OUT"}}]}
      """;

  @Test
  void theTableHasARowForEveryFaultOfTheLab() {
    assumeTrue(File.separator.equals("/"), "lab.sh needs bash");
    assertThat(Expectation.readAll())
        .extracting(Expectation::fault)
        .containsExactlyInAnyOrderElementsOf(Lab.faults());
  }

  @Test
  void aRowAsksForNothingThatItForbids() {
    for (Expectation row : Expectation.readAll()) {
      assertThat(row.signatures()).as(row.fault()).isNotEmpty();
      assertThat(row.lookAlikes()).as(row.fault()).isNotEmpty();
      assertThat(row.forbidden()).as(row.fault()).noneMatch(row.causes()::contains);
      assertThat(row.verdicts()).as(row.fault()).isNotEmpty();
      if (row.group() == Expectation.Group.REQUIRED) {
        assertThat(row.causes()).as(row.fault()).isNotEmpty();
      }
    }
  }

  @Test
  void aRightDiagnosisHasNoViolations() {
    assertThat(expected("edge_drop").violations(LabResult.parse(EDGE_SUSPECT), true)).isEmpty();
  }

  @Test
  void wrongCauseConfirmed() {
    assertThat(violations("edge_drop", "\"NW-04\", \"certainty\": \"POSSIBLE\"", "CONFIRMED"))
        .anyMatch(violation -> violation.startsWith("NW-04 CONFIRMED, planted was [ED-01]"));
  }

  @Test
  void forbiddenCauseProbable() {
    assertThat(violations("edge_drop", "\"CL-01\", \"certainty\": \"POSSIBLE\"", "PROBABLE"))
        .containsExactly("CL-01 PROBABLE, nothing excludes the others");
  }

  @Test
  void plantedDomainCleared() {
    assertThat(violations("edge_drop", "\"EDGE\", \"status\": \"SUSPECT\"", "CLEARED"))
        .containsExactly("EDGE CLEARED, and the fault is there");
  }

  @Test
  void plantedDomainClearedByAHarmlessFault() {
    LabResult works =
        new LabResult(
            "WORKS",
            Map.of(FaultDomain.VM, DomainStatus.CLEARED),
            List.of(),
            List.of("{\"cause\":\"VM-31\"}"),
            "C1",
            "C1",
            List.of());
    assertThat(expected("cert_expired").violations(works, true)).isEmpty();
    assertThat(expected("tls10_only").violations(works, true))
        .contains("VM CLEARED, and the fault is there");
  }

  @Test
  void rightCauseNotNamed() {
    LabResult result = LabResult.parse(EDGE_SUSPECT.replace("ED-01", "ED-05"));
    assertThat(expected("edge_drop").violations(result, false))
        .singleElement()
        .asString()
        .startsWith("none of [ED-01] among the first three");
  }

  @Test
  void rightCauseMayNeedTheEvidence() {
    LabResult result = LabResult.parse(EDGE_SUSPECT.replace("T1-port", "T1"));
    assertThat(expected("dns_stale_dead").violations(result, false)).isEmpty();
    assertThat(expected("dns_stale_dead").violations(result, true)).hasSize(1);
  }

  @Test
  void otherSideStillSuspected() {
    assertThat(violations("edge_drop", "\"VM\", \"status\": \"CLEARED\"", "SUSPECT"))
        .containsExactly("VM still SUSPECT");
    assertThat(violations("edge_drop", "\"NETWORK\", \"status\": \"SUSPECT\"", "FAULTY"))
        .containsExactly("NETWORK still FAULTY");
  }

  @Test
  void tooManyFindings() {
    LabResult.Suspicion edge =
        new LabResult.Suspicion("ED-01", Certainty.POSSIBLE, FaultDomain.EDGE);
    LabResult result =
        new LabResult(
            "UNDETERMINED",
            Map.of(),
            IntStream.range(0, 9).mapToObj(i -> edge).toList(),
            List.of(),
            "T1",
            "T1",
            List.of());
    assertThat(expected("edge_drop").violations(result, true))
        .containsExactly("9 findings, at most 8 expected");
  }

  @Test
  void moreCertainThanCanBeKnown() {
    assertThat(violations("edge_drop", "\"ED-01\", \"certainty\": \"POSSIBLE\"", "CONFIRMED"))
        .containsExactly("ED-01 CONFIRMED, at most PROBABLE can be known");
  }

  @Test
  void anotherClassOfOutcome() {
    LabResult refused =
        LabResult.parse(
            EDGE_SUSPECT
                .replace("TIMED_OUT", "REFUSED")
                .replace("\"lookAlike\": \"T1-port\"", "\"lookAlike\": \"T2\""));
    assertThat(expected("edge_drop").violations(refused, false))
        .containsExactly("seen as T2, expected [T1]", "class T2, expected [T1-port]");
    assertThat(expected("edge_drop").violations(refused, true)).isEmpty();
  }

  @Test
  void aCauseThatAnExperimentTakesOut() {
    LabResult both =
        LabResult.parse(
            EDGE_SUSPECT
                .replace("VM-12", "EP-13")
                .replace("\"lookAlike\": \"T1-port\"", "\"lookAlike\": \"X3-after\"")
                .replace("TIMED_OUT\"", "OPEN\", \"x224.outcome\": \"RESET\""));
    assertThat(expected("vm_rst_after_x224").violations(both, false))
        .contains("EP-13 not ruled out");
  }

  @Test
  void whatIsNotAResultIsSaidSo() {
    assertThatThrownBy(() -> LabResult.parse("Usage: rdpdiag"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Usage: rdpdiag");
  }

  /** Violations of {@link #EDGE_SUSPECT} with the last word of one place replaced. */
  private static List<String> violations(String fault, String place, String word) {
    assertThat(EDGE_SUSPECT).contains(place);
    String changed = place.substring(0, place.lastIndexOf(' ') + 1) + '"' + word + '"';
    return expected(fault).violations(LabResult.parse(EDGE_SUSPECT.replace(place, changed)), true);
  }

  private static Expectation expected(String fault) {
    return Expectation.readAll().stream()
        .filter(row -> row.fault().equals(fault))
        .findFirst()
        .orElseThrow();
  }
}
