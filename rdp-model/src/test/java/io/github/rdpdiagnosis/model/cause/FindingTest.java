package io.github.rdpdiagnosis.model.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {
  private static final Cause PROBABLE_AT_MOST = CauseCatalogue.standard().cause("ED-01");

  @Test
  void mayNotBeSurerThanItsCauseAllows() {
    assertThat(finding(Certainty.PROBABLE, List.of("client/tcp")).domain())
        .isEqualTo(FaultDomain.EDGE);
    assertThat(finding(Certainty.POSSIBLE, List.of("client/tcp")).certainty())
        .isEqualTo(Certainty.POSSIBLE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> finding(Certainty.CONFIRMED, List.of("client/tcp")))
        .withMessage("ED-01 cannot be CONFIRMED: at most PROBABLE");
  }

  @Test
  void needsEvidence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> finding(Certainty.POSSIBLE, List.of()))
        .withMessage("finding ED-01 needs evidence");
  }

  @Test
  void copiesItsLists() {
    List<String> evidence = new ArrayList<>(List.of("client/tcp"));
    Finding finding = finding(Certainty.POSSIBLE, evidence);

    evidence.clear();

    assertThat(finding.evidence()).containsExactly("client/tcp");
  }

  @Test
  void everyCertaintyUpToTheMaximumIsAllowedForEveryCause() {
    for (Cause cause : CauseCatalogue.standard().causes()) {
      for (Certainty certainty : Certainty.values()) {
        boolean isAllowed = certainty.compareTo(cause.maxCertainty()) <= 0;
        if (isAllowed) {
          assertThat(
                  new Finding(cause, certainty, "x", List.of("a/b"), List.of(), List.of()).cause())
              .isEqualTo(cause);
        } else {
          assertThatIllegalArgumentException()
              .isThrownBy(
                  () -> new Finding(cause, certainty, "x", List.of("a/b"), List.of(), List.of()));
        }
      }
    }
  }

  @Test
  void verdictNeedsAReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DomainVerdict(FaultDomain.EDGE, DomainStatus.CLEARED, List.of()))
        .withMessage("verdict on EDGE needs a reason");
    assertThat(
            new DomainVerdict(FaultDomain.EDGE, DomainStatus.UNKNOWN, List.of("no check"))
                .because())
        .containsExactly("no check");
  }

  private static Finding finding(Certainty certainty, List<String> evidence) {
    return new Finding(
        PROBABLE_AT_MOST, certainty, "Nothing answers from here.", evidence, List.of(), List.of());
  }
}
