package io.github.rdpdiagnosis.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTableTest {
  @Test
  void readsQuotesCommasAndEmptyFields() {
    CsvTable table = CsvTable.parse("t", "a,b,c\r\n\"x, \"\"y\"\"\",,z\n\"\",p;q,\n");

    assertThat(table.rows()).hasSize(2);
    assertThat(table.rows().get(0).get("a")).isEqualTo("x, \"y\"");
    assertThat(table.rows().get(0).get("b")).isEmpty();
    assertThat(table.rows().get(0).get("c")).isEqualTo("z");
    assertThat(table.rows().get(1).get("a")).isEmpty();
    assertThat(table.rows().get(1).list("b")).containsExactly("p", "q");
    assertThat(table.rows().get(1).list("c")).isEmpty();
  }

  @Test
  void readsALastLineWithoutEnd() {
    assertThat(CsvTable.parse("t", "a\nx").rows().get(0).get("a")).isEqualTo("x");
    assertThat(CsvTable.parse("t", "a\n").rows()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b;x | t, line 2: expected 2 fields, found 1",
        "a,b;x,y;x,y,z | t, line 3: expected 2 fields, found 3",
        "a;^x | t, line 2: expected a closing quote before the end of the line",
        "a;^x^y | t, line 2: expected a comma after the quote in column 3",
        "a;x^ | t, line 2: a field with a quote must be quoted: field 1",
      })
  void namesTheLineOfWhatIsWrong(String text, String message) {
    String csv = text.replace(';', '\n').replace('^', '"');
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsvTable.parse("t", csv))
        .withMessage(message);
  }

  @Test
  void isBounded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsvTable.parse("t", "a\n".repeat(10_001)))
        .withMessage("t, line 10001: expected at most 10000 lines, found more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsvTable.parse("t", ""))
        .withMessage("t, line 1: expected a header, found the end");
  }

  @Test
  void namesAMissingColumnOrResource() {
    CsvTable table = CsvTable.parse("t", "a\nx\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.rows().get(0).get("b"))
        .withMessage("t has no column b, only [a]");
    assertThat(table.rows().get(0).error("no good")).hasMessage("t, line 2: no good");
    assertThatNullPointerException()
        .isThrownBy(() -> CsvTable.ofResource(CsvTable.class, "none.csv"))
        .withMessage("none.csv");
  }
}
