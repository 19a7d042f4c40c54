package io.github.rdpdiagnosis.azure.fleet;

import java.util.List;
import java.util.Optional;

/**
 * All that the network policy of a VM depends on: two VMs in one situation have the same clients.
 *
 * @param addresses one for each IP configuration
 */
record Situation(List<Address> addresses) {
  /**
   * One IP configuration.
   *
   * @param ipv4 the version
   * @param privateAddress the address itself, where a rule tells addresses apart; else empty
   * @param subnet its ARM id in lower case, or what subnets that are alike have in common
   * @param subnetGroup what NSGs of the subnet that are alike have in common; empty where the
   *     subnet's id says it
   * @param group ARM id of the NIC's NSG in lower case, or what those that are alike have in common
   * @param publicAddress what counts of the public address: its SKU, or its id where it is not
   *     known
   */
  record Address(
      boolean ipv4,
      Optional<String> privateAddress,
      Optional<String> subnet,
      Optional<String> subnetGroup,
      Optional<String> group,
      Optional<String> publicAddress,
      List<String> applicationSecurityGroups,
      List<String> backendPools,
      List<String> inboundNatRules) {

    // By hand: looked up once for each VM.
    @Override
    public boolean equals(Object other) {
      return other instanceof Address that
          && ipv4 == that.ipv4
          && subnet.equals(that.subnet)
          && group.equals(that.group)
          && subnetGroup.equals(that.subnetGroup)
          && privateAddress.equals(that.privateAddress)
          && publicAddress.equals(that.publicAddress)
          && applicationSecurityGroups.equals(that.applicationSecurityGroups)
          && backendPools.equals(that.backendPools)
          && inboundNatRules.equals(that.inboundNatRules);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * subnet.hashCode() + group.hashCode()) + privateAddress.hashCode();
    }
  }
}
