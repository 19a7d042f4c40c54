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
   * @param group ARM id of the NIC's NSG, in lower case
   * @param publicAddress what counts of the public address: its SKU, or its id where it is not
   *     known
   */
  record Address(
      boolean ipv4,
      Optional<String> privateAddress,
      Optional<String> subnet,
      Optional<String> group,
      Optional<String> publicAddress,
      List<String> applicationSecurityGroups,
      List<String> behind) {}
}
