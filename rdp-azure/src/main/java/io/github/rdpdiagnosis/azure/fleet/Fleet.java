package io.github.rdpdiagnosis.azure.fleet;

import io.github.rdpdiagnosis.azure.Inventory;
import io.github.rdpdiagnosis.azure.Inventory.Machine;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.policy.Change;
import io.github.rdpdiagnosis.azure.policy.CompiledPolicy;
import io.github.rdpdiagnosis.azure.policy.Decider;
import io.github.rdpdiagnosis.azure.policy.Decision;
import io.github.rdpdiagnosis.azure.policy.IngressPath;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.azure.policy.PolicyCompiler;
import io.github.rdpdiagnosis.azure.policy.Proposal;
import io.github.rdpdiagnosis.azure.policy.SmallestChange;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Evaluates the network policy of each VM of an inventory, each {@link Situation} once, and puts
 * together the VMs that the same blockers keep clients out of.
 */
public final class Fleet {
  /** Fixes are looked for what concerns the most VMs. */
  private static final int MAX_FIXES = 20;

  /** Azure takes no more addresses in one rule. */
  private static final int MAX_ADDRESSES = 4000;

  private static final int STEP = 1000;

  private static final List<String> ASSUMPTIONS =
      List.of(
          "no security admin rule of Azure Virtual Network Manager applies",
          "no way leads through an Azure Firewall, a Bastion host, or a gateway: the inventory does"
              + " not have them",
          "routes are those of route tables and Azure's own; none was learnt from a gateway");

  private final Inventory inventory;
  private final FleetQuestion question;
  private final PolicyCompiler compiler;
  private final Situations situations;
  private final ConcurrentMap<Situation, Outcome> outcomes = new ConcurrentHashMap<>();

  /** By {@link Situations#likeness}. */
  private final ConcurrentMap<Situation, Glance> glances = new ConcurrentHashMap<>();

  private Fleet(Inventory inventory, FleetQuestion question, PolicyCompiler compiler) {
    this.inventory = Objects.requireNonNull(inventory, "inventory");
    this.question = Objects.requireNonNull(question, "question");
    this.compiler = Objects.requireNonNull(compiler, "compiler");
    this.situations = new Situations(inventory);
  }

  /** Hears how far the evaluation is. */
  public interface Listener {
    /**
     * Some VMs are done. Called by the threads that evaluate.
     *
     * @param done how many
     * @param all of how many
     */
    void evaluated(int done, int all);
  }

  /** What comes of all VMs that are alike. */
  private record Glance(Optional<Verdict> verdict, boolean openToInternet) {}

  /** What comes of every VM in one situation. */
  private record Outcome(
      Optional<Verdict> verdict, List<Blocker> blockers, boolean openToInternet) {}

  /**
   * Evaluates all VMs.
   *
   * @param inventory the VMs
   * @param question what is asked of each
   * @param compiler holds the list of service tags, and remembers what NSGs mean
   * @param threads evaluates a part of the VMs in each of {@code parts} tasks
   * @param parts how many tasks
   * @param listener hears of the progress
   * @return what came of them
   * @throws InterruptedException if the thread was interrupted
   */
  public static FleetReport evaluate(
      Inventory inventory,
      FleetQuestion question,
      PolicyCompiler compiler,
      ExecutorService threads,
      int parts,
      Listener listener)
      throws InterruptedException {
    Fleet fleet = new Fleet(inventory, question, compiler);
    List<Machine> machines = inventory.machines();
    MachineResult[] results = new MachineResult[machines.size()];
    AtomicInteger done = new AtomicInteger();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = part;
      tasks.add(
          () -> {
            for (int i = from; i < results.length; i += parts) {
              results[i] = fleet.result(machines.get(i));
              int count = done.incrementAndGet();
              if (count % STEP == 0 || count == results.length) {
                listener.evaluated(count, results.length);
              }
            }
            return null;
          });
    }
    all(threads, tasks);
    List<MachineResult> all = List.of(results);
    return new FleetReport(question, all, fleet.causes(all, threads), ASSUMPTIONS);
  }

  /**
   * Evaluates each VM, in this thread and without looking for what they have in common: for those
   * who share the VMs out between computers.
   *
   * @param inventory the VMs
   * @param question what is asked of each
   * @param compiler holds the list of service tags, and remembers what NSGs mean
   * @return what came of each, in the order of the inventory
   */
  public static List<MachineResult> machines(
      Inventory inventory, FleetQuestion question, PolicyCompiler compiler) {
    Fleet fleet = new Fleet(inventory, question, compiler);
    return inventory.machines().stream().map(fleet::result).toList();
  }

  /** What comes of tasks; the first that fails ends the others. */
  private static <T> List<T> all(ExecutorService threads, List<Callable<T>> tasks)
      throws InterruptedException {
    List<Future<T>> futures = new ArrayList<>();
    List<T> values = new ArrayList<>();
    try {
      tasks.forEach(task -> futures.add(threads.submit(task)));
      for (Future<T> future : futures) {
        values.add(future.get());
      }
      return values;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      futures.forEach(each -> each.cancel(true));
    }
  }

  private MachineResult result(Machine machine) {
    Situation situation = situations.of(machine);
    Outcome known = outcomes.get(situation);
    if (known == null) {
      known = outcome(machine);
      outcomes.putIfAbsent(situation, known);
    }
    return new MachineResult(machine, known.verdict, known.blockers, known.openToInternet);
  }

  /** Only what is not open needs the names of its own rules. */
  private Outcome outcome(Machine machine) {
    Situation likeness = situations.likeness(machine);
    Glance glance = glances.get(likeness);
    if (glance == null) {
      glance = glance(machine);
      glances.putIfAbsent(likeness, glance);
    }
    boolean open = glance.verdict.isEmpty() || glance.verdict.get() == Verdict.ALLOW;
    return new Outcome(glance.verdict, open ? List.of() : blockers(machine), glance.openToInternet);
  }

  private NetworkPolicy policy(Machine machine) {
    return NetworkPolicy.of(inventory.snapshot(machine), compiler);
  }

  private Glance glance(Machine machine) {
    NetworkPolicy policy = policy(machine);
    boolean read = !inventory.networkInterfaces(machine).isEmpty();
    Verdict noWay = read ? Verdict.DENY : Verdict.INCONCLUSIVE;
    return new Glance(
        question.client().map(any -> nearest(policy).map(Decision::verdict).orElse(noWay)),
        policy.openToInternet(question.port()).isPresent());
  }

  /** The decision on the way that is nearest to being open. */
  private Optional<Decision> nearest(NetworkPolicy policy) {
    return ways(policy).stream()
        .map(path -> policy.compile(path).decide(question.client().orElseThrow()))
        .min(NEAREST);
  }

  private List<Blocker> blockers(Machine machine) {
    return nearest(policy(machine))
        .map(
            decision ->
                decision.deciders().stream()
                    .filter(decider -> decider.verdict() != Verdict.ALLOW)
                    .map(Blocker::of)
                    .sorted()
                    .distinct()
                    .toList())
        .orElseGet(
            () ->
                List.of(
                    Blocker.noWay(
                        inventory.networkInterfaces(machine).isEmpty()
                            ? "no NIC of the VM is in the inventory"
                            : "no way in the inventory leads from the client to the VM")));
  }

  /** The most open first, then the one with the fewest gates to open. */
  private static final Comparator<Decision> NEAREST =
      Comparator.comparing((Decision decision) -> rank(decision.verdict()))
          .thenComparing(
              decision ->
                  decision.deciders().stream()
                      .map(Decider::verdict)
                      .filter(verdict -> verdict != Verdict.ALLOW)
                      .count());

  private static int rank(Verdict verdict) {
    return switch (verdict) {
      case ALLOW -> 0;
      case INCONCLUSIVE -> 1;
      case DENY -> 2;
    };
  }

  /** The ways that the client can use at all. */
  private List<IngressPath> ways(NetworkPolicy policy) {
    IpAddress client = question.client().orElseThrow();
    return policy.paths(question.port()).stream()
        .filter(path -> path.privateAddress().isIpv4() == client.isIpv4())
        .filter(path -> policy.clients(path).contains(client))
        .toList();
  }

  // ---- what VMs have in common -----------------------------------------------------------------

  private record Shared(Verdict verdict, List<Blocker> blockers) {}

  private List<SharedCause> causes(List<MachineResult> results, ExecutorService threads)
      throws InterruptedException {
    Map<Shared, List<Machine>> shared = new LinkedHashMap<>();
    for (MachineResult result : results) {
      result
          .verdict()
          .filter(verdict -> verdict != Verdict.ALLOW)
          .ifPresent(
              verdict ->
                  shared
                      .computeIfAbsent(
                          new Shared(verdict, result.blockers()), any -> new ArrayList<>())
                      .add(result.machine()));
    }
    List<Map.Entry<Shared, List<Machine>>> ordered = new ArrayList<>(shared.entrySet());
    ordered.sort(Comparator.comparing(entry -> -entry.getValue().size()));
    List<Callable<SharedCause>> causes = new ArrayList<>();
    for (Map.Entry<Shared, List<Machine>> entry : ordered) {
      boolean worthFixing = causes.size() < MAX_FIXES && entry.getKey().verdict == Verdict.DENY;
      causes.add(() -> cause(entry.getKey(), entry.getValue(), worthFixing));
    }
    return all(threads, causes);
  }

  private SharedCause cause(Shared shared, List<Machine> machines, boolean worthFixing) {
    Optional<Proposal> fix = worthFixing ? fix(machines) : Optional.empty();
    int opened = fix.map(known -> opened(machines, known.changes())).orElse(0);
    return new SharedCause(
        shared.verdict, shared.blockers, machines.stream().map(Machine::id).toList(), fix, opened);
  }

  private Optional<Proposal> fix(List<Machine> machines) {
    VmSnapshot snapshot = inventory.snapshot(machines.get(0));
    NetworkPolicy policy = NetworkPolicy.of(snapshot, compiler);
    IpAddress client = question.client().orElseThrow();
    AddressSet targets = addresses(machines);
    return ways(policy).stream()
        .min(Comparator.comparing(path -> policy.compile(path).decide(client), NEAREST))
        .filter(path -> targets.toPrefixes().size() <= MAX_ADDRESSES)
        .flatMap(
            path ->
                SmallestChange.of(snapshot, compiler, path, client, targets).stream().findFirst());
  }

  /** All private addresses of some VMs, of the client's version. */
  private AddressSet addresses(List<Machine> machines) {
    IpAddress client = question.client().orElseThrow();
    return AddressSet.of(
        machines.stream()
            .flatMap(machine -> inventory.networkInterfaces(machine).stream())
            .flatMap(nic -> nic.ipConfigurations().stream())
            .flatMap(ip -> ip.privateAddress().stream())
            .filter(text -> text.contains(":") != client.isIpv4())
            .flatMap(text -> prefix(text).stream())
            .toList());
  }

  private static Optional<Prefix> prefix(String address) {
    try {
      return Optional.of(Prefix.parse(address));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // an address that none can be let in to
    }
  }

  /** How many VMs the changes open: each situation is evaluated with them. */
  private int opened(List<Machine> machines, List<Change> changes) {
    Map<Situation, Boolean> open = new HashMap<>();
    int count = 0;
    for (Machine machine : machines) {
      boolean opens = open.computeIfAbsent(situations.of(machine), any -> opens(machine, changes));
      count += opens ? 1 : 0;
    }
    return count;
  }

  private boolean opens(Machine machine, List<Change> changes) {
    VmSnapshot changed = inventory.snapshot(machine);
    for (Change change : changes) {
      changed = change.applyTo(changed);
    }
    NetworkPolicy policy = NetworkPolicy.of(changed, compiler);
    IpAddress client = question.client().orElseThrow();
    return ways(policy).stream()
        .map(policy::compile)
        .map((CompiledPolicy compiled) -> compiled.verdict(client))
        .anyMatch(verdict -> verdict == Verdict.ALLOW);
  }
}
