package io.github.rdpdiagnosis.azure.change;

import io.github.rdpdiagnosis.azure.VmId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Another size of a VM: {@code PATCH …/virtualMachines/{vm}}. Azure restarts a running VM for it.
 *
 * @param vm the VM
 * @param expected the size that it has
 * @param wanted the size that it gets
 */
public record SizeChange(VmId vm, String expected, String wanted) implements Operation {
  /** Checks that both can be names of sizes. */
  public SizeChange {
    Objects.requireNonNull(vm, "vm");
    for (String size : List.of(expected, wanted)) {
      if (!size.matches("[A-Za-z0-9_-]{1,64}")) {
        throw new IllegalArgumentException(
            "a VM size is 1 to 64 letters, digits, _ and -, such as Standard_D2s_v5");
      }
    }
  }

  @Override
  public String target() {
    return vm.toString();
  }

  @Override
  public String what() {
    return "resize the VM " + vm.name() + " from " + expected + " to " + wanted;
  }

  @Override
  public String before() {
    return expected;
  }

  @Override
  public String after() {
    return wanted;
  }

  @Override
  public Optional<Operation> inverse() {
    return Optional.of(new SizeChange(vm, wanted, expected));
  }

  @Override
  public List<String> permissions() {
    return List.of(
        "Microsoft.Compute/virtualMachines/read", "Microsoft.Compute/virtualMachines/write");
  }
}
