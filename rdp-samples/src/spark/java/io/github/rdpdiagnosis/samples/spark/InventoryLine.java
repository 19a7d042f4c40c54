package io.github.rdpdiagnosis.samples.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A resource of an inventory, and what it has to stand beside to be understood.
 *
 * @param kind where it belongs
 * @param id ARM id in lower case; empty where the line has none
 * @param owner the VM of a NIC; empty for others
 * @param publicAddresses those that a NIC or a load balancer has, by id in lower case
 * @param text the line
 */
record InventoryLine(Kind kind, String id, String owner, List<String> publicAddresses, String text)
    implements Serializable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Where a line belongs. */
  enum Kind {
    VM,
    NIC,
    PUBLIC_ADDRESS,
    /** To all VMs: NSGs, networks, and also what cannot be understood. */
    SHARED
  }

  static InventoryLine of(String text) {
    JsonNode row;
    try {
      row = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return new InventoryLine(Kind.SHARED, "", "", List.of(), text); // Inventory says why
    }
    String id = key(row.path("id"));
    List<String> addresses = new ArrayList<>();
    row.findValues("publicIPAddress").forEach(address -> addresses.add(key(address.path("id"))));
    String owner = key(row.path("properties").path("virtualMachine").path("id"));
    return new InventoryLine(kind(id), id, owner, addresses, text);
  }

  private static Kind kind(String id) {
    if (id.contains("/microsoft.compute/virtualmachines/")) {
      return Kind.VM;
    }
    if (id.contains("/microsoft.network/networkinterfaces/")) {
      return Kind.NIC;
    }
    return id.contains("/microsoft.network/publicipaddresses/") ? Kind.PUBLIC_ADDRESS : Kind.SHARED;
  }

  private static String key(JsonNode id) {
    return id.asText().toLowerCase(Locale.ROOT);
  }
}
