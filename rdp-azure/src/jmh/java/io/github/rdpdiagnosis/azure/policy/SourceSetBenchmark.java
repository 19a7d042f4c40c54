package io.github.rdpdiagnosis.azure.policy;

import com.github.javabdd.BDD;
import com.github.javabdd.BDDFactory;
import com.github.javabdd.JFactory;
import com.google.common.collect.Range;
import com.google.common.collect.TreeRangeMap;
import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The exact set of IPv4 sources that reach TCP port 3389 through one NSG, with the rule that
 * decides for each, against a BDD library, Guava's range map, and one satisfiability check of Z3,
 * which finds a single source. All start from lists that were read before. The first two must give
 * the same set, or nothing is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SourceSetBenchmark {
  private static final IpAddress LOCAL = IpAddress.parse("10.0.0.4");
  private static final int Z3_MILLIS = 10_000;
  private static final AddressSet V4 = AddressSet.of("0.0.0.0/0");

  /** Rules of the NSG. */
  @Param({"100", "1000"})
  public int rules;

  private PolicyCompiler compiler = new PolicyCompiler();
  private RuleSet set;
  private World world;
  private List<World.Match> slice;
  private CompiledPolicy policy;
  private IpAddress[] asked;
  private int next;

  /** Reads the NSG, and compares the results. */
  @Setup
  public void read() {
    compiler = new PolicyCompiler(GeneratedNsg.tags());
    GeneratedNsg generated = new GeneratedNsg("nsg", rules, 7);
    set = compiler.rules(Gate.NIC_NSG, generated.group, Direction.INBOUND);
    AddressSet network = AddressSet.of("10.0.0.0/16", "168.63.129.16");
    world =
        new World(
            new World.Question(
                Direction.INBOUND, LOCAL, Protocol.TCP, Optional.empty(), Optional.of(Port.RDP)),
            network,
            compiler.internet(network),
            Optional.of(Set.of()),
            Map.of(),
            network,
            Map.of());
    slice = world.slice(set);
    AddressSet ours = sweep();
    require(ours.equals(guavaRangeMap()), "Guava");
    makeFactory();
    require(ours.equals(decode(allowed())), "BDD");
    if (rules <= 100) {
      // It gives up where the processor is busy with other things: that is no other result.
      require(z3Check() != (ours.isEmpty() ? Status.SATISFIABLE : Status.UNSATISFIABLE), "Z3");
    }
    policy = CompiledPolicy.of(List.of(layer()), List.of());
    retained(); // loads what it needs
    System.out.println("# retained by one compiled policy: " + retained() + " bytes");
    SplittableRandom random = new SplittableRandom(3);
    asked = new IpAddress[1 << 12];
    for (int i = 0; i < asked.length; i++) {
      byte[] bytes = new byte[4];
      random.nextBytes(bytes);
      asked[i] = IpAddress.of(bytes);
    }
  }

  /** Heap that a compiled policy keeps beside the lists it was made from, after a look-up. */
  private long retained() {
    int many = 64;
    List<CompiledPolicy> kept = new ArrayList<>();
    long before = used();
    for (int i = 0; i < many; i++) {
      CompiledPolicy each = CompiledPolicy.of(List.of(layer()), List.of());
      each.verdict(LOCAL);
      each.addresses(Verdict.ALLOW);
      kept.add(each);
    }
    long retained = (used() - before) / kept.size();
    Reference.reachabilityFence(kept);
    return retained;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void require(boolean equal, String who) {
    if (!equal) {
      throw new IllegalStateException("another result than " + who);
    }
  }

  private Layer layer() {
    return Layer.of(Gate.NIC_NSG, set, world.slice(set), true);
  }

  private Verdict access(int place) {
    return set.rules().get(slice.get(place).index()).access();
  }

  /** This library: slicing, sweep, allowed set. */
  @Benchmark
  public AddressSet sweep() {
    return layer().passing();
  }

  /** One flow on the compiled policy. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public Verdict lookup() {
    next = (next + 1) & (asked.length - 1);
    return policy.verdict(asked[next]);
  }

  private static long number(IpAddress address) {
    long value = 0;
    for (byte each : address.toBytes()) {
      value = value << 8 | (each & 0xff);
    }
    return value;
  }

  private static IpAddress address(long number) {
    return IpAddress.of(
        new byte[] {
          (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number
        });
  }

  /** The last rule is painted first. */
  @Benchmark
  public AddressSet guavaRangeMap() {
    TreeRangeMap<Long, Integer> map = TreeRangeMap.create();
    for (int i = slice.size() - 1; i >= 0; i--) {
      for (Prefix prefix : prefixes().get(i)) {
        map.put(Range.closedOpen(number(prefix.first()), number(prefix.last()) + 1), i);
      }
    }
    List<Prefix> allowed = new ArrayList<>();
    map.asMapOfRanges()
        .forEach(
            (range, rule) -> {
              if (access(rule) == Verdict.ALLOW) {
                allowed.addAll(
                    AddressSet.range(
                            address(range.lowerEndpoint()), address(range.upperEndpoint() - 1))
                        .toPrefixes());
              }
            });
    return AddressSet.of(allowed);
  }

  private List<List<Prefix>> read = List.of();

  private List<List<Prefix>> prefixes() {
    if (read.isEmpty()) {
      read = slice.stream().map(match -> match.surely().intersect(V4).toPrefixes()).toList();
    }
    return read;
  }

  private BDDFactory factory = JFactory.init(1_000, 1_000);

  /** Its tables are made once and are large enough never to grow. */
  private void makeFactory() {
    factory.done();
    factory = JFactory.init(4_000_000, 400_000);
    factory.setVarNum(32);
  }

  /** Allowed sources as a BDD over 32 variables: the last rule first, each over what follows it. */
  @Benchmark
  public double bdd() {
    factory.setCacheSize(400_000); // nothing is known of the run before
    BDD allowed = allowed();
    double addresses = allowed.satCount();
    allowed.free();
    return addresses;
  }

  private BDD allowed() {
    BDD allowed = factory.zero();
    for (int i = slice.size() - 1; i >= 0; i--) {
      BDD matched = factory.zero();
      for (Prefix prefix : prefixes().get(i)) {
        matched.orWith(cube(factory, prefix));
      }
      if (access(i) == Verdict.ALLOW) {
        allowed.orWith(matched);
      } else {
        allowed.andWith(matched.not());
        matched.free();
      }
    }
    return allowed;
  }

  private static BDD cube(BDDFactory factory, Prefix prefix) {
    long first = number(prefix.first());
    BDD cube = factory.one();
    for (int bit = prefix.length() - 1; bit >= 0; bit--) {
      boolean set = (first >> (31 - bit) & 1) == 1;
      cube.andWith(set ? factory.ithVar(bit) : factory.nithVar(bit));
    }
    return cube;
  }

  private static AddressSet decode(BDD set) {
    List<Prefix> found = new ArrayList<>();
    decode(set, 0, 0, found);
    return AddressSet.of(found);
  }

  private static void decode(BDD set, int bit, long first, List<Prefix> found) {
    if (set.isZero()) {
      return;
    }
    if (set.isOne()) {
      found.add(new Prefix(address(first), bit));
      return;
    }
    boolean tested = set.var() == bit;
    decode(tested ? set.low() : set, bit + 1, first, found);
    decode(tested ? set.high() : set, bit + 1, first | 1L << (31 - bit), found);
  }

  /** Whether any source is allowed: one check, given up after some seconds. */
  @Benchmark
  public Status z3Check() {
    try (Context context = new Context()) {
      BitVecExpr source = context.mkBVConst("source", 32);
      BoolExpr allowed = context.mkFalse();
      for (int i = slice.size() - 1; i >= 0; i--) {
        List<BoolExpr> parts = new ArrayList<>();
        for (Prefix prefix : prefixes().get(i)) {
          int low = 32 - prefix.length();
          parts.add(
              low == 32
                  ? context.mkTrue()
                  : context.mkEq(
                      context.mkExtract(31, low, source),
                      context.mkBV(number(prefix.first()) >> low, prefix.length())));
        }
        BoolExpr matched = context.mkOr(parts.toArray(new BoolExpr[0]));
        allowed =
            (BoolExpr) context.mkITE(matched, context.mkBool(access(i) == Verdict.ALLOW), allowed);
      }
      Solver solver = context.mkSolver();
      Params limits = context.mkParams();
      limits.add("timeout", Z3_MILLIS);
      solver.setParameters(limits);
      solver.add(allowed);
      return solver.check();
    }
  }
}
