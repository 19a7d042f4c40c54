package io.github.rdpdiagnosis.probes;

/**
 * A limit per second: permits come evenly, and at most a tenth of a second's worth of them can be
 * saved up. Not thread-safe.
 */
final class Pace {
  private static final double NANOS = 1e9;
  private static final double SAVED_SECONDS = 0.1;

  private final double perNano;
  private final double most;
  private double permits;
  private long at;

  Pace(int perSecond, long now) {
    this.perNano = perSecond / NANOS;
    this.most = Math.max(1, perSecond * SAVED_SECONDS);
    this.permits = most;
    this.at = now;
  }

  private void advance(long now) {
    permits = Math.min(most, permits + (now - at) * perNano);
    at = now;
  }

  boolean hasPermit(long now) {
    advance(now);
    return permits >= 1;
  }

  void take() {
    permits--;
  }

  /** Nothing was taken for so long that a new one would be the same. */
  boolean isIdle(long now) {
    advance(now);
    return permits >= most;
  }

  /** How long until there is one. */
  long nanosToPermit(long now) {
    advance(now);
    return permits >= 1 ? 0 : (long) Math.ceil((1 - permits) / perNano);
  }
}
