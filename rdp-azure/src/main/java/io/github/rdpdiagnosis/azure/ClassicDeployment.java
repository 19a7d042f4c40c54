package io.github.rdpdiagnosis.azure;

import io.github.rdpdiagnosis.model.net.IpAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A deployment of the classic (Azure Service Management) model, as an export of it says: the cloud
 * service's public addresses, its VMs and their input endpoints. Classic VMs were retired on 6
 * September 2023, so this is only ever read from a document. Texts are as the document spells them.
 *
 * @param name the deployment
 * @param slot {@code Production} or {@code Staging}
 * @param status such as {@code Running} or {@code Suspended}
 * @param dnsName the name of the cloud service, such as {@code svc.cloudapp.net}
 * @param virtualIpAddresses the cloud service's public addresses; none while every VM is
 *     deallocated
 * @param virtualNetworkName its virtual network, where it is in one
 * @param roles its VMs
 */
public record ClassicDeployment(
    String name,
    Optional<String> slot,
    Optional<String> status,
    Optional<String> dnsName,
    List<String> virtualIpAddresses,
    Optional<String> virtualNetworkName,
    List<Role> roles) {
  /** Copies the lists. */
  public ClassicDeployment {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(slot, "slot");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(dnsName, "dnsName");
    Objects.requireNonNull(virtualNetworkName, "virtualNetworkName");
    virtualIpAddresses = List.copyOf(virtualIpAddresses);
    roles = List.copyOf(roles);
  }

  /**
   * One VM, or the several alike of a web or worker role.
   *
   * @param name the role
   * @param osType {@code Windows} or {@code Linux}
   * @param networkSecurityGroup name of a classic NSG on the VM; it takes the place of endpoint
   *     ACLs
   * @param inputEndpoints its endpoints as configured
   * @param instances what the platform runs of it; one for a VM
   */
  public record Role(
      String name,
      Optional<String> osType,
      Optional<String> networkSecurityGroup,
      List<InputEndpoint> inputEndpoints,
      List<RoleInstance> instances) {
    /** Copies the lists. */
    public Role {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(osType, "osType");
      Objects.requireNonNull(networkSecurityGroup, "networkSecurityGroup");
      inputEndpoints = List.copyOf(inputEndpoints);
      instances = List.copyOf(instances);
    }

    /**
     * The TCP endpoints that lead to a port of the VM. They are found by their private port, never
     * by their name.
     *
     * @param localPort the port that the guest listens on
     * @return the endpoints that surely do; see {@link #leadsTo} for whether there may be more
     */
    public List<InputEndpoint> endpointsTo(int localPort) {
      return inputEndpoints.stream()
          .filter(
              endpoint -> endpoint.isTcp() && endpoint.localPort().equals(Optional.of(localPort)))
          .toList();
    }

    /**
     * Whether some TCP endpoint leads to a port of the VM.
     *
     * @param localPort the port that the guest listens on
     * @return empty where none surely does but the private port of one is not known
     */
    public Optional<Boolean> leadsTo(int localPort) {
      if (!endpointsTo(localPort).isEmpty()) {
        return Optional.of(true);
      }
      return inputEndpoints.stream().anyMatch(any -> any.isTcp() && any.localPort().isEmpty())
          ? Optional.empty()
          : Optional.of(false);
    }

    /**
     * Whether the platform says that it runs.
     *
     * @return empty where there is no instance, one does not say, or two do not agree
     */
    public Optional<Boolean> isRunning() {
      Set<Optional<Boolean>> all = new LinkedHashSet<>();
      instances.forEach(instance -> all.add(instance.isRunning()));
      return all.size() == 1 ? all.iterator().next() : Optional.empty();
    }
  }

  /**
   * What the platform runs of a role.
   *
   * @param name the instance
   * @param instanceStatus such as {@code ReadyRole}, {@code RoleStateUnknown} or {@code
   *     StoppedDeallocated}
   * @param powerState {@code Starting}, {@code Started}, {@code Stopping}, {@code Stopped} or
   *     {@code Unknown}
   * @param agentStatus status of the guest agent, such as {@code Ready} or {@code NotReady}
   * @param hostName the guest's own name
   * @param privateAddress its private address
   * @param endpoints its endpoints as the platform runs them; empty while it is off
   */
  public record RoleInstance(
      String name,
      Optional<String> instanceStatus,
      Optional<String> powerState,
      Optional<String> agentStatus,
      Optional<String> hostName,
      Optional<String> privateAddress,
      List<InstanceEndpoint> endpoints) {
    /** Copies the list. */
    public RoleInstance {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(instanceStatus, "instanceStatus");
      Objects.requireNonNull(powerState, "powerState");
      Objects.requireNonNull(agentStatus, "agentStatus");
      Objects.requireNonNull(hostName, "hostName");
      Objects.requireNonNull(privateAddress, "privateAddress");
      endpoints = List.copyOf(endpoints);
    }

    /**
     * Whether the platform says that it runs.
     *
     * @return empty where the document gives neither state
     */
    public Optional<Boolean> isRunning() {
      if (instanceStatus.filter(status -> status.startsWith("Stopped")).isPresent()) {
        return Optional.of(false);
      }
      return powerState
          .map(state -> state.toLowerCase(Locale.ROOT))
          .flatMap(
              state ->
                  switch (state) {
                    case "started" -> Optional.of(true);
                    case "starting", "stopping", "stopped" -> Optional.of(false);
                    default -> Optional.empty();
                  });
    }
  }

  /**
   * A public port that leads to a port of a VM.
   *
   * @param name such as {@code Remote Desktop}; anybody may have renamed it, and web and worker
   *     roles leave it out
   * @param protocol {@code tcp} or {@code udp}; for web roles also {@code http} and {@code https}
   * @param publicPort the port of the cloud service's address, often a random one from 49152 up
   * @param localPort the port of the VM; absent where the document does not say
   * @param virtualIpAddress the public address; absent while the VM is deallocated
   * @param loadBalancedEndpointSetName the set of endpoints that share the public port
   * @param directServerReturn whether replies pass the load balancer by
   * @param acl who may use it; absent where the document does not say
   */
  public record InputEndpoint(
      Optional<String> name,
      String protocol,
      int publicPort,
      Optional<Integer> localPort,
      Optional<String> virtualIpAddress,
      Optional<String> loadBalancedEndpointSetName,
      boolean directServerReturn,
      Optional<EndpointAcl> acl) {
    /** Checks that nothing is missing. */
    public InputEndpoint {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(protocol, "protocol");
      requirePort("publicPort", publicPort);
      localPort.ifPresent(port -> requirePort("localPort", port));
      Objects.requireNonNull(virtualIpAddress, "virtualIpAddress");
      Objects.requireNonNull(loadBalancedEndpointSetName, "loadBalancedEndpointSetName");
      Objects.requireNonNull(acl, "acl");
    }

    /**
     * Whether it carries TCP.
     *
     * @return true for all but {@code udp}
     */
    public boolean isTcp() {
      return !protocol.equalsIgnoreCase("udp");
    }
  }

  /**
   * An endpoint as the platform runs it.
   *
   * @param name of the input endpoint
   * @param protocol {@code tcp} or {@code udp}
   * @param virtualIpAddress the public address
   * @param publicPort the public port
   * @param localPort the port of the VM
   */
  public record InstanceEndpoint(
      String name,
      String protocol,
      Optional<String> virtualIpAddress,
      int publicPort,
      int localPort) {
    /** Checks that nothing is missing. */
    public InstanceEndpoint {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(protocol, "protocol");
      Objects.requireNonNull(virtualIpAddress, "virtualIpAddress");
      requirePort("publicPort", publicPort);
      requirePort("localPort", localPort);
    }
  }

  private static void requirePort(String what, int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(what + " must be 1 to 65535, got " + port);
    }
  }

  /**
   * Whether a source may use an endpoint. The ACL of one endpoint of a load-balanced set counts for
   * all of the set.
   *
   * @param role the VM
   * @param endpoint one of its endpoints
   * @param source the address that the endpoint sees
   * @return the decision; UNKNOWN where the VM has a classic NSG, which takes the ACL's place,
   *     where the document does not say the ACL, and where the endpoints of a set have different
   *     ones
   */
  public EndpointAcl.Decision decide(Role role, InputEndpoint endpoint, IpAddress source) {
    if (role.networkSecurityGroup().isPresent()) {
      return EndpointAcl.Decision.unknown(Optional.empty());
    }
    Set<Optional<EndpointAcl>> acls = new LinkedHashSet<>();
    acls.add(endpoint.acl());
    endpoint
        .loadBalancedEndpointSetName()
        .ifPresent(
            set ->
                roles.stream()
                    .flatMap(other -> other.inputEndpoints().stream())
                    .filter(other -> other.loadBalancedEndpointSetName().equals(Optional.of(set)))
                    .forEach(other -> acls.add(other.acl())));
    acls.removeIf(acl -> acls.size() > 1 && acl.filter(a -> a.rules().isEmpty()).isPresent());
    Optional<EndpointAcl> only = acls.iterator().next();
    return acls.size() == 1 && only.isPresent()
        ? only.get().decide(source)
        : EndpointAcl.Decision.unknown(Optional.empty());
  }
}
