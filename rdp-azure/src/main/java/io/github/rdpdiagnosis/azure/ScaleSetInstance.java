package io.github.rdpdiagnosis.azure;

import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;

/**
 * An instance of a uniform scale set, in the form of a VM. Azure describes it as one, but for its
 * size, which stands in its SKU, and its scale set, which only its id names.
 */
final class ScaleSetInstance {
  /** The type of resource, in lower case. */
  static final String TYPE = "microsoft.compute/virtualmachinescalesets/virtualmachines";

  /** The type of its NICs, in lower case. */
  static final String NIC_TYPE = TYPE + "/networkinterfaces";

  private static final Set<String> SCALE_SETS = Set.of("virtualmachinescalesets");
  private static final Set<String> INSTANCES = Set.of("virtualmachines");

  private ScaleSetInstance() {}

  /** The instance that an id is of or beneath. */
  static Optional<String> idOf(String id) {
    return ArmId.isOfScaleSet(id) ? ArmId.owner(id, INSTANCES) : Optional.empty();
  }

  /** The same resource as a VM; the argument is left as it is. */
  static ObjectNode asVirtualMachine(JsonNode instance) {
    if (!(instance.deepCopy() instanceof ObjectNode vm)) {
      throw new IllegalStateException("ARM's reply is no object");
    }
    if (!(vm.path("properties") instanceof ObjectNode properties)) {
      return vm;
    }
    ArmJson.text(vm.path("sku").path("name"))
        .filter(size -> ArmJson.text(properties.at("/hardwareProfile/vmSize")).isEmpty())
        .ifPresent(size -> properties.putObject("hardwareProfile").put("vmSize", size));
    ArmId.owner(ArmJson.raw(vm.path("id")), SCALE_SETS)
        .ifPresent(set -> properties.putObject("virtualMachineScaleSet").put("id", set));
    return vm;
  }

  static VirtualMachineInner virtualMachine(JsonNode instance) {
    try {
      return ArmResources.virtualMachine(asVirtualMachine(instance));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
