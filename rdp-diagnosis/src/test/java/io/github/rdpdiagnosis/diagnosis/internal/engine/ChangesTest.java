package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.AzureFacts;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RecentChange;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.check.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What changed since the connection worked ranks what is possible, and makes nothing surer. */
class ChangesTest {
  private static final Instant WORKED = Instant.parse("2026-11-24T07:00:00Z");
  private static final String VM = "${rg}/providers/Microsoft.Compute/virtualMachines/sql1";
  private static final List<String> TIMED_OUT = List.of("tcp TIMED_OUT", "without guest");

  private static String event(String at, String operation, String resource, String status) {
    return "{\"at\":\"%s\",\"operation\":\"%s\",\"status\":\"%s\",\"resourceId\":\"%s\"}"
        .formatted(at, operation, status, resource);
  }

  private static List<String> logged(List<String> scene, String... events) {
    List<String> lines = new ArrayList<>(scene);
    lines.add("azure activityLog > ${rg} = [" + String.join(",", events) + "]");
    return lines;
  }

  private static Diagnosis since(List<String> lines, Observation... given) {
    Scene scene = Scene.of(lines);
    return scene.diagnosed(Stream.concat(scene.observations().stream(), Stream.of(given)).toList());
  }

  private static VmSnapshot snapshot(String... lines) {
    return Scene.of(List.of(lines)).observations().stream()
        .flatMap(o -> o.facts().get(AzureFacts.SNAPSHOT).stream())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> ids(Diagnosis d) {
    return d.findings().stream().map(f -> f.cause().id()).toList();
  }

  @Test
  void whatTheActivityLogHasSinceThenStandsFirstAmongWhatIsPossible() {
    List<String> lines =
        logged(
            TIMED_OUT,
            event(
                "2026-11-24T08:00:00Z",
                "Microsoft.Compute/virtualMachines/extensions/write",
                VM + "/extensions/enablevmaccess",
                "Succeeded"));
    Diagnosis without = since(lines);
    Diagnosis with = since(lines, Given.workedAt(WORKED));

    assertThat(without.changes()).isEmpty();
    assertThat(with.changes()).hasSize(1);
    RecentChange change = with.changes().get(0);
    assertThat(change.at()).contains(Instant.parse("2026-11-24T08:00:00Z"));
    assertThat(change.text()).contains("extensions/write").contains("enablevmaccess");
    assertThat(change.evidence()).containsExactly("azure/snapshot");
    assertThat(change.causes()).contains("VM-08");
    assertThat(ids(without).get(0)).isNotIn(change.causes());
    assertThat(ids(with).get(0)).isIn(change.causes());
    assertThat(with.findings()).allMatch(f -> f.certainty() == Certainty.POSSIBLE);
  }

  @Test
  void whatWasBeforeOrFailedOrIsOfOthersIsNoChange() {
    String write = "Microsoft.Compute/virtualMachines/write";
    List<String> lines =
        logged(
            TIMED_OUT,
            event("2026-11-24T06:59:59Z", write, VM, "Succeeded"),
            event("2026-11-24T08:00:00Z", write, VM, "Failed"),
            event("2026-11-24T08:00:00Z", write, VM + "0", "Succeeded"));

    assertThat(since(lines, Given.workedAt(WORKED)).changes()).isEmpty();
  }

  @Test
  void aLogThatWasNotReadOrDoesNotGoBackThatFarIsSaid() {
    assertThat(since(TIMED_OUT, Given.workedAt(WORKED)).notes())
        .anyMatch(note -> note.text().contains("activity log was not read"));
    Instant longAgo = Instant.parse("2026-10-01T00:00:00Z");
    assertThat(since(logged(TIMED_OUT), Given.workedAt(longAgo)).notes())
        .anyMatch(note -> note.text().contains("was read from 2026-11-17T09:30:40Z on"));
    assertThat(since(logged(TIMED_OUT), Given.workedAt(WORKED)).notes())
        .noneMatch(note -> note.text().contains("activity log"));
  }

  @Test
  void whoLostAccessSinceTheBaselineIsSaid() {
    VmSnapshot open =
        snapshot("azure networkSecurityGroups > nic-nsg > rules > 0 > source > prefixes = [\"*\"]");
    List<String> lines = new ArrayList<>(TIMED_OUT);
    lines.add("egress 192.0.2.9");
    Diagnosis d = since(lines, Given.baseline(open));

    assertThat(d.changes())
        .anySatisfy(
            change -> {
              assertThat(change.text()).contains("this client's 192.0.2.9 too");
              assertThat(change.causes()).contains("NW-04");
              assertThat(change.evidence()).containsExactly("client/baseline", "azure/snapshot");
            });
    assertThat(since(lines, Given.baseline(snapshot())).changes()).isEmpty();
  }

  @Test
  void aNameThatStillLeadsWhereTheVmWasIsSaid() {
    String then = "203.0.113.77";
    VmSnapshot moved = snapshot("azure publicIpAddresses > ip1 > address = \"" + then + "\"");
    Diagnosis d =
        since(
            List.of(
                "without guest",
                "without wire",
                "see client/name name.outcome=RESOLVED name.addresses=[\"" + then + "\"]",
                "see client/tcp@" + then + " tcp.port=3389 tcp.outcome=TIMED_OUT"),
            Given.baseline(moved));

    assertThat(d.changes())
        .extracting(RecentChange::text)
        .contains("The name leads to " + then + ", where the VM was; it is at 203.0.113.10.");
    assertThat(ids(d)).startsWith("CL-02");
  }

  @Test
  void everyFormatShowsThem() {
    Diagnosis d =
        since(TIMED_OUT, Given.baseline(snapshot("azure vm > powerState = \"deallocated\"")));
    String line = "The VM was deallocated and is running.";
    for (String format : List.of("text", "json", "html", "markdown")) {
      assertThat(Renderer.named(format, 100).orElseThrow().render(d)).as(format).contains(line);
    }
  }

  @Test
  void everyCauseThatAChangePointsToIsInTheCatalogue() {
    Changes.POINTS_TO.values().forEach(ids -> ids.forEach(CauseCatalogue.standard()::cause));
  }

  /** With all that can have changed, over all scenes. */
  @TestFactory
  Stream<DynamicTest> nothingIsSurerForIt() {
    VmSnapshot other =
        snapshot(
            "azure vm > powerState = \"deallocated\"",
            "azure publicIpAddresses > ip1 > address = \"203.0.113.77\"",
            "azure networkSecurityGroups > nic-nsg > rules > 0 > source > prefixes = [\"*\"]");
    return Stream.concat(
            SceneTable.read("causes.txt").entries().stream(),
            SceneTable.read("healthy.txt").entries().stream())
        .filter(entry -> entry.needs().isEmpty())
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.name(),
                    () -> {
                      Scene scene = Scene.of(entry.lines());
                      Diagnosis without = scene.diagnosed();
                      List<Observation> all = new ArrayList<>(scene.observations());
                      all.add(Given.workedAt(WORKED));
                      all.add(Given.baseline(other));
                      Diagnosis with = scene.diagnosed(all);

                      assertThat(sure(with)).isEqualTo(sure(without));
                      assertThat(with.verdict()).isEqualTo(without.verdict());
                      assertThat(cleared(with)).isEqualTo(cleared(without));
                      Collections.shuffle(all, new Random(entry.name().hashCode()));
                      assertThat(scene.diagnosed(all).changes()).isEqualTo(with.changes());
                    }));
  }

  private static List<String> sure(Diagnosis d) {
    return d.findings().stream()
        .filter(f -> f.certainty() != Certainty.POSSIBLE)
        .map(f -> f.cause().id() + " " + f.certainty())
        .toList();
  }

  private static List<DomainVerdict> cleared(Diagnosis d) {
    return d.domains().stream().filter(v -> v.status() == DomainStatus.CLEARED).toList();
  }
}
