package io.github.rdpdiagnosis.azure.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.RecordedReplies;
import io.github.rdpdiagnosis.azure.Recordings;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.Snapshots;
import io.github.rdpdiagnosis.azure.Subnet;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Verdicts that Azure itself gave for recorded configurations. */
class GroundTruthTest {
  private static final String SUBNET = Snapshots.SUBNET;

  @Test
  void agreesWithEveryRecordedVerdict() throws IOException {
    Path folder = Recordings.folder();
    int compared = 0;
    int rules = 0;
    List<String> disagreements = new ArrayList<>();
    for (JsonNode entry : Recordings.json(folder.resolve("ground-truth/index.json"))) {
      if (entry.path("quality").asText().equals("anomaly")) {
        continue;
      }
      JsonNode recorded = Recordings.json(folder.resolve(entry.path("file").asText()));
      boolean diagnostic = entry.path("op").asText().equals("networkConfigurationDiagnostic");
      JsonNode flow =
          diagnostic ? recorded.path("flow").path("profiles").get(0) : recorded.path("flow");
      String expected =
          diagnostic
              ? recorded
                  .at("/verdict/results/0/networkSecurityGroupResult/securityRuleAccessResult")
                  .asText()
              : recorded.at("/verdict/access").asText();
      Decision decision = decide(recorded, flow, diagnostic);
      compared++;
      String name = entry.path("file").asText();
      if (!decision.verdict().name().equalsIgnoreCase(expected)) {
        disagreements.add(
            name
                + ": Azure says "
                + expected
                + ", we say "
                + decision.verdict()
                + ", "
                + decision.why());
      }
      if (!diagnostic && !recorded.at("/verdict/ruleName").asText().isEmpty()) {
        rules++;
        String rule = recorded.at("/verdict/ruleName").asText();
        String ours = decision.decider().rule().orElseThrow().name();
        if (!spelled(rule).equals(ours)) {
          disagreements.add(name + ": Azure names " + rule + ", we name " + ours);
        }
      }
    }
    assertThat(disagreements).isEmpty();
    assertThat(compared).isEqualTo(18);
    assertThat(rules).isEqualTo(15);
  }

  /** The same rule goes by several names in Azure's replies. */
  private static String spelled(String rule) {
    String name =
        rule.substring(rule.lastIndexOf('/') + 1).replaceFirst("^(DefaultRule|UserRule)_", "");
    return name.equals("DefaultInboundDenyAll") ? "DenyAllInBound" : name;
  }

  private static Decision decide(JsonNode recorded, JsonNode flow, boolean diagnostic)
      throws IOException {
    boolean inbound = flow.path("direction").asText().equals("Inbound");
    IpAddress local =
        IpAddress.parse(flow.path(diagnostic ? "destination" : "localIPAddress").asText());
    IpAddress far = IpAddress.parse(flow.path(diagnostic ? "source" : "remoteIPAddress").asText());
    Optional<Port> localPort =
        port(flow.path(diagnostic ? "destinationPort" : "localPort").asText());
    Optional<Port> farPort = diagnostic ? Optional.empty() : port(flow.path("remotePort").asText());
    Protocol protocol = Protocol.valueOf(flow.path("protocol").asText().toUpperCase(Locale.ROOT));
    NetworkInterface nic = RecordedReplies.networkInterface(recorded.path("nics").get(0));
    VmSnapshot snapshot = snapshot(recorded, nic);
    IpConfiguration ip = at(nic).ipConfigurations().get(0);
    return NetworkPolicy.of(snapshot)
        .compile(
            snapshot.networkInterface(nic.id()).known().orElseThrow(),
            ip,
            new World.Question(
                inbound ? Direction.INBOUND : Direction.OUTBOUND,
                local,
                protocol,
                inbound ? farPort : localPort,
                inbound ? localPort : farPort))
        .decide(far);
  }

  private static Optional<Port> port(String text) {
    return text.equals("*") ? Optional.empty() : Optional.of(Port.parse(text));
  }

  /**
   * The NIC in our own subnet: the recordings do not hold the virtual network, so its space is the
   * /16 around the NIC.
   */
  private static NetworkInterface at(NetworkInterface nic) {
    return new NetworkInterface(
        nic.id(),
        nic.name(),
        nic.ipConfigurations().stream()
            .map(
                ip ->
                    new IpConfiguration(
                        ip.name(),
                        ip.primary(),
                        ip.privateAddress(),
                        Optional.of(SUBNET),
                        ip.publicIpAddressId(),
                        ip.applicationSecurityGroupIds(),
                        ip.inboundNatRuleIds(),
                        ip.backendPoolIds()))
            .toList(),
        nic.networkSecurityGroupId(),
        nic.ipForwarding(),
        nic.virtualMachineId(),
        nic.macAddress(),
        nic.dnsServers());
  }

  private static VmSnapshot snapshot(JsonNode recorded, NetworkInterface nic) throws IOException {
    TreeMap<String, Reading<NetworkSecurityGroup>> groups = new TreeMap<>();
    Optional<String> subnetNsg = Optional.empty();
    Optional<String> nicNsg = Optional.empty();
    for (Map.Entry<String, JsonNode> entry : recorded.path("nsgs").properties()) {
      NetworkSecurityGroup group = RecordedReplies.networkSecurityGroup(entry.getValue());
      groups.put(group.id(), Snapshots.known(group));
      if (entry.getKey().startsWith("subnet:")) {
        subnetNsg = Optional.of(group.id());
      } else {
        nicNsg = Optional.of(group.id());
      }
    }
    NetworkInterface placed = at(nic);
    NetworkInterface complete =
        new NetworkInterface(
            placed.id(),
            placed.name(),
            placed.ipConfigurations(),
            nicNsg,
            placed.ipForwarding(),
            placed.virtualMachineId(),
            placed.macAddress(),
            placed.dnsServers());
    String space =
        new Prefix(
                IpAddress.parse(nic.ipConfigurations().get(0).privateAddress().orElseThrow()), 16)
            .toString();
    VmSnapshot base = Snapshots.snapshot().build();
    return VmSnapshot.builder(base.vmId(), base.readAt())
        .put(SnapshotPart.VM, base.vm())
        .put(SnapshotPart.NETWORK_INTERFACES, complete.id(), Snapshots.known(complete))
        .put(
            SnapshotPart.SUBNETS,
            SUBNET,
            Snapshots.known(
                new Subnet(
                    SUBNET,
                    "default",
                    List.of(space),
                    subnetNsg,
                    Optional.empty(),
                    Optional.empty())))
        .put(
            SnapshotPart.VIRTUAL_NETWORKS,
            Snapshots.VNET,
            Snapshots.known(Snapshots.vnet(List.of(space), List.of())))
        .putAll(SnapshotPart.NETWORK_SECURITY_GROUPS, groups)
        .build();
  }

  /**
   * Azure's own expansions of the tag Internet hold no address that ours leaves out, but for the
   * host's own.
   */
  @Test
  void theInternetTagCoversAzuresOwnExpansions() throws IOException {
    List<AddressSet> expansions = new ArrayList<>();
    for (String kind : List.of("effectiveNetworkSecurityGroups", "securityGroupView")) {
      for (Path file : Recordings.of(kind)) {
        collect(Recordings.json(file), expansions);
      }
    }
    assertThat(expansions).isNotEmpty();
    AddressSet host = AddressSet.of("168.63.129.16");
    for (AddressSet expansion : expansions) {
      assertThat(expansion.minus(AddressSpaces.INTERNET).minus(host).isEmpty()).isTrue();
    }
    AddressSet widest =
        expansions.stream().max(Comparator.comparing(AddressSet::size)).orElseThrow();
    AddressSet ours = AddressSpaces.INTERNET.intersect(AddressSet.of("0.0.0.0/0"));
    assertThat(ours.minus(widest))
        .as("blocks that Azure keeps for itself")
        .isEqualTo(ours.intersect(AddressSet.of("25.0.0.0/8")).minus(widest));
  }

  private static void collect(JsonNode node, List<AddressSet> expansions) {
    if (node.isObject()) {
      for (String side : List.of("Source", "Destination")) {
        JsonNode expanded = node.path("expanded" + side + "AddressPrefix");
        String tag = node.path(side.toLowerCase(Locale.ROOT) + "AddressPrefix").asText();
        if (tag.equals("Internet") && expanded.isArray()) {
          List<Prefix> prefixes = new ArrayList<>();
          expanded.forEach(prefix -> prefixes.add(Prefix.parse(prefix.asText())));
          expansions.add(AddressSet.of(prefixes));
        }
      }
    }
    node.forEach(child -> collect(child, expansions));
  }
}
