package io.github.rdpdiagnosis.model.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rdpdiagnosis.model.fact.Facts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationTest {
  @Test
  void idNamesVantageCheckAndAddress() {
    assertThat(observation("tcp", Optional.of("192.0.2.1")).id()).isEqualTo("client/tcp@192.0.2.1");
    assertThat(observation("name-server", Optional.empty()).id()).isEqualTo("client/name-server");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "TCP", "tcp probe", "-tcp", "tcp-", "tcp/ip", "a@b"})
  void refusesANameThatWouldBlurTheId(String check) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> observation(check, Optional.empty()))
        .withMessageContaining("lower-case words");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Client", "a/b", "a@b", "a b", "-a"})
  void refusesAVantageThatWouldBlurTheId(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Vantage(name));
  }

  @Test
  void boundsTheNameOfAVantage() {
    assertThat(new Vantage("h".repeat(64)).name()).hasSize(64);
    assertThatIllegalArgumentException().isThrownBy(() -> new Vantage("h".repeat(65)));
  }

  @Test
  void isHeardAsOneLine() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    ProgressListener.to(new PrintStream(out, true, StandardCharsets.UTF_8))
        .observed(observation("tcp", Optional.of("192.0.2.1")));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .hasLineCount(1)
        .contains("client/tcp@192.0.2.1", "VIOLATED", "7 ms", "refused");
  }

  private static Observation observation(String check, Optional<String> address) {
    return new Observation(
        check,
        Vantage.CLIENT,
        address,
        Instant.EPOCH,
        Duration.ofMillis(7),
        CheckStatus.violated("refused"),
        Facts.none());
  }
}
