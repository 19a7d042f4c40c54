package io.github.rdpdiagnosis.azure.guest;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that the collector looked for. Unknown is never a default: what was not read says why.
 *
 * @param <T> what it holds
 */
public sealed interface Item<T> permits Item.Present, Item.Absent, Item.NotRead {
  /**
   * It is there.
   *
   * @param value what it holds
   * @param <T> what it holds
   */
  record Present<T>(T value) implements Item<T> {
    /** Checks that nothing is missing. */
    public Present {
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * The collector looked where it would be, and it is not there: such as a registry value that
   * nobody set.
   *
   * @param <T> what it would hold
   */
  record Absent<T>() implements Item<T> {}

  /**
   * Whether it is there is unknown.
   *
   * @param because why, in one line
   * @param <T> what it would hold
   */
  record NotRead<T>(String because) implements Item<T> {
    /** Checks that nothing is missing. */
    public NotRead {
      Objects.requireNonNull(because, "because");
    }
  }

  /**
   * What it holds, if it is there.
   *
   * @return empty for {@link Absent} and {@link NotRead}
   */
  default Optional<T> known() {
    return this instanceof Present<T> present ? Optional.of(present.value()) : Optional.empty();
  }

  /**
   * Whether it was looked for and is not there.
   *
   * @return true for {@link Absent}
   */
  default boolean isAbsent() {
    return this instanceof Absent;
  }

  /**
   * Why it is unknown.
   *
   * @return empty for {@link Present} and {@link Absent}
   */
  default Optional<String> gap() {
    return this instanceof NotRead<T> gap ? Optional.of(gap.because()) : Optional.empty();
  }

  /**
   * What it holds, or what its absence means. Nothing where it was not read.
   *
   * @param whenAbsent the meaning of absence
   * @return empty for {@link NotRead}
   */
  default Optional<T> valueOr(T whenAbsent) {
    return isAbsent() ? Optional.of(whenAbsent) : known();
  }

  /**
   * The item with another value.
   *
   * @param function of the value
   * @param <R> what the result holds
   * @return the same outcome
   */
  default <R> Item<R> map(Function<? super T, ? extends R> function) {
    if (this instanceof Present<T> present) {
      return new Present<>(function.apply(present.value()));
    } else if (this instanceof NotRead<T> gap) {
      return new NotRead<>(gap.because());
    }
    return new Absent<>();
  }
}
