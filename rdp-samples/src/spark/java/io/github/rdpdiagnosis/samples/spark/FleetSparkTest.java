package io.github.rdpdiagnosis.samples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.Inventory;
import io.github.rdpdiagnosis.azure.fleet.Fleet;
import io.github.rdpdiagnosis.azure.fleet.FleetQuestion;
import io.github.rdpdiagnosis.azure.fleet.FleetReport;
import io.github.rdpdiagnosis.azure.policy.PolicyCompiler;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.samples.FleetLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark in this JVM, and one machine, over the same export. */
class FleetSparkTest {
  private static final String CLIENT = "8.8.8.8";
  private static final int VMS = 500;
  private static final int GROUPS = 20;
  private static final String GROUP =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/";
  private static final String NETWORK = GROUP + "Microsoft.Network/";

  @TempDir Path folder;

  private static String json(String text, Object... arguments) {
    return String.format(text.replace('\'', '"'), arguments);
  }

  private static String vm(int i) {
    return json("{'id': '%sMicrosoft.Compute/virtualMachines/vm%d', 'power': 'running'}", GROUP, i);
  }

  /** Every seventh spells its VM in capitals, every eleventh has no NIC. */
  private static List<String> own(int i) {
    if (i % 11 == 0) {
      return List.of();
    }
    String vm = GROUP + "Microsoft.Compute/virtualMachines/vm" + i;
    return List.of(
        json(
            "{'id': '%snetworkInterfaces/nic%d', 'name': 'nic', 'properties': {'virtualMachine':"
                + " {'id': '%s'}, 'networkSecurityGroup': {'id': '%snetworkSecurityGroups/nsg%d'},"
                + " 'ipConfigurations': [{'name': 'i', 'properties': {'privateIPAddress':"
                + " '10.0.%d.%d', 'subnet': {'id': '%svirtualNetworks/v/subnets/s'},"
                + " 'publicIPAddress': {'id': '%spublicIPAddresses/pip%d'}}}]}}",
            NETWORK,
            i,
            i % 7 == 0 ? vm.toUpperCase(java.util.Locale.ROOT) : vm,
            NETWORK,
            i % GROUPS,
            i / 250,
            4 + i % 250,
            NETWORK,
            NETWORK,
            i),
        json(
            "{'id': '%spublicIPAddresses/pip%d', 'name': 'pip', 'sku': {'name': 'Standard'},"
                + " 'properties': {'ipAddress': '20.0.%d.%d', 'publicIPAddressVersion': 'IPv4',"
                + " 'publicIPAllocationMethod': 'Static'}}",
            NETWORK, i, i / 250, 4 + i % 250));
  }

  private static String nsg(int i) {
    return json(
        "{'id': '%snetworkSecurityGroups/nsg%d', 'name': 'nsg%d', 'properties': {'securityRules':"
            + " [{'name': 'r', 'properties': {'priority': 100, 'direction': 'Inbound', 'access':"
            + " '%s', 'protocol': 'Tcp', 'sourceAddressPrefix': '%s', 'sourcePortRange': '*',"
            + " 'destinationAddressPrefix': '*', 'destinationPortRange': '3389'}}]}}",
        NETWORK, i, i, i % 5 == 2 ? "Deny" : "Allow", i % 5 == 3 ? "AzureCloud" : "*");
  }

  private static String network() {
    return json(
        "{'id': '%svirtualNetworks/v', 'name': 'v', 'properties': {'addressSpace':"
            + " {'addressPrefixes': ['10.0.0.0/16']}, 'subnets': [{'id':"
            + " '%svirtualNetworks/v/subnets/s', 'name': 's', 'properties': {'addressPrefix':"
            + " '10.0.0.0/16'}}]}}",
        NETWORK, NETWORK);
  }

  private Path inventory() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < VMS; i++) {
      lines.add(vm(i));
    }
    for (int i = 0; i < VMS; i++) {
      lines.addAll(own(i));
    }
    for (int i = 0; i < GROUPS; i++) {
      lines.add(nsg(i));
    }
    lines.add(network());
    return Files.write(folder.resolve("inventory.jsonl"), lines);
  }

  private static FleetReport here(Path file) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      return Fleet.evaluate(
          Inventory.read(file),
          new FleetQuestion(Port.RDP, Optional.of(IpAddress.parse(CLIENT))),
          new PolicyCompiler(),
          threads,
          2,
          (done, all) -> {});
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void findsTheSameAsOneMachine() throws Exception {
    Path file = inventory();
    FleetReport report = here(file);
    assertThat(report.machines().stream().map(each -> each.verdict().orElseThrow()))
        .contains(Verdict.ALLOW, Verdict.DENY, Verdict.INCONCLUSIVE);
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .getOrCreate()) {
      FleetSpark.Findings findings =
          FleetSpark.findings(
              JavaSparkContext.fromSparkContext(spark.sparkContext()), file.toString(), CLIENT);
      assertThat(findings.machines().collect())
          .isEqualTo(report.machines().stream().map(FleetLines::machine).toList());
      assertThat(findings.causes().collect())
          .isEqualTo(
              report.causes().stream()
                  .map(
                      cause ->
                          FleetLines.cause(
                              cause.verdict().name(),
                              FleetLines.blockers(cause.blockers()),
                              cause.machines().size()))
                  .toList());
    }
  }
}
