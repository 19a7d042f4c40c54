package io.github.rdpdiagnosis.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private record Ran(int status, String out, String err) {
    JsonNode json() throws IOException {
      return JSON.readTree(out);
    }
  }

  private static Ran run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> line = new ArrayList<>(List.of("reach"));
    line.addAll(List.of(args));
    int status =
        RdpDiag.run(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            line.toArray(new String[0]));
    return new Ran(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  private String file(String name, String json) throws IOException {
    return Files.writeString(folder.resolve(name), json.replace('\'', '"')).toString();
  }

  private static String rule(String name, int priority, String access, String source) {
    return "{'name': '"
        + name
        + "', 'id': '/n/"
        + name
        + "', 'properties': {'priority': "
        + priority
        + ", 'direction': 'Inbound', 'access': '"
        + access
        + "', 'protocol': 'Tcp', 'sourcePortRange': '*', 'sourceAddressPrefix': '"
        + source
        + "', 'destinationAddressPrefix': '*', 'destinationPortRange': '3389'}}";
  }

  private String nsg(String... rules) throws IOException {
    return file(
        "nsg" + rules.length + ".json",
        "{'name': 'n', 'id': '/n', 'properties': {'securityRules': ["
            + String.join(", ", rules)
            + "]}}");
  }

  @Test
  void aFlowAsJson() throws IOException {
    String nsg = nsg(rule("rdp", 100, "Allow", "8.8.8.0/24"));
    Ran ran = run("--nic-nsg", nsg, "--flow", "in,tcp,8.8.8.8,10.0.0.4:3389", "--output", "json");

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/decision").asText()).isEqualTo("ALLOW");
    assertThat(ran.json().at("/decidedBy/gate").asText()).isEqualTo("NIC_NSG");
    assertThat(ran.json().at("/decidedBy/rule").asText()).isEqualTo("rdp");
    assertThat(ran.json().at("/gates/0/gate").asText()).isEqualTo("SUBNET_NSG");
    JsonNode gate = ran.json().at("/gates/1");
    assertThat(gate.at("/gate").asText()).isEqualTo("NIC_NSG");
    assertThat(gate.at("/decision").asText()).isEqualTo("ALLOW");
    assertThat(gate.at("/rule").asText()).isEqualTo("rdp");
    assertThat(gate.at("/priority").asInt()).isEqualTo(100);
    assertThat(gate.at("/resource").asText()).isEqualTo("/n/rdp");
    assertThat(gate.at("/because").asText()).contains("rdp");
    assertThat(ran.json().at("/assumptions").toString()).contains("subnet has no NSG");

    Ran denied =
        run("--nic-nsg", nsg, "--flow", "in,TCP,8.8.4.4:5000,10.0.0.4:3389", "--output", "json");
    assertThat(denied.status()).isEqualTo(1);
    assertThat(denied.json().at("/decidedBy/rule").asText()).isEqualTo("DenyAllInBound");
    assertThat(run("--subnet-nsg", nsg, "--flow", "in,tcp,8.8.4.4,10.0.0.4:3389").out())
        .startsWith("DENY")
        .contains("SUBNET_NSG");
  }

  @Test
  void whatTheFilesDoNotSayIsInconclusive() throws IOException {
    String nsg = nsg();
    String flow = "in,tcp,10.0.0.7,10.0.0.4:3389";
    Ran open = run("--nic-nsg", nsg, "--flow", flow, "--output", "json");
    assertThat(open.status()).isEqualTo(3);
    assertThat(open.json().at("/decision").asText()).isEqualTo("INCONCLUSIVE");
    assertThat(open.json().at("/openBecause/why").asText()).contains("VirtualNetwork");
    assertThat(run("--nic-nsg", nsg, "--flow", flow, "--virtual-network", "10.0.0.0/16").status())
        .isZero();
    assertThat(run("--nic-nsg", nsg, "--flow", "in,tcp,8.8.8.8,10.0.0.4:3389").status())
        .isEqualTo(1);

    String tagged = nsg(rule("tag", 100, "Allow", "Foo.Bar"));
    Ran unknown = run("--nic-nsg", tagged, "--flow", "in,tcp,8.8.8.8,10.0.0.4:3389");
    assertThat(unknown.status()).isEqualTo(3);
    String tags =
        file(
            "ServiceTags_Public_20261116.json",
            "{'changeNumber': 7, 'cloud': 'Public', 'values': [{'name': 'Foo.Bar', 'properties':"
                + " {'addressPrefixes': ['8.8.0.0/16', '2001:db8::/32']}}]}");
    assertThat(
            run(
                    "--nic-nsg",
                    tagged,
                    "--flow",
                    "in,tcp,8.8.8.8,10.0.0.4:3389",
                    "--service-tags",
                    tags)
                .status())
        .isZero();
    assertThat(
            run(
                    "--nic-nsg", tagged,
                    "--flow", "in,tcp,[2001:db8::1],[fd00::4]:3389",
                    "--service-tags", tags)
                .status())
        .isZero();
  }

  @Test
  void bothFilesOfAListOfEffectiveRulesCount() throws IOException {
    String rules =
        "'effectiveSecurityRules': [{'name': 'securityRules/x', 'protocol': 'All',"
            + " 'sourcePortRange': '0-65535', 'destinationPortRange': '0-65535',"
            + " 'sourceAddressPrefix': '0.0.0.0/0', 'destinationAddressPrefix': '0.0.0.0/0',"
            + " 'access': '%s', 'priority': 100, 'direction': 'Inbound'}]";
    String file =
        file(
            "effective.json",
            "{'value': [{'association': {'subnet': {}}, "
                + String.format(rules, "Deny")
                + "}, {'association': {'networkInterface': {}}, "
                + String.format(rules, "Allow")
                + "}]}");
    Ran ran = run("--nic-nsg", file, "--flow", "in,tcp,8.8.8.8,10.0.0.4:3389", "--output", "json");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.json().at("/decidedBy/gate").asText()).isEqualTo("SUBNET_NSG");
  }

  @Test
  void malformedRulesAreSaid() throws IOException {
    String nsg = nsg(rule("bad", 100, "Allow", "10.0.0.0/33"));
    Ran ran = run("--nic-nsg", nsg, "--flow", "in,tcp,8.8.8.8,10.0.0.4:3389", "--output", "json");
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.json().at("/findings/0/value").asText()).isEqualTo("10.0.0.0/33");
  }

  @Test
  void usageErrorsAreOneLine() throws IOException {
    String nsg = nsg();
    for (String[] args :
        List.of(
            new String[] {},
            new String[] {"--nic-nsg", nsg},
            new String[] {"--nic-nsg", nsg, "--flow", "in,tcp,8.8.8.8"},
            new String[] {"--nic-nsg", nsg, "--flow", "up,tcp,8.8.8.8,10.0.0.4"},
            new String[] {"--nic-nsg", nsg, "--flow", "in,icmp,8.8.8.8:1,10.0.0.4"},
            new String[] {"--nic-nsg", nsg, "--flow", "in,tcp,::1,10.0.0.4"},
            new String[] {"--nic-nsg", nsg, "--flow", "in,tcp,8.8.8.8:70000,10.0.0.4"},
            new String[] {"--nic-nsg", folder.resolve("absent").toString(), "--flow", "x"},
            new String[] {"--nic-nsg", file("x.json", "{}"), "--flow", "in,tcp,1.1.1.1,2.2.2.2"})) {
      Ran ran = run(args);
      assertThat(ran.status()).as("%s", List.of(args)).isEqualTo(2);
      assertThat(ran.err().strip().lines()).hasSize(1);
      assertThat(ran.out()).isEmpty();
    }
  }

  // ---- a snapshot ------------------------------------------------------------------------------

  private static final String AT = "'status': 'KNOWN', 'at': '2026-11-22T10:00:00Z', 'value': ";
  private static final String NET =
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/";

  private String snapshot(String name, String source) throws IOException {
    String vm =
        "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm1";
    return file(
        name,
        "{'schemaVersion': 1, 'vmId': '"
            + vm
            + "', 'readAt': '2026-11-22T10:00:00Z', 'vm': {'status': 'NOT_ASKED'},"
            + " 'networkInterfaces': {'/nic1': {"
            + AT
            + "{'id': '/nic1', 'name': 'nic1', 'networkSecurityGroupId': '/nsg1', 'ipForwarding':"
            + " false, 'ipConfigurations': [{'name': 'ip1', 'primary': true, 'privateAddress':"
            + " '10.0.0.4', 'subnetId': '"
            + NET
            + "virtualNetworks/v/subnets/d', 'publicIpAddressId': '/pip1',"
            + " 'applicationSecurityGroupIds': [], 'inboundNatRuleIds': [], 'backendPoolIds':"
            + " []}]}}}, 'publicIpAddresses': {'/pip1': {"
            + AT
            + "{'id': '/pip1', 'name': 'pip1', 'address': '203.0.113.10', 'sku': 'Standard'}}},"
            + " 'subnets': {'"
            + NET
            + "virtualNetworks/v/subnets/d': {"
            + AT
            + "{'id': '"
            + NET
            + "virtualNetworks/v/subnets/d', 'name': 'd', 'prefixes': ['10.0.0.0/24'],"
            + " 'networkSecurityGroupId': 'none', 'routeTableId': 'none', 'natGatewayId':"
            + " 'none'}}}, 'virtualNetworks': {'"
            + NET
            + "virtualNetworks/v': {"
            + AT
            + "{'id': '"
            + NET
            + "virtualNetworks/v', 'name': 'v', 'addressSpace': ['10.0.0.0/16'], 'subnetNames':"
            + " ['d'], 'peerings': []}}}, 'routeTables': {}, 'networkSecurityGroups': {'/nsg1': {"
            + AT
            + "{'id': '/nsg1', 'name': 'nsg1', 'rules': [{'id': '/nsg1/securityRules/r', 'name':"
            + " 'r', 'priority': 300, 'direction': 'Inbound', 'access': 'Allow', 'protocol':"
            + " 'Tcp', 'isDefault': false, 'source': {'prefixes': ['"
            + source
            + "'], 'ports': ['*'], 'applicationSecurityGroupIds': []}, 'destination':"
            + " {'prefixes': ['*'], 'ports': ['3389'], 'applicationSecurityGroupIds': []}}]}}}}");
  }

  private static JsonNode way(Ran ran, String kind) throws IOException {
    for (JsonNode path : ran.json().path("paths")) {
      if (path.path("kind").asText().equals(kind)) {
        return path;
      }
    }
    throw new AssertionError(ran.toString());
  }

  @Test
  void whoReachesTheVmOfASnapshot() throws IOException {
    String snapshot = snapshot("vm.json", "8.8.8.0/24");
    Ran in = run("--snapshot", snapshot, "--from", "8.8.8.8", "--output", "json");
    assertThat(in.status()).as(in.err()).isZero();
    JsonNode own = way(in, "PUBLIC_IP_ADDRESS");
    assertThat(own.at("/sources/allowed/prefixes/0").asText()).isEqualTo("8.8.8.0/24");
    assertThat(own.at("/sources/allowed/count").asInt()).isEqualTo(256);
    assertThat(own.at("/decidedBy/rule").asText()).isEqualTo("r");
    assertThat(in.json().path("securityFindings")).isEmpty();

    Ran out = run("--snapshot", snapshot, "--from", "9.9.9.9", "--output", "json");
    assertThat(out.status()).isEqualTo(1);
    JsonNode best = way(out, "PUBLIC_IP_ADDRESS").at("/proposals/0");
    assertThat(best.at("/exposure").asInt()).isEqualTo(1);
    assertThat(best.at("/decisionAfter").asText()).isEqualTo("ALLOW");
    assertThat(best.at("/changes/0/what").asText()).contains("9.9.9.9/32").doesNotContain("*");

    assertThat(run("--snapshot", snapshot, "--from", "8.8.8.8,9.9.9.9").status())
        .as("one of a pool is shut out")
        .isEqualTo(1);
    assertThat(run("--snapshot", snapshot, "--from", "8.8.8.0/25").status()).isZero();
    assertThat(run("--snapshot", snapshot, "--from", "10.0.0.9").status()).isZero();
    assertThat(run("--snapshot", snapshot, "--flow", "in,tcp,8.8.8.8,10.0.0.4:3389").status())
        .isZero();
    assertThat(run("--snapshot", snapshot, "--from", "9.9.9.9").out())
        .startsWith("DENY")
        .contains("DenyAllInBound")
        .contains("203.0.113.10");
  }

  @Test
  void whatChangedAndWhatIsOpen() throws IOException {
    String open = snapshot("open.json", "*");
    String closed = snapshot("closed.json", "8.8.8.0/24");
    Ran ran = run("--snapshot", closed, "--baseline", open, "--output", "json");
    assertThat(ran.status()).isZero();
    assertThat(ran.json().at("/gained/count").asInt()).isZero();
    assertThat(ran.json().at("/lost/count").asLong()).isGreaterThan(3_000_000_000L);
    Ran wide = run("--snapshot", open, "--output", "json");
    assertThat(wide.json().at("/securityFindings/0").asText()).contains("open to the internet");
  }

  @Test
  void thePortOfTheFileAgainstTheGuests() throws IOException {
    String snapshot = snapshot("ports.json", "8.8.8.0/24");
    String rdp = file("other.rdp", "full address:s:203.0.113.10:3390");
    Ran ran = run("--snapshot", snapshot, "--rdp-file", rdp, "--output", "json");
    assertThat(ran.json().at("/portMismatches/0").asText())
        .as(ran.out() + ran.err())
        .contains("3390")
        .contains("3389");
    String right = file("right.rdp", "full address:s:203.0.113.10");
    assertThat(
            run("--snapshot", snapshot, "--rdp-file", right, "--output", "json")
                .json()
                .path("portMismatches"))
        .isEmpty();
  }

  @Test
  void aClassicDeploymentIsAWay() throws IOException {
    String vm =
        "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm1";
    String snapshot =
        file(
            "classic.json",
            "{'schemaVersion': 1, 'vmId': '"
                + vm
                + "', 'readAt': '2026-11-22T10:00:00Z', 'vm': {'status': 'NOT_ASKED'},"
                + " 'classicDeployment': {"
                + AT
                + "{'name': 'd', 'virtualIpAddresses': ['203.0.113.5'], 'roles': [{'name': 'vm1',"
                + " 'inputEndpoints': [{'name': 'Remote Desktop', 'protocol': 'tcp', 'publicPort':"
                + " 63504, 'localPort': 3389, 'directServerReturn': false, 'acl': {'rules':"
                + " [{'order': 1, 'action': 'permit', 'remoteSubnet': '8.8.8.0/24'}]}}],"
                + " 'instances': [{'name': 'vm1', 'privateAddress': '100.64.0.4', 'endpoints':"
                + " []}]}]}}}");
    Ran in = run("--snapshot", snapshot, "--from", "8.8.8.8", "--output", "json");
    assertThat(in.status()).as(in.out() + in.err()).isZero();
    assertThat(way(in, "CLASSIC_ENDPOINT").at("/frontEndPort").asInt()).isEqualTo(63504);
    Ran out = run("--snapshot", snapshot, "--from", "9.9.9.9");
    assertThat(out.status()).isEqualTo(1);
    assertThat(out.out()).contains("ENDPOINT_ACL");
  }

  // ---- recorded verdicts -----------------------------------------------------------------------

  private static Path recordings() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/recordings");
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    Assumptions.abort("no recordings here");
    throw new IllegalStateException();
  }

  /** Azure's recorded verdicts, from the NSGs' own bodies and nothing else. */
  @Test
  void recordedVerdictsFromNsgFilesAlone() throws IOException {
    Path recordings = recordings();
    int compared = 0;
    for (JsonNode entry : JSON.readTree(recordings.resolve("ground-truth/index.json").toFile())) {
      if (entry.path("quality").asText().equals("anomaly")) {
        continue;
      }
      JsonNode recorded = JSON.readTree(recordings.resolve(entry.path("file").asText()).toFile());
      List<String> args = new ArrayList<>(List.of("--output", "json"));
      for (Iterator<Map.Entry<String, JsonNode>> i = recorded.path("nsgs").fields();
          i.hasNext(); ) {
        Map.Entry<String, JsonNode> nsg = i.next();
        boolean subnet = nsg.getKey().startsWith("subnet:");
        args.add(subnet ? "--subnet-nsg" : "--nic-nsg");
        args.add(file(compared + (subnet ? "s" : "n") + ".json", nsg.getValue().toString()));
      }
      boolean diagnostic = entry.path("op").asText().equals("networkConfigurationDiagnostic");
      JsonNode flow = diagnostic ? recorded.at("/flow/profiles/0") : recorded.path("flow");
      String direction = flow.path("direction").asText().equals("Inbound") ? "in" : "out";
      args.add("--flow");
      args.add(
          direction
              + ","
              + flow.path("protocol").asText()
              + ","
              + (diagnostic
                  ? flow.path("source").asText()
                      + ","
                      + flow.path("destination").asText()
                      + ":"
                      + flow.path("destinationPort").asText()
                  : flow.path("remoteIPAddress").asText()
                      + ":"
                      + flow.path("remotePort").asText()
                      + ","
                      + flow.path("localIPAddress").asText()
                      + ":"
                      + flow.path("localPort").asText()));
      Ran ran = run(args.toArray(new String[0]));
      String expected =
          diagnostic
              ? recorded
                  .at("/verdict/results/0/networkSecurityGroupResult/securityRuleAccessResult")
                  .asText()
              : recorded.at("/verdict/access").asText();
      assertThat(ran.json().path("decision").asText())
          .as("%s %s", entry.path("file"), ran)
          .isEqualToIgnoringCase(expected);
      String rule = recorded.at("/verdict/ruleName").asText();
      if (!diagnostic && !rule.isEmpty()) {
        String name =
            rule.substring(rule.lastIndexOf('/') + 1)
                .replaceFirst("^(DefaultRule|UserRule)_", "")
                .replace("DefaultInboundDenyAll", "DenyAllInBound");
        assertThat(ran.json().at("/decidedBy/rule").asText()).isEqualTo(name);
      }
      compared++;
    }
    assertThat(compared).isEqualTo(18);
  }
}
