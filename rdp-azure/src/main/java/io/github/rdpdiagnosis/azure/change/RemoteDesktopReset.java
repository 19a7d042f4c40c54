package io.github.rdpdiagnosis.azure.change;

import io.github.rdpdiagnosis.azure.VmId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The VMAccess extension: {@code PUT …/virtualMachines/{vm}/extensions/{name}}. Without an account
 * it puts the Remote Desktop configuration back; with one it sets that account's password and
 * enables it. The password is no part of this value: it is given when the change is carried out,
 * goes into {@code protectedSettings} and is written nowhere else. Never on a domain controller.
 *
 * @param vm the VM; must run with a ready agent
 * @param location the VM's region
 * @param extension the extension's name: that of a VMAccess that is there already, as Windows takes
 *     one only
 * @param tag told apart by it from earlier runs ({@code forceUpdateTag})
 * @param account whose password is set; empty to reset the configuration
 */
public record RemoteDesktopReset(
    VmId vm, String location, String extension, String tag, Optional<String> account)
    implements Operation {
  /** Name of the extension where the VM has none yet. */
  public static final String DEFAULT_EXTENSION = "enablevmaccess";

  /** Checks each text. */
  public RemoteDesktopReset {
    Objects.requireNonNull(vm, "vm");
    require("location", location, "[a-z0-9]{1,40}");
    require("extension", extension, "[A-Za-z0-9_.-]{1,80}");
    require("tag", tag, "[A-Za-z0-9-]{1,64}");
    account.ifPresent(
        name -> require("account", name, "[^\\p{Cntrl}\"/\\\\\\[\\]:;|=,+*?<>@]{1,20}"));
  }

  private static void require(String what, String text, String pattern) {
    if (!text.matches(pattern) || text.matches("\\.+")) {
      throw new IllegalArgumentException(what + " has characters or a length that cannot be");
    }
  }

  @Override
  public String target() {
    return vm + "/extensions/" + extension;
  }

  @Override
  public String what() {
    return account
        .map(name -> "set the password of " + name + " on " + vm.name() + " (VMAccess)")
        .orElse("reset the Remote Desktop configuration of " + vm.name() + " (VMAccess)");
  }

  @Override
  public String before() {
    return "as it is";
  }

  @Override
  public String after() {
    return "VMAccess has run with tag " + tag;
  }

  @Override
  public Optional<Operation> inverse() {
    return Optional.empty();
  }

  @Override
  public List<String> permissions() {
    return List.of(
        "Microsoft.Compute/virtualMachines/read",
        "Microsoft.Compute/virtualMachines/extensions/read",
        "Microsoft.Compute/virtualMachines/extensions/write");
  }
}
