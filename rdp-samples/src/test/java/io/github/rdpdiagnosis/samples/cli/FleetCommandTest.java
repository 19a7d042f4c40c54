package io.github.rdpdiagnosis.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three VMs of an inventory that was read before: two under one NSG that denies, one open. */
class FleetCommandTest {
  private static final String NETWORK =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/";
  private static final String COMPUTE = NETWORK.replace("Network/", "Compute/virtualMachines/");

  @TempDir Path folder;

  private static String vm(String name) {
    return "{'id': '" + COMPUTE + name + "', 'power': 'PowerState/running', 'os': 'Windows'}";
  }

  private static String nic(String name, String address, String nsg) {
    return "{'id': '"
        + NETWORK
        + "networkInterfaces/"
        + name
        + "', 'name': 'n', 'properties': {'virtualMachine': {'id': '"
        + COMPUTE
        + name
        + "'}, 'networkSecurityGroup': {'id': '"
        + NETWORK
        + "networkSecurityGroups/"
        + nsg
        + "'}, 'ipConfigurations': [{'name': 'i', 'properties': {'privateIPAddress': '"
        + address
        + "', 'subnet': {'id': '"
        + NETWORK
        + "virtualNetworks/v/subnets/s'}, 'publicIPAddress': {'id': '"
        + NETWORK
        + "publicIPAddresses/"
        + name
        + "'}}}]}}";
  }

  private static String publicAddress(String name, String address) {
    return "{'id': '"
        + NETWORK
        + "publicIPAddresses/"
        + name
        + "', 'name': 'p', 'sku': {'name': 'Standard'}, 'properties': {'ipAddress': '"
        + address
        + "', 'publicIPAddressVersion': 'IPv4', 'publicIPAllocationMethod': 'Static'}}";
  }

  private static String nsg(String name, String access) {
    return "{'id': '"
        + NETWORK
        + "networkSecurityGroups/"
        + name
        + "', 'name': '"
        + name
        + "', 'properties': {'securityRules': [{'id': '"
        + NETWORK
        + "networkSecurityGroups/"
        + name
        + "/securityRules/<rdp>', 'name': '<rdp>', 'properties': {'priority': 200, 'direction':"
        + " 'Inbound', 'access': '"
        + access
        + "', 'protocol': 'Tcp', 'sourcePortRange': '*', 'sourceAddressPrefix': '*',"
        + " 'destinationAddressPrefix': '*', 'destinationPortRange': '3389'}}]}}";
  }

  private Path inventory() throws IOException {
    String network =
        "{'id': '"
            + NETWORK
            + "virtualNetworks/v', 'name': 'v', 'properties': {'addressSpace': {'addressPrefixes':"
            + " ['10.0.0.0/16']}, 'subnets': [{'id': '"
            + NETWORK
            + "virtualNetworks/v/subnets/s', 'name': 's', 'properties': {'addressPrefix':"
            + " '10.0.0.0/24'}}]}}";
    List<String> lines =
        List.of(
            vm("a"),
            vm("b"),
            vm("c"),
            nic("a", "10.0.0.4", "closed"),
            nic("b", "10.0.0.5", "closed"),
            nic("c", "10.0.0.6", "open"),
            publicAddress("a", "20.0.0.1"),
            publicAddress("b", "20.0.0.2"),
            publicAddress("c", "20.0.0.3"),
            nsg("closed", "Deny"),
            nsg("open", "Allow"),
            network);
    Path file = folder.resolve("fleet.jsonl");
    Files.write(file, lines.stream().map(line -> line.replace('\'', '"')).toList());
    Files.writeString(folder.resolve("fleet.jsonl.checkpoint"), "{\"complete\": true}");
    return file;
  }

  private Command.Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        RdpDiag.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
    return new Command.Result(status, out.toString(UTF_8), err.toString(UTF_8), 0);
  }

  @Test
  void theCauseThatTwoShareAndWhatOpensBoth() throws IOException {
    Path html = folder.resolve("page.html");
    Path csv = folder.resolve("rows.csv");
    Path jsonl = folder.resolve("lines.jsonl");
    Command.Result ran =
        run(
            "fleet",
            "--inventory",
            inventory().toString(),
            "--from",
            "8.8.8.8",
            "--html",
            html.toString(),
            "--csv",
            csv.toString(),
            "--jsonl",
            jsonl.toString());
    assertThat(ran.status()).as(ran.err()).isEqualTo(1);
    assertThat(ran.out())
        .contains("1 let the client in, 2 keep it out, for 0 it cannot be told")
        .contains("1 are open to the internet")
        .contains("DENY for 2 VMs")
        .contains("2 of them are opened by:")
        .contains("10.0.0.4/31")
        .contains("assumed: ");
    assertThat(ran.err()).contains("evaluated 3 of 3 VMs").contains("a second").contains("s left");
    assertThat(Files.readString(html))
        .contains("&lt;rdp&gt;")
        .doesNotContain("<rdp>")
        .contains("opens 2");
    assertThat(Files.readAllLines(csv)).hasSize(4).anyMatch(row -> row.contains(",ALLOW,true,"));
    assertThat(Files.readAllLines(jsonl))
        .hasSize(4)
        .last()
        .asString()
        .contains("\"count\":2")
        .contains("\"opened\":2")
        .contains("\"gate\":\"NIC_NSG\"");
  }

  @Test
  void withoutAClientOnlyWhoIsOpenIsAsked() throws IOException {
    Command.Result ran = run("fleet", "--inventory", inventory().toString());
    assertThat(ran.status()).as(ran.err()).isEqualTo(1);
    assertThat(ran.out()).contains("1 are open to the internet").doesNotContain("DENY");
    assertThat(run("fleet", "--inventory", inventory().toString(), "--port", "22").status())
        .isZero();
    assertThat(run("fleet").status()).isEqualTo(2);
    assertThat(run("fleet", "--inventory", inventory().toString(), "--from", "x").status())
        .isEqualTo(2);
  }
}
