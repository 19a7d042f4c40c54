package io.github.rdpdiagnosis.model.check;

import java.time.Duration;

/**
 * The one point in time at which everything ends. Passed down; time-outs of single steps are
 * derived from it.
 *
 * <p>Immutable; measured with {@link System#nanoTime()}, so a change of the wall clock does not
 * move it.
 */
public final class Deadline {
  private final long endNanos;

  private Deadline(long endNanos) {
    this.endNanos = endNanos;
  }

  /**
   * A deadline from now on.
   *
   * @param span how long from now; zero and less is already over
   * @return the deadline
   */
  public static Deadline in(Duration span) {
    return new Deadline(System.nanoTime() + span.toNanos());
  }

  /**
   * The time that is left.
   *
   * @return never negative
   */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
  }

  /**
   * Whether no time is left.
   *
   * @return true once the deadline has passed
   */
  public boolean isOver() {
    return endNanos - System.nanoTime() <= 0;
  }

  /**
   * A step's own limit, cut to the time that is left.
   *
   * @param limit what the step would like
   * @return the smaller of the limit and {@link #remaining()}
   */
  public Duration atMost(Duration limit) {
    Duration left = remaining();
    return left.compareTo(limit) < 0 ? left : limit;
  }

  /**
   * The same limit in whole milliseconds for socket time-outs, where 0 would mean "for ever".
   *
   * @param limit what the step would like
   * @return at least 1
   */
  public int millisAtMost(Duration limit) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, atMost(limit).toMillis()));
  }

  /**
   * A deadline that is not later than this one.
   *
   * @param span how long from now
   * @return the earlier of the two
   */
  public Deadline orSooner(Duration span) {
    Deadline other = in(span);
    return other.endNanos - endNanos < 0 ? other : this;
  }
}
