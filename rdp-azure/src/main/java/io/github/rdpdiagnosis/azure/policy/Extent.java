package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.model.net.AddressSet;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of addresses of which some members may not be known: those that surely belong, and those
 * that do or may belong.
 *
 * @param surely known members
 * @param maybe known and possible members
 * @param doubts why the possible ones are no more than that
 */
record Extent(AddressSet surely, AddressSet maybe, List<Scoped> doubts) {
  static final Extent NOTHING = exactly(AddressSet.empty());

  /** A doubt and the addresses that it is about. */
  record Scoped(AddressSet addresses, Doubt doubt) {}

  Extent {
    doubts = List.copyOf(doubts);
  }

  static Extent exactly(AddressSet addresses) {
    return new Extent(addresses, addresses, List.of());
  }

  static Extent within(AddressSet addresses, Doubt doubt) {
    return new Extent(AddressSet.empty(), addresses, List.of(new Scoped(addresses, doubt)));
  }

  /** Whether there are no members that are only possible. */
  boolean isExact() {
    return doubts.isEmpty() || surely.containsAll(maybe);
  }

  Extent or(Extent other) {
    List<Scoped> both = new ArrayList<>(doubts);
    both.addAll(other.doubts);
    return new Extent(surely.union(other.surely), maybe.union(other.maybe), both);
  }

  /** What surely belongs, and what Azure itself says belongs; nothing else does. */
  Extent settledBy(AddressSet said) {
    return exactly(surely.union(said));
  }
}
