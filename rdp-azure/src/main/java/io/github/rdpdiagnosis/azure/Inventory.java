package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Many VMs and the network parts that decide who reaches them, from a file that {@link
 * InventoryReader} wrote. Takes some kilobytes of memory for each VM. Immutable once read.
 *
 * <p>What is not in the file was not read: no admin rules of network managers, no Azure Firewalls,
 * Bastion hosts, gateways or effective routes.
 */
public final class Inventory {
  private static final int MAX_LINE = 16 * 1024 * 1024;
  private static final String VM_TYPE = "microsoft.compute/virtualmachines";

  private final Instant readAt;
  private final Map<String, NetworkSecurityGroup> groups = new HashMap<>();
  private final Map<String, Subnet> subnets = new HashMap<>();
  private final Map<String, VirtualNetwork> networks = new HashMap<>();
  private final Map<String, RouteTable> tables = new HashMap<>();
  private final Map<String, LoadBalancer> balancers = new HashMap<>();
  private final Map<String, PublicIpAddress> publicAddresses = new HashMap<>();
  private final Map<String, List<NetworkInterface>> nics = new HashMap<>();
  private final List<Machine> machines = new ArrayList<>();
  private final List<ImportProblem> problems = new ArrayList<>();

  private Inventory(Instant readAt) {
    this.readAt = readAt;
  }

  /**
   * One VM.
   *
   * @param id the VM
   * @param powerState such as {@code running}; absent where Resource Graph did not say
   * @param osType such as {@code Windows}; absent where Resource Graph did not say
   */
  public record Machine(VmId id, Optional<String> powerState, Optional<String> osType) {
    /** Checks that nothing is missing. */
    public Machine {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(powerState, "powerState");
      Objects.requireNonNull(osType, "osType");
    }
  }

  /**
   * Reads a file.
   *
   * @param file one resource a line, as Resource Graph gave it
   * @return the inventory; lines that cannot be understood are {@link #problems}
   * @throws IOException if the file cannot be read
   */
  public static Inventory read(Path file) throws IOException {
    Inventory inventory = new Inventory(Files.getLastModifiedTime(file).toInstant());
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        inventory.add(line, file.toString(), "line " + ++number);
      }
    }
    return inventory;
  }

  /**
   * Reads lines of such a file, perhaps a part of it.
   *
   * @param lines one resource each, as Resource Graph gave it
   * @param readAt when they were read from Azure
   * @return the inventory; lines that cannot be understood are {@link #problems}
   */
  public static Inventory of(List<String> lines, Instant readAt) {
    Inventory inventory = new Inventory(readAt);
    int number = 0;
    for (String line : lines) {
      inventory.add(line, "inventory", "line " + ++number);
    }
    return inventory;
  }

  private void add(String line, String file, String place) {
    try {
      JsonNode row =
          StrictJson.readTree(line.getBytes(StandardCharsets.UTF_8), MAX_LINE, file + " " + place);
      if (!(row instanceof ObjectNode resource)) {
        throw new IllegalArgumentException("expected a resource");
      }
      String id = ArmJson.raw(row.path("id"));
      String type = ArmShape.type(id);
      if (type.equalsIgnoreCase(VM_TYPE)) {
        machines.add(machine(id, row));
      } else {
        ArmResources.value(type, id, resource).ifPresent(value -> put(id, value));
        if (type.equalsIgnoreCase("microsoft.network/virtualnetworks")) {
          subnets(row.path("properties").path("subnets"));
        }
      }
    } catch (IOException | RuntimeException e) {
      problems.add(new ImportProblem(file, place, String.valueOf(e.getMessage())));
    }
  }

  private static Machine machine(String id, JsonNode row) {
    return new Machine(
        VmId.parse(id),
        ArmJson.text(row.path("power")).map(code -> code.substring(code.lastIndexOf('/') + 1)),
        ArmJson.text(row.path("os")));
  }

  private void subnets(JsonNode list) throws IOException {
    for (JsonNode subnet : list) {
      if (subnet instanceof ObjectNode object && subnet.path("properties").isObject()) {
        String id = ArmJson.raw(subnet.path("id"));
        ArmResources.value("microsoft.network/virtualnetworks/subnets", id, object)
            .ifPresent(value -> put(id, value));
      }
    }
  }

  private void put(String id, Object value) {
    String key = ArmId.key(id);
    if (value instanceof NetworkInterface nic) {
      nic.virtualMachineId()
          .ifPresent(vm -> nics.computeIfAbsent(ArmId.key(vm), any -> new ArrayList<>(1)).add(nic));
    } else if (value instanceof PublicIpAddress address) {
      publicAddresses.put(key, address);
    } else if (value instanceof NetworkSecurityGroup group) {
      groups.put(key, group);
    } else if (value instanceof Subnet subnet) {
      subnets.put(key, subnet);
    } else if (value instanceof VirtualNetwork network) {
      networks.put(key, network);
    } else if (value instanceof RouteTable table) {
      tables.put(key, table);
    } else if (value instanceof LoadBalancer balancer) {
      balancers.put(key, balancer);
    }
  }

  /**
   * The VMs, in the order of the file.
   *
   * @return all of them
   */
  public List<Machine> machines() {
    return List.copyOf(machines);
  }

  /**
   * Lines that could not be understood.
   *
   * @return empty where all could
   */
  public List<ImportProblem> problems() {
    return List.copyOf(problems);
  }

  /**
   * The NICs of a VM.
   *
   * @param machine the VM
   * @return those that this identity may see
   */
  public List<NetworkInterface> networkInterfaces(Machine machine) {
    return List.copyOf(nics.getOrDefault(ArmId.key(machine.id().toString()), List.of()));
  }

  /**
   * An NSG.
   *
   * @param id ARM id in any case
   * @return empty where it is not in the file
   */
  public Optional<NetworkSecurityGroup> networkSecurityGroup(String id) {
    return Optional.ofNullable(groups.get(ArmId.key(id)));
  }

  /**
   * A subnet.
   *
   * @param id ARM id in any case
   * @return empty where it is not in the file
   */
  public Optional<Subnet> subnet(String id) {
    return Optional.ofNullable(subnets.get(ArmId.key(id)));
  }

  /**
   * A public address.
   *
   * @param id ARM id in any case
   * @return empty where it is not in the file
   */
  public Optional<PublicIpAddress> publicIpAddress(String id) {
    return Optional.ofNullable(publicAddresses.get(ArmId.key(id)));
  }

  /**
   * What the file tells of one VM. Parts that it links to and that are not in the file are not
   * asked for, which is not the same as absent.
   *
   * @param machine the VM
   * @return its snapshot
   */
  public VmSnapshot snapshot(Machine machine) {
    VmSnapshot.Builder snapshot = VmSnapshot.builder(machine.id(), readAt);
    for (NetworkInterface nic : networkInterfaces(machine)) {
      snapshot.put(SnapshotPart.NETWORK_INTERFACES, nic.id(), known(nic));
      put(snapshot, SnapshotPart.NETWORK_SECURITY_GROUPS, nic.networkSecurityGroupId(), groups);
      for (IpConfiguration ip : nic.ipConfigurations()) {
        around(snapshot, ip);
      }
    }
    return snapshot.build();
  }

  private void around(VmSnapshot.Builder snapshot, IpConfiguration ip) {
    put(snapshot, SnapshotPart.PUBLIC_IP_ADDRESSES, ip.publicIpAddressId(), publicAddresses);
    put(snapshot, SnapshotPart.SUBNETS, ip.subnetId(), subnets);
    Optional<Subnet> subnet = ip.subnetId().flatMap(this::subnet);
    put(
        snapshot,
        SnapshotPart.NETWORK_SECURITY_GROUPS,
        subnet.flatMap(Subnet::networkSecurityGroupId),
        groups);
    put(snapshot, SnapshotPart.ROUTE_TABLES, subnet.flatMap(Subnet::routeTableId), tables);
    put(
        snapshot,
        SnapshotPart.VIRTUAL_NETWORKS,
        ip.subnetId().map(ArmId::virtualNetworkOf),
        networks);
    List<String> behind = new ArrayList<>(ip.backendPoolIds());
    behind.addAll(ip.inboundNatRuleIds());
    for (String id : behind) {
      Optional<String> owner = ArmId.owner(id, java.util.Set.of("loadbalancers"));
      put(snapshot, SnapshotPart.LOAD_BALANCERS, owner, balancers);
      owner.map(ArmId::key).map(balancers::get).stream()
          .flatMap(balancer -> balancer.frontEnds().stream())
          .forEach(
              front ->
                  put(
                      snapshot,
                      SnapshotPart.PUBLIC_IP_ADDRESSES,
                      front.publicIpAddressId(),
                      publicAddresses));
    }
  }

  private <T> void put(
      VmSnapshot.Builder snapshot, SnapshotPart<T> part, Optional<String> id, Map<String, T> all) {
    id.ifPresent(
        known -> {
          T value = all.get(ArmId.key(known));
          if (value != null) {
            snapshot.put(part, known, known(value));
          }
        });
  }

  private <T> Reading<T> known(T value) {
    return new Reading.Known<>(value, readAt);
  }
}
