package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A place on the way that names another port than the one that leads to the guest's listener.
 *
 * @param place where
 * @param has the port that is named there
 * @param what in one sentence
 */
public record PortDisagreement(Place place, Port has, String what) {
  /** Where a port is named. */
  public enum Place {
    /** A NAT, load-balancing, firewall or endpoint rule sends clients to another port. */
    FRONT,
    /** The NSGs let clients in to another port, and to the guest's only some of them. */
    NSG,
    /** The client connects to a port of the front end that leads elsewhere. */
    CLIENT
  }

  /** Checks that nothing is missing. */
  public PortDisagreement {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(has, "has");
    Objects.requireNonNull(what, "what");
  }

  static List<PortDisagreement> of(
      NetworkPolicy policy, Port listener, Optional<IpAddress> address, Optional<Port> asked) {
    List<PortDisagreement> found = new ArrayList<>();
    Set<Port> others = new LinkedHashSet<>();
    for (IngressPath path : policy.pathsToOtherPorts(listener)) {
      others.add(path.port());
      found.add(
          new PortDisagreement(
              Place.FRONT,
              path.port(),
              path.kind()
                  + " "
                  + path.name()
                  + " leads to port "
                  + path.port()
                  + " of "
                  + path.privateAddress()
                  + ", and the guest listens on "
                  + listener));
    }
    others.add(Port.RDP);
    others.remove(listener);
    policy.paths(listener).stream()
        .filter(path -> path.kind() == IngressPath.Kind.PRIVATE_ADDRESS)
        .map(IngressPath::privateAddress)
        .distinct()
        .forEach(to -> others.forEach(each -> nsg(policy, to, listener, each, found)));
    asked.flatMap(port -> client(policy, listener, address, port)).ifPresent(found::add);
    return List.copyOf(found);
  }

  private static void nsg(
      NetworkPolicy policy, IpAddress to, Port listener, Port other, List<PortDisagreement> found) {
    AddressSet here = allowed(policy, to, listener);
    AddressSet there = allowed(policy, to, other);
    if (there.containsAll(here) && !here.containsAll(there)) {
      found.add(
          new PortDisagreement(
              Place.NSG,
              other,
              "the NSGs let "
                  + there.minus(here).size()
                  + " addresses in to port "
                  + other
                  + " of "
                  + to
                  + " that they keep out of port "
                  + listener
                  + ", which the guest listens on"));
    }
  }

  private static AddressSet allowed(NetworkPolicy policy, IpAddress to, Port port) {
    return policy
        .compile(Direction.INBOUND, to, Protocol.TCP, Optional.empty(), Optional.of(port))
        .addresses(Verdict.ALLOW);
  }

  private static Optional<PortDisagreement> client(
      NetworkPolicy policy, Port listener, Optional<IpAddress> address, Port asked) {
    List<IngressPath> ways =
        policy.paths(listener).stream()
            .filter(path -> path.kind() != IngressPath.Kind.BASTION)
            .filter(path -> address.isEmpty() || path.frontEnd().equals(address))
            .toList();
    if (ways.isEmpty() || ways.stream().anyMatch(path -> path.frontEndPort().equals(asked))) {
      return Optional.empty();
    }
    String right =
        ways.stream()
            .map(path -> path.frontEndPort().toString())
            .distinct()
            .collect(Collectors.joining(" or "));
    return Optional.of(
        new PortDisagreement(
            Place.CLIENT,
            asked,
            "the client connects to port "
                + asked
                + address.map(to -> " of " + to).orElse("")
                + ", and the guest's port "
                + listener
                + " is reached through "
                + right));
  }
}
