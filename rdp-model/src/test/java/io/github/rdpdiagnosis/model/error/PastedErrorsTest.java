package io.github.rdpdiagnosis.model.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.internal.CsvTable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people paste. The texts were written before the code that reads them. */
class PastedErrorsTest {
  private record Pasted(String text, List<String> right) {}

  static Stream<Pasted> pasted() {
    return CsvTable.ofResource(PastedErrorsTest.class, "pasted.csv").rows().stream()
        .map(row -> new Pasted(unescape(row.get("text")), List.of(row.get("right").split("\\|"))));
  }

  static Stream<String> texts() {
    return pasted().map(Pasted::text);
  }

  static Stream<String> unrelated() {
    return CsvTable.ofResource(PastedErrorsTest.class, "unrelated.csv").rows().stream()
        .map(row -> unescape(row.get("text")));
  }

  private static String unescape(String text) {
    return Pattern.compile("\\\\(.)")
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    switch (escape.group(1)) {
                      case "n" -> "\n";
                      case "r" -> "\r";
                      case "t" -> "\t";
                      default -> escape.group(1);
                    }));
  }

  private static String key(ClientError error) {
    return error.family() + ":" + (error.code().isPresent() ? error.hexCode() : error.symbol());
  }

  @Test
  void thereAreSixtyAndFifteen() {
    assertThat(pasted()).hasSize(60);
    assertThat(unrelated()).hasSize(15);
  }

  @ParameterizedTest
  @MethodSource
  void pasted(Pasted pasted) {
    ErrorMatch match = ClientErrors.match(pasted.text());

    assertThat(match.best()).isPresent();
    assertThat(key(match.best().orElseThrow())).isIn(pasted.right());
  }

  @ParameterizedTest
  @MethodSource
  void unrelated(String text) {
    assertThat(ClientErrors.match(text).errors()).isEmpty();
  }
}
