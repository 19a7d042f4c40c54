package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmSnapshotCodecTest {
  private static VmSnapshot full() {
    return Snapshots.snapshot()
        .memberOf(Snapshots.ASG)
        .publicIp("Standard")
        .route("0.0.0.0/0")
        .network(
            Snapshots.known(
                Snapshots.vnet(
                    List.of("10.0.0.0/16"),
                    List.of("default", "GatewaySubnet"),
                    new VirtualNetwork.Peering(
                        "hub",
                        Optional.of("/x"),
                        List.of("10.9.0.0/16"),
                        Optional.of("Connected"),
                        Optional.of(true),
                        true,
                        Optional.of(false),
                        Optional.of(false)))))
        .nicNsg(Snapshots.rule("rdp", 100, "Inbound", "Allow", "Tcp", "Internet", "3389"))
        .subnetNsg(new Reading.NotPermitted<>("Microsoft.Network/networkSecurityGroups/read"))
        .build();
  }

  @Test
  void comesBackAsItWas() {
    VmSnapshot snapshot = full();
    byte[] written = VmSnapshotCodec.write(snapshot);
    assertThat(VmSnapshotCodec.read(written, "x")).isEqualTo(snapshot);
    assertThat(VmSnapshotCodec.write(VmSnapshotCodec.read(written, "x"))).isEqualTo(written);
    assertThat(VmSnapshotCodec.fromJson(VmSnapshotCodec.toJson(snapshot))).isEqualTo(snapshot);
  }

  @Test
  void everyOutcomeComesBack() {
    List<Reading<NetworkSecurityGroup>> readings =
        List.of(
            new Reading.NotPermitted<>("a/b/read"),
            new Reading.NotFound<>("/x"),
            new Reading.Throttled<>(Duration.ofSeconds(7)),
            new Reading.Failed<>("deadline"),
            new Reading.NotAsked<>());
    for (Reading<NetworkSecurityGroup> reading : readings) {
      VmSnapshot snapshot = Snapshots.snapshot().nicNsg(reading).build();
      assertThat(
              VmSnapshotCodec.read(VmSnapshotCodec.write(snapshot), "x")
                  .networkSecurityGroup(Snapshots.NIC_NSG))
          .isEqualTo(reading);
      assertThat(reading.known()).isEmpty();
      assertThat(reading.gap()).isPresent();
    }
  }

  @Test
  void keysAreFoundInAnyCase() {
    VmSnapshot snapshot = VmSnapshotCodec.read(VmSnapshotCodec.write(full()), "x");
    assertThat(snapshot.networkInterface(Snapshots.NIC.toUpperCase(java.util.Locale.ROOT)).known())
        .hasValueSatisfying(nic -> assertThat(nic.id()).isEqualTo(Snapshots.NIC));
    assertThat(snapshot.networkInterfaces())
        .containsOnlyKeys(Snapshots.NIC.toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void ignoresWhatItDoesNotKnow() {
    String text = new String(VmSnapshotCodec.write(full()), StandardCharsets.UTF_8);
    String newer = text.replaceFirst("\\{", "{ \"somethingNew\": {\"x\": [1, 2]},");
    assertThat(VmSnapshotCodec.read(newer.getBytes(StandardCharsets.UTF_8), "x")).isEqualTo(full());
  }

  @Test
  void leavingOutTheNsgIsNotTheSameAsHavingNone() {
    String text = new String(VmSnapshotCodec.write(full()), StandardCharsets.UTF_8);
    String without =
        text.replaceFirst("\"networkSecurityGroupId\" : \"[^\"]*nic-nsg\"", "\"other\" : 1");
    assertThat(without).isNotEqualTo(text);
    assertThatThrownBy(
            () -> VmSnapshotCodec.read(without.getBytes(StandardCharsets.UTF_8), "s.json"))
        .isInstanceOf(JsonDocumentException.class)
        .hasMessageContaining("s.json: at $.networkInterfaces['/subscriptions")
        .hasMessageContaining(".networkSecurityGroupId: expected a text, got nothing");
  }

  /** As version 1 wrote it: seven kinds of parts, and records with fewer members. */
  @Test
  void aDocumentOfVersion1StillReads() {
    String group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg1";
    String json =
        """
        {"schemaVersion": 1, "readAt": "2026-11-22T10:00:00Z",
         "vmId": "RG/providers/Microsoft.Compute/virtualMachines/vm1",
         "vm": {"status": "KNOWN", "at": "2026-11-22T10:00:01Z", "value": {
           "id": "RG/providers/Microsoft.Compute/virtualMachines/vm1", "name": "vm1",
           "location": "westeurope", "powerState": "running",
           "networkInterfaces": [{"id": "RG/nics/nic1", "primary": true}]}},
         "networkInterfaces": {"rg/nics/nic1": {"status": "KNOWN", "at": "2026-11-22T10:00:02Z",
           "value": {"id": "RG/nics/nic1", "name": "nic1", "ipForwarding": false,
             "networkSecurityGroupId": "none", "ipConfigurations": [{"name": "a", "primary": true,
               "privateAddress": "10.0.0.4", "subnetId": "RG/v/subnets/s",
               "publicIpAddressId": "RG/ip", "applicationSecurityGroupIds": [],
               "inboundNatRuleIds": [], "backendPoolIds": []}]}}},
         "publicIpAddresses": {"rg/ip": {"status": "NOT_PERMITTED",
           "action": "Microsoft.Network/publicIPAddresses/read"}},
         "subnets": {"rg/v/subnets/s": {"status": "FAILED", "why": "deadline"}},
         "virtualNetworks": {}, "routeTables": {}, "networkSecurityGroups": {}}
        """
            .replace("RG/", group + "/")
            .replace("rg/", ArmId.key(group) + "/");
    VmSnapshot snapshot =
        VmSnapshotCodec.read(json.getBytes(StandardCharsets.UTF_8), "version1.json");
    assertThat(snapshot.vm().known().orElseThrow().powerState()).contains("running");
    assertThat(snapshot.vm().known().orElseThrow().instanceView()).isEmpty();
    NetworkInterface nic = snapshot.networkInterface(group + "/nics/nic1").known().orElseThrow();
    assertThat(nic.networkSecurityGroupId()).isEmpty();
    assertThat(nic.dnsServers()).isEmpty();
    assertThat(snapshot.publicIpAddress(group + "/ip"))
        .isEqualTo(new Reading.NotPermitted<>("Microsoft.Network/publicIPAddresses/read"));
    assertThat(snapshot.all(SnapshotPart.LOAD_BALANCERS)).as("was not asked").isEmpty();
    assertThat(VmSnapshotCodec.read(VmSnapshotCodec.write(snapshot), "again")).isEqualTo(snapshot);
  }

  @Test
  void refusesAnotherVersion() {
    assertThatThrownBy(
            () ->
                VmSnapshotCodec.read(
                    "{\"schemaVersion\": 3}".getBytes(StandardCharsets.UTF_8), "s.json"))
        .isInstanceOf(JsonDocumentException.class)
        .hasMessage("s.json: at $.schemaVersion: expected version 1 to 2, got '3'");
  }

  @Test
  void refusesAFileThatIsTooLarge(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("big.json");
    Files.write(file, new byte[VmSnapshotCodec.MAX_BYTES + 5]);
    assertThatThrownBy(() -> VmSnapshotCodec.read(file))
        .isInstanceOf(JsonDocumentException.class)
        .hasMessageContaining("expected at most 16777216 bytes");
  }

  /**
   * Every value of the document replaced by one of every other type, and taken out: an error with a
   * place, or a snapshot.
   */
  @Test
  void onlyTheDocumentedExceptionEscapesFromBrokenDocuments() {
    Map<String, Object> good = VmSnapshotCodec.toJson(full());
    int broken = 0;
    int read = 0;
    for (List<Object> path : paths(good, List.of())) {
      for (Object other :
          new Object[] {"text", -7L, true, 1.5, List.of(7L), Map.of("a", 1L), REMOVED}) {
        @SuppressWarnings("unchecked")
        Map<String, Object> changed = (Map<String, Object>) replaced(good, path, 0, other);
        try {
          VmSnapshotCodec.fromJson(changed);
          read++;
        } catch (JsonDocumentException e) {
          assertThat(e.place()).startsWith("$");
          broken++;
        }
      }
    }
    assertThat(broken).isGreaterThan(500);
    assertThat(read).isGreaterThan(50);
  }

  private static final Object REMOVED = new Object();

  private static List<List<Object>> paths(Object value, List<Object> at) {
    List<List<Object>> paths = new ArrayList<>();
    if (!at.isEmpty()) {
      paths.add(at);
    }
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, member) -> paths.addAll(paths(member, plus(at, key))));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        paths.addAll(paths(list.get(i), plus(at, i)));
      }
    }
    return paths;
  }

  private static List<Object> plus(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  private static Object replaced(Object value, List<Object> path, int depth, Object other) {
    if (depth == path.size()) {
      return other;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>(map);
      Object member = replaced(map.get(path.get(depth)), path, depth + 1, other);
      if (member == REMOVED) {
        copy.remove(path.get(depth));
      } else {
        copy.put(path.get(depth), member);
      }
      return copy;
    }
    List<Object> copy = new ArrayList<>((List<?>) value);
    int index = (Integer) path.get(depth);
    Object member = replaced(copy.get(index), path, depth + 1, other);
    if (member == REMOVED) {
      copy.remove(index);
    } else {
      copy.set(index, member);
    }
    return copy;
  }
}
