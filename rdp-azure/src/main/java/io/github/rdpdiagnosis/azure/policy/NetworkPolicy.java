package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.PublicIpAddress;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.Subnet;
import io.github.rdpdiagnosis.azure.VirtualNetwork;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Flow;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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
  private static final String NO_ADMIN_RULES =
      "no security admin rule of Azure Virtual Network Manager applies";
  private static final String NO_LEARNT_DEFAULT = "the gateway has learnt no default route";
  private static final String ZERO_IS_V4 = "0.0.0.0/0 in a rule means IPv4 only";
  private static final String NO_WAY_IN =
      "the address has no public IP address: traffic from the internet needs another way in";

  private final VmSnapshot snapshot;

  private NetworkPolicy(VmSnapshot snapshot) {
    this.snapshot = Objects.requireNonNull(snapshot, "snapshot");
  }

  /**
   * The policy around the VM of a snapshot.
   *
   * @param snapshot the snapshot
   * @return the policy
   */
  public static NetworkPolicy of(VmSnapshot snapshot) {
    return new NetworkPolicy(snapshot);
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
    return partition(
            direction,
            local,
            flow.protocol(),
            flow.sourcePort(),
            Optional.of(flow.destinationPort()))
        .stream()
        .filter(cell -> cell.addresses().contains(far))
        .findFirst()
        .orElseThrow()
        .decision();
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
    return partition(
        Direction.INBOUND, privateAddress, protocol, Optional.empty(), Optional.of(port));
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
        place(privateAddress)
            .map(place -> AddressSpaces.virtualNetwork(snapshot, place.ip.subnetId()).surely())
            .orElse(AddressSet.empty());
    return AddressSpaces.NOT_PUBLIC
        .complement()
        .minus(network)
        .intersect(World.family(privateAddress));
  }

  private record Place(NetworkInterface nic, IpConfiguration ip) {}

  private Optional<Place> place(IpAddress privateAddress) {
    for (Reading<NetworkInterface> reading : snapshot.networkInterfaces().values()) {
      for (NetworkInterface nic : reading.known().stream().toList()) {
        for (IpConfiguration ip : nic.ipConfigurations()) {
          if (ip.privateAddress()
              .flatMap(NetworkPolicy::literal)
              .equals(Optional.of(privateAddress))) {
            return Optional.of(new Place(nic, ip));
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

  private List<Cell> partition(
      Direction direction,
      IpAddress local,
      Protocol protocol,
      Optional<Port> sourcePort,
      Optional<Port> destinationPort) {
    Optional<Place> place = place(local);
    if (place.isEmpty()) {
      return List.of(new Cell(World.family(local), nowhere(local)));
    }
    return partition(
        direction, place.get().nic, place.get().ip, local, protocol, sourcePort, destinationPort);
  }

  private Decision nowhere(IpAddress local) {
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
    return new Decision(
        Verdict.INCONCLUSIVE,
        List.of(
            new Decider(
                Gate.NIC,
                Verdict.INCONCLUSIVE,
                Optional.empty(),
                Optional.empty(),
                doubt.why(),
                Optional.of(doubt))),
        List.of());
  }

  /**
   * The partition for packets that reach or leave an IP configuration, whatever address they carry
   * on its side.
   */
  List<Cell> partition(
      Direction direction,
      NetworkInterface nic,
      IpConfiguration ip,
      IpAddress local,
      Protocol protocol,
      Optional<Port> sourcePort,
      Optional<Port> destinationPort) {
    Extent network = AddressSpaces.virtualNetwork(snapshot, ip.subnetId());
    AddressSet asgSpace =
        ip.subnetId()
            .flatMap(id -> snapshot.virtualNetworkOf(id).known())
            .map(known -> AddressSpaces.of(known.addressSpace(), "the virtual network").maybe())
            .orElse(AddressSet.all());
    World smallest =
        new World(
            direction,
            ip,
            local,
            protocol,
            sourcePort,
            destinationPort,
            network.surely(),
            asgSpace);
    Map<Decision, AddressSet> cells = new LinkedHashMap<>();
    List<Cell> known = partition(smallest, nic, network);
    if (network.surely().equals(network.maybe())) {
      known.forEach(cell -> cells.merge(cell.decision(), cell.addresses(), AddressSet::union));
    } else {
      World largest =
          new World(
              direction,
              ip,
              local,
              protocol,
              sourcePort,
              destinationPort,
              network.maybe(),
              asgSpace);
      List<Cell> possible = partition(largest, nic, network);
      AddressSet open = network.maybe().minus(network.surely());
      for (Cell a : known) {
        for (Cell b : possible) {
          AddressSet both = a.addresses().intersect(b.addresses());
          AddressSet settled = both.minus(open);
          AddressSet unsettled = both.intersect(open);
          if (!settled.isEmpty()) {
            cells.merge(a.decision(), settled, AddressSet::union);
          }
          for (Extent.Scoped scoped : network.doubts()) {
            AddressSet part = unsettled.intersect(scoped.addresses());
            if (!part.isEmpty()) {
              cells.merge(
                  either(a.decision(), b.decision(), scoped.doubt()), part, AddressSet::union);
              unsettled = unsettled.minus(part);
            }
          }
        }
      }
    }
    return cells.entrySet().stream().map(cell -> new Cell(cell.getValue(), cell.getKey())).toList();
  }

  /** The decision where the address may or may not be in the tag VirtualNetwork. */
  private static Decision either(Decision outside, Decision inside, Doubt doubt) {
    if (outside.verdict() == inside.verdict()) {
      return outside;
    }
    List<Decider> deciders = new ArrayList<>();
    for (int i = 0; i < outside.deciders().size(); i++) {
      Decider without = outside.deciders().get(i);
      Decider with = inside.deciders().get(i);
      boolean same = without.verdict() == with.verdict();
      boolean tagged = priority(with) <= priority(without);
      deciders.add(
          same
              ? without
              : new Decider(
                  without.gate(),
                  Verdict.INCONCLUSIVE,
                  without.nsgId(),
                  tagged ? with.rule() : without.rule(),
                  doubt.why() + "; if so, " + with.why() + ", otherwise " + without.why(),
                  Optional.of(doubt)));
    }
    // The verdicts differ, so at least one gate does: that one is in doubt now.
    return new Decision(Verdict.INCONCLUSIVE, deciders, outside.assumptions());
  }

  private static int priority(Decider decider) {
    return decider.rule().map(Decider.Rule::priority).orElse(Integer.MAX_VALUE);
  }

  private List<Cell> partition(World world, NetworkInterface nic, Extent network) {
    GateState subnet = subnetGate(world.ip());
    GateState own = gate(Gate.NIC, "the NIC", nic.networkSecurityGroupId());
    List<String> assumptions = assumptions(world, List.of(subnet, own));
    List<Cell> cells = new ArrayList<>();
    boolean inbound = world.direction() == Direction.INBOUND;
    for (World.Piece first : (inbound ? subnet : own).evaluate(world)) {
      for (World.Piece second : (inbound ? own : subnet).evaluate(world)) {
        AddressSet both = first.addresses().intersect(second.addresses());
        if (!both.isEmpty()) {
          cells.add(
              new Cell(both, conjunction(List.of(first.decider(), second.decider()), assumptions)));
        }
      }
    }
    boolean noNsg = subnet.isAbsent() && own.isAbsent();
    return inbound && noNsg ? withPlatform(world, cells, network, assumptions) : cells;
  }

  /** Without any NSG, Azure itself guards public addresses of every SKU but Basic. */
  private List<Cell> withPlatform(
      World world, List<Cell> cells, Extent network, List<String> assumptions) {
    AddressSet internet = AddressSpaces.NOT_PUBLIC.complement().minus(network.surely());
    Optional<Decider> platform = platform(world.ip());
    List<String> extended = new ArrayList<>(assumptions);
    if (platform.isEmpty() && world.ip().publicIpAddressId().isEmpty()) {
      extended.add(NO_WAY_IN);
    }
    List<Cell> guarded = new ArrayList<>();
    for (Cell cell : cells) {
      AddressSet outside = cell.addresses().intersect(internet);
      AddressSet inside = cell.addresses().minus(internet);
      if (!inside.isEmpty()) {
        guarded.add(new Cell(inside, cell.decision()));
      }
      if (!outside.isEmpty()) {
        List<Decider> deciders = new ArrayList<>(platform.stream().toList());
        deciders.addAll(cell.decision().deciders());
        guarded.add(new Cell(outside, conjunction(deciders, extended)));
      }
    }
    return guarded;
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
              Gate.PLATFORM,
              Verdict.ALLOW,
              Optional.empty(),
              Optional.empty(),
              "a public IP address of SKU Basic is open where there is no NSG",
              Optional.empty()));
    }
    return Optional.of(
        new Decider(
            Gate.PLATFORM,
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
        Gate.PLATFORM,
        Verdict.INCONCLUSIVE,
        Optional.empty(),
        Optional.empty(),
        doubt.why(),
        Optional.of(doubt));
  }

  private static Decision conjunction(List<Decider> deciders, List<String> assumptions) {
    Verdict verdict = Verdict.ALLOW;
    for (Decider decider : deciders) {
      if (decider.verdict() == Verdict.DENY) {
        verdict = Verdict.DENY;
      } else if (decider.verdict() == Verdict.INCONCLUSIVE && verdict == Verdict.ALLOW) {
        verdict = Verdict.INCONCLUSIVE;
      }
    }
    return new Decision(verdict, deciders, assumptions);
  }

  private List<String> assumptions(World world, List<GateState> gates) {
    Set<String> assumptions = new LinkedHashSet<>();
    assumptions.add(NO_ADMIN_RULES);
    Optional<VirtualNetwork> network =
        world.ip().subnetId().flatMap(id -> snapshot.virtualNetworkOf(id).known());
    boolean gateway =
        network
            .map(
                known ->
                    known.subnetNames().stream().anyMatch("GatewaySubnet"::equalsIgnoreCase)
                        || known.peerings().stream()
                            .anyMatch(VirtualNetwork.Peering::useRemoteGateways))
            .orElse(false);
    if (gateway) {
      assumptions.add(NO_LEARNT_DEFAULT);
    }
    boolean zero =
        gates.stream()
            .flatMap(gate -> gate.group.stream())
            .flatMap(group -> group.rules().stream())
            .anyMatch(NetworkPolicy::namesZero);
    if (zero && !world.local().isIpv4()) {
      assumptions.add(ZERO_IS_V4);
    }
    return List.copyOf(assumptions);
  }

  private static boolean namesZero(SecurityRule rule) {
    return rule.source().prefixes().contains("0.0.0.0/0")
        || rule.destination().prefixes().contains("0.0.0.0/0");
  }

  /** One gate: an NSG, surely none, or not known. */
  private record GateState(
      Gate gate, Optional<NetworkSecurityGroup> group, Optional<Decider> withoutRules) {
    boolean isAbsent() {
      return withoutRules.map(decider -> decider.verdict() == Verdict.ALLOW).orElse(false);
    }

    List<World.Piece> evaluate(World world) {
      return group
          .map(known -> world.evaluate(gate, known))
          .orElseGet(
              () ->
                  List.of(
                      new World.Piece(World.family(world.local()), withoutRules.orElseThrow())));
    }
  }

  private GateState subnetGate(IpConfiguration ip) {
    if (ip.subnetId().isEmpty()) {
      return unknown(
          Gate.SUBNET, Optional.empty(), new Doubt("the subnet is not known", "reading the NIC"));
    }
    Reading<Subnet> reading = snapshot.subnet(ip.subnetId().get());
    return reading
        .known()
        .map(subnet -> gate(Gate.SUBNET, "the subnet", subnet.networkSecurityGroupId()))
        .orElseGet(
            () ->
                unknown(
                    Gate.SUBNET,
                    Optional.empty(),
                    Gaps.doubt(
                        "the subnet", reading, "Microsoft.Network/virtualNetworks/subnets/read")));
  }

  private GateState gate(Gate gate, String owner, Optional<String> nsgId) {
    if (nsgId.isEmpty()) {
      return new GateState(
          gate,
          Optional.empty(),
          Optional.of(
              new Decider(
                  gate,
                  Verdict.ALLOW,
                  Optional.empty(),
                  Optional.empty(),
                  owner + " has no NSG",
                  Optional.empty())));
    }
    Reading<NetworkSecurityGroup> reading = snapshot.networkSecurityGroup(nsgId.get());
    return reading
        .known()
        .map(group -> new GateState(gate, Optional.of(group), Optional.empty()))
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

  private static GateState unknown(Gate gate, Optional<String> nsgId, Doubt doubt) {
    return new GateState(
        gate,
        Optional.empty(),
        Optional.of(
            new Decider(
                gate,
                Verdict.INCONCLUSIVE,
                nsgId,
                Optional.empty(),
                doubt.why(),
                Optional.of(doubt))));
  }
}
