package io.github.rdpdiagnosis.azure.change;

import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.winrm.Thumbprint;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A setting inside Windows: one static script through Run Command ({@code POST …/runCommand}),
 * which compares before it sets and reads back. What reaches the script are words of an enum, whole
 * numbers, and texts as hexadecimal digits: nothing in them can be taken for script.
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

  /** What a value that the script read means. */
  default String meaning(String value) {
    return value;
  }

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
    public String meaning(String value) {
      return setting.meaning(value);
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
      return setting.isReversible()
          ? Optional.of(new Setting(vm, setting, wanted, expected))
          : Optional.empty();
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
      Map<String, String> all = presence("remotedesktopuser", member);
      all.put("Account", digits(account));
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
      return flag(!member);
    }

    @Override
    public String after() {
      return flag(member);
    }

    @Override
    public Optional<Operation> inverse() {
      return Optional.of(new Membership(vm, account, !member));
    }
  }

  /**
   * A rule of Windows Firewall that lets one client in to one TCP port, made by this library or
   * taken away again. It counts where the guest sees that address: not behind a DNAT rule of Azure
   * Firewall, and not through Bastion.
   *
   * @param vm the VM
   * @param port the port that Windows listens on
   * @param client who is let in
   * @param present whether the rule is there afterwards
   */
  record FirewallOpening(VmId vm, Port port, IpAddress client, boolean present)
      implements GuestChange {
    /** Checks that nothing is missing. */
    public FirewallOpening {
      Objects.requireNonNull(vm, "vm");
      Objects.requireNonNull(port, "port");
      Objects.requireNonNull(client, "client");
    }

    @Override
    public Map<String, String> parameters() {
      Map<String, String> all = presence("firewallopening", present);
      all.put("Port", port.toString());
      all.put("Remote", digits(client.toString()));
      return all;
    }

    @Override
    public String meaning(String value) {
      return value.equals("2") ? "a rule of that name has other values" : value;
    }

    @Override
    public String what() {
      return (present ? "let " : "no longer let ")
          + client
          + " in to TCP port "
          + port
          + " through Windows Firewall on "
          + vm.name();
    }

    @Override
    public String before() {
      return flag(!present);
    }

    @Override
    public String after() {
      return flag(present);
    }

    @Override
    public Optional<Operation> inverse() {
      return Optional.of(new FirewallOpening(vm, port, client, !present));
    }
  }

  /**
   * The certificate that the listener RDP-Tcp is told to use ({@code SSLCertificateSHA1Hash}), or
   * none, so that Windows takes its self-signed one.
   *
   * @param vm the VM
   * @param thumbprint SHA-1
   * @param bound whether the listener is told to use it afterwards
   */
  record CertificateBinding(VmId vm, Thumbprint thumbprint, boolean bound) implements GuestChange {
    /** Checks that the thumbprint is one of SHA-1, which is what the registry holds. */
    public CertificateBinding {
      Objects.requireNonNull(vm, "vm");
      if (thumbprint.hex().length() != 40) {
        throw new IllegalArgumentException("thumbprint must have the 40 digits of SHA-1");
      }
    }

    @Override
    public Map<String, String> parameters() {
      Map<String, String> all = presence("certificatebinding", bound);
      all.put("Thumbprint", thumbprint.hex().toLowerCase(Locale.ROOT));
      return all;
    }

    @Override
    public String meaning(String value) {
      return value.equals("2") ? "the listener is told to use another certificate" : value;
    }

    @Override
    public String what() {
      return (bound ? "tell" : "no longer tell")
          + " the listener on "
          + vm.name()
          + " to use the certificate "
          + thumbprint;
    }

    @Override
    public String before() {
      return flag(!bound);
    }

    @Override
    public String after() {
      return flag(bound);
    }

    @Override
    public Optional<Operation> inverse() {
      return Optional.of(new CertificateBinding(vm, thumbprint, !bound));
    }
  }

  private static String flag(boolean set) {
    return set ? "1" : "0";
  }

  private static String digits(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> presence(String what, boolean wanted) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("What", what);
    all.put("Expected", flag(!wanted));
    all.put("Wanted", flag(wanted));
    return all;
  }
}
