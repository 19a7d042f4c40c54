package io.github.rdpdiagnosis.model.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rdpdiagnosis.model.SharedReference;
import io.github.rdpdiagnosis.model.internal.CsvTable;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class CauseCatalogueTest {
  private static final CauseCatalogue CATALOGUE = CauseCatalogue.standard();

  @Test
  void has122CausesWithIdsOfTheirOwn() {
    assertThat(CATALOGUE.causes()).hasSize(122);
    assertThat(CATALOGUE.causes()).extracting(Cause::id).doesNotHaveDuplicates();
    assertThat(CATALOGUE.causes()).extracting(Cause::title).doesNotHaveDuplicates();
  }

  @Test
  void coversEveryDomain() {
    int sum = 0;
    for (FaultDomain domain : FaultDomain.values()) {
      List<Cause> causes = CATALOGUE.inDomain(domain);
      assertThat(causes).as(domain.name()).isNotEmpty().allMatch(cause -> cause.domain() == domain);
      sum += causes.size();
    }
    assertThat(sum).isEqualTo(122);
  }

  @Test
  void explainsEachCauseInOneOrTwoSentencesOfItsOwn() {
    for (Cause cause : CATALOGUE.causes()) {
      assertThat(cause.explanation()).as(cause.id()).endsWith(".").hasSizeBetween(40, 400);
    }
    assertThat(CATALOGUE.causes()).extracting(Cause::explanation).doesNotHaveDuplicates();
  }

  @Test
  void carriesNoMarksOfItsMaking() {
    for (Cause cause : CATALOGUE.causes()) {
      assertThat(cause.toString()).doesNotContain("[K]", "2015", "file index", "\u2026");
    }
  }

  @Test
  void findsIgnoringCase() {
    assertThat(CATALOGUE.find("nw-01")).contains(CATALOGUE.cause("NW-01"));
    assertThat(CATALOGUE.cause("VM-12").maxCertainty()).isEqualTo(Certainty.CONFIRMED);
    assertThat(CATALOGUE.find("NW-99")).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CATALOGUE.cause("NW-99"))
        .withMessage("no cause has the id NW-99");
  }

  @Test
  void keepsIdsDomainsStagesAndCertaintiesOfTheReference() throws Exception {
    String text = Files.readString(SharedReference.file("causes.csv"));

    assertThat(CATALOGUE.causes())
        .extracting(
            cause ->
                List.of(
                    cause.id(),
                    cause.domain().name(),
                    cause.stage().name(),
                    cause.provableBy(),
                    cause.maxCertainty().name()))
        .containsExactlyElementsOf(
            CsvTable.parse("causes.csv", text).rows().stream()
                .map(
                    row ->
                        List.of(
                            row.get("id"),
                            row.get("domain"),
                            row.get("stage"),
                            row.get("provable_by"),
                            row.get("max_certainty")))
                .toList());
  }

  @Test
  void namesTheLineOfABrokenTable() {
    String header =
        "id,domain,stage,provable_by,max_certainty,title,symptom,explanation,evidence,remedy,reboot,source\n";
    String good = "NW-01,NETWORK,TCP,azure,CONFIRMED,a,b,c,d,e,f,g\n";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> catalogue(header + good + good.replace("NETWORK", "SPACE")))
        .withMessageStartingWith("t, line 3: expected one of [CLIENT, ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> catalogue(header + good.replace(",c,", ",,")))
        .withMessage("t, line 2: cause NW-01 has a blank text");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> catalogue(header + good + good))
        .withMessage("two causes have the id NW-01");
  }

  private static CauseCatalogue catalogue(String text) {
    return CauseCatalogue.of(CsvTable.parse("t", text));
  }
}
