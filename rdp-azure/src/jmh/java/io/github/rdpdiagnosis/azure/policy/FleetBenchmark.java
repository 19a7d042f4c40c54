package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.ServiceTags;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * How many sources reach each of 100,000 VMs under 2,000 NSGs, on two threads, from a compiler that
 * remembers nothing yet.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    // Memory that the system hands out while the time is taken is no cost of the evaluation.
    jvmArgsAppend = {"-Xms3g", "-Xmx3g", "-XX:+AlwaysPreTouch"})
public class FleetBenchmark {
  /** NSGs; there are fifty times as many VMs. */
  @Param("2000")
  public int nsgs;

  private static final ServiceTags TAGS = GeneratedNsg.tags();

  private final List<NetworkSecurityGroup> groups = new ArrayList<>();
  private final AddressSet network = AddressSet.of("10.0.0.0/16");

  /** Makes the NSGs, and compares the results of a hundred VMs all over. */
  @Setup
  public void make() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < nsgs; i++) {
      groups.add(new GeneratedNsg("nsg" + i, 10 + random.nextInt(73), i).group);
    }
    Evaluation shared = new Evaluation();
    for (int vm = 0; vm < 50 * nsgs; vm += 997) {
      if (!shared.allowed(vm).equals(new Evaluation().allowed(vm))) {
        throw new IllegalStateException("another result for VM " + vm + " than without memory");
      }
    }
  }

  /** How many addresses reach each VM. */
  @Benchmark
  public BigInteger fleet() throws InterruptedException, ExecutionException {
    long before = processorMillis();
    Evaluation evaluation = new Evaluation();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<BigInteger>> halves = new ArrayList<>();
      for (int half = 0; half < 2; half++) {
        int from = half;
        halves.add(threads.submit(() -> evaluation.sum(from)));
      }
      return halves.get(0).get().add(halves.get(1).get());
    } finally {
      threads.shutdown();
      System.out.println("# processor time: " + (processorMillis() - before) + " ms");
    }
  }

  private static long processorMillis() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
  }

  /** Evaluates each VM, and each set of NSGs once. */
  private final class Evaluation {
    private final PolicyCompiler compiler = new PolicyCompiler(TAGS);
    private final Map<CompiledPolicy, BigInteger> results = new ConcurrentHashMap<>();

    /** Every second VM. */
    BigInteger sum(int from) {
      BigInteger sum = BigInteger.ZERO;
      for (int vm = from; vm < 50 * nsgs; vm += 2) {
        sum = sum.add(allowed(vm));
      }
      return sum;
    }

    BigInteger allowed(int vm) {
      return results.computeIfAbsent(compile(vm), policy -> policy.addresses(Verdict.ALLOW).size());
    }

    private CompiledPolicy compile(int vm) {
      NetworkSecurityGroup subnet = groups.get(vm % nsgs);
      NetworkSecurityGroup nic = groups.get((vm % nsgs + vm % 11 * 7) % nsgs);
      IpAddress local = IpAddress.of(new byte[] {10, 0, (byte) (vm >> 8), (byte) vm});
      return NsgPolicy.of(Optional.of(subnet), vm % 5 == 0 ? Optional.empty() : Optional.of(nic))
          .withVirtualNetwork(network)
          .with(compiler)
          .compile(Direction.INBOUND, local, Protocol.TCP, Optional.empty(), Optional.of(Port.RDP));
    }
  }
}
