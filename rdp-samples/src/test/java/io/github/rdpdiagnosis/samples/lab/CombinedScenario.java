package io.github.rdpdiagnosis.samples.lab;

import java.util.List;

/**
 * Faults that are planted in Azure's documents alone: what the packets then meet is made from the
 * same documents ({@link LabAzure}). A rule is {@code PRIORITY ACCESS PROTOCOL SOURCE PORT}.
 */
enum CombinedScenario {
  /** Nobody made a rule. */
  NO_RULE("NW-01", nic(), subnetWithoutNsg(), "running"),
  /** A rule for another port. */
  RULE_FOR_ANOTHER_PORT("NW-01", nic("300 Allow Tcp * 3390"), subnetWithoutNsg(), "running"),
  /** A rule for another protocol. */
  RULE_FOR_UDP("NW-01", nic("300 Allow Udp * 3389"), subnetWithoutNsg(), "running"),
  /** Neither group has a rule. */
  NO_RULE_AT_BOTH("NW-01", nic(), subnet(), "running"),
  /** A deny rule comes first. */
  DENIED_FIRST(
      "NW-02", nic("200 Deny Tcp * 3389", "300 Allow Tcp * 3389"), subnetWithoutNsg(), "running"),
  /** A deny rule for a range comes first. */
  RANGE_DENIED_FIRST(
      "NW-02",
      nic("200 Deny * * 3000-4000", "300 Allow Tcp * 3389"),
      subnetWithoutNsg(),
      "running"),
  /** A deny rule for the Internet comes first. */
  INTERNET_DENIED(
      "NW-02",
      nic("150 Deny Tcp Internet 3389", "300 Allow Tcp * 3389"),
      subnetWithoutNsg(),
      "running"),
  /** The NIC's group lets in, the subnet's does not. */
  SUBNET_DENIES("NW-03", nic("300 Allow Tcp * 3389"), subnet(), "running"),
  /** The subnet's group lets in, the NIC's does not. */
  NIC_DENIES("NW-03", nic(), subnet("300 Allow Tcp * 3389"), "running"),
  /** Let in are others. */
  OTHERS_ALLOWED("NW-04", nic("300 Allow Tcp 192.0.2.0/24 3389"), subnetWithoutNsg(), "running"),
  /** The same at the subnet. */
  OTHERS_ALLOWED_AT_SUBNET(
      "NW-04", nic("300 Allow Tcp * 3389"), subnet("300 Allow Tcp 192.0.2.0/24 3389"), "running"),
  /** The rule is for a tag that the client is not in. */
  TAG_MISREAD("NW-05", nic("300 Allow Tcp VirtualNetwork 3389"), subnetWithoutNsg(), "running"),
  /** The VM is deallocated. */
  DEALLOCATED("VM-59", nic("300 Allow Tcp * 3389"), subnetWithoutNsg(), "deallocated"),
  /** The VM is stopped. */
  STOPPED("VM-59", nic("300 Allow Tcp * 3389"), subnetWithoutNsg(), "stopped");

  private final String cause;
  private final List<String> nicRules;
  private final List<List<String>> subnetRules;
  private final String power;

  CombinedScenario(
      String cause, List<String> nicRules, List<List<String>> subnetRules, String power) {
    this.cause = cause;
    this.nicRules = nicRules;
    this.subnetRules = subnetRules;
    this.power = power;
  }

  private static List<String> nic(String... rules) {
    return List.of(rules);
  }

  private static List<List<String>> subnet(String... rules) {
    return List.of(List.of(rules));
  }

  private static List<List<String>> subnetWithoutNsg() {
    return List.of();
  }

  /** The one cause that must be CONFIRMED. */
  String cause() {
    return cause;
  }

  /** Rules of the group at the NIC. */
  List<String> nicRules() {
    return nicRules;
  }

  /** Rules of the group at the subnet, where it has one. */
  List<List<String>> subnetRules() {
    return subnetRules;
  }

  /** The VM's power state. */
  String power() {
    return power;
  }
}
