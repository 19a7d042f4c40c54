package io.github.rdpdiagnosis.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTest {
  private record Login(String user, Secret password) {}

  @Test
  void isRedactedWhereverItIsPrinted() {
    Secret secret = Secret.of("hunter2");

    assertThat(secret).hasToString("[redacted]");
    assertThat(new Login("ops", secret).toString()).contains("ops").doesNotContain("hunter2");
    assertThat(List.of(secret).toString()).doesNotContain("hunter2");
    assertThat(String.format("%s", secret)).isEqualTo(Secret.REDACTED);
  }

  @Test
  void leavesThroughRevealOnly() {
    assertThat(Secret.of("hunter2").reveal()).isEqualTo("hunter2");
    assertThat(Secret.of("").isEmpty()).isTrue();
    assertThat(Secret.of("x").isEmpty()).isFalse();
  }

  @Test
  void equalsByText() {
    assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).hasSameHashCodeAs(Secret.of("a"));
    assertThat(Secret.of("a")).isNotEqualTo(Secret.of("b"));
  }

  @Test
  @SuppressWarnings("NullAway")
  void refusesNull() {
    assertThatNullPointerException().isThrownBy(() -> Secret.of(null));
  }
}
