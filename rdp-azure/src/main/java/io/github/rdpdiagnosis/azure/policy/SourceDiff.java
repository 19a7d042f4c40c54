package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Port;

/**
 * What a change of configuration means: not which texts differ, but who gets in now and who no
 * longer does. Where a client's fate cannot be told before or after, it is in neither set.
 *
 * @param gained clients that surely were not let in and surely are now
 * @param lost clients that surely were let in and surely are not now
 */
public record SourceDiff(AddressSet gained, AddressSet lost) {
  /**
   * The difference between two configurations of one VM.
   *
   * @param before the earlier one
   * @param after the later one
   * @param guestPort the port that the guest listens on
   * @return who gained and who lost access to it
   */
  public static SourceDiff of(NetworkPolicy before, NetworkPolicy after, Port guestPort) {
    NetworkPolicy.Sources old = before.sources(guestPort);
    NetworkPolicy.Sources now = after.sources(guestPort);
    return new SourceDiff(
        now.allowed().minus(old.allowed()).minus(old.inconclusive()),
        old.allowed().minus(now.allowed()).minus(now.inconclusive()));
  }
}
