package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.probes.LocalFacts;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Looks from one and the same computer under several names, such as {@code av-on} and {@code
 * av-off}: the guided before and after.
 *
 * <p>One change of the result between two looks may come from anything that changed in between, at
 * this end or at the other. Only where it failed, worked under another name and fails again now,
 * with the path the same in all that can be seen from here, does the change follow what the user
 * switched.
 */
final class BeforeAfter {
  private BeforeAfter() {}

  /** One look. */
  private record Look(
      Vantage vantage, Instant at, ProvenUpTo reached, Optional<TcpOutcome> tcp, List<String> ids) {
    boolean works() {
      return reached.atLeast(ProvenUpTo.X224);
    }

    /** Failed at the same step in the same way. */
    boolean failsLike(Look other) {
      return !works() && reached == other.reached && tcp.equals(other.tcp);
    }
  }

  /**
   * Puts what the looks together say.
   *
   * @param others the vantage points of evidence files
   * @param at the fresh observations of a vantage point that are about the diagnosed address
   * @param reached how far they got
   */
  static void derive(
      List<Observation> all,
      List<Vantage> others,
      String address,
      BiFunction<Vantage, String, List<Observation>> at,
      BiFunction<Vantage, String, ProvenUpTo> reached,
      FactBase.Builder facts) {
    Optional<Look> now = look(Vantage.CLIENT, at.apply(Vantage.CLIENT, address), reached, address);
    if (now.isEmpty()) {
      return;
    }
    List<Look> before = new ArrayList<>();
    for (Vantage vantage : others) {
      if (samePath(all, vantage, address)) {
        look(vantage, at.apply(vantage, address), reached, address)
            .filter(l -> l.at().isBefore(now.get().at()))
            .ifPresent(before::add);
      }
    }
    before.sort(Comparator.comparing(Look::at));
    compare(before, now.get(), facts);
  }

  private static void compare(List<Look> before, Look now, FactBase.Builder facts) {
    Optional<Look> failed = Optional.empty();
    Optional<Look> worked = Optional.empty();
    for (Look look : before) {
      if (look.works() && failed.isPresent()) {
        worked = Optional.of(look);
      } else if (look.failsLike(now) && worked.isEmpty()) {
        failed = Optional.of(look);
      }
    }
    if (failed.isPresent() && worked.isPresent() && !now.works()) {
      List<String> evidence = new ArrayList<>(failed.get().ids());
      evidence.addAll(worked.get().ids());
      evidence.addAll(now.ids());
      facts.put(PathFacts.FLIPS_WITH_NAME, true, evidence);
      facts.put(
          PathFacts.FLIPS_DETAIL,
          "From this same computer and by the same path it failed as '"
              + failed.get().vantage()
              + "', worked as '"
              + worked.get().vantage()
              + "' and fails again now: it follows what was switched between these.",
          evidence);
      return;
    }
    before.stream()
        .filter(look -> look.works() != now.works())
        .reduce((a, b) -> b)
        .ifPresent(look -> facts.put(PathFacts.FLIPPED_ONCE, once(look, now), look.ids()));
  }

  private static String once(Look look, Look now) {
    return "From this same computer and by the same path it "
        + (look.works() ? "worked" : "failed")
        + " as '"
        + look.vantage()
        + "' and "
        + (now.works() ? "works" : "fails")
        + " now. Once proves nothing: switch back what was switched, probe under another name, and"
        + " diagnose again with all of these files.";
  }

  private static Optional<Look> look(
      Vantage vantage,
      List<Observation> seen,
      BiFunction<Vantage, String, ProvenUpTo> reached,
      String address) {
    return seen.stream()
        .filter(o -> o.check().equals("tcp") && o.status().isConclusive())
        .findFirst()
        .map(
            tcp ->
                new Look(
                    vantage,
                    tcp.at(),
                    reached.apply(vantage, address),
                    tcp.facts().get(ProbeFacts.TCP_OUTCOME),
                    seen.stream()
                        .filter(o -> o.status().isConclusive())
                        .map(Observation::id)
                        .toList()));
  }

  /** The same computer with the same own address and the same default route. */
  private static boolean samePath(List<Observation> all, Vantage vantage, String address) {
    return same(all, vantage, LocalFacts.COMPUTER, Optional.empty())
        && same(all, vantage, LocalFacts.DEFAULT_ROUTES, Optional.empty())
        && same(all, vantage, ProbeFacts.LOCAL_SOURCE_ADDRESS, Optional.of(address));
  }

  private static <T> boolean same(
      List<Observation> all, Vantage vantage, FactKey<T> key, Optional<String> address) {
    Optional<T> there = fact(all, vantage, key, address);
    return there.isPresent() && there.equals(fact(all, Vantage.CLIENT, key, address));
  }

  private static <T> Optional<T> fact(
      List<Observation> all, Vantage vantage, FactKey<T> key, Optional<String> address) {
    return all.stream()
        .filter(o -> o.vantage().equals(vantage) && o.address().equals(address))
        .flatMap(o -> o.facts().get(key).stream())
        .findFirst();
  }
}
