package io.github.rdpdiagnosis.azure;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What ARM says of one VM and the parts around it, at one time. An immutable value: it can be
 * written to a file with {@link VmSnapshotCodec}, read again elsewhere, and evaluated offline with
 * {@code NetworkPolicy}.
 *
 * <p>It holds a {@link Reading} for each part that was found, of the kinds in {@link SnapshotPart}.
 * Parts are kept by ARM id in lower case; the values keep the spelling that ARM used. An empty map
 * of parts means "none" only if the parts through which they are found are all known, and the kind
 * was asked for.
 */
public final class VmSnapshot {
  /**
   * The version of the JSON form that this library writes; it reads version 1 as well. It was
   * raised because what version 2 adds, such as rules that come before NSGs, changes what the rest
   * means. Readers of it must ignore what they do not know.
   */
  public static final int SCHEMA_VERSION = 2;

  private final VmId vmId;
  private final Instant readAt;
  private final Map<SnapshotPart<?>, SortedMap<String, Reading<?>>> parts;

  private VmSnapshot(Builder builder) {
    vmId = builder.vmId;
    readAt = builder.readAt;
    Map<SnapshotPart<?>, SortedMap<String, Reading<?>>> copy = new LinkedHashMap<>();
    builder.parts.forEach((part, readings) -> copy.put(part, new TreeMap<>(readings)));
    parts = copy;
  }

  /**
   * A snapshot to be put together.
   *
   * @param vmId the VM
   * @param readAt when reading began
   * @return a builder without parts
   */
  public static Builder builder(VmId vmId, Instant readAt) {
    return new Builder(vmId, readAt);
  }

  /**
   * The same snapshot, to be changed.
   *
   * @return a builder with all its parts
   */
  public Builder toBuilder() {
    Builder builder = new Builder(vmId, readAt);
    parts.forEach((part, readings) -> builder.parts.put(part, new TreeMap<>(readings)));
    return builder;
  }

  /** Puts a snapshot together. Not thread-safe. */
  public static final class Builder {
    private final VmId vmId;
    private final Instant readAt;
    private final Map<SnapshotPart<?>, SortedMap<String, Reading<?>>> parts = new LinkedHashMap<>();

    private Builder(VmId vmId, Instant readAt) {
      this.vmId = Objects.requireNonNull(vmId, "vmId");
      this.readAt = Objects.requireNonNull(readAt, "readAt");
    }

    /**
     * A part that is kept by key.
     *
     * @param part which kind
     * @param id ARM id, or what else the kind is kept by, in any case
     * @param reading what came of reading it
     * @param <T> the part
     * @return this builder
     */
    public <T> Builder put(SnapshotPart<T> part, String id, Reading<T> reading) {
      parts
          .computeIfAbsent(part, any -> new TreeMap<>())
          .put(ArmId.key(id), Objects.requireNonNull(reading, id));
      return this;
    }

    /**
     * A part of the VM itself.
     *
     * @param part which kind; {@link SnapshotPart#isOfVm()}
     * @param reading what came of reading it
     * @param <T> the part
     * @return this builder
     */
    public <T> Builder put(SnapshotPart<T> part, Reading<T> reading) {
      return put(part, vmId.toString(), reading);
    }

    /**
     * Parts that are kept by key.
     *
     * @param part which kind
     * @param readings what came of reading each
     * @param <T> the part
     * @return this builder
     */
    public <T> Builder putAll(SnapshotPart<T> part, Map<String, Reading<T>> readings) {
      readings.forEach((id, reading) -> put(part, id, reading));
      return this;
    }

    /**
     * The snapshot.
     *
     * @return a copy of what was put
     */
    public VmSnapshot build() {
      return new VmSnapshot(this);
    }
  }

  /**
   * The VM.
   *
   * @return its id
   */
  public VmId vmId() {
    return vmId;
  }

  /**
   * When reading began.
   *
   * @return the time
   */
  public Instant readAt() {
    return readAt;
  }

  /**
   * All parts of a kind.
   *
   * @param part which kind
   * @param <T> the part
   * @return by ARM id in lower case; empty where none was found or asked for
   */
  @SuppressWarnings("unchecked")
  public <T> SortedMap<String, Reading<T>> all(SnapshotPart<T> part) {
    SortedMap<String, ?> readings = parts.getOrDefault(part, new TreeMap<>());
    return Collections.unmodifiableSortedMap((SortedMap<String, Reading<T>>) readings);
  }

  /**
   * One part.
   *
   * @param part which kind
   * @param id ARM id, or what else the kind is kept by, in any case
   * @param <T> the part
   * @return its reading; {@link Reading.NotAsked} where the snapshot has none
   */
  public <T> Reading<T> get(SnapshotPart<T> part, String id) {
    return all(part).getOrDefault(ArmId.key(id), new Reading.NotAsked<>());
  }

  /**
   * A part of the VM itself.
   *
   * @param part which kind; {@link SnapshotPart#isOfVm()}
   * @param <T> the part
   * @return its reading; {@link Reading.NotAsked} where the snapshot has none
   */
  public <T> Reading<T> ofVm(SnapshotPart<T> part) {
    return get(part, vmId.toString());
  }

  /**
   * The VM itself.
   *
   * @return its reading
   */
  public Reading<VirtualMachine> vm() {
    return ofVm(SnapshotPart.VM);
  }

  /**
   * The VM's NICs.
   *
   * @return by ARM id in lower case
   */
  public SortedMap<String, Reading<NetworkInterface>> networkInterfaces() {
    return all(SnapshotPart.NETWORK_INTERFACES);
  }

  /**
   * A NIC.
   *
   * @param id ARM id in any case
   * @return its reading; {@link Reading.NotAsked} where the snapshot has none
   */
  public Reading<NetworkInterface> networkInterface(String id) {
    return get(SnapshotPart.NETWORK_INTERFACES, id);
  }

  /**
   * Public IP addresses.
   *
   * @return by ARM id in lower case
   */
  public SortedMap<String, Reading<PublicIpAddress>> publicIpAddresses() {
    return all(SnapshotPart.PUBLIC_IP_ADDRESSES);
  }

  /**
   * A public IP address.
   *
   * @param id ARM id in any case
   * @return its reading; {@link Reading.NotAsked} where the snapshot has none
   */
  public Reading<PublicIpAddress> publicIpAddress(String id) {
    return get(SnapshotPart.PUBLIC_IP_ADDRESSES, id);
  }

  /**
   * Subnets.
   *
   * @return by ARM id in lower case
   */
  public SortedMap<String, Reading<Subnet>> subnets() {
    return all(SnapshotPart.SUBNETS);
  }

  /**
   * A subnet.
   *
   * @param id ARM id in any case
   * @return its reading; {@link Reading.NotAsked} where the snapshot has none
   */
  public Reading<Subnet> subnet(String id) {
    return get(SnapshotPart.SUBNETS, id);
  }

  /**
   * Virtual networks.
   *
   * @return by ARM id in lower case
   */
  public SortedMap<String, Reading<VirtualNetwork>> virtualNetworks() {
    return all(SnapshotPart.VIRTUAL_NETWORKS);
  }

  /**
   * Route tables.
   *
   * @return by ARM id in lower case
   */
  public SortedMap<String, Reading<RouteTable>> routeTables() {
    return all(SnapshotPart.ROUTE_TABLES);
  }

  /**
   * A route table.
   *
   * @param id ARM id in any case
   * @return its reading; {@link Reading.NotAsked} where the snapshot has none
   */
  public Reading<RouteTable> routeTable(String id) {
    return get(SnapshotPart.ROUTE_TABLES, id);
  }

  /**
   * NSGs.
   *
   * @return by ARM id in lower case
   */
  public SortedMap<String, Reading<NetworkSecurityGroup>> networkSecurityGroups() {
    return all(SnapshotPart.NETWORK_SECURITY_GROUPS);
  }

  /**
   * An NSG.
   *
   * @param id ARM id in any case
   * @return its reading; {@link Reading.NotAsked} where the snapshot has none
   */
  public Reading<NetworkSecurityGroup> networkSecurityGroup(String id) {
    return get(SnapshotPart.NETWORK_SECURITY_GROUPS, id);
  }

  /**
   * The virtual network of a subnet.
   *
   * @param subnetId ARM id of the subnet in any case
   * @return its reading; {@link Reading.NotAsked} where the snapshot has none
   */
  public Reading<VirtualNetwork> virtualNetworkOf(String subnetId) {
    return get(SnapshotPart.VIRTUAL_NETWORKS, ArmId.virtualNetworkOf(subnetId));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VmSnapshot snapshot
        && snapshot.vmId.equals(vmId)
        && snapshot.readAt.equals(readAt)
        && snapshot.parts.equals(parts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(vmId, readAt, parts);
  }

  @Override
  public String toString() {
    return "VmSnapshot[" + vmId + ", " + readAt + ", " + parts.keySet() + "]";
  }
}
