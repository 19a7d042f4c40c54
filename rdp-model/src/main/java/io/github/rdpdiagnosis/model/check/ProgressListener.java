package io.github.rdpdiagnosis.model.check;

import java.io.PrintStream;

/**
 * Hears of each check as it starts and of each observation as it is made.
 *
 * <p>Called from the threads that run the checks, several at a time: implementations are
 * thread-safe, fast, and throw nothing. Every {@link #started} is followed by one {@link #ended} of
 * the same check; observations of the check come in between.
 */
public interface ProgressListener {
  /** Hears nothing. */
  ProgressListener NONE = new ProgressListener() {};

  /**
   * A check starts.
   *
   * @param check its name
   */
  default void started(String check) {}

  /**
   * A check made an observation.
   *
   * @param observation what it saw
   */
  default void observed(Observation observation) {}

  /**
   * A check is over.
   *
   * @param check its name
   */
  default void ended(String check) {}

  /**
   * One line for each observation on standard error.
   *
   * @return the listener
   */
  static ProgressListener console() {
    return to(System.err);
  }

  /**
   * One line for each observation.
   *
   * @param out where to
   * @return the listener
   */
  static ProgressListener to(PrintStream out) {
    return new ProgressListener() {
      @Override
      public void observed(Observation observation) {
        out.printf(
            "%-34s %-14s %5d ms%s%n",
            observation.id(),
            observation.status().kind(),
            observation.duration().toMillis(),
            observation.status().why().map(why -> "  " + why).orElse(""));
      }
    };
  }
}
