package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.cause.Stage;
import io.github.rdpdiagnosis.model.check.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two faults at once, made of the raw inputs of two scenes of {@code causes.txt}, chosen by a fixed
 * seed: neither place is CLEARED, and nothing else is CONFIRMED. The client sees the earlier of the
 * two failures only. Pairs that cannot be together are listed in {@code target/double-faults.txt}
 * with why.
 */
class DoubleFaultTest {
  private static final int PAIRS = Integer.getInteger("pairs", 220);
  private static final long SEED = 20_261_125;
  private static final int NO_STEP = 4;

  /** Needs a VM that runs, or says that it does not. */
  private static final List<String> VM_DOWN =
      List.of("\"deallocated\"", "STOP_CODE", "Unavailable");

  /**
   * What one cause makes true as well: a VM that cannot be started is stopped, and a listener that
   * was moved behind a NAT rule is no longer where the rule leads; just-in-time access shuts the
   * port to everybody, whichever way they come.
   */
  private static final Map<String, String> IMPLIED =
      Map.of("VM-69", "VM-59", "VM-08", "EP-05", "NW-10", "NW-09");

  private static final CauseCatalogue CATALOGUE = CauseCatalogue.standard();

  /** A scene as one half of a pair. */
  private record Half(SceneTable.Entry entry) {
    Cause cause() {
      return CATALOGUE.cause(entry.cause());
    }

    List<String> lines() {
      return entry.lines();
    }

    boolean has(String... beginnings) {
      return lines().stream().anyMatch(line -> Stream.of(beginnings).anyMatch(line::startsWith));
    }

    /** The step at which the client fails. */
    int step() {
      if (has("without wire", "see client/name ")) {
        return 0;
      }
      return has("tcp ", "see client/tcp@") ? 1 : has("x224 ") ? 2 : has("tls ") ? 3 : NO_STEP;
    }

    boolean vmIsDown() {
      return lines().stream().anyMatch(line -> VM_DOWN.stream().anyMatch(line::contains));
    }

    boolean seenFromElsewhere() {
      return lines().stream().anyMatch(l -> l.startsWith("see ") && !l.startsWith("see client/"));
    }

    boolean isBehindTheEndpoint() {
      FaultDomain domain = cause().domain();
      return domain != FaultDomain.CLIENT && domain != FaultDomain.EDGE;
    }

    /** What is left of it where the client fails at an earlier step. */
    List<String> hidden() {
      return lines().stream().filter(line -> !isOfTheWire(line)).toList();
    }

    private static boolean isOfTheWire(String line) {
      return Stream.of("tcp ", "x224 ", "tls ", "see ", "unsee ", "without wire", "error ")
          .anyMatch(line::startsWith);
    }
  }

  private record Pair(Half a, Half b) {
    String name() {
      return a.entry().name() + " + " + b.entry().name();
    }

    /** Why both cannot be at once, or empty. */
    Optional<String> impossible() {
      if (a.cause().equals(b.cause())) {
        return Optional.of("one cause");
      }
      for (Half[] each : new Half[][] {{a, b}, {b, a}}) {
        Half one = each[0];
        Half other = each[1];
        if (one.vmIsDown() && (other.has("guest ") || other.step() > 1)) {
          return Optional.of("nothing is read in, or answers from, a VM that is down");
        }
        boolean farWell = one.seenFromElsewhere() && other.isBehindTheEndpoint();
        boolean stopsTheHandshake =
            other.step() < NO_STEP || other.cause().stage().compareTo(Stage.TLS) <= 0;
        if (farWell && stopsTheHandshake) {
          return Optional.of("another vantage point gets through the other's place");
        }
      }
      if (a.step() == b.step() && a.step() < NO_STEP && !wire(a).equals(wire(b))) {
        return Optional.of("one step fails in one way");
      }
      if (a.step() == b.step() && a.has("error ") && b.has("error ")) {
        return Optional.of("a client reports one error");
      }
      if ((a.has("user ") && b.has("user ")) || (a.has("file ") && b.has("file "))) {
        return Optional.of("a question asks about one account and file");
      }
      if (a.has("port ", "host ") || b.has("port ", "host ")) {
        return Optional.of("another port or name is another question");
      }
      return changesMeet() ? Optional.of("both change the same thing") : Optional.empty();
    }

    private static Set<String> wire(Half half) {
      return half.lines().stream().filter(Half::isOfTheWire).collect(Collectors.toSet());
    }

    /** The order of changes that have nothing to do with each other does not matter. */
    private boolean changesMeet() {
      try {
        return !inputs(lines(a, b)).equals(inputs(lines(b, a)));
      } catch (RuntimeException e) {
        return true; // the second change looks for what the first took away
      }
    }

    private static Map<String, String> inputs(List<String> lines) {
      Map<String, String> all = new TreeMap<>();
      for (Observation o : Scene.of(lines).observations()) {
        all.put(o.id(), o.status() + " " + o.facts());
      }
      return all;
    }

    List<String> lines() {
      return lines(a, b);
    }

    private static List<String> lines(Half first, Half second) {
      List<String> all = new ArrayList<>();
      for (Half[] each : new Half[][] {{first, second}, {second, first}}) {
        List<String> own = each[0].step() <= each[1].step() ? each[0].lines() : each[0].hidden();
        own.stream()
            .filter(line -> !(line.equals("without guest") && each[1].has("guest ")))
            .filter(line -> !(line.equals("without azure") && each[1].has("azure ")))
            .forEach(all::add);
      }
      return List.copyOf(new LinkedHashSet<>(all));
    }
  }

  private static List<Pair> shuffled() {
    List<Half> halves =
        SceneTable.read("causes.txt").entries().stream()
            .filter(entry -> entry.needs().isEmpty())
            .map(Half::new)
            .toList();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < halves.size(); i++) {
      for (int j = i + 1; j < halves.size(); j++) {
        pairs.add(new Pair(halves.get(i), halves.get(j)));
      }
    }
    Collections.shuffle(pairs, new Random(SEED));
    return pairs;
  }

  @Test
  void neitherPlaceIsClearedAndNothingElseIsConfirmed() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String> listed = new ArrayList<>();
    Set<FaultDomain> planted = new HashSet<>();
    int both = 0;
    int one = 0;
    int composed = 0;
    for (Pair pair : shuffled()) {
      if (composed == PAIRS) {
        break;
      }
      Optional<String> impossible = pair.impossible();
      if (impossible.isPresent()) {
        listed.add(pair.name() + ": " + impossible.get());
        continue;
      }
      composed++;
      Diagnosis d = Scene.of(pair.lines()).diagnosed();
      Set<String> expected = Set.of(pair.a().cause().id(), pair.b().cause().id());
      judge(pair, d).forEach(each -> wrong.add(pair.name() + ": " + each));
      long named =
          d.findings().stream().map(f -> f.cause().id()).filter(expected::contains).count();
      both += named == 2 ? 1 : 0;
      one += named == 1 ? 1 : 0;
      planted.add(pair.a().cause().domain());
      planted.add(pair.b().cause().domain());
    }
    System.out.printf(
        "%d double faults: both named in %d, one in %d; %d pairs cannot be together%n",
        composed, both, one, listed.size());
    Files.write(Path.of("target", "double-faults.txt"), listed);
    assertThat(composed).isGreaterThanOrEqualTo(Math.min(PAIRS, 200));
    assertThat(planted).containsExactlyInAnyOrder(FaultDomain.values());
    assertThat(wrong).isEmpty();
  }

  private static List<String> judge(Pair pair, Diagnosis d) {
    List<String> wrong = new ArrayList<>();
    for (Cause cause : List.of(pair.a().cause(), pair.b().cause())) {
      if (d.domain(cause.domain()).status() == DomainStatus.CLEARED) {
        wrong.add(cause.domain() + " CLEARED: " + d.domain(cause.domain()).because());
      }
    }
    Set<String> right = new HashSet<>(Set.of(pair.a().cause().id(), pair.b().cause().id()));
    IMPLIED.forEach(
        (cause, as) -> {
          if (right.contains(cause)) {
            right.add(as);
          }
        });
    for (Finding finding : d.findings()) {
      if (finding.certainty() == Certainty.CONFIRMED && !right.contains(finding.cause().id())) {
        wrong.add(finding.cause().id() + " CONFIRMED: " + finding.explanation());
      }
    }
    return wrong;
  }
}
