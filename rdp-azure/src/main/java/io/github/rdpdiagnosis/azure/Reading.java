package io.github.rdpdiagnosis.azure;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What came of reading one part of Azure's configuration. There is no null in it: "the VM has no
 * NSG" can only be concluded from a {@link Known} part that names none.
 *
 * @param <T> the part
 */
public sealed interface Reading<T>
    permits Reading.Known,
        Reading.NotPermitted,
        Reading.NotFound,
        Reading.Throttled,
        Reading.Failed,
        Reading.NotAsked {

  /**
   * The part was read.
   *
   * @param value the part
   * @param at when
   * @param <T> the part
   */
  record Known<T>(T value, Instant at) implements Reading<T> {
    /** Checks that nothing is missing. */
    public Known {
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(at, "at");
    }
  }

  /**
   * This identity may not read it: ARM said 401 or 403.
   *
   * @param action the exact RBAC action, such as {@code
   *     Microsoft.Network/networkSecurityGroups/read}
   * @param <T> the part
   */
  record NotPermitted<T>(String action) implements Reading<T> {
    /** Checks that nothing is missing. */
    public NotPermitted {
      Objects.requireNonNull(action, "action");
    }
  }

  /**
   * It does not exist, or is hidden from this identity: ARM said 404.
   *
   * @param id the ARM id that was asked for
   * @param <T> the part
   */
  record NotFound<T>(String id) implements Reading<T> {
    /** Checks that nothing is missing. */
    public NotFound {
      Objects.requireNonNull(id, "id");
    }
  }

  /**
   * ARM asked to come back later than the deadline allowed: 429.
   *
   * @param retryAfter how long ARM wants callers to wait; zero where it did not say
   * @param <T> the part
   */
  record Throttled<T>(Duration retryAfter) implements Reading<T> {
    /** Checks that nothing is missing. */
    public Throttled {
      Objects.requireNonNull(retryAfter, "retryAfter");
    }
  }

  /**
   * It could not be read for another reason.
   *
   * @param why one line without secrets
   * @param <T> the part
   */
  record Failed<T>(String why) implements Reading<T> {
    /** Checks that nothing is missing. */
    public Failed {
      Objects.requireNonNull(why, "why");
    }
  }

  /**
   * Nobody tried to read it.
   *
   * @param <T> the part
   */
  record NotAsked<T>() implements Reading<T> {}

  /**
   * The part, if it was read.
   *
   * @return empty for all but {@link Known}
   */
  default Optional<T> known() {
    return this instanceof Known<T> known ? Optional.of(known.value()) : Optional.empty();
  }

  /**
   * The same outcome with another part of what was read.
   *
   * @param part from the whole to the part
   * @param <R> the part
   * @return known where this is known, else what this is
   */
  default <R> Reading<R> map(Function<? super T, ? extends R> part) {
    return fold(
        known -> new Known<>(part.apply(known.value()), known.at()),
        denied -> new NotPermitted<>(denied.action()),
        missing -> new NotFound<>(missing.id()),
        throttled -> new Throttled<>(throttled.retryAfter()),
        failed -> new Failed<>(failed.why()),
        notAsked -> new NotAsked<>());
  }

  /**
   * One result for each outcome.
   *
   * @param known for {@link Known}
   * @param notPermitted for {@link NotPermitted}
   * @param notFound for {@link NotFound}
   * @param throttled for {@link Throttled}
   * @param failed for {@link Failed}
   * @param notAsked for {@link NotAsked}
   * @param <R> the result
   * @return what the function of this outcome returned
   */
  default <R> R fold(
      Function<? super Known<T>, ? extends R> known,
      Function<? super NotPermitted<T>, ? extends R> notPermitted,
      Function<? super NotFound<T>, ? extends R> notFound,
      Function<? super Throttled<T>, ? extends R> throttled,
      Function<? super Failed<T>, ? extends R> failed,
      Function<? super NotAsked<T>, ? extends R> notAsked) {
    if (this instanceof Known<T> r) {
      return known.apply(r);
    } else if (this instanceof NotPermitted<T> r) {
      return notPermitted.apply(r);
    } else if (this instanceof NotFound<T> r) {
      return notFound.apply(r);
    } else if (this instanceof Throttled<T> r) {
      return throttled.apply(r);
    } else if (this instanceof Failed<T> r) {
      return failed.apply(r);
    } else if (this instanceof NotAsked<T> r) {
      return notAsked.apply(r);
    }
    throw new AssertionError("sealed: " + this);
  }

  /**
   * Why the part is not known, in one line.
   *
   * @return empty for {@link Known}
   */
  default Optional<String> gap() {
    return fold(
        known -> Optional.empty(),
        denied -> Optional.of("this identity lacks " + denied.action()),
        missing -> Optional.of("not found: " + missing.id()),
        throttled ->
            Optional.of(
                "Azure throttled the request"
                    + (throttled.retryAfter().isZero()
                        ? ""
                        : "; retry after " + throttled.retryAfter().toSeconds() + " s")),
        failed -> Optional.of(failed.why()),
        notAsked -> Optional.of("not read"));
  }
}
