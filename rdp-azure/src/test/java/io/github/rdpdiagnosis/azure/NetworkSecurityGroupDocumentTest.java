package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.RuleFinding.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The forms in which people have an NSG, and what may be wrong with its rules. */
class NetworkSecurityGroupDocumentTest {
  private static NetworkSecurityGroupDocument read(String json) {
    return NetworkSecurityGroupDocument.read(
        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "nsg.json");
  }

  private static String rule(String fields) {
    return "{'name': 'r1', 'priority': 100, 'direction': 'Inbound', 'access': 'Allow', 'protocol':"
        + " 'Tcp', 'sourcePortRange': '*', "
        + fields
        + "}";
  }

  private static final String RDP =
      rule(
          "'sourceAddressPrefix': '1.2.3.4', 'sourceAddressPrefixes': [],"
              + " 'destinationAddressPrefix': '*', 'destinationPortRange': '3389'");

  private static String arm(String rule) {
    return "{'name': 'r1', 'id': '/s/r1', 'properties': " + rule + "}";
  }

  @Test
  void formsOfOneRuleAreOneRule() {
    List<String> forms =
        List.of(
            "{'name': 'n', 'id': '/s/n', 'properties': {'securityRules': [" + arm(RDP) + "]}}",
            "{'name': 'n', 'id': '/s/n', 'securityRules': [" + RDP + "]}",
            "{'type': 'Microsoft.Network/networkSecurityGroups', 'name': 'n', 'apiVersion': 'x',"
                + " 'properties': {'securityRules': [{'name': 'r1', 'properties': "
                + RDP
                + "}]}}",
            "{'$schema': 'x', 'resources': [{'type': 'Microsoft.Compute/virtualMachines'},"
                + " {'type': 'Microsoft.Network/networkSecurityGroups', 'name': 'n', 'properties':"
                + " {'securityRules': ["
                + arm(RDP)
                + "]}}]}",
            "{'$schema': 'x', 'resources': [{'type': 'Microsoft.Network/networkSecurityGroups',"
                + " 'name': 'n', 'properties': {}}, {'type':"
                + " 'Microsoft.Network/networkSecurityGroups/securityRules', 'name': 'n/r1',"
                + " 'properties': "
                + RDP
                + "}]}",
            "{'Name': 'n', 'Id': '/s/n', 'SecurityRules': [{'Name': 'r1', 'Priority': 100,"
                + " 'Direction': 'Inbound', 'Access': 'Allow', 'Protocol': 'Tcp',"
                + " 'SourcePortRange': ['*'], 'SourceAddressPrefix': ['1.2.3.4'],"
                + " 'DestinationAddressPrefix': ['*'], 'DestinationPortRange': ['3389']}]}");
    for (String form : forms) {
      NetworkSecurityGroupDocument document = read(form);
      NetworkSecurityGroup group = document.unplaced().orElseThrow();
      assertThat(group.name()).isEqualTo("n");
      SecurityRule rule = group.rules().get(0);
      assertThat(rule.name()).isEqualTo("r1");
      assertThat(rule.priority()).contains(100);
      assertThat(rule.source().prefixes()).containsExactly("1.2.3.4");
      assertThat(rule.destination().ports()).containsExactly("3389");
      assertThat(document.findings()).as(form).isEmpty();
    }
  }

  @Test
  void effectiveRulesStandWhereTheySay() {
    String rules =
        "'effectiveSecurityRules': [{'name': 'securityRules/r1', 'protocol': 'Tcp',"
            + " 'sourcePortRange': '0-65535', 'destinationPortRange': '3389-3389',"
            + " 'sourceAddressPrefix': '0.0.0.0/0', 'sourceAddressPrefixes': ['0.0.0.0/0',"
            + " '0.0.0.0/0'], 'destinationAddressPrefix': '0.0.0.0/0', 'access': 'Allow',"
            + " 'priority': 100, 'direction': 'Inbound'}, {'name':"
            + " 'defaultSecurityRules/AllowVnetInBound', 'protocol': 'All', 'sourcePortRange':"
            + " '0-65535', 'destinationPortRange': '0-65535', 'sourceAddressPrefix':"
            + " 'VirtualNetwork', 'expandedSourceAddressPrefix': ['10.0.0.0/16',"
            + " '168.63.129.16/32', '168.63.129.16/32'], 'destinationAddressPrefix':"
            + " 'VirtualNetwork', 'expandedDestinationAddressPrefix': ['10.0.0.0/16'], 'access':"
            + " 'Allow', 'priority': 65000, 'direction': 'Inbound'}]";
    NetworkSecurityGroupDocument document =
        read(
            "{'value': [{'networkSecurityGroup': {'id': '/s/a'}, 'association': {'subnet': {'id':"
                + " '/s'}}, "
                + rules
                + "}, {'networkSecurityGroup': {'id': '/s/b'}, 'association':"
                + " {'networkInterface': {'id': '/n'}}, "
                + rules
                + "}]}");
    NetworkSecurityGroup subnet = document.subnet().orElseThrow();
    assertThat(subnet.id()).isEqualTo("/s/a");
    assertThat(document.networkInterface().orElseThrow().name()).isEqualTo("b");
    assertThat(subnet.rules().get(0).name()).isEqualTo("r1");
    assertThat(subnet.rules().get(0).source().prefixes()).containsExactly("*");
    SecurityRule network = subnet.rules().get(1);
    assertThat(network.isDefault()).isTrue();
    assertThat(network.source().prefixes()).containsExactly("10.0.0.0/16", "168.63.129.16/32");
    assertThat(document.findings()).isEmpty();
  }

  private static List<RuleFinding> findings(String rule) {
    return read("{'name': 'n', 'securityRules': [" + rule + "]}").findings();
  }

  private static void finds(String rule, Severity severity, String field, String value) {
    List<RuleFinding> findings = findings(rule);
    assertThat(findings).as(rule).hasSize(1);
    RuleFinding finding = findings.get(0);
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.rule()).isEqualTo("r1");
    assertThat(finding.field()).isEqualTo(field);
    assertThat(finding.value()).isEqualTo(value);
    assertThat(finding.what()).isNotBlank();
  }

  @Test
  void malformedRulesGetAPreciseFinding() {
    finds(RDP.replace("100", "99"), Severity.ERROR, "priority", "99");
    finds(RDP.replace("100", "4097"), Severity.ERROR, "priority", "4097");
    finds(RDP.replace("'3389'", "'70000'"), Severity.ERROR, "destinationPortRange", "70000");
    finds(RDP.replace("'3389'", "'90-80'"), Severity.ERROR, "destinationPortRange", "90-80");
    finds(
        RDP.replace("'1.2.3.4'", "'10.0.0.0/33'"),
        Severity.ERROR,
        "sourceAddressPrefix",
        "10.0.0.0/33");
    finds(
        RDP.replace("'1.2.3.4'", "'10.0.0.300'"),
        Severity.ERROR,
        "sourceAddressPrefix",
        "10.0.0.300");
    finds(
        RDP.replace("'sourceAddressPrefixes': []", "'sourceAddressPrefixes': ['5.6.7.8']"),
        Severity.ERROR,
        "sourceAddressPrefix",
        "1.2.3.4");
    finds(
        RDP.replace("'1.2.3.4'", "'175.1.0.1/24'"),
        Severity.NOTE,
        "sourceAddressPrefix",
        "175.1.0.1/24");
    finds(RDP.replace("'Tcp'", "'TCP'"), Severity.NOTE, "protocol", "TCP");
    finds(RDP.replace("'Inbound'", "'inbound'"), Severity.NOTE, "direction", "inbound");
    finds(RDP.replace("'Allow'", "'ALLOW'"), Severity.NOTE, "access", "ALLOW");
    finds(RDP.replace("'1.2.3.4'", "'INTERNET'"), Severity.NOTE, "sourceAddressPrefix", "INTERNET");
    finds(RDP.replace("'Tcp'", "'Sctp'"), Severity.ERROR, "protocol", "Sctp");
    finds(RDP.replace("'1.2.3.4'", "''"), Severity.ERROR, "sourceAddressPrefix", "");
    finds(RDP.replace("'3389'", "''"), Severity.ERROR, "destinationPortRange", "");
    assertThat(findings(RDP.replace("100", "'soon'"))).hasSize(2);
    assertThat(findings(RDP + "," + RDP.replace("r1", "r2")))
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("r1"));
  }

  @Test
  void whatIsNoNsgIsRefusedWithItsPlace() {
    for (String json :
        List.of(
            "{}",
            "{'properties': {}}",
            "{'value': []}",
            "{'value': [{'association': {}}]}",
            "{'resources': []}",
            "{'securityRules': 'no'}",
            "{'securityRules': [7]}",
            "{'securityRules': [{'name': {}}]}")) {
      assertThatThrownBy(() -> read(json))
          .as(json)
          .isInstanceOf(JsonDocumentException.class)
          .hasMessageContaining("nsg.json")
          .hasMessageContaining("$");
    }
  }
}
