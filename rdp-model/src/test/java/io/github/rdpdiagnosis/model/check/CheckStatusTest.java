package io.github.rdpdiagnosis.model.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rdpdiagnosis.model.check.CheckStatus.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckStatusTest {
  private static final List<Optional<String>> MAYBE = List.of(Optional.empty(), Optional.of("x"));

  @ParameterizedTest
  @EnumSource(Kind.class)
  void carriesExactlyWhatItsKindPromises(Kind kind) {
    boolean mayBeSilent = kind == Kind.HOLDS || kind == Kind.VIOLATED || kind == Kind.NOT_PERMITTED;
    for (Optional<String> why : MAYBE) {
      for (Optional<String> settledBy : MAYBE) {
        for (Optional<String> permission : MAYBE) {
          boolean isValid =
              (mayBeSilent || why.isPresent())
                  && (kind == Kind.INCONCLUSIVE) == settledBy.isPresent()
                  && (kind == Kind.NOT_PERMITTED) == permission.isPresent();
          if (isValid) {
            assertThat(new CheckStatus(kind, why, settledBy, permission).kind()).isEqualTo(kind);
          } else {
            assertThatIllegalArgumentException()
                .isThrownBy(() -> new CheckStatus(kind, why, settledBy, permission));
          }
        }
      }
    }
  }

  @Test
  void unknownIsNeverConclusive() {
    assertThat(CheckStatus.holds().isConclusive()).isTrue();
    assertThat(CheckStatus.violated("refused").isConclusive()).isTrue();
    assertThat(CheckStatus.inconclusive("time-out", "a longer deadline").isConclusive()).isFalse();
    assertThat(CheckStatus.notPermitted("Microsoft.Network/x/read").isConclusive()).isFalse();
    assertThat(CheckStatus.notApplicable("no NSG").isConclusive()).isFalse();
    assertThat(CheckStatus.notRun("deadline").isConclusive()).isFalse();
  }

  @Test
  void notPermittedNamesTheAction() {
    CheckStatus status = CheckStatus.notPermitted("Microsoft.Network/x/read");

    assertThat(status.permission()).contains("Microsoft.Network/x/read");
    assertThat(status.why()).contains("this identity lacks Microsoft.Network/x/read");
  }
}
