package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.azure.FoundVm;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.VmReader;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which VM, in which Azure, and as whom. */
final class AzureOptions extends CloudOptions {
  @Option(
      names = "--vm",
      paramLabel = "ID",
      description = {
        "ARM id of the VM: /subscriptions/…/providers/Microsoft.Compute/virtualMachines/NAME. Only read."
            + " An instance of a uniform scale set is /…/virtualMachineScaleSets/SET/virtualMachines/N."
            + " A name alone is looked up among the VMs that this identity sees."
      })
  @Nullable String vm;

  @Option(
      names = "--subscription",
      paramLabel = "GUID",
      description = "Where VMs are looked up; may be given more than once. Default: everywhere.")
  List<String> subscriptions = List.of();

  /** The VM that {@code --vm} names by its ARM id. */
  VmId vmId() {
    try {
      return VmId.parse(given());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--vm: " + e.getMessage());
    }
  }

  /** The VM that {@code --vm} names, looked up where it is a name alone. */
  VmId vmId(VmReader reader, Deadline end) {
    String name = given();
    if (name.contains("/")) {
      return vmId();
    }
    Reading<List<FoundVm>> found = reader.finder().named(name, end);
    List<VmId> ids =
        found
            .known()
            .orElseThrow(
                () ->
                    new UsageException(
                        "--vm: cannot look "
                            + name
                            + " up: "
                            + found.gap().orElseThrow()
                            + "; give the VM's ARM id"))
            .stream()
            .map(FoundVm::id)
            .filter(
                id ->
                    subscriptions.isEmpty()
                        || subscriptions.stream().anyMatch(id.subscription()::equalsIgnoreCase))
            .toList();
    if (ids.size() != 1) {
      throw new UsageException(
          ids.isEmpty()
              ? "--vm: this identity sees no VM named " + name
              : "--vm: "
                  + ids.size()
                  + " VMs are named "
                  + name
                  + "; give the ARM id of one: "
                  + ids.stream().map(VmId::toString).collect(Collectors.joining(", ")));
    }
    return ids.get(0);
  }

  private String given() {
    if (vm == null) {
      throw new UsageException("--vm is missing");
    }
    return vm;
  }
}
