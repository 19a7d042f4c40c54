package io.github.rdpdiagnosis.azure.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainJsonTest {
  @Test
  void writesWhatDataBindingWrites() {
    Map<String, Object> data =
        Map.of(
            "text",
            "a \"quoted\" line\n\u0001 \u00e4 </script>",
            "numbers",
            Arrays.asList(1, -2L, 0.5, Long.MIN_VALUE, null),
            "empty",
            List.of(List.of(), Map.of()),
            "day",
            DayOfWeek.FRIDAY,
            "yes",
            true,
            "nested",
            Map.of("b", Map.of("y", 1, "x", 2), "a", List.of("x")));
    assertThat(PlainJson.write(data)).isEqualTo(new String(StrictJson.write(data), UTF_8));
  }

  @Test
  void keepsEveryCharacter() {
    Map<String, Object> data = Map.of("text", "\ud83d\ude00 \u2028 \u0000 \\ /");
    byte[] json = PlainJson.write(data).getBytes(UTF_8);
    assertThat(StrictJson.readObject(json, 1000, "test")).isEqualTo(data);
  }

  @Test
  void refusesWhatIsNoPlainData() {
    assertThatThrownBy(() -> PlainJson.write(Map.of("at", Instant.EPOCH)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.time.Instant");
  }
}
