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
 */
public record NetworkInterface(
    String id,
    String name,
    List<IpConfiguration> ipConfigurations,
    Optional<String> networkSecurityGroupId,
    boolean ipForwarding) {
  /** Copies the list. */
  public NetworkInterface {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(networkSecurityGroupId, "networkSecurityGroupId");
    ipConfigurations = List.copyOf(ipConfigurations);
  }
}
