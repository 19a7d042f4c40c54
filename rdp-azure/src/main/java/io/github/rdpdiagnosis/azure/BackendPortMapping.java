package io.github.rdpdiagnosis.azure;

import java.util.Objects;
import java.util.Optional;

/**
 * A front-end port that an inbound NAT rule over a pool gave to one IP configuration, as the load
 * balancer itself answers. Source:
 * loadBalancers/backendAddressPools/queryInboundNatRulePortMapping.
 *
 * @param ipConfigurationId ARM id of the NIC's IP configuration
 * @param ruleName name of the inbound NAT rule
 * @param protocol {@code Tcp}, {@code Udp} or {@code All}
 * @param frontendPort port at the front end
 * @param backendPort port at the VM
 */
public record BackendPortMapping(
    String ipConfigurationId,
    String ruleName,
    Optional<String> protocol,
    Optional<Integer> frontendPort,
    Optional<Integer> backendPort) {
  /** Copies lists and checks that nothing is missing. */
  public BackendPortMapping {
    Objects.requireNonNull(ipConfigurationId, "ipConfigurationId");
    Objects.requireNonNull(ruleName, "ruleName");
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(frontendPort, "frontendPort");
    Objects.requireNonNull(backendPort, "backendPort");
  }
}
