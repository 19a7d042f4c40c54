package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Locale;

/**
 * The ARM id of a VM: {@code
 * /subscriptions/S/resourceGroups/G/providers/Microsoft.Compute/virtualMachines/N}. Two ids are
 * equal when they differ in case only, as for ARM; {@link #toString()} keeps the case that was
 * given.
 *
 * @param subscription the subscription's GUID
 * @param resourceGroup name of the resource group
 * @param name name of the VM
 */
public record VmId(String subscription, String resourceGroup, String name) {
  private static final List<String> SHAPE =
      List.of(
          "",
          "subscriptions",
          "{subscription}",
          "resourceGroups",
          "{group}",
          "providers",
          "Microsoft.Compute",
          "virtualMachines",
          "{name}");
  private static final String EXPECTED =
      "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute/virtualMachines/{name}";
  private static final int MAX_LENGTH = 2048;

  /** Checks the characters of each part. */
  public VmId {
    requirePart(
        "subscription",
        subscription,
        "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        "a GUID");
    requirePart(
        "resource group",
        resourceGroup,
        "[\\p{L}\\p{N}_().-]{0,89}[\\p{L}\\p{N}_()-]",
        "1 to 90 letters, digits, _ ( ) . -");
    requirePart(
        "name", name, "[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]{0,63}", "1 to 64 letters, digits, _ . -");
  }

  private static void requirePart(String part, String value, String pattern, String expected) {
    if (!value.matches(pattern)) {
      throw new IllegalArgumentException(
          "VM id: the " + part + " must be " + expected + ", got '" + shortened(value) + "'");
    }
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= 120 ? line : line.substring(0, 120) + "...";
  }

  /**
   * An id from text.
   *
   * @param id as the portal's "Resource ID" field shows it; fixed words in any case, surrounding
   *     white space ignored
   * @return the id
   * @throws IllegalArgumentException if it is no VM id; one line that names the part that is wrong
   */
  public static VmId parse(String id) {
    String text = id.strip();
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "VM id: expected at most " + MAX_LENGTH + " characters, got " + text.length());
    }
    String[] segments = text.split("/", -1);
    for (int i = 0; i < SHAPE.size(); i++) {
      String expected = SHAPE.get(i);
      if (i >= segments.length) {
        throw new IllegalArgumentException(
            "VM id: it ends before '"
                + expected
                + "'; expected "
                + EXPECTED
                + ", got '"
                + shortened(text)
                + "'");
      }
      if (!expected.startsWith("{") && !expected.equalsIgnoreCase(segments[i])) {
        throw new IllegalArgumentException(
            (i == 0
                    ? "VM id: it must start with '/'"
                    : "VM id: segment "
                        + i
                        + " must be '"
                        + expected
                        + "', got '"
                        + shortened(segments[i])
                        + "'")
                + "; expected "
                + EXPECTED);
      }
    }
    if (segments.length > SHAPE.size()) {
      throw new IllegalArgumentException(
          "VM id: nothing may follow the name, got '/"
              + shortened(segments[SHAPE.size()])
              + "'; expected "
              + EXPECTED);
    }
    return new VmId(segments[2], segments[4], segments[8]);
  }

  private String key() {
    return toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VmId id && id.key().equals(key());
  }

  @Override
  public int hashCode() {
    return key().hashCode();
  }

  @Override
  public String toString() {
    return "/subscriptions/"
        + subscription
        + "/resourceGroups/"
        + resourceGroup
        + "/providers/Microsoft.Compute/virtualMachines/"
        + name;
  }
}
