package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A NIC.
 *
 * @param id ARM id
 * @param name resource name
 * @param ipConfigurations its addresses
 * @param networkSecurityGroupId ARM id of the NIC's own NSG; empty where it has none
 * @param ipForwarding whether it may send and receive packets that are not addressed to it
 * @param virtualMachineId ARM id of the VM that it is attached to; absent where it is attached to
 *     none
 * @param macAddress hexadecimal with hyphens; absent while it is attached to no running VM
 * @param dnsServers its own name servers; an empty list where it takes those of the network; absent
 *     in documents of version 1
 */
public record NetworkInterface(
    String id,
    String name,
    List<IpConfiguration> ipConfigurations,
    @ArmLink Optional<String> networkSecurityGroupId,
    boolean ipForwarding,
    Optional<String> virtualMachineId,
    Optional<String> macAddress,
    Optional<List<String>> dnsServers) {
  /** Copies the list. */
  public NetworkInterface {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(networkSecurityGroupId, "networkSecurityGroupId");
    ipConfigurations = List.copyOf(ipConfigurations);
    Objects.requireNonNull(virtualMachineId, "virtualMachineId");
    Objects.requireNonNull(macAddress, "macAddress");
    dnsServers = dnsServers.map(List::copyOf);
  }
}
