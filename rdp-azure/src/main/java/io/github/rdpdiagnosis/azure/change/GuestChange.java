package io.github.rdpdiagnosis.azure.change;

import io.github.rdpdiagnosis.azure.VmId;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A setting inside Windows: one static script through Run Command ({@code POST …/runCommand}),
 * which compares before it sets and reads back. What reaches the script are words of an enum, whole
 * numbers, and a user name as hexadecimal digits: nothing in them can be taken for script.
 */
public sealed interface GuestChange extends Operation {
  /**
   * The VM.
   *
   * @return its id; it must run with a ready agent
   */
  VmId vm();

  /** The script's parameters without the mode; lower-case letters and digits only. */
  Map<String, String> parameters();

  @Override
  default String target() {
    return vm().toString();
  }

  @Override
  default List<String> permissions() {
    return List.of(
        "Microsoft.Compute/virtualMachines/read",
        "Microsoft.Compute/virtualMachines/runCommand/action");
  }

  /**
   * A number in the registry, a rule group of the firewall, or a service's start type. A service
   * that is set to start is started.
   *
   * @param vm the VM
   * @param setting which
   * @param expected the value that it has
   * @param wanted the value that it gets
   */
  record Setting(VmId vm, GuestSetting setting, int expected, int wanted) implements GuestChange {
    /** Checks both values. */
    public Setting {
      Objects.requireNonNull(vm, "vm");
      setting.requireInRange(expected);
      setting.requireInRange(wanted);
      if (expected == wanted) {
        throw new IllegalArgumentException("the value that is wanted is the one that is expected");
      }
    }

    @Override
    public Map<String, String> parameters() {
      Map<String, String> all = new LinkedHashMap<>();
      all.put("What", setting.word());
      all.put("Expected", Integer.toString(expected));
      all.put("Wanted", Integer.toString(wanted));
      return all;
    }

    @Override
    public String what() {
      return "set "
          + setting
          + " in Windows on "
          + vm.name()
          + " from "
          + expected
          + " to "
          + wanted;
    }

    @Override
    public String before() {
      return Integer.toString(expected);
    }

    @Override
    public String after() {
      return Integer.toString(wanted);
    }

    @Override
    public Optional<Operation> inverse() {
      return Optional.of(new Setting(vm, setting, wanted, expected));
    }
  }

  /**
   * A user in or out of the local group Remote Desktop Users.
   *
   * @param vm the VM
   * @param account {@code NAME}, {@code DOMAIN\NAME} or {@code NAME@DOMAIN}
   * @param member whether the user is in it afterwards
   */
  record Membership(VmId vm, String account, boolean member) implements GuestChange {
    private static final int MAX_ACCOUNT = 256;

    /** Checks the length; any character may be in a name. */
    public Membership {
      Objects.requireNonNull(vm, "vm");
      if (account.isBlank() || account.length() > MAX_ACCOUNT) {
        throw new IllegalArgumentException(
            "account must be 1 to " + MAX_ACCOUNT + " characters, got " + account.length());
      }
    }

    @Override
    public Map<String, String> parameters() {
      Map<String, String> all = new LinkedHashMap<>();
      all.put("What", "remotedesktopuser");
      all.put("Expected", member ? "0" : "1");
      all.put("Wanted", member ? "1" : "0");
      all.put("Account", HexFormat.of().formatHex(account.getBytes(StandardCharsets.UTF_8)));
      return all;
    }

    @Override
    public String what() {
      return (member ? "add " : "remove ")
          + account.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?")
          + (member ? " to" : " from")
          + " Remote Desktop Users on "
          + vm.name();
    }

    @Override
    public String before() {
      return member ? "0" : "1";
    }

    @Override
    public String after() {
      return member ? "1" : "0";
    }

    @Override
    public Optional<Operation> inverse() {
      return Optional.of(new Membership(vm, account, !member));
    }
  }
}
