package io.github.rdpdiagnosis.model.check;

import io.github.rdpdiagnosis.model.fact.FactKey;
import java.util.Set;

/**
 * One thing to look at, from one vantage point. Read-only: a check changes nothing.
 *
 * <p>Checks run side by side as soon as their needs are there. What goes wrong at the target is an
 * observation, never an exception; a check that throws all the same is reported as INCONCLUSIVE and
 * the others go on.
 */
public interface Check {
  /**
   * The name, the second part of the ids of its observations.
   *
   * @return lower-case words joined by dashes
   */
  String name();

  /**
   * The facts that must have been produced before this check can run. When their producers are over
   * without them, the check is reported as NOT_RUN.
   *
   * @return keys; empty if it can run at once
   */
  Set<FactKey<?>> needs();

  /**
   * The facts that this check can produce.
   *
   * @return keys
   */
  Set<FactKey<?>> produces();

  /**
   * Looks, and reports each observation to the context. Blocks for as long as it takes, within
   * {@link CheckContext#deadline()}.
   *
   * @param context deadline, earlier observations, and where to report
   * @throws InterruptedException if the diagnosis was cancelled
   */
  void run(CheckContext context) throws InterruptedException;
}
