package io.github.rdpdiagnosis.azure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The ARM id of a VM: {@code
 * /subscriptions/S/resourceGroups/G/providers/Microsoft.Compute/virtualMachines/N}, or of an
 * instance of a uniform scale set: {@code …/virtualMachineScaleSets/SET/virtualMachines/N}.
 * Instances of flexible scale sets are VMs like any other. Two ids are equal when they differ in
 * case only, as for ARM; {@link #toString()} keeps the case that was given.
 *
 * @param subscription the subscription's GUID
 * @param resourceGroup name of the resource group
 * @param scaleSet name of the uniform scale set that the VM is an instance of
 * @param name name of the VM; of an instance its number in the scale set
 */
public record VmId(
    String subscription, String resourceGroup, Optional<String> scaleSet, String name) {
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
  private static final int TYPE = SHAPE.indexOf("virtualMachines");
  private static final String SCALE_SETS = "virtualMachineScaleSets";
  private static final String NAME = "[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]{0,63}";
  private static final String NAME_EXPECTED = "1 to 64 letters, digits, _ . -";
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
    scaleSet.ifPresent(set -> requirePart("scale set", set, NAME, NAME_EXPECTED));
    requirePart("name", name, NAME, NAME_EXPECTED);
  }

  /**
   * The id of a VM that is no instance of a uniform scale set.
   *
   * @param subscription the subscription's GUID
   * @param resourceGroup name of the resource group
   * @param name name of the VM
   */
  public VmId(String subscription, String resourceGroup, String name) {
    this(subscription, resourceGroup, Optional.empty(), name);
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
    List<String> segments = new ArrayList<>(List.of(text.split("/", -1)));
    Optional<String> scaleSet = scaleSet(segments);
    for (int i = 0; i < SHAPE.size(); i++) {
      String expected = SHAPE.get(i);
      if (i >= segments.size()) {
        throw new IllegalArgumentException(
            "VM id: it ends before '"
                + expected
                + "'; expected "
                + EXPECTED
                + ", got '"
                + shortened(text)
                + "'");
      }
      if (!expected.startsWith("{") && !expected.equalsIgnoreCase(segments.get(i))) {
        throw new IllegalArgumentException(
            (i == 0
                    ? "VM id: it must start with '/'"
                    : "VM id: segment "
                        + i
                        + " must be '"
                        + expected
                        + "', got '"
                        + shortened(segments.get(i))
                        + "'")
                + "; expected "
                + EXPECTED);
      }
    }
    if (segments.size() > SHAPE.size()) {
      throw new IllegalArgumentException(
          "VM id: nothing may follow the name, got '/"
              + shortened(segments.get(SHAPE.size()))
              + "'; expected "
              + EXPECTED);
    }
    return new VmId(segments.get(2), segments.get(4), scaleSet, segments.get(8));
  }

  /** Takes the scale set out of the segments, so that those of a VM are left. */
  private static Optional<String> scaleSet(List<String> segments) {
    if (segments.size() <= TYPE + 1 || !segments.get(TYPE).equalsIgnoreCase(SCALE_SETS)) {
      return Optional.empty();
    }
    segments.remove(TYPE);
    return Optional.of(segments.remove(TYPE));
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
        + "/providers/Microsoft.Compute/"
        + scaleSet.map(set -> SCALE_SETS + "/" + set + "/").orElse("")
        + "virtualMachines/"
        + name;
  }
}
