package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.EffectiveSecurityGroup;
import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.LoadBalancer;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.PublicIpAddress;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.RouteTable;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.Subnet;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.net.AddressPartition;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Who may talk to a VM, as its network security groups and Azure's own rule for public addresses
 * have it. A pure function of a snapshot: it asks nobody.
 *
 * <p>Addresses and ports are those that an NSG sees, after Azure's address translation: the VM's
 * private address, the port on the VM, and the client's own public address even behind a load
 * balancer. Connections are judged by their first packet; replies need no rule.
 *
 * <p>Not covered: NICs in application security groups that the snapshot does not tell of, service
 * tags that are not in the compiler's list, prefixes learnt by gateways where the NIC's effective
 * rules were not read. Where one of these could change a decision, the decision is INCONCLUSIVE for
 * exactly the addresses concerned. Where the security admin rules of Azure Virtual Network Manager
 * were not read, each decision says that none was assumed. Internet is taken as all public
 * addresses; Azure leaves some of its own blocks out of that tag.
 *
 * <p>Immutable and thread-safe. Source of the semantics: learn.microsoft.com, "Network security
 * groups" and "Virtual network service tags".
 */
public final class NetworkPolicy {
  static final String NO_ADMIN_RULES =
      "no security admin rule of Azure Virtual Network Manager applies";
  private static final String NO_CLASSIC_NSG =
      "no classic network security group guards the subnet";
  private static final String NO_LEARNT_DEFAULT = "the gateway has learnt no default route";
  private static final String NO_WAY_IN =
      "the address has no public IP address: traffic from the internet needs another way in";

  private final VmSnapshot snapshot;
  private final PolicyCompiler compiler;
  private final Map<IngressPath, CompiledPolicy> compiled = new ConcurrentHashMap<>();

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
   * The ways that lead to a port of the VM: its private addresses, its own public ones, inbound NAT
   * and load-balancing rules, DNAT rules of Azure Firewalls, and Bastion hosts, as far as they are
   * in the snapshot.
   *
   * @param guestPort the port that the guest listens on
   * @return the ways; several may lead to one address
   */
  public List<IngressPath> paths(Port guestPort) {
    return AccessPaths.of(snapshot, guestPort);
  }

  /**
   * NAT and load-balancing rules that lead to other ports of the VM than the one that the guest
   * listens on: nobody answers there.
   *
   * @param guestPort the port that the guest listens on
   * @return the ways that end at another port
   */
  public List<IngressPath> pathsToOtherPorts(Port guestPort) {
    return AccessPaths.elsewhere(snapshot, guestPort);
  }

  /**
   * The clients that some way lets in.
   *
   * @param guestPort the port that the guest listens on
   * @return exactly those clients, and those for which it cannot be told
   */
  public Sources sources(Port guestPort) {
    AddressSet allowed = AddressSet.empty();
    AddressSet open = AddressSet.empty();
    for (IngressPath path : paths(guestPort)) {
      Sources each = sources(path);
      allowed = allowed.union(each.allowed());
      open = open.union(each.inconclusive());
    }
    return new Sources(allowed, open.minus(allowed));
  }

  /**
   * The clients that one way lets in.
   *
   * @param path one of {@link #paths}
   * @return exactly those clients, and those for which it cannot be told
   */
  public Sources sources(IngressPath path) {
    CompiledPolicy compiled = compile(path);
    AddressSet clients = clients(path);
    return new Sources(
        compiled.addresses(Verdict.ALLOW).intersect(clients),
        compiled.addresses(Verdict.INCONCLUSIVE).intersect(clients));
  }

  /**
   * Clients of a port.
   *
   * @param allowed those that are let in
   * @param inconclusive those for which it cannot be told
   */
  public record Sources(AddressSet allowed, AddressSet inconclusive) {}

  /**
   * The answer for every client on one way: the gate in front, admin rules, NSGs, and the way of
   * the replies. TCP from any port of the client.
   *
   * @param path one of {@link #paths}
   * @return the compiled policy, by the client's address
   */
  public CompiledPolicy compile(IngressPath path) {
    CompiledPolicy known = compiled.get(path);
    if (known == null) {
      known = compileOnce(path);
      compiled.put(path, known); // two threads may make it, the same one
    }
    return known;
  }

  private CompiledPolicy compileOnce(IngressPath path) {
    World.Question asking =
        new World.Question(
            Direction.INBOUND,
            path.privateAddress(),
            Protocol.TCP,
            Optional.empty(),
            Optional.of(path.port()));
    Optional<Location> location = location(path.privateAddress());
    boolean ipv4 = path.privateAddress().isIpv4();
    if (path.kind() == IngressPath.Kind.CLASSIC_ENDPOINT) {
      return CompiledPolicy.of(List.of(front(path, ipv4)), List.of(NO_CLASSIC_NSG));
    }
    if (location.isEmpty()) {
      return compile(
          Direction.INBOUND,
          path.privateAddress(),
          Protocol.TCP,
          Optional.empty(),
          asking.destinationPort());
    }
    NetworkInterface nic = location.get().nic;
    IpConfiguration ip = location.get().ip;
    Layer replies = Routes.of(snapshot, nic, ip, compiler.serviceTags()).replies(path);
    List<Layer> front = new ArrayList<>();
    if (!path.front().isEmpty()) {
      front.add(front(path, ipv4));
    }
    probe(path).ifPresent(decider -> front.add(Layer.everywhere(ipv4, decider)));
    if (path.seenAs().isEmpty()) {
      return compile(nic, ip, asking, front, List.of(replies));
    }
    CompiledPolicy inside = compile(nic, ip, asking, List.of(), List.of(replies));
    Decision seen = inside.decide(path.seenAs().get(), path.name());
    List<Layer> layers = new ArrayList<>(front);
    seen.deciders().forEach(decider -> layers.add(Layer.everywhere(ipv4, decider)));
    return CompiledPolicy.of(layers, seen.assumptions());
  }

  /** Where the NSGs keep a load balancer's health probe out; it comes from the host's address. */
  private Optional<Decider> probe(IngressPath path) {
    return snapshot.all(SnapshotPart.LOAD_BALANCERS).values().stream()
        .flatMap(reading -> reading.known().stream())
        .flatMap(
            balancer ->
                balancer.loadBalancingRules().stream()
                    .filter(rule -> path.resource().equals(Optional.of(rule.id())))
                    .flatMap(rule -> rule.probeId().stream())
                    .flatMap(
                        id ->
                            balancer.probes().stream()
                                .filter(probe -> probe.id().equalsIgnoreCase(id))))
        .findFirst()
        .flatMap(probe -> probe(path, probe));
  }

  private Optional<Decider> probe(IngressPath path, LoadBalancer.Probe probe) {
    boolean toAll =
        probe.noHealthyBackendsBehavior().filter("AllProbedUp"::equalsIgnoreCase).isPresent();
    if (toAll || probe.port().filter(number -> number >= 1 && number <= 65_535).isEmpty()) {
      return Optional.empty();
    }
    IpAddress host =
        AddressSpaces.LOAD_BALANCER
            .intersect(World.family(path.privateAddress()))
            .first()
            .orElseThrow();
    Port port = new Port(probe.port().get());
    Decision decision = inbound(host, path.privateAddress(), Protocol.TCP, port);
    String why =
        "health probe "
            + probe.name()
            + " to port "
            + port
            + ": "
            + decision.why()
            + "; a load balancer sends new connections to no VM whose probe fails";
    return decision.verdict() == Verdict.ALLOW
        ? Optional.empty()
        : Optional.of(
            new Decider(
                Gate.HEALTH_PROBE,
                decision.verdict(),
                Optional.of(probe.id()),
                decision.decider().rule(),
                why,
                decision.doubt().map(doubt -> new Doubt(why, doubt.settledBy()))));
  }

  private static Layer front(IngressPath path, boolean ipv4) {
    List<Decider> deciders = path.front().stream().map(cell -> cell.decision().decider()).toList();
    return new Layer(
        AddressPartition.firstOf(ipv4, path.front().stream().map(Cell::addresses).toList()),
        deciders.stream().map(Decider::verdict).toList(),
        deciders::get,
        Set.of());
  }

  /**
   * The clients that can use a way at all: across the internet for a public front end, from the
   * virtual network and what is connected to it for a private one.
   *
   * @param path one of {@link #paths}
   * @return addresses of the path's IP version
   */
  public AddressSet clients(IngressPath path) {
    AddressSet internet = internetSpace(path.privateAddress());
    return path.isPublic() ? internet : World.family(path.privateAddress()).minus(internet);
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
        location(privateAddress).map(at -> network(at.ip).surely()).orElse(AddressSet.empty());
    return compiler.publicSpace(network).intersect(World.family(privateAddress));
  }

  /**
   * Where the ports on the way do not agree: front-end rules, NSGs, and the port that the client
   * connects to, each against the guest's listener.
   *
   * @param listener the port that the guest listens on, as its registry has it
   * @param address the address that the client connects to; empty where it is not known
   * @param asked the port that the client connects to, such as that of an .rdp file
   * @return empty where all agree
   */
  public List<PortDisagreement> portDisagreements(
      Port listener, Optional<IpAddress> address, Optional<Port> asked) {
    return PortDisagreement.of(this, listener, address, asked);
  }

  /**
   * What is open that should not be.
   *
   * @param guestPort the port that the guest listens on
   * @return empty where nothing is
   */
  public List<SecurityFinding> securityFindings(Port guestPort) {
    List<SecurityFinding> findings = new ArrayList<>();
    SecurityFinding.openToTheInternet(this, guestPort).ifPresent(findings::add);
    findings.addAll(SecurityFinding.besideJit(this, snapshot, guestPort));
    return List.copyOf(findings);
  }

  /**
   * Whether more public addresses get in across the internet than anybody's own are.
   *
   * @param guestPort the port that the guest listens on
   * @return empty where that is not so
   */
  public Optional<SecurityFinding> openToInternet(Port guestPort) {
    return SecurityFinding.openToTheInternet(this, guestPort);
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

  static Optional<IpAddress> literal(String text) {
    try {
      return Optional.of(IpAddress.parse(text));
    } catch (IllegalArgumentException e) {
      // A snapshot from outside may hold anything; what is no address is nobody's address.
      return Optional.empty();
    }
  }

  private Decider nowhere(IpAddress local) {
    Doubt doubt =
        snapshot.networkInterfaces().entrySet().stream()
            .filter(nic -> nic.getValue().known().isEmpty())
            .findFirst()
            .map(
                nic ->
                    Gaps.doubt(
                        "a NIC of the VM",
                        nic.getValue(),
                        SnapshotPart.NETWORK_INTERFACES.action(nic.getKey())))
            .or(
                () ->
                    snapshot.vm().known().isPresent()
                        ? Optional.empty()
                        : Optional.of(
                            Gaps.doubt(
                                "the VM",
                                snapshot.vm(),
                                SnapshotPart.VM.action(snapshot.vmId().toString()))))
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
    return compile(nic, ip, asking, List.of(), List.of());
  }

  private CompiledPolicy compile(
      NetworkInterface nic,
      IpConfiguration ip,
      World.Question asking,
      List<Layer> front,
      List<Layer> after) {
    Reading<List<EffectiveSecurityGroup>> effective =
        snapshot.get(SnapshotPart.EFFECTIVE_SECURITY_GROUPS, nic.id());
    Extent network =
        compiler.network(
            List.of(networkKey(ip), effective),
            () ->
                AddressSpaces.expanded(effective)
                    .map(network(ip)::settledBy)
                    .orElseGet(() -> network(ip)));
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
    Optional<NetworkSecurityGroup> admin = AdminRules.of(snapshot, ip.subnetId());
    if (admin.filter(AdminRules::alwaysAllow).isPresent()) {
      platform = platform.map(NetworkPolicy::perhapsPassed);
    }
    Place place =
        new Place(
            network,
            Optional.of(
                ip.applicationSecurityGroupIds().stream()
                    .map(id -> id.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet())),
            GroupMembers.of(snapshot, ip, groupSpace, List.of(subnet, own)),
            groupSpace,
            admin,
            List.of(subnet, own),
            assumptions(ip, noWayIn));
    AddressSet internet = compiler.publicSpace(network.surely());
    List<Layer> before = new ArrayList<>(front);
    platform.ifPresent(
        decider -> before.add(compiler.layer(decider, internet, asking.local().isIpv4())));
    return place.compile(asking, compiler, before, after);
  }

  /** The tag VirtualNetwork, as far as the configuration tells. */
  private Extent network(IpConfiguration ip) {
    return compiler.network(
        networkKey(ip), () -> AddressSpaces.virtualNetwork(snapshot, ip.subnetId()));
  }

  /** All that the tag VirtualNetwork depends on. */
  private Object networkKey(IpConfiguration ip) {
    if (ip.subnetId().isEmpty()) {
      return "no subnet";
    }
    Reading<Subnet> subnet = snapshot.subnet(ip.subnetId().get());
    Optional<Reading<RouteTable>> table =
        subnet.known().flatMap(Subnet::routeTableId).map(snapshot::routeTable);
    return List.of(
        PolicyCompiler.sameObject(subnet),
        PolicyCompiler.sameObject(snapshot.virtualNetworkOf(ip.subnetId().get())),
        table.map(PolicyCompiler::sameObject));
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
                  "the public IP address",
                  reading,
                  SnapshotPart.PUBLIC_IP_ADDRESSES.action(ip.publicIpAddressId().get()))));
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

  /**
   * Whether a rule that always allows also opens an address that no NSG opens is not documented.
   */
  private static Decider perhapsPassed(Decider platform) {
    return platform.verdict() == Verdict.ALLOW
        ? platform
        : platformDoubt(
            new Doubt(
                platform.why() + "; whether a security admin rule that always allows opens it",
                "a connection attempt"));
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
    if (!AdminRules.areKnown(snapshot, ip.subnetId())) {
      assumptions.add(NO_ADMIN_RULES);
    }
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
