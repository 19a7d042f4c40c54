package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An Azure Firewall and its own (classic) NAT rules. Those of a policy are in {@link
 * FirewallRuleCollectionGroup}. Source: Microsoft.Network/azureFirewalls.
 *
 * @param id ARM id
 * @param name resource name
 * @param tier {@code Basic}, {@code Standard} or {@code Premium}
 * @param provisioningState such as {@code Succeeded}
 * @param frontEnds its addresses
 * @param policyId ARM id of its policy; empty where it has rules of its own
 * @param virtualHubId ARM id of the virtual hub that it is in, if in one
 * @param hubPublicAddresses literals of its public addresses in a virtual hub
 * @param hubPrivateAddress literal of its private address in a virtual hub
 * @param natRuleCollections its own NAT rules
 * @param threatIntelMode {@code Off}, {@code Alert} or {@code Deny}
 */
public record AzureFirewall(
    String id,
    String name,
    Optional<String> tier,
    Optional<String> provisioningState,
    List<FrontEnd> frontEnds,
    @ArmLink Optional<String> policyId,
    Optional<String> virtualHubId,
    List<String> hubPublicAddresses,
    Optional<String> hubPrivateAddress,
    List<NatRuleCollection> natRuleCollections,
    Optional<String> threatIntelMode) {
  /** Copies lists and checks that nothing is missing. */
  public AzureFirewall {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(tier, "tier");
    Objects.requireNonNull(provisioningState, "provisioningState");
    frontEnds = List.copyOf(frontEnds);
    Objects.requireNonNull(policyId, "policyId");
    Objects.requireNonNull(virtualHubId, "virtualHubId");
    hubPublicAddresses = List.copyOf(hubPublicAddresses);
    Objects.requireNonNull(hubPrivateAddress, "hubPrivateAddress");
    natRuleCollections = List.copyOf(natRuleCollections);
    Objects.requireNonNull(threatIntelMode, "threatIntelMode");
  }

  /**
   * One address of the firewall.
   *
   * @param name its name
   * @param publicIpAddressId ARM id of the public IP address
   * @param subnetId ARM id of its AzureFirewallSubnet; only the first address has one
   * @param privateAddress the firewall's literal inside the network
   */
  public record FrontEnd(
      String name,
      Optional<String> publicIpAddressId,
      Optional<String> subnetId,
      Optional<String> privateAddress) {
    /** Copies lists and checks that nothing is missing. */
    public FrontEnd {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(publicIpAddressId, "publicIpAddressId");
      Objects.requireNonNull(subnetId, "subnetId");
      Objects.requireNonNull(privateAddress, "privateAddress");
    }
  }

  /**
   * NAT rules of one priority.
   *
   * @param name its name
   * @param priority the lower, the earlier
   * @param rules its rules; within a collection their order is that of evaluation
   */
  public record NatRuleCollection(String name, Optional<Integer> priority, List<NatRule> rules) {
    /** Copies lists and checks that nothing is missing. */
    public NatRuleCollection {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(priority, "priority");
      rules = List.copyOf(rules);
    }
  }

  /**
   * What comes in for these addresses and ports is sent on to that one. Every destination port is
   * translated to the one port given.
   *
   * @param name its name
   * @param protocols {@code TCP}, {@code UDP}, {@code Any}
   * @param sourceAddresses literals, blocks, ranges or {@code *}
   * @param sourceIpGroupIds ARM ids of IP groups, which are not resolved
   * @param destinationAddresses the firewall's own addresses that it is about
   * @param destinationPorts {@code N}, {@code A-B} or {@code *}
   * @param translatedAddress where to
   * @param translatedFqdn where to, as a name
   * @param translatedPort port there
   */
  public record NatRule(
      String name,
      List<String> protocols,
      List<String> sourceAddresses,
      List<String> sourceIpGroupIds,
      List<String> destinationAddresses,
      List<String> destinationPorts,
      Optional<String> translatedAddress,
      Optional<String> translatedFqdn,
      Optional<String> translatedPort) {
    /** Copies lists and checks that nothing is missing. */
    public NatRule {
      Objects.requireNonNull(name, "name");
      protocols = List.copyOf(protocols);
      sourceAddresses = List.copyOf(sourceAddresses);
      sourceIpGroupIds = List.copyOf(sourceIpGroupIds);
      destinationAddresses = List.copyOf(destinationAddresses);
      destinationPorts = List.copyOf(destinationPorts);
      Objects.requireNonNull(translatedAddress, "translatedAddress");
      Objects.requireNonNull(translatedFqdn, "translatedFqdn");
      Objects.requireNonNull(translatedPort, "translatedPort");
    }
  }
}
