package io.github.rdpdiagnosis.model.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rdpdiagnosis.model.cause.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactsTest {
  private static final FactKey<String> NAME = new FactKey<>("name.asked", FactType.STRING);
  private static final FactKey<Long> COUNT = new FactKey<>("tcp.count", FactType.LONG);
  private static final FactKey<Stage> STAGE =
      new FactKey<>("ladder.stage", FactType.ofEnum(Stage.class));

  @TestFactory
  Stream<DynamicTest> valuesSurviveARoundTrip() {
    return Stream.of(
        roundTrip(FactType.STRING, "x \u00E9", "x \u00E9"),
        roundTrip(FactType.LONG, Long.MIN_VALUE, Long.MIN_VALUE),
        roundTrip(FactType.BOOLEAN, true, true),
        roundTrip(FactType.INSTANT, Instant.parse("2026-11-22T01:02:03Z"), "2026-11-22T01:02:03Z"),
        roundTrip(FactType.MILLIS, Duration.ofMillis(1234), 1234L),
        roundTrip(FactType.STRINGS, List.of("b", "a"), List.of("b", "a")),
        roundTrip(FactType.ofEnum(Stage.class), Stage.X224, "X224"));
  }

  private static <T> DynamicTest roundTrip(FactType<T> type, T value, Object json) {
    return DynamicTest.dynamicTest(
        type.toString(),
        () -> {
          assertThat(type.encode(value)).isEqualTo(json);
          assertThat(type.decode(json)).isEqualTo(value);
        });
  }

  @TestFactory
  Stream<DynamicTest> otherShapesAreRefused() {
    List<FactType<?>> types =
        List.of(
            FactType.STRING,
            FactType.LONG,
            FactType.BOOLEAN,
            FactType.INSTANT,
            FactType.MILLIS,
            FactType.STRINGS,
            FactType.ofEnum(Stage.class));
    return types.stream()
        .map(
            type ->
                DynamicTest.dynamicTest(
                    type.toString(),
                    () ->
                        assertThatIllegalArgumentException()
                            .isThrownBy(() -> type.decode(Map.of("a", 1)))
                            .withMessage("expected " + expectation(type) + ", got {a=1}")));
  }

  private static String expectation(FactType<?> type) {
    if (type == FactType.INSTANT) {
      return "ISO-8601 instant";
    }
    return type == FactType.MILLIS ? "whole number" : type.toString();
  }

  @Test
  void anUnknownConstantNamesTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FactType.ofEnum(Stage.class).decode("MOON"))
        .withMessageContaining("X224")
        .withMessageEndingWith("got MOON");
  }

  @Test
  void readsWholeNumbersOfEveryWidth() {
    for (Object number : new Object[] {7L, 7, (short) 7, (byte) 7}) {
      assertThat(FactType.LONG.decode(number)).isEqualTo(7L);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> FactType.LONG.decode(7.0));
  }

  @Test
  void unknownKeysSurvive() {
    Map<String, Object> json = Map.of("name.asked", "sql1", "new.fact", List.of(1, 2));
    Facts facts = Facts.ofJson(json);

    assertThat(facts.json()).isEqualTo(json);
    assertThat(facts.get(NAME)).contains("sql1");
    assertThat(facts.get(COUNT)).isEmpty();
    assertThat(Facts.ofJson(facts.json())).isEqualTo(facts).hasSameHashCodeAs(facts);
  }

  @Test
  void aBuilderWritesWhatItsKeysRead() {
    Facts facts = Facts.builder().put(NAME, "old").put(NAME, "sql1").put(STAGE, Stage.TLS).build();

    assertThat(facts.get(NAME)).contains("sql1");
    assertThat(facts.get(STAGE)).contains(Stage.TLS);
    assertThat(facts.has(COUNT)).isFalse();
    assertThat(facts.json().keySet()).containsExactly("ladder.stage", "name.asked");
    assertThat(Facts.none().json()).isEmpty();
  }

  @Test
  void isNotChangedByItsBuilderOrItsSource() {
    Facts.Builder builder = Facts.builder().put(COUNT, 1L);
    Facts facts = builder.build();
    builder.put(COUNT, 2L);
    List<String> names = new ArrayList<>(List.of("a"));
    FactKey<List<String>> key = new FactKey<>("name.all", FactType.STRINGS);
    Facts listed = Facts.builder().put(key, names).build();
    names.add("b");

    assertThat(facts.get(COUNT)).contains(1L);
    assertThat(listed.get(key)).contains(List.of("a"));
  }

  @Test
  void reportsAValueOfAnotherShape() {
    Facts facts = Facts.ofJson(Map.of("tcp.count", "seven"));

    assertThat(facts.problem(COUNT)).contains("tcp.count: expected whole number, got seven");
    assertThat(facts.problem(NAME)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> facts.get(COUNT));
  }

  @Test
  void keysAreEqualByTheirId() {
    assertThat(new FactKey<>("tcp.count", FactType.STRING))
        .isEqualTo(COUNT)
        .hasSameHashCodeAs(COUNT);
    assertThat(COUNT).isNotEqualTo(NAME).hasToString("tcp.count");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tcp", "Tcp.x", "tcp.", ".tcp", "tcp x.y", "tcp..x", "tcp.-x"})
  void refusesAnIdThatIsNotDottedLowerCase(String id) {
    assertThatIllegalArgumentException().isThrownBy(() -> new FactKey<>(id, FactType.LONG));
  }
}
