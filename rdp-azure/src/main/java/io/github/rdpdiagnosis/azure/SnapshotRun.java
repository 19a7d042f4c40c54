package io.github.rdpdiagnosis.azure;

import com.azure.core.util.Context;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import io.github.rdpdiagnosis.azure.internal.arm.RetryWithinDeadline;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One read of one VM under one deadline. Whenever a part has come in, {@link AccessPath} says which
 * others are worth reading now; each is asked for once, all at the same time.
 */
final class SnapshotRun {
  /** The clients of a subscription. */
  interface Clients {
    ArmClients of(String subscription) throws Exception;
  }

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotRun.class);

  private final VmId vm;
  private final SnapshotScope scope;
  private final Deadline deadline;
  private final Clients clients;
  private final Executor threads;
  private final ReadFailures failures;
  private final SnapshotListener listener;

  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Set<Future<?>> open = ConcurrentHashMap.newKeySet();

  // Guarded by the lock.
  private final VmSnapshot.Builder snapshot;
  private final Set<String> started = new HashSet<>();
  private final Map<String, AccessPath.Wanted> pending = new LinkedHashMap<>();
  private boolean ended;

  SnapshotRun(
      VmId vm,
      SnapshotScope scope,
      Deadline deadline,
      Clients clients,
      Executor threads,
      ReadFailures failures,
      SnapshotListener listener) {
    this.vm = vm;
    this.scope = scope;
    this.deadline = deadline;
    this.clients = clients;
    this.threads = threads;
    this.failures = failures;
    this.listener = listener;
    this.snapshot = VmSnapshot.builder(vm, Instant.now());
  }

  VmSnapshot read() throws InterruptedException {
    try {
      locked(() -> advance(0));
      if (!done.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        locked(this::giveUp);
      }
      lock.lock();
      try {
        return AccessPath.trimmed(snapshot.build());
      } finally {
        lock.unlock();
      }
    } finally {
      locked(() -> ended = true);
      open.forEach(task -> task.cancel(true));
    }
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Starts what is worth reading now. */
  private void advance(int level) {
    VmSnapshot seen = snapshot.build();
    for (AccessPath.Wanted wanted : AccessPath.wanted(seen, scope)) {
      if (started.add(wanted.key())) {
        pending.put(wanted.key(), wanted);
        start(wanted, wanted.part(), seen, level + 1);
      }
    }
    if (pending.isEmpty()) {
      done.countDown();
    }
  }

  private <T> void start(
      AccessPath.Wanted wanted, SnapshotPart<T> part, VmSnapshot seen, int level) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              Map<SnapshotPart<?>, Reading<?>> came = came(part, wanted.id(), seen);
              locked(() -> arrived(wanted, came, level));
              return null;
            });
    open.add(task);
    threads.execute(task);
  }

  private Map<SnapshotPart<?>, Reading<?>> came(SnapshotPart<?> part, String id, VmSnapshot seen) {
    if (part != SnapshotPart.VM) {
      return Map.of(part, reading(part, id, seen, call -> PartReaders.of(part).read(call)));
    }
    Reading<VirtualMachineInner> reply = reading(part, id, seen, PartReaders::virtualMachine);
    return Map.of(
        SnapshotPart.VM,
        mapped(reply, body -> ArmMapping.virtualMachine(id, body)),
        SnapshotPart.EXTENSIONS,
        mapped(reply, ArmMapping::extensions));
  }

  private <T> Reading<T> mapped(
      Reading<VirtualMachineInner> reply, java.util.function.Function<VirtualMachineInner, T> map) {
    try {
      return reply.map(map);
    } catch (RuntimeException e) {
      return failures.reading(SnapshotPart.VM.action(vm.toString()), vm.toString(), e);
    }
  }

  private <T> Reading<T> reading(
      SnapshotPart<?> part, String id, VmSnapshot seen, PartReaders.PartReader<T> reader) {
    if (deadline.isOver()) {
      return new Reading.Failed<>(ReadFailures.DEADLINE);
    }
    try {
      ArmClients arm =
          clients.of(
              ArmId.key(id).startsWith("/subscriptions/")
                  ? ArmId.segmentAfter(id, "subscriptions")
                  : vm.subscription());
      Context context =
          new Context(RetryWithinDeadline.DEADLINE, deadline)
              .addData(
                  RetryWithinDeadline.RESPONSE_TIMEOUT,
                  deadline.atMost(Duration.ofSeconds(30)).plusMillis(1));
      return new Reading.Known<>(
          reader.read(new PartReaders.Call(arm, id, seen, deadline, context)), Instant.now());
    } catch (Exception e) {
      return deadline.isOver()
          ? new Reading.Failed<>(ReadFailures.DEADLINE)
          : failures.reading(part.action(id), id, e);
    }
  }

  private void arrived(AccessPath.Wanted wanted, Map<SnapshotPart<?>, Reading<?>> came, int level) {
    if (ended) {
      return;
    }
    pending.remove(wanted.key());
    came.forEach((part, reading) -> put(part, wanted.id(), reading));
    try {
      listener.read(
          wanted.part(),
          wanted.id(),
          Objects.requireNonNull(came.get(wanted.part()), wanted.id()),
          level);
    } catch (RuntimeException e) {
      LOG.warn("the listener of a snapshot threw; the read goes on", e);
    } finally {
      advance(level);
    }
  }

  @SuppressWarnings("unchecked")
  private <T> void put(SnapshotPart<T> part, String id, Reading<?> reading) {
    snapshot.put(part, id, (Reading<T>) reading);
  }

  private void giveUp() {
    pending
        .values()
        .forEach(
            wanted -> {
              put(wanted.part(), wanted.id(), new Reading.Failed<>(ReadFailures.DEADLINE));
              if (wanted.part() == SnapshotPart.VM) {
                put(
                    SnapshotPart.EXTENSIONS,
                    wanted.id(),
                    new Reading.Failed<>(ReadFailures.DEADLINE));
              }
            });
  }
}
