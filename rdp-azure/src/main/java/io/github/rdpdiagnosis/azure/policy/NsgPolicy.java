package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one or two NSGs do with packets, when nothing else of the VM's surroundings is known: no
 * virtual network, no membership in application security groups, no routes. What must be assumed is
 * said with each decision. The tag VirtualNetwork then surely holds the VM's own address and the
 * host's, and may hold any other private address, so a decision that hangs on one of those is
 * INCONCLUSIVE unless the network's address space is given.
 *
 * <p>Immutable.
 */
public final class NsgPolicy {
  private final Optional<NetworkSecurityGroup> subnet;
  private final Optional<NetworkSecurityGroup> networkInterface;
  private final Optional<AddressSet> virtualNetwork;
  private final PolicyCompiler compiler;

  private NsgPolicy(
      Optional<NetworkSecurityGroup> subnet,
      Optional<NetworkSecurityGroup> networkInterface,
      Optional<AddressSet> virtualNetwork,
      PolicyCompiler compiler) {
    this.subnet = subnet;
    this.networkInterface = networkInterface;
    this.virtualNetwork = virtualNetwork;
    this.compiler = compiler;
  }

  /**
   * The policy of an NSG at the subnet, one at the NIC, or both.
   *
   * @param subnet the NSG at the subnet; empty where there is none
   * @param networkInterface the NSG at the NIC; empty where there is none
   * @return the policy
   */
  public static NsgPolicy of(
      Optional<NetworkSecurityGroup> subnet, Optional<NetworkSecurityGroup> networkInterface) {
    if (subnet.isEmpty() && networkInterface.isEmpty()) {
      throw new IllegalArgumentException("at least one NSG is needed");
    }
    return new NsgPolicy(subnet, networkInterface, Optional.empty(), new PolicyCompiler());
  }

  /**
   * The same with a known virtual network, which is taken to have no gateway, peering or
   * user-defined route.
   *
   * @param space its address space
   * @return the policy
   */
  public NsgPolicy withVirtualNetwork(AddressSet space) {
    return new NsgPolicy(subnet, networkInterface, Optional.of(space), compiler);
  }

  /**
   * The same with a list of service tags.
   *
   * @param shared holds the list
   * @return the policy
   */
  public NsgPolicy with(PolicyCompiler shared) {
    return new NsgPolicy(
        subnet, networkInterface, virtualNetwork, Objects.requireNonNull(shared, "shared"));
  }

  /**
   * The answer for every address at the far end.
   *
   * @param direction seen from the VM
   * @param local the VM's address inside the virtual network
   * @param protocol the protocol
   * @param sourcePort of the first packet; empty where it is any or not known
   * @param destinationPort of the first packet; empty where it is any or not known
   * @return the compiled policy
   */
  public CompiledPolicy compile(
      Direction direction,
      IpAddress local,
      Protocol protocol,
      Optional<Port> sourcePort,
      Optional<Port> destinationPort) {
    Place place =
        new Place(
            network(local),
            Optional.empty(),
            Map.of(),
            virtualNetwork.orElse(AddressSet.all()),
            Optional.empty(),
            List.of(
                gate(Gate.SUBNET_NSG, "the subnet", subnet),
                gate(Gate.NIC_NSG, "the NIC", networkInterface)),
            assumptions());
    return place.compile(
        new World.Question(direction, local, protocol, sourcePort, destinationPort),
        compiler,
        List.of(),
        List.of());
  }

  private Extent network(IpAddress local) {
    Extent sure =
        Extent.exactly(AddressSpaces.HOST.union(AddressSet.of(local)))
            .or(Extent.exactly(virtualNetwork.orElse(AddressSet.empty())));
    return virtualNetwork.isPresent()
        ? sure
        : sure.or(
            Extent.within(
                AddressSpaces.PRIVATE,
                new Doubt(
                    "the NSGs alone do not say which private addresses the tag VirtualNetwork covers",
                    "the virtual network's address space (--virtual-network), or a snapshot of the VM")));
  }

  private static Place.GateState gate(
      Gate gate, String owner, Optional<NetworkSecurityGroup> group) {
    return group
        .map(known -> Place.GateState.of(gate, known))
        .orElseGet(
            () ->
                Place.GateState.of(
                    new Decider(
                        gate,
                        Verdict.ALLOW,
                        Optional.empty(),
                        Optional.empty(),
                        "no NSG was given for " + owner + ", so it is taken to have none",
                        Optional.empty())));
  }

  private List<String> assumptions() {
    List<String> assumptions = new ArrayList<>();
    assumptions.add(NetworkPolicy.NO_ADMIN_RULES);
    assumptions.add("the local address is the VM's own, inside its virtual network");
    assumptions.add(
        virtualNetwork.isPresent()
            ? "the virtual network has no gateway, peering or user-defined route that adds to the"
                + " tag VirtualNetwork"
            : "the tag VirtualNetwork covers no public address: no default route leads to an"
                + " appliance or a gateway");
    if (subnet.isEmpty()) {
      assumptions.add("the subnet has no NSG");
    }
    if (networkInterface.isEmpty()) {
      assumptions.add("the NIC has no NSG");
    }
    return List.copyOf(assumptions);
  }
}
