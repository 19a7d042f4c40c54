package io.github.rdpdiagnosis.azure;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What ARM says of one VM and the network parts around it, at one time. A value: it can be written
 * to a file with {@link VmSnapshotCodec}, read again elsewhere, and evaluated offline with {@code
 * NetworkPolicy}.
 *
 * <p>Each part is a {@link Reading}. Maps are keyed by the ARM id in lower case; the values keep
 * the spelling that ARM used.
 *
 * @param vmId the VM
 * @param readAt when reading began
 * @param vm the VM itself
 * @param networkInterfaces its NICs
 * @param publicIpAddresses the public addresses of its NICs
 * @param subnets the subnets of its NICs
 * @param virtualNetworks the networks of those subnets
 * @param routeTables the route tables of those subnets
 * @param networkSecurityGroups the NSGs of its NICs and subnets
 */
public record VmSnapshot(
    VmId vmId,
    Instant readAt,
    Reading<VirtualMachine> vm,
    SortedMap<String, Reading<NetworkInterface>> networkInterfaces,
    SortedMap<String, Reading<PublicIpAddress>> publicIpAddresses,
    SortedMap<String, Reading<Subnet>> subnets,
    SortedMap<String, Reading<VirtualNetwork>> virtualNetworks,
    SortedMap<String, Reading<RouteTable>> routeTables,
    SortedMap<String, Reading<NetworkSecurityGroup>> networkSecurityGroups) {
  /**
   * The version of the JSON form that this library writes. Readers of it must ignore what they do
   * not know.
   */
  public static final int SCHEMA_VERSION = 1;

  /** Copies the maps, with their keys in lower case. */
  public VmSnapshot {
    Objects.requireNonNull(vmId, "vmId");
    Objects.requireNonNull(readAt, "readAt");
    Objects.requireNonNull(vm, "vm");
    networkInterfaces = byKey(networkInterfaces);
    publicIpAddresses = byKey(publicIpAddresses);
    subnets = byKey(subnets);
    virtualNetworks = byKey(virtualNetworks);
    routeTables = byKey(routeTables);
    networkSecurityGroups = byKey(networkSecurityGroups);
  }

  private static <T> SortedMap<String, Reading<T>> byKey(Map<String, Reading<T>> readings) {
    SortedMap<String, Reading<T>> copy = new TreeMap<>();
    readings.forEach((id, reading) -> copy.put(ArmId.key(id), Objects.requireNonNull(reading, id)));
    return Collections.unmodifiableSortedMap(copy);
  }

  private static <T> Reading<T> get(Map<String, Reading<T>> readings, String id) {
    return readings.getOrDefault(ArmId.key(id), new Reading.NotAsked<>());
  }

  /**
   * A NIC.
   *
   * @param id ARM id in any case
   * @return its reading; {@link Reading.NotAsked} where the snapshot has none
   */
  public Reading<NetworkInterface> networkInterface(String id) {
    return get(networkInterfaces, id);
  }

  /**
   * A public IP address.
   *
   * @param id ARM id in any case
   * @return its reading; {@link Reading.NotAsked} where the snapshot has none
   */
  public Reading<PublicIpAddress> publicIpAddress(String id) {
    return get(publicIpAddresses, id);
  }

  /**
   * A subnet.
   *
   * @param id ARM id in any case
   * @return its reading; {@link Reading.NotAsked} where the snapshot has none
   */
  public Reading<Subnet> subnet(String id) {
    return get(subnets, id);
  }

  /**
   * The virtual network of a subnet.
   *
   * @param subnetId ARM id of the subnet in any case
   * @return its reading; {@link Reading.NotAsked} where the snapshot has none
   */
  public Reading<VirtualNetwork> virtualNetworkOf(String subnetId) {
    return get(virtualNetworks, ArmId.virtualNetworkOf(subnetId));
  }

  /**
   * A route table.
   *
   * @param id ARM id in any case
   * @return its reading; {@link Reading.NotAsked} where the snapshot has none
   */
  public Reading<RouteTable> routeTable(String id) {
    return get(routeTables, id);
  }

  /**
   * An NSG.
   *
   * @param id ARM id in any case
   * @return its reading; {@link Reading.NotAsked} where the snapshot has none
   */
  public Reading<NetworkSecurityGroup> networkSecurityGroup(String id) {
    return get(networkSecurityGroups, id);
  }
}
