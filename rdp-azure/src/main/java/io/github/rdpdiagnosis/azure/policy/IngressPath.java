package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One way from clients to a port of the VM.
 *
 * @param kind what stands in front
 * @param name what it is called
 * @param resource ARM id of what stands in front; empty for the VM's own private address
 * @param frontEnd the address that clients connect to; empty where it is not known, and for Bastion
 * @param frontEndPort the port that clients connect to
 * @param privateAddress the VM's address, inside the virtual network
 * @param port the port of the VM, after translation: the one that NSGs see
 * @param seenAs the addresses that NSGs see instead of the client's; empty where they see the
 *     client's own
 * @param front what the gate in front does with clients
 */
public record IngressPath(
    Kind kind,
    String name,
    Optional<String> resource,
    Optional<IpAddress> frontEnd,
    Port frontEndPort,
    IpAddress privateAddress,
    Port port,
    Optional<AddressSet> seenAs,
    List<Cell> front) {
  /** What stands in front of the VM. */
  public enum Kind {
    /** Nothing: clients in the virtual network, a peered one or behind a gateway. */
    PRIVATE_ADDRESS,
    /** The VM's own public IP address. */
    PUBLIC_IP_ADDRESS,
    /** A load balancer's inbound NAT rule. */
    INBOUND_NAT_RULE,
    /** A load balancer's load-balancing rule. */
    LOAD_BALANCING_RULE,
    /** An Azure Firewall's DNAT rule. */
    FIREWALL_NAT_RULE,
    /** An Azure Bastion. */
    BASTION,
    /** An input endpoint of a classic cloud service, from an imported document. */
    CLASSIC_ENDPOINT
  }

  /** Copies the list. */
  public IngressPath {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(frontEnd, "frontEnd");
    Objects.requireNonNull(frontEndPort, "frontEndPort");
    Objects.requireNonNull(privateAddress, "privateAddress");
    Objects.requireNonNull(port, "port");
    Objects.requireNonNull(seenAs, "seenAs");
    front = List.copyOf(front);
  }

  /** Whether clients come across the internet. */
  boolean isPublic() {
    return switch (kind) {
      case PRIVATE_ADDRESS -> false;
      case PUBLIC_IP_ADDRESS, BASTION, CLASSIC_ENDPOINT -> true;
      case INBOUND_NAT_RULE, LOAD_BALANCING_RULE, FIREWALL_NAT_RULE ->
          frontEnd.map(address -> !AddressSpaces.PRIVATE.contains(address)).orElse(true);
    };
  }
}
