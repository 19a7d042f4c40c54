package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One address of a NIC and what hangs on it.
 *
 * @param name its name within the NIC
 * @param primary whether it is the NIC's first
 * @param privateAddress the address inside the virtual network, as a literal; absent while a
 *     dynamic one is not assigned
 * @param subnetId ARM id of its subnet
 * @param publicIpAddressId ARM id of its own public IP address; empty where it has none
 * @param applicationSecurityGroupIds the ASGs it is a member of
 * @param inboundNatRuleIds load-balancer NAT rules that lead to it
 * @param backendPoolIds load-balancer pools it is in
 */
public record IpConfiguration(
    String name,
    boolean primary,
    Optional<String> privateAddress,
    Optional<String> subnetId,
    @ArmLink Optional<String> publicIpAddressId,
    List<String> applicationSecurityGroupIds,
    List<String> inboundNatRuleIds,
    List<String> backendPoolIds) {
  /** Copies the lists. */
  public IpConfiguration {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(privateAddress, "privateAddress");
    Objects.requireNonNull(subnetId, "subnetId");
    Objects.requireNonNull(publicIpAddressId, "publicIpAddressId");
    applicationSecurityGroupIds = List.copyOf(applicationSecurityGroupIds);
    inboundNatRuleIds = List.copyOf(inboundNatRuleIds);
    backendPoolIds = List.copyOf(backendPoolIds);
  }
}
