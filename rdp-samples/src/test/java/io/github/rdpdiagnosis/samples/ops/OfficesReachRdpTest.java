package io.github.rdpdiagnosis.samples.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroupDocument;
import io.github.rdpdiagnosis.azure.policy.Direction;
import io.github.rdpdiagnosis.azure.policy.NsgPolicy;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A sample to copy into the build of an infrastructure: these offices reach RDP and nobody else on
 * the Internet does, proved for every address from the ARM template, before it is deployed.
 */
class OfficesReachRdpTest {
  private static final AddressSet OFFICES = AddressSet.of("203.0.113.0/28", "192.0.2.64/27");
  private static final AddressSet NETWORK = AddressSet.of("10.0.0.0/16");

  /** Azure's health probes, which a default rule lets in; no client has this address. */
  private static final AddressSet PROBES = AddressSet.of("168.63.129.16/32");

  private static final IpAddress VM = IpAddress.parse("10.0.1.4");

  private static AddressSet allowed;
  private static AddressSet undecided;

  @BeforeAll
  static void evaluate() throws IOException {
    NetworkSecurityGroupDocument template =
        NetworkSecurityGroupDocument.read(Path.of("src/test/resources/ops/nsg.json"));
    assertThat(template.findings()).isEmpty();
    var policy =
        NsgPolicy.of(template.unplaced(), Optional.empty())
            .withVirtualNetwork(NETWORK)
            .compile(
                Direction.INBOUND, VM, Protocol.TCP, Optional.empty(), Optional.of(new Port(3389)));
    allowed = policy.addresses(Verdict.ALLOW);
    undecided = policy.addresses(Verdict.INCONCLUSIVE);
  }

  @Test
  void theOfficesReachRdp() {
    assertThat(OFFICES.minus(allowed).toPrefixes()).as("shut out").isEmpty();
  }

  @Test
  void theRestOfTheInternetDoesNot() {
    assertThat(allowed.union(undecided).minus(OFFICES).minus(NETWORK).minus(PROBES).toPrefixes())
        .as("let in, or not known to be kept out")
        .isEmpty();
  }
}
