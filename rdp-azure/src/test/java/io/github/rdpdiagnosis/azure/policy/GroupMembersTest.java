package io.github.rdpdiagnosis.azure.policy;

import static io.github.rdpdiagnosis.azure.Snapshots.known;
import static io.github.rdpdiagnosis.azure.Snapshots.rule;
import static io.github.rdpdiagnosis.azure.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.Snapshots;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Flow;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules that ask which ASG the far end is in, with the NICs of the network known in part. */
class GroupMembersTest {
  private static final IpAddress VM = IpAddress.parse("10.0.0.4");
  private static final List<String> NONE = List.of();

  private static NetworkInterface nic(String address, String... groups) {
    String id = Snapshots.NIC + "-" + address;
    return new NetworkInterface(
        id,
        "nic",
        List.of(
            new IpConfiguration(
                "ipconfig1",
                true,
                Optional.of(address),
                Optional.of(Snapshots.SUBNET),
                Optional.empty(),
                List.of(groups),
                NONE,
                NONE)),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static final Endpoint MEMBERS =
      new Endpoint(NONE, List.of("*"), List.of(Snapshots.ASG.toUpperCase(Locale.ROOT)));

  private static SecurityRule fromMembers(String access) {
    return rule("members", 100, "Inbound", access, "Tcp", MEMBERS, Endpoint.of("*", "3389"));
  }

  private static VmSnapshot withMembers(Snapshots snapshot) {
    return snapshot.build().toBuilder()
        .put(
            SnapshotPart.NETWORK_MEMBERS,
            Snapshots.VNET,
            known(List.of(nic("10.0.0.7", Snapshots.ASG), nic("10.0.0.8"), nic("fd00:1::8"))))
        .build();
  }

  private static Verdict from(NetworkPolicy policy, String source) {
    return policy.inbound(IpAddress.parse(source), VM, Protocol.TCP, Port.RDP).verdict();
  }

  @Test
  void theAddressOfANicThatWasReadIsInAGroupOrIsNot() {
    SecurityRule others = rule("others", 4096, "Inbound", "Deny", "*", "*", "*");
    NetworkPolicy policy =
        NetworkPolicy.of(withMembers(snapshot().nicNsg(fromMembers("Allow"), others)));
    assertThat(from(policy, "10.0.0.7")).isEqualTo(Verdict.ALLOW);
    assertThat(from(policy, "10.0.0.8")).isEqualTo(Verdict.DENY);
    assertThat(from(policy, "10.0.0.9"))
        .as("no NIC is known there")
        .isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(from(policy, "8.8.8.8")).as("outside the network").isEqualTo(Verdict.DENY);
    CompiledPolicy compiled =
        policy.compile(
            Direction.INBOUND, VM, Protocol.TCP, Optional.empty(), Optional.of(Port.RDP));
    assertThat(compiled.addresses(Verdict.ALLOW)).isEqualTo(AddressSet.of("10.0.0.7"));
    assertThat(compiled.addresses(Verdict.INCONCLUSIVE))
        .as("the rest of the network but the VM's own address, which is in no group")
        .isEqualTo(
            AddressSet.of("10.0.0.0/16").minus(AddressSet.of("10.0.0.4", "10.0.0.7", "10.0.0.8")));
  }

  /** Whoever is no member is so at both gates. */
  @Test
  void aGroupAtTwoGatesIsJudgedOnce() {
    SecurityRule others = rule("others", 4096, "Inbound", "Deny", "*", "*", "*");
    NetworkPolicy policy =
        NetworkPolicy.of(
            withMembers(
                snapshot().subnetNsg(fromMembers("Allow"), others).nicNsg(fromMembers("Deny"))));
    for (String source : List.of("10.0.0.7", "10.0.0.8", "10.0.0.9")) {
      assertThat(from(policy, source)).as(source).isEqualTo(Verdict.DENY);
    }
  }

  @Test
  void outboundTheDestinationIsTheFarEnd() {
    SecurityRule to = rule("to", 100, "Outbound", "Deny", "*", Endpoint.of("*", "*"), MEMBERS);
    NetworkPolicy policy = NetworkPolicy.of(withMembers(snapshot().nicNsg(to)));
    assertThat(out(policy, "10.0.0.7")).isEqualTo(Verdict.DENY);
    assertThat(out(policy, "10.0.0.8")).isEqualTo(Verdict.ALLOW);
    assertThat(out(policy, "10.0.0.9")).isEqualTo(Verdict.INCONCLUSIVE);
  }

  private static Verdict out(NetworkPolicy policy, String destination) {
    return policy
        .decide(Direction.OUTBOUND, Flow.tcp(VM, IpAddress.parse(destination), new Port(445)))
        .verdict();
  }
}
