package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.rdpdiagnosis.azure.fleet.Blocker;
import io.github.rdpdiagnosis.azure.fleet.Fleet;
import io.github.rdpdiagnosis.azure.fleet.FleetQuestion;
import io.github.rdpdiagnosis.azure.fleet.FleetReport;
import io.github.rdpdiagnosis.azure.fleet.MachineResult;
import io.github.rdpdiagnosis.azure.fleet.SharedCause;
import io.github.rdpdiagnosis.azure.internal.arm.PlainToken;
import io.github.rdpdiagnosis.azure.policy.Decider;
import io.github.rdpdiagnosis.azure.policy.Decision;
import io.github.rdpdiagnosis.azure.policy.IngressPath;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.azure.policy.PolicyCompiler;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tenant from Resource Graph to what its VMs have in common. {@code -Dvms=100000} sets its size.
 */
class FleetRunTest {
  private static final int VMS = Integer.getInteger("vms", 2_000);
  private static final Deadline DEADLINE = Deadline.in(Duration.ofHours(1));
  private static final InventoryReader.Listener NOBODY = (rows, total, calls) -> {};

  @TempDir Path directory;

  /** The clock goes on by waiting, and a tenth of a second with each look. */
  private final AtomicLong nanos = new AtomicLong();

  private final AtomicLong waited = new AtomicLong();

  private InventoryReader reader(GeneratedTenant tenant) {
    ArmRequests requests =
        new ArmRequests(
            ArmClients.pipeline(
                AzureCloud.of(URI.create("https://arm.example")),
                PlainToken.policy(Secret.of("token")),
                tenant,
                new RequestBudget()),
            URI.create("https://arm.example"));
    return new InventoryReader(
        requests,
        () -> nanos.addAndGet(100_000_000),
        time -> {
          waited.addAndGet(time.toMillis());
          nanos.addAndGet(time.toNanos());
        });
  }

  private Path read(String name, GeneratedTenant tenant) throws Exception {
    Path file = directory.resolve(name);
    reader(tenant).read(file, List.of(), DEADLINE, NOBODY);
    return file;
  }

  private static FleetReport evaluate(Path file) throws IOException, InterruptedException {
    long began = System.nanoTime();
    Inventory inventory = Inventory.read(file);
    assertThat(inventory.problems()).isEmpty();
    long read = System.nanoTime();
    long busy = processorMillis();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      FleetReport report =
          Fleet.evaluate(
              inventory,
              new FleetQuestion(Port.RDP, Optional.of(IpAddress.parse(GeneratedTenant.CLIENT))),
              new PolicyCompiler(),
              threads,
              2,
              (done, all) -> {});
      System.out.printf(
          "%d VMs: inventory %d ms, evaluation %d ms, processor time %d ms%n",
          report.machines().size(),
          (read - began) / 1_000_000,
          (System.nanoTime() - read) / 1_000_000,
          processorMillis() - busy);
      return report;
    } finally {
      threads.shutdown();
    }
  }

  private static long processorMillis() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
  }

  @Test
  void whatWasPlantedIsFoundExactly() throws Exception {
    GeneratedTenant tenant = new GeneratedTenant(VMS).busyEvery(40);
    Path file = read("inventory", tenant);
    assertThat(InventoryReader.isComplete(file)).isTrue();
    int pages = 3 * (VMS / 1000) + 1 + VMS / 50 / 1000;
    assertThat(tenant.calls()).isBetween(pages, 310 * Math.max(1, VMS / 100_000));
    FleetReport report = evaluate(file);

    assertThat(report.machines()).hasSize(VMS);
    Map<Set<String>, Set<String>> found = new HashMap<>();
    for (SharedCause cause : report.causes()) {
      assertThat(cause.verdict()).isEqualTo(Verdict.DENY);
      Set<String> rules =
          cause.blockers().stream()
              .map(blocker -> blocker.resource().orElseThrow())
              .collect(Collectors.toCollection(TreeSet::new));
      found.put(
          rules,
          cause.machines().stream()
              .map(VmId::toString)
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    assertThat(found).isEqualTo(tenant.planted());
    assertThat(report.machines().stream().filter(MachineResult::openToInternet).count())
        .isEqualTo(tenant.open());
    assertThat(report.causes())
        .isSortedAccordingTo((a, b) -> b.machines().size() - a.machines().size());
    SharedCause first = report.causes().get(0);
    assertThat(first.fix().orElseThrow().changes()).hasSize(first.blockers().size());
    assertThat(first.opened()).as("one change for all").isEqualTo(first.machines().size());
  }

  /** VMs that are alike are evaluated once: each must come out as if it were alone. */
  @Test
  void eachComesOutAsIfItWereAlone() throws Exception {
    Inventory inventory = Inventory.read(read("alone", new GeneratedTenant(1_000)));
    FleetReport report = evaluate(directory.resolve("alone"));
    for (MachineResult each : report.machines()) {
      NetworkPolicy policy = NetworkPolicy.of(inventory.snapshot(each.machine()));
      assertThat(each.openToInternet()).isEqualTo(policy.openToInternet(Port.RDP).isPresent());
      Decision decision =
          policy.paths(Port.RDP).stream()
              .filter(path -> path.kind() == IngressPath.Kind.PUBLIC_IP_ADDRESS)
              .map(path -> policy.compile(path).decide(IpAddress.parse(GeneratedTenant.CLIENT)))
              .reduce((one, other) -> fail("one public address each"))
              .orElseThrow();
      assertThat(each.verdict()).contains(decision.verdict());
      assertThat(each.blockers().stream().map(Blocker::what))
          .containsExactlyInAnyOrderElementsOf(
              decision.deciders().stream()
                  .filter(decider -> decider.verdict() != Verdict.ALLOW)
                  .map(Decider::why)
                  .toList());
    }
  }

  @Test
  void aReadingThatWasKilledGoesOnFromThere() throws Exception {
    Path whole = read("whole", new GeneratedTenant(VMS));
    Path file = directory.resolve("killed");
    GeneratedTenant tenant = new GeneratedTenant(VMS);
    assertThatThrownBy(
            () ->
                reader(tenant)
                    .read(
                        file,
                        List.of(),
                        DEADLINE,
                        (rows, total, calls) -> {
                          if (calls == 3) {
                            throw new IllegalStateException("killed");
                          }
                        }))
        .hasMessage("killed");
    assertThat(InventoryReader.isComplete(file)).isFalse();
    Files.writeString(file, "half a li", java.nio.file.StandardOpenOption.APPEND);
    int before = tenant.calls();
    reader(tenant).read(file, List.of(), DEADLINE, NOBODY);
    assertThat(Files.mismatch(file, whole)).isEqualTo(-1);
    assertThat(tenant.calls()).as("nothing is asked twice").isEqualTo(before + before(VMS) - 3);
  }

  private static int before(int vms) {
    return 3 * (vms / 1000) + 1 + vms / 50 / 1000;
  }

  @Test
  void waitsAsLongAsResourceGraphAsksFor() throws Exception {
    read("busy", new GeneratedTenant(1_000).busyEvery(2));
    assertThat(waited.get()).isEqualTo(3 * 7_000);
  }
}
