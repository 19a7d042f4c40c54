package io.github.rdpdiagnosis.probes;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many TCP connections to the target are still allowed in one run. Every step that connects
 * takes one first, whatever the address and port. Thread-safe.
 */
final class ConnectionBudget {
  private final int most;
  private final AtomicInteger left;

  ConnectionBudget(int most) {
    this.most = most;
    this.left = new AtomicInteger(most);
  }

  /** Takes one connection; false if there is none left. */
  boolean take() {
    return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  /** Why a step without a connection was not run. */
  String exhausted() {
    return "the limit of " + most + " connections to one target";
  }
}
