package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Who reaches each of 100,000 VMs under 2,000 NSGs, on two threads, from a compiler without memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FleetBenchmark {
  private static final int VMS = 100_000;
  private static final int NSGS = 2_000;

  private final List<NetworkSecurityGroup> groups = new ArrayList<>();
  private final AddressSet network = AddressSet.of("10.0.0.0/16");

  /** Makes the NSGs. */
  @Setup
  public void make() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < NSGS; i++) {
      groups.add(new GeneratedNsg("nsg" + i, 10 + random.nextInt(73), i).group);
    }
  }

  /** All of them. */
  @Benchmark
  public int fleet() throws InterruptedException, ExecutionException {
    PolicyCompiler compiler = new PolicyCompiler(GeneratedNsg.tags());
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> halves = new ArrayList<>();
      for (int half = 0; half < 2; half++) {
        int from = half * VMS / 2;
        halves.add(threads.submit(() -> evaluate(compiler, from, from + VMS / 2)));
      }
      return halves.get(0).get() + halves.get(1).get();
    } finally {
      threads.shutdown();
    }
  }

  private int evaluate(PolicyCompiler compiler, int from, int to) {
    int ranges = 0;
    for (int vm = from; vm < to; vm++) {
      NetworkSecurityGroup subnet = groups.get(vm % NSGS);
      NetworkSecurityGroup nic = groups.get((vm % NSGS + vm % 11 * 7) % NSGS);
      IpAddress local = IpAddress.of(new byte[] {10, 0, (byte) (vm >> 8), (byte) vm});
      ranges +=
          NsgPolicy.of(Optional.of(subnet), vm % 5 == 0 ? Optional.empty() : Optional.of(nic))
              .withVirtualNetwork(network)
              .with(compiler)
              .compile(
                  Direction.INBOUND, local, Protocol.TCP, Optional.empty(), Optional.of(Port.RDP))
              .size();
    }
    return ranges;
  }
}
