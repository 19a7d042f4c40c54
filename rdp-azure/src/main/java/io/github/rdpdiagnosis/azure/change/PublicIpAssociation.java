package io.github.rdpdiagnosis.azure.change;

import java.util.List;
import java.util.Optional;

/**
 * A public IP address on a NIC, or off it: {@code PUT …/networkInterfaces/{nic}} of the NIC as it
 * was read, but for that field, with {@code If-Match}. The address must belong to nothing else.
 *
 * @param nic ARM id of the NIC
 * @param ipConfiguration name of its IP configuration
 * @param publicIp ARM id of the public IP address
 * @param associated whether it is on the NIC afterwards
 */
public record PublicIpAssociation(
    String nic, String ipConfiguration, String publicIp, boolean associated) implements Operation {
  static final String READ_ADDRESS = "Microsoft.Network/publicIPAddresses/read";

  private static final String PART = "[\\p{L}\\p{N}_().-]{1,90}";

  /** Checks the ids and the name. */
  public PublicIpAssociation {
    require("NIC", nic, "networkInterfaces");
    require("public IP address", publicIp, "publicIPAddresses");
    if (!ipConfiguration.matches(PART) || ipConfiguration.contains("..")) {
      throw new IllegalArgumentException("expected the name of an IP configuration");
    }
  }

  private static void require(String what, String id, String type) {
    boolean plain =
        id.matches(
            "(?i)/subscriptions/[0-9a-f-]{36}/resourceGroups/"
                + PART
                + "/providers/Microsoft\\.Network/"
                + type
                + "/"
                + PART);
    if (!plain || id.contains("..")) {
      throw new IllegalArgumentException("expected the ARM id of a " + what);
    }
  }

  @Override
  public String target() {
    return nic;
  }

  @Override
  public String what() {
    return (associated ? "associate the public address " : "take the public address ")
        + name(publicIp)
        + (associated ? " with" : " off")
        + " the NIC "
        + name(nic)
        + ", "
        + ipConfiguration;
  }

  private static String name(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  @Override
  public String before() {
    return words(!associated);
  }

  @Override
  public String after() {
    return words(associated);
  }

  private String words(boolean has) {
    return has ? "the public address " + publicIp : "no public address";
  }

  @Override
  public Optional<Operation> inverse() {
    return Optional.of(new PublicIpAssociation(nic, ipConfiguration, publicIp, !associated));
  }

  @Override
  public List<String> permissions() {
    return List.of(
        "Microsoft.Network/networkInterfaces/read",
        READ_ADDRESS,
        "Microsoft.Network/publicIPAddresses/join/action",
        "Microsoft.Network/virtualNetworks/subnets/join/action",
        "Microsoft.Network/networkSecurityGroups/join/action",
        "Microsoft.Network/networkInterfaces/write");
  }
}
