package io.github.rdpdiagnosis.azure.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.azure.JsonDocumentException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsPlainDataWithLongs() {
    Map<String, Object> root =
        StrictJson.readObject(utf8("{\"a\": 1, \"b\": [true, null, 1.5, \"x\"]}"), 100, "doc");
    assertThat(root).containsEntry("a", 1L);
    assertThat((List<?>) root.get("b")).isEqualTo(java.util.Arrays.asList(true, null, 1.5, "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"a\":1,\"a\":2}",
        "{} {}",
        "{\"a\":NaN}",
        "{\"a\":1e999}",
        "{\"a\":99999999999999999999}",
        "{'a':1}",
        "{\"a\":1,}"
      })
  void refusesWhatIsNoPlainObject(String text) {
    assertThatThrownBy(() -> StrictJson.readObject(utf8(text), 100, "evidence.json"))
        .isInstanceOf(JsonDocumentException.class)
        .hasMessageStartingWith("evidence.json: at ");
  }

  @Test
  void refusesTooManyBytesBeforeParsing() {
    assertThatThrownBy(() -> StrictJson.readTree(utf8("{\"a\": 1}"), 4, "doc"))
        .isInstanceOf(JsonDocumentException.class)
        .hasMessage("doc: at byte 4: expected at most 4 bytes, got 8");
  }

  @Test
  void refusesDeepNesting() {
    String deep = "[".repeat(StrictJson.MAX_DEPTH + 1) + "]".repeat(StrictJson.MAX_DEPTH + 1);
    assertThatThrownBy(() -> StrictJson.readTree(utf8(deep), 1000, "doc"))
        .isInstanceOf(JsonDocumentException.class);
    String justRight = "[".repeat(StrictJson.MAX_DEPTH) + "]".repeat(StrictJson.MAX_DEPTH);
    assertThat(StrictJson.readTree(utf8(justRight), 1000, "doc").isArray()).isTrue();
  }

  @Test
  void namesLineAndColumn() {
    assertThatThrownBy(() -> StrictJson.readTree(utf8("{\n  \"a\": tru\n}"), 1000, "doc"))
        .isInstanceOfSatisfying(
            JsonDocumentException.class, e -> assertThat(e.place()).startsWith("line 2, column "));
  }

  @Test
  void doesNotTurnTextsIntoNumbers() {
    assertThatThrownBy(() -> StrictJson.read(utf8("\"7\""), 1000, "doc", Long.class))
        .isInstanceOf(JsonDocumentException.class);
    assertThatThrownBy(() -> StrictJson.read(utf8("7.5"), 1000, "doc", Long.class))
        .isInstanceOf(JsonDocumentException.class);
  }

  @Test
  void writesSortedKeysAndOneLineEnd() {
    byte[] written = StrictJson.write(Map.of("b", List.of(), "a", Map.of("d", 1L, "c", "x")));
    assertThat(new String(written, StandardCharsets.UTF_8))
        .isEqualTo("{\n  \"a\" : {\n    \"c\" : \"x\",\n    \"d\" : 1\n  },\n  \"b\" : [ ]\n}\n");
  }
}
