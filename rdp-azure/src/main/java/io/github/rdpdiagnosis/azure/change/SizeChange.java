package io.github.rdpdiagnosis.azure.change;

import io.github.rdpdiagnosis.azure.VmId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another size of a VM: {@code PATCH …/virtualMachines/{vm}}. Azure restarts a running VM for it.
 * Right before, Azure is asked which sizes the VM can have and what room the region's quota has:
 * what is not offered, or does not fit, is not sent. Families whose quota is not named after their
 * sizes are left to Azure.
 *
 * @param vm the VM
 * @param expected the size that it has
 * @param wanted the size that it gets
 */
public record SizeChange(VmId vm, String expected, String wanted) implements Operation {
  private static final Pattern SIZE =
      Pattern.compile("(?i)Standard_([A-Z]+)\\d+([a-z]*)(?:_(v\\d+))?");

  static final String READ_SIZES = "Microsoft.Compute/virtualMachines/vmSizes/read";
  static final String READ_QUOTA = "Microsoft.Compute/locations/usages/read";

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
        "Microsoft.Compute/virtualMachines/read",
        READ_SIZES,
        READ_QUOTA,
        "Microsoft.Compute/virtualMachines/write");
  }

  /**
   * The quota of a size's family by how Azure spells both, such as {@code standardDSv5Family} for
   * {@code Standard_D4s_v5}. Families that are spelled otherwise have no quota of this name.
   *
   * @param size name of a size
   * @return empty where the name has no such parts
   */
  public static Optional<String> quota(String size) {
    Matcher parts = SIZE.matcher(size);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String version = parts.group(3) == null ? "" : parts.group(3).toLowerCase(Locale.ROOT);
    String letters = (parts.group(1) + parts.group(2)).toUpperCase(Locale.ROOT);
    return Optional.of("standard" + letters + version + "Family");
  }

  /**
   * Whether the sizes are not surely of one family, so that all cores of the wanted one are more.
   *
   * @return true where the families differ or are not known
   */
  public boolean changesFamily() {
    Optional<String> before = quota(expected);
    return before.isEmpty() || !before.equals(quota(wanted));
  }
}
