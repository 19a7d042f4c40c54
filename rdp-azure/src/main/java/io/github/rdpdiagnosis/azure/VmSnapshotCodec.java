package io.github.rdpdiagnosis.azure;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.RouteTable.Route;
import io.github.rdpdiagnosis.azure.VirtualMachine.NetworkInterfaceReference;
import io.github.rdpdiagnosis.azure.VirtualNetwork.Peering;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The JSON form of a {@link VmSnapshot}: {@code schemaVersion} 1, sorted keys, instants in UTC.
 *
 * <p>A reading is an object with a {@code status}: {@code KNOWN} has {@code at} and {@code value},
 * {@code NOT_PERMITTED} has {@code action}, {@code NOT_FOUND} has {@code id}, {@code THROTTLED} has
 * {@code retryAfterMillis}, {@code FAILED} has {@code why}, {@code NOT_ASKED} has nothing more.
 * Where a part may have no NSG, public address, route table or NAT gateway, the property is there
 * all the same and says {@code none}; a document without it is refused, because leaving it out must
 * not mean "no NSG". Properties that this version does not know are ignored.
 */
public final class VmSnapshotCodec {
  /** The largest document that is read, in bytes: 16 MiB. */
  public static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final String NONE = "none";

  private VmSnapshotCodec() {}

  /**
   * The snapshot as a document.
   *
   * @param snapshot the snapshot
   * @return UTF-8, ends in a line end
   */
  public static byte[] write(VmSnapshot snapshot) {
    return StrictJson.write(toJson(snapshot));
  }

  /**
   * A snapshot from a document.
   *
   * @param bytes UTF-8, at most {@link #MAX_BYTES}
   * @param documentName what the user knows it as, for messages
   * @return the snapshot
   * @throws JsonDocumentException if it is none; names the place and what was expected there
   */
  public static VmSnapshot read(byte[] bytes, String documentName) {
    return decode(
        JsonPlace.root(documentName, StrictJson.readObject(bytes, MAX_BYTES, documentName)));
  }

  /**
   * A snapshot from a file. Never reads more than {@link #MAX_BYTES} and one byte.
   *
   * @param file the file
   * @return the snapshot
   * @throws IOException if the file cannot be read
   * @throws JsonDocumentException if it holds no snapshot
   */
  public static VmSnapshot read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return read(in.readNBytes(MAX_BYTES + 1), file.toString());
    }
  }

  /**
   * The snapshot as plain JSON data, as it travels as a fact.
   *
   * @param snapshot the snapshot
   * @return maps with sorted keys, lists, texts, whole numbers and booleans; no nulls
   */
  public static Map<String, Object> toJson(VmSnapshot snapshot) {
    Members out = new Members();
    out.put("schemaVersion", (long) VmSnapshot.SCHEMA_VERSION);
    out.put("vmId", snapshot.vmId().toString());
    out.put("readAt", snapshot.readAt().toString());
    out.put("vm", encode(snapshot.vm(), VmSnapshotCodec::encode));
    out.put("networkInterfaces", encode(snapshot.networkInterfaces(), VmSnapshotCodec::encode));
    out.put("publicIpAddresses", encode(snapshot.publicIpAddresses(), VmSnapshotCodec::encode));
    out.put("subnets", encode(snapshot.subnets(), VmSnapshotCodec::encode));
    out.put("virtualNetworks", encode(snapshot.virtualNetworks(), VmSnapshotCodec::encode));
    out.put("routeTables", encode(snapshot.routeTables(), VmSnapshotCodec::encode));
    out.put(
        "networkSecurityGroups", encode(snapshot.networkSecurityGroups(), VmSnapshotCodec::encode));
    return out.json;
  }

  /**
   * A snapshot back from plain JSON data.
   *
   * @param json what {@link #toJson} made
   * @return the snapshot
   * @throws JsonDocumentException if it is of another shape
   */
  public static VmSnapshot fromJson(Map<String, ?> json) {
    return decode(JsonPlace.root("snapshot", json));
  }

  private static VmSnapshot decode(JsonPlace in) {
    long version = in.number("schemaVersion", 0, Integer.MAX_VALUE);
    if (version != VmSnapshot.SCHEMA_VERSION) {
      throw in.unexpected("schemaVersion", "version " + VmSnapshot.SCHEMA_VERSION);
    }
    return new VmSnapshot(
        in.text("vmId", "a VM id", VmId::parse),
        in.instant("readAt"),
        decode(in.object("vm"), VmSnapshotCodec::virtualMachine),
        in.members("networkInterfaces", r -> decode(r, VmSnapshotCodec::networkInterface)),
        in.members("publicIpAddresses", r -> decode(r, VmSnapshotCodec::publicIpAddress)),
        in.members("subnets", r -> decode(r, VmSnapshotCodec::subnet)),
        in.members("virtualNetworks", r -> decode(r, VmSnapshotCodec::virtualNetwork)),
        in.members("routeTables", r -> decode(r, VmSnapshotCodec::routeTable)),
        in.members("networkSecurityGroups", r -> decode(r, VmSnapshotCodec::networkSecurityGroup)));
  }

  private static <T> Map<String, Object> encode(
      SortedMap<String, Reading<T>> readings, Function<T, Map<String, Object>> encoder) {
    Members out = new Members();
    readings.forEach((id, reading) -> out.put(id, encode(reading, encoder)));
    return out.json;
  }

  private static <T> Map<String, Object> encode(
      Reading<T> reading, Function<T, Map<String, Object>> encoder) {
    Members out = new Members();
    return reading.fold(
        known ->
            out.put("status", "KNOWN")
                .put("at", known.at().toString())
                .put("value", encoder.apply(known.value()))
                .json,
        denied -> out.put("status", "NOT_PERMITTED").put("action", denied.action()).json,
        missing -> out.put("status", "NOT_FOUND").put("id", missing.id()).json,
        throttled ->
            out.put("status", "THROTTLED")
                .put("retryAfterMillis", throttled.retryAfter().toMillis())
                .json,
        failed -> out.put("status", "FAILED").put("why", failed.why()).json,
        notAsked -> out.put("status", "NOT_ASKED").json);
  }

  private static <T> Reading<T> decode(JsonPlace in, Function<JsonPlace, T> decoder) {
    return switch (in.text("status")) {
      case "KNOWN" -> {
        Instant at = in.instant("at");
        yield new Reading.Known<>(decoder.apply(in.object("value")), at);
      }
      case "NOT_PERMITTED" -> new Reading.NotPermitted<>(in.text("action"));
      case "NOT_FOUND" -> new Reading.NotFound<>(in.text("id"));
      case "THROTTLED" ->
          new Reading.Throttled<>(
              Duration.ofMillis(in.number("retryAfterMillis", 0, Long.MAX_VALUE)));
      case "FAILED" -> new Reading.Failed<>(in.text("why"));
      case "NOT_ASKED" -> new Reading.NotAsked<>();
      default ->
          throw in.unexpected(
              "status", "KNOWN, NOT_PERMITTED, NOT_FOUND, THROTTLED, FAILED or NOT_ASKED");
    };
  }

  private static Map<String, Object> encode(VirtualMachine vm) {
    return new Members()
        .put("id", vm.id())
        .put("name", vm.name())
        .put("location", vm.location())
        .put("size", vm.size())
        .put("osType", vm.osType())
        .put("computerName", vm.computerName())
        .put("powerState", vm.powerState())
        .put("provisioningState", vm.provisioningState())
        .put("agentStatus", vm.agentStatus())
        .put("agentMessage", vm.agentMessage())
        .put(
            "networkInterfaces",
            vm.networkInterfaces().stream()
                .map(nic -> new Members().put("id", nic.id()).put("primary", nic.primary()).json)
                .toList())
        .json;
  }

  private static VirtualMachine virtualMachine(JsonPlace in) {
    return new VirtualMachine(
        in.text("id"),
        in.text("name"),
        in.optionalText("location"),
        in.optionalText("size"),
        in.optionalText("osType"),
        in.optionalText("computerName"),
        in.optionalText("powerState"),
        in.optionalText("provisioningState"),
        in.optionalText("agentStatus"),
        in.optionalText("agentMessage"),
        in.objects(
            "networkInterfaces",
            nic -> new NetworkInterfaceReference(nic.text("id"), nic.optionalFlag("primary"))));
  }

  private static Map<String, Object> encode(NetworkInterface nic) {
    return new Members()
        .put("id", nic.id())
        .put("name", nic.name())
        .put(
            "ipConfigurations",
            nic.ipConfigurations().stream().map(VmSnapshotCodec::encode).toList())
        .link("networkSecurityGroupId", nic.networkSecurityGroupId())
        .put("ipForwarding", nic.ipForwarding())
        .json;
  }

  private static NetworkInterface networkInterface(JsonPlace in) {
    return new NetworkInterface(
        in.text("id"),
        in.text("name"),
        in.objects("ipConfigurations", VmSnapshotCodec::ipConfiguration),
        in.link("networkSecurityGroupId", NONE),
        in.flag("ipForwarding"));
  }

  private static Map<String, Object> encode(IpConfiguration ip) {
    return new Members()
        .put("name", ip.name())
        .put("primary", ip.primary())
        .put("privateAddress", ip.privateAddress())
        .put("subnetId", ip.subnetId())
        .link("publicIpAddressId", ip.publicIpAddressId())
        .put("applicationSecurityGroupIds", ip.applicationSecurityGroupIds())
        .put("inboundNatRuleIds", ip.inboundNatRuleIds())
        .put("backendPoolIds", ip.backendPoolIds())
        .json;
  }

  private static IpConfiguration ipConfiguration(JsonPlace in) {
    return new IpConfiguration(
        in.text("name"),
        in.flag("primary"),
        in.optionalText("privateAddress"),
        in.optionalText("subnetId"),
        in.link("publicIpAddressId", NONE),
        in.texts("applicationSecurityGroupIds"),
        in.texts("inboundNatRuleIds"),
        in.texts("backendPoolIds"));
  }

  private static Map<String, Object> encode(PublicIpAddress ip) {
    return new Members()
        .put("id", ip.id())
        .put("name", ip.name())
        .put("address", ip.address())
        .put("sku", ip.sku())
        .put("allocation", ip.allocation())
        .put("fqdn", ip.fqdn())
        .put("version", ip.version())
        .json;
  }

  private static PublicIpAddress publicIpAddress(JsonPlace in) {
    return new PublicIpAddress(
        in.text("id"),
        in.text("name"),
        in.optionalText("address"),
        in.optionalText("sku"),
        in.optionalText("allocation"),
        in.optionalText("fqdn"),
        in.optionalText("version"));
  }

  private static Map<String, Object> encode(Subnet subnet) {
    return new Members()
        .put("id", subnet.id())
        .put("name", subnet.name())
        .put("prefixes", subnet.prefixes())
        .link("networkSecurityGroupId", subnet.networkSecurityGroupId())
        .link("routeTableId", subnet.routeTableId())
        .link("natGatewayId", subnet.natGatewayId())
        .json;
  }

  private static Subnet subnet(JsonPlace in) {
    return new Subnet(
        in.text("id"),
        in.text("name"),
        in.texts("prefixes"),
        in.link("networkSecurityGroupId", NONE),
        in.link("routeTableId", NONE),
        in.link("natGatewayId", NONE));
  }

  private static Map<String, Object> encode(VirtualNetwork network) {
    return new Members()
        .put("id", network.id())
        .put("name", network.name())
        .put("addressSpace", network.addressSpace())
        .put("subnetNames", network.subnetNames())
        .put(
            "peerings",
            network.peerings().stream()
                .map(
                    peering ->
                        new Members()
                            .put("name", peering.name())
                            .put("remoteVirtualNetworkId", peering.remoteVirtualNetworkId())
                            .put("remoteAddressSpace", peering.remoteAddressSpace())
                            .put("state", peering.state())
                            .put("allowVirtualNetworkAccess", peering.allowVirtualNetworkAccess())
                            .put("useRemoteGateways", peering.useRemoteGateways())
                            .json)
                .toList())
        .json;
  }

  private static VirtualNetwork virtualNetwork(JsonPlace in) {
    return new VirtualNetwork(
        in.text("id"),
        in.text("name"),
        in.texts("addressSpace"),
        in.texts("subnetNames"),
        in.objects(
            "peerings",
            peering ->
                new Peering(
                    peering.text("name"),
                    peering.optionalText("remoteVirtualNetworkId"),
                    peering.texts("remoteAddressSpace"),
                    peering.optionalText("state"),
                    peering.optionalFlag("allowVirtualNetworkAccess"),
                    peering.flag("useRemoteGateways"))));
  }

  private static Map<String, Object> encode(RouteTable table) {
    return new Members()
        .put("id", table.id())
        .put("name", table.name())
        .put("gatewayRoutesDisabled", table.gatewayRoutesDisabled())
        .put(
            "routes",
            table.routes().stream()
                .map(
                    route ->
                        new Members()
                            .put("name", route.name())
                            .put("prefix", route.prefix())
                            .put("nextHopType", route.nextHopType())
                            .put("nextHopAddress", route.nextHopAddress())
                            .json)
                .toList())
        .json;
  }

  private static RouteTable routeTable(JsonPlace in) {
    return new RouteTable(
        in.text("id"),
        in.text("name"),
        in.objects(
            "routes",
            route ->
                new Route(
                    route.text("name"),
                    route.text("prefix"),
                    route.optionalText("nextHopType"),
                    route.optionalText("nextHopAddress"))),
        in.flag("gatewayRoutesDisabled"));
  }

  private static Map<String, Object> encode(NetworkSecurityGroup group) {
    return new Members()
        .put("id", group.id())
        .put("name", group.name())
        .put("rules", group.rules().stream().map(VmSnapshotCodec::encode).toList())
        .json;
  }

  private static NetworkSecurityGroup networkSecurityGroup(JsonPlace in) {
    return new NetworkSecurityGroup(
        in.text("id"), in.text("name"), in.objects("rules", VmSnapshotCodec::securityRule));
  }

  private static Map<String, Object> encode(SecurityRule rule) {
    Members out =
        new Members()
            .put("id", rule.id())
            .put("name", rule.name())
            .put("direction", rule.direction())
            .put("access", rule.access())
            .put("protocol", rule.protocol())
            .put("source", encode(rule.source()))
            .put("destination", encode(rule.destination()))
            .put("isDefault", rule.isDefault());
    rule.priority().ifPresent(priority -> out.put("priority", (long) priority));
    return out.json;
  }

  private static SecurityRule securityRule(JsonPlace in) {
    return new SecurityRule(
        in.optionalText("id"),
        in.text("name"),
        in.optionalNumber("priority", 0, 65_535).map(Long::intValue),
        in.text("direction"),
        in.text("access"),
        in.text("protocol"),
        endpoint(in.object("source")),
        endpoint(in.object("destination")),
        in.flag("isDefault"));
  }

  private static Map<String, Object> encode(Endpoint endpoint) {
    return new Members()
        .put("prefixes", endpoint.prefixes())
        .put("ports", endpoint.ports())
        .put("applicationSecurityGroupIds", endpoint.applicationSecurityGroupIds())
        .json;
  }

  private static Endpoint endpoint(JsonPlace in) {
    return new Endpoint(
        in.texts("prefixes"), in.texts("ports"), in.texts("applicationSecurityGroupIds"));
  }

  /** The members of an object, sorted; what is absent is left out. */
  private static final class Members {
    private final SortedMap<String, Object> json = new TreeMap<>();

    Members put(String name, Object value) {
      json.put(name, value);
      return this;
    }

    Members put(String name, Optional<?> value) {
      value.ifPresent(present -> json.put(name, present));
      return this;
    }

    Members link(String name, Optional<String> id) {
      return put(name, id.orElse(NONE));
    }
  }
}
