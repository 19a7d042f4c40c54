package io.github.rdpdiagnosis.samples.spark;

import io.github.rdpdiagnosis.azure.Inventory;
import io.github.rdpdiagnosis.azure.fleet.Fleet;
import io.github.rdpdiagnosis.azure.fleet.FleetQuestion;
import io.github.rdpdiagnosis.azure.fleet.MachineResult;
import io.github.rdpdiagnosis.azure.policy.PolicyCompiler;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.samples.FleetLines;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Question: who gets in to more VMs than one computer holds? The same evaluation as {@code rdpdiag
 * fleet}, on Apache Spark, over the inventory that {@code rdpdiag fleet --inventory} wrote.
 *
 * <p>NSGs, networks, route tables and load balancers are few and go to every executor. A VM, its
 * NICs and their public addresses come together by the VM's id; each partition is an inventory of
 * its own, and each VM comes out of it as if it were alone. Writes the lines of {@code rdpdiag
 * fleet --jsonl}; only the fix of a cause is not looked for.
 */
public final class FleetSpark {
  private final JavaRDD<InventoryLine> lines;

  private FleetSpark(JavaSparkContext context, String inventory) {
    lines = context.textFile(inventory).map(InventoryLine::of).cache();
  }

  /**
   * Reads, evaluates, writes.
   *
   * @param arguments the inventory, the client's address as Azure sees it, and a folder that does
   *     not exist yet
   */
  public static void main(String[] arguments) {
    if (arguments.length != 3) {
      System.err.println("arguments: INVENTORY CLIENT-ADDRESS FOLDER");
      System.exit(2);
    }
    try (SparkSession spark = SparkSession.builder().appName("rdpdiag-fleet").getOrCreate()) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      Findings findings = findings(context, arguments[0], arguments[1]);
      findings.machines.saveAsTextFile(arguments[2] + "/machines");
      findings.causes.saveAsTextFile(arguments[2] + "/causes");
    }
  }

  /**
   * What came of all VMs.
   *
   * @param machines a line of JSON for each VM, in the order of the inventory
   * @param causes a line for each cause, that of the most VMs first
   */
  record Findings(JavaRDD<String> machines, JavaRDD<String> causes) {}

  static Findings findings(JavaSparkContext context, String inventory, String client) {
    FleetSpark fleet = new FleetSpark(context, inventory);
    Broadcast<List<String>> shared = context.broadcast(fleet.shared());
    JavaRDD<Row> rows =
        fleet
            .machines()
            .values()
            .mapPartitions(machines -> evaluate(shared.value(), machines, client))
            .cache();
    return new Findings(
        rows.sortBy(Row::place, true, rows.getNumPartitions()).map(Row::line), causes(rows));
  }

  // ---- what belongs together -------------------------------------------------------------------

  private JavaRDD<InventoryLine> of(InventoryLine.Kind kind) {
    return lines.filter(line -> line.kind() == kind);
  }

  /** What any VM may depend on, with the public addresses of load balancers. */
  private List<String> shared() {
    List<String> texts = new ArrayList<>();
    Set<String> addresses = new TreeSet<>();
    for (InventoryLine line : of(InventoryLine.Kind.SHARED).collect()) {
      texts.add(line.text());
      addresses.addAll(line.publicAddresses());
    }
    texts.addAll(
        of(InventoryLine.Kind.PUBLIC_ADDRESS)
            .filter(line -> addresses.contains(line.id()))
            .map(InventoryLine::text)
            .collect());
    return texts;
  }

  /**
   * A VM with what is its own.
   *
   * @param place where it stands among the VMs
   */
  private record Machine(long place, String id, List<String> texts) implements Serializable {}

  private JavaPairRDD<String, Machine> machines() {
    JavaPairRDD<String, InventoryLine> nics =
        of(InventoryLine.Kind.NIC).mapToPair(nic -> new Tuple2<>(nic.owner(), nic));
    JavaPairRDD<String, String> machineOfAddress =
        of(InventoryLine.Kind.NIC)
            .flatMapToPair(
                nic ->
                    nic.publicAddresses().stream()
                        .map(address -> new Tuple2<>(address, nic.owner()))
                        .iterator());
    JavaPairRDD<String, InventoryLine> addresses =
        of(InventoryLine.Kind.PUBLIC_ADDRESS)
            .mapToPair(address -> new Tuple2<>(address.id(), address))
            .join(machineOfAddress)
            .mapToPair(found -> new Tuple2<>(found._2._2, found._2._1));
    return of(InventoryLine.Kind.VM)
        .zipWithIndex()
        .mapToPair(vm -> new Tuple2<>(vm._1.id(), vm))
        .cogroup(nics.union(addresses))
        .flatMapValues(
            group -> {
              List<Machine> machines = new ArrayList<>();
              for (Tuple2<InventoryLine, Long> vm : group._1) {
                List<String> texts = new ArrayList<>(List.of(vm._1.text()));
                group._2.forEach(line -> texts.add(line.text()));
                machines.add(new Machine(vm._2, vm._1.id(), texts));
              }
              return machines.iterator();
            });
  }

  // ---- the evaluation --------------------------------------------------------------------------

  /**
   * What came of one VM.
   *
   * @param blockers JSON of what keeps the client out; empty where it gets in
   */
  private record Row(long place, String line, String verdict, String blockers)
      implements Serializable {}

  private static Iterator<Row> evaluate(
      List<String> shared, Iterator<Machine> machines, String client) {
    List<String> texts = new ArrayList<>(shared);
    Map<String, Long> places = new HashMap<>();
    machines.forEachRemaining(
        machine -> {
          places.put(machine.id(), machine.place());
          texts.addAll(machine.texts());
        });
    FleetQuestion question = new FleetQuestion(Port.RDP, Optional.of(IpAddress.parse(client)));
    return Fleet.machines(Inventory.of(texts, Instant.EPOCH), question, new PolicyCompiler())
        .stream()
        .map(result -> row(places, result))
        .iterator();
  }

  private static Row row(Map<String, Long> places, MachineResult result) {
    String id = result.machine().id().toString().toLowerCase(Locale.ROOT);
    Verdict verdict = result.verdict().orElseThrow();
    return new Row(
        places.get(id),
        FleetLines.machine(result),
        verdict.name(),
        verdict == Verdict.ALLOW ? "" : FleetLines.blockers(result.blockers()));
  }

  // ---- what VMs have in common -----------------------------------------------------------------

  private record Cause(String verdict, String blockers) implements Serializable {}

  private record Extent(long count, long first) implements Serializable {
    Extent and(Extent other) {
      return new Extent(count + other.count, Math.min(first, other.first));
    }

    /** Most VMs first, then as they come. */
    String order() {
      return String.format("%019d %019d", Long.MAX_VALUE - count, first);
    }
  }

  private static JavaRDD<String> causes(JavaRDD<Row> rows) {
    return rows.filter(row -> !row.blockers.isEmpty())
        .mapToPair(
            row -> new Tuple2<>(new Cause(row.verdict, row.blockers), new Extent(1, row.place)))
        .reduceByKey(Extent::and)
        .mapToPair(
            cause ->
                new Tuple2<>(
                    cause._2.order(),
                    FleetLines.cause(cause._1.verdict, cause._1.blockers, cause._2.count)))
        .sortByKey(true, 1)
        .values();
  }
}
