package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.PublicIpAddress;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.RouteTable;
import io.github.rdpdiagnosis.azure.Subnet;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Flow;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who may talk to a VM, as its network security groups and Azure's own rule for public addresses
 * have it. A pure function of a snapshot: it asks nobody.
 *
 * <p>Addresses and ports are those that an NSG sees, after Azure's address translation: the VM's
 * private address, the port on the VM, and the client's own public address even behind a load
 * balancer. Connections are judged by their first packet; replies need no rule.
 *
 * <p>Not covered: security admin rules of Azure Virtual Network Manager (each decision says that
 * none was assumed), routes, membership of other NICs in application security groups, the addresses
 * of service tags other than VirtualNetwork, Internet and AzureLoadBalancer, prefixes learnt by
 * gateways. Where one of these could change a decision, the decision is INCONCLUSIVE for exactly
 * the addresses concerned. Internet is taken as all public addresses; Azure leaves some of its own
 * blocks out of that tag.
 *
 * <p>Immutable. Source of the semantics: learn.microsoft.com, "Network security groups" and
 * "Virtual network service tags".
 */
public final class NetworkPolicy {
  static final String NO_ADMIN_RULES =
      "no security admin rule of Azure Virtual Network Manager applies";
  private static final String NO_LEARNT_DEFAULT = "the gateway has learnt no default route";
  private static final String NO_WAY_IN =
      "the address has no public IP address: traffic from the internet needs another way in";

  private final VmSnapshot snapshot;
  private final PolicyCompiler compiler;

  private NetworkPolicy(VmSnapshot snapshot, PolicyCompiler compiler) {
    this.snapshot = Objects.requireNonNull(snapshot, "snapshot");
    this.compiler = Objects.requireNonNull(compiler, "compiler");
  }

  /**
   * The policy around the VM of a snapshot.
   *
   * @param snapshot the snapshot
   * @return the policy
   */
  public static NetworkPolicy of(VmSnapshot snapshot) {
    return new NetworkPolicy(snapshot, new PolicyCompiler());
  }

  /**
   * The policy around the VM of a snapshot, with what is shared between VMs.
   *
   * @param snapshot the snapshot
   * @param compiler holds the list of service tags, and remembers what NSGs mean
   * @return the policy
   */
  public static NetworkPolicy of(VmSnapshot snapshot, PolicyCompiler compiler) {
    return new NetworkPolicy(snapshot, compiler);
  }

  /**
   * Whether a client may open a connection to the VM. Its source port is not known, so a rule for
   * certain source ports leaves it open.
   *
   * @param source the client's address
   * @param privateAddress the address of the VM, inside the virtual network
   * @param protocol usually TCP; UDP is a question of its own
   * @param port the port on the VM, after any address translation
   * @return the decision
   */
  public Decision inbound(
      IpAddress source, IpAddress privateAddress, Protocol protocol, Port port) {
    return decide(
        Direction.INBOUND, new Flow(source, Optional.empty(), privateAddress, port, protocol));
  }

  /**
   * What becomes of the first packet of a connection.
   *
   * @param direction INBOUND: the flow's destination is an address of the VM; OUTBOUND: its source
   *     is
   * @param flow the connection
   * @return the decision
   */
  public Decision decide(Direction direction, Flow flow) {
    boolean inbound = direction == Direction.INBOUND;
    IpAddress local = inbound ? flow.destination() : flow.source();
    IpAddress far = inbound ? flow.source() : flow.destination();
    return compile(
            direction,
            local,
            flow.protocol(),
            flow.sourcePort(),
            Optional.of(flow.destinationPort()))
        .decide(far);
  }

  /**
   * All clients of the private address's IP version, by what becomes of their connections. The
   * cells do not overlap and together hold every address of that version.
   *
   * @param privateAddress the address of the VM, inside the virtual network
   * @param protocol usually TCP
   * @param port the port on the VM, after any address translation
   * @return cells; each has its own decision
   */
  public List<Cell> inboundPartition(IpAddress privateAddress, Protocol protocol, Port port) {
    return compile(Direction.INBOUND, privateAddress, protocol, Optional.empty(), Optional.of(port))
        .cells();
  }

  /**
   * The answer for every address at the far end, to be asked often.
   *
   * @param direction seen from the VM
   * @param local an address of the VM, inside the virtual network
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
    World.Question asking =
        new World.Question(direction, local, protocol, sourcePort, destinationPort);
    return location(local)
        .map(at -> compile(at.nic, at.ip, asking))
        .orElseGet(
            () ->
                CompiledPolicy.of(
                    List.of(Layer.everywhere(local.isIpv4(), nowhere(local))), List.of()));
  }

  /**
   * The public addresses of the private address's IP version: all that is neither private nor set
   * aside nor in the virtual network or a peered one.
   *
   * @param privateAddress an address of the VM, inside the virtual network
   * @return the addresses from which a client on the internet can come
   */
  public AddressSet internetSpace(IpAddress privateAddress) {
    AddressSet network =
        location(privateAddress)
            .map(at -> AddressSpaces.virtualNetwork(snapshot, at.ip.subnetId()).surely())
            .orElse(AddressSet.empty());
    return AddressSpaces.NOT_PUBLIC
        .complement()
        .minus(network)
        .intersect(World.family(privateAddress));
  }

  private record Location(NetworkInterface nic, IpConfiguration ip) {}

  private Optional<Location> location(IpAddress privateAddress) {
    for (Reading<NetworkInterface> reading : snapshot.networkInterfaces().values()) {
      for (NetworkInterface nic : reading.known().stream().toList()) {
        for (IpConfiguration ip : nic.ipConfigurations()) {
          if (ip.privateAddress()
              .flatMap(NetworkPolicy::literal)
              .equals(Optional.of(privateAddress))) {
            return Optional.of(new Location(nic, ip));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<IpAddress> literal(String text) {
    try {
      return Optional.of(IpAddress.parse(text));
    } catch (IllegalArgumentException e) {
      // A snapshot from outside may hold anything; what is no address is nobody's address.
      return Optional.empty();
    }
  }

  private Decider nowhere(IpAddress local) {
    Doubt doubt =
        snapshot.networkInterfaces().values().stream()
            .filter(reading -> reading.known().isEmpty())
            .findFirst()
            .map(
                reading ->
                    Gaps.doubt(
                        "a NIC of the VM", reading, "Microsoft.Network/networkInterfaces/read"))
            .or(
                () ->
                    snapshot.vm().known().isPresent()
                        ? Optional.empty()
                        : Optional.of(
                            Gaps.doubt(
                                "the VM", snapshot.vm(), "Microsoft.Compute/virtualMachines/read")))
            .orElseGet(
                () ->
                    new Doubt(
                        "no IP configuration of the VM has the address " + local,
                        "an address of the VM"));
    return new Decider(
        Gate.NIC_NSG,
        Verdict.INCONCLUSIVE,
        Optional.empty(),
        Optional.empty(),
        doubt.why(),
        Optional.of(doubt));
  }

  /** The same for an IP configuration, whatever address the packets carry on its side. */
  CompiledPolicy compile(NetworkInterface nic, IpConfiguration ip, World.Question asking) {
    Extent network =
        compiler.network(
            networkKey(ip), () -> AddressSpaces.virtualNetwork(snapshot, ip.subnetId()));
    AddressSet groupSpace =
        ip.subnetId()
            .flatMap(id -> snapshot.virtualNetworkOf(id).known())
            .map(known -> AddressSpaces.of(known.addressSpace(), "the virtual network").maybe())
            .orElse(AddressSet.all());
    Place.GateState subnet = subnetGate(ip);
    Place.GateState own = gate(Gate.NIC_NSG, "the NIC", nic.networkSecurityGroupId());
    boolean guarded =
        asking.direction() == Direction.INBOUND && subnet.isAbsent() && own.isAbsent();
    Optional<Decider> platform = guarded ? platform(ip) : Optional.empty();
    boolean noWayIn = guarded && platform.isEmpty() && ip.publicIpAddressId().isEmpty();
    Place place =
        new Place(
            network,
            Optional.of(
                ip.applicationSecurityGroupIds().stream()
                    .map(id -> id.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet())),
            Map.of(),
            groupSpace,
            List.of(subnet, own),
            assumptions(ip, noWayIn));
    AddressSet internet = AddressSpaces.NOT_PUBLIC.complement().minus(network.surely());
    return place.compile(
        asking,
        compiler,
        platform.stream()
            .map(decider -> compiler.layer(decider, internet, asking.local().isIpv4()))
            .toList());
  }

  /** All that the tag VirtualNetwork depends on. */
  private Object networkKey(IpConfiguration ip) {
    if (ip.subnetId().isEmpty()) {
      return "no subnet";
    }
    Reading<Subnet> subnet = snapshot.subnet(ip.subnetId().get());
    Optional<Reading<RouteTable>> table =
        subnet.known().flatMap(Subnet::routeTableId).map(snapshot::routeTable);
    return List.of(subnet, snapshot.virtualNetworkOf(ip.subnetId().get()), table);
  }

  private Optional<Decider> platform(IpConfiguration ip) {
    if (ip.publicIpAddressId().isEmpty()) {
      if (ip.inboundNatRuleIds().isEmpty() && ip.backendPoolIds().isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          platformDoubt(
              new Doubt(
                  "there is no NSG, and whether a load balancer lets the internet in then depends on its SKU",
                  "reading the load balancer (Microsoft.Network/loadBalancers/read)")));
    }
    Reading<PublicIpAddress> reading = snapshot.publicIpAddress(ip.publicIpAddressId().get());
    Optional<PublicIpAddress> address = reading.known();
    if (address.isEmpty()) {
      return Optional.of(
          platformDoubt(
              Gaps.doubt(
                  "the public IP address", reading, "Microsoft.Network/publicIPAddresses/read")));
    }
    if (address.get().sku().isEmpty()) {
      return Optional.of(
          platformDoubt(
              new Doubt(
                  "the SKU of public IP address " + address.get().name() + " is not known",
                  "a fresh snapshot")));
    }
    String sku = address.get().sku().get();
    if (sku.equalsIgnoreCase("Basic")) {
      return Optional.of(
          new Decider(
              Gate.PUBLIC_IP_SKU,
              Verdict.ALLOW,
              Optional.empty(),
              Optional.empty(),
              "a public IP address of SKU Basic is open where there is no NSG",
              Optional.empty()));
    }
    return Optional.of(
        new Decider(
            Gate.PUBLIC_IP_SKU,
            Verdict.DENY,
            Optional.empty(),
            Optional.empty(),
            "secure by default: a public IP address of SKU "
                + sku
                + " lets nothing in until an NSG allows it, and there is no NSG",
            Optional.empty()));
  }

  private static Decider platformDoubt(Doubt doubt) {
    return new Decider(
        Gate.PUBLIC_IP_SKU,
        Verdict.INCONCLUSIVE,
        Optional.empty(),
        Optional.empty(),
        doubt.why(),
        Optional.of(doubt));
  }

  private List<String> assumptions(IpConfiguration ip, boolean noWayIn) {
    List<String> assumptions = new ArrayList<>();
    assumptions.add(NO_ADMIN_RULES);
    boolean gateway =
        ip.subnetId()
            .flatMap(id -> snapshot.virtualNetworkOf(id).known())
            .map(AddressSpaces::hasGateway)
            .orElse(false);
    if (gateway) {
      assumptions.add(NO_LEARNT_DEFAULT);
    }
    if (noWayIn) {
      assumptions.add(NO_WAY_IN);
    }
    return List.copyOf(assumptions);
  }

  private Place.GateState subnetGate(IpConfiguration ip) {
    if (ip.subnetId().isEmpty()) {
      return unknown(
          Gate.SUBNET_NSG,
          Optional.empty(),
          new Doubt("the subnet is not known", "reading the NIC"));
    }
    Reading<Subnet> reading = snapshot.subnet(ip.subnetId().get());
    return reading
        .known()
        .map(subnet -> gate(Gate.SUBNET_NSG, "the subnet", subnet.networkSecurityGroupId()))
        .orElseGet(
            () ->
                unknown(
                    Gate.SUBNET_NSG,
                    Optional.empty(),
                    Gaps.doubt(
                        "the subnet", reading, "Microsoft.Network/virtualNetworks/subnets/read")));
  }

  private Place.GateState gate(Gate gate, String owner, Optional<String> nsgId) {
    if (nsgId.isEmpty()) {
      return Place.GateState.of(
          new Decider(
              gate,
              Verdict.ALLOW,
              Optional.empty(),
              Optional.empty(),
              owner + " has no NSG",
              Optional.empty()));
    }
    Reading<NetworkSecurityGroup> reading = snapshot.networkSecurityGroup(nsgId.get());
    return reading
        .known()
        .map(group -> Place.GateState.of(gate, group))
        .orElseGet(
            () ->
                unknown(
                    gate,
                    nsgId,
                    Gaps.doubt(
                        "the NSG of " + owner,
                        reading,
                        "Microsoft.Network/networkSecurityGroups/read")));
  }

  private static Place.GateState unknown(Gate gate, Optional<String> nsgId, Doubt doubt) {
    return Place.GateState.of(
        new Decider(
            gate, Verdict.INCONCLUSIVE, nsgId, Optional.empty(), doubt.why(), Optional.of(doubt)));
  }
}
