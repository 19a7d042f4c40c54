package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A load balancer: what comes in at which front end goes to which VM and port. Source:
 * Microsoft.Network/loadBalancers.
 *
 * @param id ARM id
 * @param name resource name
 * @param sku {@code Basic}, {@code Standard} or {@code Gateway}
 * @param tier {@code Regional} or {@code Global}
 * @param frontEnds where traffic comes in
 * @param backendPools where it goes
 * @param inboundNatRules single ports, and port ranges over a pool; what an inbound NAT pool made
 *     is among them only for VMs that are no scale-set instances
 * @param inboundNatPools port ranges over a scale set
 * @param loadBalancingRules ports that are spread over a pool
 * @param probes health probes of the load-balancing rules
 * @param outboundRules how members reach out
 */
public record LoadBalancer(
    String id,
    String name,
    Optional<String> sku,
    Optional<String> tier,
    List<FrontEnd> frontEnds,
    List<BackendPool> backendPools,
    List<InboundNatRule> inboundNatRules,
    List<InboundNatPool> inboundNatPools,
    List<LoadBalancingRule> loadBalancingRules,
    List<Probe> probes,
    List<OutboundRule> outboundRules) {
  /** Copies lists and checks that nothing is missing. */
  public LoadBalancer {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sku, "sku");
    Objects.requireNonNull(tier, "tier");
    frontEnds = List.copyOf(frontEnds);
    backendPools = List.copyOf(backendPools);
    inboundNatRules = List.copyOf(inboundNatRules);
    inboundNatPools = List.copyOf(inboundNatPools);
    loadBalancingRules = List.copyOf(loadBalancingRules);
    probes = List.copyOf(probes);
    outboundRules = List.copyOf(outboundRules);
  }

  /**
   * Where traffic comes in.
   *
   * @param id ARM id
   * @param name resource name
   * @param publicIpAddressId ARM id of its public IP address; empty for an internal front end
   * @param publicIpPrefixId ARM id of the prefix that its address is taken from
   * @param privateAddress literal of an internal front end
   * @param subnetId ARM id of the subnet of an internal front end
   * @param gatewayLoadBalancerId ARM id of the gateway load balancer's front end that traffic takes
   *     a detour through; empty where there is none
   */
  public record FrontEnd(
      String id,
      String name,
      @ArmLink Optional<String> publicIpAddressId,
      Optional<String> publicIpPrefixId,
      Optional<String> privateAddress,
      Optional<String> subnetId,
      Optional<String> gatewayLoadBalancerId) {
    /** Copies lists and checks that nothing is missing. */
    public FrontEnd {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(publicIpAddressId, "publicIpAddressId");
      Objects.requireNonNull(publicIpPrefixId, "publicIpPrefixId");
      Objects.requireNonNull(privateAddress, "privateAddress");
      Objects.requireNonNull(subnetId, "subnetId");
      Objects.requireNonNull(gatewayLoadBalancerId, "gatewayLoadBalancerId");
    }
  }

  /**
   * Where traffic goes.
   *
   * @param id ARM id
   * @param name resource name
   * @param ipConfigurationIds ARM ids of the NICs' IP configurations in it
   * @param addresses its members as addresses
   * @param virtualNetworkId ARM id of the network, for pools by address
   */
  public record BackendPool(
      String id,
      String name,
      List<String> ipConfigurationIds,
      List<BackendAddress> addresses,
      Optional<String> virtualNetworkId) {
    /** Copies lists and checks that nothing is missing. */
    public BackendPool {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(name, "name");
      ipConfigurationIds = List.copyOf(ipConfigurationIds);
      addresses = List.copyOf(addresses);
      Objects.requireNonNull(virtualNetworkId, "virtualNetworkId");
    }
  }

  /**
   * A member of a pool.
   *
   * @param name its name within the pool
   * @param address literal, for pools by address
   * @param ipConfigurationId ARM id of the NIC's IP configuration, where it is one
   * @param adminState {@code Up} (always), {@code Down} (never) or {@code None} (as the probe says)
   * @param portMappings what the NAT rules over the pool gave it
   */
  public record BackendAddress(
      String name,
      Optional<String> address,
      Optional<String> ipConfigurationId,
      Optional<String> adminState,
      List<PortMapping> portMappings) {
    /** Copies lists and checks that nothing is missing. */
    public BackendAddress {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(address, "address");
      Objects.requireNonNull(ipConfigurationId, "ipConfigurationId");
      Objects.requireNonNull(adminState, "adminState");
      portMappings = List.copyOf(portMappings);
    }
  }

  /**
   * What an inbound NAT rule over a pool gave one member.
   *
   * @param ruleName name of the inbound NAT rule
   * @param protocol {@code Tcp}, {@code Udp} or {@code All}
   * @param frontendPort port at the front end
   * @param backendPort port at the VM
   */
  public record PortMapping(
      String ruleName,
      Optional<String> protocol,
      Optional<Integer> frontendPort,
      Optional<Integer> backendPort) {
    /** Copies lists and checks that nothing is missing. */
    public PortMapping {
      Objects.requireNonNull(ruleName, "ruleName");
      Objects.requireNonNull(protocol, "protocol");
      Objects.requireNonNull(frontendPort, "frontendPort");
      Objects.requireNonNull(backendPort, "backendPort");
    }
  }

  /**
   * An inbound NAT rule: of one port to one IP configuration (version 1), or of a range over a pool
   * (version 2).
   *
   * @param id ARM id
   * @param name resource name
   * @param frontEndId ARM id of its front end
   * @param protocol {@code Tcp}, {@code Udp} or {@code All}; empty where ARM gave none
   * @param frontendPort port at the front end; of version 1
   * @param frontendPortRangeStart first port; of version 2
   * @param frontendPortRangeEnd last port; of version 2
   * @param backendPort port at the VM
   * @param backendIpConfigurationId ARM id of the NIC's IP configuration that it leads to; empty
   *     where it leads to none, and for version 2
   * @param backendPoolId ARM id of the pool that it is over; empty for version 1
   * @param idleTimeoutMinutes minutes of silence after which a flow is forgotten; absent where ARM
   *     gave none
   * @param floatingIp whether packets keep the front end's address and port as destination
   * @param tcpReset whether both ends get a TCP reset when the idle time is over
   */
  public record InboundNatRule(
      String id,
      String name,
      Optional<String> frontEndId,
      String protocol,
      Optional<Integer> frontendPort,
      Optional<Integer> frontendPortRangeStart,
      Optional<Integer> frontendPortRangeEnd,
      Optional<Integer> backendPort,
      @ArmLink Optional<String> backendIpConfigurationId,
      @ArmLink Optional<String> backendPoolId,
      Optional<Integer> idleTimeoutMinutes,
      Optional<Boolean> floatingIp,
      Optional<Boolean> tcpReset) {
    /** Copies lists and checks that nothing is missing. */
    public InboundNatRule {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(frontEndId, "frontEndId");
      Objects.requireNonNull(protocol, "protocol");
      Objects.requireNonNull(frontendPort, "frontendPort");
      Objects.requireNonNull(frontendPortRangeStart, "frontendPortRangeStart");
      Objects.requireNonNull(frontendPortRangeEnd, "frontendPortRangeEnd");
      Objects.requireNonNull(backendPort, "backendPort");
      Objects.requireNonNull(backendIpConfigurationId, "backendIpConfigurationId");
      Objects.requireNonNull(backendPoolId, "backendPoolId");
      Objects.requireNonNull(idleTimeoutMinutes, "idleTimeoutMinutes");
      Objects.requireNonNull(floatingIp, "floatingIp");
      Objects.requireNonNull(tcpReset, "tcpReset");
    }
  }

  /**
   * A range of front-end ports, one for each instance of a scale set.
   *
   * @param id ARM id
   * @param name resource name
   * @param frontEndId ARM id of its front end
   * @param protocol {@code Tcp}, {@code Udp} or {@code All}; empty where ARM gave none
   * @param frontendPortRangeStart first port
   * @param frontendPortRangeEnd last port
   * @param backendPort port at the VMs
   * @param idleTimeoutMinutes minutes of silence after which a flow is forgotten; absent where ARM
   *     gave none
   * @param floatingIp whether packets keep the front end's address and port as destination
   * @param tcpReset whether both ends get a TCP reset when the idle time is over
   */
  public record InboundNatPool(
      String id,
      String name,
      Optional<String> frontEndId,
      String protocol,
      Optional<Integer> frontendPortRangeStart,
      Optional<Integer> frontendPortRangeEnd,
      Optional<Integer> backendPort,
      Optional<Integer> idleTimeoutMinutes,
      Optional<Boolean> floatingIp,
      Optional<Boolean> tcpReset) {
    /** Copies lists and checks that nothing is missing. */
    public InboundNatPool {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(frontEndId, "frontEndId");
      Objects.requireNonNull(protocol, "protocol");
      Objects.requireNonNull(frontendPortRangeStart, "frontendPortRangeStart");
      Objects.requireNonNull(frontendPortRangeEnd, "frontendPortRangeEnd");
      Objects.requireNonNull(backendPort, "backendPort");
      Objects.requireNonNull(idleTimeoutMinutes, "idleTimeoutMinutes");
      Objects.requireNonNull(floatingIp, "floatingIp");
      Objects.requireNonNull(tcpReset, "tcpReset");
    }
  }

  /**
   * A port at a front end that is spread over the healthy members of pools.
   *
   * @param id ARM id
   * @param name resource name
   * @param frontEndId ARM id of its front end
   * @param backendPoolIds ARM ids of its pools
   * @param probeId ARM id of its health probe; empty where it has none
   * @param protocol {@code Tcp}, {@code Udp} or {@code All}; empty where ARM gave none
   * @param frontendPort port at the front end; 0 means all ports
   * @param backendPort port at the VMs; 0 means the same port
   * @param idleTimeoutMinutes minutes of silence after which a flow is forgotten; absent where ARM
   *     gave none
   * @param floatingIp whether packets keep the front end's address and port as destination
   * @param tcpReset whether both ends get a TCP reset when the idle time is over
   * @param loadDistribution {@code Default}, {@code SourceIP} or {@code SourceIPProtocol}
   */
  public record LoadBalancingRule(
      String id,
      String name,
      Optional<String> frontEndId,
      List<String> backendPoolIds,
      @ArmLink Optional<String> probeId,
      String protocol,
      Optional<Integer> frontendPort,
      Optional<Integer> backendPort,
      Optional<Integer> idleTimeoutMinutes,
      Optional<Boolean> floatingIp,
      Optional<Boolean> tcpReset,
      Optional<String> loadDistribution) {
    /** Copies lists and checks that nothing is missing. */
    public LoadBalancingRule {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(frontEndId, "frontEndId");
      backendPoolIds = List.copyOf(backendPoolIds);
      Objects.requireNonNull(probeId, "probeId");
      Objects.requireNonNull(protocol, "protocol");
      Objects.requireNonNull(frontendPort, "frontendPort");
      Objects.requireNonNull(backendPort, "backendPort");
      Objects.requireNonNull(idleTimeoutMinutes, "idleTimeoutMinutes");
      Objects.requireNonNull(floatingIp, "floatingIp");
      Objects.requireNonNull(tcpReset, "tcpReset");
      Objects.requireNonNull(loadDistribution, "loadDistribution");
    }
  }

  /**
   * A health probe.
   *
   * @param id ARM id
   * @param name resource name
   * @param protocol {@code Tcp}, {@code Http} or {@code Https}; empty where ARM gave none
   * @param port port at the VMs
   * @param requestPath path of an HTTP probe
   * @param intervalSeconds seconds between two probes
   * @param numberOfProbes failures in a row after which a member is down
   * @param probeThreshold equal results in a row after which the state changes
   * @param noHealthyBackendsBehavior {@code AllProbedDown} (no new flows) or {@code AllProbedUp}
   *     (to all) when no member is healthy
   */
  public record Probe(
      String id,
      String name,
      String protocol,
      Optional<Integer> port,
      Optional<String> requestPath,
      Optional<Integer> intervalSeconds,
      Optional<Integer> numberOfProbes,
      Optional<Integer> probeThreshold,
      Optional<String> noHealthyBackendsBehavior) {
    /** Copies lists and checks that nothing is missing. */
    public Probe {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(protocol, "protocol");
      Objects.requireNonNull(port, "port");
      Objects.requireNonNull(requestPath, "requestPath");
      Objects.requireNonNull(intervalSeconds, "intervalSeconds");
      Objects.requireNonNull(numberOfProbes, "numberOfProbes");
      Objects.requireNonNull(probeThreshold, "probeThreshold");
      Objects.requireNonNull(noHealthyBackendsBehavior, "noHealthyBackendsBehavior");
    }
  }

  /**
   * How members of a pool reach out.
   *
   * @param id ARM id
   * @param name resource name
   * @param frontEndIds ARM ids of the front ends whose addresses are used
   * @param backendPoolId ARM id of the pool
   * @param protocol {@code Tcp}, {@code Udp} or {@code All}; empty where ARM gave none
   * @param allocatedOutboundPorts ports for each member
   * @param idleTimeoutMinutes minutes of silence after which a flow is forgotten; absent where ARM
   *     gave none
   * @param tcpReset whether both ends get a TCP reset when the idle time is over
   */
  public record OutboundRule(
      String id,
      String name,
      List<String> frontEndIds,
      Optional<String> backendPoolId,
      String protocol,
      Optional<Integer> allocatedOutboundPorts,
      Optional<Integer> idleTimeoutMinutes,
      Optional<Boolean> tcpReset) {
    /** Copies lists and checks that nothing is missing. */
    public OutboundRule {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(name, "name");
      frontEndIds = List.copyOf(frontEndIds);
      Objects.requireNonNull(backendPoolId, "backendPoolId");
      Objects.requireNonNull(protocol, "protocol");
      Objects.requireNonNull(allocatedOutboundPorts, "allocatedOutboundPorts");
      Objects.requireNonNull(idleTimeoutMinutes, "idleTimeoutMinutes");
      Objects.requireNonNull(tcpReset, "tcpReset");
    }
  }
}
