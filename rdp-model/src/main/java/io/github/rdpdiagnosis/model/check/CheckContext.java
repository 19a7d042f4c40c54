package io.github.rdpdiagnosis.model.check;

import java.util.List;

/** What a running check may use. Thread-safe. */
public interface CheckContext {
  /**
   * When all must be over. A check that cannot end by then reports what it has.
   *
   * @return the deadline of the whole diagnosis
   */
  Deadline deadline();

  /**
   * What has been seen so far by this run's own checks, the needs of this check included.
   *
   * @return a snapshot
   */
  List<Observation> observations();

  /**
   * Reports an observation. May be called several times, for instance once for each address.
   *
   * @param observation what was seen
   */
  void report(Observation observation);
}
