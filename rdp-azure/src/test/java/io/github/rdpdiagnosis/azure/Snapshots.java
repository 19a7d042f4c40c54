package io.github.rdpdiagnosis.azure;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Snapshots for tests: one VM, 10.0.0.4 in 10.0.0.0/24 of 10.0.0.0/16, and the parts that a test
 * puts in place.
 */
public final class Snapshots {
  public static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
  public static final String GROUP =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/Rg1";
  public static final VmId VM =
      VmId.parse(GROUP + "/providers/Microsoft.Compute/virtualMachines/vm1");
  private static final String NETWORK = GROUP + "/providers/Microsoft.Network";
  public static final String NIC = NETWORK + "/networkInterfaces/nic1";
  public static final String VNET = NETWORK + "/virtualNetworks/vnet1";
  public static final String SUBNET = VNET + "/subnets/default";
  public static final String SUBNET_NSG = NETWORK + "/networkSecurityGroups/subnet-nsg";
  public static final String NIC_NSG = NETWORK + "/networkSecurityGroups/nic-nsg";
  public static final String PUBLIC_IP = NETWORK + "/publicIPAddresses/pip1";
  public static final String ROUTES = NETWORK + "/routeTables/rt1";
  public static final String ASG = NETWORK + "/applicationSecurityGroups/asg1";

  private String privateAddress = "10.0.0.4";
  private List<String> asgs = List.of();
  private List<String> pools = List.of();
  private Optional<Reading<NetworkSecurityGroup>> subnetNsg = Optional.empty();
  private Optional<Reading<NetworkSecurityGroup>> nicNsg = Optional.empty();
  private Optional<Reading<PublicIpAddress>> publicIp = Optional.empty();
  private Optional<Reading<RouteTable>> routes = Optional.empty();
  private Reading<VirtualNetwork> network =
      known(vnet(List.of("10.0.0.0/16", "fd00:1::/48"), List.of("default")));
  private Optional<Reading<Subnet>> subnet = Optional.empty();
  private Optional<Reading<NetworkInterface>> nic = Optional.empty();

  private Snapshots() {}

  public static Snapshots snapshot() {
    return new Snapshots();
  }

  public static <T> Reading<T> known(T value) {
    return new Reading.Known<>(value, AT);
  }

  public static VirtualNetwork vnet(
      List<String> space, List<String> subnets, VirtualNetwork.Peering... peerings) {
    return new VirtualNetwork(
        VNET, "vnet1", space, subnets, List.of(peerings), Optional.empty(), Optional.empty());
  }

  public static SecurityRule rule(
      String name,
      int priority,
      String direction,
      String access,
      String protocol,
      String source,
      String port) {
    return rule(
        name,
        priority,
        direction,
        access,
        protocol,
        Endpoint.of(source, "*"),
        Endpoint.of("*", port));
  }

  public static SecurityRule rule(
      String name,
      int priority,
      String direction,
      String access,
      String protocol,
      Endpoint source,
      Endpoint destination) {
    return new SecurityRule(
        Optional.of(NIC_NSG + "/securityRules/" + name),
        name,
        Optional.of(priority),
        direction,
        access,
        protocol,
        source,
        destination,
        false);
  }

  public Snapshots at(String address) {
    privateAddress = address;
    return this;
  }

  public Snapshots memberOf(String... asgIds) {
    asgs = List.of(asgIds);
    return this;
  }

  public Snapshots inPool(String poolId) {
    pools = List.of(poolId);
    return this;
  }

  public Snapshots subnetNsg(SecurityRule... rules) {
    return subnetNsg(known(new NetworkSecurityGroup(SUBNET_NSG, "subnet-nsg", List.of(rules))));
  }

  public Snapshots subnetNsg(Reading<NetworkSecurityGroup> reading) {
    subnetNsg = Optional.of(reading);
    return this;
  }

  public Snapshots nicNsg(SecurityRule... rules) {
    return nicNsg(known(new NetworkSecurityGroup(NIC_NSG, "nic-nsg", List.of(rules))));
  }

  public Snapshots nicNsg(Reading<NetworkSecurityGroup> reading) {
    nicNsg = Optional.of(reading);
    return this;
  }

  public Snapshots publicIp(String sku) {
    return publicIp(
        known(
            new PublicIpAddress(
                PUBLIC_IP,
                "pip1",
                Optional.of("203.0.113.10"),
                Optional.of(sku),
                Optional.of("Static"),
                Optional.of("vm1.westeurope.cloudapp.azure.com"),
                Optional.of("IPv4"),
                Optional.empty(),
                Optional.empty())));
  }

  public Snapshots publicIp(Reading<PublicIpAddress> reading) {
    publicIp = Optional.of(reading);
    return this;
  }

  public Snapshots route(String prefix) {
    return routes(
        known(
            new RouteTable(
                ROUTES,
                "rt1",
                List.of(
                    new RouteTable.Route(
                        "to-appliance",
                        prefix,
                        Optional.of("VirtualAppliance"),
                        Optional.of("10.0.9.4"))),
                false)));
  }

  public Snapshots routes(Reading<RouteTable> reading) {
    routes = Optional.of(reading);
    return this;
  }

  public Snapshots network(Reading<VirtualNetwork> reading) {
    network = reading;
    return this;
  }

  public Snapshots subnet(Reading<Subnet> reading) {
    subnet = Optional.of(reading);
    return this;
  }

  public Snapshots nic(Reading<NetworkInterface> reading) {
    nic = Optional.of(reading);
    return this;
  }

  public VmSnapshot build() {
    VirtualMachine vm =
        new VirtualMachine(
            VM.toString(),
            "vm1",
            Optional.of("westeurope"),
            Optional.of("Standard_D2s_v5"),
            Optional.of("Windows"),
            Optional.of("VM1"),
            Optional.of("running"),
            Optional.of("Succeeded"),
            Optional.of("Ready"),
            Optional.of("GuestAgent is running and processing the extensions."),
            List.of(new VirtualMachine.NetworkInterfaceReference(NIC, Optional.of(true))),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    IpConfiguration ip =
        new IpConfiguration(
            "ipconfig1",
            true,
            Optional.of(privateAddress),
            Optional.of(SUBNET),
            publicIp.map(any -> PUBLIC_IP),
            asgs,
            List.of(),
            pools);
    VmSnapshot.Builder snapshot = VmSnapshot.builder(VM, AT);
    snapshot.put(SnapshotPart.VM, known(vm));
    subnetNsg.ifPresent(r -> snapshot.put(SnapshotPart.NETWORK_SECURITY_GROUPS, SUBNET_NSG, r));
    nicNsg.ifPresent(r -> snapshot.put(SnapshotPart.NETWORK_SECURITY_GROUPS, NIC_NSG, r));
    publicIp.ifPresent(r -> snapshot.put(SnapshotPart.PUBLIC_IP_ADDRESSES, PUBLIC_IP, r));
    routes.ifPresent(r -> snapshot.put(SnapshotPart.ROUTE_TABLES, ROUTES, r));
    snapshot.put(SnapshotPart.VIRTUAL_NETWORKS, VNET, network);
    snapshot.put(
        SnapshotPart.NETWORK_INTERFACES,
        NIC,
        nic.orElseGet(
            () ->
                known(
                    new NetworkInterface(
                        NIC,
                        "nic1",
                        List.of(ip),
                        nicNsg.map(any -> NIC_NSG),
                        false,
                        Optional.of(VM.toString()),
                        Optional.empty(),
                        Optional.empty()))));
    snapshot.put(
        SnapshotPart.SUBNETS,
        SUBNET,
        subnet.orElseGet(
            () ->
                known(
                    new Subnet(
                        SUBNET,
                        "default",
                        List.of("10.0.0.0/24"),
                        subnetNsg.map(any -> SUBNET_NSG),
                        routes.map(any -> ROUTES),
                        Optional.empty()))));
    return snapshot.build();
  }
}
