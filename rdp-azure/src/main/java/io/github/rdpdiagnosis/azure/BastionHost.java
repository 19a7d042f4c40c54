package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An Azure Bastion. Source: Microsoft.Network/bastionHosts.
 *
 * @param id ARM id
 * @param name resource name
 * @param sku {@code Developer}, {@code Basic}, {@code Standard} or {@code Premium}
 * @param provisioningState such as {@code Succeeded}
 * @param subnetId ARM id of its AzureBastionSubnet; none for Developer
 * @param virtualNetworkId ARM id of the network that a Developer one serves
 * @param publicIpAddressId ARM id of its public IP address
 * @param dnsName its name for clients
 * @param tunneling whether native clients may tunnel through it
 * @param ipConnect whether it connects to VMs by private address
 * @param shareableLink whether links to VMs may be handed out
 * @param kerberos whether Kerberos is used
 * @param allowedClientPrefixes who may use it; empty means anybody
 * @param scaleUnits how many instances it has
 */
public record BastionHost(
    String id,
    String name,
    Optional<String> sku,
    Optional<String> provisioningState,
    Optional<String> subnetId,
    Optional<String> virtualNetworkId,
    Optional<String> publicIpAddressId,
    Optional<String> dnsName,
    Optional<Boolean> tunneling,
    Optional<Boolean> ipConnect,
    Optional<Boolean> shareableLink,
    Optional<Boolean> kerberos,
    List<String> allowedClientPrefixes,
    Optional<Integer> scaleUnits) {
  /** Copies lists and checks that nothing is missing. */
  public BastionHost {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sku, "sku");
    Objects.requireNonNull(provisioningState, "provisioningState");
    Objects.requireNonNull(subnetId, "subnetId");
    Objects.requireNonNull(virtualNetworkId, "virtualNetworkId");
    Objects.requireNonNull(publicIpAddressId, "publicIpAddressId");
    Objects.requireNonNull(dnsName, "dnsName");
    Objects.requireNonNull(tunneling, "tunneling");
    Objects.requireNonNull(ipConnect, "ipConnect");
    Objects.requireNonNull(shareableLink, "shareableLink");
    Objects.requireNonNull(kerberos, "kerberos");
    allowedClientPrefixes = List.copyOf(allowedClientPrefixes);
    Objects.requireNonNull(scaleUnits, "scaleUnits");
  }
}
