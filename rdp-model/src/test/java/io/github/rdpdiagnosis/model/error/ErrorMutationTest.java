package io.github.rdpdiagnosis.model.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Damaged texts: answered, or refused with the one documented exception. */
class ErrorMutationTest {
  private static final int TEXTS = Integer.getInteger("mutants", 100_000);
  private static final String SCRAPS =
      "0x1f9 :-_=()[]#\u2019\u201C\n\r\t\u0000\uD800\uDC00\uFEFF\u00A0\u0130\uFF10";

  private final SplittableRandom random = new SplittableRandom(20261122);

  @Test
  void everyMutantIsAnswered() {
    List<String> seeds =
        Stream.concat(
                Stream.concat(PastedErrorsTest.texts(), PastedErrorsTest.unrelated()),
                ClientErrors.all().stream().map(e -> e.hexCode() + " " + e.symbol()))
            .toList();
    Assertions.assertTimeout(
        Duration.ofSeconds(120 + TEXTS / 1_000),
        () -> {
          int answered = 0;
          for (int i = 0; i < TEXTS; i++) {
            ErrorMatch match = ClientErrors.match(mutant(seeds));
            Set<ClientError> rows = Collections.newSetFromMap(new IdentityHashMap<>());
            rows.addAll(match.errors());
            assertThat(match.candidates()).hasSameSizeAs(rows);
            answered += match.isEmpty() ? 0 : 1;
          }
          // Few mutations leave nothing of a message: otherwise this test would try nothing.
          assertThat(answered).isBetween(TEXTS / 3, TEXTS - 1);
        });
  }

  @Test
  void onlyTheLengthIsRefused() {
    for (int i = 0; i < 20; i++) {
      String text = scraps(ClientErrors.MAX_CHARACTERS - 5 + random.nextInt(5));
      ClientErrors.match(text);
      assertThatIllegalArgumentException().isThrownBy(() -> ClientErrors.match(text + "123456"));
    }
  }

  private String mutant(List<String> seeds) {
    StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
    for (int n = random.nextInt(8); n > 0; n--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(6));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, scraps(random.nextInt(4)));
        case 2 -> text.replace(at, end, scraps(end - at));
        default -> text.insert(at, seeds.get(random.nextInt(seeds.size())));
      }
    }
    return text.toString();
  }

  private String scraps(int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(
          random.nextInt(10) == 0
              ? (char) random.nextInt(0x10000)
              : SCRAPS.charAt(random.nextInt(SCRAPS.length())));
    }
    return text.toString();
  }
}
