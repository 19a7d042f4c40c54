package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.AzureFacts;
import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.PublicIpAddress;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.Subnet;
import io.github.rdpdiagnosis.azure.VirtualMachine;
import io.github.rdpdiagnosis.azure.VirtualNetwork;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AzureDerivationTest {
  private static final String RG =
      "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg1";
  private static final String NETWORK = RG + "/providers/Microsoft.Network/";
  private static final String A = Seen.ADDRESS;
  private static final SecurityRule ALLOW = rule("AllowRdp", 300, "Allow", "*");
  private static final SecurityRule ALLOW_OFFICE =
      rule("AllowOffice", 310, "Allow", "198.51.100.0/24");
  private static final SecurityRule DENY = rule("DenyRdp", 200, "Deny", "*");

  /** One VM with a NIC, a Standard public address, and NSGs as given. */
  private static final class Azure {
    private String power = "running";
    private Optional<List<SecurityRule>> nicRules = Optional.of(List.of(ALLOW));
    private Optional<List<SecurityRule>> subnetRules = Optional.empty();
    private boolean nsgForbidden;
    private boolean networkMissing;
    private Optional<String> publicAddress = Optional.of(A);

    Azure power(String state) {
      power = state;
      return this;
    }

    Azure nic(SecurityRule... rules) {
      nicRules = Optional.of(List.of(rules));
      return this;
    }

    Azure noNsg() {
      nicRules = Optional.empty();
      return this;
    }

    Azure subnet(SecurityRule... rules) {
      subnetRules = Optional.of(List.of(rules));
      return this;
    }

    Azure nsgForbidden() {
      nsgForbidden = true;
      return this;
    }

    Azure networkMissing() {
      networkMissing = true;
      return this;
    }

    Azure publicAddress(Optional<String> address) {
      publicAddress = address;
      return this;
    }

    VmSnapshot snapshot() {
      String nic = NETWORK + "networkInterfaces/nic1";
      String ip = NETWORK + "publicIPAddresses/ip1";
      String vnet = NETWORK + "virtualNetworks/vnet1";
      String subnet = vnet + "/subnets/default";
      Map<String, Reading<NetworkSecurityGroup>> groups = new TreeMap<>();
      nicRules.ifPresent(rules -> groups.put(nsgId("nic-nsg"), group("nic-nsg", rules)));
      subnetRules.ifPresent(rules -> groups.put(nsgId("subnet-nsg"), group("subnet-nsg", rules)));
      VmId id = VmId.parse(RG + "/providers/Microsoft.Compute/virtualMachines/vm1");
      return VmSnapshot.builder(id, Seen.NOW)
          .put(
              SnapshotPart.VM,
              known(
                  new VirtualMachine(
                      id.toString(),
                      "vm1",
                      Optional.of("westeurope"),
                      Optional.of("Standard_D2s_v5"),
                      Optional.of("Windows"),
                      Optional.of("vm1"),
                      Optional.of(power),
                      Optional.of("Succeeded"),
                      Optional.of("Ready"),
                      Optional.empty(),
                      List.of(new VirtualMachine.NetworkInterfaceReference(nic, Optional.of(true))),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty())))
          .put(
              SnapshotPart.NETWORK_INTERFACES,
              nic,
              known(
                  new NetworkInterface(
                      nic,
                      "nic1",
                      List.of(
                          new IpConfiguration(
                              "ipconfig1",
                              true,
                              Optional.of("10.0.0.4"),
                              Optional.of(subnet),
                              Optional.of(ip),
                              List.of(),
                              List.of(),
                              List.of())),
                      nicRules.map(r -> nsgId("nic-nsg")),
                      false,
                      Optional.of(id.toString()),
                      Optional.empty(),
                      Optional.empty())))
          .put(
              SnapshotPart.PUBLIC_IP_ADDRESSES,
              ip,
              known(
                  new PublicIpAddress(
                      ip,
                      "ip1",
                      publicAddress,
                      Optional.of("Standard"),
                      Optional.of("Static"),
                      Optional.empty(),
                      Optional.of("IPv4"),
                      Optional.empty(),
                      Optional.empty())))
          .put(
              SnapshotPart.SUBNETS,
              subnet,
              knownUnlessMissing(
                  subnet,
                  new Subnet(
                      subnet,
                      "default",
                      List.of("10.0.0.0/24"),
                      subnetRules.map(r -> nsgId("subnet-nsg")),
                      Optional.empty(),
                      Optional.empty())))
          .put(
              SnapshotPart.VIRTUAL_NETWORKS,
              vnet,
              knownUnlessMissing(
                  vnet,
                  new VirtualNetwork(
                      vnet,
                      "vnet1",
                      List.of("10.0.0.0/16"),
                      List.of("default"),
                      List.of(),
                      Optional.empty(),
                      Optional.empty())))
          .putAll(SnapshotPart.NETWORK_SECURITY_GROUPS, groups)
          .build();
    }

    private <T> Reading<T> knownUnlessMissing(String id, T value) {
      return networkMissing ? new Reading.NotFound<>(id) : known(value);
    }

    private Reading<NetworkSecurityGroup> group(String name, List<SecurityRule> rules) {
      return nsgForbidden
          ? new Reading.NotPermitted<>("Microsoft.Network/networkSecurityGroups/read")
          : known(new NetworkSecurityGroup(nsgId(name), name, rules));
    }

    Diagnosis with(Seen seen) {
      return seen.add(
              "snapshot",
              Vantage.AZURE,
              null,
              Facts.builder().put(AzureFacts.SNAPSHOT, snapshot()).build())
          .diagnosed();
    }
  }

  private static <T> Reading<T> known(T value) {
    return new Reading.Known<>(value, Seen.NOW);
  }

  private static String nsgId(String name) {
    return NETWORK + "networkSecurityGroups/" + name;
  }

  private static SecurityRule rule(String name, int priority, String access, String source) {
    return new SecurityRule(
        Optional.of(nsgId("nic-nsg") + "/securityRules/" + name),
        name,
        Optional.of(priority),
        "Inbound",
        access,
        "Tcp",
        Endpoint.of(source, "*"),
        Endpoint.of("*", "3389"),
        false);
  }

  private static Seen timedOut() {
    return Seen.named(A).interfaces(1).tcp(Vantage.CLIENT, A, TcpOutcome.TIMED_OUT);
  }

  private static Map<String, Certainty> sure(Diagnosis d) {
    return d.findings().stream()
        .filter(f -> f.certainty() != Certainty.POSSIBLE)
        .collect(Collectors.toMap(f -> f.cause().id(), Finding::certainty));
  }

  @Test
  void healthyVmWithOpenPathWorks() {
    Diagnosis d = new Azure().with(Seen.named(A).rdpUpToTls(Vantage.CLIENT, A));
    assertThat(d.verdict()).isEqualTo(Verdict.WORKS);
    assertThat(d.findings()).isEmpty();
  }

  @Test
  void stoppedVmIsConfirmed() {
    Diagnosis d = new Azure().power("deallocated").with(timedOut());
    assertThat(sure(d)).containsOnly(Map.entry("VM-59", Certainty.CONFIRMED));
    assertThat(d.findings().get(0).explanation()).contains("deallocated");
    assertThat(d.findings().get(0).resources())
        .containsExactly(RG + "/providers/Microsoft.Compute/virtualMachines/vm1");
    assertThat(d.domain(FaultDomain.VM).status()).isEqualTo(DomainStatus.FAULTY);
    assertThat(d.domain(FaultDomain.EDGE).status()).isEqualTo(DomainStatus.UNKNOWN);
  }

  @Test
  void stoppedVmWhoseAddressAnswersIsStillStoppedAndTheContradictionIsSaid() {
    Diagnosis d =
        new Azure().power("deallocated").with(Seen.named(A).rdpUpToTls(Vantage.CLIENT, A));
    assertThat(sure(d)).containsOnly(Map.entry("VM-59", Certainty.CONFIRMED));
    assertThat(d.notes()).anyMatch(n -> n.text().contains("Contradiction"));
  }

  @Test
  void bothBlockersAreReportedInTheOrderOfThePath() {
    Diagnosis d = new Azure().power("deallocated").nic().with(timedOut());
    assertThat(d.findings())
        .extracting(f -> f.cause().id() + " " + f.certainty())
        .containsExactly("NW-01 CONFIRMED", "VM-59 CONFIRMED");
  }

  @Test
  void closedNsgIsNoFaultForATunnelThatWorks() {
    Diagnosis d =
        new Azure().nic().with(Seen.literal("127.0.0.1").rdpUpToTls(Vantage.CLIENT, "127.0.0.1"));
    assertThat(d.verdict()).isEqualTo(Verdict.WORKS);
    assertThat(d.notes()).anyMatch(n -> n.text().contains("tunnel"));
  }

  @Test
  void nsgWithoutARuleIsConfirmedWithTheDecidingRule() {
    Diagnosis d = new Azure().nic().with(timedOut());
    assertThat(sure(d)).containsOnly(Map.entry("NW-01", Certainty.CONFIRMED));
    assertThat(d.findings().get(0).explanation()).contains("DenyAllInBound", "nic-nsg");
  }

  @Test
  void networkThatArmDoesNotFindLeavesTheNicsOwnDenialStanding() {
    Diagnosis d = new Azure().nic().networkMissing().with(timedOut());
    assertThat(sure(d)).containsOnly(Map.entry("NW-01", Certainty.CONFIRMED));
    Diagnosis open = new Azure().networkMissing().with(timedOut());
    assertThat(sure(open)).isEmpty();
    assertThat(open.alsoPossible()).contains("NW-02");
  }

  @Test
  void denyRuleBeforeTheAllowRuleIsConfirmedByName() {
    Diagnosis d = new Azure().nic(ALLOW, DENY).with(timedOut());
    assertThat(sure(d)).containsOnly(Map.entry("NW-02", Certainty.CONFIRMED));
    assertThat(d.findings().get(0).explanation()).contains("DenyRdp (200)");
    assertThat(d.findings().get(0).resources())
        .containsExactly(nsgId("nic-nsg") + "/securityRules/DenyRdp");
  }

  @Test
  void oneNsgThatAllowsAndOneThatDoesNotDisagree() {
    Diagnosis d = new Azure().nic(ALLOW).subnet().with(timedOut());
    assertThat(sure(d)).containsOnly(Map.entry("NW-03", Certainty.CONFIRMED));
    assertThat(d.findings().get(0).explanation()).contains("subnet-nsg");
  }

  @Test
  void standardAddressWithoutAnyNsgIsClosed() {
    Diagnosis d = new Azure().noNsg().with(timedOut());
    assertThat(sure(d)).containsOnly(Map.entry("EP-04", Certainty.CONFIRMED));
  }

  @Test
  void ruleForSomeSourcesIsJudgedOnlyWithThisClientsAddress() {
    Azure azure = new Azure().nic(ALLOW_OFFICE);
    Diagnosis unknown = azure.with(timedOut());
    assertThat(sure(unknown)).isEmpty();
    assertThat(unknown.nextSteps()).anyMatch(s -> s.how().contains("--egress"));

    Diagnosis outside =
        azure.with(timedOut().client("egress", PathFacts.EGRESS, List.of("203.0.113.77")));
    assertThat(sure(outside)).containsOnly(Map.entry("NW-04", Certainty.CONFIRMED));

    Diagnosis inside =
        azure.with(timedOut().client("egress", PathFacts.EGRESS, List.of("198.51.100.9")));
    assertThat(sure(inside)).isEmpty();
    assertThat(inside.findings()).noneMatch(f -> f.cause().id().equals("NW-01"));
    assertThat(inside.alsoPossible()).doesNotContain("NW-01", "NW-02", "NW-04", "VM-59");
  }

  @Test
  void nsgThatCannotBeReadDecidesNothingAndClearsNothing() {
    Diagnosis d = new Azure().nsgForbidden().with(timedOut());
    assertThat(sure(d)).isEmpty();
    assertThat(d.findings()).anyMatch(f -> f.cause().id().equals("NW-01"));
    assertThat(d.domains()).noneMatch(v -> v.status() == DomainStatus.CLEARED);
  }

  @Test
  void denialThatTheWireRefutesIsAContradictionAndNoFinding() {
    Diagnosis d = new Azure().nic().with(Seen.named(A).rdpUpToTls(Vantage.CLIENT, A));
    assertThat(sure(d)).isEmpty();
    assertThat(d.notes()).anyMatch(n -> n.text().contains("Contradiction"));
  }

  @Test
  void rdpOnAnAddressThatIsNotTheVmsIsNotWorks() {
    Diagnosis d =
        new Azure().with(Seen.named("203.0.113.99").rdpUpToTls(Vantage.CLIENT, "203.0.113.99"));
    assertThat(d.verdict()).isEqualTo(Verdict.UNDETERMINED);
    assertThat(d.findings()).anyMatch(f -> f.cause().id().equals("EP-14"));
  }

  @Test
  void tunnelOnLoopbackSaysNothingAboutTheAddress() {
    Diagnosis d =
        new Azure().with(Seen.literal("127.0.0.1").rdpUpToTls(Vantage.CLIENT, "127.0.0.1"));
    assertThat(d.verdict()).isEqualTo(Verdict.WORKS);
  }

  @Test
  void publicIpResourceWithoutAnAddressIsConfirmed() {
    Diagnosis d = new Azure().publicAddress(Optional.empty()).with(timedOut());
    assertThat(sure(d)).containsEntry("EP-02", Certainty.CONFIRMED);
  }

  @Test
  void azureNeverRefusesForWantOfANatRule() {
    Diagnosis d = new Azure().with(Seen.named(A).tcp(Vantage.CLIENT, A, TcpOutcome.REFUSED));
    assertThat(d.findings()).noneMatch(f -> f.cause().id().equals("EP-05"));
    assertThat(d.alsoPossible()).doesNotContain("EP-05");
  }
}
