package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.AzureFirewall;
import io.github.rdpdiagnosis.azure.BackendPortMapping;
import io.github.rdpdiagnosis.azure.BastionHost;
import io.github.rdpdiagnosis.azure.FirewallRuleCollectionGroup;
import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.LoadBalancer;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.PublicIpAddress;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.Subnet;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.PortRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the ways from clients to a port of the VM in a snapshot. */
final class AccessPaths {
  private final VmSnapshot snapshot;
  private final Port port;
  private final List<IngressPath> paths = new ArrayList<>();

  private AccessPaths(VmSnapshot snapshot, Port port) {
    this.snapshot = snapshot;
    this.port = port;
  }

  /**
   * All ways that the snapshot knows of.
   *
   * @param port the port that the guest listens on
   */
  static List<IngressPath> of(VmSnapshot snapshot, Port port) {
    AccessPaths all = new AccessPaths(snapshot, port);
    all.collect();
    return all.paths.stream().filter(path -> path.port().equals(port)).toList();
  }

  /** Rules in front of the VM that lead to other ports of it. */
  static List<IngressPath> elsewhere(VmSnapshot snapshot, Port port) {
    AccessPaths all = new AccessPaths(snapshot, port);
    all.collect();
    return all.paths.stream().filter(path -> !path.port().equals(port)).toList();
  }

  private void collect() {
    paths.addAll(ClassicPaths.of(snapshot));
    for (Reading<NetworkInterface> reading : snapshot.networkInterfaces().values()) {
      for (NetworkInterface nic : reading.known().stream().toList()) {
        for (IpConfiguration ip : nic.ipConfigurations()) {
          ip.privateAddress()
              .flatMap(NetworkPolicy::literal)
              .ifPresent(address -> to(nic, ip, address));
        }
      }
    }
  }

  private void to(NetworkInterface nic, IpConfiguration ip, IpAddress address) {
    paths.add(
        new IngressPath(
            IngressPath.Kind.PRIVATE_ADDRESS,
            address.toString(),
            Optional.empty(),
            Optional.of(address),
            port,
            address,
            port,
            Optional.empty(),
            List.of()));
    ip.publicIpAddressId()
        .ifPresent(
            id ->
                paths.add(
                    new IngressPath(
                        IngressPath.Kind.PUBLIC_IP_ADDRESS,
                        id.substring(id.lastIndexOf('/') + 1),
                        Optional.of(id),
                        publicAddress(Optional.of(id)),
                        port,
                        address,
                        port,
                        Optional.empty(),
                        List.of())));
    String ipId = nic.id() + "/ipConfigurations/" + ip.name();
    for (Reading<LoadBalancer> reading : snapshot.all(SnapshotPart.LOAD_BALANCERS).values()) {
      reading.known().ifPresent(balancer -> balancer(balancer, ip, ipId, address));
    }
    firewalls(address);
    bastions(address);
  }

  private Optional<IpAddress> publicAddress(Optional<String> id) {
    return id.flatMap(known -> snapshot.publicIpAddress(known).known())
        .flatMap(PublicIpAddress::address)
        .flatMap(NetworkPolicy::literal);
  }

  // ---- load balancers

  private void balancer(LoadBalancer balancer, IpConfiguration ip, String ipId, IpAddress address) {
    for (LoadBalancer.InboundNatRule rule : balancer.inboundNatRules()) {
      boolean single =
          rule.backendIpConfigurationId().filter(ipId::equalsIgnoreCase).isPresent()
              || ip.inboundNatRuleIds().stream().anyMatch(rule.id()::equalsIgnoreCase);
      if (single && leadsHere(rule.protocol(), rule.backendPort())) {
        balanced(
            IngressPath.Kind.INBOUND_NAT_RULE,
            balancer,
            rule.name(),
            rule.id(),
            rule.frontEndId(),
            rule.frontendPort(),
            rule.backendPort(),
            rule.floatingIp(),
            address);
      }
    }
    for (String poolId : ip.backendPoolIds()) {
      for (BackendPortMapping mapping :
          snapshot.get(SnapshotPart.BACKEND_PORT_MAPPINGS, poolId).known().orElse(List.of())) {
        if (mapping.ipConfigurationId().equalsIgnoreCase(ipId)
            && leadsHere(mapping.protocol().orElse(""), mapping.backendPort())) {
          balancer.inboundNatRules().stream()
              .filter(rule -> rule.name().equalsIgnoreCase(mapping.ruleName()))
              .findFirst()
              .ifPresent(
                  rule ->
                      balanced(
                          IngressPath.Kind.INBOUND_NAT_RULE,
                          balancer,
                          rule.name(),
                          rule.id(),
                          rule.frontEndId(),
                          mapping.frontendPort(),
                          mapping.backendPort(),
                          rule.floatingIp(),
                          address));
        }
      }
      for (LoadBalancer.LoadBalancingRule rule : balancer.loadBalancingRules()) {
        boolean every = rule.frontendPort().equals(Optional.of(0));
        boolean here = every || leadsHere(rule.protocol(), rule.backendPort());
        if (here && rule.backendPoolIds().stream().anyMatch(poolId::equalsIgnoreCase)) {
          balanced(
              IngressPath.Kind.LOAD_BALANCING_RULE,
              balancer,
              rule.name(),
              rule.id(),
              rule.frontEndId(),
              every ? Optional.of(port.number()) : rule.frontendPort(),
              every ? Optional.of(port.number()) : rule.backendPort(),
              rule.floatingIp(),
              address);
        }
      }
    }
  }

  private static boolean leadsHere(String protocol, Optional<Integer> backendPort) {
    return !protocol.equalsIgnoreCase("Udp")
        && backendPort.filter(number -> number >= 1 && number <= 65_535).isPresent();
  }

  private void balanced(
      IngressPath.Kind kind,
      LoadBalancer balancer,
      String name,
      String id,
      Optional<String> frontEndId,
      Optional<Integer> frontEndPort,
      Optional<Integer> backendPort,
      Optional<Boolean> floating,
      IpAddress address) {
    if (frontEndPort.isEmpty() || frontEndPort.get() < 1 || frontEndPort.get() > 65_535) {
      return;
    }
    Port to = new Port(backendPort.orElseThrow());
    Optional<LoadBalancer.FrontEnd> frontEnd =
        frontEndId.flatMap(
            wanted ->
                balancer.frontEnds().stream()
                    .filter(each -> each.id().equalsIgnoreCase(wanted))
                    .findFirst());
    Optional<IpAddress> literal =
        frontEnd.flatMap(
            each ->
                publicAddress(each.publicIpAddressId())
                    .or(() -> each.privateAddress().flatMap(NetworkPolicy::literal)));
    boolean keeps = floating.orElse(false);
    String does =
        "rule "
            + name
            + " of "
            + balancer.name()
            + " sends port "
            + frontEndPort.get()
            + " to port "
            + to
            + " of "
            + address;
    Optional<Doubt> doubt =
        keeps
            ? Optional.of(
                new Doubt(
                    does + " with a floating IP, so that NSGs may see the front end's address",
                    "a connection attempt"))
            : Optional.empty();
    Decider decider =
        new Decider(
            Gate.LOAD_BALANCER,
            keeps ? Verdict.INCONCLUSIVE : Verdict.ALLOW,
            Optional.of(id),
            Optional.empty(),
            doubt.map(Doubt::why).orElse(does),
            doubt);
    paths.add(
        new IngressPath(
            kind,
            name,
            Optional.of(id),
            literal,
            new Port(frontEndPort.get()),
            address,
            to,
            Optional.empty(),
            List.of(cell(AddressSet.all(), decider))));
  }

  private static Cell cell(AddressSet addresses, Decider decider) {
    return new Cell(addresses, new Decision(decider.verdict(), List.of(decider), List.of()));
  }

  // ---- firewalls

  private void firewalls(IpAddress address) {
    for (Reading<List<AzureFirewall>> reading :
        snapshot.all(SnapshotPart.AZURE_FIREWALLS).values()) {
      for (AzureFirewall firewall : reading.known().orElse(List.of())) {
        List<AzureFirewall.NatRuleCollection> collections =
            new ArrayList<>(firewall.natRuleCollections());
        firewall
            .policyId()
            .ifPresent(
                id ->
                    snapshot
                        .get(SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS, id)
                        .known()
                        .orElse(List.of())
                        .stream()
                        .map(FirewallRuleCollectionGroup::natRuleCollections)
                        .forEach(collections::addAll));
        for (AzureFirewall.NatRuleCollection collection : collections) {
          for (AzureFirewall.NatRule rule : collection.rules()) {
            firewall(firewall, rule, address);
          }
        }
      }
    }
  }

  private void firewall(AzureFirewall firewall, AzureFirewall.NatRule rule, IpAddress address) {
    boolean here =
        rule.translatedAddress().flatMap(NetworkPolicy::literal).equals(Optional.of(address))
            && rule.translatedPort().flatMap(Ports::parse).filter(AccessPaths::isOne).isPresent()
            && rule.protocols().stream().anyMatch(AccessPaths::isTcp);
    Optional<PortRange> ports = rule.destinationPorts().stream().findFirst().flatMap(Ports::parse);
    if (!here || ports.isEmpty() || ports.get().last() < 1) {
      return;
    }
    Port to = new Port(Ports.parse(rule.translatedPort().orElseThrow()).orElseThrow().first());
    Optional<AddressSet> seenAs =
        firewall.frontEnds().stream()
            .flatMap(each -> each.subnetId().stream())
            .flatMap(id -> snapshot.subnet(id).known().stream())
            .findFirst()
            .map(Subnet::prefixes)
            .or(
                () ->
                    firewall.frontEnds().stream()
                        .flatMap(each -> each.privateAddress().stream())
                        .findFirst()
                        .or(firewall::hubPrivateAddress)
                        .map(List::of))
            .map(prefixes -> AddressSpaces.of(prefixes, "the firewall's subnet").maybe());
    String does =
        "NAT rule "
            + rule.name()
            + " of "
            + firewall.name()
            + " sends it to port "
            + to
            + " of "
            + address;
    Extent sources =
        AddressSpaces.of(
            rule.sourceAddresses().stream().map(AccessPaths::any).toList(),
            "NAT rule " + rule.name());
    List<Cell> front = new ArrayList<>();
    AddressSet open =
        rule.sourceIpGroupIds().isEmpty()
            ? sources.maybe().minus(sources.surely())
            : sources.surely().complement();
    String id = firewall.id();
    if (!sources.surely().isEmpty()) {
      front.add(
          cell(
              sources.surely(),
              decider(Gate.AZURE_FIREWALL, Verdict.ALLOW, id, does, Optional.empty())));
    }
    if (!open.isEmpty()) {
      Doubt doubt =
          new Doubt(
              "which sources NAT rule " + rule.name() + " is for is not fully known",
              "its IP groups");
      front.add(
          cell(
              open,
              decider(
                  Gate.AZURE_FIREWALL, Verdict.INCONCLUSIVE, id, doubt.why(), Optional.of(doubt))));
    }
    AddressSet others = sources.surely().union(open).complement();
    if (!others.isEmpty()) {
      front.add(
          cell(
              others,
              decider(
                  Gate.AZURE_FIREWALL,
                  Verdict.DENY,
                  id,
                  "NAT rule " + rule.name() + " of " + firewall.name() + " is for other sources",
                  Optional.empty())));
    }
    paths.add(
        new IngressPath(
            IngressPath.Kind.FIREWALL_NAT_RULE,
            rule.name(),
            Optional.of(id),
            rule.destinationAddresses().stream().findFirst().flatMap(NetworkPolicy::literal),
            new Port(Math.max(1, ports.get().first())),
            address,
            to,
            seenAs.or(() -> Optional.of(AddressSet.empty())),
            front));
  }

  private static boolean isOne(PortRange range) {
    return range.first() == range.last() && range.first() >= 1;
  }

  private static boolean isTcp(String protocol) {
    return protocol.equalsIgnoreCase("TCP") || protocol.equalsIgnoreCase("Any");
  }

  private static String any(String source) {
    return source.equals("*") ? "0.0.0.0/0" : source;
  }

  private static Decider decider(
      Gate gate, Verdict verdict, String id, String why, Optional<Doubt> doubt) {
    return new Decider(gate, verdict, Optional.of(id), Optional.empty(), why, doubt);
  }

  // ---- Bastion

  private void bastions(IpAddress address) {
    for (Reading<List<BastionHost>> reading : snapshot.all(SnapshotPart.BASTION_HOSTS).values()) {
      for (BastionHost bastion : reading.known().orElse(List.of())) {
        if (bastion
            .sku()
            .map(sku -> sku.toLowerCase(Locale.ROOT))
            .equals(Optional.of("developer"))) {
          continue; // it has no subnet of its own; how it reaches the VM is not documented
        }
        AddressSet seenAs =
            bastion
                .subnetId()
                .flatMap(id -> snapshot.subnet(id).known())
                .map(subnet -> AddressSpaces.of(subnet.prefixes(), "the Bastion's subnet").maybe())
                .orElse(AddressSet.empty());
        Extent clients =
            bastion.allowedClientPrefixes().isEmpty()
                ? Extent.exactly(AddressSet.all())
                : AddressSpaces.of(bastion.allowedClientPrefixes(), "the Bastion");
        List<Cell> front = new ArrayList<>();
        AddressSet open = clients.maybe().minus(clients.surely());
        if (!clients.surely().isEmpty()) {
          front.add(
              cell(
                  clients.surely(),
                  decider(
                      Gate.BASTION,
                      Verdict.ALLOW,
                      bastion.id(),
                      "Bastion " + bastion.name() + " may be used from there",
                      Optional.empty())));
        }
        if (!open.isEmpty()) {
          Doubt doubt = clients.doubts().get(0).doubt();
          front.add(
              cell(
                  open,
                  decider(
                      Gate.BASTION,
                      Verdict.INCONCLUSIVE,
                      bastion.id(),
                      doubt.why(),
                      Optional.of(doubt))));
        }
        AddressSet others = clients.maybe().complement();
        if (!others.isEmpty()) {
          front.add(
              cell(
                  others,
                  decider(
                      Gate.BASTION,
                      Verdict.DENY,
                      bastion.id(),
                      "Bastion " + bastion.name() + " may not be used from there",
                      Optional.empty())));
        }
        paths.add(
            new IngressPath(
                IngressPath.Kind.BASTION,
                bastion.name(),
                Optional.of(bastion.id()),
                Optional.empty(),
                new Port(443),
                address,
                port,
                Optional.of(seenAs),
                front));
      }
    }
  }
}
